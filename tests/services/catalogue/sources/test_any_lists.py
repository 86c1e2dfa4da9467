"""Lists of any game: what is guessed from their values, and that no row is joined or lost in silence."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from tests.amounts import amount
from tests.any_lists import WORDS, pitched_cards, write_csv
from tests.sources import add_source, cards_of, cdb_row, write_cdb, write_json

from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.sources.artwork_marks import Variants
from karuta.services.catalogue.sources.card_source import SharedId
from karuta.services.catalogue.sources.list_map import ListMap, read_map, write_map
from karuta.services.catalogue.take_in import Fates


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


@pytest.mark.parametrize(
    ("rows", "question"),
    [
        (
            [{"name": name, "set": "LAN", "text": f"It waits {part} turns."} for name in WORDS for part in (1, 2)],
            r"12 of the first 24 rows have the name of another row and differ",
        ),
        (
            [{"name": f"{name} LN-{number:03d}", "cost": number} for number, name in enumerate(WORDS)],
            "seems to hold two things at once",
        ),
        (
            [{key: text for key, text in card.items() if key != "Unique ID"} for card in pitched_cards()],
            r"12 of the first 24 rows.*say which column tells cards apart with id=COLUMN",
        ),
        (
            [{"x1": f"{WORDS[at % 12]} - Under {at}", "y": f"Under {at}", "x2": at % 3} for at in range(144)],
            "No column of the table looks like a card's name",
        ),
    ],
    ids=["several texts", "a number beside it", "no cards apart", "a part of another column"],
)
def test_names_that_may_be_none_ask(
    tmp_path: Path, library: LibraryFolder, rows: list[dict[str, Any]], question: str
) -> None:
    with pytest.raises(CatalogueError, match=question):
        add_source(write_csv(tmp_path / "cards.csv", rows), library)


def test_a_column_of_english_names_in_other_letters_asks(tmp_path: Path, library: LibraryFolder) -> None:
    """What stands in two columns may have been exchanged, or written into one."""
    rows = [{"id": f"LN-{at:03d}", "name en": f"カラス {word}モン", "name ja": word} for at, word in enumerate(WORDS)]
    with pytest.raises(CatalogueError, match=r"Most names in the column name en are in other letters"):
        add_source(write_csv(tmp_path / "cards.csv", rows), library)
    assert add_source(tmp_path / "cards.csv", library, columns={"name.en": "name en"}).cards.added == len(rows)


def test_a_map_is_kept_and_read_again(tmp_path: Path) -> None:
    kept = ListMap("json", "lanterns", {"id": 'a "quoted"\\key', "name": "名前\x7f"}, Variants("~", ("p", "r")))
    write_map(tmp_path / "game.karuta-map.toml", kept)
    assert read_map(tmp_path / "game.karuta-map.toml") == kept
    for text in ("[fields]\nid = 3\n", "fields = 3", "[", "variants = 7"):
        (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
        with pytest.raises(CatalogueError, match="is not a map of a list"):
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
