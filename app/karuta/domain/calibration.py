"""How likely an answer is right, and the verdict that follows. Knows scores and crop quality, no pixels.

The figures of a `Calibration` belong to one model and are fitted on simulated photos (`workshop/bench/fit_verdict`).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from itertools import combinations_with_replacement
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from karuta.domain.match import Verdict

Values = NDArray[np.float64]
# How many answers of middling confidence it takes to move the slope fully: errors are few.
PULL = 20.0
SLOPES, SHIFTS = (0.3, 3.0), (-3.0, 3.0)
# Below this it is noise of the sample, and changes no verdict that anybody would notice.
LEAST_SLOPE, LEAST_SHIFT = 0.02, 0.05
# Digits that are kept of a figure, so that equal tests give equal answers on every machine.
_DIGITS = 4


# 1 / (1 + exp(-30)) is certain enough for a probability that is written down.
_MOST_LOGIT = 30.0
# Number of features of a crop's quality; then of the evidence where one card is all, and where others were compared.
_VALUES_OF_PICTURE, _VALUES_ALONE, _VALUES_OF_ANSWER = 5, 6, 9


@dataclass(frozen=True)
class Correction:
    """Log odds are multiplied by `slope`, then `shift` is added; *sure* begins at `sure_from` at the earliest, *likely*
    at `likely_from`.

    The slope is positive, so the order of answers stays. `games`: what holds instead for cards of these games.
    """

    slope: float = 1.0
    shift: float = 0.0
    sure_from: float = 0.0
    likely_from: float = 0.0
    games: tuple[tuple[str, Correction], ...] = ()

    def __post_init__(self) -> None:
        """A falling curve would say that surer answers are wrong more often."""
        if (
            not all(map(math.isfinite, astuple(self)[:-1]))
            or self.slope <= 0
            or not 0 <= self.sure_from <= 1
            or not 0 <= self.likely_from <= 1
        ):
            raise ValueError("a correction's figures are none")

    def for_game(self, game: str) -> Correction:
        return dict(self.games).get(game, self)

    def of(self, probability: float) -> float:
        p = min(max(probability, 1e-13), 1 - 1e-13)
        logit = self.slope * math.log(p / (1 - p)) + self.shift
        return 1 / (1 + math.exp(-min(max(logit, -_MOST_LOGIT), _MOST_LOGIT)))

    @property
    def hash(self) -> str:
        """SHA-256 of its figures: answers with another correction are other answers."""
        return hashlib.sha256(repr(astuple(self)[: None if self.games else -1]).encode()).hexdigest()


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


@dataclass(frozen=True)
class CropQuality:
    """The quality of a crop, measured before any search.

    `sharpness`: see `engine.quality`. `light`, `contrast`: mean and standard deviation of its grey values, 0 to 1.
    `pixels`: the card's height in the full-size photo. `outline`: the detector's confidence, 0 to 1.
    """

    sharpness: float
    light: float
    contrast: float
    pixels: float
    outline: float

    @property
    def features(self) -> tuple[float, ...]:
        """The features of the curve, each transformed so that equal steps mean about the same."""
        least = 1e-3
        return (
            math.log(max(self.sharpness, least)),
            math.log(max(self.light, least)),
            math.log(max(self.contrast, least)),
            math.log(max(self.pixels, 1.0)),
            self.outline,
        )


@dataclass(frozen=True)
class SearchEvidence:
    """The evidence of a search about one crop.

    `first`: the best card's score (cosine). `second_gap`: its lead over the best card with another picture. `rest_gap`:
    its lead over the mean of the ten best of those. Both are None if there is no other card. `cards`: how many cards
    the catalogue can answer with. `sharing`: how many cards have the first one's picture (1: only itself).
    `similarity`: how alike the crop and the first card's picture are, -1 to 1; None if they were not compared. If they
    were, `second_gap` is taken of score plus weighted similarity, and `least` says how alike they are where they are
    least.
    """

    first: float
    second_gap: float | None
    rest_gap: float | None
    cards: int
    sharing: int
    similarity: float | None = None
    least: float | None = None

    @property
    def features(self) -> tuple[float, ...]:
        """The features where the catalogue has other cards to compare with."""
        assert self.second_gap is not None and self.rest_gap is not None
        return (*self.of_the_first, self.second_gap, self.rest_gap, math.log10(max(1, self.cards)))

    @property
    def of_the_first(self) -> tuple[float, ...]:
        """The features where the catalogue has only one card."""
        return (self.first,) if self.similarity is None else (self.first, self.similarity)


@dataclass(frozen=True)
class Curve:
    """A logistic regression over some values and all their pairwise products.

    Values are first clamped to `low` and `high`, so that nothing is extrapolated beyond the fit, then scaled to -1 to
    1. `weights`: constant, values, products, in the order of `expanded`.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        n = len(self.low)
        if len(self.high) != n or len(self.weights) != 1 + n + n * (n + 1) // 2:
            raise ValueError("a curve's limits and weights do not belong together")
        if not all(map(math.isfinite, (*self.low, *self.high, *self.weights))):
            raise ValueError("a curve's figures are not finite")
        if any(high <= low for low, high in zip(self.low, self.high, strict=True)):
            raise ValueError("a curve's upper limits lie below its lower ones")

    def probability(self, values: Sequence[float]) -> float:
        scaled = [
            2 * (min(max(value, low), high) - low) / (high - low) - 1
            for value, low, high in zip(values, self.low, self.high, strict=True)
        ]
        logit = sum(weight * value for weight, value in zip(self.weights, expanded(scaled), strict=True))
        return 1 / (1 + math.exp(-min(max(logit, -_MOST_LOGIT), _MOST_LOGIT)))

    @classmethod
    def read(cls, figures: Mapping[str, Any]) -> Self:
        return cls(*(tuple(float(value) for value in figures[name]) for name in ("low", "high", "weights")))


