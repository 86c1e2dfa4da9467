"""What the search found and what it means: neighbours (pictures) and matches (cards); pure values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from karuta.domain.card import Artwork, CardKey


class Verdict(StrEnum):
    """Never translated; what each promises stands in the glossary."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Neighbour:
    """One picture near a crop. `score` is their cosine."""

    picture_sha256: str
    score: float
    exemplar: bool = False


@dataclass(frozen=True)
class Match:
    """One candidate card for a sighting; `artwork` is its nearest artwork's file name, `pack` what brought that."""

    card: CardKey
    name: str
    artwork: str
    picture_sha256: str
    score: float
    probability: float | None
    exemplar: bool
    pack: str = ""


@dataclass(frozen=True)
class CatalogueView:
    """What a lookup needs to know of a catalogue, read once: its live artworks, by picture.

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

    @property
    def card_count(self) -> int:
        """Cards that can be matched: those with at least one artwork."""
        return len({artwork.card for artwork in self.artworks})
