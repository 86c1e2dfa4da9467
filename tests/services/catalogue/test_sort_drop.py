"""What a person drops: which of it is cards to add, and which are photos."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.packs import small_pack
from tests.sources import cdb_row, write_cdb, write_pictures

from karuta.domain.cancel import CancelToken
from karuta.services.catalogue.sort_drop import GivenCards, SortedDrop, sort_drop


def dropped(*paths: Path) -> SortedDrop:
    return sort_drop(paths, CancelToken())


def only_cards(source: Path, pictures: Path | None = None, *others: Path) -> SortedDrop:
    return SortedDrop(GivenCards(source, pictures, others), ())


def test_what_a_format_is_known_by_is_cards(tmp_path: Path) -> None:
    write_cdb(tmp_path / "game" / "cards.cdb", [cdb_row(1, "One")])
    pack = small_pack(tmp_path / "shapes", count=1)
    table = tmp_path / "list.csv"
    table.write_text("Foo,Bar\n1,2\n", encoding="utf-8")
    packed = tmp_path / "any.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("x.txt", "")
    for source in (tmp_path / "game", tmp_path / "game" / "cards.cdb", pack, table, packed):
        assert dropped(source) == only_cards(source)
    assert dropped(pack / "cards.jsonl") == only_cards(pack)


def test_pictures_are_photos_and_so_is_a_folder_of_nothing_else(tmp_path: Path) -> None:
    write_pictures(tmp_path / "shots" / "inner", ["1", "2"])
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.json").write_text('{"a": 1}', encoding="utf-8")
    gone = tmp_path / "gone.csv"
    paths = (tmp_path / "shots", tmp_path / "empty", tmp_path / "notes.json", gone, tmp_path / "a.jpg")
    assert dropped(*paths) == SortedDrop(None, paths)


@pytest.mark.parametrize(
    ("header", "is_cards"),
    [
        ("id,name,image", True),
        ("photo,card_id", False),  # a truth file
        ("listing_id,title,description,price,currency,photos", False),
        ("Foo,Bar", False),
        ("", False),
    ],
)
def test_a_folder_of_pictures_with_a_table_is_cards_where_the_table_lists_cards(
    tmp_path: Path, header: str, *, is_cards: bool
) -> None:
    write_pictures(tmp_path / "all", ["1"])
    (tmp_path / "all" / "list.csv").write_text(f"{header}\n1,2,3\n" if header else "", encoding="utf-8")
    found = dropped(tmp_path / "all")
    assert (found.cards is not None) == is_cards and bool(found.photos) != is_cards


def test_a_list_gets_the_folder_that_was_dropped_with_it_and_the_rest_are_photos(tmp_path: Path) -> None:
    write_cdb(tmp_path / "cards.cdb", [cdb_row(1, "One")])
    write_cdb(tmp_path / "more.cdb", [cdb_row(2, "Two")])
    write_pictures(tmp_path / "scans", ["1"])
    photo = tmp_path / "p.jpg"
    given = dropped(tmp_path / "cards.cdb", photo, tmp_path / "scans")
    assert given == SortedDrop(GivenCards(tmp_path / "cards.cdb", tmp_path / "scans"), (photo,))
    # Of two lists nobody knows whose pictures they are.
    given = dropped(tmp_path / "cards.cdb", tmp_path / "more.cdb", tmp_path / "scans")
    assert given.cards == GivenCards(tmp_path / "cards.cdb", None, (tmp_path / "more.cdb",))
    assert given.photos == (tmp_path / "scans",)
