"""How fast a piece of work goes, and how long the rest will take. Reads no clock."""

from __future__ import annotations

from collections import deque

_LEAST_SECONDS = 1.0
"""Before so much time has passed, a speed would be a guess."""
_WINDOW_SECONDS = 20.0


class Rate:
    """Is told how much is done, and when (seconds of a monotonic clock). Old reports are forgotten."""

    def __init__(self) -> None:
        self._noted: deque[tuple[float, int]] = deque()

    def note(self, done: int, at: float) -> None:
        """So much is done now. Less than before means that a new piece of work has begun."""
        if self._noted and done < self._noted[-1][1]:
            self._noted.clear()
        self._noted.append((at, done))
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
