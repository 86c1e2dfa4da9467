"""Everything that the page *Supply and demand* shows, worked out of counts. Pure; reads no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from karuta.domain.card import CardKey
from karuta.listings.domain.popularity.counts import (
    CardDemand,
    ListedBy,
    PackDemand,
    SoughtBy,
    Spread,
    packs_of,
    spread_of,
)
from karuta.listings.domain.popularity.first_rules import FirstRules, ShownFirst, shown_first

Counts = Mapping[CardKey, int]


@dataclass(frozen=True)
class DemandCounts:
    """What was counted, each sort for itself. `listed`, `buried`, `looked_for` have the sorts that there are.

    `cards`: all cards, without counts. `names`: of counted cards that are not among them. `packs`: the newest first.
    `listings`: how many listings were counted, by sort.
    """

    cards: tuple[CardDemand, ...]
    packs: tuple[str, ...] = ()
    listed: Mapping[ListedBy, Counts] = field(default_factory=dict)
    buried: Mapping[ListedBy, Counts] = field(default_factory=dict)
    listings: Mapping[ListedBy, int] = field(default_factory=dict)
    looked_for: Mapping[SoughtBy, Counts] = field(default_factory=dict)
    names: Mapping[CardKey, str] = field(default_factory=dict)

    @property
    def listed_by(self) -> ListedBy:
        """Tables, where there are some."""
        return ListedBy.TABLES if ListedBy.TABLES in self.listed else ListedBy.CHECKED

    @property
    def sought_by(self) -> SoughtBy:
        """A table of searches, where there is one."""
        return SoughtBy.SEARCHES if SoughtBy.SEARCHES in self.looked_for else SoughtBy.LABELS


@dataclass(frozen=True)
class Popularity:
    """`rows`: every card once, in the order of the rules. `untouched`: neither listed nor looked for."""

    listed_by: ListedBy
    sought_by: SoughtBy
    rows: tuple[ShownFirst, ...]
    packs: tuple[PackDemand, ...]
    listings: int
    listed: Spread
    looked_for: Spread
    rules: FirstRules

    @property
    def untouched(self) -> int:
        return sum(not one.demand.listed and not one.demand.looked_for for one in self.rows)


def popularity_of(
    counts: DemandCounts, rules: FirstRules, *, listed_by: ListedBy | None = None, sought_by: SoughtBy | None = None
) -> Popularity:
    """By one sort of each; without a wish the surest that there is."""
    listed_by, sought_by = listed_by or counts.listed_by, sought_by or counts.sought_by
    listed, buried = counts.listed.get(listed_by, {}), counts.buried.get(listed_by, {})
    looked_for = counts.looked_for.get(sought_by, {})
    known = {one.card for one in counts.cards}
    gone = sorted({card for some in (listed, looked_for) for card in some} - known)
    cards = [
        replace(
            one,
            listed=listed.get(one.card, 0),
            looked_for=looked_for.get(one.card, 0),
            buried=buried.get(one.card, 0),
        )
        for one in (*counts.cards, *(CardDemand(card, counts.names.get(card, card.card_id)) for card in gone))
    ]
    newest: Sequence[str] = counts.packs
    return Popularity(
        listed_by=listed_by,
        sought_by=sought_by,
        # Of a single pack all cards are new, and none is newer than another.
        rows=shown_first(cards, rules, newest_pack=newest[0] if len(newest) > 1 else ""),
        packs=packs_of(cards, newest),
        listings=counts.listings.get(listed_by, 0),
        listed=spread_of(one.listed for one in cards),
        looked_for=spread_of(one.looked_for for one in cards),
        rules=rules,
    )
