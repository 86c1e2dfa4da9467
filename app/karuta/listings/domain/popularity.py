"""How often cards and packs are listed and looked for, how long the tail is, and which cards are shown first. Pure.

Counts of one sort are never added to counts of another. Shown first is decided by written rules, with a cap on the ten
commonest that no rule can lift. Otherwise what is common is shown, so it is looked for, so it is shown.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import accumulate
from typing import TypeAlias

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence

TEN = 10
"""So many cards are *the commonest*."""


class ListedBy(StrEnum):
    """Things counted as listings, the surest first: rows of tables, or the library's own checked listings."""

    TABLES = "tables"
    CHECKED = "checked"


class SoughtBy(StrEnum):
    """Things counted as looks, the surest first: rows of a table of searches, people's labels, or those of their labels
    whose card did not stand first in the list.
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
    reached = enumerate(accumulate(ordered), start=1)
    half = next((number for number, count in reached if 2 * count >= total > 0), 0)
    return Spread(total, sum(ordered[:TEN]), half, ordered.count(1), ordered.count(0))


def commonest(cards: Iterable[CardDemand]) -> frozenset[CardKey]:
    """The ten with the largest share of all listings and of all looks together, of those that have any.

    Shares, so that a hundred listings and a million searches weigh the same.
    """
    some = [card for card in cards if card.listed or card.looked_for]
    listed = sum(demand.listed for demand in some) or 1
    looked_for = sum(demand.looked_for for demand in some) or 1
    some.sort(key=lambda card: (-(card.listed * looked_for + card.looked_for * listed), card.card))
    return frozenset(demand.card for demand in some[:TEN])


def packs_of(cards: Iterable[CardDemand], newest_first: Sequence[str] = ()) -> tuple[PackDemand, ...]:
    """The sums of each pack; `newest_first` says in which order, what it lacks stands last by its name."""
    by_name: dict[str, list[CardDemand]] = {}
    for card in cards:
        by_name.setdefault(card.pack, []).append(card)
    place: Mapping[str, int] = {name: at for at, name in enumerate(newest_first)}
    names = sorted(by_name, key=lambda name: (place.get(name, len(place)), name))
    return tuple(_pack(name, by_name[name]) for name in names)


def _pack(name: str, cards: Sequence[CardDemand]) -> PackDemand:
    return PackDemand(
        name=name,
        cards=len(cards),
        listed=sum(card.listed for card in cards),
        looked_for=sum(card.looked_for for card in cards),
        buried=sum(card.buried for card in cards),
        never_listed=sum(not card.listed for card in cards),
        never_looked_for=sum(not card.looked_for for card in cards),
    )


MOST_ROWS = 1000
"""So many rows a rule may fill."""

LEAST_WINDOW = 10
MOST_COMMON = 5
"""Limits of any cap: no more of the commonest stand among its rows, which are ten at least, and twice as many."""


class Condition(StrEnum):
    """A condition that a rule may set. Never translated: people write these words."""

    LOOKED_FOR_OFTEN = "looked_for_often"
    LOOKED_FOR = "looked_for"
    NEVER_LOOKED_FOR = "never_looked_for"
    LISTED_OFTEN = "listed_often"
    LISTED = "listed"
    HARDLY_LISTED = "hardly_listed"
    NEVER_LISTED = "never_listed"
    BURIED = "buried"
    NEW_PACK = "new_pack"
    COMMON = "common"
    NOT_COMMON = "not_common"


class FirstOrder(StrEnum):
    """The order of a rule's cards."""

    LOOKED_FOR = "looked_for"
    LISTED = "listed"
    BURIED = "buried"
    NAME = "name"


@dataclass(frozen=True)
class FirstRule:
    """`when`: all of these hold. `rows`: how many of the first rows it may fill."""

    name: str
    when: tuple[Condition, ...]
    rows: int
    order: FirstOrder = FirstOrder.LOOKED_FOR


@dataclass(frozen=True)
class FirstCap:
    """Of `of` rows that follow each other at most `most` are of the ten commonest."""

    most: int
    of: int

    @property
    def trouble(self) -> Sentence | None:
        """Why it would be none: the commonest could fill what is on a screen."""
        if self.of < LEAST_WINDOW:
            return Sentence("a cap of {of} rows is too short; write ten rows or more", of=self.of)
        if self.most > MOST_COMMON or 2 * self.most > self.of:
            return Sentence(
                "{most} of {of} would let the commonest cards fill the page; write at most five, and at most half",
                most=self.most,
                of=self.of,
            )
        return None


