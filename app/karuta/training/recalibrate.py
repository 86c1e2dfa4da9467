"""Carries a model's calibration over to a model trained from it, so that *sure* keeps its meaning.

Another projection gives other scores. Both models are asked about the same simulated crops, in the same catalogues of
many sizes, with their card in them and without. The new scores are first brought to the old ones' scale. Then the
remaining difference in how often a stated probability is right is corrected. Last, *sure* may only begin where no more
strangers and no more wrong answers pass than before. Crops are not whole photos, so nothing is fitted from scratch:
what the parent's calibration learned from photos stays, and only the difference between the two models is added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import Calibration, CropQuality, Curve, Curves, Likened, VerdictBound, line
from karuta.domain.ranking import Thresholds
from karuta.domain.training_progress import SIMULATED
from karuta.engine.model import Model
from karuta.engine.proposal_views import quality
from karuta.engine.similarity import ContrastMap, contrast_map
from karuta.training.head.gather import TrainingFeatures
from karuta.training.model_folder import Projection, described_judge, project
from karuta.training.photographer import Grade
from karuta.training.verdict_rows import SIMILARITY_WEIGHT, SIZES, Alike, Rows, Sighted, answers

Values = NDArray[np.float64]
Vectors = NDArray[np.float32]
# One photo in six shows a card that the catalogue lacks, as where calibrations are fitted.
STRANGERS = 1 / 6
# What an outline and its area usually add to the score of a sighting: see `recognise.Seen.evidence`.
OUTLINE_ADDS = 0.13
# The assumed place of a value that a crop does not have (its size in a photo, the detector's confidence).
USUAL = 0.75


# With fewer crops, the parent's figures are the better estimate.
FEWEST = 100


@dataclass(frozen=True, eq=False)
class CropsAsSeen:
    """How one model sees the crops: `artworks` (a, dimension), `crops` (n, dimension), unit vectors."""

    artworks: Vectors
    crops: Vectors


@dataclass(frozen=True, eq=False)
class SimulatedCrops:
    """The crops: `card` (n,), the row of each one's artwork; `identity` (a,), each artwork's card as a number.

    `looks` (n,): each crop's contrast map. `artwork`: gives an artwork's by its row (see `engine.similarity`).
    """

    card: NDArray[np.intp]
    identity: NDArray[np.intp]
    quality: Sequence[CropQuality]
    looks: Sequence[ContrastMap]
    artwork: Callable[[int], ContrastMap]


@dataclass(frozen=True, eq=False)
class EvidenceSide:
    """One kind of evidence, (n, m), with its outcomes.

    `scores`: the columns that depend on the model's scores: the first score, the gap to the second card, the gap to the
    rest.
    """

    rows: Rows
    evidence: Values
    right: NDArray[np.bool_]
    scores: tuple[int, int, int]

    @property
    def gap(self) -> Values:
        return np.asarray(self.evidence[:, self.scores[1]], dtype=np.float64)

    @property
    def compared(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.gap)


def plain(rows: Rows) -> EvidenceSide:
    return EvidenceSide(rows, rows.evidence, rows.right, (0, 1, 2))


def likened(rows: Rows) -> EvidenceSide:
    return EvidenceSide(rows, rows.likened, rows.likened_right, (0, 2, 3))


@dataclass(frozen=True)
class Carried:
    """The part of a new model's card about verdicts."""

    judge: Calibration | Thresholds
    least_evidence: float


def usual_quality(judge: Calibration | Thresholds) -> tuple[float, float]:
    """(pixels, outline) for crops, which have none: typical values of the calibration's data."""
    if isinstance(judge, Thresholds):
        return 500.0, 0.85
    low, high = np.array(judge.answer.low[-2:]), np.array(judge.answer.high[-2:])
    pixels, outline = low + USUAL * (high - low)
    return float(np.exp(pixels)), float(outline)


