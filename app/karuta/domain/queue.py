"""The queue: which photos wait for a person, in which order, how far the work is, and many checked at once.

Plain values only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from karuta.domain.card import CardKey
from karuta.domain.doubt import RuledOut
from karuta.domain.errors import PictureCode
from karuta.domain.journal import Action, NamedPlace
from karuta.domain.label import BY_A_MACHINE, NO_REMARKS, Kind, Remarks
from karuta.domain.match import Match, Verdict


class Trait(StrEnum):
    """`machine`: a label is a machine's, which no person has confirmed. `mine`, `others`: a person's label is the
    annotator's, or somebody else's. `disputed`: people disagree about a label. `printed`: a label names the printing.

    `back`: a label says that it is the back of a card.

    `flagged`, `noted`: a flag, or a note, stands on the photo.

    `unlabelled`: there is no label at all. `skipped`: it was skipped, and waits behind the others.
    `unsure`: its look is, a label of it stands against the evidence, or a flag stands on it.
    `known_now`: a card was labelled as not in the catalogue, and one of the catalogue answers for it by now.
    `uncatalogued`: a card of it was labelled so, or its look says so.
    """

    MACHINE = "machine"
    MINE = "mine"
    OTHERS = "others"
    DISPUTED = "disputed"
    PRINTED = "printed"
    BACK = "back"
    FLAGGED = "flagged"
    NOTED = "noted"
    UNLABELLED = "unlabelled"
    SKIPPED = "skipped"
    KNOWN_NOW = "known_now"
    UNCATALOGUED = "uncatalogued"
    UNSURE = "unsure"


WANTS_A_LABEL = frozenset(
    {
        Trait.MACHINE,
        Trait.MINE,
        Trait.OTHERS,
        Trait.DISPUTED,
        Trait.PRINTED,
        Trait.BACK,
        Trait.KNOWN_NOW,
        Trait.UNCATALOGUED,
        Trait.UNSURE,
    }
)
"""Whoever asks for these wants to look at labels, and not for what is left to decide."""
NAMES_THE_ANNOTATOR = frozenset({Trait.MINE, Trait.OTHERS})


class PhotoState(StrEnum):
    """How far a photo is. `waiting`: not looked up yet; `failed`: its file could not be read."""

    WAITING = "waiting"
    FAILED = "failed"
    OPEN = "open"
    DONE = "done"


class QueueOrder(StrEnum):
    """`stack`: as they arrived, skipped ones at the end. `uncertain`: the least certain first.

    `fewest`: the cards with the fewest labels first, counting each earlier photo as confirmed. So it goes once around
    all cards, then a second time.
    """

    STACK = "stack"
    UNCERTAIN = "uncertain"
    FEWEST = "fewest"


@dataclass(frozen=True)
class QueueFilter:
    """A filter of the queue's photos. A field that is None or empty does not restrict.

    Removed photos appear only with `removed`. `without_sighting`: only photos in which neither a lookup nor a person
    saw a card. `text`: part of the file's name, the batch, the listing, the note or a label's card name. With `cards`,
    a photo also fits whose label, or likeliest card while it is undecided, is one of them. `batch` and `listing`: any
    place in which the picture stands. `traits`: all of them; `annotator`: whose labels they call mine. `game`: of a
    label, or of the likeliest card while the photo is undecided. `drawn`: only these photos (by hash), which were drawn
    for the queue of this `lot`.

    `by`: a label is this person's. `card`: part of the name that a label has of its card; `of_card`: or it is one of
    these, as with `cards`. `since`: the photo came, or a label was given, on that day or later; with `by`, that
    person's label.
    """

    states: frozenset[PhotoState] = frozenset()
    verdicts: frozenset[Verdict] = frozenset()
    batch: str | None = None
    listing: str | None = None
    removed: bool = False
    without_sighting: bool = False
    text: str = ""
    cards: frozenset[CardKey] = frozenset()
    traits: frozenset[Trait] = frozenset()
    annotator: str = ""
    game: str = ""
    by: str = ""
    card: str = ""
    of_card: frozenset[CardKey] = frozenset()
    since: date | None = None
    drawn: frozenset[str] | None = None
    lot: str = ""

    @property
    def asks_for_open(self) -> bool:
        """Whether a person wants what is left to decide, and not to look at labels."""
        if not self.traits.isdisjoint(WANTS_A_LABEL) or self.by or self.drawn is not None:
            return False
        return not self.states or not self.states.isdisjoint(UNDECIDED)

    def takes(self, row: QueueRow) -> bool:
        """The store's answer for one row that is already loaded."""
        return (
            row.removed == self.removed
            and (not self.states or row.state in self.states)
            and (not self.verdicts or row.verdict in self.verdicts)
            and self._stands_in(row)
            and not (self.without_sighting and row.sightings)
            and all(self._has_trait(row, trait) for trait in self.traits)
            and (self.drawn is None or row.photo_sha256 in self.drawn)
            and (not self.text or self._is_in(row))
            and (not self.game or any(card.game == self.game for card in self._cards_of(row)))
            and (not self.card or self._names(row))
            and (not self.by or any(self._is_by(label) for label in row.all_labels))
            and (self.since is None or bool(self.by) or self._is_recent(row, self.since))
        )

    def _is_by(self, label: RowLabel) -> bool:
        is_theirs = label.annotator == self.by and label.kind not in BY_A_MACHINE
        return is_theirs and (self.since is None or _not_before(label.day, self.since))

    @staticmethod
    def _is_recent(row: QueueRow, since: date) -> bool:
        return any(_not_before(day, since) for day in (row.came_on, *(label.day for label in row.all_labels)))

    def _names(self, row: QueueRow) -> bool:
        text = in_plain_letters(self.card)
        named = any(label.card and text in in_plain_letters(label.name) for label in row.labels)
        return named or not self.of_card.isdisjoint(self._cards_of(row))

    def _stands_in(self, row: QueueRow) -> bool:
        """In the batch or listing that is asked for: one picture can stand in several."""
        places = [(row.batch, row.listing), *((place.batch, place.listing) for place in row.also)]
        return any(self.batch in (None, batch) and self.listing in (None, listing) for batch, listing in places)

    def _has_trait(self, row: QueueRow, trait: Trait) -> bool:
        persons = [label for label in row.all_labels if label.kind not in BY_A_MACHINE]
        return {
            Trait.MACHINE: row.is_by_machine,
            Trait.MINE: any(label.annotator == self.annotator for label in persons),
            Trait.OTHERS: any(label.annotator != self.annotator for label in persons),
            Trait.DISPUTED: row.is_disputed,
            Trait.PRINTED: any(label.printing for label in row.all_labels),
            Trait.BACK: any(label.kind is Kind.BACK for label in row.all_labels),
            Trait.FLAGGED: row.remarks.is_flagged,
            Trait.NOTED: row.remarks.note is not None,
            Trait.UNLABELLED: not row.decided and row.whole_photo is None,
            Trait.SKIPPED: row.skipped and row.state is not PhotoState.DONE,
            Trait.KNOWN_NOW: row.is_known_now,
            Trait.UNCATALOGUED: row.is_uncatalogued,
            Trait.UNSURE: row.is_doubted or row.remarks.is_flagged or row.is_unsure,
        }[trait]

    def _is_in(self, row: QueueRow) -> bool:
        other_names = (name for place in row.also for name in (place.photo, place.batch, place.listing))
        names = (
            row.name,
            row.batch,
            row.listing,
            row.remarks.note,
            *(label.name for label in row.labels),
            *other_names,
        )
        text = in_plain_letters(self.text)
        if any(text in in_plain_letters(name) for name in names if name):
            return True
        return not self.cards.isdisjoint(self._cards_of(row))

    @staticmethod
    def _cards_of(row: QueueRow) -> set[CardKey]:
        likeliest = None if row.state is PhotoState.DONE else row.top_card
        return {card for card in (likeliest, *(label.card for label in row.labels)) if card is not None}

    def takes_kind(self, kind: KindOfPhoto) -> bool:
        """Whether photos of this state and verdict are asked for, whatever their batch and listing."""
        return (
            (not self.states or kind.state in self.states)
            and (not self.verdicts or kind.verdict in self.verdicts)
            and not (self.without_sighting and kind.has_sighting)
        )


