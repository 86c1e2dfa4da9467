"""Lists the cards of a catalogue that a person wants to see, and what is known of them; changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.catalogue import (
    CardFilter,
    CardSheet,
    CatalogueSummary,
    Closeness,
    FoundCard,
    ListedCards,
    Offers,
    PhotosOfCard,
    StoredArtwork,
    StoredCard,
    packed,
)
from karuta.domain.errors import CatalogueError
from karuta.domain.sentence import Sentence, listed
from karuta.domain.shape import Plain
from karuta.paths import LibraryFolder
from karuta.services.catalogue.search_cards import CardSearch
from karuta.store.cards import Catalogue
from karuta.store.found_cards import photos_of_card
from karuta.store.label_counts import labels_of_cards
from karuta.store.label_file import LabelFile, has_labels


def labels_by_card(library: LibraryFolder) -> dict[CardKey, int]:
    """Current labels; empty if there is no label file. Raises `LibraryError`."""
    if not has_labels(library):
        return {}
    with LabelFile.open_reading(library) as file:
        return labels_of_cards(file)


# A strip of more photos is walked by nobody; the queue's filter finds them all.
MOST_PHOTOS = 60


def browse_cards(search: CardSearch, wanted: CardFilter, cancel: CancelToken) -> ListedCards:
    """All cards that are wanted: with a text the best first, else by name. Raises `LibraryError` and `Cancelled`."""
    if not search.library.catalogue_db.is_file():
        return ListedCards()
    matching = search.all_of(wanted.text) if wanted.text.strip() else None
    cancel.check()
    if matching is not None and not wanted.narrows:
        return matching
    with Catalogue.open_reading(search.library.catalogue_db) as catalogue:
        cards = catalogue.browsed(wanted)
    cancel.check()
    if wanted.without_label:
        labelled = {packed(card) for card in labels_by_card(search.library)}
        cards = [card for card in cards if card not in labelled]
    if matching is None:
        return ListedCards(cards)
    taken = set(cards)
    return ListedCards((card for card in matching.texts if card in taken), is_alike=matching.is_alike)


def card_offers(library: LibraryFolder) -> Offers:
    """The values by which a library's cards can be filtered. Raises `LibraryError`."""
    if not library.catalogue_db.is_file():
        return Offers((), (), (), ())
    with Catalogue.open_reading(library.catalogue_db, older=True) as catalogue:
        return catalogue.offers()


def card_sheet(library: LibraryFolder, card: CardKey) -> CardSheet:
    """Raises `CatalogueError` for a card that is there no more, `LibraryError`."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return CardSheet(catalogue.details(card), catalogue.packs_of(card))


def photos_labelled_as(file: LabelFile, card: CardKey) -> PhotosOfCard:
    """At most `MOST_PHOTOS`, the newest label first, and how many there are. Raises `LibraryError`."""
    return photos_of_card(file, card, most=MOST_PHOTOS)


def show_card(library: LibraryFolder, card_id: str) -> StoredCard:
    """`card_id`: `game:card_id`, or bare if only one game has it.

    A card that was taken back is shown if a label names it. Raises `CatalogueError` for an unknown or ambiguous card,
    `LibraryError` if there is no catalogue.
    """
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        try:
            return catalogue.details(catalogue.find(card_id))
        except CatalogueError:
            gone = catalogue.gone_card(card_id)
            if gone is None or gone.card.key not in labels_by_card(library):
                raise
            return gone


def unknown_game(library: LibraryFolder, game: str | None) -> Sentence | None:
    """What to say of a game that somebody named and of which the catalogue has no card; None of any other."""
    if not game:
        return None
    games = [offer.value for offer in card_offers(library).games]
    if game in games:
        return None
    return Sentence("The catalogue has no card of the game {game}; it has {games}.", game=game, games=listed(games))


def describe_catalogue(library: LibraryFolder) -> CatalogueSummary:
    """Raises `LibraryError` if there is no catalogue."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return catalogue.summary()


@dataclass(frozen=True)
class SearchResult(Plain):
    """A card that a search found. `matched`: by which text; `artwork`: its picture, None without one."""

    game: str
    card_id: str
    name: str
    names: Mapping[str, str]
    kind: str
    matched: Mapping[str, str]
    artwork: Mapping[str, Any] | None


def search_result(card: FoundCard, library: LibraryFolder) -> SearchResult:
    """The line of `karuta catalogue search --json`."""
    return SearchResult(
        game=card.card.game,
        card_id=card.card.card_id,
        name=card.name,
        names=card.names,
        kind=card.kind,
        matched={
            "field": card.matched.field,
            "lang": card.matched.lang,
            "text": card.matched.text,
            "likeness": Closeness(card.matched.closeness).value,
        },
        artwork=_artwork(card.artwork, library) if card.artwork else None,
    )


def card_json(stored: StoredCard, library: LibraryFolder) -> dict[str, Any]:
    card = stored.card
    return {
        **_key(card.key),
        "name": card.name,
        "names": dict(card.names),
        "readings": dict(card.readings),
        "codes": dict(card.codes),
        "kind": card.kind,
        "facts": dict(card.facts),
        "printings": [
            {
                "set_code": printing.set_code,
                "set_name": printing.set_name,
                "lang": printing.lang,
                "rarities": list(printing.rarities),
            }
            for printing in card.printings
        ],
        "artworks": [_artwork(artwork, library) for artwork in stored.artworks],
        "pack": stored.pack,
        "gone": stored.gone,
    }


def _key(key: CardKey) -> dict[str, str]:
    return {"game": key.game, "card_id": key.card_id}


def _artwork(stored: StoredArtwork, library: LibraryFolder) -> dict[str, Any]:
    artwork = stored.artwork
    return {
        "file": artwork.file,
        "artwork": artwork.artwork,
        "picture_sha256": artwork.picture_sha256,
        "live": stored.live,
        "pack": stored.pack,
        "path": str(library.artwork_file(artwork.picture_sha256, stored.suffix)),
    }
