"""The keys of commands, the table's or a person's own, and the sheet that shows them as caps.

Keys are written in Qt's portable form. In every case, no key ever belongs to two commands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from karuta.gui.kit import fitted, paint
from karuta.gui.kit.fitted import ScrollPage
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import comma_list
from karuta.settings import Keys

# Esc closes whatever is above the window, Alt with a letter opens a menu.
_TAKEN = frozenset({Qt.Key.Key_Escape})


class KeyMap:
    """`defaults`: the keys of every command, in the order of the table. `changes`: by command."""

    def __init__(self, defaults: Mapping[str, Sequence[str]], changes: Keys) -> None:
        self._defaults = {id: tuple(canonical(key) for key in keys) for id, keys in defaults.items()}
        self._keys = self._without_clashes(changes)

    def __getitem__(self, id: str) -> tuple[str, ...]:
        return self._keys[id]

    @property
    def changes(self) -> dict[str, tuple[str, ...]]:
        """The differences from the table."""
        return {id: keys for id, keys in self._keys.items() if keys != self._defaults[id]}

    def owner(self, key: str) -> str | None:
        """The command that has this key."""
        wanted = canonical(key)
        return next((id for id, keys in self._keys.items() if wanted in keys), None)

    def is_changed(self, id: str) -> bool:
        return self._keys[id] != self._defaults[id]

    def owners_of_defaults(self, id: str) -> list[str]:
        """The other commands that now have this command's default keys."""
        return [other for key in self._defaults[id] if (other := self.owner(key)) not in (None, id) and other]

    def give(self, id: str, keys: Sequence[str]) -> KeyMap:
        """A map with these keys for a command, taken from whoever has them."""
        wanted = tuple(canonical(key) for key in keys)
        left = {other: tuple(key for key in had if key not in wanted) for other, had in self._keys.items()}
        return KeyMap(self._defaults, {**left, id: wanted})

    def reset(self, id: str) -> KeyMap:
        return self.give(id, self._defaults[id])

    def reset_all(self) -> KeyMap:
        return KeyMap(self._defaults, {})

    def _without_clashes(self, changes: Keys) -> dict[str, tuple[str, ...]]:
        """If a file gives one key to two commands, changed keys take precedence, then the table's order."""
        keys: dict[str, tuple[str, ...]] = {}
        taken: set[str] = set()
        for id in sorted(self._defaults, key=lambda id: id not in changes):
            wanted = [canonical(key) for key in changes.get(id, self._defaults[id])]
            keys[id] = tuple(dict.fromkeys(key for key in wanted if key not in taken and can_be_used(key)))
            taken.update(keys[id])
        return {id: keys[id] for id in self._defaults}


def canonical(key: str) -> str:
    """One form of writing a key; empty if it is not valid."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def native(key: str) -> str:
    """A key as a person reads it on this system."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def on_the_cap(key: str) -> str:
    """A key as hints show it: as on its cap. Qt calls the main one Return, and only the number pad's Enter."""
    return native("Enter" if canonical(key) == "Return" else key)


def can_be_used(key: str) -> bool:
    sequence = QKeySequence(key)
    if sequence.count() != 1:
        return False
    pressed = sequence[0]  # type: ignore[index]
    if pressed.key() in _TAKEN or pressed.key() == Qt.Key.Key_unknown:
        return False
    only_alt = pressed.keyboardModifiers() == Qt.KeyboardModifier.AltModifier
    return not (only_alt and Qt.Key.Key_A <= pressed.key() <= Qt.Key.Key_Z)


# Of its dialog, with the frame of the window: margins and scroll bar, title and buttons.
_BESIDE = 10 * GRID
_ABOVE_AND_BELOW = 20 * GRID

KeyLine = tuple[tuple[str, ...], str]
"""Keys as a person reads them, and what they do."""


class KeyCaps(QWidget):
    """Keys drawn side by side."""

    def __init__(self, keys: tuple[str, ...], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys = keys
        self._theme = theme
        metrics = self.fontMetrics()
        self._widths = [max(24, metrics.horizontalAdvance(key) + 2 * GRID) for key in keys]
        self.setFixedSize(sum(self._widths) + GRID // 2 * len(keys), 24)
        self.setAccessibleName(comma_list(keys))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        left = 0
        for key, width in zip(self._keys, self._widths, strict=True):
            place = self.rect().adjusted(left, 1, 0, -1)
            place.setWidth(width)
            paint.key_cap(painter, key, place, self._theme, strong=False)
            left += width + GRID // 2


class KeySheet(ScrollPage):
    """Lines of keys, from top to bottom in two columns; one if two are too wide for the screen, three if too high."""

    def __init__(self, lines: Sequence[KeyLine], theme: Theme, parent: QWidget) -> None:
        most = fitted.room(parent).size() - QSize(_BESIDE, _ABOVE_AND_BELOW)
        sheet = _sheet(lines, theme, columns=1)
        for columns in (2, 3):
            wider = _sheet(lines, theme, columns=columns)
            if wider.sizeHint().width() > most.width() or (columns > 2 and sheet.sizeHint().height() <= most.height()):
                break
            sheet = wider
        super().__init__(sheet, parent)


def _sheet(lines: Sequence[KeyLine], theme: Theme, *, columns: int) -> QWidget:
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setContentsMargins(0, 0, GRID, 0)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 4)
    height = -(-len(lines) // columns)
    for at, (keys, text) in enumerate(lines):
        row, column = at % height, at // height
        grid.addWidget(KeyCaps(keys, theme, sheet), row, 3 * column, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(Prose(text, sheet), row, 3 * column + 1)
        grid.setColumnStretch(3 * column + 1, 1)
    for between in range(2, 3 * columns - 1, 3):
        grid.setColumnMinimumWidth(between, 3 * GRID)
    return sheet
