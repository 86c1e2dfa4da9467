"""What became of each row of one photo: found, right, refused, trusted. Counts nothing (that is `evaluation`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from karuta.domain.errors import PictureCode
from karuta.domain.match import Match, Verdict
from karuta.domain.pairing import ACCEPTING, WITHIN, TruthPair, pair, rank_of
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.domain.sighting import Corners
from karuta.domain.truth import TruthCard, TruthPhoto


class Failing(StrEnum):
    """The ways in which an answer can be wrong, the most misleading first."""

    SURE_AND_WRONG = "sure and wrong"
    STRANGER_ACCEPTED = "accepted, but not in the catalogue"
    WRONG = "wrong"
    MISSED = "missed"
    REFUSED = "right, but refused"
    FALSE_SIGHTING = "sighting without a card"


@dataclass(frozen=True, eq=False)
class CardOutcome:
    """One row of the truth and what answered it. No pixels.

    `sighting`: position of the sighting that counts, None if the card was missed or the photo failed. `verdict`,
    `matches`: of that sighting. `rank`: place of the right card among the matches, from 1, or None. `accepted`: any
    sighting of this row is sure or likely; `called_sure`: any is sure. `overlap`: IoU with the row's corners.
    `upright`: the sighting's first corner is the row's. `failed`: the photo had an error.
    """

    card: TruthCard
    sighting: int | None = None
    verdict: Verdict | None = None
    matches: tuple[Match, ...] = ()
    rank: int | None = None
    accepted: bool = False
    called_sure: bool = False
    overlap: float | None = None
    upright: bool | None = None
    failed: bool = False

    @property
    def first(self) -> Match | None:
        return self.matches[0] if self.matches else None

    @property
    def right_at_1(self) -> bool:
        return self.rank == 1

    @property
    def right_at_5(self) -> bool:
        return self.rank is not None and self.rank <= WITHIN

    @property
    def rejected(self) -> bool:
        """Whether no sighting of this row is offered as an answer. A photo that failed rejects nothing."""
        return not self.failed and not self.accepted

    @property
    def refused(self) -> bool:
        """Whether the sighting that counts is called unknown or unreadable."""
        return self.verdict in (Verdict.UNKNOWN, Verdict.UNREADABLE)

    @property
    def right(self) -> bool:
        """As `evaluate` counts: the first match for a known card, rejection for one that is not in the catalogue."""
        return self.right_at_1 if self.card.known else self.rejected

    @property
    def failing(self) -> Failing | None:
        """How this row went wrong; None if it did not, or if the photo could not be read."""
        if self.failed:
            return None
        if not self.card.known:
            return Failing.STRANGER_ACCEPTED if self.accepted else None
        if self.sighting is None:
            return Failing.MISSED
        if self.right_at_1:
            return Failing.REFUSED if self.refused else None
        return Failing.SURE_AND_WRONG if self.verdict is Verdict.SURE else Failing.WRONG


@dataclass(frozen=True, eq=False)
class PhotoOutcome:
    """One photo of the truth and its outcome.

    `false_sightings`: positions of the sightings that are paired with no row. `error`: why it could not be read.
    """

    photo: TruthPhoto
    cards: tuple[CardOutcome, ...]
    false_sightings: tuple[int, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    error: PictureCode | None = None


def judge(photo: TruthPhoto, recognition: Recognition) -> PhotoOutcome:
    """Pair the photo's rows with its sightings and say what became of each."""
    pairing = pair(photo.cards, recognition.sightings)
    return PhotoOutcome(
        photo=photo,
        cards=tuple(_outcome(photo.cards[one.row], one, recognition.sightings) for one in pairing.pairs),
        false_sightings=pairing.unpaired,
        timings_ms=recognition.timings_ms,
    )


def failed(photo: TruthPhoto, code: PictureCode) -> PhotoOutcome:
    """The outcome of a photo that could not be read: all its rows are wrong."""
    return PhotoOutcome(
        photo=photo, cards=tuple(CardOutcome(card=card, failed=True) for card in photo.cards), error=code
    )


def _outcome(card: TruthCard, one: TruthPair, sightings: tuple[FoundSighting, ...]) -> CardOutcome:
    verdicts = {sightings[at].verdict for at in one.theirs}
    if one.sighting is None:
        return CardOutcome(card=card, accepted=bool(verdicts & ACCEPTING), called_sure=Verdict.SURE in verdicts)
    counted = sightings[one.sighting]
    return CardOutcome(
        card=card,
        sighting=one.sighting,
        verdict=counted.verdict,
        matches=counted.matches,
        rank=rank_of(card, counted.matches),
        accepted=bool(verdicts & ACCEPTING),
        called_sure=Verdict.SURE in verdicts,
        overlap=one.overlap,
        upright=None if card.corners is None else _same_way_round(counted.corners, card.corners),
    )


def _same_way_round(found: Corners, truth: Corners) -> bool:
    """Whether the found corners fit the truth as they are at least as well as after any quarter turn."""
    distances = [float(np.linalg.norm(np.roll(found, turn, axis=0) - truth, axis=1).sum()) for turn in range(4)]
    return min(range(4), key=lambda turn: (distances[turn], turn)) == 0
