"""What a photo shows, without adding it to the library: for a question that needs an answer and no label."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QWidget

from karuta.domain.errors import Known
from karuta.domain.label import as_points
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.gui.desk.match_model import MatchModel
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.desk.photo_view import PhotoView
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures, as_image
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Job, Urgency
from karuta.services.lookups.look_up import MATCHES_KEPT
from karuta.services.lookups.set_aside import ShownPhoto, photo_pixels


class LookOnlyDialog(Dialog):
    """Photo and matches; Tab moves through the sightings, Ctrl+C copies, Esc closes."""

    def __init__(
        self,
        path: Path,
        session: Session,
        cards: FetchedCards,
        pictures: Pictures,
        theme: Theme,
        icons: Icons,
        parent: QWidget,
    ) -> None:
        super().__init__(self.tr("{name}: looked up only").format(name=path.name), parent)
        self._theme = theme
        self._recognition: Recognition | None = None
        self._place = 0
        self.model = MatchModel(cards, pictures, self)
        self.view = PhotoView(theme, self)
        self.panel = MatchPanel(self.model, theme, icons, self)
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
        self._jobs: list[Job] = [
            session.pictures_lane.submit(
                lambda _, token: photo_pixels(path, longest=2048),
                done=while_alive(self, self._seen),
                failed=self._failed,
                urgency=Urgency.NOW,
            ),
            session.engine_lane.submit(
                lambda opened, token: opened.recogniser.recognise(path, k=MATCHES_KEPT, cancel=token),
                done=while_alive(self, self._answered),
                failed=self._failed,
                urgency=Urgency.NOW,
            ),
        ]
        self.finished.connect(self._drop_jobs)

    def _drop_jobs(self) -> None:
        for job in self._jobs:
            job.drop()

    def _seen(self, photo: ShownPhoto) -> None:
        self._image, self._memory = as_image(photo.pixels)
        self.view.set_image(self._image, photo.size)

    def _answered(self, recognition: Recognition) -> None:
        self._recognition = recognition
        if recognition.sightings:
            self._show(0)
        else:
            self.panel.say(self.tr("No card found"), self.tr("in this photo"), icon="circle-dashed")

    def _failed(self, error: Known) -> None:
        self.panel.say(self.tr("Not looked up"), sentence(error), icon="file-x")
        self.panel.head.setToolTip(sentence(error))

    def _show(self, place: int) -> None:
        if self._recognition is None:
            return
        sightings = self._recognition.sightings
        self._place = place
        found = sightings[place]
        corners = [as_points(one.corners.tolist()) for one in sightings]
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
