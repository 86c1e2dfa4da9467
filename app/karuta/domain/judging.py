"""Pairs sightings with rows of a truth file, and says what became of each row. Counts nothing (`evaluation` does).

As the help page *Commands and files* promises: rows with corners are paired greedily by overlap. Several rows without
corners are paired one-to-one as a set. For a single row without corners, the sighting with the highest first score
counts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from karuta.domain.errors import PictureCode
from karuta.domain.match import Match, Verdict
from karuta.domain.recognition import FoundSighting, Recognition
from karuta.domain.sighting import Corners, iou, pair_greedily
from karuta.domain.truth import TruthCard, TruthPhoto

OVERLAP = 0.5
"""The intersection over union from which a sighting is that of a row's corners."""

WITHIN = 5
"""The matches that a person is shown: right in five."""


@dataclass(frozen=True)
class TruthPair:
    """A row and what answers it, as positions.

    `sighting`: the one that counts, None if the card was missed. `theirs`: every sighting of this row, including the
    one that counts (more than one only if the truth does not say which). `overlap`: IoU with the row's corners.
    """

    row: int
    sighting: int | None
    theirs: tuple[int, ...] = ()
    overlap: float | None = None


@dataclass(frozen=True)
class Pairing:
    """One pair per row, in the order of the rows, and the sightings that are paired with none."""

    pairs: tuple[TruthPair, ...]
    unpaired: tuple[int, ...]


def pair(rows: Sequence[TruthCard], sightings: Sequence[FoundSighting]) -> Pairing:
    """Pair a photo's rows with its sightings.

    - A row with corners: greedily by IoU, best overlap first, each sighting once, from `OVERLAP` up. An unpaired
      sighting that overlaps it as much is also *of* this row, but a false sighting.
    - The photo's only row, without corners: the sighting with the highest first score counts; all its sightings are
      *of* this row; the others are false sightings, since the truth names one card.
    - Other rows without corners: one-to-one with the sightings that are left, as a set: of all ways to pair them the
      one with the most rows answered right, then the most right in five, then the most found.
    """
    if len(rows) == 1 and rows[0].corners is None:
        return _only_row(sightings)
    placed = _by_overlap(rows, sightings)
    taken = {truth_pair.sighting for truth_pair in placed.values()}
    left = [at for at in range(len(sightings)) if at not in taken]
    loose = [at for at, row in enumerate(rows) if row.corners is None]
    as_set = _as_set([rows[at] for at in loose], [sightings[at] for at in left])
    for at, position in zip(loose, as_set, strict=True):
        chosen = None if position is None else left[position]
        placed[at] = TruthPair(row=at, sighting=chosen, theirs=() if chosen is None else (chosen,))
    pairs = tuple(placed[at] for at in range(len(rows)))
    used = {truth_pair.sighting for truth_pair in pairs}
    return Pairing(pairs=pairs, unpaired=tuple(at for at in range(len(sightings)) if at not in used))


def first_score(sighting: FoundSighting) -> float:
    """The score of the first match; below every score where there is none."""
    return sighting.matches[0].score if sighting.matches else -math.inf


def rank_of(row: TruthCard, matches: Sequence[Match]) -> int | None:
    """The place of the right card among the matches, from 1; None where it is not among them."""
    return next((place for place, match in enumerate(matches, start=1) if row.is_named(match.card)), None)


def _only_row(sightings: Sequence[FoundSighting]) -> Pairing:
    everything = range(len(sightings))
    best = max(everything, key=lambda at: first_score(sightings[at]), default=None)
    only = TruthPair(row=0, sighting=best, theirs=tuple(everything))
    return Pairing(pairs=(only,), unpaired=tuple(at for at in everything if at != best))


def _by_overlap(rows: Sequence[TruthCard], sightings: Sequence[FoundSighting]) -> dict[int, TruthPair]:
    places = {at: row.corners for at, row in enumerate(rows) if row.corners is not None}
    outlines = [sighting.corners for sighting in sightings]
    order = list(places)
    chosen = {order[t]: f for t, f in pair_greedily(outlines, list(places.values()), at_least=OVERLAP).items()}
    taken = set(chosen.values())
    pairs: dict[int, TruthPair] = {}
    for at, corners in places.items():
        doubles = [f for f, outline in enumerate(outlines) if f not in taken and iou(outline, corners) >= OVERLAP]
        mine = chosen.get(at)
        theirs = tuple(doubles) if mine is None else (mine, *doubles)
        pairs[at] = TruthPair(
            row=at, sighting=mine, theirs=theirs, overlap=None if mine is None else iou(outlines[mine], corners)
        )
    return pairs


def _as_set(rows: Sequence[TruthCard], sightings: Sequence[FoundSighting]) -> list[int | None]:
    """For each row the position of its sighting, or None: of all allowed pairings, the most favourable one."""
    if not rows or not sightings:
        return [None] * len(rows)
    fewer = min(len(rows), len(sightings))
    in_five, right = fewer + 1, (fewer + 1) ** 2
    worth = np.array(
        [[_worth(row, sighting, right, in_five) for sighting in sightings] for row in rows], dtype=np.float64
    )
    return best_assignment(worth)


def _worth(row: TruthCard, sighting: FoundSighting, right: int, in_five: int) -> float:
    """A row found counts more than any first score; the score only breaks ties."""
    tie = max(-1.0, min(1.0, first_score(sighting))) / (4 * right)
    if not row.names_card:
        return tie + (0 if sighting.verdict.accepts else right)
    place = rank_of(row, sighting.matches)
    if place is None or place > WITHIN:
        return 1 + tie
    return 1 + tie + (right if place == 1 else in_five)


