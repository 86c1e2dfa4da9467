"""The camera as a source of pictures: follows the card in them and has it looked up when it is held still.

A camera gives one picture after another. Only the newest is examined, and only when the engine is idle: waiting
photos go first. Stores nothing by itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QImage

from karuta.domain.cancel import CancelToken
from karuta.domain.desk import LiveSighting
from karuta.domain.errors import Known
from karuta.domain.label import as_points
from karuta.domain.sighting import Corners, Steady, area, iou
from karuta.gui.features.present.camera import FAULTS, Camera, CameraFault
from karuta.gui.features.present.source import PictureSource, SourceView
from karuta.gui.features.present.staged_cards import live
from karuta.gui.intake.intake import Intake
from karuta.gui.kit.card_stage import OnStage
from karuta.gui.kit.dropped import encoded
from karuta.gui.kit.theme import Role
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Job, Urgency
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.look_up import MATCHES_KEPT

LOOK_EVERY_MS = 80
"""Between two looks, at least: twelve a second follow a hand, and leave the engine half of its time."""

# An outline that overlaps the looked-up card by less than this is another card, or the same one moved.
_SAME = 0.5
# A hand that passes over the card, or a frame in which it was not found, does not make a new card.
_GONE_SECONDS = 0.6
# Of these faults the system tells nobody when they are over.
_TRIED_AGAIN = frozenset((CameraFault.STOPPED, CameraFault.REFUSED))
# What failed is tried again now and then.
_AGAIN_MS = 2000


@dataclass(frozen=True)
class _Saw:
    """The result of one look at one picture; `cards`: None if nothing was looked up."""

    outlines: list[Corners]
    cards: tuple[LiveSighting, ...] | None


class CameraPictures(PictureSource):
    """What is wrong with the camera is said until there is a picture; it is tried again by itself.

    `intake`: takes a picture that a person keeps as a photo; None where nothing is to be kept.
    """

    def __init__(self, camera: Camera, session: Session, parent: QObject, intake: Intake | None = None) -> None:
        super().__init__(parent)
        self.camera, self._session, self._intake = camera, session, intake
        self._count = 0
        self._image: QImage | None = None
        # The same as long as it was not examined.
        self._newest: QImage | None = None
        # What is wrong with the camera, and why nothing can be looked up.
        self._fault = self._hindrance = ""
        self._steady = Steady()
        self._outlines: list[Corners] = []
        self._cards: tuple[LiveSighting, ...] = ()
        self._place = 0
        self._last_seen = 0.0
        self._wants_answer = self._was_answered = False
        self._job: Job | None = None
        self._rest, self._again = QTimer(self, singleShot=True), QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._look)
        self._again.timeout.connect(camera.start)
        camera.setParent(self)
        camera.came.connect(self._came)
        camera.failed.connect(self._failed)
        camera.start()

    @property
    def view(self) -> SourceView:
        image, outlines, cards = self._image, self._outlines, self._cards
        if image is None:
            return SourceView(self._without_card())
        # The outline of the card that was looked up; the first, if none was.
        near = [iou(outline, cards[self._place].corners) if cards else 0.0 for outline in outlines]
        now = replace(
            self._without_card(),
            image=image,
            size=(image.width(), image.height()),
            corners=tuple(as_points(outline.tolist()) for outline in outlines),
            current=int(np.argmax(near)) if near else 0,
        )
        saved = [self.tr("Photos saved: {count}").format(count=self._count)] if self._count else []
        keys = [] if self._intake is None else [*saved, self.tr("Space: save as a photo")]
        return SourceView(now, cards, self._place, keys=" · ".join(keys))

    def take(self) -> None:
        """Space keeps the picture as a photo."""
        if self._intake is not None and self._image is not None:
            self._count += 1
            self._intake.add_picture(partial(encoded, self._image))
            self.changed.emit()

    def stop(self) -> None:
        for timer in (self._again, self._rest):
            timer.stop()
        self.camera.stop()
        self._image = self._newest = None
        if self._job is not None:
            self._job.drop()

    # What the camera says

    def _came(self, image: QImage) -> None:
        self._image = self._newest = image
        self._fault = ""
        self._again.stop()
        if self._job is None and not self._rest.isActive():
            self._look()
        self.changed.emit()

    def _failed(self, fault: CameraFault, words: str) -> None:
        text = QCoreApplication.translate("Camera", FAULTS[fault])
        self._fault = text.format(reason=words or self.tr("no reason given"))
        self._image = self._newest = None
        self._outlines, self._cards, self._was_answered = [], (), False
        self._steady.see(None, time.monotonic())
        if fault in _TRIED_AGAIN:
            self._again.start(_AGAIN_MS)
        self.changed.emit()

    def _without_card(self) -> OnStage:
        """Why no card is shown, and what to do about it."""
        if self._fault:
            return OnStage(words=self._fault, icon="camera", role=Role.BAD)
        if self._hindrance:
            return OnStage(words=self._hindrance, icon="file-x", role=Role.BAD)
        if self._image is None:
            return OnStage(words=self.tr("Waiting for the camera…"), icon="camera", role=Role.MUTED)
        if self._outlines:
            return OnStage(words=self.tr("Hold the card still"), icon="scan", role=Role.MUTED)
        return OnStage(words=self.tr("Hold a card in front of the camera"), icon="scan", role=Role.MUTED)

    # What is in its pictures

    def _look(self) -> None:
        image, self._newest = self._newest, None
        if image is not None and self._job is None:
            answers = self._wants_answer
            self._job = self._session.engine_lane.submit(
                lambda opened, token: _seen(opened, image, token, answers=answers),
                done=self._saw,
                failed=self._not_seen,
                urgency=Urgency.LATER,
            )

    def _saw(self, saw: _Saw) -> None:
        self._job = None
        now, largest = time.monotonic(), max(saw.outlines, key=area, default=None)
        if largest is not None:
            self._last_seen = now
        still = self._steady.see(largest, now)
        if saw.cards is not None:
            self._was_answered, self._hindrance, self._cards = True, "", saw.cards
            near = [iou(card.corners, largest) if largest is not None else 0.0 for card in saw.cards]
            self._place = int(np.argmax(near)) if near else 0
        elif self._is_gone(largest, now):
            self._cards = ()
        if not still:
            # Another card may be held where this one was.
            self._was_answered = False
        self._wants_answer = still and not self._was_answered
        self._outlines = saw.outlines
        self._rest.start(LOOK_EVERY_MS)
        if self._cards:
            self.arrived.emit()
        self.changed.emit()

    def _is_gone(self, largest: Corners | None, now: float) -> bool:
        """Whether the card that was looked up is gone or has moved away."""
        if not self._cards:
            return False
        if largest is None:
            return now - self._last_seen > _GONE_SECONDS
        return iou(self._cards[self._place].corners, largest) < _SAME

    def _not_seen(self, error: Known) -> None:
        self._job, self._hindrance = None, sentence(error)
        self._rest.start(_AGAIN_MS)
        self.changed.emit()


def _seen(opened: OpenLibrary, image: QImage, token: CancelToken, *, answers: bool) -> _Saw:
    """In the engine's lane: outlines only or, for a card that is held still, which card it is."""
    pixels = as_pixels(image)
    if not answers:
        return _Saw(opened.recogniser.outlines(pixels), None)
    recognised = opened.recogniser.recognise_frame(pixels, k=MATCHES_KEPT, cancel=token)
    return _Saw([sighting.corners for sighting in recognised.sightings], live(recognised.sightings))


def as_pixels(image: QImage) -> NDArray[np.uint8]:
    """(height, width, 3) uint8, RGB."""
    flat = image.convertToFormat(QImage.Format.Format_RGB888)
    tall, wide = flat.height(), flat.width()
    rows = np.frombuffer(flat.constBits(), dtype=np.uint8).reshape(tall, flat.bytesPerLine())
    return rows[:, : 3 * wide].reshape(tall, wide, 3).copy()
