"""What any camera offers the window, and what may be wrong with it. Opens none.

A camera gives one picture after another; the newest is taken when there is time.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QObject, Signal


class CameraFault(StrEnum):
    """Why there is no picture."""

    MISSING = "missing"
    REFUSED = "refused"
    UNPLUGGED = "unplugged"
    STOPPED = "stopped"


class CameraSource(QObject):
    """`came`: a picture (`QImage`). `failed`: a `CameraFault`, and the system's own message, which may be empty.

    `cameras_changed`: others are there than before. Who derives gives all that is not given here: a `QObject` can be no
    abstract class of Python's, its metaclass is Qt's.
    """

    came = Signal(object)
    failed = Signal(object, str)
    cameras_changed = Signal()

    @property
    def names(self) -> Sequence[str]:
        """The available cameras, by the system's names."""
        raise NotImplementedError

    @property
    def chosen(self) -> int:
        """The index of the one in use; -1 for none."""
        raise NotImplementedError

    def start(self) -> None:
        """Begin, if the person allows it: the system may ask them first."""
        raise NotImplementedError

    def choose(self, place: int) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        """The camera is switched off."""
        raise NotImplementedError
