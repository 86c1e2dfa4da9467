"""What a card usually costs, by rule: which sales are comparable, and how far off a price may lie.

The rules alone; `listings/store/sales` asks them of the sales, in SQL.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from karuta.domain.card import CardKey

FEWEST = 5
"""Comparables below which nothing is said."""

FENCE = 1.5
"""Tukey's: how many times the middle half's width a price may lie beyond it, in logarithms."""

NEAREST = math.log(2.5)
"""A fence never stands nearer to the middle half than this: a few sales that agree by chance have no width."""


@dataclass(frozen=True)
class WantedPrice:
    """Which sales are comparable. None means any; an empty grade or condition, those that name none.

    `leave_out`: the listing that is judged, where it stands among the sales too.
    """

    card: CardKey
    printing: str | None = None
    condition: str | None = None
    grade: str | None = None
    currency: str | None = None
    leave_out: str = ""


@dataclass(frozen=True)
class PriceGroup:
    """What the sales of one group say. `n`: without those that were set aside, `below` and `above` the fences.

    `low`, `median`, `high`: the quartiles of the prices; `floor`, `ceiling`: the fences, as prices. None below five.
    """

    n: int = 0
    below: int = 0
    above: int = 0
    median: float | None = None
    low: float | None = None
    high: float | None = None
    floor: float | None = None
    ceiling: float | None = None

    @property
    def outliers(self) -> int:
        return self.below + self.above

    @property
    def quartiles(self) -> tuple[float, float, float] | None:
        """The low one, the median, the high one; None below five."""
        if self.low is None or self.median is None or self.high is None:
            return None
        return self.low, self.median, self.high


@dataclass(frozen=True)
class UsualPrice:
    """`widened`: the steps that were taken to find comparables. `used`: which sales they are at the end."""

    wanted: WantedPrice
    currency: str
    group: PriceGroup
    widened: tuple[str, ...]
    used: WantedPrice


# What is given up, in this order, until there are enough comparables. A grade is never given up: a graded card's price
# says nothing of the others.
STEPS: tuple[tuple[str, str], ...] = (("other_conditions", "condition"), ("other_printings", "printing"))


def wider(wanted: WantedPrice) -> tuple[str, WantedPrice] | None:
    """The next step and what is comparable after it; None after the last."""
    for name, field in STEPS:
        if getattr(wanted, field) is not None:
            given_up: dict[str, Any] = {field: None}
            return name, replace(wanted, **given_up)
    return None


class PriceVerdict(StrEnum):
    LOW = "low"
    USUAL = "usual"
    HIGH = "high"
    CANNOT_TELL = "cannot_tell"


def price_verdict(price: float | None, currency: str, usual: UsualPrice | None) -> PriceVerdict:
    """Whether a listing's price lies outside the fences of its comparables.

    Cannot tell: no price, another currency or none, fewer than five comparables.
    """
    if usual is None or price is None or not price > 0 or not currency or currency != usual.currency:
        return PriceVerdict.CANNOT_TELL
    group = usual.group
    if group.floor is None or group.ceiling is None:
        return PriceVerdict.CANNOT_TELL
    if price < group.floor:
        return PriceVerdict.LOW
    return PriceVerdict.HIGH if price > group.ceiling else PriceVerdict.USUAL
