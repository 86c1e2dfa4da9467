"""How fast work goes, and how long the rest of it takes. Loads no numpy: every command imports it."""

from __future__ import annotations

from collections import deque

_LEAST_SECONDS = 1.0
"""Before so much time has passed, a speed would be a guess."""
_WINDOW_SECONDS = 20.0


_BREAK_SECONDS = 120.0
"""Whoever decides nothing for so long is doing something else."""
_LEAST_LABELS, _LEAST_SITTING = 5, 15.0
"""Before so much was done, a speed would be a guess."""


class Rate:
    """Is told how much is done, and when (seconds of a monotonic clock). Old reports are forgotten."""

    def __init__(self) -> None:
        self._noted: deque[tuple[float, int]] = deque()

    def note(self, count: int, at: float) -> None:
        """So much is done now. Less than before means that a new piece of work has begun."""
        if self._noted and count < self._noted[-1][1]:
            self._noted.clear()
        self._noted.append((at, count))
        while len(self._noted) > 2 and at - self._noted[1][0] > _WINDOW_SECONDS:
            self._noted.popleft()

    @property
    def a_second(self) -> float | None:
        """Units per second; None while there is too little to go by."""
        if len(self._noted) < 2:
            return None
        (first, before), (last, now) = self._noted[0], self._noted[-1]
        if last - first < _LEAST_SECONDS or now == before:
            return None
        return (now - before) / (last - first)

    def seconds_for(self, rest: int) -> float | None:
        """How many seconds so much takes at this speed; None while the speed is not known."""
        speed = self.a_second
        return None if speed is None else rest / speed


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
        if self._labels < _LEAST_LABELS or self._seconds < _LEAST_SITTING:
            return None
        return 60 * self._labels / self._seconds

    def minutes_for(self, labels: int) -> float | None:
        """Minutes that these labels take at this pace; None while the pace is not known."""
        pace = self.a_minute
        return None if pace is None else labels / pace
