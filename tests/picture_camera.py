"""For tests of the window: pictures in the place of a camera. No test ever opens a real one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from karuta.gui.features.present.camera_look import CameraFault, CameraSource


class PictureCamera(CameraSource):
    """Gives the pictures that it is told to, 30 a second, over and over; the last one that was set stays."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures: Sequence[QImage] = ()
        self._at = 0
        self.is_on = False
        self.given = 0
        self.cameras = ["Built-in"]
        self.wanted: list[int] = []
        self._timer = QTimer(self)
        self._timer.setInterval(33)
        self._timer.timeout.connect(self._give)

    @property
    def names(self) -> Sequence[str]:
        return self.cameras

    @property
    def chosen(self) -> int:
        return 0

    def start(self) -> None:
        self.is_on = True
        self._timer.start()

    def choose(self, place: int) -> None:
        self.wanted.append(place)

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
