"""The menu's backups and their page: shows them, has one made or restored, chooses the second folder."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from karuta.gui.features.backups.backup_page import BackupPage
from karuta.gui.features.feature import Feature, Page, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.prose import Prose
from karuta.services.backups.list_backups import on_one_disk, second_place


class BackupsDialog(Page):
    """The page, and below it the second folder."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Backups"), parts)
        self._folder = parts.session.settings.backup_folder
        library = parts.session.library
        intro = Prose(
            self.tr(
                "Labels are backed up once a day, and before large changes. Restoring a backup keeps the current label "
                "file in this list."
            ),
            self,
        )
        second = lambda: second_place(library, self._folder)  # noqa: E731
        made = partial(self._voice.info.emit, self.tr("Backed up"))
        self.page = BackupPage(parts.session.task_lane, second, parts.kit.ask, self, made=made)
        self.page.restore_wanted.connect(self.accept)
        self.finished.connect(lambda _: self.page.leave())
        self._second = Prose(parent=self)
        self._hint = Prose(parent=self, quiet=True)
        self.choose = self.make_button(self.tr("Choose…"), self._choose_folder, name=self.tr("Choose a second folder"))
        self.none = self.make_button(self.tr("Clear"), lambda: self._set_folder(""), name=self.tr("No second folder"))
        buttons = row(Stretch(), self.close_button())
        self.lay(
            intro,
            (self.page, 1),
            row((self._second, 1), self.choose, self.none),
            self._hint,
            buttons,
            size=(110, 62),
        )
        self._show_second()
        self.page.read()

    def _choose_folder(self) -> None:
        folder = self._kit.ask.about("backups").folder(self.tr("Choose a folder on another disk for second copies"))
        if folder is not None:
            self._set_folder(str(folder.absolute()))

    def _set_folder(self, folder: str) -> None:
        self._folder = folder
        self._parts.set_settings(replace(self._session.settings, backup_folder=folder))
        self._show_second()
        self.page.fill_second() if folder else self.page.read()

    def _show_second(self) -> None:
        folder = Path(self._folder) if self._folder else None
        self.none.setEnabled(folder is not None)
        if folder is None:
            self._second.setText(self.tr("Second folder: none"))
            self._hint.setText(
                self.tr("Choose a folder on another disk to keep a copy of each backup in case this disk fails.")
            )
            return
        self._second.setText(self.tr("Second folder: {folder}").format(folder=folder))
        same_disk = on_one_disk(self._session.library.root, folder)
        self._hint.setText(self.tr("This folder is on the same disk as the library.") if same_disk else "")


class BackupCommands(Feature):
    """`restore_wanted`: the backup at this path is to replace the label file, which no window may have open."""

    restore_wanted = Signal(str)

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"backups": self.backups}

    def backups(self) -> None:
        dialog = BackupsDialog(self._parts)
        dialog.page.restore_wanted.connect(self.restore_wanted)
        self._kit.show(dialog)