def best_assignment(worth: NDArray[np.float64]) -> list[int | None]:
    """For each row its column in the one-to-one assignment with the largest total worth; None if there are too few
    columns.

    The Hungarian method with potentials, in time rows^2 * columns (H. W. Kuhn, Naval Research Logistics Quarterly 2
    (1955) 83-97). `worth`: (rows, columns), finite.
    """
    rows, columns = worth.shape
    if rows > columns:
        taken_by = best_assignment(worth.T)
        of_row = {row: column for column, row in enumerate(taken_by) if row is not None}
        return [of_row.get(row) for row in range(rows)]
    cost = -worth
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    row_of = np.full(columns + 1, -1)  # The last place is where each search starts.
    for row in range(rows):
        row_of[columns] = row
        least, before, settled = np.full(columns, np.inf), np.full(columns, columns), np.zeros(columns + 1, dtype=bool)
        at = columns
        while row_of[at] >= 0:
            settled[at] = True
            from_row = row_of[at]
            reduced = cost[from_row] - row_price[from_row] - column_price[:columns]
            better = ~settled[:columns] & (reduced < least)
            least[better], before[better] = reduced[better], at
            open_least = np.where(settled[:columns], np.inf, least)
            nearest = int(open_least.argmin())
            step = open_least[nearest]
            row_price[row_of[settled]] += step
            column_price[settled] -= step
            least[~settled[:columns]] -= step
            at = nearest
        while at != columns:
            row_of[at] = row_of[before[at]]
            at = int(before[at])
    column_of = {int(row_of[column]): column for column in range(columns) if row_of[column] >= 0}
    return [column_of.get(row) for row in range(rows)]


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
        return self.right_at_1 if self.card.names_card else self.rejected

    @property
    def failing(self) -> Failing | None:
        """How this row went wrong; None if it did not, or if the photo could not be read."""
        if self.failed:
            return None
        if not self.card.names_card:
            return Failing.STRANGER_ACCEPTED if self.accepted else None
        if self.sighting is None:
            return Failing.MISSED
        if self.right_at_1:
            return Failing.REFUSED if self.refused else None
        return Failing.SURE_AND_WRONG if self.verdict is Verdict.SURE else Failing.WRONG


@dataclass(frozen=True, eq=False)
class Failure:
    """One wrong answer, to be looked at.

    `card`: the truth's row, None for a sighting that is paired with none. `sighting`: its position in reading order,
    from 0; None if the card was missed. `crop`: (height, width, 3) uint8, RGB, upright; None if nothing was found.
    """

    photo: str
    failing: Failing
    card: TruthCard | None
    sighting: int | None
    verdict: Verdict | None
    matches: tuple[Match, ...]
    crop: NDArray[np.uint8] | None

    @property
    def first(self) -> Match | None:
        return self.matches[0] if self.matches else None


@dataclass(frozen=True, eq=False)
class PhotoOutcome:
    """One photo of the truth and its outcome.

    `false_sightings`: positions of the sightings that are paired with no row. `error`: why it could not be read.
    """

    photo: TruthPhoto
    cards: tuple[CardOutcome, ...]
    false_sightings: tuple[int, ...] = ()
    failures: tuple[Failure, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    error: PictureCode | None = None


def judge(photo: TruthPhoto, recognition: Recognition) -> PhotoOutcome:
    """Pair the photo's rows with its sightings and say what became of each."""
    pairing, seen = pair(photo.cards, recognition.sightings), recognition.sightings
    cards = tuple(_outcome(photo.cards[truth_pair.row], truth_pair, seen) for truth_pair in pairing.pairs)
    failures = [
        Failure(
            photo.name,
            card.failing,
            card.card,
            card.sighting,
            card.verdict,
            card.matches,
            None if card.sighting is None else seen[card.sighting].crop,
        )
        for card in cards
        if card.failing is not None
    ]
    failures += [
        Failure(photo.name, Failing.FALSE_SIGHTING, None, at, seen[at].verdict, seen[at].matches, seen[at].crop)
        for at in pairing.unpaired
    ]
    return PhotoOutcome(photo, cards, pairing.unpaired, tuple(failures), recognition.timings_ms)


def failed(photo: TruthPhoto, code: PictureCode) -> PhotoOutcome:
    """The outcome of a photo that could not be read: all its rows are wrong."""
    return PhotoOutcome(
        photo=photo, cards=tuple(CardOutcome(card=card, failed=True) for card in photo.cards), error=code
    )


def _outcome(card: TruthCard, pair: TruthPair, sightings: tuple[FoundSighting, ...]) -> CardOutcome:
    verdicts = {sightings[at].verdict for at in pair.theirs}
    accepted = any(verdict.accepts for verdict in verdicts)
    if pair.sighting is None:
        return CardOutcome(card=card, accepted=accepted, called_sure=Verdict.SURE in verdicts)
    counted = sightings[pair.sighting]
    return CardOutcome(
        card=card,
        sighting=pair.sighting,
        verdict=counted.verdict,
        matches=counted.matches,
        rank=rank_of(card, counted.matches),
        accepted=accepted,
        called_sure=Verdict.SURE in verdicts,
        overlap=pair.overlap,
        upright=None if card.corners is None else _same_way_round(counted.corners, card.corners),
    )


def _same_way_round(outline: Corners, truth: Corners) -> bool:
    """Whether the found corners fit the truth as they are at least as well as after any quarter turn."""
    distances = [float(np.linalg.norm(np.roll(outline, turn, axis=0) - truth, axis=1).sum()) for turn in range(4)]
    return min(range(4), key=lambda turn: (distances[turn], turn)) == 0
