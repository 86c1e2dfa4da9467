"""A progress line with rate and time left, for work of many equal pieces; on stderr, where it is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from karuta.domain.statistics import Rate

_MINUTE, _HOUR = 60, 3600


class PacedLine:
    """Is told how much is done of how much. `clock`: seconds that only grow."""

    def __init__(self, noun: str, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._noun = noun
        self._stream = stream if stream is not None else sys.stderr
        self._shown = self._stream is not None and self._stream.isatty()
        self._clock = clock
        self._rate = Rate()
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        self._rate.note(done, self._clock())
        if not self._shown:
            return
        bar = "#" * (25 * done // total if total else 25)
        parts = [f"{self._noun} [{bar:<25}] {done:,}/{total:,}", *self._pace(total - done)]
        text = ", ".join(parts)
        # What is left of a longer line is written over.
        self._stream.write(f"\r{text:<{self._width}}" + ("\n" if done >= total else ""))
        self._stream.flush()
        self._width = len(text)

    def _pace(self, rest: int) -> list[str]:
        speed, left = self._rate.a_second, self._rate.seconds_for(rest)
        if speed is None or left is None:
            return []
        return [f"{speed:,.1f} a second", *([f"{_time(left)} left"] if rest else [])]


def _time(seconds: float) -> str:
    if seconds < _MINUTE:
        return "less than a minute"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    return f"{int(seconds // _HOUR)} h {int(seconds % _HOUR // _MINUTE)} min"
