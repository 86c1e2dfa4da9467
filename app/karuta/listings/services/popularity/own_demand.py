"""Counts what a library knows without any table: its checked listings, and the cards of people's labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from karuta.domain.card import CardKey
from karuta.listings.domain.check.listing import ListingVerdict
from karuta.listings.domain.titles.title_cards import CLEAR
from karuta.listings.services.check.buried_listings import BuriedListings
from karuta.listings.store.demand_rows import decided_listings, labelled_times
from karuta.paths import LibraryFolder
from karuta.store.label_file import LabelFile, has_labels


@dataclass
class OwnDemand:
    """`listings`: how many checked listings were counted, of `checked`. `names`: of labelled cards, for those that have
    left the catalogue.
    """

    listed: Counter[CardKey] = field(default_factory=Counter)
    buried: Counter[CardKey] = field(default_factory=Counter)
    labels: Counter[CardKey] = field(default_factory=Counter)
    below_first: Counter[CardKey] = field(default_factory=Counter)
    names: dict[CardKey, str] = field(default_factory=dict)
    listings: int = 0
    checked: int = 0


def own_demand(library: LibraryFolder, judged: BuriedListings) -> OwnDemand:
    """Raises `LibraryError` for an older or damaged file; empty without labels."""
    own = OwnDemand()
    if not has_labels(library):
        return own
    with LabelFile.open_reading(library) as file:
        labels, decided = labelled_times(file), list(decided_listings(file))
    for one in labels:
        own.labels[one.card], own.below_first[one.card] = one.times, one.below_first
        own.names[one.card] = one.name
    for listing in decided:
        own.checked += 1
        cards = _sold(listing.found) or ((listing.named,) if listing.named is not None else ())
        if not cards or listing.found.get("verdict") == ListingVerdict.NOT_GENUINE.value:
            continue
        own.listings += 1
        own.listed.update(cards)
        if listing.found.get("title") and judged.of(listing.found).reasons:
            own.buried.update(cards)
    return own


def _sold(found: Mapping[str, Any]) -> tuple[CardKey, ...]:
    """The cards that a checked listing's title names for sure, each once."""
    title = found.get("title") or {}
    if title.get("proxy") or title.get("disagree"):
        return ()
    clear = (one for one in title.get("cards", ()) if one["probability"] >= CLEAR)
    return tuple(dict.fromkeys(CardKey(one["game"], one["card_id"]) for one in clear))
