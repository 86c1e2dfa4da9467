"""Packs as versions: what is in force counts, what is taken back comes undone, and every state is logged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.lab.replay import logged_states
from tests.older_catalogue import OlderCatalogue
from tests.packs import put
from tests.store.test_catalogue import artwork, card

from karuta.domain.card import CardKey
from karuta.domain.catalogue import NewBack, Standing
from karuta.domain.errors import CatalogueError, LibraryError
from karuta.store.cards import Catalogue
from karuta.store.catalogue_schema import pictures_hash

ONE = CardKey("ohajiki", "1")


def live(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    return [(picture.file, picture.picture_sha256, picture.pack) for picture in catalogue.view().artworks]


def remove(catalogue: Catalogue, pack: str) -> None:
    catalogue.take_back([addition.number for addition in catalogue.additions(pack)])


def roll_back(catalogue: Catalogue) -> None:
    newest = next(addition for addition in catalogue.additions() if addition.standing is Standing.IN_FORCE)
    catalogue.take_back([newest.number])


def test_nothing_of_an_addition_is_seen_before_it_is_in_force_and_then_all_of_it(catalogue: Catalogue) -> None:
    put(catalogue, cards=[card("1", "One")], artworks=[artwork("1", "old")], pack="p")
    staged = catalogue.stage("p")
    staged.put_cards([card("1", "Uno"), card("2", "Two")])
    staged.put_artworks([artwork("1", "new"), artwork("2", "two")])
    assert (catalogue.card(ONE).name, live(catalogue)) == ("One", [("1.png", "old", "p")])
    assert catalogue.search("two") == () and len(catalogue.packs()) == 1
    with pytest.raises(CatalogueError):
        catalogue.find("2")
    staged.put_in_force()
    assert catalogue.card(ONE).name == "Uno" and catalogue.find("2")
    assert live(catalogue) == [("1.png", "new", "p"), ("1.png", "two", "p")]


def test_what_a_stopped_run_left_is_swept_away_and_retires_nothing(catalogue: Catalogue) -> None:
    put(catalogue, cards=[card("1", "One")], artworks=[artwork("1", "old")], pack="p")
    staged = catalogue.stage("p")
    staged.put_cards([card(str(number), "Staged") for number in range(1, 700)])
    staged.put_artworks([artwork("1", "new"), artwork("2", "two")])
    staged = catalogue.stage("q")
    assert staged.is_empty
    assert catalogue.summary().cards == 1 and live(catalogue) == [("1.png", "old", "p")]
    with closing(sqlite3.connect(catalogue.path)) as database:
        counts = [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
    assert counts == [1] * len(TABLES)


TABLES = ("cards", "card_rows", "card_details", "search_terms", "artworks", "additions", "packs")


def test_a_picture_in_two_packs_stands_once_and_leaves_with_the_last_of_them(catalogue: Catalogue) -> None:
    put(catalogue, cards=[card("1")], artworks=[artwork("1", "a")], pack="first")
    put(catalogue, cards=[card("1")], artworks=[artwork("1", "a")], pack="second")
    assert live(catalogue) == [("1.png", "a", "first")] and catalogue.summary().artworks == 1
    remove(catalogue, "first")
    assert live(catalogue) == [("1.png", "a", "second")]
    assert [pack.name for pack in catalogue.packs()] == ["second"]
    remove(catalogue, "second")
    assert live(catalogue) == [] and catalogue.summary().cards == 0


def test_a_card_shows_what_the_newest_addition_in_force_says(catalogue: Catalogue) -> None:
    put(catalogue, cards=[card("1", "First")], pack="first")
    put(catalogue, cards=[card("1", "Second")], pack="second")
    put(catalogue, cards=[card("1", "First again")], pack="first")
    assert catalogue.card(ONE).name == "First again"
    assert [found.name for found in catalogue.search("first")] == ["First again"]
    assert [found.name for found in catalogue.search("second")] == []
    roll_back(catalogue)
    assert catalogue.card(ONE).name == "Second"
    remove(catalogue, "second")
    assert catalogue.card(ONE).name == "First" and catalogue.details(ONE).pack == "first"


def test_a_rollback_brings_back_what_the_addition_retired(catalogue: Catalogue) -> None:
    put(catalogue, cards=[card("1")], artworks=[artwork("1", "old")], pack="p")
    put(catalogue, artworks=[artwork("1", "new"), artwork("1", "more", file="2.png")], pack="p")
    assert [picture for _, picture, _ in live(catalogue)] == ["new", "more"]
    roll_back(catalogue)
    assert live(catalogue) == [("1.png", "old", "p")]
    put(catalogue, artworks=[artwork("1", "newest")], pack="p")
    assert [picture for _, picture, _ in live(catalogue)] == ["newest"]
    roll_back(catalogue)
    roll_back(catalogue)
    assert live(catalogue) == [] and catalogue.packs() == []


def test_a_card_that_another_pack_has_a_picture_of_stays_when_its_pack_leaves(catalogue: Catalogue) -> None:
    put(catalogue, cards=[card("1", "One"), card("2", "Two")], pack="words")
    put(catalogue, artworks=[artwork("1", "a")], pack="pictures")
    remove(catalogue, "words")
    assert catalogue.card(ONE).name == "One" and live(catalogue) == [("1.png", "a", "pictures")]
    with pytest.raises(CatalogueError):
        catalogue.find("2")
    remove(catalogue, "pictures")
    assert catalogue.summary().cards == 0


def test_a_back_is_kept_by_game_and_leaves_with_its_pack(catalogue: Catalogue) -> None:
    staged = catalogue.stage("p")
    staged.put_backs([NewBack("ohajiki", "back.png", "b" * 64, ".png")])
    staged.put_in_force()
    assert [back.game for back in catalogue.backs()] == ["ohajiki"] and live(catalogue) == []
    remove(catalogue, "p")
    assert catalogue.backs() == []


def test_an_older_catalogue_keeps_its_packs_its_retired_artworks_and_its_earlier_states(path: Path) -> None:
    older = OlderCatalogue(path)
    older.put("first", cards=["1", "2"], artworks=[("1", "1.png", "a"), ("2", "2.png", "b"), ("2", "2b.png", "c")])
    older.put("second", cards=["3"], artworks=[("1", "1.png", "d"), ("3", "3.png", "e")])
    older.put("second", artworks=[("3", "3.png", "f")])
    older.put("third", artworks=[("1", "1.png", "a")])  # the first picture again
    before, earlier = older.live(), older.moments()
    older.close()
    with pytest.raises(LibraryError, match="older Karuta; `karuta index rebuild`"):
        Catalogue.open_reading(path)
    with Catalogue.open_writing(path) as catalogue:
        assert catalogue.health().is_sound
        assert {
            (picture.card.card_id, picture.file, picture.picture_sha256) for picture in catalogue.view().artworks
        } == before
        assert {(picture.picture_sha256, picture.pack) for picture in catalogue.view().artworks} == {
            ("a", "first"),
            ("b", "first"),
            ("c", "first"),
            ("f", "second"),
        }
        assert catalogue.summary().retired_artworks == 2
        logged = [
            {(artwork.card.card_id, artwork.file, artwork.picture_sha256) for artwork in state.artworks}
            for state in logged_states(path)
        ]
        assert [moment for moment in earlier if moment not in logged] == []
        assert before in logged
        assert [pack.name for pack in catalogue.packs()] == ["third", "second", "first"]
        assert [catalogue.card(CardKey("ohajiki", number)).name for number in "123"] == ["Card 1", "Card 2", "Card 3"]
        assert catalogue.search("card 2")[0].card.card_id == "2"
    copies = list((path.parent / "backups").glob("catalogue-v1-*.db"))
    assert len(copies) == 1
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (1,)


def test_an_older_file_that_cannot_be_backed_up_stays_as_it_was(path: Path) -> None:
    older = OlderCatalogue(path)
    older.put("first", cards=["1"], artworks=[("1", "1.png", "a")])
    older.close()
    before = path.read_bytes()
    (path.parent / "backups").write_bytes(b"in the way")
    with pytest.raises(LibraryError, match="could not be backed up"):
        Catalogue.open_writing(path)
    assert path.read_bytes() == before


def test_every_state_is_logged_with_the_hash_of_its_pictures(catalogue: Catalogue) -> None:
    put(catalogue, cards=[card("1")], artworks=[artwork("1", "a")], pack="p")
    put(catalogue, artworks=[artwork("1", "b")], pack="p")
    put(catalogue, artworks=[artwork("1", "c", file="2.png")], pack="q")
    remove(catalogue, "p")
    states = logged_states(catalogue.path)
    told = [{artwork.picture_sha256 for artwork in state.artworks} for state in states]
    assert told == [{"c"}, {"b", "c"}, {"b"}, {"a"}]
    assert [state.pictures_sha256 for state in states] == [pictures_hash(pictures) for pictures in told]
