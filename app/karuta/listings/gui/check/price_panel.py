"""The side of the page that shows a listing's price beside the sales: in words, as a plot, row by row. Asks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from karuta.domain.sentence import Sentence
from karuta.gui.kit.lay import column
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.translate import together, words_of
from karuta.listings.services.check.listing_prices import PriceEvidence, price_sentences, sale_cells
from karuta.listings.services.prices.price_guide import money

if TYPE_CHECKING:
    from karuta.listings.gui.check.price_plots import PricePlot

_LEAST_PLOT, _PLOT = 12 * GRID, 20 * GRID
_PRINTING, _CONDITION = 2, 3
_LISTING = Qt.ItemDataRole.UserRole
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class SalesList(QTreeWidget):
    """The sales, the newest first. `wanted`: a row was opened; its listing's id, "" where the sale names none."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setHeaderLabels([self.tr("Day"), self.tr("Price"), self.tr("Printing"), self.tr("Condition")])
        self.setAccessibleName(self.tr("Comparable sales"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for at in range(_CONDITION):
            self.header().setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
        self.itemActivated.connect(lambda item, _: self.wanted.emit(item.data(0, _LISTING)))

    def sizeHint(self) -> QSize:  # noqa: N802
        """Small, so that the smallest screen has room for the page; it takes what is left."""
        return self.minimumSizeHint()

    def fill(self, found: PriceEvidence | None) -> None:
        self.clear()
        made: list[QTreeWidgetItem] = []
        for sale in found.sales if found is not None else ():
            cells = sale_cells(sale, words_of)
            item = QTreeWidgetItem(list(cells[:-1]))
            item.setData(0, _LISTING, sale.sale.listing_id)
            for at in range(len(cells) - 1):
                item.setToolTip(at, cells[-1])
                if sale.side:
                    item.setForeground(at, self._theme.colour(Role.DOUBT))
            made.append(item)
        self.addTopLevelItems(made)
        # A narrow side has no room for what none of them says.
        for at in (_PRINTING, _CONDITION):
            self.setColumnHidden(at, not any(item.text(at) for item in made))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Letters are the page's keys, and search no row."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.wanted.emit(item.data(0, _LISTING))
        elif event.key() in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()


class PricePanel(QWidget):
    """`listing_wanted`: the sale that was opened is of this listing."""

    listing_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.found: PriceEvidence | None = None
        self.said, self.opened = Prose("", self), Prose("", self)
        self.plot: PricePlot | None = None
        self.sales = SalesList(theme, self)
        self._layout = column(self.said, (self.sales, 1), self.opened, spacing=0.5)
        self.setLayout(self._layout)
        self.sales.currentItemChanged.connect(lambda now, before: self._told(now))
        self.sales.wanted.connect(self._open)

    def show_price(self, found: PriceEvidence | None, nothing: str) -> None:
        """`nothing`: why there is no price to show."""
        self.found = found
        self.said.setText(self._words(found) if found is not None else nothing)
        self.opened.setText("")
        self.sales.fill(found)
        self.sales.setVisible(found is not None and bool(found.sales))
        if found is not None and self.isVisible():
            self._draw(found)
        if self.plot is not None:
            self.plot.setVisible(found is not None and bool(found.sales))

    def showEvent(self, event: object) -> None:  # noqa: N802
        if self.found is not None:
            self._draw(self.found)

    def _draw(self, found: PriceEvidence) -> None:
        if self.plot is None:
            from karuta.listings.gui.check.price_plots import PricePlot

            empty = self.tr("None of these sales says its day.")
            self.plot = PricePlot(self._theme, self.tr("Sales over time"), empty=empty, parent=self)
            self.plot.setMinimumHeight(_LEAST_PLOT)
            self.plot.setMaximumHeight(_PLOT)
            # It has its height before the rows have more than a few.
            self._layout.insertWidget(1, self.plot, 2)
        self.plot.setVisible(bool(found.sales))
        self.plot.show_price(found)

    def _words(self, found: PriceEvidence) -> str:
        parts = [words_of(sentence) for sentence in price_sentences(found)]
        if found.price is not None:
            own = Sentence(
                "The listing asks {price} {currency}.", price=money(found.price), currency=found.usual.currency
            )
            parts.insert(0, words_of(own))
        return together(parts)

    def _told(self, item: QTreeWidgetItem | None) -> None:
        """The whole of the chosen sale; a row has no room for its title."""
        self.opened.setText(item.toolTip(0) if item is not None else "")

    def _open(self, listing_id: str) -> None:
        if listing_id:
            self.listing_wanted.emit(listing_id)
