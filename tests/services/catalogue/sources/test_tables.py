"""Tables of cards: CSV as every program writes it, XLSX, any columns, remembered assignments, pictures."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.sources import add_source, write_pictures

from karuta.domain.card import Card, CardKey
from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import Tally, Unpaired
from karuta.services.catalogue.sources.column_names import guessed
from karuta.services.catalogue.sources.list_map import recall, remember
from karuta.services.catalogue.sources.table_columns import assigned
from karuta.store.cards import Catalogue


def cards_of(library: LibraryFolder) -> dict[str, Card]:
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return {str(key): catalogue.card(key) for key in catalogue.card_hashes()}


def write_xlsx(path: Path, rows: list[list[object]]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_usual_writing(
    tmp_path: Path, library: LibraryFolder, encoding: str, delimiter: str
) -> None:
    lines = [delimiter.join(cells) for cells in (("番号", "カード名"), ("1", "白い灯とドラゴン"))]
    (tmp_path / "cards.csv").write_bytes("\r\n".join(lines).encode(encoding))
    assert add_source(tmp_path / "cards.csv", library).cards.added == 1
    assert cards_of(library)["cards:1"].names == {"ja": "白い灯とドラゴン"}


def test_xlsx_and_pictures_by_card_id(tmp_path: Path, library: LibraryFolder) -> None:
    rows: list[list[object]] = [
        ["ID", "Card Name", "Passcode"],
        [7.0, "Lantern", 10000],
        [None, None],
        ["8", "Crow", None],
    ]
    path = write_xlsx(tmp_path / "my.xlsx", rows)
    write_pictures(tmp_path / "faces", ["007", "9"])
    report = add_source(path, library, pictures=tmp_path / "faces", game="yugioh")
    assert (report.cards.added, report.artworks.added) == (2, 1)
    assert report.unpaired == Unpaired(pictures=1, cards=1)
    there = cards_of(library)
    assert there["yugioh:7"].codes == {"passcode": "00010000"}


def test_a_table_joins_the_cards_that_are_there(tmp_path: Path, library: LibraryFolder) -> None:
    (tmp_path / "first.csv").write_text("id,name,passcode\n4321,Lantern,20001000\n", encoding="utf-8")
    (tmp_path / "second.csv").write_text("id,name.de,passcode\nX1,Laterne,20001000\n", encoding="utf-8")
    add_source(tmp_path / "first.csv", library, game="yugioh")
    report = add_source(tmp_path / "second.csv", library, game="yugioh")
    assert (report.joined, report.cards) == (1, Tally(0, 1, 0))
    ((key, card),) = cards_of(library).items()
    assert (key, card.names) == ("yugioh:4321", {"en": "Lantern", "de": "Laterne"})
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert catalogue.find("X1") == CardKey("yugioh", "4321")


def test_columns_are_assigned_by_name_or_as_a_person_says() -> None:
    assert guessed(["Card Number", "NAME", "Name (DE)", "whatever"]) == {
        "id": "Card Number",
        "name": "NAME",
        "name.de": "Name (DE)",
    }
    found = assigned(["A", "B", "Name"], {"name": "b", "id": "A"})
    assert found.fields == {"name": "B", "id": "A"}
    with pytest.raises(CatalogueError, match=r"The table has no column Titel; it has A, B\."):
        assigned(["A", "B"], {"name": "Titel"})
    with pytest.raises(CatalogueError, match="There is no field nam; there are id, name"):
        assigned(["A"], {"nam": "A"})


def test_a_table_without_names_says_what_to_say(tmp_path: Path, library: LibraryFolder) -> None:
    (tmp_path / "cards.csv").write_text("Foo,Bar\n1,Lantern\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"say which one it is with name=COLUMN. It has Foo, Bar\."):
        add_source(tmp_path / "cards.csv", library)
    assert not library.root.exists()
    assert add_source(tmp_path / "cards.csv", library, columns={"name": "Bar"}).cards.added == 1


def test_an_assignment_is_remembered_for_the_same_columns(library: LibraryFolder) -> None:
    library.root.mkdir()
    assert recall(library, ["Foo", "Bar"]) == {}
    remember(library, ["Foo", "Bar"], {"name": "Foo"})
    remember(library, ["Other"], {"name": "Other"})
    remember(library, ["Foo", "Bar"], {"name": "Bar"})
    assert recall(library, ["Foo", "Bar"]) == {"name": "Bar"}
    assert recall(library, ["Other"]) == {"name": "Other"}
    library.tables_json.write_text("{", encoding="utf-8")
    assert recall(library, ["Other"]) == {}
    remember(library, ["Other"], {"name": "Other"})
    assert recall(library, ["Other"]) == {"name": "Other"}
    assert len(list(library.root.glob("tables.json.damaged*"))) == 1


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row(tmp_path: Path, library: LibraryFolder) -> None:
    (tmp_path / "cards.csv").write_text('id,name\n1,"Lantern\n2,Crow\n3,Rain\n', encoding="utf-8")
    report = add_source(tmp_path / "cards.csv", library)
    assert [(row.line, row.reason) for row in report.skipped] == [(2, "a quotation mark is not closed")]
    assert sorted(cards_of(library)) == ["cards:2", "cards:3"]


def test_five_broken_rows_in_a_hundred_are_told_exactly(tmp_path: Path, library: LibraryFolder) -> None:
    lines = ["id,name,game"] + [f"{number},Card {number},menko" for number in range(100)]
    lines[10] = "9,,menko"
    lines[20] = "19,Card 19,a:b"
    lines[30] = "29,Ca\0rd,menko"
    lines[40] = f"39,{'x' * 1_100_000},menko"
    data = "\n".join(lines).encode().replace(b"Card 49", b"Card \xff")
    (tmp_path / "cards.csv").write_bytes(b"\xef\xbb\xbf" + data)
    report = add_source(tmp_path / "cards.csv", library)
    assert report.cards.added == 95
    assert [row.line for row in report.skipped] == [11, 21, 31, 41, 51]


def test_an_xlsx_that_unpacks_to_gigabytes_is_not_opened(tmp_path: Path, library: LibraryFolder) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 90_000_000)
    with pytest.raises(CatalogueError, match="is too large for a table of cards when unpacked"):
        add_source(path, library)