def _not_before(day: date | None, since: date) -> bool:
    return day is not None and day >= since


_PLAIN_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def in_plain_letters(text: str) -> str:
    """Lower case for A to Z only, like SQLite's `lower`, so that both give the same answer."""
    return text.translate(_PLAIN_LETTERS)


EVERYTHING = QueueFilter()
UNDECIDED = frozenset({PhotoState.OPEN, PhotoState.WAITING})


@dataclass(frozen=True)
class QueueView:
    """The order and the filter in which somebody looks at the queue. `photo`: the hash of that on the desk. `places`:
    of each queue that was left, the photo that was on the desk then.
    """

    filter: QueueFilter = EVERYTHING
    order: QueueOrder = QueueOrder.STACK
    photo: str | None = None
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class KeptQuery:
    """A search of the queue that is kept under a name. `words`: the text of the search box, in English or Japanese."""

    name: str
    words: str


class RowLabel(NamedTuple):
    """A label of a photo or of one of its cards. `name`: the card's, as the label has it; "" if it names none.

    `day`: when it was given, by the clock on the wall.
    """

    kind: Kind
    card: CardKey | None
    name: str
    annotator: str = ""
    printing: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class QueueRow:
    """One photo in the queue.

    `sightings`: its live sightings; `decided`: those with a label. `whole_photo`: the kind of the label about the photo
    itself. `verdict`, `certainty` and `top_card` are of its least certain undecided sighting. `is_doubted`: one of its
    labels contradicts the evidence (`LabelDoubt`). `is_disputed`: people disagree about one of them. `labels`: those of
    its cards; `about_photo`: the photo's own. `also`: the other batches and listings that have the same picture.
    `is_known_now`: see `Trait`. `remarks`: its flag and its note. `ruled_out`: an undecided card's first match that a
    person refused. `came_on`: when it was first added, by the clock on the wall.
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
    about_photo: RowLabel | None = None
    is_disputed: bool = False
    is_known_now: bool = False
    remarks: Remarks = NO_REMARKS
    ruled_out: RuledOut | None = None
    came_on: date | None = None

    @property
    def is_unsure(self) -> bool:
        return self.state is PhotoState.OPEN and self.verdict is Verdict.UNSURE

    @property
    def is_uncatalogued(self) -> bool:
        is_judged = self.state is PhotoState.OPEN and self.verdict is Verdict.UNKNOWN
        return is_judged or any(label.kind is Kind.UNKNOWN for label in self.labels)

    @property
    def all_labels(self) -> tuple[RowLabel, ...]:
        """All its labels."""
        return self.labels if self.about_photo is None else (*self.labels, self.about_photo)

    @property
    def is_by_machine(self) -> bool:
        """Whether a label of it is a machine's, which no person has confirmed."""
        return any(label.kind in BY_A_MACHINE for label in self.labels)


