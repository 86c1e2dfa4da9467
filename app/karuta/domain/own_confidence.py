"""Confidence from own labels. Pure numbers; confirms nothing.

It is fitted to (probability, outcome) pairs, so it works on top of whatever gives the probability. Without labels it
changes nothing. With few it changes little, because its parameters are pulled to the identity. With many it follows
them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from karuta.domain.card import CardKey
from karuta.domain.label import ANSWERS_A_LIST, Kind
from karuta.domain.match import Match
from karuta.domain.statistics import Share, wilson

# Added to the second derivative of each parameter: about the weight of that many labels of middling confidence.
PULL = 4.0
ROUNDS = 50
NEAREST = 100
FEWEST = 20
# Claims further apart than this in log odds do not count as alike: 0.9 from 0.67 or 0.98.
ALIKE = 1.5
_EDGE = 1e-4
# Where no calibration ships, a gap of this much counts as even odds; the steepness fits the shipped model's scores.
_EVEN_GAP, _STEEPNESS = 0.07, 40.0

Values = NDArray[np.float64]


SAMPLED = 0.1
"""Of the automatic labels, those that a person is asked about without seeing the answer."""


@dataclass(frozen=True)
class Outcome:
    """A claim about a sighting's first match, made before a person decided, and whether they confirmed it."""

    probability: float
    right: bool


@dataclass(frozen=True, eq=False)
class OwnConfidence:
    """`outcomes`: this library's, of the current model. `weights`: of log p, -log(1-p) and the constant."""

    outcomes: tuple[Outcome, ...]
    weights: tuple[float, float, float]

    def corrected(self, probability: float) -> float:
        """How often an answer with this claim is right in this library, 0 to 1."""
        return float(_curve(_features(np.array([probability])), np.array(self.weights))[0])

    def share_of(self, probability: float) -> Share | None:
        """For "Right 97 of 100 here": of the own labels with the nearest claims; None while there are too few."""
        if not self.outcomes:
            return None
        # Distance in log odds, not in shares: 0.99 is as far from 0.9 as 0.9 is from 0.5.
        claims, right = self._columns
        distance = np.abs(_logit(claims) - _logit(np.array([probability])))
        # Claims at equal distance are taken in the order of their values, so that ties do not depend on the order of
        # labels.
        order = np.lexsort((claims, distance))[:NEAREST]
        order = order[distance[order] <= ALIKE]
        return wilson(int(right[order].sum()), len(order)) if len(order) >= FEWEST else None

    @cached_property
    def _columns(self) -> tuple[Values, NDArray[np.bool_]]:
        return (
            np.array([outcome.probability for outcome in self.outcomes], dtype=np.float64),
            np.array([outcome.right for outcome in self.outcomes], dtype=np.bool_),
        )


NOTHING_LEARNED = OwnConfidence((), (1.0, 1.0, 0.0))


def learned(outcomes: Sequence[Outcome]) -> OwnConfidence:
    """Beta calibration (Kull, Silva Filho and Flach, AISTATS 2017): logit q = a log p - b log(1-p) + c, a and b >= 0.

    Fitted by Newton's method with a quadratic penalty that pulls to a = b = 1, c = 0, where q is p. It has three
    parameters: isotonic regression needs several times as many labels for the same error, and Platt scaling cannot bend
    at one end alone.
    """
    if not outcomes:
        return NOTHING_LEARNED
    claims = np.array([outcome.probability for outcome in outcomes], dtype=np.float64)
    right = np.array([outcome.right for outcome in outcomes], dtype=np.float64)
    a, b, c = _fitted(_features(claims), right)
    return OwnConfidence(tuple(outcomes), (a, b, c))


def claimed(shown: Sequence[Match]) -> float | None:
    """The claim about the first match: its probability, else one estimated from its score and gap; None without
    matches.
    """
    if not shown:
        return None
    first = shown[0]
    if first.probability is not None:
        return first.probability
    others = [match.score for match in shown[1:]]
    if not others:
        return None
    gap = first.score - sum(others) / len(others)
    return float(1 / (1 + np.exp(-_STEEPNESS * (gap - _EVEN_GAP))))


def outcome_of(kind: Kind, card: CardKey | None, shown: Sequence[Match]) -> Outcome | None:
    """Whether a person's label confirms the claim; None if it says nothing (unreadable, nothing shown)."""
    probability = claimed(shown)
    if probability is None or kind not in ANSWERS_A_LIST:
        return None
    return Outcome(probability, right=kind is Kind.CONFIRM and card == shown[0].card)


def _fitted(features: Values, right: Values) -> tuple[float, float, float]:
    start = np.array([1.0, 1.0, 0.0])
    free = np.ones(3, dtype=np.bool_)
    weights = start.copy()
    for _ in range(ROUNDS):
        q = _curve(features, weights)
        slope = features.T @ (q - right) + PULL * (weights - start)
        bend = (features * (q * (1 - q))[:, None]).T @ features + PULL * np.eye(3)
        step = np.zeros(3)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        weights = weights - _damped(features, right, weights, step, start) * step
        # A falling curve would say that surer answers are wrong more often. Then the labels are too few.
        below = weights[:2] < 0
        if below.any():
            weights[:2][below] = 0.0
            free[:2] &= ~below
            continue
        if np.abs(step).max() < 1e-9:
            break
    return float(weights[0]), float(weights[1]), float(weights[2])


def _damped(features: Values, right: Values, weights: Values, step: Values, start: Values) -> float:
    before, size = _loss(features, right, weights, start), 1.0
    while size > 1e-6 and _loss(features, right, weights - size * step, start) > before:
        size /= 2
    return size


def _loss(features: Values, right: Values, weights: Values, start: Values) -> float:
    logits = features @ weights
    pulled = PULL / 2 * float(((weights - start) ** 2).sum())
    return float((np.logaddexp(0, logits) - right * logits).sum()) + pulled


def _features(claims: Values) -> Values:
    p = np.clip(claims, _EDGE, 1 - _EDGE)
    return np.stack([np.log(p), -np.log1p(-p), np.ones_like(p)], axis=1)


def _curve(features: Values, weights: Values) -> Values:
    return np.asarray(1 / (1 + np.exp(-np.clip(features @ weights, -30, 30))))


def _logit(claims: ArrayLike) -> Values:
    p = np.clip(np.asarray(claims, dtype=np.float64), _EDGE, 1 - _EDGE)
    return np.asarray(np.log(p) - np.log1p(-p))


def is_sampled(event_id: str) -> bool:
    """Whether a person checks this automatic label blind.

    Its id decides, so every copy of the library chooses the same.
    """
    digest = hashlib.sha256(f"auto {event_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < SAMPLED * 2**64
