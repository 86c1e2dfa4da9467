"""How fast somebody labels in one sitting, breaks left out, and how long the rest takes; asks no clock itself."""

from __future__ import annotations

_BREAK_SECONDS = 120.0
"""Whoever decides nothing for so long is doing something else."""
_LEAST_LABELS, _LEAST_SECONDS = 5, 15.0
"""Before so much was done, a speed would be a guess."""


class Pace:
    """Fed with what was decided, and when (seconds of a clock that never goes back)."""

    def __init__(self) -> None:
        self._labels = 0
        self._seconds = 0.0
        self._last: float | None = None

    def note(self, labels: int, at: float) -> None:
        """So many labels were given at this moment."""
        if self._last is not None and at - self._last <= _BREAK_SECONDS:
            # The first after a break took a time that nobody measured: neither it nor its time counts.
            self._labels += labels
            self._seconds += at - self._last
        self._last = at

    @property
    def a_minute(self) -> float | None:
        """Labels a minute; None while there is too little to say."""
        if self._labels < _LEAST_LABELS or self._seconds < _LEAST_SECONDS:
            return None
        return 60 * self._labels / self._seconds

    def minutes_for(self, labels: int) -> float | None:
        """How long so many labels take at this pace."""
        pace = self.a_minute
        return None if pace is None else labels / pace