def carried_over(
    judge: Calibration | Thresholds,
    least_evidence: float,
    asked: SimulatedCrops,
    *,
    old: CropsAsSeen,
    new: CropsAsSeen,
    seed: int,
) -> Carried:
    """The old model's `judge` and least evidence, carried over to the new one."""
    weight = judge.likened.weight if isinstance(judge, Calibration) and judge.likened else SIMILARITY_WEIGHT
    wants = isinstance(judge, Calibration) and judge.likened is not None
    alike = Alike(asked.artwork) if wants else None
    before = _rows(asked, old, seed=seed, alike=alike, weight=weight)
    after = _rows(asked, new, seed=seed, alike=None, weight=weight)
    stretch = _stretch(plain(before), plain(after))
    if alike is not None:
        # Similarities do not change, scores do; the weight keeps their proportion.
        weight /= stretch[0][1]
        after = _rows(asked, new, seed=seed, alike=alike, weight=weight)
    first, spread = stretch[0]
    least = OUTLINE_ADDS + (least_evidence - OUTLINE_ADDS - first) / spread
    if isinstance(judge, Thresholds):
        rest, wide = stretch[2]
        return Carried(
            replace(
                judge,
                likely_gap=(judge.likely_gap - rest) / wide,
                unknown_gap=(judge.unknown_gap - rest) / wide,
                likely_score=(judge.likely_score - first) / spread,
            ),
            least,
        )
    tie, warmth = judge.tie / stretch[1][1], judge.warmth / stretch[2][1]
    curves = _moved(judge, plain(before), plain(after), ties=(judge.tie, tie))
    beside = None
    if judge.likened is not None:
        likeness = _moved(judge.likened, likened(before), likened(after), ties=(judge.tie, tie))
        beside = replace(likeness, weight=weight)
    moved = replace(
        judge,
        answer=curves.answer,
        alone=curves.alone,
        sure=curves.sure,
        unknown=curves.unknown,
        tie=tie,
        warmth=warmth,
        likened=beside,
    )
    return Carried(moved, least)


def _moved(curves: Curves, before: EvidenceSide, after: EvidenceSide, *, ties: tuple[float, float]) -> Likened:
    """The curves and bounds for the new scores. The similarity's weight is set elsewhere."""
    stretch = dict(zip(before.scores, _stretch(before, after), strict=True))
    answer = _rescaled(curves.answer, stretch)
    alone = _rescaled(curves.alone, {0: stretch[0]})
    slope, shift = _corrected(curves.answer, answer, before, after)
    made = Likened(0.0, _bent(answer, slope, shift), alone, curves.sure, curves.unknown)
    return _bounded(curves, made, before, after, ties=ties)


def _rows(asked: SimulatedCrops, seen: CropsAsSeen, *, seed: int, alike: Alike | None, weight: float) -> Rows:
    sighted = [
        Sighted(int(card), Grade.HARD, crop, quality, look)
        for card, crop, quality, look in zip(asked.card, seen.crops, asked.quality, asked.looks, strict=True)
    ]
    return answers(sighted, seen.artworks, asked.identity, alike=alike, sizes=SIZES, seed=seed, weight=weight)


def _weights(rows: Rows) -> Values:
    return np.where(rows.has_card, 1 - STRANGERS, STRANGERS)


def _stretch(before: EvidenceSide, after: EvidenceSide) -> list[tuple[float, float]]:
    """(shift, factor) per score, so that `shift + factor * value` has the mean and spread of the old scores."""
    compared = before.compared
    weights = _weights(before.rows)[compared]
    stretches = []
    for column in before.scores:
        old, new = before.evidence[compared, column], after.evidence[compared, column]
        middle, centre = np.average(old, weights=weights), np.average(new, weights=weights)
        wide = np.sqrt(np.average((old - middle) ** 2, weights=weights))
        narrow = np.sqrt(np.average((new - centre) ** 2, weights=weights))
        factor = float(np.clip(wide / max(narrow, 1e-6), 0.2, 5.0))
        stretches.append((float(middle - factor * centre), factor))
    return stretches


def _rescaled(curve: Curve, stretch: Mapping[int, tuple[float, float]]) -> Curve:
    """The curve as a function of the stretched values: its limits move, its weights do not."""
    low, high = list(curve.low), list(curve.high)
    for column, (shift, factor) in stretch.items():
        low[column], high[column] = (low[column] - shift) / factor, (high[column] - shift) / factor
    return Curve(tuple(low), tuple(high), curve.weights)


def _bent(curve: Curve, slope: float, shift: float) -> Curve:
    """The curve with its logits times `slope`, plus `shift`."""
    constant, *others = curve.weights
    return Curve(curve.low, curve.high, (constant * slope + shift, *(weight * slope for weight in others)))


def _chances(curve: Curve, side: EvidenceSide) -> Values:
    # Curves of older models take one value fewer.
    return probabilities(curve, np.hstack([side.evidence, side.rows.quality, side.rows.least])[:, : len(curve.low)])


