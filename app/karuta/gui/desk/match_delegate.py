"""Paints a match: its key, its artwork, names, set code and score."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from karuta.domain.match import Match
from karuta.gui.desk.match_model import MatchModel, MatchRole
from karuta.gui.kit import paint, row_paint
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import example_code
from karuta.gui.library.card_facts import CardFacts

Index = QModelIndex | QPersistentModelIndex

SHOWN = 5
"""So many matches fill the list; the rest is on scroll."""
_LEAST, _MOST = 9 * GRID, 15 * GRID
_CAP = 22


class MatchDelegate(QStyledItemDelegate):
    """Rows as high as the list is, over five."""

    def __init__(self, model: MatchModel, view: QListView, theme: Theme) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self._theme = theme
        self.keys: tuple[str, ...] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        height = self._view.viewport().height() // SHOWN
        return QSize(24 * GRID, min(_MOST, max(_LEAST, height)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        match: Match = index.data(MatchRole.MATCH)
        facts: CardFacts | None = index.data(MatchRole.FACTS)
        labelled = bool(index.data(MatchRole.LABELLED))
        place: QRect = option.rect
        chosen = row_paint.row_ground(painter, option, theme)
        font: QFont = option.font
        painter.save()
        inner = place.adjusted(GRID + GRID // 2, GRID // 2, -GRID - GRID // 2, -GRID // 2)
        painter.setFont(theme.strong(font))
        cap = QRect(inner.left(), inner.center().y() - _CAP // 2, _CAP, _CAP)
        key = self.keys[index.row()] if index.row() < len(self.keys) else str(index.row() + 1)
        paint.key_cap(painter, "✓" if labelled else key, cap, theme, strong=chosen or labelled)
        card = QRect(cap.right() + GRID, inner.top(), round(inner.height() * row_paint.CARD_SHAPE), inner.height())
        row_paint.card_face(painter, self._model.artwork(index), card, theme)
        text = QRect(card.right() + GRID + GRID // 2, inner.top(), 0, inner.height())
        text.setRight(inner.right())
        first, second = self._model.names(match)
        row_paint.card_lines(
            painter,
            text,
            font,
            theme,
            name=first,
            second=second,
            third=example_code(facts.set_code) if facts else "",
            right=self._model.likely(match),
            why=self._model.remark(index.row(), chosen=chosen),
        )
        painter.restore()
