"""How fast somebody labels in one sitting, without breaks, and how long the rest will take. Reads no clock."""

from __future__ import annotations

_BREAK_SECONDS = 120.0
"""Whoever decides nothing for so long is doing something else."""
_LEAST_LABELS, _LEAST_SECONDS = 5, 15.0
"""Before so much was done, a speed would be a guess."""


class Pace:
    """Is told how many labels were given, and when (seconds of a monotonic clock)."""

    def __init__(self) -> None:
        self._labels = 0
        self._seconds = 0.0
        self._last: float | None = None

    def note(self, labels: int, at: float) -> None:
        """So many labels were given at this moment."""
        if self._last is not None and at - self._last <= _BREAK_SECONDS:
            # The first label after a break took an unknown time, so neither it nor that time counts.
            self._labels += labels
            self._seconds += at - self._last
        self._last = at

    @property
    def a_minute(self) -> float | None:
        """Labels per minute; None while there is too little to go by."""
        if self._labels < _LEAST_LABELS or self._seconds < _LEAST_SECONDS:
            return None
        return 60 * self._labels / self._seconds

    def minutes_for(self, labels: int) -> float | None:
        """How many minutes so many labels take at this pace; None while the pace is not known."""
        pace = self.a_minute
        return None if pace is None else labels / pace
