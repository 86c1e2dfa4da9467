"""Places sales over time, and a listing's own price, in the plot of an evidence sheet. Draws and asks nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from karuta.listings.services.check.price_evidence import PriceEvidence


def dated(found: PriceEvidence) -> list[tuple[int, float, int]]:
    """(day, price, side) of the sales that say their day, the oldest first."""
    return sorted(
        (date.fromisoformat(one.sale.day).toordinal(), one.sale.price, one.side) for one in found.sales if one.sale.day
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
