"""`karuta listed` through the real command line: what it prints and writes, and sentences for what is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.commands import Run
from tests.packs import library_of

from karuta.domain.card import Card, CardKey
from karuta.listings.services.popularity.demand_files import COLUMNS
from karuta.paths import LibraryFolder

NAMES = ("Rain Fox", "Sun Badger", "Moon Heron", "=Storm Otter", "Ember Wren")


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    cards = [Card(CardKey("ohajiki", str(at)), {"en": name}) for at, name in enumerate(NAMES, start=1)]
    return library_of(tmp_path, cards)


@pytest.fixture
def tables(tmp_path: Path) -> list[str]:
    """Rain Fox is listed and looked for, Sun Badger only listed, Moon Heron only looked for."""
    listings, searches = tmp_path / "listings.csv", tmp_path / "searches.csv"
    listings.write_text("title\n" + "Rain Fox NM\n" * 4 + "Sun Badger\n" * 5 + "something\n", encoding="utf-8")
    searches.write_text("query,count\nrain fox,20\nMoon Heron,9\nMoon Heron,x\n", encoding="utf-8")
    return [str(listings), "--searches", str(searches)]


def test_it_says_what_was_counted_and_by_which_rule_a_card_stands_where_it_does(run: Run, tables: list[str]) -> None:
    told = run("listed", *tables, "--json")
    found = told.one
    assert (found["listed_by"], found["looked_for_by"]) == ("tables", "searches")
    assert (found["listings"], found["listed"]["total"], found["looked_for"]["total"]) == (9, 9, 29)
    assert found["listed"]["never"] == 3 and found["neither"] == 2 and found["cap"] == {"most": 2, "of": 20}
    first, second = found["rows"][:2]
    assert (first["name"], first["rule"]) == ("Moon Heron", "Looked for, never listed")
    assert second["name"] == "Sun Badger" and second["rule"] == "Listed often, never looked for"
    assert len(found["rows"]) == 5 and found["packs"][0]["never_listed"] == 3
    assert found["skips"] == 2 and "names no card" in told.err and "not a number of searches" in told.err


def test_all_cards_go_into_a_table_which_is_not_replaced_unasked(run: Run, tables: list[str], tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    assert run("listed", *tables, "--out", place)[0] == 0
    rows = list(csv.DictReader(place.read_text(encoding="utf-8-sig").splitlines()))
    assert tuple(rows[0]) == COLUMNS and len(rows) == 5
    assert {row["name"] for row in rows} == {*NAMES} - {"=Storm Otter"} | {"'=Storm Otter"}
    code, _, err = run("listed", *tables, "--out", place)
    assert code == 1 and "already exists; choose another name, or replace it with --force" in err
    assert run("listed", *tables, "--out", place, "--force")[0] == 0


def test_a_sheet_with_other_names_is_read_by_the_names_that_a_person_gives(run: Run, tmp_path: Path) -> None:
    listings, searches, report = tmp_path / "listings.csv", tmp_path / "searches.csv", tmp_path / "report.csv"
    listings.write_text("title,Head Line\nTrading cards,Rain Fox NM\nTrading cards,Sun Badger\n", encoding="utf-8")
    searches.write_text("phrase;n;date\nMoon Heron;7;03/04/2026\n", encoding="utf-8")
    report.write_text("listing_id,title\n9,Rain Fox\n", encoding="utf-8")
    named = ("--map", "title=head line", "--map", "query=phrase", "--map", "count=N")
    found = run("listed", listings, report, "--searches", searches, *named, "--json").one
    counts = {row["name"]: (row["listed"], row["looked_for"]) for row in found["rows"]}
    assert (counts["Rain Fox"], counts["Sun Badger"], counts["Moon Heron"]) == ((2, 0), (1, 0), (0, 7))
    assert found["skips"] == 0


def test_a_name_that_no_table_has_and_a_column_that_nobody_knows_are_refused(run: Run, tables: list[str]) -> None:
    code, _, err = run("listed", *tables, "--map", "title=headline")
    assert code == 1 and "No table that could say title has a column headline" in err
    for wrong in ("headline", "=x", "title=", "price=x", "date=x"):
        assert run("listed", *tables, "--map", wrong)[0] == 2
    code, _, err = run("listed", tables[0], "--map", "query=title")
    assert code == 1 and "No table that could say query" in err
