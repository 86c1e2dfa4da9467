"""A second look: a blind decision about a sighting that already has a label. It is no label and replaces none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.label import Kind
from karuta.domain.statistics import Share

RECHECKS: Mapping[Kind, Kind] = {
    Kind.CONFIRM: Kind.RECHECK_CONFIRM,
    Kind.UNKNOWN: Kind.RECHECK_UNKNOWN,
    Kind.UNREADABLE: Kind.RECHECK_UNREADABLE,
    Kind.NO_CARD: Kind.RECHECK_NO_CARD,
    Kind.BACK: Kind.RECHECK_BACK,
}
"""What a person says in a second look -> the kind of its event."""

SAID = {recheck: label for label, recheck in RECHECKS.items()}
"""The kind of a second look's event -> what it says, as a label would."""


@dataclass(frozen=True)
class ReviewAnswer:
    """What somebody said about a sighting, for the page of disagreements. `blind`: in a second look."""

    annotator: str
    time: str
    kind: Kind
    card: CardKey | None
    name: str | None
    blind: bool

    @property
    def answer(self) -> tuple[Kind, CardKey | None]:
        """Two of them agree if these are equal: the same card, whatever its printing."""
        return self.kind, self.card


@dataclass(frozen=True)
class Disagreement:
    """A sighting about which people (or one person twice) say different things, the oldest first."""

    photo_sha256: str
    photo: str
    sighting_id: str
    crop_sha256: str | None
    said: tuple[ReviewAnswer, ...]


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
