"""Carries a model's calibration over to one that was trained from it, so that *sure* keeps its meaning.

Another projection gives other scores. Both models are asked about the same simulated crops, in the same catalogues of
many sizes, with their card in them and without. The new scores are first brought to the old ones' scale, then what is
left of a difference in how often a stated probability is right is taken out, and last *sure* may only begin where no
more strangers and no more wrong answers pass than before. Crops are no whole photos, so nothing is fitted anew: what
the parent's calibration says of photos stays, and only the difference between the two models is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import Bound, Calibration, CropQuality, Curve
from karuta.domain.ranking import Thresholds
from karuta.training.fit_curve import probabilities
from karuta.training.photographer import Grade
from karuta.training.verdict_rows import SIZES, Rows, Sighted, answers

Values = NDArray[np.float64]
Vectors = NDArray[np.float32]
# One photo in six is of a card that the catalogue lacks, as where calibrations are fitted.
STRANGERS = 1 / 6
# First score, gap to the second card, gap to the rest; the catalogue's size is no score.
SCORES = 3
# Labels of middling confidence that it takes to move the slope as far as they say: errors are few.
PULL = 20.0
# What an outline and its area usually add to a score where a sighting is believed: see `recognise.Seen.evidence`.
OUTLINE_ADDS = 0.13
# Where a value that a crop does not have (its size in a photo, the detector's confidence) is taken to lie.
USUAL = 0.75


@dataclass(frozen=True, eq=False)
class Seen:
    """How one model sees the crops: `artworks` (a, dimension), `crops` (n, dimension), unit vectors."""

    artworks: Vectors
    crops: Vectors


@dataclass(frozen=True, eq=False)
class Asked:
    """The crops: `card` (n,) the place of each one's artwork, `identity` (a,) each artwork's card as a number."""

    card: NDArray[np.intp]
    identity: NDArray[np.intp]
    quality: Sequence[CropQuality]


@dataclass(frozen=True)
class Carried:
    """What a new model's card says of verdicts."""

    judge: Calibration | Thresholds
    least_evidence: float


def usual_quality(judge: Calibration | Thresholds) -> tuple[float, float]:
    """(pixels, outline) for crops that have none: what the calibration has seen often."""
    if isinstance(judge, Thresholds):
        return 500.0, 0.85
    low, high = np.array(judge.answer.low[-2:]), np.array(judge.answer.high[-2:])
    pixels, outline = low + USUAL * (high - low)
    return float(np.exp(pixels)), float(outline)


def carried_over(
    judge: Calibration | Thresholds, least_evidence: float, asked: Asked, *, old: Seen, new: Seen, seed: int
) -> Carried:
    """The old model's `judge` and least evidence, for the new one."""
    before, after = (_rows(asked, seen, seed=seed) for seen in (old, new))
    stretch = _stretch(before, after)
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
    answer = _rescaled(judge.answer, stretch)
    alone = _rescaled(judge.alone, stretch[:1])
    slope, shift = _corrected(judge.answer, answer, before, after)
    answer = _bent(answer, slope, shift)
    moved = replace(
        judge, answer=answer, alone=alone, tie=judge.tie / stretch[1][1], warmth=judge.warmth / stretch[2][1]
    )
    return Carried(_bounded(judge, moved, before, after), least)


def _rows(asked: Asked, seen: Seen, *, seed: int) -> Rows:
    sighted = [
        Sighted(int(card), Grade.HARD, crop, quality)
        for card, crop, quality in zip(asked.card, seen.crops, asked.quality, strict=True)
    ]
    return answers(sighted, seen.artworks, asked.identity, sizes=SIZES, seed=seed)


def _weights(rows: Rows) -> Values:
    return np.where(rows.known, 1 - STRANGERS, STRANGERS)


def _stretch(before: Rows, after: Rows) -> list[tuple[float, float]]:
    """For each score (shift, factor): what was `shift + factor * value` has the mean and spread of the old ones."""
    compared = ~np.isnan(before.evidence[:, 1])
    weights = _weights(before)[compared]
    found = []
    for column in range(SCORES):
        old, new = before.evidence[compared, column], after.evidence[compared, column]
        middle, centre = np.average(old, weights=weights), np.average(new, weights=weights)
        wide = np.sqrt(np.average((old - middle) ** 2, weights=weights))
        narrow = np.sqrt(np.average((new - centre) ** 2, weights=weights))
        factor = float(np.clip(wide / max(narrow, 1e-6), 0.2, 5.0))
        found.append((float(middle - factor * centre), factor))
    return found


