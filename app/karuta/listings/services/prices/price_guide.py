"""The price guide: what a card usually costs by the sales of a table, and by which sales. Changes no library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from karuta.listings.domain.prices.usual import (
    FEWEST,
    PriceGroup,
    ReadSaleTitle,
    Sale,
    SkippedSale,
    UsualPrice,
    WantedPrice,
    wider,
)
from karuta.listings.services.prices.read_sales import SaleReaders, read_sales
from karuta.listings.services.prices.sold_cards import SoldCards
from karuta.listings.store.sales import GROUPS, Comparable, SalesTable
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue

SKIPPED_KEPT = 1000
BY = tuple(GROUPS)
"""What sales can be grouped by."""


@dataclass(frozen=True)
class SalesRead:
    """What came of reading sales. `skipped`: the first thousand rows that are none; `skips`: how many there are.

    `unclear`: how many have a date that can be read in two ways; `example`: the first of them.
    """

    sales: int = 0
    skips: int = 0
    skipped: tuple[SkippedSale, ...] = ()
    unclear: int = 0
    example: Sale | None = None


class _Tally:
    """Passes sales on, and counts what is none, or not quite clear."""

    def __init__(self) -> None:
        self.skips = self.unclear = 0
        self.skipped: list[SkippedSale] = []
        self.example: Sale | None = None

    def sales(self, rows: Iterable[Sale | SkippedSale]) -> Iterator[Sale]:
        for row in rows:
            if isinstance(row, SkippedSale):
                self.skips += 1
                if self.skips <= SKIPPED_KEPT:
                    self.skipped.append(row)
                continue
            if row.unclear:
                self.unclear += 1
                self.example = self.example or row
            yield row


class PriceGuide:
    """Sales, and what is usual by them. One thread. Every call raises `LibraryError` where the disk refuses."""

    def __init__(self) -> None:
        self._table = SalesTable()

    def close(self) -> None:
        self._table.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, rows: Iterable[Sale | SkippedSale]) -> SalesRead:
        """Take in the sales among these rows, and count the others."""
        tally = _Tally()
        count = self._table.add(tally.sales(rows))
        return SalesRead(count, tally.skips, tuple(tally.skipped), tally.unclear, tally.example)

    def usual(self, wanted: WantedPrice) -> UsualPrice:
        """What is usual, by the narrowest comparables of which there are enough.

        Without a currency, that of most comparable sales; of most sales of the card where there are none.
        """
        currency = wanted.currency
        if currency is None:
            currency = next(iter(self.currencies(wanted)), "")
        used, widened = replace(wanted, currency=currency), []
        group = self._table.group(used)
        while group.n < FEWEST and (step := wider(used)) is not None:
            name, used = step
            widened.append(name)
            group = self._table.group(used)
        return UsualPrice(wanted, currency, group, tuple(widened), used)

    def currencies(self, wanted: WantedPrice) -> dict[str, int]:
        """The sales in each currency, the most frequent first: of the narrowest comparables of which there are any."""
        found = self._table.currencies(wanted)
        while not found and (step := wider(wanted)) is not None:
            wanted = step[1]
            found = self._table.currencies(wanted)
        return found

    def has_sales(self, wanted: WantedPrice) -> bool:
        """Whether there are comparable sales, in whatever currency, without widening."""
        return bool(self._table.currencies(wanted))

    def groups(self, usual: UsualPrice, by: str) -> dict[str, PriceGroup]:
        """The comparables that were used, a group for each value of one of `BY`; empty: it is not said."""
        return self._table.groups(usual.used, by)

    def comparables(self, usual: UsualPrice, *, most: int = 100) -> list[Comparable]:
        """The sales that were used and those that were set aside, the newest first."""
        return self._table.comparables(usual.used, most=most)


def sales_of(library: LibraryFolder, sales: Path | None) -> Path | None:
    """The table to read: the one that is named, else the person's own in the library; None where there is none."""
    if sales is not None:
        return sales
    return library.sales_csv if library.sales_csv.exists() else None


def read_into(
    guide: PriceGuide,
    sales: Path,
    catalogue: Catalogue,
    *,
    read_title: ReadSaleTitle | None = None,
    currency: str | None = None,
) -> SalesRead:
    """Read a table into the guide. `currency`: that of a table which names none. Raises `SalesError`."""
    readers = SaleReaders(SoldCards(catalogue).find, read_title, currency or "")
    return guide.add(read_sales(sales, readers))
