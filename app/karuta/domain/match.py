"""The finds of a search and their meaning: neighbours (pictures), exemplars, matches (cards) and their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from karuta.domain.card import Artwork, CardKey

if TYPE_CHECKING:  # commands that print a label load no numpy for it
    import numpy as np
    from numpy.typing import NDArray

CLEAR_LEAD = 0.1
"""The lead that a person sees as clear, in the score of the first match less that of the second."""

_LEAST_PROBABILITY = 0.005
"""A lower one is shown as 0 %: what orders such matches is nothing that a person needs to know."""


class Verdict(StrEnum):
    """As it is stored. `UNKNOWN`: not in the catalogue."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"

    @property
    def accepts(self) -> bool:
        """Whether the first card is offered as the card that it is."""
        return self in (Verdict.SURE, Verdict.LIKELY)


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
    card changed its place. `by`: `name` for a card that is known by its printed name, `reading` by other print; its
    score means nothing then, and without a picture its artwork is "". `one_of`: how many cards there are that the photo
    cannot tell apart, if it is one of them.
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
    one_of: int = 0


@dataclass(frozen=True)
class CatalogueView:
    """The parts of a catalogue that a lookup needs, read once: its live artworks, by picture.

    Two artworks (of one card or of two) may share one picture, so a picture leads to one or more artworks.
    `unpictured`: what the cards without any are called.
    """

    artworks: tuple[Artwork, ...]
    by_picture: Mapping[str, tuple[Artwork, ...]]
    unpictured: Mapping[CardKey, str] = field(default_factory=dict)

    @classmethod
    def of(cls, artworks: Sequence[Artwork], unpictured: Mapping[CardKey, str] | None = None) -> CatalogueView:
        by_picture: dict[str, tuple[Artwork, ...]] = {}
        for artwork in artworks:
            by_picture[artwork.picture_sha256] = (*by_picture.get(artwork.picture_sha256, ()), artwork)
        return cls(tuple(artworks), by_picture, unpictured or {})

    @cached_property
    def card_count(self) -> int:
        """How many cards can be matched: those with at least one artwork."""
        return len({artwork.card for artwork in self.artworks})


@dataclass(frozen=True, eq=False)
class Exemplar:
    """A crop that a person confirmed as `card`.

    `vector`: (dimension,) float32, unit length; None until this model embeds it.
    """

    photo_sha256: str
    sighting_id: str
    crop_sha256: str
    card: CardKey
    vector: NDArray[np.float32] | None = None

    @property
    def place(self) -> tuple[str, str]:
        return self.photo_sha256, self.sighting_id


def stands_for(card: CardKey, view: CatalogueView, mains: Mapping[CardKey, Artwork]) -> tuple[Artwork, ...]:
    """The artworks that a crop of `card` speaks for; none if the catalogue lacks the card. The crop of one that has no
    picture stands in place of one.

    A photo cannot tell cards with one and the same picture apart, so the crop stands for all of them. Their order, and
    that neither is called sure, stay as they are without exemplars.
    """
    main = mains.get(card)
    if main is None:
        name = view.unpictured.get(card)
        return () if name is None else (Artwork(card, name, "", "main", ""),)
    twins = {artwork.card for artwork in view.by_picture[main.picture_sha256]}
    return tuple(mains[twin] for twin in sorted(twins) if mains[twin].picture_sha256 == main.picture_sha256)


def main_artworks(view: CatalogueView) -> dict[CardKey, Artwork]:
    """Each card's main artwork, else its first."""
    mains: dict[CardKey, Artwork] = {}
    for artwork in view.artworks:
        held = mains.get(artwork.card)
        if held is None or (artwork.is_main and not held.is_main):
            mains[artwork.card] = artwork
    return mains


_OPEN = frozenset({Verdict.LIKELY, Verdict.UNSURE})


class Nearest(StrEnum):
    """The picture of the card that was the nearest one; or none: its name was read."""

    ONLY = "only"
    MAIN = "main"
    ALTERNATE = "alternate"
    EXEMPLAR = "exemplar"
    NAME = "name"
    GONE = "gone"


@dataclass(frozen=True)
class Reason:
    """The kind of evidence that placed a match.

    `lead`: its score minus the best other card's, negative if it is behind; None without another card. `number`: which
    of the card's alternate artworks, from 1. `twin`: a card that shares the nearest picture, so that no picture can
    tell them apart. `alike`: 1 if it stands before a card with a better score because its picture is more alike, -1 if
    it stands behind one with a worse score, else 0.
    """

    score: float
    lead: float | None
    nearest: Nearest
    number: int = 0
    twin: str | None = None
    alike: int = 0


def reason_for(matches: Sequence[Match], place: int, artworks: Sequence[Artwork] = ()) -> Reason:
    """Why the match at this place (from 0) stands there. `artworks`: its card's, main ones first."""
    match = matches[place]
    if match.by is not None:
        return Reason(match.score, None, Nearest.NAME)
    others = [other for at, other in enumerate(matches) if at != place]
    twin = next((other.name for other in others if other.picture_sha256 == match.picture_sha256), None)
    # A card with the same picture is no competitor: it cannot score lower.
    rivals = [other.score for other in others if other.picture_sha256 != match.picture_sha256]
    nearest, number = _nearest(match, artworks)
    return Reason(
        score=match.score,
        lead=match.score - max(rivals) if rivals else None,
        nearest=nearest,
        number=number,
        twin=twin,
        alike=_alike(match, others),
    )


def are_close(matches: Sequence[Match], verdict: Verdict | None) -> bool:
    """Whether the first two need comparing: likely or unsure, other pictures, and scores within `CLEAR_LEAD`."""
    if verdict not in _OPEN or len(matches) < 2 or any(match.by for match in matches[:2]):
        return False
    first, second = matches[:2]
    return first.picture_sha256 != second.picture_sha256 and abs(first.score - second.score) < CLEAR_LEAD


def _alike(match: Match, others: Sequence[Match]) -> int:
    """Whether similarity, not the score, decided. A refusal by a person moves a card but leaves the probabilities."""
    for other in others:
        if match.probability is None or other.probability is None:
            continue
        if max(match.probability, other.probability) < _LEAST_PROBABILITY:
            continue
        if (other.score - match.score) * (other.probability - match.probability) < 0:
            return 1 if match.probability > other.probability else -1
    return 0


def _nearest(match: Match, artworks: Sequence[Artwork]) -> tuple[Nearest, int]:
    if match.exemplar:
        return Nearest.EXEMPLAR, 0
    shown = next((artwork for artwork in artworks if artwork.picture_sha256 == match.picture_sha256), None)
    if shown is None:
        return Nearest.GONE, 0
    if shown.is_main:
        return (Nearest.ONLY if len(artworks) == 1 else Nearest.MAIN), 0
    alternates = [artwork.picture_sha256 for artwork in artworks if not artwork.is_main]
    return Nearest.ALTERNATE, alternates.index(match.picture_sha256) + 1