@dataclass(frozen=True)
class FirstRules:
    """In the order in which they fill the first rows. `troubles`: a sentence for each row that could not be used."""

    rules: tuple[FirstRule, ...]
    cap: FirstCap
    troubles: tuple[Sentence, ...] = ()


SHIPPED_CAP = FirstCap(2, 20)
"""The cap while no file says another."""

REST = Sentence("The rest, by how often they are looked for")
"""By which rule those stand that no rule has placed."""

SHIPPED_NAMES = (
    Sentence("Looked for often, hardly listed"),
    Sentence("Looked for, never listed"),
    Sentence("Listed, but a search misses it"),
    Sentence("Looked for, of the newest pack"),
    Sentence("Listed often, never looked for"),
)
"""Names of the rules that ship with Karuta; here, so that the window can say them in its language."""


@dataclass(frozen=True)
class ShownFirst:
    """A card in its place. `rule`: by which one it stands there. `is_held`: the cap keeps it back."""

    demand: CardDemand
    rule: str
    is_common: bool = False
    is_held: bool = False


def shown_first(cards: Sequence[CardDemand], rules: FirstRules, *, newest_pack: str = "") -> tuple[ShownFirst, ...]:
    """Every card once, in an order that does not hang on the order of `cards`.

    One of the ten waits while the rows before it have enough of them. They end it once nothing else is left.
    """
    common = commonest(cards)
    holds = _conditions(cards, common, newest_pack)
    left: dict[CardKey, CardDemand] = {card.card: card for card in sorted(cards, key=lambda card: card.card)}
    shown: list[ShownFirst] = []
    held: set[CardKey] = set()

    def is_full() -> bool:
        return sum(row.is_common for row in shown[-rules.cap.of + 1 :]) >= rules.cap.most

    for rule in rules.rules:
        fitting = [demand for demand in left.values() if all(holds[condition](demand) for condition in rule.when)]
        until = len(shown) + rule.rows
        for demand in sorted(fitting, key=_ORDERS[rule.order]):
            is_common = demand.card in common
            if is_common and is_full():
                # It would only wait there, and take the row of another.
                held.add(demand.card)
                continue
            shown.append(ShownFirst(demand, rule.name, is_common))
            del left[demand.card]
            if len(shown) == until:
                break
    waiting: deque[tuple[int, CardDemand]] = deque()

    def end_waiting() -> None:
        place, demand = waiting.popleft()
        is_held = demand.card in held or place < len(shown)
        shown.append(ShownFirst(demand, REST, is_common=True, is_held=is_held))

    rest = sorted(left.values(), key=_ORDERS[FirstOrder.LOOKED_FOR])
    for place, demand in enumerate(rest, start=len(shown)):
        if demand.card in common:
            waiting.append((place, demand))
            continue
        while waiting and not is_full():
            end_waiting()
        shown.append(ShownFirst(demand, REST))
    while waiting:
        end_waiting()
    return tuple(shown)


def _conditions(
    cards: Sequence[CardDemand], common: frozenset[CardKey], newest_pack: str
) -> Mapping[Condition, Callable[[CardDemand], bool]]:
    """Each condition with its test; some need figures of all cards together."""
    looked_for, listed = _often([card.looked_for for card in cards]), _often([card.listed for card in cards])
    # Where nothing was counted, nobody knows what is never listed, or never looked for.
    some_listed, some_sought = any(card.listed for card in cards), any(card.looked_for for card in cards)
    return {
        Condition.LOOKED_FOR_OFTEN: lambda card: card.looked_for >= looked_for,
        Condition.LOOKED_FOR: lambda card: card.looked_for > 0,
        Condition.NEVER_LOOKED_FOR: lambda card: some_sought and not card.looked_for,
        Condition.LISTED_OFTEN: lambda card: card.listed >= listed,
        Condition.LISTED: lambda card: card.listed > 0,
        Condition.HARDLY_LISTED: lambda card: some_listed and card.listed <= 1,
        Condition.NEVER_LISTED: lambda card: some_listed and not card.listed,
        Condition.BURIED: lambda card: card.buried > 0,
        Condition.NEW_PACK: lambda card: bool(newest_pack) and card.pack == newest_pack,
        Condition.COMMON: lambda card: card.card in common,
        Condition.NOT_COMMON: lambda card: card.card not in common,
    }


