"""How often cards and packs are listed and looked for, and how long the tail is.

Counts of one sort are never added to counts of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from karuta.domain.card import CardKey

TEN = 10
"""So many cards are *the commonest*."""


class ListedBy(StrEnum):
    """What was counted as a listing: rows of tables, or the library's own checked listings."""

    TABLES = "tables"
    CHECKED = "checked"


class SoughtBy(StrEnum):
    """What was counted as a look: rows of a table of searches, people's labels, or those of their labels whose card did
    not stand first in the list.
    """

    SEARCHES = "searches"
    LABELS = "labels"
    BELOW_FIRST = "below_first"


@dataclass(frozen=True)
class CardDemand:
    """One card's counts. `buried`: of its listings, how many a buyer's search misses. `pack`: that first brought it."""

    card: CardKey
    name: str
    japanese: str = ""
    pack: str = ""
    listed: int = 0
    looked_for: int = 0
    buried: int = 0


@dataclass(frozen=True)
class PackDemand:
    """The sums of a pack's cards, and how many of them are never listed, never looked for."""

    name: str
    cards: int
    listed: int
    looked_for: int
    buried: int
    never_listed: int
    never_looked_for: int


@dataclass(frozen=True)
class Spread:
    """How counts are spread over cards: their sum, that of the ten highest, and the tail.

    `half`: how many cards, the commonest first, have half of all. `once`, `never`: cards with a count of one, of none.
    """

    total: int
    ten: int
    half: int
    once: int
    never: int


def spread_of(counts: Iterable[int]) -> Spread:
    ordered = sorted(counts, reverse=True)
    total = sum(ordered)
    return Spread(total, sum(ordered[:TEN]), _half(ordered, total), sum(one == 1 for one in ordered), ordered.count(0))


def _half(ordered: Sequence[int], total: int) -> int:
    reached = 0
    for number, count in enumerate(ordered, start=1):
        reached += count
        if 2 * reached >= total > 0:
            return number
    return 0


def commonest(cards: Iterable[CardDemand]) -> frozenset[CardKey]:
    """The ten with the largest share of all listings and of all looks together, of those that have any.

    Shares, so that a hundred listings and a million searches weigh the same.
    """
    some = [one for one in cards if one.listed or one.looked_for]
    listed = sum(one.listed for one in some) or 1
    looked_for = sum(one.looked_for for one in some) or 1
    some.sort(key=lambda one: (-(one.listed * looked_for + one.looked_for * listed), one.card))
    return frozenset(one.card for one in some[:TEN])


def packs_of(cards: Iterable[CardDemand], newest_first: Sequence[str] = ()) -> tuple[PackDemand, ...]:
    """The sums of each pack; `newest_first` says in which order, what it lacks stands last by its name."""
    by_name: dict[str, list[CardDemand]] = {}
    for one in cards:
        by_name.setdefault(one.pack, []).append(one)
    place: Mapping[str, int] = {name: at for at, name in enumerate(newest_first)}
    names = sorted(by_name, key=lambda name: (place.get(name, len(place)), name))
    return tuple(_pack(name, by_name[name]) for name in names)


def _pack(name: str, cards: Sequence[CardDemand]) -> PackDemand:
    return PackDemand(
        name=name,
        cards=len(cards),
        listed=sum(one.listed for one in cards),
        looked_for=sum(one.looked_for for one in cards),
        buried=sum(one.buried for one in cards),
        never_listed=sum(not one.listed for one in cards),
        never_looked_for=sum(not one.looked_for for one in cards),
    )
