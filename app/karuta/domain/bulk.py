"""Many sightings checked at once, each beside its likeliest card. Plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.journal import Action
from karuta.domain.match import Match, Verdict
from karuta.domain.queue import EVERYTHING, QueueFilter

MOST_PAIRS = 1000
"""So many are looked at in one go; what is more waits for the next."""


@dataclass(frozen=True)
class PairsWanted:
    """Which undecided sightings are asked for. A field that is None does not restrict.

    `photos`: only these, by hash.
    """

    queue: QueueFilter = EVERYTHING
    card: CardKey | None = None
    verdict: Verdict | None = None
    photos: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Pair:
    """An undecided sighting and the first match of its photo's newest lookup."""

    photo_sha256: str
    photo_name: str
    sighting_id: str
    crop_sha256: str | None
    verdict: Verdict
    certainty: float
    match: Match


@dataclass(frozen=True)
class Pairs:
    """Pairs grouped by card, the least certain first. `has_more`: there are more than these."""

    pairs: tuple[Pair, ...]
    has_more: bool


@dataclass(frozen=True)
class OpenCard:
    """A sighting that nobody has decided, or (`WHOLE_PHOTO`) a photo in which no card was seen.

    `number`: counts from 1, if the photo has several cards. `back`: the game whose card back it is said to be.
    `looked_up`: whether a lookup saw it.
    """

    photo_sha256: str
    photo_name: str
    sighting_id: str
    crop_sha256: str | None
    number: int | None = None
    back: str | None = None
    looked_up: bool = True


@dataclass(frozen=True)
class OpenCards:
    """What is undecided in some photos. `decided`: how many of the photos have nothing left to decide."""

    cards: tuple[OpenCard, ...]
    decided: int


@dataclass(frozen=True)
class DecidedTogether:
    """The result of deciding many at once. `left_out`: those decided or looked up again in the meantime."""

    action: Action | None
    left_out: int
