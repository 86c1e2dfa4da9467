"""Paints a sighting beside its likeliest card, names below. One that is struck out is pale, crossed and says so."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from karuta.domain.bulk import Pair
from karuta.gui.features.bulk_confirm.pair_model import PairModel, PairRole
from karuta.gui.kit import paint
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.translate import verdict_word

Index = QModelIndex | QPersistentModelIndex

CARD = QSize(14 * GRID, 20 * GRID)
_ICON = 14
_PALE = 0.25
_DOUBTFUL = 0.6


class PairDelegate(QStyledItemDelegate):
    """Tiles of one size."""

    def __init__(self, model: PairModel, theme: Theme, icons: Icons) -> None:
        super().__init__(model)
        self._model = model
        self._theme = theme
        self._icons = icons

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        lines = 2 * (QFontMetrics(option.font).height() + 2)
        return QSize(2 * CARD.width() + 4 * GRID, CARD.height() + lines + 3 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, font = self._theme, option.font
        pair: Pair = index.data(PairRole.PAIR)
        struck, doubted = bool(index.data(PairRole.STRUCK)), bool(index.data(PairRole.DOUBTED))
        place: QRect = option.rect.adjusted(GRID // 2, GRID // 2, -GRID // 2, -GRID // 2)
        painter.save()
        self._ground(painter, option, place)
        inner = place.adjusted(GRID, GRID, -GRID, -GRID)
        left = QRect(inner.topLeft(), CARD)
        right = left.translated(CARD.width() + GRID, 0)
        painter.setOpacity(_PALE if struck else _DOUBTFUL if doubted else 1.0)
        radius = paint.CARD_RADIUS * CARD.width()
        paint.picture(painter, self._model.crop(index), left, theme, radius=radius)
        paint.picture(painter, self._model.artwork(index), right, theme, radius=radius)
        painter.setOpacity(1.0)
        if struck:
            both = left.united(right)
            cross = QRectF(0, 0, 6 * GRID, 6 * GRID)
            cross.moveCenter(QRectF(both).center())
            self._icons.draw(painter, "x", cross, theme.colour(Role.BAD))
        height = QFontMetrics(font).height() + 2
        line = QRect(inner.left(), left.bottom() + GRID // 2, inner.width(), height)
        role = Role.MUTED if struck or doubted else Role.TEXT
        paint.words(painter, self._model.name(pair), line, theme.strong(font), theme, role=role)
        line.translate(0, height)
        words = verdict_word(pair.verdict)
        if doubted:
            words = self.tr("{verdict}, left out").format(verdict=words)
        self._second(painter, pair, line, option, words=self.tr("struck out") if struck else words, struck=struck)
        painter.restore()

    def _second(
        self, painter: QPainter, pair: Pair, line: QRect, option: QStyleOptionViewItem, *, words: str, struck: bool
    ) -> None:
        theme = self._theme
        corner = QRectF(line.left(), line.center().y() - _ICON / 2 + 1, _ICON, _ICON)
        colour = theme.colour(Role.BAD) if struck else theme.verdict(pair.verdict)
        self._icons.draw(painter, "x" if struck else paint.VERDICT_ICONS[pair.verdict], corner, colour)
        text = line.adjusted(_ICON + GRID // 2, 0, 0, 0)
        paint.words(painter, f"{words} · {pair.photo_name}", text, option.font, theme, role=Role.MUTED, middle=True)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, place: QRect) -> None:
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if not chosen and not state & QStyle.StateFlag.State_MouseOver:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour(Role.ACCENT), 1.5) if chosen else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(Role.CHOSEN if chosen else Role.HOVER))
        painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), 6, 6)
