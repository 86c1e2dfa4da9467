"""Confidences: an honest one has no error beyond chance, a boastful one has, and order of rows changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.evaluation import LEAST_IN_A_BIN, calibration, calibration_floor, risk_coverage

# Few different confidences, so that ties are the rule; true and false beside each.
ANSWERS = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 0.99, 1.0]), st.booleans()), min_size=1)


def parted(answers: list[tuple[float, bool]]) -> tuple[list[float], list[bool]]:
    return [confidence for confidence, _ in answers], [right for _, right in answers]


def test_the_error_is_the_weighted_distance_of_the_bins() -> None:
    # Two bins of 20: stated 0.2, right 0.5; stated 0.9, right 0.8.
    confidences = [0.2] * 20 + [0.9] * 20
    outcomes = [True] * 10 + [False] * 10 + [True] * 16 + [False] * 4
    found = calibration(confidences, outcomes)
    assert found is not None
    assert found.error == pytest.approx((0.3 + 0.1) / 2)
    assert [(b.confidence, b.right.k, b.right.n) for b in found.bins] == [
        (pytest.approx(0.2), 10, 20),
        (pytest.approx(0.9), 16, 20),
    ]


@given(ANSWERS)
def test_the_error_lies_in_0_to_1_and_the_bins_hold_every_answer_once(answers: list[tuple[float, bool]]) -> None:
    found = calibration(*parted(answers))
    assert found is not None
    assert 0.0 <= found.error <= 1.0
    assert sum(b.right.n for b in found.bins) == len(answers)
    sizes = [b.right.n for b in found.bins]
    assert max(sizes) - min(sizes) <= 1
    assert len(sizes) == 1 or min(sizes) >= LEAST_IN_A_BIN


def test_an_honest_confidence_stays_near_the_floor_and_a_boastful_one_does_not() -> None:
    chance = np.random.default_rng(5)
    honest = chance.beta(4, 1, 3000)
    outcomes = chance.random(3000) < honest
    boastful = np.sqrt(honest)
    floor = calibration_floor(honest)
    kept, broken = calibration(honest, outcomes), calibration(boastful, outcomes)
    assert floor is not None
    assert kept is not None
    assert broken is not None
    assert 0 < floor < 0.03
    assert kept.error < floor + 0.01
    assert broken.error > floor + 0.05


@pytest.mark.parametrize("confidences", [[1.2], [-0.1], [float("nan")]])
def test_what_is_no_probability_is_refused(confidences: list[float]) -> None:
    with pytest.raises(ValueError, match="probabilities"):
        calibration(confidences, [True])


def test_risk_rises_where_wrong_answers_come_in() -> None:
    found = risk_coverage([0.9, 0.8, 0.7, 0.6], [True, True, False, True], asked=5)
    assert found is not None
    assert [(p.threshold, p.coverage, pytest.approx(p.risk)) for p in found.points] == [
        (0.9, 0.2, 0.0),
        (0.8, 0.4, 0.0),
        (0.7, 0.6, 1 / 3),
        (0.6, 0.8, 0.25),
    ]
    assert found.aurc == pytest.approx((0 + 0 + 1 / 3 + 1 / 4) / 4)
    assert found.best_aurc == pytest.approx(1 / 4 / 4)
    assert (found.coverage_at(0.0), found.coverage_at(0.3), found.coverage_at(0.5)) == (0.4, 0.8, 0.8)


@given(ANSWERS, st.integers(0, 9), st.randoms(use_true_random=False))
def test_the_curve_ends_at_everything_answered_and_ties_stand_together(
    answers: list[tuple[float, bool]], unanswered: int, chance: object
) -> None:
    confidences, outcomes = parted(answers)
    found = risk_coverage(confidences, outcomes, asked=len(answers) + unanswered)
    assert found is not None
    assert len(found.points) == len(set(confidences))
    last = found.points[-1]
    assert last.coverage == pytest.approx(len(answers) / (len(answers) + unanswered))
    assert last.risk == pytest.approx(outcomes.count(False) / len(outcomes))
    coverages = [point.coverage for point in found.points]
    assert coverages == sorted(coverages)
    assert 0.0 <= found.best_aurc <= found.aurc <= 1.0
    shuffled = list(answers)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    again = risk_coverage(*parted(shuffled), asked=len(answers) + unanswered)
    assert again is not None
    assert again.aurc == pytest.approx(found.aurc)
