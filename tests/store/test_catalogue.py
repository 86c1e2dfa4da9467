"""The catalogue file: what is written comes back, what is replaced is retired, and readers always see a whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.packs import put
from tests.read_only import take_writing_away

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.catalogue import NewArtwork
from karuta.domain.errors import CatalogueError, LibraryError
from karuta.store.card_rows import content_sha256
from karuta.store.cards import Catalogue

MODEL = "a" * 64


def card(card_id: str, name: str = "", game: str = "ohajiki", **more: object) -> Card:
    return Card(CardKey(game, card_id), {"en": name or f"Card {card_id}"}, **more)  # type: ignore[arg-type]


def artwork(
    card_id: str, picture: str, *, file: str = "1.png", role: str = "main", game: str = "ohajiki"
) -> NewArtwork:
    return NewArtwork(CardKey(game, card_id), file, role, picture, ".png")


def vectors(count: int, dimension: int = 8, seed: int = 0) -> NDArray[np.float32]:
    drawn = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


FULL = Card(
    key=CardKey("ohajiki", "7"),
    names={"ja": "雷神", "en": "Thunder God"},
    readings={"ja": "らいじん"},
    codes={"passcode": "00000007", "other_passcodes": ["00000008"]},
    kind="Monster",
    facts={"level": 7, "atk": "?"},
    printings=(Printing("RAI-EN007", "Storms", "en", ("Rare", "Ultra Rare")), Printing("RAI-JP007", "雷", "ja")),
)


def test_a_card_comes_back_as_it_was_written(catalogue: Catalogue) -> None:
    put(catalogue, cards=[FULL], pack="storms")
    assert catalogue.card(FULL.key) == FULL
    assert list(catalogue.card(FULL.key).names) == ["ja", "en"]
    assert catalogue.printings(FULL.key) == FULL.printings
    assert catalogue.details(FULL.key).pack == "storms"
    assert catalogue.card_hashes() == {FULL.key: content_sha256(FULL)}


def test_a_card_is_found_by_its_bare_id_and_with_its_game(catalogue: Catalogue) -> None:
    put(catalogue, cards=[card("7"), card("a:b"), card("8", game="menko")], pack="p")
    assert catalogue.find("7") == catalogue.find(" ohajiki:7 ") == CardKey("ohajiki", "7")
    assert catalogue.find("a:b") == catalogue.find("ohajiki:a:b") == CardKey("ohajiki", "a:b")
    for unknown in ("9", "ohajiki:8", "menko:", "", "\udcff"):
        with pytest.raises(CatalogueError, match=r"No card .* in this catalogue; `karuta catalogue search TEXT`"):
            catalogue.find(unknown)


def test_a_bare_id_in_two_games_names_both(catalogue: Catalogue) -> None:
    put(catalogue, cards=[card("7"), card("7", game="menko")], pack="p")
    with pytest.raises(CatalogueError, match="`menko:7` and `ohajiki:7`"):
        catalogue.find("7")
    assert catalogue.find("menko:7") == CardKey("menko", "7")


def test_a_view_holds_the_live_artworks_with_the_names_of_their_cards(catalogue: Catalogue) -> None:
    put(catalogue, cards=[card("1", "One"), card("2", "Two"), card("3", "No picture")], pack="p")
    put(catalogue, artworks=[artwork("1", "p1"), artwork("1", "p2", file="1b.png", role="alternate")], pack="p")
    put(catalogue, artworks=[artwork("2", "p1")], pack="p")
    view = catalogue.view()
    assert [(picture.name, picture.file, picture.artwork, picture.picture_sha256) for picture in view.artworks] == [
        ("One", "1.png", "main", "p1"),
        ("One", "1b.png", "alternate", "p2"),
        ("Two", "1.png", "main", "p1"),
    ]
    assert [picture.card.card_id for picture in view.by_picture["p1"]] == ["1", "2"]
    assert view.card_count == 2


def test_an_artwork_of_an_unknown_card_changes_nothing(catalogue: Catalogue) -> None:
    put(catalogue, cards=[card("1")], pack="p")
    with pytest.raises(CatalogueError, match="No card ohajiki:2"):
        put(catalogue, artworks=[artwork("1", "p1"), artwork("2", "p2")], pack="p")
    assert catalogue.view().artworks == ()


def test_vectors_come_back_in_the_order_asked_for_without_those_that_are_missing(catalogue: Catalogue) -> None:
    rows = vectors(700)
    names = [f"{i:064}" for i in range(700)]
    catalogue.add_vectors(names, rows, MODEL)
    asked = [names[3], "unknown", *reversed(names)]
    found = catalogue.vectors(asked, MODEL, dimension=8)
    assert found.pictures == (names[3], *(name for name in reversed(names) if name != names[3]))
    assert found.vectors.dtype == np.float32
    np.testing.assert_array_equal(found.vectors[0], rows[3])
    np.testing.assert_array_equal(found.vectors[1], rows[699])
    assert catalogue.missing_vectors(["x", names[1], "y", "x"], MODEL) == ("x", "y")


def test_a_vector_that_is_there_stays_and_one_of_a_wrong_length_is_mended(catalogue: Catalogue) -> None:
    catalogue.add_vectors(["p"], vectors(1, dimension=4), MODEL)
    assert catalogue.vectors(["p"], MODEL, dimension=8).pictures == ()
    catalogue.add_vectors(["p"], vectors(1, seed=1), MODEL)
    catalogue.add_vectors(["p"], vectors(1, seed=2), MODEL)
    np.testing.assert_array_equal(catalogue.vectors(["p"], MODEL, dimension=8).vectors, vectors(1, seed=1))


@pytest.mark.parametrize("value", [np.nan, np.inf, 3.0, 1e30])
def test_a_damaged_vector_counts_as_none_and_a_new_one_takes_its_place(catalogue: Catalogue, value: float) -> None:
    good = vectors(3)
    catalogue.add_vectors(["p", "q", "r"], good, MODEL)
    assert catalogue.damaged_vectors() == {}
    broken = good[1].copy()
    broken[2] = value
    with closing(sqlite3.connect(catalogue.path)) as database, database:
        database.execute("UPDATE embeddings SET vector = ? WHERE picture_sha256 = 'q'", [broken.tobytes()])
    assert catalogue.damaged_vectors() == {MODEL: ("q",)}
    assert catalogue.vectors(["p", "q", "r"], MODEL, dimension=8).pictures == ("p", "r")
    assert catalogue.missing_vectors(["p", "q", "r"], MODEL) == ("q",)
    catalogue.add_vectors(["p", "q"], vectors(2, seed=4), MODEL)
    np.testing.assert_array_equal(catalogue.vectors(["p"], MODEL, dimension=8).vectors, good[:1])
    np.testing.assert_array_equal(catalogue.vectors(["q"], MODEL, dimension=8).vectors, vectors(2, seed=4)[1:])


@pytest.mark.parametrize("broken", [np.nan, np.inf, 0.0, 2.0])
def test_vectors_that_are_not_unit_are_refused(catalogue: Catalogue, broken: float) -> None:
    rows = vectors(2)
    rows[1] *= broken
    with pytest.raises(ValueError, match="unit length"):
        catalogue.add_vectors(["p", "q"], rows, MODEL)
    with pytest.raises(ValueError, match="as many vectors"):
        catalogue.add_vectors(["p"], vectors(2), MODEL)
    assert catalogue.missing_vectors(["p", "q"], MODEL) == ("p", "q")


def test_an_open_reader_holds_nothing_that_a_writer_waits_for(catalogue: Catalogue, path: Path) -> None:
    put(catalogue, cards=[card("1")], pack="p")
    with Catalogue.open_reading(path) as reader:
        assert reader.find("1")
        assert reader.view().artworks == ()
        with pytest.raises(CatalogueError):
            reader.find("2")
        # A cursor left open would make this wait five seconds and fail.
        put(catalogue, cards=[card("2")], pack="p")
        put(catalogue, artworks=[artwork("2", "p2")], pack="p")
        assert reader.find("2")
        assert len(reader.view().artworks) == 1


@pytest.mark.parametrize(("version", "sentence"), [(0, "older Karuta; `karuta index rebuild`"), (99, "newer Karuta")])
def test_an_older_or_newer_catalogue_says_so(catalogue: Catalogue, path: Path, version: int, sentence: str) -> None:
    catalogue.close()
    _execute(path, f"PRAGMA user_version={version}")
    before = path.read_bytes()
    for opens in (Catalogue.open_reading, Catalogue.open_writing)[: 2 if version else 1]:
        with pytest.raises(LibraryError, match=sentence):
            opens(path)
    assert path.read_bytes() == before


def test_an_older_catalogue_is_read_from_a_copy_where_it_cannot_be_written_and_where_that_is_asked_for(
    catalogue: Catalogue, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(catalogue, cards=[card("1")], pack="p")
    catalogue.close()
    _execute(path, "PRAGMA user_version=1")
    before = path.read_bytes()
    with Catalogue.open_reading(path, older=True) as opened:
        assert opened.has(card("1").key)
    take_writing_away(path.parent, monkeypatch)
    with Catalogue.open_reading(path) as opened:
        assert [found.card_id for found in opened.cards([card("1").key])] == ["1"]
    assert path.read_bytes() == before


def test_a_file_that_is_no_catalogue_is_not_touched(path: Path) -> None:
    path.parent.mkdir()
    _execute(path, "CREATE TABLE somebody_elses (x)")
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="is not a Karuta catalogue"):
        Catalogue.open_writing(path)
    assert path.read_bytes() == before


def _execute(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_the_content_hash_changes_with_everything_that_a_folder_says_and_with_nothing_else() -> None:
    same = Card(FULL.key, dict(reversed(FULL.names.items())), *_rest(FULL))
    assert content_sha256(same) == content_sha256(FULL)
    others = [
        Card(FULL.key, {**FULL.names, "de": "Donnergott"}, *_rest(FULL)),
        Card(CardKey("other", "7"), FULL.names, *_rest(FULL)),
        Card(FULL.key, FULL.names, FULL.readings, FULL.codes, "Spell", FULL.facts, FULL.printings),
        Card(FULL.key, FULL.names, FULL.readings, FULL.codes, FULL.kind, FULL.facts, FULL.printings[:1]),
    ]
    assert len({content_sha256(stored_card) for stored_card in [FULL, *others]}) == 5


def _rest(of: Card) -> tuple[object, ...]:
    return of.readings, of.codes, of.kind, of.facts, of.printings
