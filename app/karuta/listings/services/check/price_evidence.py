"""A listing's price beside the sales that are comparable, for the eye: the sales themselves, and what was set aside.

Reads the library's own table of sales once; changes nothing. Accuses nobody: a price is no part of a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.sentence import Sentence
from karuta.listings.domain.prices import FEWEST, PriceVerdict, UsualPrice, price_verdict
from karuta.listings.services.check.listing_prices import asked_price, read_guide, wanted_price
from karuta.listings.services.check.listing_sources import QueuedListing
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.listings.services.prices.price_guide import PriceGuide, sales_of
from karuta.listings.services.prices.read_sales import sale_title
from karuta.listings.store.sales import Comparable
from karuta.paths import LibraryFolder

SALES = 100
"""So many sales are shown, the newest."""

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


class SalesBook:
    """The library's table of sales, read with the first question. Belongs to one thread; close it there.

    `is_told`: its rows that cannot be used are told to the log.
    """

    def __init__(self, library: LibraryFolder, resources: Path, *, is_told: bool = True) -> None:
        self._library, self._resources, self._is_told = library, resources, is_told
        self._guide: PriceGuide | None = None
        self._is_read = False

    def of(self, look: ListingLook) -> PriceEvidence | None:
        """None without a table of sales, and of what has no price of one card.

        Raises `SalesError` for a table that cannot be read, `LibraryError` without a usable catalogue.
        """
        sold = sale_title(look.finding.words.said)
        guide = self._opened()
        if guide is None or sold.card is None or sold.refused is not None:
            return None
        queued: QueuedListing = look.queued
        price, currency = asked_price(queued.price, queued.currency, mark=queued.mark)
        leave_out = queued.listing.listing_id
        usual = guide.usual(wanted_price(sold, sold.card, currency=currency, leave_out=leave_out))
        verdict = price_verdict(price, currency, usual)
        own = price if currency == usual.currency else None
        return PriceEvidence(verdict, own, usual, tuple(guide.comparables(usual, most=SALES)))

    def close(self) -> None:
        if self._guide is not None:
            self._guide.close()
        self._guide, self._is_read = None, False

    def _opened(self) -> PriceGuide | None:
        if self._is_read:
            return self._guide
        sales = sales_of(self._library, None)
        if sales is not None:
            self._guide = read_guide(self._library, self._resources, sales, is_told=self._is_told)
        self._is_read = True
        return self._guide


def price_sentences(found: PriceEvidence) -> Iterator[Sentence]:
    """The verdict, what is usual, the steps that widened it, what was set aside and why."""
    group, currency = found.usual.group, found.usual.currency
    if found.verdict in _VERDICTS:
        yield _VERDICTS[found.verdict]
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
    for step in found.usual.widened:
        yield _WIDENED[step]
    if group.below and group.floor is not None:
        yield Sentence("Set aside as far below the others: {count}, under {price}.", **_aside(group.below, group.floor))
    if group.above and group.ceiling is not None:
        yield Sentence(
            "Set aside as far above the others: {count}, over {price}.", **_aside(group.above, group.ceiling)
        )


def _aside(count: int, fence: float) -> dict[str, object]:
    return {"count": f"{count:,}", "price": money(fence)}


def money(price: float) -> str:
    cents = 0 if price >= 1000 or price == round(price) else 2
    return f"{price:,.{cents}f}"


assert FEWEST == 5, "the sentences say five"
