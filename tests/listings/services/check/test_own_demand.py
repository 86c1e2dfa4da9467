"""What a library knows without a table: its checked listings and its labels, each counted once and for itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.labelling import ANNA, GAME, MACHINE, chosen, confirmed, draw_photo, match, put_photo, stepping
from tests.packs import library_of

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.label import Kind, Origin, Source
from karuta.listings.domain.check.checked import CheckOutcome, ListingDecision, ShownListing
from karuta.listings.domain.check.listing import ListingVerdict
from karuta.listings.domain.popularity import DemandCounts, ListedBy, SoughtBy
from karuta.listings.services.check.decide_listing import decide_listing, settle_listing
from karuta.listings.services.popularity.count_demand import DemandTables, count_demand
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.labels.decide import Choice, decide
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile

AGENT = Origin("aya", "desk", Source.CHECK)


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    cards = [
        Card(CardKey(GAME, str(number)), {"en": f"Shape {number}"}, printings=(Printing(f"SHP-EN00{number}"),))
        for number in range(1, 5)
    ]
    return library_of(tmp_path, cards)


def counted(library: LibraryFolder, *listings: Path) -> DemandCounts:
    tables = DemandTables(listings)
    return count_demand(library, resources_folder(), tables, cancel=CancelToken())


def of(counts: dict[CardKey, int] | Any) -> dict[str, int]:
    return {card.card_id: times for card, times in counts.items() if times}


def found(number: int, *, by: str = "name", probability: float = 0.99, **title: Any) -> dict[str, Any]:
    card = {
        "game": GAME,
        "card_id": str(number),
        "name": "",
        "probability": probability,
        "by": by,
        "rivals": [],
        "words": "x",
    }
    said = {"text": "x", "cards": [card], "lot": False, "proxy": False, "disagree": False, "set_codes": ["SHP-EN001"]}
    return {"verdict": "match", "cards": [], "title": {**said, "rarity": None, "tokens": [], **title}}


def shown(key: str, found: dict[str, Any], verdict: ListingVerdict = ListingVerdict.MATCH) -> ShownListing:
    return ShownListing(key, key, "monday", "x", "", (), verdict, {**found, "verdict": verdict.value})


def test_labels_say_what_is_looked_for_and_what_was_not_found_at_once(library: LibraryFolder, tmp_path: Path) -> None:
    """Of three labels of persons one is of another card than was suggested; a machine's counts for nothing."""
    with LabelFile.open_writing(library, surroundings=stepping()) as file:
        for at, number in enumerate((1, 1, 2)):
            photo = put_photo(file, draw_photo(tmp_path / f"{at}.png", at))
            name = on_the_desk(file, [photo])[0].sightings[0].sighting_id
            decide(file, [Choice(photo, Kind.CONFIRM, name, chosen(number), shown=(match(1), match(2)))], ANNA)
        photo = put_photo(file, draw_photo(tmp_path / "m.png", 50))
        name = on_the_desk(file, [photo])[0].sightings[0].sighting_id
        machine = confirmed(photo, name, 3)
        decide(file, [Choice(machine.photo_sha256, Kind.AUTO_CONFIRM, name, machine.card)], MACHINE)
    counts = counted(library)
    assert of(counts.tallies[SoughtBy.LABELS].cards) == {"1": 2, "2": 1}
    assert of(counts.tallies[SoughtBy.BELOW_FIRST].cards) == {"2": 1}


def test_a_checked_listing_counts_once_while_its_decision_stands(library: LibraryFolder) -> None:
    with LabelFile.open_writing(library, surroundings=stepping()) as file:
        match_ = ListingDecision(CheckOutcome.MATCH)
        for key, one in (
            ("k1", found(1)),
            ("k1", found(1)),
            ("k2", found(1, by="nickname")),
            ("k3", found(2, probability=0.4)),
            ("k4", found(2, proxy=True)),
            ("k5", {}),
        ):
            decide_listing(file, shown(key, one), match_, AGENT)
        decide_listing(file, shown("k6", found(3), ListingVerdict.NOT_GENUINE), match_, AGENT)
    counts = counted(library)
    assert of(counts.tallies[ListedBy.CHECKED].cards) == {"1": 2}
    assert of(counts.tallies[ListedBy.CHECKED].buried) == {"1": 1}
    assert counts.tallies[ListedBy.CHECKED].rows == 2
    with LabelFile.open_writing(library) as file:
        decide_listing(file, shown("k7", found(4)), match_, AGENT)
        assert settle_listing(file, Kind.UNDO, AGENT, lambda kept: True) is not None
    assert of(counted(library).tallies[ListedBy.CHECKED].cards) == {"1": 2}


def test_where_the_title_is_unclear_the_card_that_the_agent_named_counts(library: LibraryFolder) -> None:
    with LabelFile.open_writing(library) as file:
        said = ListingDecision(CheckOutcome.MATCH, card=chosen(4))
        decide_listing(file, shown("k1", found(2, probability=0.4)), said, AGENT)
    assert of(counted(library).tallies[ListedBy.CHECKED].cards) == {"4": 1}


def test_tables_stand_beside_the_librarys_own_and_are_never_added_to_it(library: LibraryFolder, tmp_path: Path) -> None:
    with LabelFile.open_writing(library) as file:
        decide_listing(file, shown("k1", found(1)), ListingDecision(CheckOutcome.MATCH), AGENT)
    table = tmp_path / "t.csv"
    table.write_text("listing_id,title\n1,Shape 1 SHP-EN001\n2,Shape 3\n", encoding="utf-8")
    counts = counted(library, table)
    assert of(counts.tallies[ListedBy.TABLES].cards) == {"1": 1, "3": 1}
    # Of `Shape 3` a search by its only code finds nothing.
    assert of(counts.tallies[ListedBy.TABLES].buried) == {"3": 1}
    assert of(counts.tallies[ListedBy.CHECKED].cards) == {"1": 1}
