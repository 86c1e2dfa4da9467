"""The listings of a page as a list, filtered by verdict and field. Decides nothing and asks for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from karuta.listings.domain.check.listing import FieldVerdict, ListingVerdict
from karuta.listings.gui.check.listing_book import ListingBook
from karuta.listings.gui.check.verdict_words import decision_words, listing_words

Index = QModelIndex | QPersistentModelIndex
_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True)
class ListingFilter:
    """`field`: in which something differs. `undecided`: only what nobody decided about."""

    verdict: ListingVerdict | None = None
    field: str | None = None
    undecided: bool = False


class ListingModel(QAbstractListModel):
    """A row knows its listing's place in the book. One whose finding has not come stands in no filter by verdict."""

    def __init__(self, book: ListingBook, parent: QObject) -> None:
        super().__init__(parent)
        self.book = book
        self.filter = ListingFilter()
        self.places: list[int] = []
        self._rows: dict[int, int] = {}
        book.given.connect(self.read)
        book.changed.connect(self._changed)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        if role in _WORDS:
            place = self.places[index.row()]
            return f"{self.name(place)}\n{self.state(place)}"
        return None

    def name(self, place: int) -> str:
        listing = self.book.listings[place].listing
        return " · ".join(text for text in (listing.listing_id, listing.title) if text)

    def state(self, place: int) -> str:
        """Its verdict and what is decided, in words."""
        look, kept = self.book.looks.get(place), self.book.decided(place)
        found = listing_words(look.finding.verdict) if look is not None else self.tr("waiting")
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
        self.beginResetModel()
        self.places = [place for place in range(len(self.book.listings)) if self._fits(place)]
        self._rows = {place: row for row, place in enumerate(self.places)}
        self.endResetModel()

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
        differs = {one.field for one in look.finding.fields if one.verdict is FieldVerdict.DIFFERS}
        kept = self.book.decided(place)
        if kept is not None and kept.decision.field is not None:
            differs.add(kept.decision.field)
        return (wanted.verdict in (None, look.finding.verdict)) and (wanted.field is None or wanted.field in differs)
