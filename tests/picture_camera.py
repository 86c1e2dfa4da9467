"""For tests of the window: pictures in the place of a camera. No test ever opens a real one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from karuta.gui.features.present.camera import Camera, CameraFault


class PictureCamera(Camera):
    """Gives the pictures that it is told to, 30 a second, over and over; the last one that was set stays."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures: Sequence[QImage] = ()
        self._at = 0
        self.is_on = False
        self.given = 0
        # How many there are besides.
        self.others = 0
        self._timer = QTimer(self)
        self._timer.setInterval(33)
        self._timer.timeout.connect(self._give)

    def start(self) -> None:
        self.is_on = True
        self._timer.start()

    def use_next(self) -> bool:
        self.others -= 1
        return self.others >= 0

    def stop(self) -> None:
        self.is_on = False
        self._timer.stop()

    def show(self, *pictures: QImage) -> None:
        self._pictures, self._at = pictures, 0

    def fail(self, fault: CameraFault, words: str = "") -> None:
        self.stop()
        self.failed.emit(fault, words)

    def _give(self) -> None:
        if self._pictures:
            self.given += 1
            self.came.emit(self._pictures[self._at % len(self._pictures)])
            self._at += 1
