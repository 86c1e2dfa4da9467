"""The menu's backups and their page: shows them, has one made or restored, chooses the second folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from karuta.gui.features.backups.backup_page import BackupPage, BackupShelf, agrees_to_restore, label_file_elsewhere
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.prose import Prose
from karuta.services.backups.list_backups import on_one_disk, second_place
from karuta.settings import Settings


class BackupsDialog(Dialog):
    """`folder_wanted`: a second folder is to be chosen; `no_folder_wanted`: there should be none."""

    folder_wanted = Signal()
    no_folder_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Backups"), parent)
        intro = Prose(
            self.tr(
                "Labels are backed up once a day, and before large changes. Restoring a backup keeps the current label "
                "file in this list."
            ),
            self,
        )
        self.page = BackupPage(self, can_make=True)
        self._second = Prose(parent=self)
        self._hint = Prose(parent=self, quiet=True)
        self.choose = self.make_button(self.tr("Choose…"), self.folder_wanted, name=self.tr("Choose a second folder"))
        self.none = self.make_button(self.tr("Clear"), self.no_folder_wanted, name=self.tr("No second folder"))
        buttons = row(Stretch(), self.close_button())
        self.lay(
            *(intro, (self.page, 1), row((self._second, 1), self.choose, self.none), self._hint, buttons),
            size=(110, 62),
        )

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


class BackupCommands(Feature):
    """`restore_wanted`: the backup at this path is to replace the label file, which no window may have open."""

    restore_wanted = Signal(str)

    def __init__(self, parts: WindowParts, *, set_settings: Callable[[Settings], object]) -> None:
        super().__init__(parts)
        self._set_settings = set_settings
        self._folder = ""

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"backups": self.backups}

    def backups(self) -> None:
        dialog = BackupsDialog(self._kit.window)
        self._folder = self._session.settings.backup_folder
        # Only the dialog's own answers: those that come after it was closed are dropped.
        shelf = BackupShelf(self._session.task_lane, lambda: second_place(self._session.library, self._folder), dialog)
        page = dialog.page
        shelf.listed.connect(page.set_backups)
        shelf.examined.connect(page.set_examined)
        shelf.compared.connect(page.set_change)
        shelf.trouble.connect(page.say_trouble)
        shelf.made.connect(lambda made: self._made(shelf))
        page.chosen.connect(shelf.compare)
        page.make_wanted.connect(shelf.make)
        page.file_wanted.connect(lambda: self._elsewhere(dialog))
        page.restore_wanted.connect(lambda path: self._restore(dialog, path))
        dialog.folder_wanted.connect(lambda: self._choose_folder(dialog, shelf))
        dialog.no_folder_wanted.connect(lambda: self._set_folder(dialog, shelf, ""))
        dialog.finished.connect(lambda _: shelf.leave())
        self._show_second(dialog)
        self._kit.show(dialog)
        shelf.read()

    def _made(self, shelf: BackupShelf) -> None:
        self._voice.said.emit(self.tr("Backed up"))
        shelf.read()

    def _restore(self, dialog: BackupsDialog, path: str) -> None:
        if agrees_to_restore(self._kit.ask, dialog.page.change):
            dialog.accept()
            self.restore_wanted.emit(path)

    def _elsewhere(self, dialog: BackupsDialog) -> None:
        path = label_file_elsewhere(self._kit.ask)
        if path is not None and agrees_to_restore(self._kit.ask, None):
            dialog.accept()
            self.restore_wanted.emit(str(path))

    def _choose_folder(self, dialog: BackupsDialog, shelf: BackupShelf) -> None:
        folder = self._kit.ask.about("backups").folder(self.tr("Choose a folder on another disk for second copies"))
        if folder is not None:
            self._set_folder(dialog, shelf, str(folder.absolute()))

    def _set_folder(self, dialog: BackupsDialog, shelf: BackupShelf, folder: str) -> None:
        self._folder = folder
        self._set_settings(replace(self._session.settings, backup_folder=folder))
        self._show_second(dialog)
        shelf.fill_second() if folder else shelf.read()

    def _show_second(self, dialog: BackupsDialog) -> None:
        folder = Path(self._folder) if self._folder else None
        same_disk = folder is not None and on_one_disk(self._session.library.root, folder)
        dialog.set_second(folder, same_disk=same_disk)
