"""Cards and artworks that a person brings by hand: a pack like any other, recognised at once, taken back in steps."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.kept import RESOURCES, photograph
from tests.packs import library_with, silent, small_pack, write_picture

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.errors import CatalogueError, PictureError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_by_hand import (
    PACK,
    HandPicture,
    add_artwork_by_hand,
    add_back_by_hand,
    add_card_by_hand,
)
from karuta.services.catalogue.list_packs import list_packs
from karuta.services.catalogue.take_back import roll_back
from karuta.services.library.open_library import open_for_reading
from karuta.store.cards import Catalogue


def picture(folder: Path, seed: int) -> HandPicture:
    write_picture(folder / f"{seed}.png", seed)
    return HandPicture((folder / f"{seed}.png").read_bytes(), ".png")


def by_hand(library: LibraryFolder, name: str, given: HandPicture | None, *, game: str = "ohajiki") -> CardKey:
    return add_card_by_hand(
        library,
        RESOURCES,
        name=name,
        game=game,
        picture=given,
        in_japanese=True,
        cancel=CancelToken(),
        progress=silent,
    )


def one_more(library: LibraryFolder, card: CardKey, given: HandPicture) -> None:
    add_artwork_by_hand(library, RESOURCES, card=card, picture=given, cancel=CancelToken(), progress=silent)


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    return library_with(tmp_path, small_pack(tmp_path / "shapes", 3))


def first_match(library: LibraryFolder, photo: Path) -> CardKey:
    [sighting] = open_for_reading(library, RESOURCES).recogniser.recognise(photo, k=1).sightings
    return sighting.matches[0].card


def test_a_card_by_hand_is_an_addition_to_its_pack_and_is_recognised(library: LibraryFolder, tmp_path: Path) -> None:
    key = by_hand(library, "  My own  card ", picture(tmp_path, 88))
    assert key == CardKey("ohajiki", "My own card")
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        view = catalogue.view()
        assert catalogue.card(key).names == {"en": "My own card"}
        assert [artwork.artwork for artwork in view.artworks if artwork.card == key] == ["main"]
    assert list_packs(library)[0].name == PACK
    assert first_match(library, photograph(tmp_path / "photo.jpg", 88)) == key
    # A second of the same name is another card.
    assert by_hand(library, "My own card", None) == CardKey("ohajiki", "My own card (2)")


def test_one_step_back_takes_back_what_was_brought_last_and_no_more(library: LibraryFolder, tmp_path: Path) -> None:
    first = by_hand(library, "First", picture(tmp_path, 88))
    second = by_hand(library, "二枚目", picture(tmp_path, 89))
    roll_back(library, RESOURCES, cancel=CancelToken(), progress=lambda done, total: None)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert first in catalogue.card_hashes() and second not in catalogue.card_hashes()
    assert by_hand(library, "二枚目", picture(tmp_path, 89)) == second
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert catalogue.card(second).names == {"ja": "二枚目"}


def test_an_artwork_by_hand_stands_beside_those_of_its_card(library: LibraryFolder, tmp_path: Path) -> None:
    card = CardKey("ohajiki", "2")
    one_more(library, card, picture(tmp_path, 88))
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        shown = [(artwork.artwork.artwork, artwork.pack) for artwork in catalogue.artworks(card) if artwork.live]
        assert shown == [("main", "shapes"), ("alternate", PACK)]
        assert catalogue.card(card).name == "Card 2"
    with pytest.raises(CatalogueError, match="has this picture already"):
        one_more(library, card, picture(tmp_path, 88))
    without = by_hand(library, "No picture yet", None)
    one_more(library, without, picture(tmp_path, 89))
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert [artwork.artwork.artwork for artwork in catalogue.artworks(without)] == ["main"]


def test_what_is_no_picture_no_name_or_no_game_is_one_sentence_and_adds_nothing(library: LibraryFolder) -> None:
    before = library.catalogue_db.read_bytes()
    with pytest.raises(PictureError, match=r"holiday\.png"):
        by_hand(library, "Broken", HandPicture(b"no picture", ".png", "holiday.png"))
    with pytest.raises(CatalogueError, match="has no name"):
        by_hand(library, " \n ", None)
    with pytest.raises(CatalogueError, match="game is missing"):
        by_hand(library, "A card", None, game=" ")
    with pytest.raises(CatalogueError, match="No card"):
        one_more(library, CardKey("ohajiki", "999"), HandPicture(b"", ".png"))
    assert library.catalogue_db.read_bytes() == before


def test_a_back_by_hand_is_one_of_its_game_and_a_photo_of_it_is_told_as_one(
    library: LibraryFolder, tmp_path: Path
) -> None:
    given = picture(tmp_path, 88)

    def add(game: str) -> int:
        report = add_back_by_hand(library, RESOURCES, game=game, picture=given, cancel=CancelToken(), progress=silent)
        return report.backs.added

    assert add(" ohajiki ") == 1
    [sighting] = (
        open_for_reading(library, RESOURCES).recogniser.recognise(photograph(tmp_path / "p.jpg", 88), k=1).sightings
    )
    assert sighting.back == "ohajiki"
    assert list_packs(library)[0].name == PACK
    with pytest.raises(CatalogueError, match="ohajiki has this back already"):
        add("ohajiki")
    with pytest.raises(CatalogueError, match="game is missing"):
        add(" ")
    roll_back(library, RESOURCES, cancel=CancelToken(), progress=lambda done, total: None)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        assert catalogue.backs() == []
