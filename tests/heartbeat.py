"""A beat in the window's loop that notices when it is held up."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer


class Heartbeat:
    """The longest time in which the loop did not come round, in milliseconds; and how much of it was its own work."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.own: list[float] = []
        self._last = self._last_own = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)

    def begin(self) -> None:
        self.gaps, self.own = [], []
        self._last, self._last_own = time.perf_counter(), time.thread_time()
        self._timer.start()

    def end(self) -> float:
        self._timer.stop()
        return max(self.gaps)

    def p99(self) -> float:
        return sorted(self.gaps)[int(0.99 * len(self.gaps))]

    def _beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        self.gaps.append(1000 * (now - self._last))
        self.own.append(1000 * (own - self._last_own))
        self._last, self._last_own = now, own
