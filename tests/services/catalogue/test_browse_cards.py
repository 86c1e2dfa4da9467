"""Which cards a person sees who narrows the catalogue, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.kept import PHOTOS, make_library
from tests.packs import put

from karuta.domain.cancel import CancelToken
from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.catalogue import CardFilter, NewArtwork, Offer, PhotoOfCard, PhotosOfCard
from karuta.files import file_hash
from karuta.paths import LibraryFolder
from karuta.services.catalogue.browse_cards import browse_cards, card_offers, photos_labelled_as
from karuta.services.catalogue.search_cards import CardSearch
from karuta.store.cards import Catalogue
from karuta.store.label_file import LabelFile

CROW = Card(
    CardKey("menko", "1"),
    {"en": "Crow", "ja": "鴉"},
    kind="bird",
    printings=(Printing("B-1", rarities=("Rare", "Gold Rare")), Printing("B-2", rarities=("Common",))),
)
ADDER = Card(CardKey("menko", "2"), {"en": "adder"}, kind="snake", printings=(Printing("B-3", rarities=("Rare",)),))
TOP = Card(CardKey("beigoma", "1"), {"en": "Black Crow Top"}, kind="top")


@pytest.fixture
def search(tmp_path: Path) -> CardSearch:
    library = LibraryFolder(tmp_path / "library")
    with Catalogue.open_writing(library.catalogue_db) as catalogue:
        put(
            catalogue,
            pack="birds",
            cards=[CROW, ADDER],
            artworks=[NewArtwork(CROW.key, "crow.png", "main", "a" * 64, ".png")],
        )
        put(catalogue, pack="tops", cards=[TOP], artworks=[NewArtwork(ADDER.key, "x.png", "main", "b" * 64, ".png")])
    return CardSearch(library, tmp_path)


def found(search: CardSearch, wanted: CardFilter) -> list[CardKey]:
    found = browse_cards(search, wanted, CancelToken())
    return [found[place] for place in range(len(found))]


@pytest.mark.parametrize(
    ("wanted", "cards"),
    [
        (CardFilter(game="menko"), [ADDER, CROW]),
        (CardFilter(kind="top"), [TOP]),
        (CardFilter(rarity="Rare"), [ADDER, CROW]),
        (CardFilter(rarity="Gold Rare"), [CROW]),
        (CardFilter(rarity="old R"), []),
        (CardFilter(without_picture=True), [TOP]),
        # A pack also has the cards of which it brings a picture.
        (CardFilter(pack="tops"), [ADDER, TOP]),
        (CardFilter(game="menko", pack="tops", rarity="Rare"), [ADDER]),
    ],
)
def test_each_filter_takes_what_it_says_and_all_of_them_hold(
    search: CardSearch, wanted: CardFilter, cards: list[Card]
) -> None:
    assert found(search, wanted) == [card.key for card in cards]


def test_what_there_is_to_choose_from_is_counted(search: CardSearch) -> None:
    offers = card_offers(search.library)
    assert offers.games == (Offer("menko", 2), Offer("beigoma", 1))
    assert offers.packs == (Offer("birds", 2), Offer("tops", 2))
    assert offers.kinds == (Offer("bird", 1), Offer("snake", 1), Offer("top", 1))
    assert offers.rarities == (Offer("Rare", 2), Offer("Common", 1), Offer("Gold Rare", 1))


def test_labels_say_which_cards_have_none_and_which_photos_show_a_card(tmp_path: Path) -> None:
    library = make_library(tmp_path)
    unlabelled = found(CardSearch(library, tmp_path), CardFilter(without_label=True))
    assert [card.card_id for card in unlabelled] == [str(number) for number in range(PHOTOS + 1, 6)]
    photo = tmp_path / "photos" / "2.jpg"
    with LabelFile.open_reading(library) as file:
        assert photos_labelled_as(file, CardKey("ohajiki", "2")) == PhotosOfCard(
            (PhotoOfCard(file_hash(photo), "2.jpg"),), 1
        )
        assert photos_labelled_as(file, unlabelled[0]) == PhotosOfCard((), 0)
