"""A listing's price beside the comparable sales of a library: for the eye, in words, and as its line has it.

Reads the library's own table of sales once; changes nothing. Accuses nobody: a price is no part of a verdict.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from karuta.domain.sentence import Sentence, counted
from karuta.listings.domain.check.listing import SoldListing
from karuta.listings.domain.check.words import value_sentence
from karuta.listings.domain.prices import (
    FEWEST,
    PriceVerdict,
    SaleTitle,
    UsualPrice,
    WantedPrice,
    agreed,
    price_verdict,
    read_currency,
    read_price,
)
from karuta.listings.services.check.listing_line import NO_PRICE
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.listings.services.prices.price_guide import PriceGuide, figures, money, read_into, sale_json, sales_of
from karuta.listings.services.prices.read_sales import (
    condition_form,
    grade_form,
    printing_form,
    sale_title,
    sale_titles,
)
from karuta.listings.store.sales import Comparable
from karuta.paths import LibraryFolder
from karuta.services.evaluation.report_template import page_text
from karuta.store.cards import Catalogue
from karuta.store.database import Closable

log = logging.getLogger(__name__)

SALES = 100
"""So many sales are shown, the newest."""

SHOWN = 10
"""So many comparables of a price that lies outside are told; `karuta price --rows` has all."""

_OUTSIDE = (PriceVerdict.LOW, PriceVerdict.HIGH)
_VERDICTS = {
    PriceVerdict.LOW: Sentence("The price is far below the others."),
    PriceVerdict.USUAL: Sentence("The price is usual."),
    PriceVerdict.HIGH: Sentence("The price is far above the others."),
}
_WIDENED = {
    "other_conditions": Sentence("There were fewer than five such sales, so those in other conditions count too."),
    "other_printings": Sentence("There were still fewer than five, so those of its other printings count too."),
}


@dataclass(frozen=True)
class PriceEvidence:
    """`price`: the listing's own, None where it has none in the sales' currency. `sales`: the newest first."""

    verdict: PriceVerdict
    price: float | None
    usual: UsualPrice
    sales: tuple[Comparable, ...]


class SalesBook(Closable):
    """The library's table of sales, read with the first question. Belongs to one thread; close it there.

    `is_told`: its rows that cannot be used are told to the log.
    """

    def __init__(self, library: LibraryFolder, resources: Path, *, is_told: bool = True) -> None:
        self._library, self._resources, self._is_told = library, resources, is_told
        self._guide: PriceGuide | None = None
        self._is_read = False

    def of_look(self, look: ListingLook) -> PriceEvidence | None:
        """None without a table of sales, and of what has no price of one card.

        Raises `SalesError` for a table that cannot be read, `LibraryError` without a usable catalogue.
        """
        sold, queued = sale_title(look.finding.words.combined), look.queued
        return self._beside(queued.listing, sold, mark=queued.mark, most=SALES)

    def close(self) -> None:
        if self._guide is not None:
            self._guide.close()
        self._guide, self._is_read = None, False

    # Inside

    def _beside(self, listing: SoldListing, sold: SaleTitle, *, mark: str, most: int) -> PriceEvidence | None:
        guide = self._opened()
        if guide is None or sold.card is None or sold.refused is not None:
            return None
        price, currency = _asked(listing, mark)
        query = WantedPrice(
            sold.card,
            printing=printing_form(sold.printing) or None,
            condition=condition_form(sold.condition) or None,
            grade=grade_form(sold.grade),
            currency=currency or None,
            leave_out=listing.listing_id,
        )
        usual = guide.usual(query)
        own = price if currency == usual.currency else None
        sales = guide.comparables(usual, most=most) if most else ()
        return PriceEvidence(price_verdict(price, currency, usual), own, usual, tuple(sales))

    def _opened(self) -> PriceGuide | None:
        sales = None if self._is_read else sales_of(self._library, None)
        if sales is not None:
            guide = PriceGuide()
            try:
                with Catalogue.open_reading(self._library.catalogue_db) as catalogue:
                    titles = sale_titles(self._library, self._resources)
                    skips = read_into(guide, sales, catalogue, read_title=titles).skips
            except BaseException:
                guide.close()
                raise
            if skips and self._is_told:
                log.warning("%s of %s cannot be used; `karuta price` says which and why.", counted(skips, "row"), sales)
            self._guide = guide
        self._is_read = True
        return self._guide


class ListingPrices(SalesBook):
    """Judges any number of listings' prices by the library's own table of sales; without one, cannot tell."""

    def __init__(self, library: LibraryFolder, resources: Path, *, has_prices: bool, mark: str = "") -> None:
        """`has_prices`: whether the listings have a column of prices. `mark`: see `price_mark`.

        Raises `SalesError` for a table that cannot be read, `LibraryError` without a usable catalogue.
        """
        super().__init__(library, resources)
        # Without prices there is nothing to read sales for.
        self._is_read = not has_prices
        self._mark = mark
        self._opened()

    def of(self, listing: SoldListing, sold: SaleTitle) -> dict[str, Any]:
        """The `price` of a listing's line. `sold`: what it sells; of several cards or no genuine one, cannot tell."""
        beside = self._beside(listing, sold, mark=self._mark, most=0)
        if beside is None or self._guide is None:
            return dict(NO_PRICE)
        usual = beside.usual
        summary = {"verdict": beside.verdict.value, "widened": list(usual.widened), "currency": usual.currency or None}
        values = {**NO_PRICE, **figures(usual.group), **summary, "asked": beside.price}
        if beside.verdict in _OUTSIDE:
            rows = self._guide.comparables(usual, most=4 * SHOWN)
            values["comparables"] = [sale_json(row.sale) for row in rows if not row.side][:SHOWN]
        return values


