"""How far the work is and how fast it goes: counts photos after changes, but not continuously."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from karuta.domain.pace import Pace
from karuta.domain.queue import QueueCounts
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.labels.open_labels import LabelFile
from karuta.services.lookups.read_queue import queue_counts

# Counting a long queue takes time; only a small part of the store's time should go into it.
_REST = 10
_LONGEST_REST_MS = 3000


class QueueProgress(QObject):
    """`counted`: newer counts are there."""

    counted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.counts: QueueCounts | None = None
        self.pace = Pace()
        self._under_way = self._again = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)

    def recount(self) -> None:
        if self._under_way or self._rest.isActive():
            self._again = True
            return
        self._under_way, self._again = True, False
        self._session.store_lane.submit(
            lambda file, token: _timed_counts(file),
            done=lambda found: self._came(*found),
            failed=ignored_if_known(lambda: self._over(0.0)),  # counted again after the next change
            urgency=Urgency.LATER,
            yields=True,
        )

    def decided(self, labels: int) -> None:
        """A person decided about this many sightings or photos at once."""
        self.pace.note(labels, time.monotonic())

    def _came(self, counts: QueueCounts, seconds: float) -> None:
        self.counts = counts
        self._over(seconds)
        self.counted.emit(counts)

    def _over(self, seconds: float) -> None:
        self._under_way = False
        self._rest.start(min(_LONGEST_REST_MS, round(1000 * _REST * seconds)))

    def _rested(self) -> None:
        if self._again:
            self.recount()


def _timed_counts(file: LabelFile) -> tuple[QueueCounts, float]:
    began = time.perf_counter()
    return queue_counts(file), time.perf_counter() - began
