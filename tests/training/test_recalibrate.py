"""A calibration is carried over to other scores: *sure* keeps its meaning, whatever the scores' scale."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from karuta.domain.calibration import Calibration, CropQuality, Likened, VerdictBound
from karuta.domain.ranking import Thresholds
from karuta.engine.embed import unit
from karuta.training.photographer import Grade
from karuta.training.recalibrate import CropsAsSeen, SimulatedCrops, carried_over, probabilities
from karuta.training.verdict_rows import Alike, Rows, Sighted, answers
from workshop.bench.fit_curve import fit_curve
from workshop.bench.fit_verdict import TIE

CARDS, DIMENSION, CROPS = 300, 24, 400
LOOK = CropQuality(sharpness=0.5, light=0.5, contrast=0.2, pixels=500.0, outline=0.9)


FACES = np.random.default_rng(21).normal(size=(CARDS, 64, 44)).astype(np.float32)
CROP_NOISE = 1.5 * np.random.default_rng(22).normal(size=(CROPS, 64, 44)).astype(np.float32)


@cache
def seen(*, noise: float, common: float = 0.0, seed: int = 1) -> CropsAsSeen:
    """`noise`: how far crops lie away from their artworks. `common`: how far all vectors lie towards one direction."""
    rng = np.random.default_rng(seed)
    artworks = rng.normal(size=(CARDS, DIMENSION)) / np.sqrt(DIMENSION)
    crops = artworks[np.arange(CROPS) % CARDS] + noise * rng.normal(size=(CROPS, DIMENSION)) / np.sqrt(DIMENSION)
    towards = common * np.eye(DIMENSION)[0]
    return CropsAsSeen(unit((artworks + towards).astype(np.float32)), unit((crops + towards).astype(np.float32)))


@cache
def asked() -> SimulatedCrops:
    rng = np.random.default_rng(9)
    looks = [
        replace(LOOK, light=float(rng.uniform(0.2, 0.8)), outline=float(rng.uniform(0.7, 0.9))) for _ in range(CROPS)
    ]
    contrasts = [FACES[number % CARDS] + noise for number, noise in enumerate(CROP_NOISE)]
    return SimulatedCrops(np.arange(CROPS) % CARDS, np.arange(CARDS), looks, contrasts, FACES.__getitem__)


@cache
def rows_of(found: CropsAsSeen, *, seed: int = 5) -> Rows:
    questions = asked()
    sighted = [
        Sighted(int(card), Grade.HARD, crop, look, contrast)
        for card, crop, look, contrast in zip(
            questions.card, found.crops, questions.quality, questions.looks, strict=True
        )
    ]
    return answers(
        sighted, found.artworks, questions.identity, alike=Alike(questions.artwork), sizes=(2, 12, 50), seed=seed
    )


def fitted(rows: Rows) -> Calibration:
    """A calibration that holds for these rows."""
    values = np.hstack([rows.evidence, rows.quality])
    curve = fit_curve(values, rows.right.astype(np.float64))
    alone = fit_curve(np.hstack([rows.evidence[:, :1], rows.quality]), rows.right.astype(np.float64))
    picture = fit_curve(rows.quality, rows.right.astype(np.float64))
    points = tuple((float(np.log10(size)), 0.95) for size in (2, 12, 50, CARDS))
    half = tuple((size, 0.4) for size, _ in points)
    outcomes = rows.likened_right.astype(np.float64)
    both = fit_curve(np.hstack([rows.likened, rows.quality, rows.least]), outcomes)
    single = fit_curve(np.hstack([rows.likened[:, :2], rows.quality, rows.least]), outcomes)
    return Calibration(
        curve, alone, picture, sure=VerdictBound(points), likely=0.5, unknown=VerdictBound(half), readable=0.5, tie=TIE,
        elsewhere=0.5, warmth=0.05, likened=Likened(1.0, both, single, VerdictBound(points), VerdictBound(half)),
    )  # fmt: skip


def miss(judge: Calibration, rows: Rows) -> float:
    """How far the stated probabilities lie from how often they are right, on the whole."""
    chance = probabilities(judge.answer, np.hstack([rows.evidence, rows.quality]))
    order = np.argsort(chance)
    parts = np.array_split(order, 8)
    return float(np.mean([abs(chance[part].mean() - rows.right[part].mean()) for part in parts]))


@pytest.mark.long
@pytest.mark.parametrize("new", [seen(noise=0.7, common=1.5, seed=2), seen(noise=0.4, seed=3), seen(noise=1.1, seed=4)])
def test_probabilities_stay_near_the_truth_where_the_scores_move(new: CropsAsSeen) -> None:
    old = seen(noise=0.7)
    judge = fitted(rows_of(old))
    carried = carried_over(judge, 0.5, asked(), old=old, new=new, seed=11).judge
    assert isinstance(carried, Calibration)
    rows = rows_of(new, seed=77)
    assert miss(carried, rows) < max(0.06, 0.6 * miss(judge, rows))


def test_the_same_scores_leave_a_calibration_as_it_is() -> None:
    old = seen(noise=0.7)
    judge = fitted(rows_of(old))
    made = carried_over(judge, 0.5, asked(), old=old, new=old, seed=11)
    assert isinstance(made.judge, Calibration)
    assert made.least_evidence == pytest.approx(0.5)
    assert made.judge.answer.low == pytest.approx(judge.answer.low)
    assert made.judge.answer.weights == pytest.approx(judge.answer.weights, abs=1e-6)
    assert made.judge.sure == judge.sure and made.judge.unknown == judge.unknown
    assert made.judge.likened is not None and judge.likened is not None
    assert made.judge.likened.weight == pytest.approx(1.0)
    assert made.judge.likened.answer.weights == pytest.approx(judge.likened.answer.weights, abs=1e-6)
    assert made.judge.likened.sure == judge.likened.sure


def test_thresholds_move_with_the_scores() -> None:
    old, new = seen(noise=0.7), seen(noise=0.7, common=2.0)
    judge = Thresholds(likely_gap=0.3, unknown_gap=0.1, likely_score=0.4, sharpness=0.1)
    made = carried_over(judge, 0.5, asked(), old=old, new=new, seed=11)
    assert isinstance(made.judge, Thresholds)
    assert made.judge.likely_gap < 0.2 and made.judge.likely_score > 0.6 and made.judge.sharpness == 0.1
    assert made.least_evidence > 0.6


def test_a_similarity_keeps_its_proportion_to_scores_of_another_scale() -> None:
    old, new = seen(noise=0.7), seen(noise=0.7, common=2.0)
    judge = fitted(rows_of(old))
    carried = carried_over(judge, 0.5, asked(), old=old, new=new, seed=11).judge
    assert isinstance(carried, Calibration)
    assert carried.likened is not None
    assert 0 < carried.likened.weight < 0.8, "what lies nearer together needs a lighter likeness"
    before, after = judge.likened, carried.likened
    assert before is not None
    assert [size for size, _ in after.sure.points] == [size for size, _ in before.sure.points]
    pairs = zip(after.sure.points, before.sure.points, strict=True)
    assert all(now >= then - 1e-9 for (_, now), (_, then) in pairs)
