"""The lanes of one open library, started together and stopped in order. What they do is given from outside."""

from __future__ import annotations

import ctypes
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from karuta.jobs.lane import Lane

# With Python's default of 5 ms, one lane's Python code can hold the window up five times as long.
SWITCH_SECONDS = 0.001
_M_ARENA_MAX, _HEAPS = -8, 2
_M_MMAP_THRESHOLD, _LARGE_BYTES = -3, 16_000_000


class Lanes:
    """Stops all of its lanes at once, then waits for each."""

    def __init__(self) -> None:
        self._all: list[Lane[Any]] = []

    def add(self, lane: Lane[Any]) -> None:
        self._all.append(lane)

    @property
    def thread_ids(self) -> dict[str, int | None]:
        return {lane.name: lane.thread_id for lane in self._all}

    def hold(self, seconds: float) -> None:
        """Begin no work done ahead for so many seconds, in any lane."""
        for lane in self._all:
            lane.hold(seconds)

    def close(self) -> None:
        for lane in self._all:
            lane.stop()
        for lane in self._all:
            lane.join()


def share_heaps() -> bool:
    """Have the lanes share two heaps; false if the C library is not glibc. Call it before the first lane is started.

    glibc gives each thread its own heap, and each keeps what one large photo needed: 632 MB instead of 593 while photos
    are looked up beside a queue of 100,000. It also raises its limit for large blocks when a photo's pixels are freed,
    and then takes later ones from the heaps, where holes remain. So the limit is fixed here. It lies above what a
    network asks for, because the system clears each large block, which costs a tenth of a lookup's time.
    """
    if not sys.platform.startswith("linux") or platform.libc_ver()[0] != "glibc":
        return False
    library = ctypes.CDLL(None)
    return bool(library.mallopt(_M_ARENA_MAX, _HEAPS)) and bool(library.mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES))


@contextmanager
def short_turns() -> Iterator[None]:
    """Python threads take short turns while a window is open."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
