"""Cards or packs with their counts as a table, fluid with 100,000 rows, and what is said of them.

A row is made once; nothing is asked while the table is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence
from karuta.gui.kit.lists import Index
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, filled_in, in_order, together, words_of
from karuta.listings.domain.popularity import TEN, ListedBy, Popularity, Sort, SoughtBy, Spread

KEY = int(Qt.ItemDataRole.UserRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_DOWN = Qt.SortOrder.DescendingOrder


@dataclass(frozen=True)
class DemandRow:
    """`cells`: as the columns stand. `sought`: what a filter looks at. `key`: the card, or the pack."""

    cells: tuple[str | int, ...]
    sought: str
    key: CardKey | str
    is_muted: bool = False

    def is_number(self, column: int) -> bool:
        return isinstance(self.cells[column], int)


class DemandModel(QAbstractTableModel):
    """`heads`: what each column is called, and what that means. `shown`: the rows that the filter leaves, in order."""

    def __init__(self, heads: Sequence[tuple[str, str]], theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.heads, self._theme = tuple(heads), theme
        self._rows: tuple[DemandRow, ...] = ()
        self.shown: list[DemandRow] = []
        self._column, self._order, self._text = -1, Qt.SortOrder.AscendingOrder, ""

    def fill(self, rows: Iterable[DemandRow]) -> None:
        self._rows = tuple(rows)
        self._arrange()

    def narrow(self, text: str) -> None:
        """Only rows whose name has these words in it."""
        self._text = text
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By this column; -1: as the rows were filled in."""
        self._column, self._order = column, order
        self._arrange()

    def row_of(self, key: CardKey | str | None) -> int | None:
        """The place of a row now; None where the filter hides it."""
        return next((place for place, row in enumerate(self.shown) if row.key == key), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(self.heads):
            return None
        is_number = bool(self._rows) and self._rows[0].is_number(section)
        values: dict[int, Any] = {
            Qt.ItemDataRole.DisplayRole: self.heads[section][0],
            Qt.ItemDataRole.ToolTipRole: self.heads[section][1],
            Qt.ItemDataRole.TextAlignmentRole: _RIGHT if is_number else _LEFT,
            # The largest first, or the first name.
            Qt.ItemDataRole.InitialSortOrderRole: _DOWN if is_number else Qt.SortOrder.AscendingOrder,
        }
        return values.get(role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        row, column = self.shown[index.row()], index.column()
        cell = row.cells[column]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"{cell:,}" if isinstance(cell, int) else cell
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heads[column][0]}: {cell}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if row.is_number(column) else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole and row.is_muted:
            return self._theme.colour(Role.MUTED)
        return row.key if role == KEY else None

    def _arrange(self) -> None:
        words = self._text.casefold().split()
        self.beginResetModel()
        self.shown = [row for row in self._rows if all(word in row.sought for word in words)]
        if self._column >= 0:
            self.shown.sort(key=lambda row: row.cells[self._column], reverse=self._order is _DOWN)
        self.endResetModel()


_HEIGHT = 3 * GRID
# Room for a count, whatever its head is called.
_NUMBER = "00,000"
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_STEPS = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DemandTable(QTableView):
    """The marked row stays marked, and in sight, in whatever order the rows stand; else the first one is.

    `opened`: a person wants to see a row's card or pack. `stretched`: the columns that share what room is left.
    """

    opened = Signal(object)

    def __init__(self, model: DemandModel, name: str, *, stretched: Sequence[int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._model = model
        self._marked: CardKey | str | None = None
        model.modelAboutToBeReset.connect(self._keep_marked)
        model.modelReset.connect(lambda: self.choose(model.row_of(self._marked) or 0))
        self.setAccessibleName(name)
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        down.setMinimumSectionSize(_HEIGHT)
        down.setDefaultSectionSize(_HEIGHT)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setHighlightSections(False)
        across.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        across.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        number = across.fontMetrics().horizontalAdvance(_NUMBER) + 3 * GRID
        for column in range(len(model.heads)):
            across.resizeSection(column, max(across.sectionSizeHint(column) + GRID, number))
        for column in stretched:
            across.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(KEY)))

    @property
    def key(self) -> CardKey | str | None:
        """Of the marked row."""
        index = self.currentIndex()
        key: CardKey | str | None = index.data(KEY) if index.isValid() else None
        return key

    def choose(self, row: int) -> None:
        index = self._model.index(row, 0)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are the page's keys."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """J and K as elsewhere; Home and End go to the ends of the table, not of a row."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self._model.rowCount() - 1}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _STEPS and plain:
            self.choose(self.currentIndex().row() + _STEPS[Qt.Key(event.key())])
        elif event.key() in ends and plain:
            self.choose(ends[Qt.Key(event.key())])
        elif event.key() in _ENTER and self.key is not None:
            self.opened.emit(self.key)
        elif event.key() in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _keep_marked(self) -> None:
        self._marked = self.key


_SORTS: dict[Sort, str] = {
    ListedBy.TABLES: QT_TRANSLATE_NOOP("Demand", "Listed: in tables"),
    ListedBy.CHECKED: QT_TRANSLATE_NOOP("Demand", "Listed: checked here"),
    SoughtBy.SEARCHES: QT_TRANSLATE_NOOP("Demand", "Looked for: searches"),
    SoughtBy.LABELS: QT_TRANSLATE_NOOP("Demand", "Looked for: labels"),
    SoughtBy.BELOW_FIRST: QT_TRANSLATE_NOOP("Demand", "Looked for: labels below the first match"),
}


def sort_words(by: Sort) -> str:
    return QCoreApplication.translate("Demand", _SORTS[by])


def spread_words(spread: Spread) -> str:
    """How counts lie on cards, in a sentence or two."""
    if not spread.total:
        return QCoreApplication.translate("Demand", "Nothing was counted.")
    share = f"{100 * spread.ten / spread.total:.0f}"
    ten = QCoreApplication.translate("Demand", "The {ten} commonest cards have {share} %; half of all lies on {half}.")
    tail = QCoreApplication.translate("Demand", "Once: {once}, never: {never}.")
    return together(
        [
            filled_in(ten, ten=TEN, share=share, half=spread.half),
            filled_in(tail, once=spread.once, never=spread.never),
        ]
    )


def card_rows(popularity: Popularity) -> Iterator[DemandRow]:
    held = QCoreApplication.translate("Demand", "{rule} (moved down by the cap)")
    rules: dict[str, str] = {}
    for number, row in enumerate(popularity.rows, start=1):
        demand = row.demand
        rule = rules.setdefault(row.rule, words_of(Sentence(row.rule)))
        name, other = in_order(demand.name, demand.japanese)
        cells = (
            number,
            name,
            demand.listed,
            demand.looked_for,
            demand.buried,
            held.format(rule=rule) if row.is_held else rule,
        )
        sought = f"{name}\n{other}\n{demand.pack}\n{demand.card.card_id}".casefold()
        yield DemandRow(cells, sought, demand.card, is_muted=not demand.listed and not demand.looked_for)


def pack_rows(popularity: Popularity) -> Iterator[DemandRow]:
    for pack in popularity.packs:
        name = pack.name or QCoreApplication.translate("Demand", "(left the catalogue)")
        cells = (name, pack.cards, pack.listed, pack.looked_for, pack.never_listed, pack.never_looked_for)
        yield DemandRow(cells, name.casefold(), pack.name)
