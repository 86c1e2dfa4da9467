"""The live picture and which card is in it, opened if the extra for it is installed; else says what to install."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from karuta.gui.desk.staged_card import StagedCards
from karuta.gui.features.feature import Feature
from karuta.gui.features.present.camera_look import CameraFault, CameraLook, CameraSource
from karuta.gui.intake.dropped import encoded
from karuta.gui.kit.card_stage import CardStage, OnStage
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.theme import Icons, Role, Theme

# Of these the system tells nobody when they are over.
_TRIED_AGAIN = frozenset((CameraFault.STOPPED, CameraFault.REFUSED))
_AGAIN_MS = 2000


class CameraDialog(Dialog):
    """`kept`: a picture (`QImage`) that is to become a photo. Space keeps one, Esc closes.

    What is wrong with the camera is said until there is a picture; it is tried again by itself.
    """

    kept = Signal(object)

    def __init__(
        self,
        source: CameraSource,
        look: CameraLook,
        staged: StagedCards,
        *,
        theme: Theme,
        icons: Icons,
        parent: QWidget,
    ) -> None:
        super().__init__(self.tr("Camera"), parent)
        self._source = source
        self._look = look
        self._staged = staged
        self._image: QImage | None = None
        self._fault: tuple[CameraFault, str] | None = None
        self._count = 0
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(source.start)
        self.stage = CardStage(theme, icons, self)
        self.cameras = QComboBox(self)
        self.cameras.setAccessibleName(self.tr("Camera"))
        # The keyboard focus stays with the picture.
        self.cameras.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cameras.activated.connect(source.choose)
        self.lay((self.stage, 1), self.cameras, spacing=0, margins=(0, 0, 0, 0), size=(140, 84))
        source.came.connect(self._came)
        source.failed.connect(self._failed)
        source.cameras_changed.connect(self._list)
        look.changed.connect(self._draw)
        staged.changed.connect(self._draw)
        self.finished.connect(self._end)
        self.stage.setFocus()
        self._list()
        self._draw()
        source.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)
        elif self._image is not None and not event.isAutoRepeat():
            self._count += 1
            self.kept.emit(self._image)
            self._draw()

    # Inside

    def _end(self) -> None:
        self._again.stop()
        self._source.stop()
        self._look.stop()

    def _list(self) -> None:
        """List the cameras, if there is a choice."""
        names = list(self._source.names)
        self.cameras.clear()
        self.cameras.addItems(names)
        self.cameras.setCurrentIndex(self._source.chosen)
        self.cameras.setVisible(len(names) > 1)

    def _came(self, image: QImage) -> None:
        self._image, self._fault = image, None
        self._again.stop()
        self._look.feed(image)
        self._draw()

    def _failed(self, fault: CameraFault, words: str) -> None:
        self._image, self._fault = None, (fault, words)
        self._look.forget()
        if fault in _TRIED_AGAIN:
            self._again.start()

    def _draw(self) -> None:
        look, image = self._look, self._image
        card = look.cards[look.place] if look.cards else None
        now = self._staged.of(card) if card is not None and self._fault is None else self._without_card()
        count = self.tr("Card {number} of {count}").format(number=look.place + 1, count=len(look.cards))
        self.stage.put(
            replace(
                now,
                image=image,
                size=(image.width(), image.height()) if image is not None else (1, 1),
                corners=look.outlines if image is not None else (),
                current=self._current(),
                place=count if len(look.cards) > 1 else "",
                call=self._call(),
            )
        )

    def _current(self) -> int:
        """The outline of the card that was looked up; the largest, if none was."""
        outlines = self._look.outlines
        if self._look.cards and self._look.place < len(outlines):
            here = self._look.cards[self._look.place].corners
            return min(range(len(outlines)), key=lambda at: _far(outlines[at], here))
        return 0

    def _call(self) -> str:
        keys = self.tr("Space: save as a photo · Esc: close") if self._image is not None else self.tr("Esc: close")
        if not self._count:
            return keys
        return self.tr("Photos saved: {count}").format(count=self._count) + " · " + keys

    def _without_card(self) -> OnStage:
        """Why no card is shown, and what to do about it."""
        if self._fault is not None:
            return OnStage(words=self._fault_words(*self._fault), icon="camera", role=Role.BAD)
        if self._look.fault:
            return OnStage(words=self._look.fault, icon="file-x", role=Role.BAD)
        if self._image is None:
            return OnStage(words=self.tr("Waiting for the camera…"), icon="camera", role=Role.MUTED)
        if self._look.outlines:
            return OnStage(words=self.tr("Hold the card still"), icon="scan", role=Role.MUTED)
        return OnStage(words=self.tr("Hold a card in front of the camera"), icon="scan", role=Role.MUTED)

    def _fault_words(self, fault: CameraFault, words: str) -> str:
        if fault is CameraFault.MISSING:
            return self.tr("No camera found. Connect one, and the picture appears.")
        if fault is CameraFault.REFUSED:
            return self.tr("Karuta is not allowed to use the camera. Allow it in the system's privacy settings.")
        if fault is CameraFault.UNPLUGGED:
            return self.tr("The camera was unplugged. Connect it again, and the picture appears.")
        text = self.tr("The camera stopped ({reason}). Close other programs that use it, and the picture appears.")
        return text.format(reason=words or self.tr("no reason given"))


def _far(one: tuple[tuple[float, float], ...], other: tuple[tuple[float, float], ...]) -> float:
    return sum(abs(x - u) + abs(y - v) for (x, y), (u, v) in zip(one, other, strict=True))


_MODULE = "PySide6.QtMultimedia"
_NO_CAMERA = "no camera"


def open_camera(parent: QObject) -> CameraSource:
    """The system's cameras. Raises `ImportError` if a required library is missing."""
    from karuta.gui.features.present.qt_camera import QtCamera

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
        dialog.kept.connect(lambda image: self._parts.intake.add_picture(partial(encoded, image)))
        self._kit.show(dialog)
