"""Brings the results of lanes to the window's thread, a little at a time. Does no work itself."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

# The window draws and answers keys between two portions.
_PORTION_SECONDS = 0.008


class Postbox(QObject):
    """Create it in the window's thread; `post` may be called from any."""

    _came = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._letters: deque[Callable[[], None]] = deque()
        self._closed = False
        self._came.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def post(self, letter: Callable[[], None]) -> None:
        """Have `letter` called in the window's thread, in order."""
        if not self._closed:
            self._letters.append(letter)
            self._came.emit()

    def close(self) -> None:
        """Delivers nothing from now on."""
        self._closed = True
        self._letters.clear()

    @property
    def is_empty(self) -> bool:
        return not self._letters

    @Slot()
    def _open(self) -> None:
        began = time.perf_counter()
        while self._letters:
            self._letters.popleft()()
            if self._letters and time.perf_counter() - began > _PORTION_SECONDS:
                self._came.emit()
                return
