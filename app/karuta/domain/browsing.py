"""Which cards of a catalogue a person wants to see, and by what they can be narrowed; pure values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from karuta.domain.card import Card, CardKey
from karuta.domain.catalogue import StoredCard


@dataclass(frozen=True)
class CardFilter:
    """What is empty narrows nothing. `text`: as a person types it into a search."""

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
        said = (self.game, self.pack, self.kind, self.rarity)
        return any(said) or self.without_picture or self.without_label


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
