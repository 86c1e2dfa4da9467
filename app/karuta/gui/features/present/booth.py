"""Booth mode: its window, opened over the hidden one, and the way back. The window's keys are off meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from karuta.gui.desk.staged_card import StagedCards
from karuta.gui.features.feature import WindowParts
from karuta.gui.features.present.booth_show import BoothShow
from karuta.gui.features.present.photo_looks import PhotoLooks
from karuta.gui.intake.dropped import Dropped, TakesDrops
from karuta.gui.kit.card_stage import CardStage, OnStage
from karuta.gui.kit.lay import column
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.theme import Role

_ON = frozenset(
    (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown)
)
_BACK = frozenset((Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backspace, Qt.Key.Key_PageUp))


class BoothWindow(TakesDrops, Retranslating, QWidget):
    """`left`: Esc, back to the normal window. `ended`: it was closed."""

    left = Signal()
    ended = Signal()

    def __init__(self, show: BoothShow, parts: WindowParts) -> None:
        super().__init__()
        self._show = show
        self._staged = StagedCards(parts.session, parts.card_facts, parts.pictures, self)
        self._is_over = False
        self._said = ""
        self.stage = CardStage(parts.kit.theme, parts.kit.icons, self)
        self.setLayout(column(self.stage))
        self.setAcceptDrops(True)
        self.resize(1280, 720)
        show.changed.connect(self._changed)
        self._staged.changed.connect(self._draw)
        self.built()
        self.stage.setFocus()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Karuta: booth mode"))
        self._draw()

    # What a person does

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Any key ends the loop and does nothing else then, except Esc, which leaves."""
        self._said = ""
        only_ended = self._show.touched()
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        elif not only_ended and not event.isAutoRepeat() and key in _ON | _BACK:
            self._show.step(1 if key in _ON else -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A touch counts like a key."""
        self._said = ""
        if not self._show.touched():
            self._show.step(1)

    def take_drop(self, found: Dropped, event: QDropEvent) -> bool:
        self._said = ""
        if found.paths:
            self._show.show_dropped(found.paths)
        elif found.made is not None:
            self._show.show_made(found.made)
        elif found.is_address:
            self._show.touched()
            self._said = self.tr(
                "That is a web address, and Karuta downloads nothing; save the picture, then drop the file."
            )
            self._draw()
        else:
            return False
        return True

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        event.accept()
        if self.over():
            self.ended.emit()

    def _leave(self) -> None:
        if self.over():
            self.left.emit()

    def over(self) -> bool:
        """Whether it has just become over."""
        was_over, self._is_over = self._is_over, True
        self._show.stop()
        return not was_over

    # What is to be seen

    def _changed(self) -> None:
        if self._show.is_looping:
            self._said = ""  # whoever was told has gone
        self.setCursor(Qt.CursorShape.BlankCursor) if self._show.is_looping else self.unsetCursor()
        self._draw()

    def _draw(self) -> None:
        if self._is_over:
            return
        show, answer = self._show, self._show.answer
        cards = answer.cards if answer else ()
        image = show.image
        call = self.tr("Press any key, or drop a photo of a card")
        if not show.is_looping:
            call = self.tr("Space: next · Left: back · Esc: leave booth mode · Drop a photo here; nothing is saved")
        seen = cards[show.place] if cards else None
        staged = self._staged.of(seen) if seen is not None and not self._said else self._without_card()
        count = self.tr("Card {number} of {count}").format(number=show.place + 1, count=len(cards))
        self.stage.put(
            replace(
                staged,
                image=image.image if image else None,
                size=image.size if image else (1, 1),
                corners=tuple(card.corners for card in cards),
                current=show.place,
                place=count if len(cards) > 1 else "",
                call=call,
                is_calling=show.is_looping,
            )
        )

    def _without_card(self) -> OnStage:
        """Why no card is shown."""
        answer = self._show.answer
        if self._said:
            return OnStage(words=self._said, icon="file-x", role=Role.BAD)
        if self._show.photo is None:
            return OnStage(words=self.tr("No photos found there."), icon="images", role=Role.MUTED)
        if answer is not None and answer.fault:
            return OnStage(words=answer.fault, icon="file-x", role=Role.BAD)
        if answer is not None:
            return OnStage(words=self.tr("No card in this photo"), icon="circle-dashed", role=Role.MUTED)
        if self._show.awaits_cards:
            return OnStage(words=self.tr("Preparing the demo's cards…"), icon="clock", role=Role.MUTED)
        return OnStage(words=self.tr("Looking up…"), icon="clock", role=Role.MUTED)


class Booth(QObject):
    """`ended`: its window was closed, and the program is to end."""

    ended = Signal()

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.kit.window)
        self._parts = parts
        self.window: BoothWindow | None = None

    @property
    def is_open(self) -> bool:
        return self.window is not None

    def open(self, photos: Sequence[Path]) -> None:
        """Replaces the window; `photos` are shown in turn when nobody is there."""
        parts = self._parts
        looks = PhotoLooks(
            parts.session,
            photos,
            parts.lookup_queue,
            are_coming=lambda: parts.intake.awaits_more,
            arrived=parts.intake.kept,
        )
        show = BoothShow(parts.session, photos, looks)
        self._known = parts.catalogue_status.known.connect(show.cards_came)
        window = BoothWindow(show, parts)
        window.left.connect(self._leave)
        window.ended.connect(self._end)
        self.window = window
        window.showFullScreen()
        self._parts.kit.window.hide()
        window.activateWindow()
        show.cards_came()

    def shut(self) -> None:
        """The library is being closed."""
        if self.window is not None:
            self.window.over()
            self._close()

    def _leave(self) -> None:
        self._parts.kit.window.show()
        self._parts.kit.window.activateWindow()
        self._close()

    def _end(self) -> None:
        self._close()
        self.ended.emit()

    def _close(self) -> None:
        window, self.window = self.window, None
        self._parts.catalogue_status.known.disconnect(self._known)
        if window is not None:
            window.hide()
            window.deleteLater()
