"""Shows the progress of an import that takes over half a second, and stops it. Adds nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from karuta.gui.intake.importer import Importer
from karuta.gui.kit.task_bar import TaskBar
from karuta.gui.queue.progress import QueueProgress
from karuta.gui.queue.queue_model import QueueModel

_LOOK_EVERY_MS = 250
_AFTER_LOOKS = 2


class ImportProgress(QObject):
    """When a person stops it, what is already in the library stays."""

    def __init__(self, *, progress: QueueProgress, queue_model: QueueModel, importer: Importer, bar: TaskBar) -> None:
        super().__init__(bar)
        self._progress = progress
        self._queue_model = queue_model
        self._importer = importer
        self._bar = bar
        self._most = 0
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        importer.listed.connect(lambda _: self._timer.isActive() or self._timer.start())
        bar.stopped.connect(self._stop)

    def _look(self) -> None:
        arriving = self._queue_model.arriving
        if not arriving and self._importer.is_idle:
            self._timer.stop()
            self._most = self._looks = 0
            self._bar.end()
            return
        self._looks += 1
        self._most = max(self._most, arriving)
        if self._looks < _AFTER_LOOKS:
            return
        if not self._bar.isVisible():
            self._bar.begin(self.tr("Adding photos"), can_stop=True)
        self._bar.tell(self._most - arriving, self._most)

    def _stop(self) -> None:
        self._bar.stopping()
        self._importer.stop()
        self._queue_model.give_up_arrivals()
        self._progress.recount()
