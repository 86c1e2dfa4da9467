"""What the menus do about photos: ask which and where, take what is dropped or pasted, find files; opens none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from karuta.domain.cancel import CancelToken
from karuta.gui.intake.dropped import dropped
from karuta.gui.intake.look_only_dialog import LookOnlyDialog
from karuta.gui.kit.ask import Ask
from karuta.gui.kit.dialog_host import DialogHost
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.theme import Theme
from karuta.gui.library.tasks import Tell
from karuta.gui.shell.composition import Composition
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_writing
from karuta.services.lookups.locate_photos import Located, locate_photos


class PhotoCommands(QObject):
    """Nothing is ever fetched from elsewhere."""

    def __init__(
        self, work: Composition, ask: Ask, dialogs: DialogHost, *, theme: Theme, icons: Icons, window: QWidget
    ) -> None:
        super().__init__(window)
        self._work = work
        self._session = work.session
        self._ask = ask
        self._dialogs = dialogs
        self._theme = theme
        self._icons = icons
        self._window = window

    def doings(self) -> dict[str, Callable[[], object]]:
        """What the commands of the table do that are done here."""
        return {
            "open": self.open_photos,
            "open-folder": self.open_folder,
            "watch-folder": self.watch_folder,
            "paste": self.paste,
            "look-only": self.look_only,
            "next-of-shot": self.next_of_shot,
            "reveal": self.reveal,
            "locate": self.locate,
        }

    def open_photos(self) -> None:
        self._add(self._ask.photos(self.tr("Add photos")))

    def open_folder(self) -> None:
        folder = self._ask.folder(self.tr("Add all photos of a folder"))
        self._add([folder] if folder else [])

    def watch_folder(self) -> None:
        folder = self._ask.folder(self.tr("Watch a folder: new pictures in it come into the queue"))
        if folder is not None:
            self._work.watched.watch(folder.absolute())

    def paste(self) -> None:
        if not self.take(QGuiApplication.clipboard().mimeData()):
            self._work.said.emit(self.tr("There is no picture to paste; copy one first"))

    def take(self, data: QMimeData) -> bool:
        """Files, folders or a picture that were dropped or pasted; nothing is ever fetched from elsewhere."""
        found = dropped(data)
        if found.paths:
            self._add(found.paths)
        elif found.picture is not None:
            self._work.ways_in.add_picture(found.picture)
        elif found.image is not None:
            self._work.ways_in.add_image(found.image)
        elif found.is_address:
            text = self.tr(
                "That is the address of a picture, and Karuta fetches none; save the picture, then drop the file."
            )
            self._work.trouble.emit(text)
        else:
            return False
        return True

    def look_only(self) -> None:
        path = self._ask.photo(self.tr("Look up only"))
        if path is not None:
            work = self._work
            self._dialogs.show(
                LookOnlyDialog(path, self._session, work.cards, work.pictures, self._theme, self._icons, self._window)
            )

    def next_of_shot(self) -> None:
        photo = self._work.queue.next_of_shot(self._work.desk.photo_id)
        if photo is not None:
            self._work.desk.put(photo)
        elif self._work.desk.photo is not None:
            self._work.said.emit(self.tr("No other photo in the list is of the same shot"))

    def reveal(self) -> None:
        on_desk = self._work.desk.on_desk
        if on_desk is None:
            return
        if on_desk.place is None:
            self._work.trouble.emit(self.tr("The file is not where it was; File > Locate moved photos finds it."))
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(on_desk.place.parent)))

    def locate(self) -> None:
        folder = self._ask.folder(self.tr("Where are the photos now?"))
        if folder is None:
            return

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Located:
            with labels_for_writing(library) as file:
                return locate_photos(file, folder, cancel=token, told=tell)

        self._work.chores.start(self.tr("Looking for moved photos"), work, self._located)

    def _located(self, located: Located) -> None:
        for photo, path in located.found.items():
            self._work.queue.set_path(photo, path)
        self._work.look_ahead.start()
        self._work.desk.refresh()
        text = self.tr("Photos found again: {found}, still missing: {missing}")
        self._work.said.emit(text.format(found=len(located.found), missing=len(located.missing)))

    def _add(self, paths: Sequence[Path]) -> None:
        if paths:
            self._work.ways_in.add([path.absolute() for path in paths])
