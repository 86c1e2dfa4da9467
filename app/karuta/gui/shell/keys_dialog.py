"""The key sheet: every command with its keys, from the table of commands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from karuta.gui.kit.command_table import COMMANDS, MATCH_KEYS, PRINTING_KEYS
from karuta.gui.kit.commands import Commands, text_of
from karuta.gui.kit.dialog import close_only
from karuta.gui.kit.key_sheet import KeyLine, KeySheet
from karuta.gui.kit.keys import on_the_cap
from karuta.gui.kit.theme import GRID, Theme


class KeysDialog(QDialog):
    """Closed by Esc. `change_wanted`: the keys are to be changed."""

    change_wanted = Signal()

    def __init__(self, commands: Commands, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self.setWindowTitle(self.tr("Keys"))
        title = QLabel(self.tr("Keys"), self)
        title.setFont(theme.large(self.font()))
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
        self.sheet = KeySheet(self._lines(), theme, self)
        self.sheet.setAccessibleName(title.text())
        self.sheet.setFocus()
        layout.addWidget(self.sheet, 1)
        layout.addLayout(last)

    def _lines(self) -> list[KeyLine]:
        keys = self._commands.keys
        shown = {
            command.id: tuple(dict.fromkeys(on_the_cap(key) for key in keys[command.id][:2])) for command in COMMANDS
        }
        lines: list[KeyLine] = []
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