def _asked(listing: SoldListing, mark: str) -> tuple[float | None, str]:
    """A listing's price and its currency; None and "" where the cells say none, or two that do not agree."""
    currency = read_currency(listing.currency)
    if currency is None:
        return None, ""
    price = read_price(listing.price, mark=mark, currency=currency)
    code = price if isinstance(price, Sentence) else agreed(price, currency)
    if isinstance(price, Sentence) or isinstance(code, Sentence):
        return None, currency
    return price.amount, code


def price_sentences(evidence: PriceEvidence) -> Iterator[Sentence]:
    """The verdict, what is usual, the steps that widened it, what was set aside and why."""
    group, currency = evidence.usual.group, evidence.usual.currency
    if evidence.verdict in _VERDICTS:
        yield _VERDICTS[evidence.verdict]
    quartiles = group.quartiles
    if quartiles is None:
        yield Sentence("{count} comparable sales: too few to say what is usual (five are needed).", count=group.n)
    else:
        low, median, high = map(money, quartiles)
        yield Sentence(
            "Half of {count} sales lie at {low} to {high} {currency}, the median is {median}.",
            count=f"{group.n:,}",
            low=low,
            high=high,
            currency=currency,
            median=median,
        )
    for step in evidence.usual.widened:
        yield _WIDENED[step]
    if group.below and group.floor is not None:
        yield Sentence("Set aside as far below the others: {count}, under {price}.", **_aside(group.below, group.floor))
    if group.above and group.ceiling is not None:
        yield Sentence(
            "Set aside as far above the others: {count}, over {price}.", **_aside(group.above, group.ceiling)
        )


def _aside(count: int, fence: float) -> dict[str, object]:
    return {"count": f"{count:,}", "price": money(fence)}


assert FEWEST == 5, "the sentences say five"


ROWS = 20
_HEADS = (Sentence("Day"), Sentence("Price"), Sentence("Printing"), Sentence("Condition"), Sentence("Sale"))
_ASIDE = Sentence("set aside")


