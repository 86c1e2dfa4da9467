"""A view of equal cells, in one column or as many as fit. Where a cell is, is computed: none is ever laid out.

Qt's list view lays out each row again whenever one comes, goes or moves (0.4 s for 100,000 rows). This is Qt's table,
because a screen reader is told of a table's cells by their row alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from karuta.gui.kit.lists import Index

_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint
_State = QStyle.StateFlag


class CellView(QTableView):
    """Rows of the model stand beside each other and then below, from the right where the window is written so.

    What is marked with Shift or a drag is a run of rows, in a grid as in a list.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_width, self._height = 0, 1
        self.columns = 1
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        for corner in self.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly):
            corner.hide()
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)

    def set_cells(self, *, least_width: int, height: int) -> None:
        """In pixels. `least_width` 0: one column, as wide as the view."""
        self._least_width, self._height = least_width, height
        self._fit()
        self.updateGeometries()
        self.viewport().update()

    def rows_at(self, place: QRect) -> range:
        """The rows whose cells stand in the lines that this part of the viewport touches."""
        top, bottom = (y + self.verticalOffset() for y in (place.top(), place.bottom()))
        first, after = top // self._height * self.columns, (bottom // self._height + 1) * self.columns
        return range(max(0, first), min(self._count, after))

    @property
    def _count(self) -> int:
        model = self.model()
        return model.rowCount() if model is not None else 0

    def _fit(self) -> None:
        """Beside the scroll bar, shown or not: else how many columns fit would change whether it is needed."""
        width = self.contentsRect().width() - self.verticalScrollBar().sizeHint().width()
        self.columns = max(1, width // self._least_width) if self._least_width else 1

    def _row_at(self, point: QPoint) -> int:
        """The row of the cell at or nearest beside a point, whether the model has it or not."""
        # The other way round from `visualRect`, to the pixel.
        column = ((max(point.x(), 0) + 1) * self.columns - 1) // max(1, self.viewport().width())
        column = min(column, self.columns - 1)
        if self.isRightToLeft():
            column = self.columns - 1 - column
        return (point.y() + self.verticalOffset()) // self._height * self.columns + column

    def choose(self, row: int) -> None:
        """Mark this row alone."""
        index = self.model().index(row, 0)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    # Qt's side

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Qt would ask each of 100,000 rows for its name."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Home and End mark the ends also where one of them is the current row without a mark."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self._count - 1}
        if event.key() in ends and not event.modifiers():
            self.choose(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def visualRect(self, index: Index) -> QRect:  # noqa: N802
        if not index.isValid():
            return QRect()
        line, column = divmod(index.row(), self.columns)
        if self.isRightToLeft():
            column = self.columns - 1 - column
        width = self.viewport().width()
        left, right = (width * at // self.columns for at in (column, column + 1))
        return QRect(left, line * self._height - self.verticalOffset(), right - left, self._height)

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802
        row = self._row_at(point)
        return self.model().index(row, 0) if 0 <= row < self._count else QModelIndex()

    def scrollTo(self, index: Index, hint: _Hint = _Hint.EnsureVisible) -> None:  # noqa: N802
        if not index.isValid():
            return
        self.updateGeometries()
        bar, room = self.verticalScrollBar(), self.viewport().height() - self._height
        top = index.row() // self.columns * self._height
        if hint is _Hint.PositionAtTop:
            bar.setValue(top)
        elif hint is _Hint.PositionAtBottom:
            bar.setValue(top - room)
        elif hint is _Hint.PositionAtCenter:
            bar.setValue(top - room // 2)
        else:
            bar.setValue(min(max(bar.value(), top - room), top))

    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802
        del modifiers
        count, columns, index = self._count, self.columns, self.currentIndex()
        if not count:
            return QModelIndex()
        if not index.isValid():
            return self.model().index(0, 0)
        row, page = index.row(), max(1, self.viewport().height() // self._height) * columns
        on = (-1 if self.isRightToLeft() else 1) if columns > 1 else 0
        to = {
            _Move.MoveLeft: row - on,
            _Move.MoveRight: row + on,
            _Move.MovePrevious: row - 1,
            _Move.MoveNext: row + 1,
            _Move.MoveUp: row - columns,
            _Move.MoveDown: row + columns,
            _Move.MovePageUp: max(row - page, row % columns),
            _Move.MovePageDown: row + page,
            _Move.MoveHome: 0,
            _Move.MoveEnd: count - 1,
        }[action]
        # Below the last line is the last photo, unless it is in this line.
        if to >= count and row // columns < (count - 1) // columns:
            to = count - 1
        return self.model().index(to if 0 <= to < count else row, 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:  # noqa: N802
        """From one corner to the other, which may lie above and before it."""
        last = self._count - 1
        if last < 0:
            return
        first, second = (min(max(0, self._row_at(corner)), last) for corner in (rect.topLeft(), rect.bottomRight()))
        model = self.model()
        run = QItemSelection(model.index(min(first, second), 0), model.index(max(first, second), 0))
        self.selectionModel().select(run, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: N802
        region, model = QRegion(), self.model()
        for part in (selection.at(place) for place in range(selection.count())):
            top, bottom = (self.visualRect(model.index(row, 0)) for row in (part.top(), part.bottom()))
            region += QRect(0, top.top(), self.viewport().width(), bottom.bottom() - top.top() + 1)
        return region

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:  # noqa: N802
        """Qt would draw of several rows only what stands in its table's own column, which is 100 pixels wide."""
        super().dataChanged(first, last, roles)
        if first != last:
            self.viewport().update()

    def horizontalOffset(self) -> int:  # noqa: N802
        return 0

    def verticalOffset(self) -> int:  # noqa: N802
        return self.verticalScrollBar().value()

    def updateGeometries(self) -> None:  # noqa: N802
        """Only how far it scrolls: there is nothing else to place."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        lines = -(-self._count // self.columns)
        bar.setPageStep(height)
        bar.setSingleStep(max(1, self._height // 3) if self._least_width else self._height)
        bar.setRange(0, max(0, lines * self._height - height))

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        self.scrollDirtyRegion(dx, dy)
        self.viewport().scroll(dx, dy)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit other columns; the first line in sight goes on with the photo that it began with."""
        first, columns = self.verticalOffset() // self._height * self.columns, self.columns
        self._fit()
        super().resizeEvent(event)
        self.updateGeometries()
        if self.columns != columns:
            self.verticalScrollBar().setValue(first // self.columns * self._height)
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        model, selection, plain = self.model(), self.selectionModel(), option.state
        delegate, viewport = self.itemDelegate(), self.viewport()
        pointer = viewport.mapFromGlobal(QCursor.pos()) if viewport.underMouse() else QPoint(-1, -1)
        painter = QPainter(viewport)
        for row in self.rows_at(event.rect()):
            index = model.index(row, 0)
            option.rect = self.visualRect(index)
            option.state = plain
            if selection.isSelected(index):
                option.state |= _State.State_Selected
            if option.rect.contains(pointer):
                option.state |= _State.State_MouseOver
            delegate.paint(painter, option, index)
        painter.end()


class PageView(CellView):
    """Of whole lines: as many as have room, stretched to fill it. It scrolls by lines, and no cell is cut."""

    _least_height = 1

    def set_cells(self, *, least_width: int, height: int) -> None:
        """`height`: the least one."""
        self._least_height = height
        super().set_cells(least_width=least_width, height=height)

    @property
    def lines(self) -> int:
        """How many are in sight at once."""
        return max(1, self.viewport().height() // self._least_height)

    @property
    def page(self) -> range:
        """The rows in sight."""
        first = self.verticalOffset() // self._height * self.columns
        return range(first, min(self._count, first + self.lines * self.columns))

    def _fit(self) -> None:
        super()._fit()
        self._height = max(1, self.viewport().height() // self.lines)

    def verticalOffset(self) -> int:  # noqa: N802
        return self.verticalScrollBar().value() // self._height * self._height

    def updateGeometries(self) -> None:  # noqa: N802
        bar, height = self.verticalScrollBar(), self._height
        bar.setPageStep(self.lines * height)
        bar.setSingleStep(height)
        bar.setRange(0, max(0, -(-self._count // self.columns) - self.lines) * height)

    def scrollTo(self, index: Index, hint: _Hint = _Hint.EnsureVisible) -> None:  # noqa: N802
        if not index.isValid():
            return
        self.updateGeometries()
        line, first = index.row() // self.columns, self.verticalOffset() // self._height
        least = line - self.lines + 1 if hint is _Hint.EnsureVisible else line
        self.verticalScrollBar().setValue(min(max(first, least), line) * self._height)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        first = self.page.start
        super().resizeEvent(event)
        self.verticalScrollBar().setValue(first // self.columns * self._height)
