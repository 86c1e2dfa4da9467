"""What a camera is to present mode, whether there can be one, and what may be wrong with it. Opens none itself."""

from __future__ import annotations

import importlib.util
import sys
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from karuta.gui.kit.translate import QT_TRANSLATE_NOOP
from karuta.system_libraries import loads


class CameraFault(StrEnum):
    """Why there is no picture."""

    MISSING = "missing"
    REFUSED = "refused"
    UNPLUGGED = "unplugged"
    STOPPED = "stopped"


class Camera(QObject):
    """`came`: a picture (`QImage`). `failed`: a `CameraFault`, and the system's own message, which may be empty.

    Who derives gives all that is not given here: a `QObject` can be no
    abstract class of Python's, its metaclass is Qt's.
    """

    came = Signal(object)
    failed = Signal(object, str)

    def start(self) -> None:
        """Begin, if the person allows it: the system may ask them first."""
        raise NotImplementedError

    def use_next(self) -> bool:
        """The next of several cameras; whether there was one that had no turn yet."""
        raise NotImplementedError

    def stop(self) -> None:
        """The camera is switched off."""
        raise NotImplementedError


# What Qt's camera module wants of a Linux system and does not bring along.
_OF_LINUX = "libpulse.so.0"
FAULTS = {
    CameraFault.MISSING: QT_TRANSLATE_NOOP("Camera", "No camera found. Connect one, and the picture appears."),
    CameraFault.REFUSED: QT_TRANSLATE_NOOP(
        "Camera", "Karuta is not allowed to use the camera. Allow it in the system's privacy settings."
    ),
    CameraFault.UNPLUGGED: QT_TRANSLATE_NOOP(
        "Camera", "The camera was unplugged. Connect it again, and the picture appears."
    ),
    CameraFault.STOPPED: QT_TRANSLATE_NOOP(
        "Camera", "The camera stopped ({reason}). Close other programs that use it, and the picture appears."
    ),
}


def can_work() -> bool:
    """Whether Qt's camera module is installed and the system has what it wants; it is not loaded."""
    is_installed = importlib.util.find_spec("PySide6.QtMultimedia") is not None
    return is_installed and (not sys.platform.startswith("linux") or loads(_OF_LINUX))


def open_camera(parent: QObject) -> Camera:
    """The system's cameras. Raises `ImportError` if a required library is missing."""
    from karuta.gui.features.present.qt_camera import QtCamera

    return QtCamera(parent)
