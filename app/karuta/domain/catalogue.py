"""What a catalogue answers about itself: found cards, stored artworks, packs, counts; pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from karuta.domain.card import Artwork, Card, CardKey


@dataclass(frozen=True)
class StoredArtwork:
    """An artwork as the library keeps it: `LibraryFolder.artwork_file(picture_sha256, suffix)` is its file.

    `live` is false once another picture has taken its place.
    """

    artwork: Artwork
    suffix: str
    live: bool
    pack: str


@dataclass(frozen=True)
class StoredCard:
    """A card with the pack that first brought it and its artworks, main ones first, retired ones last."""

    card: Card
    pack: str
    artworks: tuple[StoredArtwork, ...]


@dataclass(frozen=True)
class KnownCard:
    """What tells a card from all others. `content_sha256`: of all that is said of it. `pack`: which brought it."""

    key: CardKey
    content_sha256: str
    pack: str
    codes: Mapping[str, Any]


class Likeness(StrEnum):
    """How a text was met, best first."""

    EXACT = "exact"
    PREFIX = "prefix"
    WORD = "word"
    PART = "part"
    WORDS = "words"
    SIMILAR = "similar"


@dataclass(frozen=True)
class Matched:
    """Why a card was found. `field` is `name`, `reading`, `set_code`, `card_id` or the key of a code (`passcode`).

    `lang` is "" where the field has no language.
    """

    field: str
    lang: str
    text: str
    likeness: Likeness


@dataclass(frozen=True)
class FoundCard:
    """One card that a search found; `artwork` is its first live main one, None for a card without a picture."""

    card: CardKey
    name: str
    names: Mapping[str, str]
    kind: str
    matched: Matched
    artwork: StoredArtwork | None


@dataclass(frozen=True)
class PackSummary:
    """A pack: `cards` that it was the first to bring, `artworks` of it that are live. `added` is ISO 8601 UTC."""

    name: str
    added: str
    cards: int
    artworks: int


@dataclass(frozen=True)
class CatalogueSummary:
    """What is in a catalogue. `vectors` counts embeddings by model hash."""

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
class EverArtwork:
    """A picture that shows a card, or once did. `pack`: the number of the pack that brought it, in order of time."""

    card: CardKey
    file: str
    picture_sha256: str
    pack: int


@dataclass(frozen=True)
class StoredPicture:
    """One picture of the live artworks, by content; `LibraryFolder.artwork_file` says where it lies."""

    picture_sha256: str
    suffix: str