def expanded(scaled: Sequence[float]) -> list[float]:
    """One, the values, and their pairwise products."""
    return [1.0, *scaled, *(left * right for left, right in combinations_with_replacement(scaled, 2))]


@dataclass(frozen=True)
class VerdictBound:
    """A probability that separates two verdicts, for catalogues of any size: `points` are (log10 of cards,
    probability).

    Linear between two points, constant beyond the last.
    """

    points: tuple[tuple[float, float], ...]

    def at(self, cards: int) -> float:
        size = math.log10(max(1, cards))
        before = self.points[0]
        for point in self.points:
            if size <= point[0]:
                share = (size - before[0]) / (point[0] - before[0]) if point[0] > before[0] else 1.0
                return before[1] + max(0.0, share) * (point[1] - before[1])
            before = point
        return before[1]

    @classmethod
    def read(cls, points: Sequence[Sequence[float]]) -> Self:
        steps = tuple((float(size), float(chance)) for size, chance in points)
        if not steps or any(not 0 <= chance <= 1 for _, chance in steps) or sorted(steps) != list(steps):
            raise ValueError("a bound's points are none")
        return cls(steps)


@dataclass(frozen=True)
class VerdictDecision:
    """A verdict and `probability`: how likely the first card is right."""

    verdict: Verdict
    probability: float


class Curves(Protocol):
    """The rule that decides on one kind of evidence: two curves, where *sure* begins, and where *unknown* ends."""

    @property
    def answer(self) -> Curve: ...
    @property
    def alone(self) -> Curve: ...
    @property
    def sure(self) -> VerdictBound: ...
    @property
    def unknown(self) -> VerdictBound: ...


@dataclass(frozen=True)
class Likened:
    """Curves for evidence with a similarity, which counts `weight` times beside a score.

    Curves that take one value more take `SearchEvidence.least` after all others; older models have none.
    """

    weight: float
    answer: Curve
    alone: Curve
    sure: VerdictBound
    unknown: VerdictBound

    @classmethod
    def read(cls, figures: Mapping[str, Any]) -> Self:
        answer, alone = (Curve.read(figures[name]) for name in ("answer", "alone"))
        return cls(
            float(figures["weight"]),
            answer,
            alone,
            VerdictBound.read(figures["sure"]),
            VerdictBound.read(figures["unknown"]),
        )

    def written(self) -> dict[str, Any]:
        return {**asdict(self), "sure": self.sure.points, "unknown": self.unknown.points}


