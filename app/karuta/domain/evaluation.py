"""The figures of an evaluation, each defined where it is counted. Takes the outcome of each photo and looks at none.

A confidence is what was claimed before the truth was known: a probability or, for risk against coverage, any score. An
outcome is whether the answer was right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from karuta.domain.judging import CardOutcome, Failure, PhotoOutcome
from karuta.domain.match import Verdict
from karuta.domain.shape import Plain
from karuta.domain.statistics import Share, mean, percentile, share_where, wilson
from karuta.domain.truth import Rotation

BINS = 15
LEAST_IN_A_BIN = 20
"""Fewer bins are made before a bin gets emptier than this: a share of five answers says nothing."""


Group = TypeVar("Group", bound=str)

STEPS = ("decode", "detect", "embed", "search", "read", "total")


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
    filled_bins = tuple(
        Bin(confidence=float(sorted_up[a:b].mean()), right=wilson(round(float(smooth[a:b].sum())), b - a))
        for a, b in pairwise(edges)
    )
    return Reliability(error=float(error), bins=filled_bins)


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
class RiskCoverage(Plain):
    """The curve from the surest answer down, one point for each different confidence.

    `by`: what states the confidence, `probability`, or `score` if not every answer has a probability. `aurc`: the area
    under the curve divided by the coverage reached, which is the mean risk over all thresholds. `best_aurc`: the same
    for the best order of these answers; the difference is what the order costs.
    """

    by: str
    aurc: float
    best_aurc: float
    points: tuple[RiskPoint, ...]

    def coverage_at(self, risk: float) -> float:
        """The largest coverage with a risk of at most `risk`; 0 if there is none."""
        return max((point.coverage for point in self.points if point.risk <= risk), default=0.0)

    def thinned(self, most: int) -> RiskCoverage:
        """With at most `most` (2 or more) points, evenly spread, including the first and the last."""
        if len(self.points) <= most:
            return self
        kept = np.unique(np.linspace(0, len(self.points) - 1, most).round().astype(int))
        return replace(self, points=tuple(self.points[i] for i in kept))


def risk_coverage(
    confidences: ArrayLike, outcomes: ArrayLike, *, asked: int | None = None, by: str = "probability"
) -> RiskCoverage | None:
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
    return RiskCoverage(by, aurc, min(aurc, float(best.mean())), points)


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


@dataclass(frozen=True)
class Figures(Plain):
    """The figures that `evaluate --json` states about a set of photos. A figure that does not apply is None.

    A *known* card is a row with a card id, a *stranger* a row without. A photo with an error counts in every
    figure but `false_sightings`: its known cards are missed and wrong, its strangers wrong.

    - `n_photos`, `n_cards`: photos named, and rows (each row is a card).
    - `right_at_1`, `right_at_5`: of the known cards, those whose sighting has the right card as its first match, or
      among its first five, whatever the verdict.
    - `found`: of the cards that are there (known, or with corners), those paired with a sighting. A stranger without
      corners is left out: the row may mean that there is no card.
    - `false_sightings`: of all sightings in these photos, those paired with no row.
    - `unknown_rejected`: of the strangers, those without a sure or likely sighting. `unknown_sure`: those with a sure
      one.
    - `known_refused`: of the known cards, those whose sighting is called unknown or unreadable (a missed card is not
      refused; it is missing from `found`).
    - `sure_right`: of the rows whose sighting is sure (of a stranger: one of whose sightings is), those right at 1. A
      sure stranger is wrong: it misleads a person who trusts *sure*.
    - `sure_coverage`: of the known cards, those whose sighting is sure.
    - `upright`: of the paired rows with corners, those whose sighting knows which corner is the card's top left.
    - `iou_mean`: mean intersection over union of the rows paired by their corners (so each at least 0.5).
    - `calibration_error`: see `calibration`, of every paired row: its first match's probability against
      right at 1 (a stranger's answer is wrong). None unless all of them have a probability.
    """

    n_photos: int
    n_cards: int
    right_at_1: Share | None
    right_at_5: Share | None
    found: Share | None
    false_sightings: Share | None
    unknown_rejected: Share | None
    unknown_sure: Share | None
    known_refused: Share | None
    sure_right: Share | None
    sure_coverage: Share | None
    upright: Share | None
    iou_mean: float | None
    calibration_error: float | None


@dataclass(frozen=True)
class Latency(Plain):
    """Milliseconds over the photos that were read: the median and the 95th percentile."""

    median: float | None
    p95: float | None


@dataclass(frozen=True, eq=False)
class Evaluation(Figures):
    """Everything that an evaluation states; `photos` and `failures` are what it rests on.

    `by`: condition -> value -> figures. `by_rotation`: by the rotation of the truth's corners. `by_verdict`: of the
    known cards whose sighting has this verdict, those right at 1. `calibration_floor`: the error that a perfectly
    calibrated model would show at this n; it and the bins are None without probabilities. `risk_coverage`: over all
    rows; a missed card counts as not answered, an answer for a stranger as wrong. `not_in_catalogue`: the written ids
    of rows whose cards are all missing from the catalogue, once each; such rows count as wrong. `failures`: the worst
    first.
    """

    by: Mapping[str, Mapping[str, Figures]]
    latency_ms: Mapping[str, Latency]
    model: str | None
    index: str | None
    by_rotation: Mapping[Rotation, Figures]
    by_verdict: Mapping[Verdict, Share | None]
    calibration_floor: float | None
    calibration_bins: tuple[Bin, ...] | None
    risk_coverage: RiskCoverage | None
    not_in_catalogue: tuple[str, ...]
    photos: tuple[PhotoOutcome, ...]
    failures: tuple[Failure, ...]

    @property
    def unread(self) -> list[PhotoOutcome]:
        """The photos that could not be read."""
        return [photo for photo in self.photos if photo.error is not None]


def evaluation(
    photos: Sequence[PhotoOutcome],
    *,
    conditions: Sequence[str],
    model: str | None,
    index: str | None,
    not_in_catalogue: Sequence[str] = (),
    failures: Sequence[Failure] = (),
) -> Evaluation:
    """All figures of these photos. `model`, `index`: what answered, `name@hash12`."""
    cards = [card for photo in photos for card in photo.cards]
    answers = [card for card in cards if card.matches]
    probabilities, outcomes = _stated(cards)
    reliability = calibration(probabilities, outcomes)
    return Evaluation(
        **vars(figures(photos)),
        by={name: _grouped(photos, _by_condition(name)) for name in conditions},
        latency_ms={step: _latency(photos, step) for step in STEPS},
        model=model,
        index=index,
        by_rotation=dict(sorted(_grouped(photos, lambda outcome: outcome.card.rotation).items(), key=_rotation_order)),
        by_verdict={
            verdict: share_where([c.right_at_1 for c in cards if c.card.names_card and c.verdict is verdict])
            for verdict in Verdict
        },
        calibration_floor=calibration_floor(probabilities),
        calibration_bins=None if reliability is None else reliability.bins,
        risk_coverage=risk_coverage(
            probabilities or [card.matches[0].score for card in answers],
            [_answered_right(card) for card in answers],
            asked=len(cards),
            by="probability" if probabilities else "score",
        ),
        not_in_catalogue=tuple(not_in_catalogue),
        photos=tuple(photos),
        failures=tuple(failures),
    )


def figures(photos: Sequence[PhotoOutcome]) -> Figures:
    """The figures of these photos, as `Figures` defines them."""
    cards = [card for photo in photos for card in photo.cards]
    known_cards = [card for card in cards if card.card.names_card]
    strangers = [card for card in cards if not card.card.names_card]
    there = [card for card in cards if card.card.names_card or card.card.corners is not None]
    sightings = [True for p in photos for _ in p.false_sightings] + [False for c in cards if c.sighting is not None]
    probabilities, outcomes = _stated(cards)
    error = calibration(probabilities, outcomes)
    return Figures(
        n_photos=len(photos),
        n_cards=len(cards),
        right_at_1=share_where([card.right_at_1 for card in known_cards]),
        right_at_5=share_where([card.right_at_5 for card in known_cards]),
        found=share_where([card.sighting is not None for card in there]),
        false_sightings=share_where(sightings),
        unknown_rejected=share_where([card.rejected for card in strangers]),
        unknown_sure=share_where([card.called_sure for card in strangers]),
        known_refused=share_where([card.refused for card in known_cards]),
        sure_right=share_where([card.card.names_card and card.right_at_1 for card in cards if _sure(card)]),
        sure_coverage=share_where([_sure(card) for card in known_cards]),
        upright=share_where([card.upright for card in cards if card.upright is not None]),
        iou_mean=mean([card.overlap for card in cards if card.overlap is not None]),
        calibration_error=None if error is None else error.error,
    )


def _sure(card: CardOutcome) -> bool:
    return card.called_sure if not card.card.names_card else card.verdict is Verdict.SURE


def _answered_right(card: CardOutcome) -> bool:
    return card.card.names_card and card.right_at_1


def _stated(cards: Sequence[CardOutcome]) -> tuple[list[float], list[bool]]:
    """First matches' probabilities and whether they were right; empty unless every answer has a probability."""
    answers = [card for card in cards if card.matches]
    stated = [card.matches[0].probability for card in answers]
    probabilities = [value for value in stated if value is not None]
    if len(probabilities) < len(answers):
        return [], []
    return probabilities, [_answered_right(card) for card in answers]


def _latency(photos: Sequence[PhotoOutcome], step: str) -> Latency:
    taken = [photo.timings_ms[step] for photo in photos if step in photo.timings_ms]
    return Latency(median=percentile(taken, 50), p95=percentile(taken, 95))


def _by_condition(name: str) -> Callable[[CardOutcome], str | None]:
    return lambda outcome: outcome.card.conditions.get(name, "")


def _grouped(photos: Sequence[PhotoOutcome], group_of: Callable[[CardOutcome], Group | None]) -> dict[Group, Figures]:
    """The figures of each group of rows, in the order in which the groups first occur.

    A photo, with its false sightings, belongs to every group that one of its rows belongs to.
    """
    groups: dict[Group, list[PhotoOutcome]] = {}
    for photo in photos:
        split: dict[Group, list[CardOutcome]] = {}
        for card in photo.cards:
            group = group_of(card)
            if group is not None:
                split.setdefault(group, []).append(card)
        for group, cards in split.items():
            groups.setdefault(group, []).append(replace(photo, cards=tuple(cards)))
    return {group: figures(members) for group, members in groups.items()}


def _rotation_order(item: tuple[Rotation, Figures]) -> int:
    return list(Rotation).index(item[0])
