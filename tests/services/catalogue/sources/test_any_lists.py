"""Lists of any game: what is guessed from their values, and that no row is joined or lost in silence."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from tests.amounts import amount
from tests.any_lists import WORDS, marked_cards, pitched_cards, pitched_printings, write_csv
from tests.sources import add_source, cards_of, cdb_row, write_cdb, write_json, write_pictures

from karuta.domain.card import Printing
from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.sources.artwork_marks import Variants
from karuta.services.catalogue.sources.card_source import SharedId
from karuta.services.catalogue.sources.list_map import ListMap, read_map, write_map
from karuta.services.catalogue.take_in import Fates
from karuta.store.cards import Catalogue


def test_cards_of_one_name_are_told_apart_by_the_column_of_their_ids(tmp_path: Path, library: LibraryFolder) -> None:
    cards = pitched_cards()
    path = write_csv(tmp_path / "card.csv", cards, delimiter="\t")
    report = add_source(path, library)
    assert report.map == {"id": "Unique ID", "name": "Name", "text": "Functional Text"}
    assert (report.cards.added, report.shared_ids) == (len(cards), 0)
    assert report.fates == Fates(rows=len(cards), cards=len(cards))


def test_rows_that_share_an_id_and_differ_are_named_with_the_column_that_tells_them(
    tmp_path: Path, library: LibraryFolder
) -> None:
    cards = pitched_cards()
    report = add_source(write_csv(tmp_path / "card.csv", cards), library, columns={"id": "Name"})
    assert (report.cards.added, report.shared_ids) == (12, len(cards) - 12)
    assert report.fates == Fates(rows=len(cards), cards=12, shared_ids=len(cards) - 12)
    first = report.skipped[0]
    assert isinstance(first, SharedId)
    assert (first.line, first.reason) == (
        4,
        "it has the id Crow Strike of line 3, and another Unique ID: left out; by the column Unique ID they are two "
        "cards",
    )


def test_printings_name_their_card_and_keep_the_number_that_is_printed(tmp_path: Path, library: LibraryFolder) -> None:
    rows = pitched_printings()
    report = add_source(write_csv(tmp_path / "printing.csv", rows), library)
    cards = len(pitched_cards())
    assert report.fates == Fates(rows=len(rows), cards=cards, printings=len(rows) - cards)
    assert report.map == {
        **{"id": "Card Unique ID", "name": "Card Name", "set_code": "Set ID", "number": "Card ID"},
        **{"rarity": "Rarity", "edition": "Edition", "picture": "Image URL"},
    }
    second = cards_of(library)[rows[1]["Card Unique ID"]]
    assert second.printings == (
        Printing("LAN001", "LAN", "", ("C",)),
        Printing("STP001", "STP", "", ("C",)),
    )


def test_the_right_column_said_by_a_person_flags_no_printing(tmp_path: Path, library: LibraryFolder) -> None:
    path = write_csv(tmp_path / "printing.csv", pitched_printings())
    assert add_source(path, library, columns={"id": "Card Unique ID"}).shared_ids == 0
    assert add_source(path, LibraryFolder(tmp_path / "2"), columns={"id": "Card Name"}).shared_ids > 0


def test_marked_ids_are_artworks_and_printings_of_one_card(tmp_path: Path, library: LibraryFolder) -> None:
    rows = marked_cards()
    path = write_json(tmp_path / "list" / "cards.json", rows)
    write_pictures(tmp_path / "list" / "images", ["LN-003_p1", "LN-003", "LN-001_p1", "nobody"])
    report = add_source(path.parent, library, game="lanterns")
    assert report.format == "json"
    assert report.fates == Fates(rows=len(rows), cards=12, printings=len(rows) - 12)
    assert report.artworks.added == 3
    card = cards_of(library)["LN02-003"]
    assert card.names == {"en": "Paper & Co"}
    assert [printing.set_code for printing in card.printings] == [f"LN02-003{m}" for m in ("", "_p1", "_p2", "_r1")]
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        artworks = [stored.artwork for stored in catalogue.artworks(card.key)]
    assert [(artwork.file, artwork.artwork) for artwork in artworks] == [
        ("images/LN-003.png", "main"),
        ("images/LN-003_p1.png", "alternate"),
    ]


def test_the_card_itself_has_the_main_picture_where_its_variant_comes_first(
    tmp_path: Path, library: LibraryFolder
) -> None:
    rows = sorted(marked_cards(), key=lambda row: row["id"], reverse=True)
    path = write_json(tmp_path / "cards.json", rows)
    write_pictures(tmp_path / "images", ["LN-003_p1", "LN-003"])
    add_source(path, library)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        (main,) = (artwork.artwork.file for artwork in catalogue.artworks(cards_of(library)["LN02-003"].key)[:1])
    assert main.endswith("LN-003.png")


def test_ids_with_a_mark_and_other_names_are_cards_of_their_own(tmp_path: Path, library: LibraryFolder) -> None:
    rows = [
        {"id": f"K-{number:03d}{mark}", "name": f"{name}{mark}"}
        for number, name in enumerate(WORDS)
        for mark in ("", "_p1")
    ]
    assert add_source(write_json(tmp_path / "cards.json", rows), library).cards.added == 24


def test_a_column_says_which_card_a_row_is_a_variant_of(tmp_path: Path, library: LibraryFolder) -> None:
    cards = [
        {"id": number, "fullName": f"{name} - Under {name}", "name": name} for number, name in enumerate(WORDS, start=1)
    ]
    rows: list[dict[str, Any]] = [*cards, {"id": 90, "fullName": "Crow - Under Crow", "name": "Crow", "baseId": 2}]
    path = write_json(
        tmp_path / "cards.json", {"metadata": {"language": "en"}, "sets": {"1": {"n": "A"}}, "cards": rows}
    )
    report = add_source(path, library)
    assert report.fates == Fates(rows=13, cards=12, printings=1)
    assert cards_of(library)["2"].name == "Crow - Under Crow"


@pytest.mark.parametrize(
    "said", [{"data": "CARDS"}, {"meta": {"count": 12}, "anything": "CARDS"}, "REGISTER", "LINES"], ids=repr
)
def test_objects_are_found_wherever_they_lie(tmp_path: Path, library: LibraryFolder, said: Any) -> None:
    cards = [{"code": f"LN-{number:03d}", "name": name} for number, name in enumerate(WORDS)]
    path = tmp_path / "cards.json"
    if said == "LINES":
        path.write_text("\n".join(map(json.dumps, cards)), encoding="utf-8")
    elif said == "REGISTER":
        write_json(path, {card["code"]: card for card in cards})
    else:
        write_json(path, json.loads(json.dumps(said).replace('"CARDS"', json.dumps(cards))))
    assert add_source(path, library).cards.added == 12


def test_a_folder_with_one_object_a_file_is_one_list(tmp_path: Path, library: LibraryFolder) -> None:
    for row in marked_cards():
        write_json(tmp_path / "cards" / f"{row['id']}.json", row)
    report = add_source(tmp_path / "cards", library)
    assert (report.cards.added, report.fates.rows) == (12, len(marked_cards()))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            {"object": "error", "status": 404, "details": "none"},
            r"holds a single object \(error\) and no list of cards",
        ),
        ({"object": "card", "scryfall_uri": "x", "id": "1", "name": "Crow"}, r"holds a single object \(card\)"),
        ({"object": "list", "data": [{"object": "bulk_data", "name": "All"}]}, "it is not a card but bulk_data"),
        ([], "holds no list of cards"),
        ([{"id": 1, "cost": 2}], "No column of the table looks like a card's name"),
    ],
)
def test_json_that_is_no_list_of_cards_says_what_would_work(
    tmp_path: Path, library: LibraryFolder, said: Any, why: str
) -> None:
    with pytest.raises(CatalogueError, match=why):
        add_source(write_json(tmp_path / "cards.json", said), library, format="auto")
    assert not library.root.exists()


COCKATRICE = """<?xml version="1.0" encoding="UTF-8"?>
<cockatrice_carddatabase version="4">
  <sets><set><name>LAN</name><longname>Lanterns &amp; Rain</longname></set></sets>
  <cards>
    <card><name>Crow</name><text>It waits.</text><prop><type>Bird</type><manacost>2</manacost><pt>2/1</pt></prop>
      <set rarity="N" num="12" picurl="https://example.invalid/crow.png">LAN</set>
      <set rarity="U" num="A-ST-01">STP</set></card>
    <card><name>Rain</name><text/><prop><type>Weather</type></prop><set num="13">LAN</set></card>
    <card><name>Crow</name><text>It flies.</text><prop><type>Bird</type></prop><set num="14">LAN</set></card>
  </cards>
