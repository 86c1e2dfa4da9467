"""Rows of cards or packs with their counts as a table: filtered by name, ordered by the rules or by a column.

A row is made once; nothing is asked while the table is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from karuta.domain.card import CardKey

Index = QModelIndex | QPersistentModelIndex
KEY = int(Qt.ItemDataRole.UserRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class DemandRow:
    """`cells`: as the columns stand. `sought`: what a filter looks at. `key`: the card, or the pack."""

    cells: tuple[str | int, ...]
    sought: str
    key: CardKey | str
    is_muted: bool = False


class DemandModel(QAbstractTableModel):
    """`heads`: what each column is called, and what that means."""

    def __init__(self, heads: Sequence[tuple[str, str]], parent: QObject) -> None:
        super().__init__(parent)
        self.heads = tuple(heads)
        self.muted: QColor | None = None
        self.rows: tuple[DemandRow, ...] = ()
        self.shown: list[int] = []
        self.sorted_by: tuple[int, bool] | None = None
        self.text = ""

    def fill(self, rows: Sequence[DemandRow]) -> None:
        self.rows = tuple(rows)
        self._arrange()

    def narrow(self, text: str) -> None:
        """Only rows whose name has these words in it."""
        self.text = text
        self._arrange()

    def step_order(self, column: int) -> None:
        """By this column, the largest (or the first name) first; then the other way round; then as the rules say."""
        first = bool(self.rows) and isinstance(self.rows[0].cells[column], int)
        if self.sorted_by is None or self.sorted_by[0] != column:
            self.sorted_by = (column, first)
        elif self.sorted_by[1] is first:
            self.sorted_by = (column, not first)
        else:
            self.sorted_by = None
        self._arrange()

    def row_of(self, key: CardKey | str | None) -> int | None:
        """Where it stands now; None where the filter hides it."""
        return next((row for row, at in enumerate(self.shown) if self.rows[at].key == key), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(self.heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section][0]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.heads[section][1]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        row = self.rows[self.shown[index.row()]]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            cell = row.cells[index.column()]
            return f"{cell:,}" if isinstance(cell, int) else cell
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heads[index.column()][0]}: {row.cells[index.column()]}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole and row.is_muted:
            return self.muted
        return row.key if role == KEY else None

    # Inside

    def _alignment(self, column: int) -> int:
        return _RIGHT if self.rows and isinstance(self.rows[0].cells[column], int) else _LEFT

    def _arrange(self) -> None:
        words = self.text.casefold().split()
        self.beginResetModel()
        self.shown = [at for at, row in enumerate(self.rows) if all(word in row.sought for word in words)]
        if self.sorted_by is not None:
            column, down = self.sorted_by
            self.shown.sort(key=lambda at: self.rows[at].cells[column], reverse=down)
        self.endResetModel()
