"""Many sightings at once: has them decided in the store lane, as one action, or ruled out. Finds and shows none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, KarutaError, Known
from karuta.domain.label import ChosenCard, Kind, Origin
from karuta.domain.queue import DecidedTogether, OpenCard, Pair
from karuta.gui.desk.decisions import Decisions, done_after
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.reading import Done
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Job, Urgency
from karuta.services.labels.decide_many import confirm_pairs, decide_many, rule_out, take_in
from karuta.services.labels.open_labels import LabelFile
from karuta.services.labels.undo import redoable


@dataclass(frozen=True)
class _Stored:
    """A stored decision, and what comes on the desk after it."""

    decided: DecidedTogether
    done: Done | None


class Bulk(QObject):
    """`stored`: `DecidedTogether`, on the disk. `stopped`: a person stopped it, nothing was stored.

    `ruled_out`: a pair, and whether its card is ruled out now, on the disk.
    """

    told = Signal(int, int)
    stored = Signal(object)
    stopped = Signal()
    failed = Signal(str)
    ruled_out = Signal(object, bool)

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

    def rule_out(self, pair: Pair, *, out: bool) -> None:
        """Rule the pair's card out for its sighting at once, or take that back; each is an action of its own."""

        def did(done: Done | None) -> None:
            self.ruled_out.emit(pair, out and done is not None)
            if done is not None:
                self._deciding.kept(done)
            elif out:
                self.failed.emit(self.tr("It was decided or looked up again in the meantime; nothing was saved."))

        def did_not(error: Known) -> None:
            self.ruled_out.emit(pair, not out)
            self.failed.emit(sentence(error))

        try:
            origin = self._session.origin
        except KarutaError as error:
            did_not(error)
            return

        def work(file: LabelFile, token: CancelToken) -> Done | None:
            before = redoable(file, origin.annotator)
            action = (rule_out if out else take_in)(file, pair, origin)
            if action is None:
                return None
            return done_after(file, origin.annotator, before, action, lambda: Done(action, None))

        self._session.store_lane.submit(work, done=did, failed=did_not, urgency=Urgency.NOW, keep=True)

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
            before = redoable(file, origin.annotator)
            decided = act(file, origin, token)
            if (action := decided.action) is None:
                return _Stored(decided, None)
            read = partial(reader.after_decision, file, action, here, ahead)
            return _Stored(decided, done_after(file, origin.annotator, before, action, read))

        self._job = self._session.store_lane.submit(
            work, done=self._stored, failed=self._not_stored, urgency=Urgency.NOW, keep=True
        )

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
