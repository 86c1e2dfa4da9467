"""Measures how long each step of recognition takes, for `timings_ms`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class WalkClock:
    """Wall-clock milliseconds of each step; a step entered twice adds up."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._spent = dict.fromkeys(("decode", "detect", "embed", "search"), 0.0)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self._spent[name] += time.perf_counter() - began

    def milliseconds(self) -> dict[str, float]:
        spent = {**self._spent, "total": time.perf_counter() - self._began}
        return {name: round(seconds * 1000, 2) for name, seconds in spent.items()}