def _corrected(before: Curve, after: Curve, old: EvidenceSide, new: EvidenceSide) -> tuple[float, float]:
    """(slope, shift) for the new logits: how much more they are off on these crops than the old ones."""
    fits = []
    for curve, side in ((before, old), (after, new)):
        compared = side.compared
        chance = np.clip(_chances(curve, side)[compared], 1e-6, 1 - 1e-6)
        # All rows of one crop count as one witness, however many catalogues it was searched in.
        weights = _weights(side.rows)[compared]
        weights *= len(np.unique(side.rows.sighted)) / weights.sum()
        fits.append(line(np.log(chance / (1 - chance)), side.right[compared], weights))
    (old_slope, old_shift), (new_slope, new_shift) = fits
    return new_slope / old_slope, (new_shift - old_shift) / old_slope


def _bounded(
    before: Curves, after: Likened, old: EvidenceSide, new: EvidenceSide, *, ties: tuple[float, float]
) -> Likened:
    """*Sure* begins no lower than before, *unknown* ends no higher, and neither lets more through."""
    first, then = _chances(before.answer, old), _chances(after.answer, new)
    apart_before, apart = old.gap >= ties[0], new.gap >= ties[1]
    sizes, is_known = np.log10(np.maximum(old.rows.size, 1)), old.rows.has_card
    sure, unknown = [], []
    for size, begins in before.sure.points:
        at_size = np.abs(sizes - size) < 1e-3
        wrong = at_size & ~old.right
        wrong_now = at_size & ~new.right
        passed = int((wrong & apart_before & (first >= begins)).sum())
        ranked = np.sort(np.where(apart, then, 0.0)[wrong_now])[::-1]
        # The next one, after as many as passed before, must not pass.
        least = float(np.nextafter(ranked[passed], 1.0)) if len(ranked) > passed else 0.0
        sure.append((size, float(min(1.0, max(begins, least)))))
    for size, ends in before.unknown.points:
        at_size = (np.abs(sizes - size) < 1e-3) & is_known
        refused = int((at_size & (first < ends)).sum())
        ranked = np.sort(then[at_size])
        most = float(ranked[refused]) if len(ranked) > refused else 1.0
        unknown.append((size, float(min(ends, most))))
    return replace(after, sure=VerdictBound(tuple(sure)), unknown=VerdictBound(tuple(unknown)))


def probabilities(curve: Curve, values: Values) -> Values:
    """`Curve.probability` of many rows at once: (n,), 0 to 1."""
    rows = design(values, np.array(curve.low), np.array(curve.high))
    return logistic(rows @ np.array(curve.weights))


def design(values: Values, low: Values, high: Values) -> Values:
    """The design matrix: the rows that the weights apply to, as `calibration.expanded` makes them."""
    scaled = 2 * (np.clip(values, low, high) - low) / (high - low) - 1
    pairs = combinations_with_replacement(range(values.shape[1]), 2)
    products = [scaled[:, column] * scaled[:, other_column] for column, other_column in pairs]
    return np.column_stack([np.ones(len(values)), scaled, *products])


def logistic(logits: Values) -> Values:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))


def carried_verdict(
    parent: Model,
    before: TrainingFeatures,
    features: TrainingFeatures,
    *,
    projections: tuple[Projection, Projection],
    seed: int,
) -> dict[str, Any] | None:
    """`before`, `features`: as the parent's network and the new one see them; `projections`: theirs. None if there are
    too few crops.
    """
    if len(features.stock.judged[SIMULATED].features) < FEWEST:
        return None
    old, new = (
        CropsAsSeen(project(seen.artworks, projection), project(seen.judged[SIMULATED].features, projection))
        for seen, projection in zip((before.stock, features.stock), projections, strict=True)
    )
    identity = np.unique(features.stock.identity, return_inverse=True)[1]
    first = {int(number): place for place, number in reversed(list(enumerate(features.stock.identity)))}
    pixels, outline = usual_quality(parent.judge)
    crops = [picture.make() for picture in features.judged]
    asked = SimulatedCrops(
        card=np.array([first[int(array)] for array in features.stock.judged[SIMULATED].identity], dtype=np.intp),
        identity=np.asarray(identity, dtype=np.intp),
        quality=[quality(crop, pixels=pixels, outline=outline) for crop in crops],
        looks=[contrast_map(crop) for crop in crops],
        artwork=cache(lambda place: contrast_map(features.artworks[place].make())),
    )
    made = carried_over(parent.judge, parent.least_evidence, asked, old=old, new=new, seed=seed)
    return {**described_judge(made.judge), "least_evidence": made.least_evidence}
