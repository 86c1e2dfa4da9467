"""One sale of one card, and what a card usually costs, by rule: comparable sales, and how far off a price may lie.

The rules alone; `listings/store/sales` asks them of the sales, in SQL.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence

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


@dataclass(frozen=True)
class Sale:
    """`line`: where it stands in its file. `price`: above zero, in `currency` (`JPY`, empty: the file says none).

    What is not said is empty. `printing`: a set code in upper case. `day`: `2026-11-25`. `grade`: `PSA 10`.
    `unclear`: its date as it is written, if it can be read in two ways; `day` is empty then.
    """

    line: int
    card: CardKey
    price: float
    currency: str
    printing: str = ""
    condition: str = ""
    grade: str = ""
    day: str = ""
    title: str = ""
    listing_id: str = ""
    unclear: str = ""


@dataclass(frozen=True)
class SkippedSale:
    """A row that is no sale. `line`: where it begins, from 1."""

    line: int
    reason: Sentence


@dataclass(frozen=True)
class SaleTitle:
    """What a title says of a sale. `refused`: why its price is not that of one card."""

    card: CardKey | None
    printing: str = ""
    condition: str = ""
    grade: str = ""
    refused: Sentence | None = None


class ReadSaleTitle(Protocol):
    """Reads the card, and what else matters for its price, out of a title."""

    def __call__(self, title: str) -> SaleTitle: ...


class FindSoldCard(Protocol):
    """The card that a cell names, or why there is none."""

    def __call__(self, text: str) -> CardKey | Sentence: ...
