"""Ids that a person made up, such as running numbers: the same one in two packs may be two cards."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.packs import card, write_pack
from tests.sources import add_source, write_pictures

from karuta.domain.card import CardKey
from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import Tally
from karuta.services.catalogue.catalogue_folder import SkippedRow
from karuta.store.cards import Catalogue

FIRST = CardKey("other", "1")


def table(path: Path, *rows: str, header: str = "Nr.,Name") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join((header, *rows)), encoding="utf-8")
    return path


def names_and_pictures(library: LibraryFolder, key: CardKey = FIRST) -> tuple[list[str], int]:
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        live = [artwork for artwork in catalogue.artworks(key) if artwork.live]
        return list(catalogue.card(key).names.values()), len(live)


def test_the_second_tables_first_card_is_not_the_firsts(tmp_path: Path, library: LibraryFolder) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    add_source(
        table(one / "eguls.csv", "1,Storm Crow", "2,Lantern"),
        library,
        pictures=write_pictures(one, ["1"]),
        game="other",
    )
    write_pictures(two, ["zero", "1", "3"])
    planters = table(two / "planters.csv", "1,Paper Moon", "2,ＬＡＮＴＥＲＮ", "3,Kite")
    report = add_source(planters, library, pictures=two, game="other")
    assert report.skipped == (
        SkippedRow(
            "planters.csv",
            2,
            "not joined: other:1 is Storm Crow in another pack and Paper Moon here; "
            "choose the column that holds the card's id, or name another game",
        ),
    )
    assert (report.joined, report.artworks) == (1, Tally(1, 0, 0))
    assert names_and_pictures(library) == (["Storm Crow"], 1)
    # As the reason says.
    assert add_source(planters, library, pictures=two, game="menko").skipped == ()
    assert names_and_pictures(library, CardKey("menko", "1")) == (["Paper Moon"], 1)


def test_two_games_that_nobody_named_are_two(tmp_path: Path, library: LibraryFolder) -> None:
    """A new pack's name is its game; a pack that is there keeps the game that it has, also once it was taken back."""
    first = add_source(table(tmp_path / "eguls.csv", "1,Storm Crow", "2,Lantern"), library)
    second = add_source(table(tmp_path / "planters.csv", "1,Paper Moon", "2,Lantern"), library)
    third = add_source(tmp_path / "planters.csv", library, pack="my: cards")
    assert [report.game for report in (first, second, third)] == ["eguls", "planters", "my  cards"]
    assert (second.joined, second.skipped, third.joined) == (0, (), 0)
    before = add_source(table(tmp_path / "before.csv", "1,Storm Crow"), library, game="other")
    assert (before.game, before.joined) == ("", 0)
    table(tmp_path / "before.csv", "1,Storm Crow", "2,Kite")
    for _ in range(2):
        again = add_source(tmp_path / "before.csv", library)
        assert (again.game, again.cards.added) == ("other", 1)
        with Catalogue.open_writing(library.catalogue_db) as catalogue:
            catalogue.take_back([catalogue.additions("before.csv")[0].number])


def test_the_same_table_again_corrects_its_own_names(tmp_path: Path, library: LibraryFolder) -> None:
    add_source(table(tmp_path / "mine.csv", "1,Strom Corw"), library, game="other")
    report = add_source(table(tmp_path / "mine.csv", "1,Storm Crow"), library)
    assert (report.cards, report.skipped) == (Tally(0, 1, 0), ())
    assert names_and_pictures(library)[0] == ["Storm Crow"]
    # A pack that shares the card is its own too.
    add_source(tmp_path / "mine.csv", library, pack="another", game="other")
    table(tmp_path / "mine.csv", "1,Storm Crow the Second")
    assert add_source(tmp_path / "mine.csv", library, pack="another").skipped == ()


def test_another_list_with_the_files_name_changes_nothing(tmp_path: Path, library: LibraryFolder) -> None:
    """Two games may each have their cards.csv: the second renamed the first one's cards, and so its labels."""
    names = ("Crow", "Lantern", "Kite", "Bell", "Pine")
    add_source(table(tmp_path / "one" / "cards.csv", *(f"{at},{name}" for at, name in enumerate(names))), library)
    second = table(tmp_path / "two" / "cards.csv", *(f"{at},Beast {at}" for at in range(4)))
    with pytest.raises(
        CatalogueError, match=r"^There is a pack cards.csv already, .*: 0 is Crow in it and Beast 0 here"
    ):
        add_source(second, library)
    assert names_and_pictures(library, CardKey("cards", "0"))[0] == ["Crow"]
    assert add_source(second.rename(second.with_name("beasts.csv")), library).cards == Tally(4, 0, 0)


def test_pictures_named_by_numbers_do_not_rename_cards(tmp_path: Path, library: LibraryFolder) -> None:
    add_source(write_pack(tmp_path / "pack", [card("1", "Lantern")]), library)
    report = add_source(write_pictures(tmp_path / "faces", ["1", "2"]), library, game="ohajiki")
    assert [row.file for row in report.skipped] == ["1.png"]
    assert names_and_pictures(library, CardKey("ohajiki", "1")) == (["Lantern"], 0)
    # A catalogue folder uses the catalogue's own ids, and has the last word.
    assert add_source(write_pack(tmp_path / "next", [card("1", "Lamp")]), library).skipped == ()
