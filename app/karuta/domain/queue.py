"""The queue: which photos wait for a person, in which order, and how far the work is; plain values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from karuta.domain.card import CardKey
from karuta.domain.errors import PictureCode
from karuta.domain.imported import NamedPlace
from karuta.domain.label import Kind
from karuta.domain.match import Match, Verdict


class PhotoState(StrEnum):
    """How far a photo is. `waiting`: not looked up yet; `failed`: its file could not be read."""

    WAITING = "waiting"
    FAILED = "failed"
    OPEN = "open"
    DONE = "done"


class QueueOrder(StrEnum):
    """`stack`: as they arrived, skipped ones at the end. `uncertain`: the least certain first.

    `fewest`: the cards with the fewest labels first, as if each photo before were confirmed: one of each card, then
    a second of each.
    """

    STACK = "stack"
    UNCERTAIN = "uncertain"
    FEWEST = "fewest"


@dataclass(frozen=True)
class QueueFilter:
    """Which photos of the queue are asked for; what is None or empty asks for all. Removed photos only by `removed`.

    `without_sighting`: only photos in which neither a lookup nor a person saw a card. `text`: part of the file's name,
    of batch or listing, or of the name in a label; or one of `cards` is its label, or the likeliest while it is open.
    """

    states: frozenset[PhotoState] = frozenset()
    verdicts: frozenset[Verdict] = frozenset()
    batch: str | None = None
    listing: str | None = None
    removed: bool = False
    without_sighting: bool = False
    text: str = ""
    cards: frozenset[CardKey] = frozenset()

    @property
    def asks_for_open(self) -> bool:
        """Whether a photo about which a person has to decide could be among them."""
        return not self.states or not self.states.isdisjoint(UNDECIDED)

    def takes(self, row: QueueRow) -> bool:
        """The same question as the store answers, for a row that is at hand."""
        return (
            row.removed == self.removed
            and (not self.states or row.state in self.states)
            and (not self.verdicts or row.verdict in self.verdicts)
            and self.batch in (None, row.batch)
            and self.listing in (None, row.listing)
            and not (self.without_sighting and row.sightings)
            and (not self.text or self._is_in(row))
        )

    def _is_in(self, row: QueueRow) -> bool:
        elsewhere = (name for place in row.also for name in (place.photo, place.batch, place.listing))
        names = (row.name, row.batch, row.listing, *(label.name for label in row.labels), *elsewhere)
        text = in_plain_letters(self.text)
        if any(text in in_plain_letters(name) for name in names if name):
            return True
        cards = {label.card for label in row.labels} | {None if row.state is PhotoState.DONE else row.top_card}
        return not self.cards.isdisjoint(cards - {None})

    def takes_kind(self, kind: KindOfPhoto) -> bool:
        """Whether photos of this state and verdict are asked for; of their batch and listing it knows nothing."""
        return (
            (not self.states or kind.state in self.states)
            and (not self.verdicts or kind.verdict in self.verdicts)
            and not (self.without_sighting and kind.has_sighting)
        )


_PLAIN_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def in_plain_letters(text: str) -> str:
    """Without capitals, as SQLite's `lower` says it: of A to Z alone, so that both answer alike."""
    return text.translate(_PLAIN_LETTERS)


EVERYTHING = QueueFilter()
UNDECIDED = frozenset({PhotoState.OPEN, PhotoState.WAITING})


@dataclass(frozen=True)
class QueueView:
    """How somebody looks at the queue."""

    wanted: QueueFilter = EVERYTHING
    order: QueueOrder = QueueOrder.STACK


class RowLabel(NamedTuple):
    """A label of one of a photo's cards. `name`: of the card, as the label says it; "" where it names none."""

    kind: Kind
    card: CardKey | None
    name: str


@dataclass(frozen=True)
class QueueRow:
    """One photo in the queue.

    `sightings` counts its live sightings, `decided` those with a label. `whole_photo` is the kind of the label
    about the photo itself. `verdict`, `certainty` and `top_card` are of its least certain open sighting.
    `is_doubted`: a label of it stands against the evidence (`LabelDoubt`). `labels`: those of its cards.
    `also`: the other batches and listings in which the same picture stands.
    """

    photo_sha256: str
    name: str
    state: PhotoState
    sightings: int
    decided: int
    whole_photo: Kind | None
    verdict: Verdict | None
    certainty: float | None
    top_card: CardKey | None
    skipped: bool
    batch: str | None
    listing: str | None
    error: PictureCode | None
    removed: bool = False
    is_doubted: bool = False
    labels: tuple[RowLabel, ...] = ()
    also: tuple[NamedPlace, ...] = ()


@dataclass(frozen=True)
class QueueCounts:
    """Progress: decided sightings (and decided photos without one) against those that are left."""

    photos: int
    waiting: int
    failed: int
    open: int
    done: int
    decided: int
    undecided: int


@dataclass(frozen=True)
class BatchSummary:
    """One batch and listing, and how many of its photos are in the queue and done."""

    batch: str | None
    listing: str | None
    photos: int
    done: int


@dataclass(frozen=True)
class KindOfPhoto:
    """How many photos of the queue have a state and a verdict, and whether anything was seen in them."""

    state: PhotoState
    verdict: Verdict | None
    has_sighting: bool
    photos: int


@dataclass(frozen=True)
class Watermark:
    """How much of the label file somebody has seen. It is about this file, not about time: a merge moves it too."""

    events: int = 0
    lookups: int = 0
    places: int = 0


@dataclass(frozen=True)
class Changes:
    """The photos about which something was written after a watermark, and the watermark now.

    `reorders`: whether a skip, a removal, or an undo that may be one of them, was among it.
    """

    photos: frozenset[str]
    watermark: Watermark
    reorders: bool = False


_BASE_CERTAINTY = {
    Verdict.SURE: 0.8,
    Verdict.LIKELY: 0.6,
    Verdict.UNSURE: 0.4,
    Verdict.UNKNOWN: 0.2,
    Verdict.UNREADABLE: 0.0,
}


def certainty(verdict: Verdict, matches: Sequence[Match]) -> float:
    """How easy a sighting is to decide, 0 to 1: by its verdict, then by the first match's probability (or score)."""
    if not matches:
        return _BASE_CERTAINTY[verdict]
    first = matches[0]
    share = first.probability if first.probability is not None else first.score
    return _BASE_CERTAINTY[verdict] + 0.2 * min(1.0, max(0.0, share))
