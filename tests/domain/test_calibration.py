"""Calibration: probabilities that are some, verdicts that keep their promises, figures that come back from a card."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.calibration import (
    Calibration,
    Correction,
    CropQuality,
    Curve,
    Likened,
    SearchEvidence,
    VerdictBound,
    VerdictDecision,
)
from karuta.domain.match import Verdict

GOOD = CropQuality(sharpness=0.5, light=0.5, contrast=0.2, pixels=400.0, outline=0.9)
POOR = replace(GOOD, sharpness=0.02)


def curve(n: int, **weights: float) -> Curve:
    """A curve that hangs on single values: `w0` for the first, `b` the constant."""
    linear = [weights.get(f"w{i}", 0.0) for i in range(n)]
    return Curve((0.0,) * n, (1.0,) * n, (weights.get("b", 0.0), *linear, *(0.0,) * (n * (n + 1) // 2)))


# The answer hangs on the second gap (the second of nine values), the picture on its sharpness (log, so -7 to 0).
PICTURE = Curve((-4.0,) + (0.0,) * 4, (0.0,) + (1.0,) * 4, (2.0, 8.0, *(0.0,) * 19))
CALIBRATION = Calibration(
    answer=curve(9, w1=8.0),
    alone=curve(6, w0=8.0),
    picture=PICTURE,
    sure=VerdictBound(((1.0, 0.9), (3.0, 0.95))),
    likely=0.5,
    unknown=VerdictBound(((0.0, 0.05),)),
    readable=0.5,
    tie=0.02,
    elsewhere=0.5,
    warmth=0.05,
)


def evidence(gap: float | None, *, sharing: int = 1) -> SearchEvidence:
    return SearchEvidence(first=0.9, second_gap=gap, rest_gap=gap, cards=1000, sharing=sharing)


def verdict(gap: float | None, quality: CropQuality = GOOD, *, sharing: int = 1) -> Verdict:
    return CALIBRATION.decide(evidence(gap, sharing=sharing), quality).verdict


def test_the_verdict_follows_the_probability() -> None:
    assert [verdict(gap) for gap in (0.95, 0.6, 0.4, 0.05)] == [
        Verdict.SURE,
        Verdict.LIKELY,
        Verdict.UNSURE,
        Verdict.UNKNOWN,
    ]


def test_a_card_that_is_not_known_is_told_from_a_photo_that_is_too_poor() -> None:
    assert verdict(0.05, GOOD) is Verdict.UNKNOWN
    assert verdict(0.05, POOR) is Verdict.UNREADABLE
    assert verdict(0.95, POOR) is Verdict.SURE


def test_cards_that_share_their_picture_are_never_sure_and_share_the_probability() -> None:
    alone, shared = (CALIBRATION.decide(evidence(0.99, sharing=n), GOOD) for n in (1, 2))
    assert alone.verdict is Verdict.SURE and shared.verdict is not Verdict.SURE
    assert shared.probability == pytest.approx(alone.probability / 2)
    assert CALIBRATION.others(shared, [0.9, 0.4], sharing=2)[0] == shared.probability


def test_one_card_alone_is_never_sure() -> None:
    assert verdict(None) is Verdict.LIKELY


def test_a_tie_is_never_sure() -> None:
    certain = replace(CALIBRATION, answer=curve(9, b=20.0))
    assert certain.decide(evidence(0.5), GOOD).verdict is Verdict.SURE
    assert certain.decide(evidence(0.019), GOOD).verdict is Verdict.LIKELY


@given(
    probability=st.floats(0, 1),
    sharing=st.integers(1, 4),
    falls=st.lists(st.floats(0, 0.5), max_size=12),
)
def test_probabilities_sum_to_one_at_most_and_fall_with_the_scores(
    probability: float, sharing: int, falls: list[float]
) -> None:
    first = VerdictDecision(Verdict.UNSURE, probability / sharing)
    scores = [0.9] * (sharing - 1) + sorted((0.9 - fall for fall in falls), reverse=True)
    others = CALIBRATION.others(first, scores, sharing=sharing)
    assert len(others) == len(scores)
    assert sum([first.probability, *others]) <= 1 + 1e-9
    assert all(one >= other for one, other in zip([first.probability, *others], others, strict=False))


@given(values=st.lists(st.floats(-1e6, 1e6), min_size=9, max_size=9))
def test_what_was_never_seen_is_not_extrapolated(values: list[float]) -> None:
    held = [min(max(value, 0.0), 1.0) for value in values]
    assert CALIBRATION.answer.probability(values) == CALIBRATION.answer.probability(held)


def test_a_bound_lies_on_the_line_between_its_points_and_stays_beyond_them() -> None:
    assert [CALIBRATION.sure.at(cards) for cards in (1, 10, 100, 1000, 10**6)] == pytest.approx(
        [0.9, 0.9, 0.925, 0.95, 0.95]
    )


@pytest.mark.parametrize("points", [[], [[0.0, 1.5]], [[1.0, 0.5], [0.0, 0.5]]])
def test_points_that_make_no_bound_are_refused(points: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="bound"):
        VerdictBound.read(points)


@pytest.mark.parametrize(
    "broken",
    [
        {"weights": [1.0]},
        {"low": [0.0, 0.0]},
        {"weights": [0.0, float("nan"), 0.0]},
        {"low": [2.0]},
    ],
)
def test_figures_that_do_not_belong_together_are_refused(broken: dict[str, list[float]]) -> None:
    figures = {"low": [0.0], "high": [1.0], "weights": [0.0, 1.0, 0.0], **broken}
    with pytest.raises(ValueError, match="curve"):
        Curve.read(figures)


LIKENED = Likened(
    weight=1.0,
    answer=curve(10, w1=8.0),
    alone=curve(7, w1=8.0),
    sure=VerdictBound(((1.0, 0.99),)),
    unknown=VerdictBound(((0.0, 0.3),)),
)
WITH_SIMILARITY = replace(CALIBRATION, likened=LIKENED)


def alike(similarity: float, gap: float | None = 0.5) -> Verdict:
    return WITH_SIMILARITY.decide(replace(evidence(gap), similarity=similarity), GOOD).verdict


def test_where_pictures_were_laid_over_each_other_their_own_curves_and_bounds_decide() -> None:
    assert [alike(similarity) for similarity in (1.0, 0.6, 0.45, 0.1)] == [
        Verdict.SURE,
        Verdict.LIKELY,
        Verdict.UNSURE,
        Verdict.UNKNOWN,
    ]
    assert alike(1.0, gap=0.0) is not Verdict.SURE, "a tie is a tie"
    assert alike(0.9, gap=None) is Verdict.LIKELY, "one card alone is never sure"


def test_figures_of_similarity_come_back_from_a_card() -> None:
    assert Calibration.read(json.loads(json.dumps(WITH_SIMILARITY.written()))) == WITH_SIMILARITY
    older = {name: figures for name, figures in CALIBRATION.written().items() if name != "likened"}
    assert Calibration.read(older) == CALIBRATION


def compared(gap: float) -> tuple[Calibration, SearchEvidence]:
    """A calibration whose answer hangs on the gap, and evidence of cards that were compared."""
    likened = Likened(1.0, curve(10, w2=8.0), curve(7, w0=8.0), VerdictBound(((1.0, 0.9),)), CALIBRATION.unknown)
    return replace(CALIBRATION, likened=likened), replace(evidence(gap), similarity=0.9)


def test_a_catalogue_s_own_test_corrects_the_probability_and_never_makes_sure_easier() -> None:
    judge, said = compared(0.6)
    plain = judge.decide(said, GOOD)
    assert plain.verdict is Verdict.LIKELY
    easier = replace(judge, own=Correction(1.0, 4.0)).decide(said, GOOD)
    assert easier.probability > 0.99 > plain.probability
    assert easier.verdict is Verdict.LIKELY
    harder = replace(judge, own=Correction(1.0, -3.0)).decide(said, GOOD)
    assert harder.probability < 0.5
    assert harder.verdict is Verdict.UNSURE


def test_sure_begins_where_the_own_test_says_at_the_earliest() -> None:
    judge, said = compared(1.0)
    assert judge.decide(said, GOOD).verdict is Verdict.SURE
    assert replace(judge, own=Correction(sure_from=0.9999)).decide(said, GOOD).verdict is Verdict.LIKELY


def test_likely_begins_where_the_own_test_says_at_the_earliest() -> None:
    judge, said = compared(0.6)
    harder = replace(judge, own=Correction(likely_from=0.9)).decide(said, GOOD)
    assert harder.verdict is Verdict.UNSURE
    assert harder.probability == pytest.approx(judge.decide(said, GOOD).probability)


def test_what_the_own_test_did_not_ask_is_not_corrected() -> None:
    """Its photos were compared with pictures, in a catalogue of more than one card."""
    judge, said = compared(0.6)
    own = replace(judge, own=Correction(1.0, -3.0))
    assert own.decide(replace(said, similarity=None), GOOD) == judge.decide(replace(said, similarity=None), GOOD)
    alone = replace(said, second_gap=None, rest_gap=None)
    assert own.decide(alone, GOOD) == judge.decide(alone, GOOD)
