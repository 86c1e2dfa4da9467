"""Lists the cards of a catalogue that a person wants to see, and what is known of them; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.catalogue import (
    ALL_CARDS,
    CardFilter,
    CardSheet,
    CatalogueSummary,
    Closeness,
    FoundCard,
    ListedCards,
    Offers,
    PackSummary,
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


_CARDS_AT_ONCE = 500


def all_cards(library: LibraryFolder) -> Iterator[StoredCard]:
    """Every card by name, read some at a time; one that leaves meanwhile is passed over. Raises `LibraryError`."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        keys = ListedCards(catalogue.browsed(ALL_CARDS))
    for at in range(0, len(keys), _CARDS_AT_ONCE):
        some = [keys[place] for place in range(at, min(at + _CARDS_AT_ONCE, len(keys)))]
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            yield from [catalogue.details(key) for key in some if catalogue.has(key)]


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
class CatalogueInfo(Plain):
    """What a library's catalogue holds. `self_test`: None where there is none yet."""

    library: str
    cards: int
    cards_without_artwork: int
    printings: int
    artworks: int
    retired_artworks: int
    cards_by_game: Mapping[str, int]
    names_by_language: Mapping[str, int]
    vectors: Mapping[str, int]
    packs: tuple[PackSummary, ...]
    self_test: Mapping[str, Any] | None


def catalogue_info(
    library: LibraryFolder, summary: CatalogueSummary, tested: Mapping[str, Any] | None
) -> CatalogueInfo:
    """The object of `karuta catalogue info --json`."""
    return CatalogueInfo(str(library.root), **vars(summary), self_test=tested)


@dataclass(frozen=True, repr=False)
class SearchResult(Plain):
    """A card that a search found. `matched`: by which text; `artwork`: its picture, None without one."""

    game: str
    card_id: str
    name: str
    names: Mapping[str, str]
    kind: str
    matched: Mapping[str, str]
    artwork: Mapping[str, Any] | None

    def __repr__(self) -> str:
        return f"<Found {self.name} ({self.game}:{self.card_id})>"


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


@dataclass(frozen=True, repr=False)
class CardResult(Plain):
    """All that the catalogue says of a card. `pack`: that which first brought it; `gone`: its packs were taken back.

    `artworks`: main ones first, retired ones last, each with the `path` of its picture.
    """

    game: str
    card_id: str
    name: str
    names: Mapping[str, str]
    readings: Mapping[str, str]
    codes: Mapping[str, Any]
    kind: str
    facts: Mapping[str, Any]
    printings: tuple[Mapping[str, Any], ...]
    artworks: tuple[Mapping[str, Any], ...]
    pack: str
    gone: bool

    def __repr__(self) -> str:
        return f"<Card {self.name} ({self.game}:{self.card_id})>"


def card_result(stored: StoredCard, library: LibraryFolder) -> CardResult:
    """The object of `karuta catalogue show --json`."""
    card = stored.card
    return CardResult(
        game=card.key.game,
        card_id=card.key.card_id,
        name=card.name,
        names=card.names,
        readings=card.readings,
        codes=card.codes,
        kind=card.kind,
        facts=card.facts,
        printings=tuple(
            {
                "set_code": printing.set_code,
                "set_name": printing.set_name,
                "lang": printing.lang,
                "rarities": list(printing.rarities),
            }
            for printing in card.printings
        ),
        artworks=tuple(_artwork(artwork, library) for artwork in stored.artworks),
        pack=stored.pack,
        gone=stored.gone,
    )


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
