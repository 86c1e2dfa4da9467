"""Many sightings looked at together: each beside the card that it most likely is; plain values only."""

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
    """Which undecided sightings are asked for; what is None asks for all. `photos`: only in these, by hash."""

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
    """Pairs, those of one card together, the least certain first. `has_more`: not all of them are here."""

    pairs: tuple[Pair, ...]
    has_more: bool


@dataclass(frozen=True)
class OpenCard:
    """A sighting that nobody has decided, or with `WHOLE_PHOTO` a photo in which none was seen. `number`: from 1, where
    the photo has several.
    """

    photo_sha256: str
    photo_name: str
    sighting_id: str
    crop_sha256: str | None
    number: int | None = None


@dataclass(frozen=True)
class OpenCards:
    """What is open in some photos. `decided`: how many of the photos hold nothing that is open."""

    cards: tuple[OpenCard, ...]
    decided: int


@dataclass(frozen=True)
class DecidedTogether:
    """What became of many that were to be decided together. `left_out`: decided or seen otherwise in the meantime."""

    action: Action | None
    left_out: int
