"""Lists as the window shows them: rows of texts in columns, and pictures in tiles. Knows nothing of what they say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from karuta.gui.kit.theme import GRID

Index = QModelIndex | QPersistentModelIndex
_KEY = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Columns(QTreeWidget):
    """One row at a time is marked. Columns are as wide as their texts, and one takes the room that is left.

    `wide`: that one, if not the last. `numbers`: columns whose texts stand at the right.
    """

    def __init__(
        self,
        name: str,
        heads: Sequence[str],
        parent: QWidget,
        *,
        wide: int | None = None,
        numbers: Sequence[int] = (),
    ) -> None:
        """`name`: for those who do not see."""
        super().__init__(parent)
        self._numbers = numbers
        self.setAccessibleName(name)
        self.setHeaderLabels(list(heads))
        self.setRootIsDecorated(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        for number in numbers:
            self.headerItem().setTextAlignment(number, _RIGHT)
        header, last = self.header(), len(heads) - 1
        header.setStretchLastSection(wide is None)
        for at in range(len(heads)):
            if at == wide:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            elif wide is not None or at < last:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)

    def add(self, cells: Sequence[str], *, key: str = "", at: int | None = None) -> QTreeWidgetItem:
        """A row, the last one unless `at` says where. `key`: by which it is found again."""
        item = QTreeWidgetItem(list(cells))
        item.setData(0, _KEY, key)
        for number in self._numbers:
            item.setTextAlignment(number, _RIGHT)
        self.insertTopLevelItem(self.topLevelItemCount() if at is None else at, item)
        return item

    def fill(self, rows: Sequence[Sequence[str]]) -> None:
        """These in place of all others."""
        self.clear()
        for cells in rows:
            self.add(cells)

    @property
    def items(self) -> list[QTreeWidgetItem]:
        return [item for row in range(self.topLevelItemCount()) if (item := self.topLevelItem(row)) is not None]

    @property
    def current_key(self) -> str | None:
        item = self.currentItem()
        return None if item is None else str(item.data(0, _KEY))

    def item_of(self, key: str) -> QTreeWidgetItem | None:
        return next((item for item in self.items if item.data(0, _KEY) == key), None)

    def choose(self, key: str | None) -> None:
        """Mark the row with this key, if there is one."""
        if key is not None and (item := self.item_of(key)) is not None:
            self.setCurrentItem(item)

    def choose_first(self) -> None:
        if self.topLevelItemCount():
            self.setCurrentItem(self.items[0])


class QuietCell(QStyledItemDelegate):
    """A margin beside the words, and no box around the focused cell: its whole row is marked."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return super().sizeHint(option, index) + QSize(2 * GRID, 0)


def table_of(parent: QWidget, columns: list[str]) -> QTableWidget:
    """A plain table: no grid, no frame, whole rows, and no visible headers (screen readers have them).

    Its next to last column takes the remaining room.
    """
    table = QTableWidget(0, len(columns), parent)
    table.setHorizontalHeaderLabels(columns)
    table.setItemDelegate(QuietCell(table))
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(4 * GRID)
    header = table.horizontalHeader()
    header.hide()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(max(0, len(columns) - 2), QHeaderView.ResizeMode.Stretch)
    return table


def lay_in_tiles(view: QListView) -> None:
    """Equal tiles, as many beside each other as there is room for, that scroll smoothly and stay where they are."""
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setMovement(QListView.Movement.Static)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setUniformItemSizes(True)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
