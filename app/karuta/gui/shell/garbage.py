"""Chooses when cyclic garbage is collected: in the window's thread, a little at a time; frees nothing else.

By itself Python collects in whichever thread has just made an object, and holds up all others meanwhile: with the real
catalogue open that took a tenth of a second at a key, and a lane might free what belongs to the window's thread.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

_YOUNG_EVERY_MS = 2000
_ALL_EVERY = 150


class GarbageTimes(QObject):
    """Young objects every two seconds, all that are not settled every five minutes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_YOUNG_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        self._looks += 1
        if self._looks % _ALL_EVERY:
            gc.collect(1)
        else:
            gc.collect()
            keep_what_is_there()


def keep_what_is_there() -> None:
    """What is there now is likely to stay: it is not looked through again."""
    gc.freeze()


@contextmanager
def chosen_moments() -> Iterator[None]:
    """While a window is open. What was loaded before it stays as long as the program."""
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
