"""YGOPro's and EDOPro's card databases: aliases, overriding files, broken rows, damaged files."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.sources import MONSTER_EFFECT, NORMAL_SPELL, TOKEN, add_source, cards_of, cdb_row, write_cdb, write_pictures

from karuta.domain.card import CardKey, Printing
from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import Tally, Unpaired
from karuta.services.catalogue.catalogue_folder import SkippedRow
from karuta.services.catalogue.sources.card_source import SourceCard
from karuta.services.catalogue.sources.ygopro import read_databases
from karuta.store.cards import Catalogue


def test_cards_come_with_their_pictures_alternative_artworks_joined(tmp_path: Path, library: LibraryFolder) -> None:
    game = tmp_path / "ProjectIgnis"
    write_cdb(
        game / "cards.cdb",
        [
            cdb_row(10000, "Dragon of Ten", atk=-2),
            cdb_row(20001000, "Lantern"),
            cdb_row(20001001, "Lantern", alias=20001000),
            cdb_row(70000000, "Lantern", alias=20001000),  # another passcode of it
            cdb_row(20001002, "Lantern Token", alias=20001000, type=TOKEN),
            cdb_row(30000000, "Lantern the Second", alias=20001000),  # its name is treated as Lantern's
            cdb_row(160001000, "Rush Kite", type=NORMAL_SPELL, ot=0x200),
        ],
    )
    write_pictures(game / "pics", ["10000", "20001000", "20001001", "99999"])
    write_pictures(game / "pics" / "field", ["20001000"])
    report = add_source(game, library)
    assert (report.format, report.pack, report.joined) == ("ygopro", "ProjectIgnis", 0)
    assert report.cards == Tally(added=5, changed=0, same=0)
    assert report.artworks == Tally(added=3, changed=0, same=0)
    assert (report.unpaired, report.skipped) == (Unpaired(pictures=1, cards=3), ())
    cards = cards_of(library)
    assert sorted(cards) == ["00010000", "160001000", "20001000", "20001002", "30000000"]
    assert cards["20001000"].codes == {"passcode": "20001000", "other_passcodes": ["20001001", "70000000"]}
    assert cards["00010000"].facts["atk"] == "?"
    assert [cards[number].kind for number in ("10000".zfill(8), "20001002", "160001000")] == [
        "Monster",
        "Token",
        "Spell",
    ]
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        found = catalogue.artworks(CardKey("yugioh", "20001000"))
        assert [(artwork.artwork.file, artwork.artwork.artwork) for artwork in found] == [
            ("20001000.png", "main"),
            ("20001001.png", "alternate"),
        ]
        # Other numbers of a card find it everywhere.
        assert catalogue.find("70000000") == catalogue.find("yugioh:20001001") == CardKey("yugioh", "20001000")
        assert catalogue.find("10000") == CardKey("yugioh", "00010000")


def test_later_files_override_earlier_ones_and_another_language_adds_names(
    tmp_path: Path, library: LibraryFolder
) -> None:
    write_cdb(tmp_path / "game" / "cards.cdb", [cdb_row(1111, "Old Name"), cdb_row(2222, "Stays")])
    write_cdb(tmp_path / "game" / "expansions" / "new.cdb", [cdb_row(1111, "New Name", atk=5), cdb_row(3333, "Third")])
    write_cdb(tmp_path / "game" / "expansions" / "cards-de.cdb", [cdb_row(2222, "Bleibt")])
    write_cdb(tmp_path / "game" / "expansions" / "japan.cdb", [cdb_row(2222, "とどまる")])
    assert add_source(tmp_path / "game", library).cards.added == 3
    cards = cards_of(library)
    assert cards["00001111"].names == {"en": "New Name"}
    assert cards["00001111"].facts["atk"] == 5
    assert cards["00002222"].names == {"en": "Stays", "de": "Bleibt", "ja": "とどまる"}


def test_a_second_time_changes_nothing(tmp_path: Path, library: LibraryFolder) -> None:
    write_cdb(tmp_path / "game" / "cards.cdb", [cdb_row(1, "One"), cdb_row(2, "One", alias=1)])
    write_pictures(tmp_path / "game" / "pics", ["1", "2"])
    add_source(tmp_path / "game", library)
    again = add_source(tmp_path / "game", library)
    assert (again.cards, again.artworks) == (Tally(0, 0, 1), Tally(0, 0, 2))


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


def test_numbers_written_as_text_are_numbers(tmp_path: Path, library: LibraryFolder) -> None:
    path = write_cdb(tmp_path / "cards.cdb", [cdb_row(7, "Seven", atk="1500", level="x", race=None, alias=None)])
    add_source(path, library)
    assert cards_of(library)["00000007"].facts == {"type_line": "Effect", "attribute": "DARK", "atk": 1500, "def": 800}


def test_a_file_is_read_without_a_trace_beside_it(tmp_path: Path, library: LibraryFolder) -> None:
    path = write_cdb(tmp_path / "there" / "cards.cdb", [cdb_row(1, "One")])
    before = path.read_bytes()
    add_source(path, library)
    assert [file.name for file in path.parent.iterdir()] == ["cards.cdb"]
    assert path.read_bytes() == before


def test_a_database_of_something_else_is_one_sentence(tmp_path: Path, library: LibraryFolder) -> None:
    import sqlite3

    path = tmp_path / "other.cdb"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (id)")
    connection.close()
    with pytest.raises(CatalogueError, match="contains no cards that Karuta can read"):
        add_source(path, library)
    with pytest.raises(CatalogueError, match=r"is not YGOPro: that is cards.cdb"):
        add_source(path, library, format="ygopro")
    assert not library.root.exists()


def test_any_damage_ends_in_rows_or_in_a_sentence(tmp_path: Path) -> None:
    sound = write_cdb(
        tmp_path / "cards.cdb", [cdb_row(n, f"Card {n} of many", type=MONSTER_EFFECT) for n in range(1, 300)]
    ).read_bytes()
    dice = random.Random(17)
    for number in range(60):
        damaged = bytearray(sound)
        if number % 3 == 0:
            del damaged[dice.randrange(len(damaged)) :]
        for _ in range(dice.randrange(1, 40)):
            if damaged:
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path = tmp_path / f"damaged-{number}.cdb"
        path.write_bytes(damaged)
        try:
            report = add_source(path, LibraryFolder(tmp_path / f"library-{number}"))
        except CatalogueError as error:
            assert str(error).endswith(".")
        else:
            assert report.cards.added + len(report.skipped) > 0 or report.cards.added == 0


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


def test_lists_of_sets_beside_a_database_give_its_cards_their_printings(tmp_path: Path, library: LibraryFolder) -> None:
    rows = [cdb_row(20001000, "Lantern"), cdb_row(20001001, "Lantern", alias=20001000), cdb_row(1234, "Kite")]
    write_cdb(tmp_path / "game" / "cards.cdb", rows)
    lines = ("20001001,lan-en002,Lights,Rare", "20001000,LAN-JP001,Lights,Common", "00001234,KIT-EN001,Kites,Rare")
    more = (
        "1234,KIT-EN001,Kites,Common",
        "1234,KIT-EN001,Kites,Common",
        "99,X-EN001,None,Common",
        ",X-EN002,None,Rare",
    )
    text = "\n".join(("Passcode,Set Code,Set Name,Rarity", *lines, *more))
    (tmp_path / "game" / "sets.csv").write_text(text, encoding="utf-8")
    (tmp_path / "game" / "prices.csv").write_text("when,price\ntoday,5\n", encoding="utf-8")
    report = add_source(tmp_path / "game", library)
    cards = cards_of(library)
    assert cards["20001000"].printings == (
        Printing("LAN-EN002", "Lights", "en", ("Rare",)),
        Printing("LAN-JP001", "Lights", "ja", ("Common",)),
    )
    assert cards["00001234"].printings == (Printing("KIT-EN001", "Kites", "en", ("Rare", "Common")),)
    assert {(row.file, row.line): row.reason for row in report.skipped} == {
        ("sets.csv", 7): "no card here has the passcode 99",
        ("sets.csv", 8): "it has no passcode or no set code",
    }
    assert report.fates is not None and report.fates.rows == 10


def test_covers_and_constants_are_no_cards(tmp_path: Path, library: LibraryFolder) -> None:
    names = {"Lantern": 0x21, "Action Card Cover": 0x2, "TYPE_MONSTER": 0x21, "Nothing": 0}
    rows = [cdb_row(20001000 + at, name, type=bits) for at, (name, bits) in enumerate(names.items())]
    report = add_source(write_cdb(tmp_path / "cards.cdb", rows), library)
    assert (report.cards.added, len(report.skipped)) == (1, 3)
    assert report.skipped[0].reason == "'Action Card Cover' is no card but something that the program needs"
