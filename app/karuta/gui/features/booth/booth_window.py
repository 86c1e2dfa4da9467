"""Booth mode's own window: fills the screen, hears every key and every drop, and labels nothing."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from karuta.domain.match import Verdict
from karuta.gui.features.booth.booth_show import BoothShow, CardSeen
from karuta.gui.features.booth.booth_stage import BoothStage, OnStage
from karuta.gui.intake.dropped import PictureBytes, dropped, may_be_dropped
from karuta.gui.kit import paint
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.theme import VERDICT_ROLES, Role, Theme
from karuta.gui.kit.translate import language_for
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session

_ON = frozenset(
    (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown)
)
_BACK = frozenset((Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backspace, Qt.Key.Key_PageUp))
_WITH_A_CARD = frozenset((Verdict.SURE, Verdict.LIKELY, Verdict.UNSURE))


class BoothWindow(Retranslating, QWidget):
    """`left`: Esc, on to the window as it always is. `ended`: it was closed."""

    left = Signal()
    ended = Signal()

    def __init__(
        self,
        show: BoothShow,
        *,
        session: Session,
        cards: FetchedCards,
        pictures: Pictures,
        theme: Theme,
        icons: Icons,
    ) -> None:
        super().__init__()
        self._show = show
        self._session = session
        self._cards = cards
        self._pictures = pictures
        self._is_over = False
        self._said = ""
        self.stage = BoothStage(theme, icons, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stage)
        self.setAcceptDrops(True)
        self.resize(1280, 720)
        show.changed.connect(self._changed)
        cards.known.connect(self._draw)
        pictures.small_ready.connect(self._draw)
        self.built()
        self.stage.setFocus()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Karuta: booth mode"))
        self._draw()

    # What a person does

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Any key ends the loop and means nothing else then, but for Esc, which leaves."""
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
        """A touch is as good as a key."""
        self._said = ""
        if not self._show.touched():
            self._show.step(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if may_be_dropped(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        found = dropped(event.mimeData())
        self._said = ""
        if found.paths:
            self._show.show_dropped(found.paths)
        elif found.picture is not None:
            picture = found.picture
            self._show.show_made(lambda: picture)
        elif found.image is not None:
            image = found.image
            self._show.show_made(lambda: _encoded(image))
        elif found.is_address:
            self._show.touched()
            self._said = self.tr(
                "That is a web address, and Karuta downloads nothing; save the picture, then drop the file."
            )
            self._draw()
        else:
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        event.accept()
        if self.over():
            self.ended.emit()

    def _leave(self) -> None:
        if self.over():
            self.left.emit()

    def over(self) -> bool:
        """Whether it was not over before."""
        was_over, self._is_over = self._is_over, True
        self._show.stop()
        return not was_over

    # What is to be seen

    def _changed(self) -> None:
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
        name, other = self._names(seen)
        words, icon, role = self._words(seen)
        count = self.tr("Card {number} of {count}").format(number=show.place + 1, count=len(cards))
        self.stage.put(
            OnStage(
                image=image.image if image else None,
                size=image.size if image else (1, 1),
                corners=tuple(one.corners for one in cards),
                current=show.place,
                card=self._face(seen),
                has_card=seen is not None and seen.match is not None and seen.verdict in _WITH_A_CARD,
                name=name,
                other=other,
                words=words,
                icon=icon,
                role=role,
                place=count if len(cards) > 1 else "",
                call=call,
                is_calling=show.is_looping,
            )
        )

    def _names(self, seen: CardSeen | None) -> tuple[str, str]:
        """In the window's language, and in the other one."""
        if seen is None or seen.match is None or seen.verdict not in _WITH_A_CARD:
            return "", ""
        match = seen.match
        self._cards.want([match.card])
        facts = self._cards[match.card]
        if facts is None or not facts.japanese or facts.japanese == facts.name:
            return match.name, ""
        names = facts.name, facts.japanese
        return names if language_for(self._session.settings.language) != "ja" else names[::-1]

    def _face(self, seen: CardSeen | None) -> QPixmap | None:
        """The picture that was found; the card's first one where that is no longer there."""
        if seen is None or seen.match is None or seen.verdict not in _WITH_A_CARD:
            return None
        facts = self._cards[seen.match.card]
        path = facts.pictures.get(seen.match.picture_sha256, facts.main) if facts else None
        return self._pictures.artwork(path) if path else None

    def _words(self, seen: CardSeen | None) -> tuple[str, str, Role]:
        """How sure it is, in words that need no legend; its sign and colour."""
        answer = self._show.answer
        if self._said:
            return self._said, "file-x", Role.BAD
        if seen is not None:
            words = {
                Verdict.SURE: self.tr("Karuta is sure"),
                Verdict.LIKELY: self.tr("Very likely"),
                Verdict.UNSURE: self.tr("Not sure, but closest to this one"),
                Verdict.UNKNOWN: self.tr("This card is not in the catalogue"),
                Verdict.UNREADABLE: self.tr("Too little of this card can be seen"),
            }
            return words[seen.verdict], paint.VERDICT_ICONS[seen.verdict], VERDICT_ROLES[seen.verdict]
        if self._show.photo is None:
            return self.tr("No photos found there."), "images", Role.MUTED
        if answer is not None and answer.fault:
            return answer.fault, "file-x", Role.BAD
        if answer is not None:
            return self.tr("No card in this photo"), "circle-dashed", Role.MUTED
        if self._show.awaits_cards:
            return self.tr("Preparing the demo's cards…"), "clock", Role.MUTED
        return self.tr("Looking…"), "clock", Role.MUTED


def _encoded(image: QImage) -> PictureBytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return PictureBytes(bytes(buffer.data().data()), ".png")
