"""A listing's comparable sales, row by row and in a plot, as its evidence sheet and the Check page show them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from karuta.domain.sentence import Sentence
from karuta.listings.domain.check.words import value_sentence
from karuta.listings.services.check.price_evidence import PriceEvidence, money
from karuta.listings.store.sales import Comparable

ROWS = 20
_HEADS = (Sentence("Day"), Sentence("Price"), Sentence("Printing"), Sentence("Condition"), Sentence("Sale"))
_ASIDE = Sentence("set aside")


@dataclass(frozen=True)
class SaleTable:
    """The newest sales; `left_out`: how many older ones there are. A column that none of them fills is left out."""

    heads: tuple[Sentence, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int


def sale_table(found: PriceEvidence, say: Callable[[str], str], *, with_titles: bool) -> SaleTable:
    """Without `with_titles` a sale is its line in the table."""
    sales = found.sales[:ROWS]
    if not with_titles:
        sales = tuple(replace(sale, sale=replace(sale.sale, title="", listing_id="")) for sale in sales)
    rows = [sale_cells(sale, say) for sale in sales]
    said = [place for place in range(len(_HEADS)) if any(row[place] for row in rows)]
    return SaleTable(
        heads=tuple(_HEADS[place] for place in said),
        rows=tuple(tuple(row[place] for place in said) for row in rows),
        left_out=max(0, len(found.sales) - ROWS),
    )


def sale_cells(one: Comparable, say: Callable[[str], str]) -> tuple[str, str, str, str, str]:
    """Day, price, printing, condition or grade, and which sale it is."""
    sale = one.sale
    price = f"{money(sale.price)} {sale.currency}".rstrip()
    condition = say(value_sentence("condition", sale.condition or None))
    where = sale.title or sale.listing_id or say(Sentence("line {line}", line=sale.line))
    aside = f" ({say(_ASIDE)})" if one.side else ""
    return sale.day, price + aside, sale.printing, " ".join(part for part in (condition, sale.grade) if part), where


def dated(found: PriceEvidence) -> list[tuple[int, float, int]]:
    """(day, price, side) of the sales that say their day, the oldest first."""
    return sorted(
        (date.fromisoformat(sale.sale.day).toordinal(), sale.sale.price, sale.side)
        for sale in found.sales
        if sale.sale.day
    )


@dataclass(frozen=True)
class PriceAxes:
    """Days to the right, prices upwards by their logarithm, in pixels.

    `points`: as `dated`; `said`: the prices that are written at the left; `low`, `high`: logarithms of the prices at
    the lower and the upper edge.
    """

    points: list[tuple[int, float, int]]
    said: list[float]
    low: float
    high: float
    width: int = 560
    height: int = 190
    left: int = 70
    right: int = 548

    def x(self, day: int) -> float:
        first, last = self.points[0][0], self.points[-1][0]
        return self.left + (day - first) / max(last - first, 1) * (self.right - self.left)

    def y(self, price: float) -> float:
        return 10 + (self.high - math.log(price)) / (self.high - self.low) * (self.height - 38)

    @property
    def days(self) -> tuple[str, str]:
        first = self.points[0][0]
        return date.fromordinal(first).isoformat(), date.fromordinal(max(self.points[-1][0], first + 1)).isoformat()


def price_axes(found: PriceEvidence) -> PriceAxes | None:
    """None where no sale says its day."""
    points = dated(found)
    if not points:
        return None
    quartiles = found.usual.group.quartiles or ()
    sold = [price for _, price, _ in points]
    prices = [*sold, *([found.price] if found.price else []), *quartiles]
    low, high = min(prices), max(prices)
    return PriceAxes(points, sorted({low, high, *quartiles[1:2]}), math.log(low) - 0.15, math.log(high) + 0.15)
