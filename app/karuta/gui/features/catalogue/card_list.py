"""The list of cards as a view that stays fluid with 100,000 rows, and how a row is painted.

A table of one column, as the queue's list: it knows only the height of a row.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from karuta.domain.catalogue import FoundCard
from karuta.gui.features.catalogue.card_list_model import CardListModel, CardRole
from karuta.gui.kit import row_paint
from karuta.gui.kit.card_names import in_order
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import example_code

Index = QModelIndex | QPersistentModelIndex
_HEIGHT = 8 * GRID


class CardListView(QTableView):
    def __init__(self, model: CardListModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(CardRowDelegate(model, theme))
        model.came.connect(self._draw)
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        across.hide()
        down.setMinimumSectionSize(_HEIGHT)
        down.setDefaultSectionSize(_HEIGHT)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Qt would ask each of 100,000 rows for its name."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Home and End go to the ends of the list, not of a row."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.model().rowCount() - 1}
        if event.key() in ends and not event.modifiers():
            self.choose(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def choose(self, row: int) -> None:
        index = self.model().index(row, 0)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def _draw(self) -> None:
        self.viewport().update()


class CardRowDelegate(QStyledItemDelegate):
    """Face, names, set code and kind; a quiet shape until the row has come."""

    def __init__(self, model: CardListModel, theme: Theme) -> None:
        super().__init__(model)
        self._model = model
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(24 * GRID, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: FoundCard | None = index.data(CardRole.ROW)
        place: QRect = option.rect
        painter.save()
        row_paint.row_ground(painter, option, self._theme)
        inner = place.adjusted(GRID, GRID // 2, -GRID, -GRID // 2)
        face = QRect(inner.left(), inner.top(), round(inner.height() * row_paint.CARD_SHAPE), inner.height())
        row_paint.card_face(painter, self._model.face(row) if row else None, face, self._theme)
        if row is not None:
            text = QRect(face.right() + GRID + GRID // 2, inner.top(), 0, inner.height())
            text.setRight(inner.right())
            first, second = in_order(row.name, row.names.get("ja", ""))
            row_paint.card_lines(
                painter,
                text,
                option.font,
                self._theme,
                name=first,
                second=second,
                third=example_code(row.set_code) or row.card.card_id,
                right=row.kind,
            )
        painter.restore()
