"""The backups of the open library: their page, and where second copies go. Does nothing itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from karuta.gui.features.backups.backup_page import BackupPage
from karuta.gui.kit.buttons import close_only
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID


class BackupsDialog(QDialog):
    """`folder_wanted`: a second folder is to be chosen; `no_folder_wanted`: there should be none."""

    folder_wanted = Signal()
    no_folder_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Backups"))
        intro = Prose(
            self.tr(
                "Labels are backed up once a day, and before large changes. Restoring a backup keeps the current label "
                "file in this list."
            ),
            self,
        )
        self.page = BackupPage(self, can_make=True)
        self._second = Prose(parent=self)
        self._hint = Prose(parent=self)
        self._hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.choose = QPushButton(self.tr("Choose…"), self)
        self.choose.setAccessibleName(self.tr("Choose a second folder"))
        self.choose.clicked.connect(self.folder_wanted)
        self.none = QPushButton(self.tr("Clear"), self)
        self.none.setAccessibleName(self.tr("No second folder"))
        self.none.clicked.connect(self.no_folder_wanted)
        second = QHBoxLayout()
        second.setSpacing(GRID)
        second.addWidget(self._second, 1)
        for button in (self.choose, self.none):
            button.setAutoDefault(False)
            second.addWidget(button)
        buttons = close_only(self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(intro)
        layout.addWidget(self.page, 1)
        layout.addLayout(second)
        layout.addWidget(self._hint)
        layout.addWidget(buttons)
        self.resize(110 * GRID, 62 * GRID)

    def set_second(self, folder: Path | None, *, same_disk: bool = False) -> None:
        self.none.setEnabled(folder is not None)
        if folder is None:
            self._second.setText(self.tr("Second folder: none"))
            self._hint.setText(
                self.tr("Choose a folder on another disk to keep a copy of each backup in case this disk fails.")
            )
            return
        self._second.setText(self.tr("Second folder: {folder}").format(folder=folder))
        self._hint.setText(self.tr("This folder is on the same disk as the library.") if same_disk else "")
