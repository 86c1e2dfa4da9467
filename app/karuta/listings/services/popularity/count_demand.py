"""Counts how often each card is listed and looked for: by the tables that are named, and by the library's own record.

Reads labels and catalogue, changes neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey, display_name
from karuta.listings.domain.check.listing import ListingVerdict
from karuta.listings.domain.popularity import CardDemand, DemandCounts, ListedBy, SoughtBy
from karuta.listings.domain.titles.read_title import TitleReader
from karuta.listings.domain.titles.reading import TitleReading
from karuta.listings.domain.titles.title_cards import CLEAR
from karuta.listings.services.check.buried_listings import BuriedListings
from karuta.listings.services.check.finding_json import title_json
from karuta.listings.services.check.read_titles import open_title_reader
from karuta.listings.services.popularity.demand_tables import (
    DemandReaders,
    TableCounts,
    Tell,
    count_listings,
    count_searches,
    refuse_unknown_columns,
)
from karuta.listings.services.prices.price_guide import SoldCards
from karuta.listings.store.checks import decided_listings, labelled_times
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue
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
    for label in labels:
        own.labels[label.card], own.below_first[label.card] = label.times, label.below_first
        own.names[label.card] = label.name
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
    clear = (entry for entry in title.get("cards", ()) if entry["probability"] >= CLEAR)
    return tuple(dict.fromkeys(CardKey(entry["game"], entry["card_id"]) for entry in clear))


@dataclass(frozen=True)
class DemandTables:
    """The tables that a person names. `listings`: of listings, or reports of `karuta check`.

    `named`: what a table calls the column of a field of ours.
    """

    listings: tuple[Path, ...] = ()
    searches: Path | None = None
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CountedDemand:
    """`of_listings`, `of_searches`: what came of the tables, None where none was named."""

    counts: DemandCounts
    of_listings: TableCounts | None = None
    of_searches: TableCounts | None = None
    tables: DemandTables = field(default_factory=DemandTables)


def count_demand(
    library: LibraryFolder,
    resources: Path,
    tables: DemandTables,
    *,
    cancel: CancelToken,
    tell: Tell = lambda done, total: None,
) -> CountedDemand:
    """Raises `KarutaError` for a table that cannot be read, `LibraryError` without a usable catalogue, `Cancelled`."""
    refuse_unknown_columns(tables.listings, tables.searches, tables.named)
    with Catalogue.open_reading(library.catalogue_db) as catalogue, BuriedListings(library, resources) as judged:
        packs = catalogue.packs_of_cards()
        cards = tuple(
            CardDemand(name.card, display_name(name.names), name.names.get("ja", ""), packs.get(name.card, ""))
            for name in catalogue.names()
        )
        newest = tuple(pack.name for pack in catalogue.packs())
        cancel.check()
        titles = _Titles(library, resources, judged)
        readers = DemandReaders(SoldCards(catalogue).find, titles.read, titles.is_buried, cancel, tell)
        listings = count_listings(tables.listings, readers, named=tables.named) if tables.listings else None
        searches = count_searches(tables.searches, readers, named=tables.named) if tables.searches is not None else None
        own = own_demand(library, judged)
    listed, buried, count = {ListedBy.CHECKED: own.listed}, {ListedBy.CHECKED: own.buried}, {}
    count[ListedBy.CHECKED] = own.listings
    looked_for = {SoughtBy.LABELS: own.labels, SoughtBy.BELOW_FIRST: own.below_first}
    if listings is not None:
        listed[ListedBy.TABLES], buried[ListedBy.TABLES] = listings.listed, listings.buried
        count[ListedBy.TABLES] = listings.rows
    if searches is not None:
        looked_for[SoughtBy.SEARCHES] = searches.looked_for
    counts = DemandCounts(cards, newest, listed, buried, count, looked_for, own.names)
    return CountedDemand(counts, listings, searches, tables)


class _Titles:
    """The reader is opened with the first title: most of its three seconds go into names."""

    def __init__(self, library: LibraryFolder, resources: Path, judged: BuriedListings) -> None:
        self._library, self._resources, self._judged = library, resources, judged
        self._reader: TitleReader | None = None

    def read(self, title: str) -> TitleReading:
        if self._reader is None:
            self._reader = open_title_reader(self._library, self._resources)
        return self._reader.read(title)

    def is_buried(self, reading: TitleReading) -> bool:
        """As a check says it of a listing whose photos do not speak against its title."""
        found = {"verdict": ListingVerdict.MATCH.value, "title": title_json(reading), "cards": ()}
        return bool(self._judged.of(found).reasons)
