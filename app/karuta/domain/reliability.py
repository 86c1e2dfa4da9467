"""Whether confidences are honest: calibration error, and the risk at each coverage. Pure numbers.

A confidence is what was claimed before the truth was known: a probability or, for risk against coverage, any score. An
outcome is whether the answer was right.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from karuta.domain.statistics import Share, wilson

BINS = 15
LEAST_IN_A_BIN = 20
"""Fewer bins are made before a bin gets emptier than this: a share of five answers says nothing."""


@dataclass(frozen=True)
class Bin:
    """Answers of similar confidence: their mean confidence, and how many were right."""

    confidence: float
    right: Share


@dataclass(frozen=True)
class Reliability:
    """`error`: mean distance between confidence and share right over the bins, weighted by their size, 0 to 1."""

    error: float
    bins: tuple[Bin, ...]


def calibration(confidences: ArrayLike, outcomes: ArrayLike, *, bins: int = BINS) -> Reliability | None:
    """Expected calibration error over equal-mass bins; None without answers.

    The answers are sorted by confidence and cut into bins of equal size (to one answer): `bins` of them, fewer
    where one would hold less than `LEAST_IN_A_BIN`. error = sum over bins of size/n * |mean confidence - share
    right|. Equal mass, because equal width leaves most bins nearly empty when confidences crowd at 1.
    Answers with one and the same confidence are first given their common share right, so that the figure does
    not depend on the order of the rows.

    Sources: Naeini, Cooper and Hauskrecht, AAAI 2015 (the error); Nguyen and O'Connor, EMNLP 2015, and Nixon et
    al., "Measuring calibration in deep learning", CVPR workshops 2019 (equal mass). It is biased upwards at small
    n (Roelofs et al., "Mitigating bias in calibration error estimation", AISTATS 2022): read it beside
    `calibration_floor`.
    """
    sorted_up, right = _sorted_pairs(confidences, outcomes)
    if not sorted_up.size:
        return None
    edges = _edges(sorted_up.size, bins)
    smooth = _tied_means(sorted_up, right)
    error = sum(abs(float((sorted_up[a:b] - smooth[a:b]).sum())) for a, b in pairwise(edges)) / sorted_up.size
    found = tuple(
        Bin(confidence=float(sorted_up[a:b].mean()), right=wilson(round(float(smooth[a:b].sum())), b - a))
        for a, b in pairwise(edges)
    )
    return Reliability(error=float(error), bins=found)


def calibration_floor(confidences: ArrayLike, *, bins: int = BINS, draws: int = 200, seed: int = 0) -> float | None:
    """The calibration error that a perfectly calibrated model shows at these confidences and this n, on average.

    Outcomes are drawn `draws` times as coins that fall right with the stated confidence (the consistency
    resampling of Broecker and Smith, Weather and Forecasting 22 (2007) 651-661), and `calibration` is taken of
    each. What an error has above this floor is the model's own. None without answers.
    """
    sorted_up = np.sort(_probabilities(confidences))
    if not sorted_up.size:
        return None
    chance = np.random.default_rng(seed)
    edges = np.asarray(_edges(sorted_up.size, bins))
    errors = np.empty(draws)
    for draw in range(draws):
        right = (chance.random(sorted_up.size) < sorted_up).astype(np.float64)
        distance = np.add.reduceat(sorted_up - _tied_means(sorted_up, right), edges[:-1])
        errors[draw] = np.abs(distance).sum() / sorted_up.size
    return float(errors.mean())


@dataclass(frozen=True)
class RiskPoint:
    """Answering only at `threshold` or above: the share of questions answered, and the share of those that is wrong."""

    threshold: float
    coverage: float
    risk: float


@dataclass(frozen=True)
class RiskCoverage:
    """The curve from the surest answer down, one point for each different confidence.

    `aurc`: the area under the curve divided by the coverage reached, which is the mean risk over all thresholds.
    `best_aurc`: the same for the best order of these answers; the difference is what the order costs.
    """

    points: tuple[RiskPoint, ...]
    aurc: float
    best_aurc: float

    def coverage_at(self, risk: float) -> float:
        """The largest coverage with a risk of at most `risk`; 0 if there is none."""
        return max((point.coverage for point in self.points if point.risk <= risk), default=0.0)

    def thinned(self, most: int) -> tuple[RiskPoint, ...]:
        """At most `most` (2 or more) points, evenly spread, including the first and the last."""
        if len(self.points) <= most:
            return self.points
        kept = np.unique(np.linspace(0, len(self.points) - 1, most).round().astype(int))
        return tuple(self.points[i] for i in kept)


def risk_coverage(confidences: ArrayLike, outcomes: ArrayLike, *, asked: int | None = None) -> RiskCoverage | None:
    """Risk against coverage of a model that may abstain; None without answers.

    `asked`: how many questions there were, if some got no answer (a card that was not found is never covered). Answers
    with equal confidence are covered together: no threshold separates them.

    Sources: El-Yaniv and Wiener, JMLR 11 (2010) 1605-1641; Geifman, Uziel and El-Yaniv, ICLR 2019 (AURC and its
    excess over the best order).
    """
    confidence = np.asarray(confidences, dtype=np.float64)
    right = np.asarray(outcomes, dtype=np.float64)
    if confidence.shape != right.shape or confidence.ndim != 1 or not np.isfinite(confidence).all():
        raise ValueError("risk against coverage needs one finite confidence for each outcome")
    answers = confidence.size
    questions = answers if asked is None else asked
    if questions < answers:
        raise ValueError(f"{answers} answers to {questions} questions")
    if not answers:
        return None
    order = np.argsort(-confidence, kind="stable")
    confidence, wrong = confidence[order], np.cumsum(1 - right[order])
    last = np.append(np.flatnonzero(np.diff(confidence)), answers - 1)
    risks = wrong[last] / (last + 1)
    points = tuple(
        RiskPoint(threshold=float(confidence[at]), coverage=float((at + 1) / questions), risk=float(risk))
        for at, risk in zip(last, risks, strict=True)
    )
    aurc = float((np.diff(last, prepend=-1) * risks).sum() / answers)
    best = np.cumsum(np.sort(1 - right)) / np.arange(1, answers + 1)
    return RiskCoverage(points=points, aurc=aurc, best_aurc=min(aurc, float(best.mean())))


def _probabilities(confidences: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(confidences, dtype=np.float64)
    if values.ndim != 1 or not ((values >= 0) & (values <= 1)).all():
        raise ValueError("probabilities lie in 0 to 1")
    return values


def _sorted_pairs(confidences: ArrayLike, outcomes: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    values, right = _probabilities(confidences), np.asarray(outcomes, dtype=np.float64)
    if values.shape != right.shape:
        raise ValueError("calibration needs one outcome for each probability")
    order = np.argsort(values, kind="stable")
    return values[order], right[order]


def _tied_means(sorted_up: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """The outcomes, those of equal confidence replaced by their mean."""
    starts = np.append(0, np.flatnonzero(np.diff(sorted_up)) + 1)
    sizes = np.diff(np.append(starts, sorted_up.size))
    return np.repeat(np.add.reduceat(right, starts) / sizes, sizes)


def _edges(n: int, bins: int) -> list[int]:
    count = max(1, min(bins, n // LEAST_IN_A_BIN))
    return [round(i * n / count) for i in range(count + 1)]
