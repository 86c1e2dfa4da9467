"""Measures what recognition takes: how long each step, for `timings_ms`, and how many crops were embedded."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray


class WalkClock:
    """Time of each step, of the clock and of all processors.

    A step entered twice adds up, and one within another is not the other's.
    """

    def __init__(self) -> None:
        self._began = _now()
        self._spent = {name: np.zeros(2) for name in ("decode", "detect", "embed", "search", "verify")}
        self._within = np.zeros(2)
        self.crops = 0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began, outside = _now(), self._within
        self._within = np.zeros(2)
        yield
        spent = _now() - began
        self._spent[name] = self._spent.get(name, np.zeros(2)) + spent - self._within
        self._within = outside + spent

    def milliseconds(self) -> dict[str, float]:
        """Of the clock."""
        return self._told(0)

    def processor_milliseconds(self) -> dict[str, float]:
        return self._told(1)

    def _told(self, which: int) -> dict[str, float]:
        spent = {**self._spent, "total": _now() - self._began}
        return {name: round(float(seconds[which]) * 1000, 2) for name, seconds in spent.items()}


def _now() -> NDArray[np.float64]:
    """(2,): seconds of the clock, and of this process on all processors."""
    return np.array((time.perf_counter(), time.process_time()))
