"""The table of cards or packs: fluid with 100,000 rows, its keys are the page's. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from karuta.domain.card import CardKey
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.listings.gui.listed.demand_model import KEY, DemandModel

_HEIGHT = 3 * GRID
# Room for a count, whatever its head is called.
_NUMBER = "00,000"
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_STEPS = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DemandTable(QTableView):
    """`opened`: a person wants to see a row's card or pack. `stretched`: the columns that share what room is left."""

    opened = Signal(object)

    def __init__(
        self, model: DemandModel, theme: Theme, name: str, *, stretched: Sequence[int], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._model, self._theme = model, theme
        self.setAccessibleName(name)
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        down.setMinimumSectionSize(_HEIGHT)
        down.setDefaultSectionSize(_HEIGHT)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setHighlightSections(False)
        across.setSectionsClickable(True)
        across.sectionClicked.connect(self._order)
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
        self.retint()

    @property
    def key(self) -> CardKey | str | None:
        """Of the marked row."""
        index = self.currentIndex()
        key: CardKey | str | None = index.data(KEY) if index.isValid() else None
        return key

    def retint(self) -> None:
        self._model.muted = self._theme.colour(Role.MUTED)
        self.viewport().update()

    def choose(self, row: int) -> None:
        index = self._model.index(row, 0)
        if index.isValid():
            how = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, how)
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

    def _order(self, column: int) -> None:
        """The marked row stays marked, and in sight."""
        key = self.key
        self._model.step_order(column)
        self.show_order()
        row = self._model.row_of(key)
        self.choose(row or 0)

    def show_order(self) -> None:
        by = self._model.sorted_by
        header = self.horizontalHeader()
        header.setSortIndicatorShown(by is not None)
        if by is not None:
            order = Qt.SortOrder.DescendingOrder if by[1] else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(by[0], order)
