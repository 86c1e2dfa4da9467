"""The system's cameras by QtMultimedia. The only module that knows it; it is an extra, so this one is imported late."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QMediaDevices,
    QVideoFrame,
    QVideoSink,
)

from karuta.gui.features.present.camera import Camera, CameraFault

# The least time between two pictures. Converting one of 1,280 x 720 for display takes 5 ms.
_EVERY_SECONDS = 0.05
# A larger picture shows no more of a card and takes longer to convert.
_WIDEST = 1920


class QtCamera(Camera):
    """One of the system's cameras, by default the person's usual one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._devices = QMediaDevices(self)
        self._session = QMediaCaptureSession(self)
        self._sink = QVideoSink(self)
        self._session.setVideoSink(self._sink)
        self._camera: QCamera | None = None
        self._last = 0.0
        self._turns = 0
        self._sink.videoFrameChanged.connect(self._frame)
        self._devices.videoInputsChanged.connect(self._others)

    def start(self) -> None:
        application, wish = QCoreApplication.instance(), QCameraPermission()
        assert application is not None
        status = application.checkPermission(wish)
        if status == Qt.PermissionStatus.Undetermined:
            application.requestPermission(wish, self, self._answered)
        else:
            self._allowed(is_granted=status == Qt.PermissionStatus.Granted)

    def use_next(self) -> bool:
        usual = QMediaDevices.defaultVideoInput().id()
        others = [device for device in QMediaDevices.videoInputs() if device.id() != usual]
        self._turns += 1
        if self._turns <= len(others):
            self._use(others[self._turns - 1])
        return self._turns <= len(others)

    def stop(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.errorOccurred.disconnect(self._error)
            camera.stop()
            camera.deleteLater()

    # Inside

    def _answered(self, permission: QCameraPermission) -> None:
        application = QCoreApplication.instance()
        assert application is not None
        self._allowed(is_granted=application.checkPermission(permission) == Qt.PermissionStatus.Granted)

    def _allowed(self, *, is_granted: bool) -> None:
        device = QMediaDevices.defaultVideoInput()
        if not is_granted:
            self.failed.emit(CameraFault.REFUSED, "")
        elif device.isNull():
            self.failed.emit(CameraFault.MISSING, "")
        else:
            self._use(device)

    def _use(self, device: QCameraDevice) -> None:
        self.stop()
        camera = QCamera(device, self)
        form = _best(device.videoFormats())
        if form is not None:
            camera.setCameraFormat(form)
        camera.errorOccurred.connect(self._error)
        self._camera = camera
        self._session.setCamera(camera)
        camera.start()

    def _others(self) -> None:
        """A camera was plugged in or unplugged."""
        devices = [device.id() for device in QMediaDevices.videoInputs()]
        if self._camera is not None and self._camera.cameraDevice().id() not in devices:
            self.stop()
            self.failed.emit(CameraFault.UNPLUGGED, "")
        elif self._camera is None and devices:
            self.start()

    def _error(self, error: QCamera.Error, words: str) -> None:
        if error != QCamera.Error.NoError:
            self.stop()
            self.failed.emit(CameraFault.STOPPED, words)

    def _frame(self, frame: QVideoFrame) -> None:
        now = time.monotonic()
        if now - self._last < _EVERY_SECONDS:
            return
        image = frame.toImage()
        if not image.isNull():
            self._last = now
            self.came.emit(image)


def _best(forms: Sequence[QCameraFormat]) -> QCameraFormat | None:
    """The largest picture format that is not too large, and of those the fastest; None if the camera lists none."""
    fitting = [form for form in forms if form.resolution().width() <= _WIDEST]
    return max(
        fitting,
        key=lambda form: (form.resolution().width() * form.resolution().height(), form.maxFrameRate()),
        default=None,
    )
