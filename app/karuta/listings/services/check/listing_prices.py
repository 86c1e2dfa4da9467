"""What listings' prices are beside the sales of a library: the second pass of a check. Changes nothing in a library."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence, counted
from karuta.listings.domain.check.listing import SoldListing
from karuta.listings.domain.prices import (
    PriceVerdict,
    SaleTitle,
    UsualPrice,
    WantedPrice,
    agreed,
    decimal_mark,
    price_verdict,
    read_currency,
    read_price,
)
from karuta.listings.services.check.finding_json import NO_PRICE
from karuta.listings.services.check.read_listings import ListingTable
from karuta.listings.services.prices.price_guide import PriceGuide, read_into, sales_of
from karuta.listings.services.prices.read_sales import SaleTitles, condition_form, grade_form, printing_form
from karuta.listings.store.sales import Comparable
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue

log = logging.getLogger(__name__)

SHOWN = 10
"""So many comparables of a price that lies outside are told; `karuta price --rows` has all."""

_MOST_ROWS = 4 * SHOWN
_OUTSIDE = (PriceVerdict.LOW, PriceVerdict.HIGH)


def read_guide(library: LibraryFolder, resources: Path, sales: Path, *, is_told: bool = True) -> PriceGuide:
    """A table of sales, its titles read by the library's catalogue.

    `is_told`: rows that cannot be used are told to the log.

    Raises `SalesError` for a table that cannot be read, `LibraryError` without a usable catalogue.
    """
    guide = PriceGuide()
    try:
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            read = read_into(guide, sales, catalogue, read_title=SaleTitles(library, resources))
    except BaseException:
        guide.close()
        raise
    if read.skips and is_told:
        log.warning("%s of %s cannot be used; `karuta price` says which and why.", counted(read.skips, "row"), sales)
    return guide


class ListingPrices:
    """Judges any number of listings' prices by the library's own table of sales; without one, cannot tell."""

    def __init__(self, library: LibraryFolder, resources: Path, table: ListingTable) -> None:
        """Raises `SalesError` for a table that cannot be read, `LibraryError` without a usable catalogue."""
        self._table = table
        self._guide: PriceGuide | None = None
        self._mark = ""
        sales = sales_of(library, None)
        if sales is None or "price" not in table.places:
            return
        self._mark = price_mark(table)
        self._guide = read_guide(library, resources, sales)

    def __enter__(self) -> ListingPrices:
        return self

    def __exit__(self, *error: object) -> None:
        if self._guide is not None:
            self._guide.close()

    def of(self, listing: SoldListing, sold: SaleTitle) -> dict[str, Any]:
        """The `price` of a listing's line. `sold`: what it sells; of several cards or no genuine one, cannot tell."""
        if self._guide is None or sold.card is None or sold.refused is not None:
            return dict(NO_PRICE)
        cells = [self._table.cell(listing, name) for name in ("price", "currency")]
        amount, currency = asked_price(*cells, mark=self._mark)
        usual = self._guide.usual(wanted_price(sold, sold.card, currency=currency, leave_out=listing.listing_id))
        verdict = price_verdict(amount, currency, usual)
        found = {**_price_json(usual, verdict), "asked": amount if currency == usual.currency else None}
        if verdict in _OUTSIDE:
            rows = self._guide.comparables(usual, most=_MOST_ROWS)
            found["comparables"] = [_row(row) for row in rows if not row.side][:SHOWN]
        return found


def price_mark(table: ListingTable) -> str:
    """What parts whole numbers from cents in a table's prices; "" where its cells do not say it."""
    if "price" not in table.places:
        return ""
    marks = {decimal_mark([table.cell(listing, "price")]) for listing in table.rows()} - {""}
    return marks.pop() if len(marks) == 1 else ""


def asked_price(price: str, currency: str, *, mark: str) -> tuple[float | None, str]:
    """A listing's price and its currency; None and "" where the cells say none, or two that do not agree."""
    said = read_currency(currency)
    if said is None:
        return None, ""
    found = read_price(price, mark=mark, currency=said)
    if isinstance(found, Sentence):
        return None, said
    code = agreed(found, said)
    return (None, said) if isinstance(code, Sentence) else (found.amount, code)


def wanted_price(sold: SaleTitle, card: CardKey, *, currency: str, leave_out: str) -> WantedPrice:
    """Which sales are comparable with a listing."""
    return WantedPrice(
        card,
        printing=printing_form(sold.printing) or None,
        condition=condition_form(sold.condition) or None,
        grade=grade_form(sold.grade),
        currency=currency or None,
        leave_out=leave_out,
    )


def _price_json(usual: UsualPrice, verdict: PriceVerdict) -> dict[str, Any]:
    group = usual.group
    return {
        "verdict": verdict.value,
        "median": group.median,
        "low": group.low,
        "high": group.high,
        "n": group.n,
        "widened": list(usual.widened),
        "currency": usual.currency or None,
        "outliers": group.outliers,
    }


def _row(one: Comparable) -> dict[str, Any]:
    sale = one.sale
    return {
        "line": sale.line,
        "price": sale.price,
        "printing": sale.printing or None,
        "condition": sale.condition or None,
        "grade": sale.grade or None,
        "date": sale.day or None,
        "listing_id": sale.listing_id or None,
        "title": sale.title or None,
    }
