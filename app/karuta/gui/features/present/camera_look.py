"""Follows the card in a camera's pictures and has it looked up when it is held still. Stores nothing.

A camera gives one picture after another. Only the newest is examined, and only when the engine is idle: waiting
photos go first.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Known
from karuta.domain.label import Points, as_points
from karuta.domain.sighting import Corners, Steady, area, iou
from karuta.gui.desk.staged_card import CardSeen, cards_seen
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Job, Urgency
from karuta.services.library.open_library import OpenLibrary


class CameraFault(StrEnum):
    """Why there is no picture."""

    MISSING = "missing"
    REFUSED = "refused"
    UNPLUGGED = "unplugged"
    STOPPED = "stopped"


class CameraSource(QObject):
    """`came`: a picture (`QImage`). `failed`: a `CameraFault`, and the system's own message, which may be empty.

    `cameras_changed`: others are there than before. Who derives gives all that is not given here: a `QObject` can be no
    abstract class of Python's, its metaclass is Qt's.
    """

    came = Signal(object)
    failed = Signal(object, str)
    cameras_changed = Signal()

    @property
    def names(self) -> Sequence[str]:
        """The available cameras, by the system's names."""
        raise NotImplementedError

    @property
    def chosen(self) -> int:
        """The index of the one in use; -1 for none."""
        raise NotImplementedError

    def start(self) -> None:
        """Begin, if the person allows it: the system may ask them first."""
        raise NotImplementedError

    def choose(self, place: int) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        """The camera is switched off."""
        raise NotImplementedError


LOOK_EVERY_MS = 80
"""Between two looks, at least: twelve a second follow a hand, and leave the engine half of its time."""

_MATCHES = 3
# An outline that overlaps the looked-up card by less than this is another card, or the same one moved.
_SAME = 0.5
# A hand that passes over the card, or a frame in which it was not found, does not make a new card.
_GONE_SECONDS = 0.6
# If nothing could be looked up, it is tried again now and then.
_AGAIN_MS = 2000


@dataclass(frozen=True)
class _Saw:
    """The result of one look at one picture; `cards`: None if nothing was looked up."""

    outlines: list[Corners]
    cards: tuple[CardSeen, ...] | None


class CameraLook(QObject):
    """`changed`: other outlines, or another answer. `fault`: why nothing can be looked up, as a sentence."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._session = session
        self._clock = clock
        self._steady = Steady()
        self._newest: QImage | None = None
        self._job: Job | None = None
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._look)
        self._last_seen = 0.0
        self._wants_answer = self._was_answered = False
        self.outlines: tuple[Points, ...] = ()
        self.cards: tuple[CardSeen, ...] = ()
        self.place = 0
        self.fault = ""

    def feed(self, image: QImage) -> None:
        """The newest picture; an older one that had no turn is dropped."""
        self._newest = image
        if self._job is None and not self._rest.isActive():
            self._look()

    def stop(self) -> None:
        self._rest.stop()
        self._newest = None
        if self._job is not None:
            self._job.drop()
            self._job = None

    def forget(self) -> None:
        """There is no picture any more."""
        self._steady.see(None, self._clock())
        self._was_answered = False
        self._set(outlines=(), cards=())

    # Inside

    def _look(self) -> None:
        image, self._newest = self._newest, None
        if image is None or self._job is not None:
            return
        answers = self._wants_answer
        self._job = self._session.engine_lane.submit(
            lambda opened, token: _seen(opened, image, token, answers=answers),
            done=self._saw,
            failed=self._failed,
            urgency=Urgency.LATER,
        )

    def _saw(self, saw: _Saw) -> None:
        self._job = None
        now = self._clock()
        largest = max(saw.outlines, key=area, default=None)
        if largest is not None:
            self._last_seen = now
        still = self._steady.see(largest, now)
        if saw.cards is not None:
            self._answered(saw.cards, largest)
        elif self._is_gone(largest, now):
            self.cards = ()
        if not still:
            # Another card may be held where this one was.
            self._was_answered = False
        self._wants_answer = still and not self._was_answered
        self._set(outlines=tuple(as_points(outline.tolist()) for outline in saw.outlines), cards=self.cards)
        self._rest.start(LOOK_EVERY_MS)

    def _answered(self, cards: tuple[CardSeen, ...], largest: Corners | None) -> None:
        self.fault = ""
        self._was_answered = True
        self.cards = cards
        near = [iou(card.corners, largest) if largest is not None else 0.0 for card in cards]
        self.place = int(np.argmax(near)) if near else 0

    def _is_gone(self, largest: Corners | None, now: float) -> bool:
        """Whether the card that was looked up is gone or has moved away."""
        if not self.cards:
            return False
        if largest is None:
            return now - self._last_seen > _GONE_SECONDS
        return iou(self.cards[self.place].corners, largest) < _SAME

    def _failed(self, error: Known) -> None:
        self._job = None
        self.fault = sentence(error)
        self._rest.start(_AGAIN_MS)
        self.changed.emit()

    def _set(self, *, outlines: tuple[Points, ...], cards: tuple[CardSeen, ...]) -> None:
        self.outlines, self.cards = outlines, cards
        self.changed.emit()


def _seen(opened: OpenLibrary, image: QImage, token: CancelToken, *, answers: bool) -> _Saw:
    """In the engine's lane: outlines only or, for a card that is held still, which card it is."""
    pixels = as_pixels(image)
    if not answers:
        return _Saw(opened.recogniser.outlines(pixels), None)
    found = opened.recogniser.recognise_frame(pixels, k=_MATCHES, cancel=token)
    return _Saw([sighting.corners for sighting in found.sightings], cards_seen(found.sightings))


def as_pixels(image: QImage) -> NDArray[np.uint8]:
    """(height, width, 3) uint8, RGB."""
    flat = image.convertToFormat(QImage.Format.Format_RGB888)
    tall, wide = flat.height(), flat.width()
    rows = np.frombuffer(flat.constBits(), dtype=np.uint8).reshape(tall, flat.bytesPerLine())
    return rows[:, : 3 * wide].reshape(tall, wide, 3).copy()
