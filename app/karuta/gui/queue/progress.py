"""How far the work is, how fast it goes and how much was done today: counts after changes, but not continuously.

The day's decisions are counted once, and then only what came since.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from karuta import clock
from karuta.domain.errors import KarutaError
from karuta.domain.pace import Pace
from karuta.domain.queue import QueueCounts
from karuta.domain.recheck import DayCount
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.labels.open_labels import LabelFile, counted_further
from karuta.services.lookups.read_queue import queue_counts

# Counting a long queue takes time; only a small part of the store's time should go into it.
_REST = 10
_LONGEST_REST_MS = 3000
_MIDNIGHT_LOOKED_FOR_MS = 60_000


def day_of(annotator: str, now: datetime) -> DayCount:
    """The day of `now`, which is the time of the clock on the wall, from midnight to midnight; not counted yet."""
    start, end = (clock.midnight(now.date() + timedelta(days=days)) for days in (0, 1))
    return DayCount(annotator, f"{start:%Y-%m-%dT%H:%M:%S}.000Z", f"{end:%Y-%m-%dT%H:%M:%S}.000Z")


class QueueProgress(QObject):
    """`counted`: newer counts are there. `now`: the time of the clock on the wall."""

    counted = Signal(object)

    def __init__(self, session: Session, now: Callable[[], datetime] = clock.on_the_wall) -> None:
        super().__init__(session)
        self._session = session
        self._now = now
        self._today: DayCount | None = None
        self.counts: QueueCounts | None = None
        self.pace = Pace()
        self._under_way = self._again = False
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._rested)
        self._midnight = QTimer(self)
        self._midnight.timeout.connect(self._look_for_midnight)
        self._midnight.start(_MIDNIGHT_LOOKED_FOR_MS)

    @property
    def done_today(self) -> int:
        """How many decisions whoever labels here has made today, as far as they were counted."""
        return self._today.decided if self._today else 0

    def recount(self) -> None:
        if self._under_way or self._rest.isActive():
            self._again = True
            return
        self._under_way, self._again = True, False
        today = self._day()
        self._session.store_lane.submit(
            lambda file, token: _timed_counts(file, today),
            done=lambda counts: self._came(*counts),
            failed=ignore_expected(lambda: self._over(0.0)),  # counted again after the next change
            urgency=Urgency.LATER,
            yields=True,
        )

    def decided(self, labels: int) -> None:
        """A person decided about this many sightings or photos at once."""
        self.pace.note(labels, time.monotonic())

    def _day(self) -> DayCount | None:
        """Today as far as it was counted; anew for another day or annotator, None where nobody has a usable name."""
        try:
            annotator = self._session.origin.annotator
        except KarutaError:
            return None
        day = day_of(annotator, self._now())
        today = self._today
        return today if today and (today.annotator, today.start) == (day.annotator, day.start) else day

    def _look_for_midnight(self) -> None:
        if self._today is not None and self._day() is not self._today:
            self.recount()

    def _came(self, counts: QueueCounts, today: DayCount | None, seconds: float) -> None:
        self.counts, self._today = counts, today
        self._over(seconds)
        self.counted.emit(counts)

    def _over(self, seconds: float) -> None:
        self._under_way = False
        self._rest.start(min(_LONGEST_REST_MS, round(1000 * _REST * seconds)))

    def _rested(self) -> None:
        if self._again:
            self.recount()


def _timed_counts(file: LabelFile, today: DayCount | None) -> tuple[QueueCounts, DayCount | None, float]:
    began = time.perf_counter()
    counts = queue_counts(file)
    return counts, today and counted_further(file, today), time.perf_counter() - began
