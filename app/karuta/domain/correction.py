"""How far shipped probabilities are off in one catalogue, and how they are corrected. Pure, and monotone."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
# How many answers of middling confidence it takes to move the slope fully: errors are few.
PULL = 20.0
SLOPES, SHIFTS = (0.3, 3.0), (-3.0, 3.0)
# Below this it is noise of the sample, and changes no verdict that anybody would notice.
LEAST_SLOPE, LEAST_SHIFT = 0.02, 0.05
# Figures are kept to so many digits, so that equal tests give equal answers on every machine.
_DIGITS = 4
_MOST_LOGIT = 30.0


@dataclass(frozen=True)
class Correction:
    """Log odds are multiplied by `slope`, then `shift` is added; *sure* begins at `sure_from` at the earliest, *likely*
    at `likely_from`.

    The slope is positive, so the order of answers stays.
    """

    slope: float = 1.0
    shift: float = 0.0
    sure_from: float = 0.0
    likely_from: float = 0.0

    def __post_init__(self) -> None:
        """A falling curve would say that surer answers are wrong more often."""
        if (
            not all(map(math.isfinite, astuple(self)))
            or self.slope <= 0
            or not 0 <= self.sure_from <= 1
            or not 0 <= self.likely_from <= 1
        ):
            raise ValueError("a correction's figures are none")

    def of(self, probability: float) -> float:
        p = min(max(probability, 1e-13), 1 - 1e-13)
        logit = self.slope * math.log(p / (1 - p)) + self.shift
        return 1 / (1 + math.exp(-min(max(logit, -_MOST_LOGIT), _MOST_LOGIT)))

    @property
    def hash(self) -> str:
        """SHA-256 of its figures: answers with another correction are other answers."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()


def fitted(probabilities: Sequence[float], right: Sequence[bool], weights: Sequence[float]) -> tuple[float, float]:
    """(slope, shift) by which these claims were off, rounded; (1, 0) where that is no more than noise."""
    if not len(probabilities):
        return 1.0, 0.0
    p = np.clip(np.array(probabilities, dtype=np.float64), 1e-6, 1 - 1e-6)
    slope, shift = line(np.log(p / (1 - p)), np.array(right, dtype=np.bool_), np.array(weights, dtype=np.float64))
    if abs(slope - 1) < LEAST_SLOPE and abs(shift) < LEAST_SHIFT:
        return 1.0, 0.0
    return round(slope, _DIGITS), round(shift, _DIGITS)


def line(logits: Values, right: NDArray[np.bool_], weights: Values) -> tuple[float, float]:
    """Platt's slope and shift, pulled towards 1 and 0; Newton's method."""
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
    return float(np.clip(theta[0], *SLOPES)), float(np.clip(theta[1], *SHIFTS))
