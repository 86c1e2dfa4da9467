"""The keys of commands, the table's or a person's own, and the sheet that shows them as caps.

Keys are written in Qt's portable form. In every case, no key ever belongs to two commands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from karuta.gui.kit import fitted, paint
from karuta.gui.kit.fitted import ScrollPage
from karuta.gui.kit.lay import Laid, Stretch, column, row
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

    def is_changed(self, id: str) -> bool:
        return self._keys[id] != self._defaults[id]

    def _without_clashes(self, changes: Keys) -> dict[str, tuple[str, ...]]:
        """If a file gives one key to two commands, changed keys take precedence, then the table's order."""
        keys: dict[str, tuple[str, ...]] = {}
        taken: set[str] = set()
        for id in sorted(self._defaults, key=lambda id: id not in changes):
            chosen = [canonical(key) for key in changes.get(id, self._defaults[id])]
            keys[id] = tuple(dict.fromkeys(key for key in chosen if key not in taken and can_be_used(key)))
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
_BESIDE = 8 * GRID
_ABOVE_AND_BELOW = 18 * GRID
_CAP = 3 * GRID
_MOST_COLUMNS = 5

KeyLine = tuple[tuple[str, ...], str]
"""Keys as a person reads them, and what they do."""


@dataclass(frozen=True)
class KeyGroup:
    """`title`: over its lines; empty for none."""

    title: str
    lines: Sequence[KeyLine]


class KeyCaps(QWidget):
    """Keys drawn side by side. `large`: of the large size."""

    def __init__(self, keys: tuple[str, ...], theme: Theme, parent: QWidget, *, large: bool = False) -> None:
        super().__init__(parent)
        self._keys = keys
        self._theme = theme
        if large:
            self.setFont(theme.large(self.font()))
        height = 5 * GRID if large else _CAP
        metrics = self.fontMetrics()
        self._widths = [max(height, metrics.horizontalAdvance(key) + 2 * GRID) for key in keys]
        self.setFixedSize(sum(self._widths) + GRID // 2 * len(keys), height)
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
    """Groups of keys from top to bottom, in as many columns as it takes to see all of them, and as there is room for.

    `large`: above them, side by side.
    """

    def __init__(
        self, groups: Sequence[KeyGroup], theme: Theme, parent: QWidget, *, large: Sequence[KeyLine] = ()
    ) -> None:
        most = fitted.room(parent).size() - QSize(_BESIDE, _ABOVE_AND_BELOW)
        sheet = _sheet(groups, theme, large=large, columns=1)
        for columns in range(2, _MOST_COLUMNS + 1):
            wider = _sheet(groups, theme, large=large, columns=columns)
            if wider.sizeHint().width() > most.width() or (columns > 2 and sheet.sizeHint().height() <= most.height()):
                break
            sheet = wider
        super().__init__(sheet, parent)


def _sheet(groups: Sequence[KeyGroup], theme: Theme, *, large: Sequence[KeyLine], columns: int) -> QWidget:
    sheet = QWidget()
    rows: list[KeyLine | str] = []
    for group in groups:
        rows += [*([group.title] if group.title else []), *group.lines]
    height = -(-len(rows) // columns)
    grids: list[QGridLayout] = []
    for number, line in enumerate(rows):
        # A title at the foot of a column would stand over nothing.
        is_foot = bool(grids) and grids[-1].rowCount() == height and number + 1 < len(rows)
        if not grids or grids[-1].rowCount() > height or (isinstance(line, str) and is_foot):
            grids.append(_grid())
            grids[-1].setColumnStretch(1, 1)
        at = grids[-1].rowCount()
        if isinstance(line, str):
            title = Prose(line, sheet)
            title.setFont(theme.strong(sheet.font()))
            grids[-1].addWidget(title, at, 0, 1, 2)
        else:
            grids[-1].addWidget(KeyCaps(line[0], theme, sheet), at, 0, Qt.AlignmentFlag.AlignRight)
            grids[-1].addWidget(Prose(line[1], sheet), at, 1)
    across = row(*((column(grid, Stretch()), 1) for grid in grids), spacing=2)
    sheet.setLayout(column(*_large(large, theme, sheet), across, Stretch(), margins=(0, 0, 1, 0)))
    return sheet


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GRID)
    grid.setVerticalSpacing(GRID // 4)
    return grid


def _large(lines: Sequence[KeyLine], theme: Theme, sheet: QWidget) -> Iterator[Laid]:
    """One row of keys with their words below them."""
    if lines:
        grid = _grid()
        for at, (keys, text) in enumerate(lines):
            words = Prose(text, sheet)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(KeyCaps(keys, theme, sheet, large=True), 0, at, Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(words, 1, at)
            grid.setColumnStretch(at, 1)
        yield grid
        yield 1
