"""`karuta inventory --entries` and `--missing` through the real command line: numbers become a list, a set its gaps."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.commands import Run
from tests.packs import card, library_with, write_pack

from karuta.domain.card import CardKey
from karuta.domain.label import Kind, Source
from karuta.listings.domain.set_numbers import Entry
from karuta.listings.services.inventory.entries import entries_in_force, keep_entry, newest_session, settle_entry
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import labels_for_writing, origin_of

GAME = "g"
CODES = {"1": ("AB-1", "CD-7"), "2": ("AB-2",), "3": ("AB-2a", "CD-8"), "4": ("AB-10",)}


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    names = {"AB": "Able Beasts", "CD": "Cold Days"}
    cards = [
        card(
            id,
            f"Card {id}",
            game=GAME,
            printings=[{"set_code": code, "set_name": names[code[:2]], "lang": "en"} for code in codes],
        )
        for id, codes in CODES.items()
    ]
    cards.append(card("1", "Other 1", game="h", printings=[{"set_code": "AB-1", "set_name": "Abacus"}]))
    return library_with(tmp_path, write_pack(tmp_path / "pack", cards))


@pytest.fixture
def inventory(run: Run) -> Run:
    return partial(run, "inventory")


def typed(library: LibraryFolder, *entries: Entry) -> None:
    with labels_for_writing(library) as file:
        for entry in entries:
            keep_entry(file, entry, origin_of("anna", Source.WINDOW), "monday")


def entry(id: str, code: str, **more: object) -> Entry:
    return Entry(CardKey(GAME, id), f"Card {id}", code, **more)  # type: ignore[arg-type]


def test_a_table_of_numbers_is_a_list_and_a_bad_row_costs_no_other(inventory: Run, tmp_path: Path) -> None:
    table = tmp_path / "stack.csv"
    table.write_text(
        "game,set,number,finish,condition,language,count\n"
        "g,AB,001,foil,near_mint,ja,2\ng,Able Beasts,1,foil,near_mint,ja,1\n,,CD-8,,,,\ng,ab,2A,Reverse,Near mint,,3\n"
        "g,AB,99,,,,1\n,AB,1,,,,1\ng,AB,10,shiny,,,1\ng,AB,10,,,,0\n"
    )
    told = inventory("--entries", table, "--json")
    assert told.code == 1 and told.err.splitlines() == [
        "stack.csv line 6 is left out: the catalogue has no number 99 of AB.",
        "stack.csv line 7 is left out: number 1 is that of several cards: AB-1.",
        "stack.csv line 8 is left out: `shiny` is none of foil, reverse, plain.",
        "stack.csv line 9 is left out: `0` is not a count from 1 to 9999.",
    ]
    fields = ("card_id", "set_code", "finish", "condition", "language", "count", "settled", "photo")
    assert [tuple(row[name] for name in fields) for row in told.json] == [
        ("1", "AB-1", "foil", "near_mint", "ja", 3, True, ""),
        ("3", "AB-2a", "reverse", "near_mint", "en", 3, True, ""),
        ("3", "CD-8", None, None, "en", 1, True, ""),
    ]
    kept = tmp_path / "kept.csv"
    assert inventory("--entries", table, "--to", "entries", "--out", kept).code == 1
    assert kept.read_text().splitlines()[1] == "g,AB,1,foil,near_mint,ja,3"
    assert inventory("--entries", kept, "--json").json == told.json


def test_what_was_typed_is_listed_without_what_was_taken_back(inventory: Run, library: LibraryFolder) -> None:
    origin, other = origin_of("anna", Source.WINDOW), origin_of("ben", Source.WINDOW)
    with labels_for_writing(library) as file:
        keep_entry(file, entry("1", "AB-1", count=2), origin, "monday")
        keep_entry(file, entry("2", "AB-2", finish="foil"), origin, "monday")
        keep_entry(file, entry("4", "AB-10"), other, "monday")

        def stands() -> list[str]:
            return [kept.entry.set_code for kept in entries_in_force(file)]

        assert settle_entry(file, Kind.UNDO, origin) == entry("2", "AB-2", finish="foil")
        assert stands() == ["AB-1", "AB-10"]
        assert settle_entry(file, Kind.UNDO, origin) and stands() == ["AB-10"]
        assert not settle_entry(file, Kind.UNDO, origin), "another person's is theirs"
        assert settle_entry(file, Kind.REDO, origin) and settle_entry(file, Kind.REDO, origin)
        assert stands() == ["AB-1", "AB-2", "AB-10"] and not settle_entry(file, Kind.REDO, origin)
        assert settle_entry(file, Kind.UNDO, origin)
        keep_entry(file, entry("3", "CD-8"), origin, "tuesday")
        assert not settle_entry(file, Kind.REDO, origin), "something new was typed since"
        assert [kept.entry.set_code for kept in entries_in_force(file, "monday")] == ["AB-1", "AB-10"]
        assert [kept.entry.set_code for kept in newest_session(file)] == ["CD-8"]
    told = [(row["set_code"], row["count"]) for row in inventory("--entries", "--json").json]
    assert told == [("AB-1", 2), ("CD-8", 1), ("AB-10", 1)]


def test_what_is_missing_counts_what_was_typed_and_each_printing_by_itself(
    inventory: Run, library: LibraryFolder, tmp_path: Path
) -> None:
    def missing(*words: object) -> list[dict[str, Any]]:
        return inventory("--missing", *words, "--json").json

    assert [row["missing"] for row in missing("CD")] == [1, 1], "without any label"
    typed(library, entry("1", "CD-7", count=9), entry("1", "AB-1", finish="foil"), entry("2", "AB-2", count=4))
    typed(library, entry("1", "AB-1", language="ja"))
    code, out, err = inventory("--missing", "ab", "--playset", 3, "--game", GAME)
    assert (code, err) == (0, "AB (g): 2 of 4 numbers there; 7 missing, 1 double.\n")
    assert out.splitlines() == [
        "    1  missing  AB-1  Card 1",
        "    1  double   AB-2  Card 2",
        "    3  missing  AB-2a  Card 3",
        "    3  missing  AB-10  Card 4",
    ]
    table = tmp_path / "missing.csv"
    assert inventory("--missing", "Able Beasts", "--out", table).code == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    told = missing("Able Beasts")
    assert [{name: str(value) for name, value in row.items()} for row in told] == listed
    assert [(row["number"], row["count"], row["missing"], row["double"]) for row in told] == [
        *(("1", 2, 0, 1), ("2", 4, 0, 3), ("2a", 0, 1, 0), ("10", 0, 1, 0))
    ]
    assert {row["game"] for row in missing("AB")} == {GAME, "h"}
    wants = inventory("--missing", "AB", "--game", GAME, "--playset", 2, "--to", "wants")
    assert wants.out.splitlines() == ["2 Card 3 (Able Beasts)", "2 Card 4 (Able Beasts)"]


def test_what_is_missing_can_be_asked_of_a_table_alone(inventory: Run, library: LibraryFolder, tmp_path: Path) -> None:
    typed(library, entry("2", "AB-2"))
    (tmp_path / "stack.csv").write_text("number;set;game\n10;AB;g\n")
    asked = ("--missing", "Able Beasts", "--json")
    told = inventory(*asked, "--entries", tmp_path / "stack.csv").json
    assert [row["number"] for row in told if row["missing"]] == ["1", "2", "2a"]
    assert [row["number"] for row in inventory(*asked).json if not row["missing"]] == ["2"]
    code, _, err = inventory("--missing", "XY")
    assert code == 1 and "has no set XY" in err
    (tmp_path / "other.csv").write_text("a,b\n")
    code, _, err = inventory("--entries", tmp_path / "other.csv")
    assert code == 1 and "not a table of entries" in err and inventory("--entries", tmp_path).code == 1