@dataclass(frozen=True)
class Calibration:
    """The fitted figures of one model.

    `answer`: the probability that the first picture is right, from evidence and quality; `alone`: the same where the
    catalogue has one card. `picture`: the probability that a card of the catalogue would be recognised in a crop of
    this quality; it separates *unreadable* from *unknown*. `sure`, `likely`, `unknown`, `readable`: the bounds between
    verdicts. `tie`: a lead over the second card below this counts as none. `elsewhere`: how often the right card is
    among the next ten when the first is wrong; `warmth`: the temperature of the scores there. `likened`: the curves for
    crops that were compared with the first cards' pictures. `own`: what a catalogue's own test says of these, which are
    what it asked for where there are two cards or more; it belongs to that catalogue and is not written.
    """

    answer: Curve
    alone: Curve
    picture: Curve
    sure: VerdictBound
    likely: float
    unknown: VerdictBound
    readable: float
    tie: float
    elsewhere: float
    warmth: float
    likened: Likened | None = None
    own: Correction | None = None

    def __post_init__(self) -> None:
        """Refuses figures that could not decide anything here, rather than in the middle of a lookup."""
        expected = [(self.answer, _VALUES_OF_ANSWER), (self.alone, _VALUES_ALONE), (self.picture, _VALUES_OF_PICTURE)]
        if self.likened is not None:
            more = 2 if len(self.likened.answer.low) > _VALUES_OF_ANSWER + 1 else 1
            expected += [(self.likened.answer, _VALUES_OF_ANSWER + more), (self.likened.alone, _VALUES_ALONE + more)]
        if any(len(curve.low) != count for curve, count in expected):
            raise ValueError("a curve takes another number of values")
        if not 0 < self.warmth < math.inf or not all(0 <= value <= 1 for value in (self.likely, self.readable)):
            raise ValueError("a bound or the scores' scale is none")
        if not 0 <= self.elsewhere <= 1 or not math.isfinite(self.tie):
            raise ValueError("a share or a gap is none")

    def decide(self, evidence: SearchEvidence, quality: CropQuality, *, game: str = "") -> VerdictDecision:
        """`game`: the first card's."""
        curves = self._curves(evidence)
        curve = curves.alone if evidence.second_gap is None else curves.answer
        features = evidence.of_the_first if evidence.second_gap is None else evidence.features
        values = (*features, *quality.features, *(() if evidence.least is None else (evidence.least,)))
        of_curve = curve.probability(values[: len(curve.low)])
        own = None
        if self.own is not None and evidence.similarity is not None and evidence.second_gap is not None:
            own = self.own.for_game(game)
        probability = (of_curve if own is None else own.of(of_curve)) / evidence.sharing
        sure, likely = curves.sure.at(evidence.cards), self.likely
        if own is not None:
            sure, likely = max(sure, own.sure_from), max(likely, own.likely_from)
        # A catalogue's own test makes *sure* harder, never easier.
        is_sure = min(of_curve / evidence.sharing, probability) >= sure
        verdict = self._verdict(
            probability, evidence, quality, curves, is_sure=is_sure, is_likely=probability >= likely
        )
        return VerdictDecision(verdict, probability)

    def _curves(self, evidence: SearchEvidence) -> Curves:
        if evidence.similarity is None:
            return self
        if self.likened is None:
            raise ValueError("a calibration without similarity was asked about one")
        return self.likened

    def _verdict(
        self,
        probability: float,
        evidence: SearchEvidence,
        quality: CropQuality,
        curves: Curves,
        *,
        is_sure: bool,
        is_likely: bool,
    ) -> Verdict:
        is_apart = evidence.sharing == 1 and evidence.second_gap is not None and evidence.second_gap >= self.tie
        if is_sure and is_apart:
            return Verdict.SURE
        if is_likely:
            return Verdict.LIKELY
        if probability * evidence.sharing >= curves.unknown.at(evidence.cards):
            return Verdict.UNSURE
        readable = self.picture.probability(quality.features) >= self.readable
        return Verdict.UNKNOWN if readable else Verdict.UNREADABLE

    def others(self, first: VerdictDecision, scores: Sequence[float], *, sharing: int) -> list[float]:
        """Probabilities of the matches after the first, whose `scores` are given, best first.

        Cards that share the first one's picture are as likely as it is. The others divide the rest by their scores, and
        none gets more than the first.
        """
        same = min(sharing - 1, len(scores))
        left = max(0.0, 1 - first.probability * sharing) * self.elsewhere
        rest = scores[same:]
        weights = [math.exp((score - rest[0]) / self.warmth) for score in rest]
        total = sum(weights)
        return [first.probability] * same + [min(first.probability, left * weight / total) for weight in weights]

    @classmethod
    def read(cls, figures: Mapping[str, Any]) -> Self:
        """From a model's card. Raises `KeyError`, `TypeError` or `ValueError` if the figures are not valid."""
        answer, alone, picture = (Curve.read(figures[name]) for name in ("answer", "alone", "picture"))
        likely, readable, tie, elsewhere, warmth = (
            float(figures[name]) for name in ("likely", "readable", "tie", "elsewhere", "warmth")
        )
        return cls(
            answer,
            alone,
            picture,
            sure=VerdictBound.read(figures["sure"]),
            likely=likely,
            unknown=VerdictBound.read(figures["unknown"]),
            readable=readable,
            tie=tie,
            elsewhere=elsewhere,
            warmth=warmth,
            likened=None if figures.get("likened") is None else Likened.read(figures["likened"]),
        )

    def written(self) -> dict[str, Any]:
        """The form that `read` takes."""
        likened = None if self.likened is None else self.likened.written()
        values = {**asdict(self), "sure": self.sure.points, "unknown": self.unknown.points, "likened": likened}
        del values["own"]
        return values