</cockatrice_carddatabase>
"""


def test_cockatrice_of_any_game(tmp_path: Path, library: LibraryFolder) -> None:
    (tmp_path / "cards.xml").write_text(COCKATRICE, encoding="utf-8")
    write_pictures(tmp_path / "images" / "LAN", ["Rain"])
    report = add_source(tmp_path / "cards.xml", library, game="lanterns")
    assert (report.format, report.fates) == ("cockatrice", Fates(rows=3, cards=2, shared_ids=1))
    assert report.skipped[0].reason == "it has the id Crow of line 5, and another text: taken as its printing"
    assert report.artworks.added == 1
    crow = cards_of(library)["Crow"]
    assert (crow.kind, crow.names) == ("Bird", {"en": "Crow"})
    assert crow.printings == (
        Printing("LAN-12", "Lanterns & Rain", "", ("N",)),
        Printing("A-ST-01", "STP", "", ("U",)),
        Printing("LAN-14", "Lanterns & Rain", ""),
    )


@pytest.mark.parametrize(
    ("text", "left", "why"),
    [
        (COCKATRICE.replace("<name>Rain", "<name>Ra<in"), 1, "cannot be read from here on"),
        (COCKATRICE[: COCKATRICE.index("Rain</name>")], 1, "cannot be read from here on"),
        (f'{COCKATRICE[:39]}<!DOCTYPE a [<!ENTITY a "b">]>{COCKATRICE[39:]}', 0, "has a document type"),
        (COCKATRICE.replace("<text/>", "<a>" * 40 + "</a>" * 40), 1, "its elements are no card's"),
    ],
)
def test_damaged_or_hostile_xml_keeps_what_was_read(
    tmp_path: Path, library: LibraryFolder, text: str, left: int, why: str
) -> None:
    (tmp_path / "cards.xml").write_text(text, encoding="utf-8")
    if not left:
        with pytest.raises(CatalogueError, match=why):
            add_source(tmp_path / "cards.xml", library)
        return
    report = add_source(tmp_path / "cards.xml", library)
    assert (report.cards.added, why in report.skipped[-1].reason) == (left, True)


def test_sets_of_lackey(tmp_path: Path, library: LibraryFolder) -> None:
    for code, names in (("LAN", ["Crow", "Rain"]), ("STP", ["Crow", "Owl"])):
        rows = [
            {"Name": name, "Set": code, "ImageFile": f"{code}{at}", "Type": "Bird"} for at, name in enumerate(names)
        ]
        (tmp_path / "plugin" / "sets").mkdir(parents=True, exist_ok=True)
        write_csv(tmp_path / "plugin" / "sets" / f"{code}.txt", rows, delimiter="\t")
    write_pictures(tmp_path / "plugin" / "sets" / "setimages" / "LAN", ["LAN0", "LAN1"])
    report = add_source(tmp_path / "plugin", library)
    assert (report.format, report.fates) == ("lackey", Fates(rows=4, cards=3, printings=1))
    assert report.artworks.added == 2


@pytest.mark.parametrize(
    "name",
    ["{0} {1}", "{1} {0}", "Paper {0}mon Paper {0}モン"],
    ids=["two", "turned", "twice"],
)
@pytest.mark.parametrize("column", ["name", "x"])
def test_names_in_two_scripts_in_one_cell_ask(tmp_path: Path, library: LibraryFolder, name: str, column: str) -> None:
    rows = [{"id": f"LN-{at:03d}", column: name.format(word, "カラス")} for at, word in enumerate(WORDS)]
    with pytest.raises(CatalogueError, match=r"two things at once|name=COLUMN"):
        add_source(write_csv(tmp_path / "cards.csv", rows), library)


def test_a_column_of_english_names_in_other_letters_asks(tmp_path: Path, library: LibraryFolder) -> None:
    """What stands in two columns may have been exchanged, or written into one."""
    rows = [{"id": f"LN-{at:03d}", "name en": f"カラス {word}モン", "name ja": word} for at, word in enumerate(WORDS)]
    with pytest.raises(CatalogueError, match=r"Most names in the column name en are in other letters"):
        add_source(write_csv(tmp_path / "cards.csv", rows), library)
    assert add_source(tmp_path / "cards.csv", library, columns={"name.en": "name en"}).cards.added == len(rows)


def test_a_part_of_what_another_column_holds_is_no_name(tmp_path: Path, library: LibraryFolder) -> None:
    titles = [f"Under {word} {other}" for word in WORDS for other in WORDS]
    rows = [{"x1": f"{WORDS[at % 12]} - {title}", "y": title, "x2": at % 3} for at, title in enumerate(titles)]
    with pytest.raises(CatalogueError, match="No column of the table looks like a card's name"):
        add_source(write_csv(tmp_path / "cards.csv", rows), library)


def test_a_name_that_another_column_holds_with_more_asks(tmp_path: Path, library: LibraryFolder) -> None:
    rows = [
        {"name": word, "x1": f"{word} - Under {WORDS[-at]}", "set": "LAN", "number": at}
        for word in WORDS
        for at in (1, 2, 3)
    ]
    path = write_csv(tmp_path / "cards.csv", rows)
    with pytest.raises(
        CatalogueError, match=r"The column x1 holds what name does and more.* with name=x1 or name=name"
    ):
        add_source(path, library)
    assert add_source(path, library, columns={"name": "name"}).fates.cards == len(WORDS)
    assert add_source(path, LibraryFolder(tmp_path / "2"), columns={"name": "x1"}).fates.cards == len(rows)


def test_names_that_have_several_texts_ask(tmp_path: Path, library: LibraryFolder) -> None:
    rows = [{"name": name, "set": "LAN", "text": f"It waits {part} turns."} for name in WORDS for part in (1, 2)]
    with pytest.raises(CatalogueError, match=r"12 of the first 24 rows have the name of another row and differ"):
        add_source(write_csv(tmp_path / "cards.csv", rows), library)


def test_a_name_beside_its_number_in_one_cell_asks(tmp_path: Path, library: LibraryFolder) -> None:
    rows = [{"name": f"{name} LN-{number:03d}", "cost": number} for number, name in enumerate(WORDS)]
    with pytest.raises(CatalogueError, match="seems to hold two things at once"):
        add_source(write_csv(tmp_path / "cards.csv", rows), library)


def test_names_that_tell_no_cards_apart_ask(tmp_path: Path, library: LibraryFolder) -> None:
    rows = [{key: text for key, text in card.items() if key != "Unique ID"} for card in pitched_cards()]
    with pytest.raises(
        CatalogueError, match=r"12 of the first 24 rows.*say which column tells cards apart with id=COLUMN"
    ):
        add_source(write_csv(tmp_path / "card.csv", rows), library)


def test_columns_that_are_called_as_nothing_known_are_told_by_their_values(
    tmp_path: Path, library: LibraryFolder
) -> None:
    rows = [{"A": row["Unique ID"], "B": row["Name"], "C": row["Pitch"]} for row in pitched_cards()]
    report = add_source(write_csv(tmp_path / "card.csv", rows), library)
    assert (report.map, report.cards.added) == ({"id": "A", "name": "B"}, len(rows))


def test_a_map_is_kept_and_read_again(tmp_path: Path) -> None:
    kept = ListMap("json", "lanterns", {"id": 'a "quoted"\\key', "name": "名前\x7f"}, Variants("~", ("p", "r")))
    write_map(tmp_path / "game.karuta-map.toml", kept)
    assert read_map(tmp_path / "game.karuta-map.toml") == kept
    for text in ("[fields]\nid = 3\n", "fields = 3", "[", "variants = 7"):
        (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
        with pytest.raises(CatalogueError, match="is no map of a list"):
            read_map(tmp_path / "bad.toml")


def test_rows_on_one_line_are_named_by_their_number(tmp_path: Path, library: LibraryFolder) -> None:
    rows = [{"id": "1", "name": "Crow"}, {"id": "2"}, {"id": "3", "name": "Rain"}, {"id": "1", "name": "Owl"}]
    report = add_source(write_json(tmp_path / "l.json", rows), library)
    assert [(row.place, row.row) for row in report.skipped] == [("l.json row 2", 2), ("l.json row 4", 4)]
    assert report.skipped[1].reason == "it has the id 1 of row 1, and another name: left out"
    (tmp_path / "cards.xml").write_text(COCKATRICE.replace("\n", " "), encoding="utf-8")
    (shared,) = add_source(tmp_path / "cards.xml", library).skipped
    assert (shared.place, shared.reason) == (
        "cards.xml row 3",
        "it has the id Crow of line 1, and another text: taken as its printing",
    )


def _cockatrice(path: Path, rows: list[dict[str, str]]) -> Path:
    form = '<card><name>{name}</name><text>{text}</text><set num="{number}">{set}</set></card>\n'
    cards = "".join(form.format_map(row) for row in rows)
    path.write_text(f"<cockatrice_carddatabase><cards>{cards}</cards></cockatrice_carddatabase>", encoding="utf-8")
    return path


@pytest.mark.long(share=True)
def test_every_row_has_one_fate(tmp_path: Path) -> None:
    """Whatever a list holds, and however its columns are said: the fates add up to its rows."""
    dice = random.Random(37)
    columns = ("id", "name", "name.ja", "set", "number", "rarity", "text", "cost", "picture", "variant of")
    pools = {
        "id": ["", "1", "2", "3", "LN-001", "LN-001_p1", "LN-002", "LN-002_r1"],
        **{"name": ["", "Crow", "crow", "Rain", "Owl"], "name.ja": ["", "", "鴉", "雨"], "set": ["", "LAN", "STP"]},
        **{"number": ["", "1", "2", "1/9"], "rarity": ["C", "R"], "text": ["", "", "Waits", "Flies"]},
        **{"cost": ["1", "1", "2"], "picture": ["", "a.png"], "variant of": ["", "", "", "1", "LN-001"]},
    }
    told = dict.fromkeys(("cards", "printings", "same", "shared_ids", "skipped"), 0)
    for number in range(amount(400, least=60)):
        form = dice.choice(("csv", "json", "xml"))
        usual = ("name", "text", "set", "number") if form == "xml" else ("name",)
        some = [column for column in columns if dice.random() < 0.6 or column in usual]
        rows = [{column: dice.choice(pools[column]) for column in some} for _ in range(dice.randrange(1, 15))]
        library, folder = LibraryFolder(tmp_path / f"library-{number}"), tmp_path / str(number)
        folder.mkdir()
        said = {"id": dice.choice(some)} if dice.random() < 0.5 and form != "xml" else {}
        write = {"csv": write_csv, "json": write_json, "xml": _cockatrice}[form]
        path = write(folder / f"l.{form}", rows)
        try:
            report = add_source(path, library, columns=said)
        except CatalogueError as error:
            assert str(error).endswith(".")
            continue
        fates = report.fates
        filled = [row for row in rows if form != "csv" or any(row.values())]
        assert fates.rows == len(filled), (rows, said)
        assert fates.cards + fates.printings + fates.same + fates.shared_ids + fates.skipped == fates.rows
        assert fates.cards == len(cards_of(library))
        named = [row for row in report.skipped if row.reason != "picture a.png is missing"]
        assert len(named) == fates.skipped + fates.shared_ids
        assert len(named) == len({row.place for row in named})
        for fate in told:
            told[fate] += getattr(fates, fate)
    assert min(told.values()) > 5, told


@pytest.mark.long(share=True)
def test_every_row_of_card_databases_has_one_fate(tmp_path: Path) -> None:
    """Of two files, the second of which overrides the first; with artworks, and with rows that are none."""
    dice = random.Random(38)
    told = dict.fromkeys(("cards", "printings", "same", "skipped"), 0)
    for number in range(amount(100, least=30)):
        library, folder, count = LibraryFolder(tmp_path / f"library-{number}"), tmp_path / str(number), 0
        for file in ("cards.cdb", "more.cdb"):
            passcodes = dice.sample(range(100, 112), dice.randrange(1, 9))
            rows = [
                cdb_row(
                    passcode,
                    dice.choice(("Crow", "Rain", "Owl", " ", None)),
                    alias=dice.choice((0, 0, 101, 105)),
                    type=dice.choice((0x21, 0x21, 0x4011, 0)),
                )
                for passcode in passcodes
            ]
            write_cdb(folder / file, rows)
            count += len(rows)
        try:
            report = add_source(folder, library)
        except CatalogueError as error:
            assert str(error).startswith(f"None of the rows of {number} can be used ({count} skipped")
            continue
        fates = report.fates
        assert fates.rows == count == fates.cards + fates.printings + fates.same + fates.skipped
        assert (fates.cards, fates.skipped) == (len(cards_of(library)), len({row.place for row in report.skipped}))
        for fate in told:
            told[fate] += getattr(fates, fate)
    assert min(told.values()) > 2, told


def test_rows_of_known_formats_add_up_too(tmp_path: Path) -> None:
    """Two files of one card database, and two languages of a list: every row is a card, an artwork or says no more."""
    folder = tmp_path / "databases"
    write_cdb(folder / "cards.cdb", [cdb_row(20001000, "Crow"), cdb_row(20001001, "Crow", alias=20001000)])
    write_cdb(folder / "more.cdb", [cdb_row(20001000, "Crow, again"), cdb_row(0, "None")])
    assert add_source(folder, LibraryFolder(tmp_path / "1")).fates == Fates(4, 1, 1, 1, 0, 1)
    card = {"id": 20001000, "name": "Crow", "type": "Effect Monster", "card_images": [], "card_sets": []}
    for language in ("", "_de"):
        write_json(tmp_path / "lists" / f"cardinfo{language}.json", {"data": [card]})
    assert add_source(tmp_path / "lists", LibraryFolder(tmp_path / "2")).fates == Fates(2, 1, 1)
    printings = [
        {"object": "card", "id": str(at), "oracle_id": "o", "name": "Crow", "scryfall_uri": "x", "set": "lan"}
        for at in range(5)
    ]
    write_json(tmp_path / "bulk.json", printings)
    assert add_source(tmp_path / "bulk.json", LibraryFolder(tmp_path / "3")).fates == Fates(5, 1, 4)


@pytest.mark.parametrize("name", ["Card{}", "Card {}", "card-{:04d}"])
def test_names_that_somebody_numbered_are_names(tmp_path: Path, library: LibraryFolder, name: str) -> None:
    """However often each was printed."""
    rows = [{"id": f"CARD{at % 20}", "name": name.format(at % 20), "set": f"S{at // 20}"} for at in range(200)]
    report = add_source(write_csv(tmp_path / "cards.csv", rows), library)
    assert report.fates == Fates(rows=200, cards=20, printings=180)


def test_a_column_of_product_ids_is_kept_by_printing(tmp_path: Path, library: LibraryFolder) -> None:
    rows = [
        {"Card ID": "K1", "Name": "Kite", "Set code": code, "Cardmarket ID": number, "Shop": "77"}
        for code, number in (("AB-1", "11"), ("AB-2", "12"), ("AB-3", "none"))
    ]
    add_source(write_csv(tmp_path / "list.csv", rows), library, columns={"tcgplayer_id": "Shop"})
    (kite,) = cards_of(library).values()
    assert kite.facts["shop_ids"] == {
        "tcgplayer": {"AB-1": 77, "AB-2": 77, "AB-3": 77},
        "cardmarket": {"AB-1": 11, "AB-2": 12},
    }


@pytest.mark.parametrize("folder", ["Bilder", "Images", "Tarot"])
def test_pictures_are_found_by_what_stands_in_a_column_that_nothing_known_names(
    tmp_path: Path, library: LibraryFolder, folder: str
) -> None:
    """The files have numbers of their own, and a card may have two."""
    rows = [
        {"Tunniste": f"KAL-{at:03d}{mark}", "Kortin nimi": name, "Voima": at % 3, "Kuva": f"{folder}/img{at}{mark}.png"}
        for at, name in enumerate(WORDS)
        for mark in ("", "a")[: 1 + at % 2]
    ]
    write_pictures(tmp_path / folder, [Path(str(row["Kuva"])).stem for row in rows])
    report = add_source(write_csv(tmp_path / "kortit.csv", rows, delimiter=";"), library, game="kalevala")
    assert report.map == {"id": "Tunniste", "name": "Kortin nimi", "picture": "Kuva"}
    assert (report.cards.added, report.artworks.added, report.skipped) == (len(WORDS), len(rows), ())
    assert report.fates == Fates(rows=len(rows), cards=len(WORDS), printings=len(rows) - len(WORDS))


def test_a_mark_after_an_id_is_not_believed_against_the_name(tmp_path: Path, library: LibraryFolder) -> None:
    """The row keeps its own id: it is a card, not left out."""
    rows = marked_cards([f"{name} {other}" for name in WORDS for other in WORDS])
    rows[7]["name"] = "Quite Another"
    report = add_source(write_json(tmp_path / "cards.json", rows), library)
    assert rows[7]["id"].endswith("_p1")
    assert (report.shared_ids, report.fates.skipped, report.fates.cards) == (0, 0, 145)
    assert cards_of(library)[rows[7]["id"]].name == "Quite Another"
