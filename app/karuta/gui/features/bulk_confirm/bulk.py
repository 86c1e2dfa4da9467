"""Many sightings at once: finds them and has them decided in the store lane, as one action. Shows nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import Cancelled, KarutaError, Known, is_known
from karuta.domain.label import ChosenCard, Kind, Origin
from karuta.domain.queue import DecidedTogether, OpenCard, Pair, Pairs, PairsWanted
from karuta.gui.desk.decisions import Decisions
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.reading import Done
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Job, Urgency
from karuta.services.labels.decide_many import confirm_pairs, decide_many, open_cards, pairs_to_confirm
from karuta.services.labels.open_labels import LabelFile

log = logging.getLogger(__name__)
Value = TypeVar("Value")


@dataclass(frozen=True)
class _Stored:
    """What was decided, and what comes on the desk after it."""

    decided: DecidedTogether
    done: Done | None


class Bulk(QObject):
    """`found`: `Pairs`. `opened`: `OpenCards`. `stored`: `DecidedTogether`, on the disk. `stopped`: a person stopped
    it, nothing was stored.
    """

    found = Signal(object)
    opened = Signal(object)
    told = Signal(int, int)
    stored = Signal(object)
    stopped = Signal()
    failed = Signal(str)

    def __init__(self, session: Session, desk: Desk, deciding: Decisions) -> None:
        super().__init__(session)
        self._session = session
        self._desk = desk
        self._deciding = deciding
        self._job: Job | None = None
        # Why nobody can say this yet of anything, as far as it depends on the catalogue; else empty.
        self.why_not_yet: Callable[[Kind], str] = lambda kind: ""

    @property
    def is_storing(self) -> bool:
        return self._job is not None

    def find(self, wanted: PairsWanted) -> None:
        """Only the newest request is answered; older ones are dropped."""
        self._read(lambda file: pairs_to_confirm(file, wanted), self.found.emit, "pairs")

    def ask(self, wanted: PairsWanted, done: Callable[[Pairs], None]) -> None:
        """The same for one who shows nothing yet."""
        self._session.store_lane.submit(
            lambda file, token: pairs_to_confirm(file, wanted),
            done=done,
            failed=ignored_if_known(),  # the desk is there all the same
            urgency=Urgency.SOON,
        )

    def find_open(self, photos: Sequence[str]) -> None:
        """What is undecided in these photos."""
        self._read(lambda file: open_cards(file, photos), self.opened.emit, "open cards")

    def _read(self, read: Callable[[LabelFile], Value], done: Callable[[Value], None], key: str) -> None:
        self._session.store_lane.submit(
            lambda file, token: read(file),
            done=done,
            failed=lambda error: self.failed.emit(sentence(error)),
            key=key,
            urgency=Urgency.NOW,
        )

    def confirm(self, pairs: Sequence[Pair]) -> None:
        """All of them or none."""
        box = self._session.box

        def tell(done: int, of: int) -> None:
            box.post(lambda: self.told.emit(done, of))

        if pairs:
            self._store(lambda file, origin, token: confirm_pairs(file, pairs, origin, cancel=token, told=tell))

    def decide(self, cards: Sequence[OpenCard], kind: Kind, card: ChosenCard | None = None) -> None:
        """Give all of these the same label, or none of them. `card`: if `kind` names one."""
        if cards:
            self._store(lambda file, origin, token: decide_many(file, cards, kind, origin, card=card, cancel=token))

    def _store(self, act: Callable[[LabelFile, Origin, CancelToken], DecidedTogether]) -> None:
        if self._job is not None:
            return
        try:
            origin = self._session.origin
        except KarutaError as error:
            self.failed.emit(sentence(error))
            return
        here, ahead, reader = self._desk.photo_id, self._desk.ahead(), self._desk.reader

        def work(file: LabelFile, token: CancelToken) -> _Stored:
            decided = act(file, origin, token)
            if decided.action is None:
                return _Stored(decided, None)
            try:
                return _Stored(decided, reader.after_decision(file, decided.action, here, ahead))
            except Exception as error:
                # It is stored; only what comes next could not be read.
                if not is_known(error):
                    log.error("what comes after many decisions", exc_info=error)
                return _Stored(decided, Done(decided.action, None))

        self._job = self._session.store_lane.submit(
            work, done=self._stored, failed=self._not_stored, urgency=Urgency.NOW, keep=True
        )

    @property
    def struck(self) -> frozenset[tuple[str, CardKey]]:
        """Pairs struck out on a wall before: a sighting and the card that it is not."""
        return self._desk.struck

    def strike_out(self, struck: frozenset[tuple[str, CardKey]]) -> None:
        """The desk rules these out."""
        self._desk.rule_out(struck)

    def stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _stored(self, stored: _Stored) -> None:
        self._job = None
        if stored.done is not None:
            self._deciding.took(stored.done, stored.done.action.events)
        self.stored.emit(stored.decided)

    def _not_stored(self, error: Known) -> None:
        self._job = None
        if isinstance(error, Cancelled):
            self.stopped.emit()
        else:
            self.failed.emit(sentence(error))
