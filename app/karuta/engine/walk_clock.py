"""Measures what recognition takes: how long each step, for `timings_ms`, and how many crops were embedded."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class WalkClock:
    """Wall-clock milliseconds of each step; a step entered twice adds up, and one within another is not the other's."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._spent = dict.fromkeys(("decode", "detect", "embed", "search", "verify"), 0.0)
        self._within = 0.0
        self.crops = 0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began, outside = time.perf_counter(), self._within
        self._within = 0.0
        yield
        spent = time.perf_counter() - began
        self._spent[name] += spent - self._within
        self._within = outside + spent

    def milliseconds(self) -> dict[str, float]:
        spent = {**self._spent, "total": time.perf_counter() - self._began}
        return {name: round(seconds * 1000, 2) for name, seconds in spent.items()}
