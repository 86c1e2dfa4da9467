"""The key sheet: every command with its keys, from the table of commands."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.buttons import close_only
from karuta.gui.kit.command_table import COMMANDS, MATCH_KEYS, PRINTING_KEYS
from karuta.gui.kit.commands import Commands, text_of
from karuta.gui.kit.keys import on_the_cap
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.scroll_page import ScrollPage
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import comma_list

_COLUMNS = 2


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


class KeysDialog(QDialog):
    """Closed by Esc. `change_wanted`: the keys are to be changed."""

    change_wanted = Signal()

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self.setWindowTitle(self.tr("Keys"))
        title = QLabel(self.tr("Keys"), self)
        title.setFont(theme.large(self.font()))
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, GRID, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 4)
        lines = self._lines()
        height = -(-len(lines) // _COLUMNS)
        for at, (keys, text) in enumerate(lines):
            row, column = at % height, at // height
            grid.addWidget(KeyCaps(keys, theme, sheet), row, 3 * column, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(Prose(text, sheet), row, 3 * column + 1)
            grid.setColumnStretch(3 * column + 1, 1)
        grid.setColumnMinimumWidth(2, 3 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        layout.setSpacing(2 * GRID)
        change = QPushButton(self.tr("Change keys…"), self)
        change.setAutoDefault(False)
        change.clicked.connect(self.change_wanted)
        buttons = close_only(self)
        buttons.rejected.connect(self.reject)
        last = QHBoxLayout()
        last.addWidget(change)
        last.addStretch(1)
        last.addWidget(buttons)
        layout.addWidget(title)
        self.sheet = ScrollPage(sheet, self)
        self.sheet.setAccessibleName(title.text())
        self.sheet.setFocus()
        layout.addWidget(self.sheet, 1)
        layout.addLayout(last)

    def _lines(self) -> list[tuple[tuple[str, ...], str]]:
        keys = self._commands.keys
        shown = {
            command.id: tuple(dict.fromkeys(on_the_cap(key) for key in keys[command.id][:2])) for command in COMMANDS
        }
        lines: list[tuple[tuple[str, ...], str]] = []
        if not any(keys.is_changed(id) for id in MATCH_KEYS):
            lines.append((("1", "…", "9"), self.tr("Confirm this match")))
        folded = set(MATCH_KEYS) if lines else set()
        others = PRINTING_KEYS[1:]
        if not any(keys.is_changed(id) for id in others):
            ends = tuple(shown[id][0] for id in others)
            lines.append((ends, self.tr("Confirm the match with this printing")))
            folded |= set(others)
        lines += [
            (shown[command.id], text_of(command).rstrip("…"))
            for command in COMMANDS
            if shown[command.id] and command.id not in folded
        ]
        lines.append(((self.tr("Mouse wheel"),), self.tr("Zoom; drag to move, double-click for the whole photo")))
        return lines
