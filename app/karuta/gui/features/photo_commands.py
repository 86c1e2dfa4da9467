"""The menus' photo commands: ask which and where, take what is dropped, find files. Opens none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from karuta.domain.cancel import CancelToken
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.intake.watched_folder import WatchedFolder
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dropped import Dropped, dropped
from karuta.gui.kit.notice import GIVEN
from karuta.gui.kit.translate import filled_in
from karuta.gui.library.session import Tell
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_writing
from karuta.services.lookups.locate_photos import Located, locate_photos

_MOVED = "files that have moved"


class PhotoCommands(Feature):
    """Never fetches anything from elsewhere."""

    def __init__(self, parts: WindowParts, *, watched_folder: WatchedFolder) -> None:
        super().__init__(parts)
        self._desk, self._queue_model, self._intake = parts.desk, parts.queue_model, parts.intake
        self._lookup_queue = parts.lookup_queue
        self._watched_folder = watched_folder
        self._asked_for: set[str] = set()
        # The photo on the desk of which it is said that its file is not there.
        self._told_of: str | None = None
        self._lookup_queue.missing.connect(self._missing)
        self._desk.photo_shown.connect(self._photo_shown)

    def command_actions(self) -> CommandActions:
        """The actions of these commands."""
        return {
            "open": self.open_photos,
            "open-folder": self.open_folder,
            "watch-folder": self.watch_folder,
            "paste": self.paste,
            "next-of-shot": self.next_of_shot,
            "look-again": self.look_again,
            "reveal": self.reveal,
            "locate": self.locate,
        }

    def open_photos(self) -> None:
        self._add(self._kit.ask.about("photos").photos(self.tr("Add photos")))

    def open_folder(self) -> None:
        folder = self._kit.ask.about("photos").folder(self.tr("Add all photos in a folder"))
        self._add([folder] if folder else [])

    def watch_folder(self) -> None:
        folder = self._kit.ask.about("watched").folder(self.tr("Watch a folder: new pictures are added to the queue"))
        if folder is not None:
            self._watched_folder.watch(folder.absolute())

    def paste(self) -> None:
        if not self.take(dropped(QGuiApplication.clipboard().mimeData())):
            self._voice.info.emit(self.tr("There is no picture to paste; copy one first"))

    def take(self, dropped: Dropped) -> bool:
        """Take files, folders or a picture that were dropped or pasted. Never fetches anything from elsewhere."""
        if dropped.paths:
            self._intake.add_dropped([path.absolute() for path in dropped.paths])
        elif dropped.made is not None:
            self._intake.add_picture(dropped.made)
        elif dropped.is_address:
            text = self.tr("That is a web address, and Karuta downloads nothing; save the picture, then drop the file.")
            self._voice.persistent.emit(GIVEN, text)
        else:
            return False
        return True

    def next_of_shot(self) -> None:
        photo = self._queue_model.next_of_shot(self._desk.photo_id)
        if photo is not None:
            self._desk.put(photo)
        elif self._desk.photo is not None:
            self._voice.info.emit(self.tr("No other copy of this shot in the queue"))

    def look_again(self) -> None:
        """The marked photos, else the one on the desk; also unreadable, set aside or decided ones."""
        self._voice.finished.emit(_MOVED)
        marked, on_desk = self._parts.selected(), self._desk.photo
        if len(marked) > 1:
            photos = list(marked)
            self._voice.info.emit(filled_in(self.tr("Looking up {count} photos again"), count=len(photos)))
        elif on_desk is not None and self._place_on_desk() is not None:
            photos = [on_desk.photo.sha256]
            self._voice.info.emit(self.tr("Looking up {photo} again").format(photo=on_desk.photo.name))
        else:
            return
        for photo in photos:
            self._parts.aside_photos.take_up(photo)
        self._asked_for = set(photos)
        self._lookup_queue.again(photos)

    def _photo_shown(self) -> None:
        if self._told_of not in (None, self._desk.photo_id):
            self._told_of = None
            self._voice.finished.emit(_MOVED)

    def _missing(self, photo: str) -> None:
        """Once for all that were asked for together."""
        if photo in self._asked_for:
            self._asked_for.clear()
            text = self.tr("Some files have moved or were deleted; try Library > Locate moved photos.")
            self._voice.persistent.emit(_MOVED, text)

    def reveal(self) -> None:
        place = self._place_on_desk()
        if place is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(place.parent)))

    def _place_on_desk(self) -> Path | None:
        """The file of the photo on the desk; if it is gone, a message says so."""
        on_desk = self._desk.on_desk
        if on_desk is None:
            return None
        if on_desk.place is None:
            text = self.tr("The file has moved or was deleted; try Library > Locate moved photos.")
            self._voice.persistent.emit(_MOVED, text)
            self._told_of = on_desk.photo.photo.sha256
        return on_desk.place

    def locate(self) -> None:
        folder = self._kit.ask.about("photos").folder(self.tr("Where are the photos now?"))
        if folder is None:
            return

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Located:
            with labels_for_writing(library) as file:
                return locate_photos(file, folder, cancel=token, told=tell)

        self._parts.tasks.start(self.tr("Looking for moved photos"), work, self._located)

    def _located(self, located: Located) -> None:
        for photo, path in located.places.items():
            self._queue_model.set_path(photo, path)
        self._lookup_queue.start()
        self._parts.lookup_queue.find_stale()
        self._desk.refresh()
        self._voice.finished.emit(_MOVED)
        text = self.tr("Found: {found}, still missing: {missing}")
        self._voice.info.emit(filled_in(text, found=len(located.places), missing=len(located.missing)))

    def _add(self, paths: Sequence[Path]) -> None:
        if paths:
            self._intake.add([path.absolute() for path in paths])
