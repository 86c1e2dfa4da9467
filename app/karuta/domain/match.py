"""What a search found and what it means: neighbours (pictures) and matches (cards). Pure values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from karuta.domain.card import Artwork, CardKey


class Verdict(StrEnum):
    """Never translated; CONTRIBUTING.md says what each means."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Neighbour:
    """One picture near a crop. `score` is the cosine of their vectors, -1 to 1."""

    picture_sha256: str
    score: float
    exemplar: bool = False


@dataclass(frozen=True)
class Match:
    """One candidate card for a sighting.

    `artwork`: its nearest artwork's file name; `pack`: the pack that brought it. `reordered`: what is printed on the
    card changed its place. `by`: `reading` for a card that has no picture and is known by its print; its score and
    artwork mean nothing.
    """

    card: CardKey
    name: str
    artwork: str
    picture_sha256: str
    score: float
    probability: float | None
    exemplar: bool
    pack: str = ""
    reordered: bool = False
    by: str | None = None


@dataclass(frozen=True)
class CatalogueView:
    """What a lookup needs of a catalogue, read once: its live artworks, by picture.

    Two artworks (of one card or of two) may share one picture, so a picture leads to one or more artworks.
    """

    artworks: tuple[Artwork, ...]
    by_picture: Mapping[str, tuple[Artwork, ...]]

    @classmethod
    def of(cls, artworks: Sequence[Artwork]) -> CatalogueView:
        by_picture: dict[str, tuple[Artwork, ...]] = {}
        for artwork in artworks:
            by_picture[artwork.picture_sha256] = (*by_picture.get(artwork.picture_sha256, ()), artwork)
        return cls(tuple(artworks), by_picture)

    @cached_property
    def card_count(self) -> int:
        """How many cards can be matched: those with at least one artwork."""
        return len({artwork.card for artwork in self.artworks})
