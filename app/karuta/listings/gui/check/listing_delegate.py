"""Paints a listing of the list: its name, its verdict with a sign, and what is decided."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from karuta.gui.kit import paint
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.row_paint import row_ground
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.listings.gui.check.listing_model import ListingModel
from karuta.listings.gui.check.verdict_words import ICONS, ROLES

HEIGHT = 6 * GRID
_ICON = 14


class ListingDelegate(QStyledItemDelegate):
    """Rows of one height."""

    def __init__(self, model: ListingModel, theme: Theme, icons: Icons) -> None:
        super().__init__(model)
        self._model = model
        self._theme = theme
        self._icons = icons

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(20 * GRID, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, model = self._theme, self._model
        place = model.places[index.row()]
        look, kept = model.book.looks.get(place), model.book.decided(place)
        painter.save()
        row_ground(painter, option, theme)
        area: QRect = option.rect
        if kept is not None:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), theme.colour(Role.ACCENT))
        inner = area.adjusted(GRID + GRID // 2, GRID // 2, -GRID, -GRID // 2)
        font = option.font
        line = QFontMetrics(font).height() + 2
        upper = QRect(inner.left(), inner.center().y() - line, inner.width(), line)
        lower = upper.translated(_ICON + GRID // 2, line).adjusted(0, 0, -_ICON - GRID // 2, 0)
        role = Role.MUTED if kept is not None else Role.TEXT
        paint.words(painter, model.name(place), upper, font, theme, role=role)
        icon = ICONS[look.finding.verdict] if look is not None else "circle-dashed"
        sign = ROLES[look.finding.verdict] if look is not None else Role.FAINT
        corner = QRectF(inner.left(), lower.center().y() - _ICON / 2 + 1, _ICON, _ICON)
        self._icons.draw(painter, icon, corner, theme.colour(sign))
        paint.words(painter, model.state(place), lower, font, theme, role=Role.MUTED)
        painter.restore()
