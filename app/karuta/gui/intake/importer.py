"""Imports photos: folders walked, files hashed, rows stored, each in its lane; and says how far that is."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, Known
from karuta.domain.photo import Arrival, KeptPhoto, Refused
from karuta.gui.kit.dropped import PictureBytes
from karuta.gui.kit.failures import report_to
from karuta.gui.kit.notice import TaskBar
from karuta.gui.library.session import Session
from karuta.gui.queue.progress import QueueProgress
from karuta.gui.queue.queue_model import QueueModel
from karuta.jobs.lane import Job, Urgency
from karuta.paths import LibraryFolder
from karuta.services.catalogue.sort_drop import GivenCards, SortedDrop, are_pictures, sort_drop
from karuta.services.lookups.add_photos import SeenFile, arrivals, keep_pasted, keep_seen, seen_file

_LISTED_AT_ONCE = 500
_HASHED_AT_ONCE = 32
_FIRST = 16
_STEP_SECONDS = 0.01
# Each statement of a commit waits for the interpreter beside hashing and drawing, and a key waits for the commit.
_KEPT_AT_ONCE = 16
# While the first photo is drawn and the first key pressed, the rest of a large folder waits.
_PAUSE_MS = 200
# For several folders dropped one after another: one walk and one hashing each.
_JOBS_KEPT = 32


@dataclass(frozen=True)
class Heard:
    """Who hears of photos: `listed` at once from folder listings, `kept` once on the disk; `refused` are all so far
    that are no pictures. `over`: nothing is on its way any more. `cards_given`: what was dropped is cards to add.
    """

    listed: Callable[[list[Arrival]], object]
    kept: Callable[[list[KeptPhoto]], object]
    refused: Callable[[list[Refused]], object]
    failed: Callable[[str], object]
    over: Callable[[], object]
    cards_given: Callable[[GivenCards], object]


class Importer(QObject):
    """One at a time of what was given; says nothing itself."""

    def __init__(self, session: Session, heard: Heard) -> None:
        super().__init__(session)
        self._heard = heard
        self._session = session
        self._under_way = 0
        self._refused: list[Refused] = []
        self._jobs: deque[Job] = deque(maxlen=_JOBS_KEPT)
        # Hashed one after another, in the order in which they were given: that is the stack's order.
        self._first: deque[Arrival] = deque()
        self._rest: deque[Arrival] = deque()
        self._hashing: deque[Arrival] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._go_on)

    @property
    def is_idle(self) -> bool:
        return self._under_way == 0

    def add(self, paths: Sequence[Path]) -> None:
        """Photos and folders that were dropped, opened or named."""
        self._begin()
        count = 0

        def each(some: list[Arrival]) -> None:
            nonlocal count
            # The first few are on the desk while the rest of a large folder is still being walked.
            self._hash(some, at_once=count < _FIRST)
            count += len(some)
            self._heard.listed(some)

        def done(_: None) -> None:
            if not count:
                self._heard.refused([])
            self._end()

        self._jobs.append(
            self._session.files_lane.submit_steps(
                lambda library, token: _in_portions(arrivals(paths, library), token),
                each=each,
                done=done,
                failed=self._did_fail,
                urgency=Urgency.SOON,
            )
        )

    def add_dropped(self, paths: Sequence[Path]) -> None:
        """Photos, folders of them, or cards; which of them is what is seen in a lane, where the names do not say."""
        if are_pictures(paths):
            self.add(paths)
            return

        def done(drop: SortedDrop) -> None:
            if drop.photos:
                self.add(drop.photos)
            if drop.cards is not None:
                self._heard.cards_given(drop.cards)
            self._end()

        self._begin()
        self._jobs.append(
            self._session.files_lane.submit(
                lambda library, token: sort_drop(paths, token), done=done, failed=self._did_fail
            )
        )

    def add_arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Photos that were found one by one, for example in a watched folder."""
        self._hash(arrivals, at_once=len(arrivals) <= _FIRST)
        self._heard.listed(list(arrivals))

    def add_picture(self, made: Callable[[], PictureBytes]) -> None:
        """A picture without a file, from the clipboard or from another program's window: stored in the library."""

        def kept(library: LibraryFolder, token: CancelToken) -> Arrival:
            picture = made()
            return keep_pasted(library, picture.data, suffix=picture.suffix)

        def done(arrival: Arrival) -> None:
            self._heard.listed([arrival])
            self._hash([arrival], at_once=True)
            self._end()

        self._begin()
        self._session.files_lane.submit(kept, done=done, failed=self._did_fail)

    def stop(self) -> None:
        """Stop; what is not in the library yet stays out, and files are not touched."""
        self._first.clear()
        self._rest.clear()
        for job in self._jobs:
            job.stop()

    def _hash(self, arrivals: Sequence[Arrival], *, at_once: bool) -> None:
        is_behind = self._rest or self._hashing is self._rest
        (self._first if at_once and not is_behind else self._rest).extend(arrivals)
        self._hash_on()

    def _hash_on(self) -> None:
        """One job at a time; photos that arrive while it runs are taken by it, or by the next."""
        waiting = self._first or self._rest
        if self._hashing is not None or not waiting or (waiting is self._rest and self._pause.isActive()):
            return

        def over() -> None:
            self._hashing = None
            if waiting is self._first and not self._pause.isActive():
                self._begin()
                self._pause.start()
            self._hash_on()
            self._end()

        def failed(error: Known) -> None:
            if isinstance(error, Cancelled):
                self._first.clear()
                self._rest.clear()
            over()
            if not isinstance(error, Cancelled):
                report_to(self._heard.failed)(error)

        self._begin()
        self._hashing = waiting
        self._jobs.append(
            self._session.files_lane.submit_steps(
                lambda _, token: _hashed(waiting, token),
                each=self._store,
                done=lambda _: over(),
                failed=failed,
                urgency=Urgency.NOW if waiting is self._first else Urgency.LATER,
            )
        )

    def _go_on(self) -> None:
        self._hash_on()
        self._end()

    def _store(self, seen: Sequence[SeenFile | Refused]) -> None:
        refused = [file for file in seen if isinstance(file, Refused)]
        good = [file for file in seen if not isinstance(file, Refused)]
        if refused:
            self._refused += refused
            self._heard.refused(list(self._refused))
        for at in range(0, len(good), _KEPT_AT_ONCE):
            self._keep(good[at : at + _KEPT_AT_ONCE])

    def _keep(self, files: Sequence[SeenFile]) -> None:
        self._begin()
        self._session.store_lane.submit(
            lambda file, token: [
                KeptPhoto(seen_file.path, added) for seen_file, added in zip(files, keep_seen(file, files), strict=True)
            ],
            done=self._stored,
            failed=self._did_fail,
            urgency=Urgency.AHEAD,
        )

    def _stored(self, kept: list[KeptPhoto]) -> None:
        self._heard.kept(kept)
        self._end()

    def _begin(self) -> None:
        if not self._under_way:
            self._refused.clear()
        self._under_way += 1

    def _end(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._heard.over()

    def _did_fail(self, error: Known) -> None:
        self._end()
        if not isinstance(error, Cancelled):
            report_to(self._heard.failed)(error)


def _in_portions(
    items: Iterable[Arrival], token: CancelToken, clock: Callable[[], float] = time.perf_counter
) -> Generator[list[Arrival], None, None]:
    """The first alone, so that it is shown at once; then growing portions, limited by what a short step can process."""
    some: list[Arrival] = []
    began, most = clock(), 1
    for item in items:
        some.append(item)
        if len(some) >= most or clock() - began > _STEP_SECONDS:
            token.check()
            yield some
            some, began, most = [], clock(), min(_LISTED_AT_ONCE, most * 8)
    if some:
        yield some


def _hashed(waiting: deque[Arrival], token: CancelToken) -> Generator[list[SeenFile | Refused], None, None]:
    """Takes all from the left, and passes them on in short steps."""
    some: list[SeenFile | Refused] = []
    began = time.perf_counter()
    while waiting:
        token.check()
        some.append(seen_file(waiting.popleft()))
        if len(some) >= _HASHED_AT_ONCE or time.perf_counter() - began > _STEP_SECONDS:
            yield some
            some, began = [], time.perf_counter()
    if some:
        yield some


_LOOK_EVERY_MS = 250
_AFTER_LOOKS = 2


class ImportProgress(QObject):
    """When a person stops it, what is already in the library stays."""

    def __init__(self, *, progress: QueueProgress, queue_model: QueueModel, importer: Importer, bar: TaskBar) -> None:
        super().__init__(bar)
        self._progress = progress
        self._queue_model = queue_model
        self._importer = importer
        self._bar = bar
        self._most = 0
        self._looks = 0
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        bar.stopped.connect(self._stop)

    def begin(self) -> None:
        """More photos are on their way."""
        if not self._timer.isActive():
            self._timer.start()

    def _look(self) -> None:
        arriving = self._queue_model.arriving
        if not arriving and self._importer.is_idle:
            self._timer.stop()
            self._most = self._looks = 0
            self._bar.end()
            return
        self._looks += 1
        self._most = max(self._most, arriving)
        if self._looks < _AFTER_LOOKS:
            return
        if not self._bar.isVisible():
            self._bar.begin(self.tr("Adding photos"))
        self._bar.tell(self._most - arriving, self._most)

    def _stop(self) -> None:
        self._bar.stopping()
        self._importer.stop()
        self._queue_model.give_up_arrivals()
        self._progress.recount()
