"""Has waiting photos looked up, the one on the desk first; keeps the engine busy and never ahead of its lane."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, Known, is_known
from karuta.domain.queue import PhotoState, QueueFilter
from karuta.domain.sentence import Sentence
from karuta.gui.kit.failures import ignored_if_known, told
from karuta.gui.kit.translate import words_of
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.services.labels.open_labels import LabelFile
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.identify import not_looked_up
from karuta.services.lookups.locate_photos import current_place
from karuta.services.lookups.look_up import MATCHES_KEPT, Look, keep_look, look_up
from karuta.services.lookups.read_queue import desk, needing_look, queue_ids, queue_rows
from karuta.services.lookups.set_aside import look_unless_aside

# One runs, one waits: the engine is never idle, and a photo that comes on the desk waits for one other at most.
_IN_THE_LANE = 2
_PLACES_AT_ONCE = 16


class LookupQueue(QObject):
    """`looked`: a photo's look is on the disk. `trouble`: nothing can be looked up until `resume`."""

    looked = Signal(str)
    missing = Signal(str)
    trouble = Signal(str)
    warning = Signal(str)
    progress = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._waiting: OrderedDict[str, Path | None] = OrderedDict()
        self._again: OrderedDict[str, None] = OrderedDict()
        self._later: set[str] = set()
        self.spared: Callable[[], str | None] = lambda: None
        self._under_way: set[str] = set()
        self._stopped = False
        self.is_waiting = False
        self._asking = False
        self._warned = False

    @property
    def is_idle(self) -> bool:
        return not self._waiting and not self._under_way and not self._may_again

    @property
    def _may_again(self) -> bool:
        """Whether there is a photo to look up again that may be: the one on the desk changes under nobody's hand."""
        return any(photo != self.spared() for photo in self._again)

    @property
    def is_stopped(self) -> bool:
        return self._stopped

    def holds(self, photo: str) -> bool:
        """Whether a look at this photo is still to come."""
        return not self._stopped and (photo in self._waiting or photo in self._under_way)

    def start(self) -> None:
        """Every photo in the queue that was not looked up."""
        self._session.store_lane.submit(
            lambda file, token: queue_ids(file, wanted=QueueFilter(states=frozenset({PhotoState.WAITING}))),
            done=lambda photos: self.add((photo, None) for photo in photos),
            failed=told(self.trouble.emit),
            urgency=Urgency.AHEAD,
        )

    def again(self) -> None:
        """Every photo that another model looked up and that is not decided: after all others, beside everything else.

        What was decided stays as it is.
        """
        self._session.engine_lane.submit(
            lambda opened, token: opened.recogniser.model.hash,
            done=self._ask_again,
            failed=ignored_if_known(),  # who looks photos up says what is wrong
            urgency=Urgency.LATER,
        )

    def _ask_again(self, model_hash: str) -> None:
        self._session.store_lane.submit(
            lambda file, token: needing_look(file, model_hash=model_hash),
            done=self._add_again,
            failed=ignored_if_known(),  # it is asked again when a photo comes in
            key="again",
            urgency=Urgency.LATER,
        )

    def _add_again(self, photos: Sequence[str]) -> None:
        held = self._waiting.keys() | self._under_way
        self._again.update((photo, None) for photo in photos if photo not in held)
        self.go_on()

    def go_on(self) -> None:
        """Another photo is on the desk: the one before may be looked up again."""
        self._pump()

    def consider(self, photos: Sequence[str]) -> None:
        """Those of these photos that were not looked up."""
        self._session.store_lane.submit(
            lambda file, token: [
                (row.photo_sha256, None) for row in queue_rows(file, photos) if row.state is PhotoState.WAITING
            ],
            done=self.add,
            failed=told(self.trouble.emit),
            urgency=Urgency.AHEAD,
        )

    def add(self, photos: Iterable[tuple[str, Path | None]]) -> None:
        for photo, path in photos:
            if photo not in self._under_way:
                self._waiting.setdefault(photo, path)
        self._pump()

    def prefer(self, photos: Sequence[str]) -> None:
        """These first, in this order, where they wait."""
        for photo in reversed(photos):
            if photo in self._waiting:
                self._waiting.move_to_end(photo, last=False)

    def now(self, photo: str, path: Path) -> None:
        """The photo on the desk: before all others, also if it was looked up before."""
        if photo in self._under_way:
            return
        self._waiting.pop(photo, None)
        self._again.pop(photo, None)
        if not self._stopped and not self.is_waiting:
            self._look(photo, path, urgency=Urgency.NOW)
        else:
            self._waiting[photo] = path
            self._waiting.move_to_end(photo, last=False)

    def wait(self) -> None:
        """The cards are still being made: what comes is kept until `resume`."""
        self.is_waiting = True

    def resume(self) -> None:
        """What was in the way may be mended: open the engine anew and go on."""
        self.is_waiting = False
        self._stopped = False
        self._warned = False
        self._session.engine_lane.reopen()
        self._pump()

    def _pump(self) -> None:
        self.progress.emit(len(self._waiting) + len(self._under_way) + len(self._again))
        if self.is_waiting:
            return
        if not self._waiting and not self._under_way and not self._stopped:
            self._take_up_again()
        while not self._stopped and self._waiting and len(self._under_way) < _IN_THE_LANE:
            photo, path = next(iter(self._waiting.items()))
            if path is None:
                self._ask_places()
                return
            del self._waiting[photo]
            is_later = photo in self._later
            self._later.discard(photo)
            self._look(photo, path, urgency=Urgency.LATER if is_later else Urgency.AHEAD)

    def _take_up_again(self) -> None:
        """One at a time, so that a photo that comes in waits for one at most."""
        photo = next((one for one in self._again if one != self.spared()), None)
        if photo is not None:
            del self._again[photo]
            self._later.add(photo)
            self._waiting[photo] = None

    def _ask_places(self) -> None:
        if self._asking:
            return
        self._asking = True
        without = (photo for photo, path in self._waiting.items() if path is None)
        some = list(itertools.islice(without, _PLACES_AT_ONCE))
        self._session.store_lane.submit(
            lambda file, token: {photo: _place(file, photo) for photo in some},
            done=self._placed,
            failed=self._not_placed,
            urgency=Urgency.AHEAD,
        )

    def _placed(self, places: dict[str, Path | None]) -> None:
        self._asking = False
        for photo, path in places.items():
            if photo in self._waiting:
                if path is None:
                    del self._waiting[photo]
                    self.missing.emit(photo)
                else:
                    self._waiting[photo] = path
        self._pump()

    def _not_placed(self, error: Known) -> None:
        self._asking = False
        self._stop(error)

    def _look(self, photo: str, path: Path, *, urgency: Urgency) -> None:
        self._under_way.add(photo)
        self._session.engine_lane.submit(
            lambda opened, token: (_look_at(opened, photo, path, token), opened.warning),
            done=lambda answer: self._keep(photo, path, *answer),
            failed=lambda error: self._could_not(photo, path, error),
            urgency=urgency,
        )

    def _keep(self, photo: str, path: Path, look: Look, warning: Sentence | None) -> None:
        if warning and not self._warned:
            self._warned = True
            self.warning.emit(words_of(warning))
        self._session.store_lane.submit(
            lambda file, token: keep_look(file, photo, look),
            done=lambda _: self._kept(photo),
            failed=lambda error: self._could_not(photo, path, error),
            urgency=Urgency.SOON,
        )

    def _kept(self, photo: str) -> None:
        self._under_way.discard(photo)
        self.looked.emit(photo)
        self._pump()

    def _could_not(self, photo: str, path: Path, error: Known) -> None:
        self._under_way.discard(photo)
        self._waiting[photo] = path
        self._waiting.move_to_end(photo, last=False)
        if not isinstance(error, Cancelled):
            self._stop(error)

    def _stop(self, error: Known) -> None:
        if not self._stopped:
            self._stopped = True
            self.trouble.emit(sentence(error))
        self.progress.emit(len(self._waiting) + len(self._under_way))


def _place(file: LabelFile, photo: str) -> Path | None:
    found = desk(file, photo)
    return None if found is None else current_place(file, found.photo)


def _look_at(opened: OpenLibrary, photo: str, path: Path, token: CancelToken) -> Look:
    """A bug in one photo's walk is that photo's failure and stands in the log."""
    try:
        return look_unless_aside(
            opened.folder,
            photo,
            path,
            lambda: look_up(
                path,
                photo,
                opened.folder,
                lambda file: opened.recogniser.recognise(file, k=MATCHES_KEPT, cancel=token),
            ),
        )
    except Exception as error:
        if is_known(error):
            raise
        return Look(None, not_looked_up(path, error))
