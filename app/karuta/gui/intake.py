"""Photos on their way in: folders walked, files hashed, rows stored, each in its lane; looks nothing up."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, Signal
from PySide6.QtGui import QImage

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled
from karuta.domain.photo import Added, Arrival, Refused
from karuta.gui.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.add_photos import SeenFile, arrivals, keep_pasted, keep_seen, seen_file

_LISTED_AT_ONCE = 500
_HASHED_AT_ONCE = 32
_FIRST = 16
_STEP_SECONDS = 0.02


@dataclass(frozen=True)
class Kept:
    """A file that is in the library now, and the path under which it was listed."""

    path: Path
    added: Added


class Intake(QObject):
    """`listed` at once from folder listings, `kept` once on the disk; `refused` are all so far that are no pictures."""

    listed = Signal(object)
    kept = Signal(object)
    refused = Signal(object)
    failed = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._under_way = 0
        self._refused: list[Refused] = []
        # Hashed one after another, in the order in which they were given: that is the stack's order.
        self._waiting: deque[Arrival] = deque()
        self._urgent = 0  # how many of those at the left are waited for
        self._hashing = False

    @property
    def is_idle(self) -> bool:
        return self._under_way == 0

    def add(self, paths: Sequence[Path]) -> None:
        """Photos and folders that were dropped, opened or named."""
        self._begin()
        found = 0

        def each(some: list[Arrival]) -> None:
            nonlocal found
            # The first few are on the desk while the rest of a large folder is still being walked.
            self._hash(some, at_once=found < _FIRST)
            found += len(some)
            self.listed.emit(some)

        def done(_: None) -> None:
            if not found:
                self.refused.emit([])
            self._end()

        self._session.files.submit_steps(
            lambda library, token: _in_portions(arrivals(paths, library), token),
            each=each,
            done=done,
            failed=self._did_fail,
            urgency=Urgency.SOON,
        )

    def add_image(self, image: QImage) -> None:
        """A picture from the clipboard or from another program's window: kept in the library as PNG."""

        def kept(library: LibraryFolder, token: CancelToken) -> Arrival:
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            image.save(buffer, "PNG")  # type: ignore[call-overload]
            return keep_pasted(library, bytes(buffer.data().data()), suffix=".png")

        def done(arrival: Arrival) -> None:
            self.listed.emit([arrival])
            self._hash([arrival], at_once=True)
            self._end()

        self._begin()
        self._session.files.submit(kept, done=done, failed=self._did_fail)

    def _hash(self, found: Sequence[Arrival], *, at_once: bool) -> None:
        if at_once and len(self._waiting) == self._urgent:
            self._urgent += len(found)
        self._waiting.extend(found)
        self._hash_on()

    def _hash_on(self) -> None:
        """One job at a time; what arrives while it runs is taken by it, or by the next."""
        if self._hashing or not self._waiting:
            return
        most = self._urgent

        def over() -> None:
            self._hashing = False
            self._urgent = max(0, self._urgent - most)
            self._hash_on()
            self._end()

        def failed(error: Exception) -> None:
            if isinstance(error, Cancelled):
                self._waiting.clear()
            over()
            if not isinstance(error, Cancelled):
                self.failed.emit(sentence(error))

        self._begin()
        self._hashing = True
        self._session.files.submit_steps(
            lambda _, token: _hashed(self._waiting, most or None, token),
            each=self._store,
            done=lambda _: over(),
            failed=failed,
            urgency=Urgency.NOW if most else Urgency.LATER,
        )

    def _store(self, seen: Sequence[SeenFile | Refused]) -> None:
        refused = [one for one in seen if isinstance(one, Refused)]
        good = [one for one in seen if not isinstance(one, Refused)]
        if refused:
            self._refused += refused
            self.refused.emit(list(self._refused))
        if good:
            self._begin()
            self._session.store.submit(
                lambda file, token: [
                    Kept(one.path, added) for one, added in zip(good, keep_seen(file, good), strict=True)
                ],
                done=self._stored,
                failed=self._did_fail,
                urgency=Urgency.AHEAD,
            )

    def _stored(self, kept: list[Kept]) -> None:
        self.kept.emit(kept)
        self._end()

    def _begin(self) -> None:
        if not self._under_way:
            self._refused.clear()
        self._under_way += 1

    def _end(self) -> None:
        self._under_way -= 1

    def _did_fail(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, Cancelled):
            self.failed.emit(sentence(error))


def _in_portions(
    items: Iterable[Arrival], token: CancelToken, clock: Callable[[], float] = time.perf_counter
) -> Generator[list[Arrival], None, None]:
    """The first alone, so that it is shown at once; then ever more, but only as many as a short step finds."""
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


def _hashed(
    waiting: deque[Arrival], most: int | None, token: CancelToken
) -> Generator[list[SeenFile | Refused], None, None]:
    """Takes up to `most` (else all) from the left, and gives them on in short steps."""
    some: list[SeenFile | Refused] = []
    began, taken = time.perf_counter(), 0
    while waiting and (most is None or taken < most):
        token.check()
        some.append(seen_file(waiting.popleft()))
        taken += 1
        if len(some) >= _HASHED_AT_ONCE or time.perf_counter() - began > _STEP_SECONDS:
            yield some
            some, began = [], time.perf_counter()
    if some:
        yield some
