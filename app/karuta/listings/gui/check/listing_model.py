"""The listings as the window's list: filtered by verdict and field, painted, one of them marked. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QListView, QStyleOptionViewItem, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.lay import column
from karuta.gui.kit.lists import RowModel, RowPainter
from karuta.gui.kit.row_paint import row_ground
from karuta.gui.kit.theme import GRID, Icons, Role, Theme
from karuta.listings.domain.check.listing import FIELDS, FieldVerdict, ListingVerdict
from karuta.listings.gui.check.field_table import decision_words, field_words, head_of, listing_words
from karuta.listings.gui.check.listing_book import ListingBook

_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True)
class ListingFilter:
    """`field`: in which something differs. `undecided`: only what nobody decided about."""

    verdict: ListingVerdict | None = None
    field: str | None = None
    undecided: bool = False


class ListingModel(RowModel):
    """A row knows its listing's place in the book. One whose finding has not come stands in no filter by verdict."""

    def __init__(self, book: ListingBook, parent: QObject) -> None:
        super().__init__(parent)
        self.book = book
        self.filter = ListingFilter()
        self.rows = self.places = list[int]()
        self._rows: dict[int, int] = {}
        book.given.connect(self.read)
        book.changed.connect(self._changed)

    def told(self, place: int, role: int) -> Any:
        if role in _WORDS:
            listing = self.places[place]
            return f"{self.name(listing)}\n{self.state(listing)}"
        return None

    def name(self, place: int) -> str:
        return self.book.listings[place].listing.named

    def state(self, place: int) -> str:
        """Its verdict and what is decided, in words."""
        look, kept = self.book.looks.get(place), self.book.decided(place)
        found = head_of(look.finding)[0] if look is not None else self.tr("waiting")
        parts = [found]
        if kept is not None:
            parts.append(decision_words(kept.decision))
        if self.book.doubted(place) is not None:
            parts.append(self.tr("against the evidence"))
        return " · ".join(parts)

    def row_of(self, place: int) -> int | None:
        return self._rows.get(place)

    def choose(self, wanted: ListingFilter) -> None:
        self.filter = wanted
        self.read()

    def read(self) -> None:
        """All rows anew."""
        self.places = [place for place in range(len(self.book.listings)) if self._fits(place)]
        self._rows = {place: row for row, place in enumerate(self.places)}
        self.put_rows(self.places)

    def _changed(self, place: int) -> None:
        """A row that no longer fits stays until the filter is chosen anew: nothing moves under a hand."""
        row = self._rows.get(place)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))
        elif self._fits(place):
            self.beginInsertRows(QModelIndex(), len(self.places), len(self.places))
            self._rows[place] = len(self.places)
            self.places.append(place)
            self.endInsertRows()

    def _fits(self, place: int) -> bool:
        wanted, look = self.filter, self.book.looks.get(place)
        if wanted.undecided and self.book.decided(place) is not None:
            return False
        if wanted.verdict is None and wanted.field is None:
            return True
        if look is None:
            return False
        differs = {field.field for field in look.finding.fields if field.verdict is FieldVerdict.DIFFERS}
        kept = self.book.decided(place)
        if kept is not None and kept.decision.field is not None:
            differs.add(kept.decision.field)
        return (wanted.verdict in (None, look.finding.verdict)) and (wanted.field is None or wanted.field in differs)


HEIGHT = 6 * GRID
_ICON = 14


class ListingDelegate(RowPainter[ListingModel]):
    """Rows of one height."""

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
        _, icon, sign = head_of(look.finding) if look is not None else ("", "circle-dashed", Role.FAINT)
        corner = QRectF(inner.left(), lower.center().y() - _ICON / 2 + 1, _ICON, _ICON)
        self._icons.draw(painter, icon, corner, theme.colour(sign))
        paint.words(painter, model.state(place), lower, font, theme, role=Role.MUTED)
        painter.restore()


class ListingFilters(QWidget):
    """`chosen`: a person wants another filter."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.verdict, self.field = QComboBox(self), QComboBox(self)
        self.undecided = QCheckBox(self.tr("Undecided only"), self)
        self.verdict.setAccessibleName(self.tr("Filter by verdict"))
        self.field.setAccessibleName(self.tr("Filter by field"))
        self.verdict.addItem(self.tr("All verdicts"), None)
        for verdict in ListingVerdict:
            self.verdict.addItem(listing_words(verdict), verdict.value)
        self.field.addItem(self.tr("All fields"), None)
        for field in FIELDS:
            self.field.addItem(self.tr("Differs: {field}").format(field=field_words(field)), field)
        self.setLayout(column(self.verdict, self.field, self.undecided, spacing=0.5))
        self.verdict.activated.connect(lambda _: self._choose())
        self.field.activated.connect(lambda _: self._choose())
        self.undecided.toggled.connect(lambda _: self._choose())

    def reset(self) -> None:
        """Everything is shown again."""
        with QSignalBlocker(self.undecided):
            self.undecided.setChecked(False)
        self.verdict.setCurrentIndex(0)
        self.field.setCurrentIndex(0)
        self._choose()

    def _choose(self) -> None:
        verdict = self.verdict.currentData()
        self.chosen.emit(
            ListingFilter(
                ListingVerdict(verdict) if verdict is not None else None,
                self.field.currentData(),
                self.undecided.isChecked(),
            )
        )


class ListingList(QWidget):
    """`moved`: another listing is marked, by its place; None: the filter leaves none."""

    moved = Signal(object)

    def __init__(self, book: ListingBook, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.model = ListingModel(book, self)
        self.filters, self.list = ListingFilters(self), QListView(self)
        view = self.list
        view.setItemDelegate(ListingDelegate(self.model, theme, icons))
        view.setModel(self.model)
        view.setUniformItemSizes(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMouseTracking(True)
        view.setAccessibleName(self.tr("Listings"))
        view.selectionModel().currentChanged.connect(lambda now, before: self._moved())
        self.setFocusProxy(view)
        self.setLayout(column(self.filters, (view, 1), spacing=0.5, margins=(0.5, 0, 0, 0)))
        self.filters.hide()
        self.filters.chosen.connect(self.narrow)
        self.model.modelReset.connect(lambda: self.filters.setVisible(bool(book.listings)))

    @property
    def row(self) -> int:
        return self.list.currentIndex().row()

    @property
    def place(self) -> int | None:
        """The marked listing."""
        return self.model.places[self.row] if 0 <= self.row < len(self.model.places) else None

    def mark(self, row: int) -> None:
        index = self.model.index(row)
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def uncover(self, place: int) -> None:
        """Mark a listing, also where the filter has hidden it."""
        if self.model.row_of(place) is None:
            self.filters.reset()
        row = self.model.row_of(place)
        if row is not None:
            self.mark(row)

    def narrow(self, wanted: ListingFilter) -> None:
        """Another filter; the listing on the screen stays where it is in it, else the first one comes."""
        before = self.place
        self.model.choose(wanted)
        row = self.model.row_of(before) if before is not None else None
        self.mark(row or 0)
        # Of an empty list nothing is marked, and Qt says nothing of that.
        if self.place is None:
            self.moved.emit(None)
        self.list.setFocus()

    def _moved(self) -> None:
        if self.place is not None:
            self.moved.emit(self.place)
