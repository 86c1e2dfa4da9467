"""Facts about a catalogue, and questions that a person asks it: cards, artworks, packs, counts. Pure values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from karuta.domain.card import Artwork, Card, CardKey


@dataclass(frozen=True)
class StoredArtwork:
    """An artwork as the library stores it; its file is `LibraryFolder.artwork_file(picture_sha256, suffix)`.

    `live` is false once another picture has replaced it.
    """

    artwork: Artwork
    suffix: str
    live: bool
    pack: str


@dataclass(frozen=True)
class StoredCard:
    """A card, the pack that first brought it, and its artworks: main ones first, retired ones last.

    `gone`: its packs were taken back, so it is no longer an answer; labels may still name it.
    """

    card: Card
    pack: str
    artworks: tuple[StoredArtwork, ...]
    gone: bool = False


@dataclass(frozen=True)
class KnownCard:
    """A card, known by these. `content_sha256`: hash of everything said of it. `pack`: the pack that brought it.

    `is_shared`: several packs describe it.
    """

    key: CardKey
    content_sha256: str
    pack: str
    codes: Mapping[str, Any]
    is_shared: bool


class Closeness(StrEnum):
    """How a text matched, best first."""

    EXACT = "exact"
    PREFIX = "prefix"
    WORD = "word"
    PART = "part"
    WORDS = "words"
    SIMILAR = "similar"


@dataclass(frozen=True)
class Matched:
    """Why a card was found.

    `field` is `name`, `reading`, `romaji`, `nickname`, `set_code`, `card_id` or the key of a code (`passcode`). `lang`
    is "" if the field has no language.
    """

    field: str
    lang: str
    text: str
    closeness: Closeness


@dataclass(frozen=True)
class FoundCard:
    """One card that a search found. `artwork`: its first live main one, None for a card without a picture.

    `set_code`: of one of its printings, "" if it has none.
    """

    card: CardKey
    name: str
    names: Mapping[str, str]
    kind: str
    matched: Matched
    artwork: StoredArtwork | None
    set_code: str = ""


@dataclass(frozen=True)
class CardNames:
    """All names of a card, by language."""

    card: CardKey
    names: Mapping[str, str]
    readings: Mapping[str, str]


@dataclass(frozen=True)
class PackSummary:
    """A pack in force: how many `cards` it names, and its live `artworks`.

    `added` (ISO 8601 UTC), `format` and `source` (a path as given, "" if not known) are those of its newest addition.
    """

    name: str
    added: str
    cards: int
    artworks: int
    format: str = ""
    source: str = ""


class Standing(StrEnum):
    """The state of an addition: in force, or taken back."""

    IN_FORCE = "in force"
    BACK = "back"


@dataclass(frozen=True)
class StoredAddition:
    """One `catalogue add` that changed something. `cards`, `printings`, `artworks`, `backs`: how many it brought."""

    number: int
    pack: str
    added: str
    format: str
    source: str
    standing: Standing
    cards: int
    printings: int
    artworks: int
    backs: int


@dataclass(frozen=True)
class CatalogueSummary:
    """The counts of a catalogue. `vectors` counts embeddings by model hash."""

    cards: int
    cards_without_artwork: int
    printings: int
    artworks: int
    retired_artworks: int
    cards_by_game: Mapping[str, int]
    names_by_language: Mapping[str, int]
    vectors: Mapping[str, int]
    packs: tuple[PackSummary, ...]


@dataclass(frozen=True)
class NewArtwork:
    """A row of images.csv whose picture was read: `artwork` is `main` or `alternate`, `suffix` has its dot."""

    card: CardKey
    file: str
    artwork: str
    picture_sha256: str
    suffix: str


@dataclass(frozen=True)
class NewBack:
    """A row of images.csv that shows the back of a game's cards; its picture was read."""

    game: str
    file: str
    picture_sha256: str
    suffix: str


@dataclass(frozen=True)
class StoredPicture:
    """One picture of the live artworks, by content; `LibraryFolder.artwork_file` says where it lies."""

    picture_sha256: str
    suffix: str


@dataclass(frozen=True)
class CardFilter:
    """A filter of cards; what is empty narrows nothing. `text`: as a person types it into a search."""

    text: str = ""
    game: str = ""
    pack: str = ""
    kind: str = ""
    rarity: str = ""
    without_picture: bool = False
    without_label: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything but the text does."""
        chosen = (self.game, self.pack, self.kind, self.rarity)
        return any(chosen) or self.without_picture or self.without_label


ALL_CARDS = CardFilter()


SEPARATOR = "\x1f"
"""Between game and card id where both are one text."""


def packed(key: CardKey) -> str:
    return f"{key.game}{SEPARATOR}{key.card_id}"


class ListedCards:
    """Cards in order, each kept as one text.

    The collector of garbage, which runs in the window's thread, walks through 100,000 keys and passes over texts.
    """

    def __init__(self, texts: Iterable[str] = (), *, is_alike: bool = False) -> None:
        """`texts`: as `packed` writes them. `is_alike`: none holds the text that was asked for, they are like it."""
        self._texts = tuple(texts)
        self.is_alike = is_alike

    @classmethod
    def of(cls, keys: Iterable[CardKey]) -> ListedCards:
        return cls(map(packed, keys))

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, place: int) -> CardKey:
        return CardKey(*self._texts[place].split(SEPARATOR, 1))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ListedCards) and self._texts == other._texts

    def __hash__(self) -> int:
        return hash(self._texts)

    @property
    def texts(self) -> tuple[str, ...]:
        return self._texts

    def place_of(self, key: CardKey) -> int | None:
        try:
            return self._texts.index(packed(key))
        except ValueError:
            return None


@dataclass(frozen=True)
class Offer:
    """One value by which cards can be narrowed, and how many cards have it."""

    value: str
    cards: int


@dataclass(frozen=True)
class Offers:
    """All values that a catalogue has of each kind, those with the most cards first."""

    games: tuple[Offer, ...]
    packs: tuple[Offer, ...]
    kinds: tuple[Offer, ...]
    rarities: tuple[Offer, ...]


@dataclass(frozen=True)
class PhotoOfCard:
    """A photo that is labelled as a card; `name` of its file as it was last known."""

    sha256: str
    name: str


@dataclass(frozen=True)
class PhotosOfCard:
    """The newest labelled ones first, and how many there are in all."""

    photos: tuple[PhotoOfCard, ...]
    count: int


@dataclass(frozen=True)
class CardSheet:
    """A card with its artworks, and all packs that name it or bring a picture of it."""

    stored: StoredCard
    packs: tuple[str, ...]

    @property
    def key(self) -> CardKey:
        return self.stored.card.key

    @property
    def card(self) -> Card:
        return self.stored.card
