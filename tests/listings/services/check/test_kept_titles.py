"""What titles may name is kept: the file answers as the catalogue does, and a bad one is never used."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.kept import RESOURCES, by_damage
from tests.made_listings import CARDS, NICKNAMES
from tests.made_titles import hostile_titles, made_titles
from tests.packs import add, library_of, small_pack
from tests.seller_phrases import seller_titles

from karuta.bootstrap import run
from karuta.domain.card import Card, TitleFacts
from karuta.listings.domain.titles.reading import TitleReading
from karuta.listings.services.check import read_titles
from karuta.listings.services.check.read_titles import FORMAT, open_title_reader
from karuta.paths import LibraryFolder
from karuta.services.catalogue.beside_catalogue import Worth
from karuta.services.library.doctor import examine, repair
from karuta.services.library.keeping.checking import REPAIR, Finding, RepairContext
from karuta.store.cards import Catalogue

NAMES = [name for card in CARDS for _, name in card.names]
CALLED = [(nickname, card) for nickname in NICKNAMES for card in CARDS if nickname.card == card.name]
TITLES = (
    *(made.text for made in made_titles(CARDS, CALLED, count=120, seed=5)),
    *hostile_titles(NAMES, count=60, seed=5, codes=["KZF-EN001", "KZL-EN002"]),
    *seller_titles(count=40, seed=5),
    *("Ember Wizzard", "naito jagura 1st", "Envoy of the Silent", "No.39 Lamplight", "Ember Hound Lvl. 7", "KZF-SP001"),
)


def card_of(facts: TitleFacts) -> Card:
    return Card(facts.card, dict(facts.names), codes={"passcode": list(facts.passcodes)}, printings=facts.printings)


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    """Of a release that kept nothing for titles."""
    made = library_of(tmp_path, [card_of(facts) for facts in CARDS])
    rows = "".join(f"{nickname.game},{nickname.nickname},{nickname.card}\n" for nickname in NICKNAMES)
    made.nicknames_csv.write_text(rows, encoding="utf-8")
    return made


def keep(library: LibraryFolder) -> None:
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        read_titles.keep(library, catalogue)


def kept(library: LibraryFolder) -> Worth:
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return read_titles.worth(library, catalogue)


def read(library: LibraryFolder, titles: Sequence[str] = TITLES) -> list[TitleReading]:
    reader = open_title_reader(library, RESOURCES)
    return [reader.read(title) for title in titles]


def no_cards(catalogue: Catalogue) -> Sequence[TitleFacts]:
    raise AssertionError("the catalogue's names were read")


def test_titles_are_read_from_the_file_as_without_it(library: LibraryFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read(library)
    assert not library.titles.exists()
    assert sum(len(reading.cards) > 0 for reading in before) > 100
    keep(library)
    monkeypatch.setattr(Catalogue, "for_titles", no_cards)
    assert read(library) == before


def test_a_file_that_was_cut_or_changed_anywhere_is_not_used(library: LibraryFolder) -> None:
    before = read(library, TITLES[-6:])
    keep(library)
    whole, dice = library.titles.read_bytes(), random.Random(9)
    for number in range(120):
        at = number if number < 90 else dice.randrange(len(whole))
        library.titles.write_bytes(whole[:at])
        assert kept(library) is not Worth.CURRENT, at
        library.titles.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << number % 8]) + whole[at + 1 :])
        assert kept(library) is not Worth.CURRENT, at
        if number % 20 == 0:
            assert read(library, TITLES[-6:]) == before
    library.titles.unlink()
    library.titles.mkdir()
    assert kept(library) is Worth.DAMAGED
    assert read(library, TITLES[-6:]) == before


def told(findings: Sequence[Finding]) -> Finding:
    (finding,) = [check for check in findings if check.check == "titles"]
    return finding


@by_damage()
def test_the_doctor_tells_of_a_damaged_file_and_makes_it_again(
    library: LibraryFolder, damage: Callable[[Path], None]
) -> None:
    keep(library)
    context, whole = RepairContext(library, RESOURCES), library.titles.read_bytes()
    assert told(examine(context)).advice is None
    damage(library.titles)
    found = told(examine(context))
    # One that is missing, or of another release, is no fault.
    is_fault = library.titles.exists() and library.titles.read_bytes().startswith(FORMAT)
    assert found.ok is not is_fault and found.advice == REPAIR
    mended = told(repair(context))
    assert mended.ok and mended.advice is None and mended.done
    assert library.titles.read_bytes() == whole


def test_whatever_goes_live_or_leaves_is_kept_and_the_same_again_writes_nothing(tmp_path: Path) -> None:
    library = LibraryFolder(tmp_path / "library")
    add(small_pack(tmp_path / "one", 3), library)
    assert kept(library) is Worth.CURRENT
    written = library.titles.stat()
    add(tmp_path / "one", library)
    assert library.titles.stat().st_ino == written.st_ino
    one = library.titles.read_bytes()
    add(small_pack(tmp_path / "two", 5), library)
    assert kept(library) is Worth.CURRENT and library.titles.read_bytes() != one
    assert run(["--library", str(library.root), "pack", "rollback"]) == 0
    assert kept(library) is Worth.CURRENT and library.titles.read_bytes() == one
    assert run(["--library", str(library.root), "pack", "remove", "one"]) == 0
    assert kept(library) is Worth.CURRENT and read(library, ["Card 1"])[0].cards == ()