def _rescaled(curve: Curve, stretch: Sequence[tuple[float, float]]) -> Curve:
    """The same curve of the stretched values: its limits are moved, not its weights."""
    low, high = list(curve.low), list(curve.high)
    for column, (shift, factor) in enumerate(stretch):
        low[column], high[column] = (low[column] - shift) / factor, (high[column] - shift) / factor
    return Curve(tuple(low), tuple(high), curve.weights)


def _bent(curve: Curve, slope: float, shift: float) -> Curve:
    """The same curve with its logits times `slope`, plus `shift`."""
    constant, *others = curve.weights
    return Curve(curve.low, curve.high, (constant * slope + shift, *(weight * slope for weight in others)))


def _chances(curve: Curve, rows: Rows) -> Values:
    return probabilities(curve, np.hstack([rows.evidence, rows.quality]))


def _corrected(before: Curve, after: Curve, old: Rows, new: Rows) -> tuple[float, float]:
    """(slope, shift) for the new logits: by how much more they miss on these crops than the old ones did."""
    fits = []
    for curve, rows in ((before, old), (after, new)):
        compared = ~np.isnan(rows.evidence[:, 1])
        chance = np.clip(_chances(curve, rows)[compared], 1e-6, 1 - 1e-6)
        # The rows of one crop are one witness, however many catalogues it was asked of.
        weights = _weights(rows)[compared]
        weights *= len(np.unique(rows.sighted)) / weights.sum()
        fits.append(_line(np.log(chance / (1 - chance)), rows.right[compared], weights))
    (old_slope, old_shift), (new_slope, new_shift) = fits
    return new_slope / old_slope, (new_shift - old_shift) / old_slope


def _line(logits: Values, right: NDArray[np.bool_], weights: Values) -> tuple[float, float]:
    """Platt's slope and shift, pulled to one and nought; Newton's method."""
    rows = np.column_stack([logits, np.ones(len(logits))])
    start = np.array([1.0, 0.0])
    theta = start.copy()
    pull = np.array([PULL, PULL / 4])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(rows @ theta, -30, 30)))
        slope = rows.T @ (weights * (chance - right)) + pull * (theta - start)
        bend = (rows * (weights * chance * (1 - chance))[:, None]).T @ rows + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        theta = theta - np.clip(step, -0.5, 0.5)
        if np.abs(step).max() < 1e-8:
            break
    return float(np.clip(theta[0], 0.3, 3.0)), float(np.clip(theta[1], -3.0, 3.0))


def _bounded(before: Calibration, after: Calibration, old: Rows, new: Rows) -> Calibration:
    """*Sure* begins no lower than before, *unknown* ends no higher, and neither lets more through than it did."""
    first, then = _chances(before.answer, old), _chances(after.answer, new)
    apart_before, apart = old.evidence[:, 1] >= before.tie, new.evidence[:, 1] >= after.tie
    sure, unknown = [], []
    for size, begins in before.sure.points:
        here = np.abs(np.log10(np.maximum(old.size, 1)) - size) < 1e-3
        wrong = here & ~old.right
        wrong_now = here & ~new.right
        passed = int((wrong & apart_before & (first >= begins)).sum())
        ranked = np.sort(np.where(apart, then, 0.0)[wrong_now])[::-1]
        # The next one after as many as passed before may not pass.
        least = float(np.nextafter(ranked[passed], 1.0)) if len(ranked) > passed else 0.0
        sure.append((size, float(min(1.0, max(begins, least)))))
    for size, ends in before.unknown.points:
        here = (np.abs(np.log10(np.maximum(old.size, 1)) - size) < 1e-3) & old.known
        refused = int((here & (first < ends)).sum())
        ranked = np.sort(then[here])
        most = float(ranked[refused]) if len(ranked) > refused else 1.0
        unknown.append((size, float(min(ends, most))))
    return replace(after, sure=Bound(tuple(sure)), unknown=Bound(tuple(unknown)))
