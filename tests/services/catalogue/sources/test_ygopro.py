"""YGOPro's and EDOPro's card databases: aliases, overriding files, broken rows, damaged files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.sources import add_source, cdb_row, write_cdb

from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_folder import SkippedRow
from karuta.services.catalogue.sources.card_source import SourceCard
from karuta.services.catalogue.sources.ygopro import read_databases


def test_broken_rows_are_told_one_by_one_and_the_rest_goes_in(tmp_path: Path, library: LibraryFolder) -> None:
    rows = [cdb_row(number, f"Card {number}") for number in range(1, 191)]
    rows += [cdb_row(number, None) for number in range(191, 196)]
    rows += [cdb_row(number, "  ") for number in range(196, 200)]
    rows += [cdb_row(200, b"\xff\xfe broken")]
    write_cdb(tmp_path / "cards.cdb", rows)
    report = add_source(tmp_path / "cards.cdb", library)
    assert report.cards.added == 190
    assert len(report.skipped) == 10
    assert report.skipped[0] == SkippedRow("cards.cdb", 191, "card 191 has no row in texts", 191)
    assert {row.line for row in report.skipped} == set(range(191, 201))


def test_a_database_of_something_else_is_one_sentence(tmp_path: Path, library: LibraryFolder) -> None:
    import sqlite3

    path = tmp_path / "other.cdb"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE notes (id)")
    connection.close()
    with pytest.raises(CatalogueError, match="contains no cards that Karuta can read"):
        add_source(path, library)
    with pytest.raises(CatalogueError, match=r"is not YGOPro: that is cards.cdb"):
        add_source(path, library, format="ygopro")
    assert not library.root.exists()


def test_an_artwork_may_be_up_to_twenty_numbers_away(tmp_path: Path) -> None:
    rows = [cdb_row(20001000, "Lantern"), cdb_row(20001019, "Laterne", alias=20001000)]
    path = write_cdb(tmp_path / "cards.cdb", [*rows, cdb_row(20001040, "Lamp", alias=20001000)])
    found = [row for row in read_databases([path], None) if isinstance(row, SourceCard)]
    assert [row.card.key.card_id for row in found] == ["20001000", "20001040"]
    assert found[0].card.codes["other_passcodes"] == ["20001019"]


def test_a_value_without_end_is_refused_with_its_row_and_the_others_go_in(
    tmp_path: Path, library: LibraryFolder
) -> None:
    names = {number: f"Card {number}" for number in range(1, 6)} | {2: "x" * 3_000_000, 4: "y" * 2000}
    write_cdb(tmp_path / "cards.cdb", [cdb_row(number, name) for number, name in names.items()])
    report = add_source(tmp_path / "cards.cdb", library)
    assert report.cards.added == 3
    assert report.skipped == (
        SkippedRow("cards.cdb", 2, "longer than 1 MB", 2),
        SkippedRow("cards.cdb", 4, "names is longer than 1,000 characters", 4),
    )


@pytest.mark.parametrize("table", ["datas", "texts"])
def test_a_computed_column_is_not_computed(tmp_path: Path, table: str) -> None:
    path = write_cdb(tmp_path / "cards.cdb", [cdb_row(1, "Lantern")])
    column = {"datas": "race", "texts": "name"}[table]
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        database.execute(f"ALTER TABLE {table} ADD COLUMN {column} AS (hex(zeroblob(400000)))")
    found = list(read_databases([path], None))
    if table == "datas":
        [card] = found
        assert isinstance(card, SourceCard) and "0000" not in str(card.card.facts)
    else:
        assert [row.reason for row in found if isinstance(row, SkippedRow)] == [
            "the file cannot be read from here on: its tables lack the columns of cards"
        ]


def test_covers_and_constants_are_no_cards(tmp_path: Path, library: LibraryFolder) -> None:
    names = {"Lantern": 0x21, "Action Card Cover": 0x2, "TYPE_MONSTER": 0x21, "Nothing": 0}
    rows = [cdb_row(20001000 + at, name, type=bits) for at, (name, bits) in enumerate(names.items())]
    report = add_source(write_cdb(tmp_path / "cards.cdb", rows), library)
    assert (report.cards.added, len(report.skipped)) == (1, 3)
    assert report.skipped[0].reason == "'Action Card Cover' is not a card but something that the program needs"
