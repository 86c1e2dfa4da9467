"""The photos of one round of second looks, one after the other, and the results. Draws nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from secrets import token_hex

from PySide6.QtCore import QObject, Signal

from karuta.domain.desk import LiveSighting
from karuta.domain.errors import KarutaError, Known
from karuta.domain.label import ChosenCard, Kind, Label
from karuta.domain.match import Match
from karuta.domain.recheck import drawn_by_lot
from karuta.gui.desk.reading import OnDesk, read_photo
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.services.labels.open_labels import LabelFile
from karuta.services.labels.second_look import blind, look_again, second_looks

ROUND = 20


@dataclass(frozen=True)
class BlindLook:
    """A sighting to look at anew: nothing of its label is in `sighting`; `label` is kept to compare with.

    `shown`: its matches in an order drawn by lot, the same one for as long as it is looked at.
    """

    on_desk: OnDesk
    sighting: LiveSighting
    label: Label
    shown: tuple[Match, ...]


class SecondLooks(QObject):
    """`shown`: the next one is there. `saved`: photos with a stored result. `over`: none is left."""

    shown = Signal()
    saved = Signal(object)
    trouble = Signal(str)
    over = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.look: BlindLook | None = None
        self.count = 0
        self.place = 0
        self.same = 0
        self.decided = 0
        self._waiting: list[tuple[str, str]] = []
        self._busy = False

    def start(self) -> None:
        try:
            annotator = self._session.origin.annotator
        except KarutaError as error:
            self.trouble.emit(sentence(error))
            return
        self._session.store_lane.submit(
            lambda file, token: second_looks(file, annotator, count=ROUND),
            done=while_alive(self, self._drawn),
            failed=lambda error: self.trouble.emit(sentence(error)),
            urgency=Urgency.NOW,
        )

    def skip(self) -> None:
        if self.look is not None and not self._busy:
            self._next()

    def decide(self, kind: Kind, card: ChosenCard | None = None) -> None:
        """Store the result, then show the next one. A key refers to what is on the screen."""
        look = self.look
        if look is None or self._busy:
            return
        try:
            origin = self._session.origin
        except KarutaError as error:
            self.trouble.emit(sentence(error))
            return
        self._busy = True
        photo, seen = look.on_desk.photo.photo.sha256, look.sighting
        self._session.store_lane.submit(
            lambda file, token: look_again(
                file,
                photo,
                seen.sighting_id,
                kind=kind,
                card=card,
                origin=origin,
                evidence=seen.evidence,
                shown=look.shown,
            ),
            done=while_alive(self, lambda action: self._kept(action.photos, look, kind, card)),
            failed=while_alive(self, self._not_kept),
            urgency=Urgency.NOW,
            keep=True,
        )

    def _drawn(self, places: list[tuple[str, str]]) -> None:
        self._waiting = places
        self.count = len(places)
        self._next()

    def _next(self) -> None:
        if not self._waiting:
            self.look = None
            self.over.emit()
            return
        photo, sighting = self._waiting.pop(0)
        self._busy = True
        self._session.store_lane.submit(
            lambda file, token: _read(file, photo, sighting),
            done=while_alive(self, self._came),
            failed=while_alive(self, self._not_kept),
            urgency=Urgency.NOW,
        )

    def _came(self, look: BlindLook | None) -> None:
        self._busy = False
        self.place = self.count - len(self._waiting)
        if look is None:  # its label or its suggestions are gone by now
            self._next()
            return
        self.look = look
        self.shown.emit()

    def _kept(self, photos: frozenset[str], look: BlindLook, kind: Kind, card: ChosenCard | None) -> None:
        self._busy = False
        self.decided += 1
        self.same += look.label.kind is kind and look.label.card == (card.key if card else None)
        self.saved.emit(photos)
        self._next()

    def _not_kept(self, error: Known) -> None:
        self._busy = False
        self.trouble.emit(sentence(error))


def _read(file: LabelFile, photo: str, sighting: str) -> BlindLook | None:
    found = read_photo(file, photo)
    if found is None or (place := blind(found.photo, sighting)) is None:
        return None
    seen = found.photo.sightings[place]
    if seen.label is None:
        return None
    return BlindLook(found, replace(seen, label=None), seen.label, drawn_by_lot(seen.matches, token_hex(16)))
