"""The listings as the window's list: filtered by verdict and field, painted, one of them marked. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from karuta.gui.kit.lay import column
from karuta.gui.kit.theme import Icons, Role, Theme
from karuta.gui.kit.translate import words_of
from karuta.gui.kit.two_lines import LineList, LineModel, TwoLines
from karuta.listings.domain.check.listing import FIELDS, FieldVerdict, ListingVerdict
from karuta.listings.domain.check.words import FIELD_NAMES, VERDICTS, decision_sentence
from karuta.listings.gui.check.field_table import head_of
from karuta.listings.gui.check.listing_book import ListingBook


@dataclass(frozen=True)
class ListingFilter:
    """`field`: in which something differs. `undecided`: only what nobody decided about."""

    verdict: ListingVerdict | None = None
    field: str | None = None
    undecided: bool = False


class ListingModel(LineModel):
    """A row knows its listing's place in the book. One whose finding has not come stands in no filter by verdict."""

    def __init__(self, book: ListingBook, parent: QObject) -> None:
        super().__init__(parent)
        self.book = book
        self.filter = ListingFilter()
        self.rows = self.places = list[int]()
        self._rows: dict[int, int] = {}
        book.given.connect(self.read)
        book.changed.connect(self._changed)

    def lines(self, row: int) -> TwoLines:
        """Its name, its verdict, and what is decided."""
        place = self.places[row]
        look, kept = self.book.looks.get(place), self.book.decided(place)
        verdict, icon, sign = (
            head_of(look.finding) if look is not None else (self.tr("waiting"), "circle-dashed", Role.FAINT)
        )
        parts = [verdict]
        if kept is not None:
            parts.append(words_of(decision_sentence(kept.decision)))
        if self.book.doubted(place) is not None:
            parts.append(self.tr("against the evidence"))
        name = self.book.listings[place].listing.named
        return TwoLines(name, " · ".join(parts), icon, sign, is_quiet=kept is not None)

    def row_of(self, place: int) -> int | None:
        return self._rows.get(place)

    def choose(self, chosen: ListingFilter) -> None:
        self.filter = chosen
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
        chosen, look = self.filter, self.book.looks.get(place)
        if chosen.undecided and self.book.decided(place) is not None:
            return False
        if chosen.verdict is None and chosen.field is None:
            return True
        if look is None:
            return False
        differs = {field.field for field in look.finding.fields if field.verdict is FieldVerdict.DIFFERS}
        kept = self.book.decided(place)
        if kept is not None and kept.decision.field is not None:
            differs.add(kept.decision.field)
        return (chosen.verdict in (None, look.finding.verdict)) and (chosen.field is None or chosen.field in differs)


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
            self.verdict.addItem(words_of(VERDICTS[verdict]), verdict.value)
        self.field.addItem(self.tr("All fields"), None)
        for field in FIELDS:
            self.field.addItem(self.tr("Differs: {field}").format(field=words_of(FIELD_NAMES[field])), field)
        self.setLayout(column(self.verdict, self.field, self.undecided, spacing=0.5, margins=(0, 0, 0.5, 0)))
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
        self.filters = ListingFilters(self)
        self.list = LineList(self.model, self.tr("Listings"), theme, icons)
        self.list.setUniformItemSizes(True)
        self.list.selectionModel().currentChanged.connect(lambda now, before: self._moved())
        self.setFocusProxy(self.list)
        self.setLayout(column(self.filters, (self.list, 1), spacing=0.5, margins=(0.5, 0, 0, 0)))
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

    def narrow(self, chosen: ListingFilter) -> None:
        """Another filter; the listing on the screen stays where it is in it, else the first one comes."""
        before = self.place
        self.model.choose(chosen)
        row = self.model.row_of(before) if before is not None else None
        self.mark(row or 0)
        # Of an empty list nothing is marked, and Qt says nothing of that.
        if self.place is None:
            self.moved.emit(None)
        self.list.setFocus()

    def _moved(self) -> None:
        if self.place is not None:
            self.moved.emit(self.place)
