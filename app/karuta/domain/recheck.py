"""A second look: a blind decision about a labelled sighting, the order it is shown in, and counts of labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from karuta.domain.card import CardKey
from karuta.domain.label import Kind
from karuta.domain.match import Match
from karuta.domain.statistics import Share

RECHECKS: Mapping[Kind, Kind] = {
    Kind.CONFIRM: Kind.RECHECK_CONFIRM,
    Kind.UNKNOWN: Kind.RECHECK_UNKNOWN,
    Kind.UNREADABLE: Kind.RECHECK_UNREADABLE,
    Kind.NO_CARD: Kind.RECHECK_NO_CARD,
    Kind.BACK: Kind.RECHECK_BACK,
}
"""The answer of a person in a second look -> the kind of its event."""

SAID = {recheck: label for label, recheck in RECHECKS.items()}
"""The kind of a second look's event -> what it says, as a label would."""


BLIND = "blind review"
"""An event's note on the order in which its matches were shown, where it was drawn by lot (`reordered_by`)."""


@dataclass(frozen=True)
class ReviewAnswer:
    """A person's last statement about a sighting. `blind`: in a second look.

    `event_id`: of the event that says it; `device`: where. `printing`: None where none is named.
    """

    annotator: str
    time: str
    kind: Kind
    card: CardKey | None
    name: str | None
    blind: bool
    event_id: str = ""
    device: str = ""
    printing: str | None = None

    @property
    def answer(self) -> tuple[Kind, CardKey | None]:
        """Two of them agree if these are equal: the same card, whatever its printing."""
        return self.kind, self.card

    @property
    def text(self) -> str:
        """What it says, for a command's lines: a card with its printing, else the kind."""
        if self.card is None:
            return self.kind.value
        return " ".join(part for part in (self.name, f"({self.card})", self.printing) if part)


def followed(answers: Sequence[ReviewAnswer]) -> tuple[str, ...]:
    """The labels that a decision settles whose maker had these before their eyes."""
    return tuple(word.event_id for word in answers if not word.blind)


@dataclass(frozen=True)
class Disagreement:
    """A disputed sighting: what was said last of it, the oldest first."""

    photo_sha256: str
    photo: str
    sighting_id: str
    crop_sha256: str | None
    answers: tuple[ReviewAnswer, ...]

    @property
    def conflict(self) -> str:
        """The matter of dispute: the `card`, or the `printing` of one card."""
        printings = {word.printing for word in self.answers} - {None}
        return "printing" if len(printings) > 1 and len({word.answer for word in self.answers}) == 1 else "card"


@dataclass(frozen=True)
class Agreement:
    """How many of an annotator's labels blind reviews by one `reviewer` confirmed: by themselves, or somebody else."""

    annotator: str
    reviewer: str
    upheld: Share

    @property
    def is_own(self) -> bool:
        """Whether it says how consistent a person is, and not how far two of them agree."""
        return self.annotator == self.reviewer


@dataclass(frozen=True)
class DayCount:
    """How many decisions an annotator has made on one day, as far as it was counted.

    `start`, `end`: as events have their times, ISO 8601 UTC; the end is the next day's start. `seen`: how many of the
    file's rows are counted; 0: none yet.
    """

    annotator: str
    start: str
    end: str
    decided: int = 0
    seen: int = 0


@dataclass(frozen=True)
class LabelCounts:
    """`labels`: current ones. `truth`: those by people, which may teach. `events`: everything ever stored.

    `cards`: different cards among them. `disagreements`: disputed sightings. `judged_twice`: those that more than one
    labelled. `last`: time of the newest event, ISO 8601 UTC. `agreement`: by
    annotator, how many of their labels their own second look confirmed, of those that had one (95 % Wilson).
    `reviewed`: the same of second looks by somebody else, each pair by itself.
    """

    events: int
    labels: int
    truth: int
    photos: int
    photos_in_queue: int
    photos_done: int
    cards: int
    by_kind: Mapping[str, int]
    by_annotator: Mapping[str, int]
    judged_twice: int
    disagreements: int
    last: str | None
    agreement: Mapping[str, Share]
    reviewed: Sequence[Agreement]


def drawn_by_lot(matches: Sequence[Match], seed: str) -> tuple[Match, ...]:
    """The matches in an order that says nothing of them; the same seed draws the same order."""
    return tuple(sorted(matches, key=lambda match: sha256(f"{seed}:{match.card}".encode()).digest()))


def best_first(shown: Sequence[Match], reordered_by: str | None) -> tuple[Match, ...]:
    """The matches of an event as the lookup ranked them, where a lot had ordered them on the screen; else as shown.

    Who asks what was suggested first, or what stood above the choice, asks this: a place drawn by lot is no opinion.
    """
    if reordered_by != BLIND:
        return tuple(shown)
    return tuple(sorted(shown, key=lambda match: (-(match.probability or 0.0), -match.score, match.card.card_id)))
