"""What listings' prices are beside the sales of a library: the second pass of a check. Changes nothing in a library."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from karuta.domain.counted import counted
from karuta.domain.listings.listing import SoldListing
from karuta.domain.prices.money import agreed, decimal_mark, read_currency, read_price
from karuta.domain.prices.sale import SaleTitle
from karuta.domain.prices.usual import PriceVerdict, UsualPrice, WantedPrice, price_verdict
from karuta.domain.sentence import Sentence
from karuta.paths import LibraryFolder
from karuta.services.check.finding_json import NO_PRICE
from karuta.services.check.prices.price_guide import PriceGuide, read_into, sales_of
from karuta.services.check.prices.read_sales import condition_form, grade_form, printing_form
from karuta.services.check.prices.sale_titles import SaleTitles
from karuta.services.check.read_listings import ListingTable
from karuta.store.cards import Catalogue
from karuta.store.sales import Comparable

log = logging.getLogger(__name__)

SHOWN = 10
"""So many comparables of a price that lies outside are told; `karuta price --rows` has all."""

_MOST_ROWS = 4 * SHOWN
_OUTSIDE = (PriceVerdict.LOW, PriceVerdict.HIGH)


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
        marks = {decimal_mark([table.cell(listing, "price")]) for listing in table.rows()} - {""}
        self._mark = marks.pop() if len(marks) == 1 else ""
        self._guide = PriceGuide()
        try:
            with Catalogue.open_reading(library.catalogue_db) as catalogue:
                read = read_into(self._guide, sales, catalogue, read_title=SaleTitles(library, resources))
        except BaseException:
            self._guide.close()
            raise
        if read.skips:
            rows = counted(read.skips, "row")
            log.warning("%s of %s cannot be used; `karuta price` says which and why.", rows, sales)

    def __enter__(self) -> ListingPrices:
        return self

    def __exit__(self, *error: object) -> None:
        if self._guide is not None:
            self._guide.close()

    def of(self, listing: SoldListing, sold: SaleTitle) -> dict[str, Any]:
        """The `price` of a listing's line. `sold`: what it sells; of several cards or no genuine one, cannot tell."""
        if self._guide is None or sold.card is None or sold.refused is not None:
            return dict(NO_PRICE)
        amount, currency = self._asked(listing)
        wanted = WantedPrice(
            sold.card,
            printing=printing_form(sold.printing) or None,
            condition=condition_form(sold.condition) or None,
            grade=grade_form(sold.grade),
            currency=currency or None,
            leave_out=listing.listing_id,
        )
        usual = self._guide.usual(wanted)
        verdict = price_verdict(amount, currency, usual)
        found = _price_json(usual, verdict)
        if verdict in _OUTSIDE:
            rows = self._guide.comparables(usual, most=_MOST_ROWS)
            found["comparables"] = [_row(one) for one in rows if not one.side][:SHOWN]
        return found

    def _asked(self, listing: SoldListing) -> tuple[float | None, str]:
        """The price and its currency; None and "" where the cells say none, or two that do not agree."""
        currency = read_currency(self._table.cell(listing, "currency"))
        if currency is None:
            return None, ""
        price = read_price(self._table.cell(listing, "price"), mark=self._mark, currency=currency)
        if isinstance(price, Sentence):
            return None, currency
        code = agreed(price, currency)
        return (None, currency) if isinstance(code, Sentence) else (price.amount, code)


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