@dataclass(frozen=True)
class QueueCounts:
    """Progress: sightings (and photos without one) that are decided, and those that are left.

    `disputed`: photos about which people disagree.
    """

    photos: int
    waiting: int
    failed: int
    open: int
    done: int
    decided: int
    undecided: int
    disputed: int = 0


@dataclass(frozen=True)
class BatchSummary:
    """One batch and listing: how many of the photos that stand in it are in the queue, and how many are done."""

    batch: str | None
    listing: str | None
    photos: int
    done: int


@dataclass(frozen=True)
class CountedFilter:
    """A filter that the search box offers, and the number of photos that pass it."""

    filter: QueueFilter
    photos: int


@dataclass(frozen=True)
class KindOfPhoto:
    """How many photos of the queue have this state and verdict, and whether anything was seen in them."""

    state: PhotoState
    verdict: Verdict | None
    has_sighting: bool
    photos: int


@dataclass(frozen=True)
class Watermark:
    """How much of the label file somebody has seen. It counts the file's rows, not time, so a merge moves it too."""

    events: int = 0
    lookups: int = 0
    places: int = 0


@dataclass(frozen=True)
class Changes:
    """The photos that something was written about since a watermark, and the watermark now.

    `reorders`: whether that includes a skip, a removal, or an undo that may concern one.
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


MOST_PAIRS = 1000
"""So many are looked at in one go; what is more waits for the next."""


@dataclass(frozen=True)
class PairsWanted:
    """A filter of undecided sightings. A field that is None does not restrict.

    `photos`: only these, by hash. `or_by_machine`: those too whose first match is what a machine has confirmed, and no
    person.
    """

    queue: QueueFilter = EVERYTHING
    card: CardKey | None = None
    verdict: Verdict | None = None
    photos: tuple[str, ...] | None = None
    or_by_machine: bool = False


@dataclass(frozen=True)
class Pair:
    """An undecided sighting and the first match of its photo's newest lookup. `is_ruled_out`: a person refused it."""

    photo_sha256: str
    photo_name: str
    sighting_id: str
    crop_sha256: str | None
    verdict: Verdict
    certainty: float
    match: Match
    is_ruled_out: bool = False


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
    """The undecided sightings in some photos. `decided`: how many of the photos have nothing left to decide."""

    cards: tuple[OpenCard, ...]
    decided: int


@dataclass(frozen=True)
class DecidedTogether:
    """The result of deciding many at once. `left_out`: those decided or looked up again in the meantime."""

    action: Action | None
    left_out: int
