"""The menus' photo commands: ask which and where, look without adding, take what is dropped, find files. Opens none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter

from karuta.domain.cancel import CancelToken
from karuta.domain.label import as_points
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.gui.desk.match_model import MatchModel
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.desk.photo_view import PhotoView
from karuta.gui.features.feature import Feature, Page, WindowParts
from karuta.gui.intake.dropped import Dropped, dropped
from karuta.gui.intake.watched_folder import WatchedFolder
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.notice import GIVEN
from karuta.gui.kit.theme import GRID
from karuta.gui.library.pictures import as_image
from karuta.gui.library.session import Tell
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_writing
from karuta.services.lookups.locate_photos import Located, locate_photos
from karuta.services.lookups.look_up import MATCHES_KEPT
from karuta.services.lookups.set_aside import ShownPhoto, photo_pixels


class LookOnlyDialog(Page):
    """Photo and matches; Tab moves through the sightings, Ctrl+C copies, Esc closes."""

    def __init__(self, path: Path, parts: WindowParts) -> None:
        super().__init__(self.tr("{name}: looked up only").format(name=path.name), parts)
        theme = parts.kit.theme
        self._recognition: Recognition | None = None
        self._place = 0
        self.model = MatchModel(parts.card_facts, parts.pictures, self)
        self.view = PhotoView(theme, self)
        self.panel = MatchPanel(self.model, theme, parts.kit.icons, self)
        self.panel.say(self.tr("Looking up…"), "", icon="clock")
        self.view.sighting_clicked.connect(self._show)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.view)
        splitter.addWidget(self.panel)
        splitter.setSizes([70 * GRID, 44 * GRID])
        self.lay(splitter, margins=(0, 0, 0, 0), size=(118, 76))
        for key, do in (("Tab", self._next), ("Ctrl+C", self._copy)):
            QShortcut(QKeySequence(key), self, do)
        now, session = Urgency.NOW, parts.session
        self.ask(session.pictures_lane, lambda _, token: photo_pixels(path, longest=2048), self._seen, urgency=now)
        self.ask(
            session.engine_lane,
            lambda opened, token: opened.recogniser.recognise(path, k=MATCHES_KEPT, cancel=token),
            self._answered,
            urgency=now,
        )

    def _seen(self, photo: ShownPhoto) -> None:
        self._image, self._memory = as_image(photo.pixels)
        self.view.set_image(self._image, photo.size)

    def _answered(self, recognition: Recognition) -> None:
        self._recognition = recognition
        if recognition.sightings:
            self._show(0)
        else:
            self.panel.say(self.tr("No card found"), self.tr("in this photo"), icon="circle-dashed")

    def say(self, text: str) -> None:
        self.panel.say(self.tr("Not looked up"), text, icon="file-x")
        self.panel.head.setToolTip(text)

    def _show(self, place: int) -> None:
        if self._recognition is None:
            return
        sightings = self._recognition.sightings
        self._place = place
        found = sightings[place]
        corners = [as_points(sighting.corners.tolist()) for sighting in sightings]
        self.view.set_sightings(corners, [False] * len(corners), place)
        self.model.set_matches(found.matches, None)
        self.panel.choose(0)
        of = self.tr("Card {number} of {count}").format(number=place + 1, count=len(sightings))
        note = of if len(sightings) > 1 else self.tr("Nothing is saved; Ctrl+C copies the card")
        self.panel.say_verdict(found.verdict, None, of=note)

    def _next(self) -> None:
        if self._recognition is not None and self._recognition.sightings:
            self._show((self._place + 1) % len(self._recognition.sightings))

    def _copy(self) -> None:
        if self._recognition is None or not self._recognition.sightings:
            return
        sighting: FoundSighting = self._recognition.sightings[self._place]
        place = max(0, self.panel.chosen)
        if place < len(sighting.matches):
            facts = self.model.facts(place)
            parts = [sighting.matches[place].name, facts.set_code if facts else ""]
            QGuiApplication.clipboard().setText(" ".join(part for part in parts if part))


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
            "look-only": self.look_only,
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
            self._voice.said.emit(self.tr("There is no picture to paste; copy one first"))

    def take(self, found: Dropped) -> bool:
        """Take files, folders or a picture that were dropped or pasted. Never fetches anything from elsewhere."""
        if found.paths:
            self._intake.add_dropped([path.absolute() for path in found.paths])
        elif found.made is not None:
            self._intake.add_picture(found.made)
        elif found.is_address:
            text = self.tr("That is a web address, and Karuta downloads nothing; save the picture, then drop the file.")
            self._voice.held.emit(GIVEN, text)
        else:
            return False
        return True

    def look_only(self) -> None:
        path = self._kit.ask.about("photos").photo(self.tr("Look up only"))
        if path is not None:
            self._kit.show(LookOnlyDialog(path, self._parts))

    def next_of_shot(self) -> None:
        photo = self._queue_model.next_of_shot(self._desk.photo_id)
        if photo is not None:
            self._desk.put(photo)
        elif self._desk.photo is not None:
            self._voice.said.emit(self.tr("No other copy of this shot in the queue"))

    def look_again(self) -> None:
        """The marked photos, else the one on the desk; also unreadable, set aside or decided ones."""
        self._voice.over.emit(_MOVED)
        marked, on_desk = self._parts.selected(), self._desk.photo
        if len(marked) > 1:
            photos = list(marked)
            self._voice.said.emit(self.tr("Looking up {count} photos again").format(count=f"{len(photos):,}"))
        elif on_desk is not None and self._place_on_desk() is not None:
            photos = [on_desk.photo.sha256]
            self._voice.said.emit(self.tr("Looking up {photo} again").format(photo=on_desk.photo.name))
        else:
            return
        for photo in photos:
            self._parts.aside_photos.take_up(photo)
        self._asked_for = set(photos)
        self._lookup_queue.again(photos)

    def _photo_shown(self) -> None:
        if self._told_of not in (None, self._desk.photo_id):
            self._told_of = None
            self._voice.over.emit(_MOVED)

    def _missing(self, photo: str) -> None:
        """Once for all that were asked for together."""
        if photo in self._asked_for:
            self._asked_for.clear()
            text = self.tr("Some files have moved or were deleted; try Library > Locate moved photos.")
            self._voice.held.emit(_MOVED, text)

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
            self._voice.held.emit(_MOVED, text)
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
        for photo, path in located.found.items():
            self._queue_model.set_path(photo, path)
        self._lookup_queue.start()
        self._parts.stale_looks.find()
        self._desk.refresh()
        self._voice.over.emit(_MOVED)
        text = self.tr("Found: {found}, still missing: {missing}")
        self._voice.said.emit(text.format(found=f"{len(located.found):,}", missing=f"{len(located.missing):,}"))

    def _add(self, paths: Sequence[Path]) -> None:
        if paths:
            self._intake.add([path.absolute() for path in paths])