@dataclass(frozen=True)
class SaleTable:
    """The newest sales; `left_out`: how many older ones there are. A column that none of them fills is left out."""

    heads: tuple[Sentence, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int


def sale_table(evidence: PriceEvidence, say: Callable[[str], str], *, with_titles: bool) -> SaleTable:
    """Without `with_titles` a sale is its line in the table."""
    sales = evidence.sales[:ROWS]
    if not with_titles:
        sales = tuple(replace(sale, sale=replace(sale.sale, title="", listing_id="")) for sale in sales)
    rows = [sale_cells(sale, say) for sale in sales]
    filled = [place for place in range(len(_HEADS)) if any(row[place] for row in rows)]
    return SaleTable(
        heads=tuple(_HEADS[place] for place in filled),
        rows=tuple(tuple(row[place] for place in filled) for row in rows),
        left_out=max(0, len(evidence.sales) - ROWS),
    )


def sale_cells(comparable: Comparable, say: Callable[[str], str]) -> tuple[str, str, str, str, str]:
    """Day, price, printing, condition or grade, and which sale it is."""
    sale = comparable.sale
    price = f"{money(sale.price)} {sale.currency}".rstrip()
    condition = say(value_sentence("condition", sale.condition or None))
    where = sale.title or sale.listing_id or say(Sentence("line {line}", line=sale.line))
    aside = f" ({say(_ASIDE)})" if comparable.side else ""
    return sale.day, price + aside, sale.printing, " ".join(part for part in (condition, sale.grade) if part), where


def dated(evidence: PriceEvidence) -> list[tuple[int, float, int]]:
    """(day, price, side) of the sales that say their day, the oldest first."""
    return sorted(
        (date.fromisoformat(sale.sale.day).toordinal(), sale.sale.price, sale.side)
        for sale in evidence.sales
        if sale.sale.day
    )


@dataclass(frozen=True)
class PriceAxes:
    """Days to the right, prices upwards by their logarithm, in pixels.

    `points`: as `dated`; `marks`: the prices that are written at the left; `low`, `high`: logarithms of the prices at
    the lower and the upper edge.
    """

    points: list[tuple[int, float, int]]
    marks: list[float]
    low: float
    high: float
    width: int
    height: int
    left: int = 70

    @property
    def right(self) -> int:
        return self.width - 12

    def x(self, day: int) -> float:
        first, last = self.points[0][0], self.points[-1][0]
        return self.left + (day - first) / max(last - first, 1) * (self.right - self.left)

    def y(self, price: float) -> float:
        return 10 + (self.high - math.log(price)) / (self.high - self.low) * (self.height - 38)

    @property
    def days(self) -> tuple[str, str]:
        first = self.points[0][0]
        return date.fromordinal(first).isoformat(), date.fromordinal(max(self.points[-1][0], first + 1)).isoformat()


def price_axes(evidence: PriceEvidence, *, width: int = 560, height: int = 190) -> PriceAxes | None:
    """None where no sale says its day."""
    points = dated(evidence)
    if not points:
        return None
    quartiles = evidence.usual.group.quartiles or ()
    sold = [price for _, price, _ in points]
    prices = [*sold, *([evidence.price] if evidence.price else []), *quartiles]
    low, high = min(prices), max(prices)
    marks = sorted({low, high, *quartiles[1:2]})
    return PriceAxes(points, marks, math.log(low) - 0.15, math.log(high) + 0.15, width, height)


SHEET_COLOURS = {"band": "#dbe7f6", "line": "#2f6db5", "aside": "#b26a00", "own": "#d62828", "text": "#5f5f68"}


def price_svg(evidence: PriceEvidence, axes: PriceAxes, colours: Mapping[str, str], *, label: str) -> str:
    """The plot alone. `colours`: of the parts that `SHEET_COLOURS` names. `label`: for those who do not see."""
    return page_text("sheet/price.svg", evidence=evidence, axes=axes, colours=colours, label=label, money=money)