def _often(counts: Sequence[int]) -> int:
    """From which count on a card is in the upper fifth of those that have any; two at least."""
    some = sorted(count for count in counts if count)
    return max(2, some[len(some) * 4 // 5]) if some else 2


_ORDERS: Mapping[FirstOrder, Callable[[CardDemand], tuple[object, ...]]] = {
    FirstOrder.LOOKED_FOR: lambda card: (
        -card.looked_for,
        not card.listed and not card.looked_for,
        card.listed,
        card.card,
    ),
    FirstOrder.LISTED: lambda card: (-card.listed, card.looked_for, card.card),
    FirstOrder.BURIED: lambda card: (-card.buried, -card.looked_for, card.card),
    FirstOrder.NAME: lambda card: (card.name.casefold(), card.card),
}


Sort: TypeAlias = ListedBy | SoughtBy
SKIPPED_KEPT = 1000


@dataclass(frozen=True)
class SkippedDemand:
    """A row that counts for no card."""

    file: str
    line: int
    reason: Sentence


@dataclass
class DemandTally:
    """Counts of one sort. `buried`: of the listings of each card, how many a buyer's search misses.

    `rows`: how many listings or searches counted; `skipped`: the first thousand of `skips` rows that did not.
    """

    cards: Counter[CardKey] = field(default_factory=Counter)
    buried: Counter[CardKey] = field(default_factory=Counter)
    rows: int = 0
    skips: int = 0
    skipped: list[SkippedDemand] = field(default_factory=list)

    def add(self, cards: Iterable[CardKey], *, times: int = 1, is_buried: bool = False) -> None:
        """One row more. `cards`: each once."""
        self.rows += 1
        counts = dict.fromkeys(cards, times)
        self.cards.update(counts)
        if is_buried:
            self.buried.update(counts)

    def skip(self, file: str, line: int, reason: Sentence) -> None:
        self.skips += 1
        if self.skips <= SKIPPED_KEPT:
            self.skipped.append(SkippedDemand(file, line, reason))


@dataclass(frozen=True)
class DemandCounts:
    """Counts, each sort for itself; `tallies` has those that there are.

    `cards`: all cards, without counts. `names`: of counted cards that are not among them. `packs`: the newest first.
    """

    cards: tuple[CardDemand, ...]
    packs: tuple[str, ...] = ()
    tallies: Mapping[Sort, DemandTally] = field(default_factory=dict)
    names: Mapping[CardKey, str] = field(default_factory=dict)

    @property
    def skips(self) -> int:
        return sum(tally.skips for tally in self.tallies.values())

    @property
    def skipped(self) -> Iterator[SkippedDemand]:
        return (row for tally in self.tallies.values() for row in tally.skipped)


@dataclass(frozen=True)
class Popularity:
    """`rows`: every card once, in the order of the rules. `untouched`: neither listed nor looked for."""

    counts: DemandCounts
    rules: FirstRules
    listed_by: ListedBy
    sought_by: SoughtBy
    rows: tuple[ShownFirst, ...]
    packs: tuple[PackDemand, ...]
    listed: Spread
    looked_for: Spread

    @property
    def listings(self) -> int:
        return self.counts.tallies[self.listed_by].rows

    @property
    def untouched(self) -> int:
        return sum(not row.demand.listed and not row.demand.looked_for for row in self.rows)


def popularity_of(
    counts: DemandCounts, rules: FirstRules, *, listed_by: ListedBy | None = None, sought_by: SoughtBy | None = None
) -> Popularity:
    """By one sort of each; without a wish the surest that there is."""
    listed_by = listed_by or next(sort for sort in ListedBy if sort in counts.tallies)
    sought_by = sought_by or next(sort for sort in SoughtBy if sort in counts.tallies)
    supply, looked_for = counts.tallies[listed_by], counts.tallies[sought_by].cards
    gone = sorted((supply.cards.keys() | looked_for.keys()) - {card.card for card in counts.cards})
    cards = [
        replace(
            demand,
            listed=supply.cards[demand.card],
            looked_for=looked_for[demand.card],
            buried=supply.buried[demand.card],
        )
        for demand in (*counts.cards, *(CardDemand(card, counts.names.get(card, card.card_id)) for card in gone))
    ]
    newest = counts.packs
    return Popularity(
        counts,
        rules,
        listed_by,
        sought_by,
        # Of a single pack all cards are new, and none is newer than another.
        rows=shown_first(cards, rules, newest_pack=newest[0] if len(newest) > 1 else ""),
        packs=packs_of(cards, newest),
        listed=spread_of(card.listed for card in cards),
        looked_for=spread_of(card.looked_for for card in cards),
    )
