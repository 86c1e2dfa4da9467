"""Paints a card that a search found: artwork, names, and the text that matched."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from karuta.domain.catalogue import FoundCard
from karuta.gui.features.cards.found_card_model import FoundCardModel, FoundRole, code_words
from karuta.gui.kit import row_paint
from karuta.gui.kit.card_names import in_order
from karuta.gui.kit.theme import GRID, Theme

Index = QModelIndex | QPersistentModelIndex


class FoundCardDelegate(QStyledItemDelegate):
    """The same look without key and score; shows what matched if it was not the name."""

    def __init__(self, model: FoundCardModel, theme: Theme) -> None:
        super().__init__(model)
        self._model = model
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(24 * GRID, 8 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: FoundCard = index.data(FoundRole.CARD)
        place: QRect = option.rect
        row_paint.row_ground(painter, option, self._theme)
        painter.save()
        inner = place.adjusted(GRID + GRID // 2, GRID // 2, -GRID - GRID // 2, -GRID // 2)
        face = QRect(inner.left(), inner.top(), round(inner.height() * row_paint.CARD_SHAPE), inner.height())
        row_paint.card_face(painter, self._model.artwork(index), face, self._theme)
        text = QRect(face.right() + GRID + GRID // 2, inner.top(), 0, inner.height())
        text.setRight(inner.right())
        first, second = in_order(card.name, card.names.get("ja", ""))
        is_shown = card.matched.field == "set_code" or card.matched.text in (first, second)
        met = "" if is_shown else card.matched.text
        row_paint.card_lines(
            painter,
            text,
            option.font,
            self._theme,
            name=first,
            second=second,
            third=code_words(card),
            right=met,
        )
        painter.restore()
