"""The look that rows share: background, card face, lines of text, and a quiet line alone. Knows no card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionViewItem, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.theme import GRID, Role, Theme

CARD_SHAPE = 0.69
"""Width of a card by its height."""


def row_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> bool:
    """The row's background. Returns whether it is the chosen one."""
    place: QRect = option.rect
    state: QStyle.StateFlag = option.state
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    if chosen:
        painter.fillRect(place, theme.colour(Role.CHOSEN))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(place, theme.colour(Role.HOVER))
    return chosen


def tile_ground(
    painter: QPainter, option: QStyleOptionViewItem, place: QRect, theme: Theme, *, radius: float, width: float
) -> None:
    """A tile's background, with a line around a chosen one."""
    state: QStyle.StateFlag = option.state
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    if chosen or state & QStyle.StateFlag.State_MouseOver:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line, fill = theme.colour(Role.ACCENT) if chosen else None, Role.CHOSEN if chosen else Role.HOVER
        paint.box(painter, QRectF(place), radius, fill=theme.colour(fill), line=line, width=width)


def card_face(painter: QPainter, pixmap: QPixmap | None, place: QRect, theme: Theme) -> None:
    paint.picture(painter, pixmap, place, theme, radius=max(2.0, paint.CARD_RADIUS * place.width()))


def face_place(row: QRect) -> QRect:
    return QRect(row.left(), row.top(), round(row.height() * CARD_SHAPE), row.height())


def card_row(
    painter: QPainter,
    place: QRect,
    font: QFont,
    theme: Theme,
    *,
    face: QPixmap | None,
    name: str,
    second: str,
    third: str,
    right: str,
    why: str = "",
) -> None:
    """The card's face at the left, and beside it up to three lines, vertically centred, with `right` at the end of the
    last; and `why` below them. Where four have no room, the second is left out, so that none is cut.
    """
    card = face_place(place)
    card_face(painter, face, card, theme)
    text = QRect(card.right() + GRID + GRID // 2, place.top(), 0, place.height())
    text.setRight(place.right())
    strong = theme.strong(font)
    height = QFontMetrics(font).height() + 2
    last = third or right
    if all((second, last, why)) and 4 * height > place.height():
        second = ""
    texts = [line for line in (name, second, last, why) if line]
    height = min(height, place.height() // len(texts))
    row = QRect(text.left(), place.center().y() - height * len(texts) // 2, text.width(), height)
    paint.words(painter, name, row, strong, theme)
    if second:
        row.translate(0, height)
        paint.words(painter, second, row, font, theme, role=Role.MUTED)
    if last:
        row.translate(0, height)
        wide = QFontMetrics(font).horizontalAdvance(right) if third else 0
        if third:
            paint.words(painter, third, row.adjusted(0, 0, -wide - GRID, 0), font, theme, role=Role.MUTED)
        align = Qt.AlignmentFlag.AlignRight if third else Qt.AlignmentFlag.AlignLeft
        paint.words(painter, right, row, font, theme, role=Role.MUTED, align=align)
    if why:
        row.translate(0, height)
        paint.words(painter, why, row, font, theme, role=Role.TEXT)


class QuietLine(QWidget):
    """The first of several texts that fits; the longest is in the tool tip and in the accessible name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, role: Role = Role.MUTED) -> None:
        super().__init__(parent)
        self._theme, self._role = theme, role
        self._texts: Sequence[str] = ("",)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        return self._texts[0]

    def say(self, texts: Sequence[str]) -> None:
        """The longest first."""
        self._texts = texts or ("",)
        self.setToolTip(self.text)
        self.setAccessibleName(self.text)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, QFontMetrics(self.font()).height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        metrics = QFontMetrics(self.font())
        fits = (text for text in self._texts if metrics.horizontalAdvance(text) <= self.width())
        text = next(fits, self._texts[-1])
        paint.words(QPainter(self), text, self.rect(), self.font(), self._theme, role=self._role)
