"""How fast a piece of work goes on and how long the rest takes; asks no clock itself."""

from __future__ import annotations

from collections import deque

_LEAST_SECONDS = 1.0
"""Before so much time has passed, a speed would be a guess."""
_WINDOW_SECONDS = 20.0


class Rate:
    """Fed with how much is done, and when (seconds of a clock that never goes back). What is long ago is forgotten."""

    def __init__(self) -> None:
        self._noted: deque[tuple[float, int]] = deque()

    def note(self, done: int, at: float) -> None:
        """Less than before: a new piece of work has begun."""
        if self._noted and done < self._noted[-1][1]:
            self._noted.clear()
        self._noted.append((at, done))
        while len(self._noted) > 2 and at - self._noted[1][0] > _WINDOW_SECONDS:
            self._noted.popleft()

    @property
    def a_second(self) -> float | None:
        """None while there is too little to say."""
        if len(self._noted) < 2:
            return None
        (first, before), (last, now) = self._noted[0], self._noted[-1]
        if last - first < _LEAST_SECONDS or now == before:
            return None
        return (now - before) / (last - first)

    def seconds_for(self, rest: int) -> float | None:
        """How long so much takes at this speed."""
        speed = self.a_second
        return None if speed is None else rest / speed
