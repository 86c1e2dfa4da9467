"""Chooses when cyclic garbage is collected: in the window's thread, a little at a time.

By itself Python collects in whichever thread has just created an object, and blocks all others meanwhile. With the real
catalogue open that took a tenth of a second at a key, and a lane could free objects of the window's thread.

What comes in a heap (a catalogue's 100,000 pictures as the engine reads them) is data, which holds no circles; looking
through 300,000 objects would hold the window up for 70 to 140 ms. It is set aside unread. A circle that came with such
a heap is found when the window closes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

_YOUNG_EVERY_MS = 2000
_ALL_EVERY = 150
_HEAP = 20_000
"""So many new objects in two seconds are no doing of the window. They would take 4 to 7 ms to look through."""


class GarbageTimes(QObject):
    """Young objects every two seconds, all that are not frozen every five minutes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = 0
        self._timer = QTimer(self, interval=_YOUNG_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        self._looks += 1
        if gc.get_count()[0] > _HEAP:
            keep_what_is_there()
        elif self._looks % _ALL_EVERY:
            gc.collect(1)
        else:
            gc.collect()
            keep_what_is_there()


def keep_what_is_there() -> None:
    """Scan no more what exists now: it is likely to stay."""
    gc.freeze()


@contextmanager
def chosen_moments() -> Iterator[None]:
    """While a window is open. What was loaded before stays for the life of the program."""
    before = gc.isenabled()
    gc.disable()
    keep_what_is_there()
    times = GarbageTimes()
    try:
        yield
    finally:
        times.deleteLater()
        gc.unfreeze()
        if before:
            gc.enable()
