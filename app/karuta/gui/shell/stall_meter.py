"""Notices when the window's loop is held up, for `karuta bench`. Shows nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from karuta.files import write_whole


class StallMeter(QObject):
    """A beat each millisecond, from now on; the time between two is how long nothing else had its turn."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._gaps: list[float] = []
        self._last: float | None = None
        timer = QTimer(self, interval=1)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._beat)
        timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        if self._last is not None:
            self._gaps.append(1000 * (now - self._last))
        self._last = now

    def write(self, path: Path) -> bool:
        """As JSON, in milliseconds; false if the disk refuses it."""
        gaps = sorted(self._gaps) or [0.0]
        figures = {"longest_ms": round(gaps[-1], 1), "p99_ms": round(gaps[int(0.99 * len(gaps))], 1), "n": len(gaps)}
        try:
            write_whole(path, lambda beside: beside.write_text(json.dumps(figures), encoding="utf-8"))
        except OSError:
            return False
        return True
