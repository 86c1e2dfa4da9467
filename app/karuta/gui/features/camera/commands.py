"""Opens the camera if the extra for it is installed; else says what to install."""

from __future__ import annotations

import importlib.util

from PySide6.QtCore import QObject

from karuta.gui.desk.staged_card import StagedCards
from karuta.gui.features.camera.camera_dialog import CameraDialog
from karuta.gui.features.camera.camera_look import CameraLook
from karuta.gui.features.camera.camera_source import CameraSource
from karuta.gui.features.feature import Feature
from karuta.gui.kit.commands import CommandActions

_MODULE = "PySide6.QtMultimedia"
_NO_CAMERA = "no camera"


def open_camera(parent: QObject) -> CameraSource:
    """The system's cameras. Raises `ImportError` if a required library is missing."""
    from karuta.gui.features.camera.qt_camera import QtCamera

    return QtCamera(parent)


def is_installed() -> bool:
    """Whether Qt's camera module is installed; it is not loaded."""
    return importlib.util.find_spec(_MODULE) is not None


class CameraCommands(Feature):
    """A picture that is kept comes in like a pasted picture."""

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"camera": self.open}

    def open(self) -> None:
        self._voice.over.emit(_NO_CAMERA)
        if not is_installed():
            text = self.tr("The camera needs an extra of 175 MB. Install it with {command}, then start Karuta again.")
            self._voice.held.emit(_NO_CAMERA, text.format(command='pip install "karuta[camera]"'))
            return
        try:
            source = open_camera(self._kit.window)
        except ImportError as error:
            text = self.tr("The camera cannot be opened: the system lacks a library ({reason}).")
            self._voice.held.emit(_NO_CAMERA, text.format(reason=error))
            return
        dialog = CameraDialog(
            source,
            CameraLook(self._session, source),
            StagedCards(self._session, self._parts.card_facts, self._parts.pictures, source),
            theme=self._kit.theme,
            icons=self._kit.icons,
            parent=self._kit.window,
        )
        # Deleted with the dialog, in this order, so that no signal of the source reaches a deleted object.
        dialog.finished.connect(source.deleteLater)
        dialog.kept.connect(self._parts.intake.add_image)
        self._kit.show(dialog)
