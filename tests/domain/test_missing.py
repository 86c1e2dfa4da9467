"""What an unreadable crop lacks is said by the curve that calls it unreadable, with the shipped model's figures."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from karuta.domain.calibration import Calibration, CropQuality
from karuta.domain.ranking import Thresholds
from karuta.domain.recognition import Missing, missing_in
from karuta.domain.sighting import Corners, share_inside
from karuta.engine.model import CARD
from karuta.engine.model_shape import read_calibration
from karuta.paths import resources_folder

GOOD = CropQuality(sharpness=0.8, light=0.5, contrast=0.22, pixels=600.0, outline=0.93)
SIZE = (1000, 1333)


@pytest.fixture(scope="module")
def judge() -> Calibration:
    (card,) = (resources_folder() / "models").glob(f"*/{CARD}")
    return read_calibration(json.loads(card.read_text(encoding="utf-8"))["verdict"]["calibration"])


def card_at(left: float, top: float) -> Corners:
    return np.array([(0, 0), (300, 0), (300, 430), (0, 430)], dtype=np.float64) + (left, top)


def lacking(
    judge: Calibration | Thresholds, quality: CropQuality, corners: Corners | None = None
) -> tuple[Missing, ...]:
    return missing_in(quality, judge, corners=card_at(100, 100) if corners is None else corners, size=SIZE)


def test_a_good_crop_lacks_nothing(judge: Calibration) -> None:
    assert judge.picture.probability(GOOD.features) > judge.readable
    assert lacking(judge, GOOD) == ()


POOR = replace(GOOD, sharpness=0.14, outline=0.35)


@pytest.mark.parametrize(
    ("quality", "named"),
    [
        (POOR, (Missing.BLURRED,)),
        (replace(POOR, pixels=200.0), (Missing.BLURRED, Missing.TOO_SMALL)),
        (replace(POOR, light=0.03), (Missing.BLURRED, Missing.TOO_DARK)),
        (replace(POOR, light=0.95), (Missing.BLURRED, Missing.TOO_BRIGHT)),
    ],
)
def test_what_makes_a_crop_unreadable_is_named(
    judge: Calibration, quality: CropQuality, named: tuple[Missing, ...]
) -> None:
    assert judge.picture.probability(quality.features) < judge.readable
    found = lacking(judge, quality)
    assert set(named) <= set(found)
    assert {Missing.TOO_DARK, Missing.TOO_BRIGHT} & set(found) == {Missing.TOO_DARK, Missing.TOO_BRIGHT} & set(named)
    assert Missing.EDGES_HIDDEN not in found


def test_edges_are_hidden_where_no_other_fault_explains_it(judge: Calibration) -> None:
    """A curve that hangs on the outline alone."""
    weights = (0.0, 0.0, 0.0, 0.0, 0.0, 8.0, *(0.0,) * 15)
    outline = replace(judge, picture=replace(judge.picture, weights=weights))
    assert lacking(outline, replace(GOOD, outline=0.4)) == (Missing.EDGES_HIDDEN,)


def test_a_card_that_the_edge_cuts_is_cut_off_whatever_else(judge: Calibration) -> None:
    assert lacking(judge, POOR, card_at(-100, 100)) == (Missing.CUT_OFF, Missing.BLURRED)
    assert lacking(judge, POOR, card_at(-20, 100)) == (Missing.BLURRED,)


def test_without_a_calibration_only_sharpness_is_asked() -> None:
    thresholds = Thresholds(likely_gap=0.1, unknown_gap=0.02, likely_score=0.6, sharpness=0.2)
    assert lacking(thresholds, replace(GOOD, sharpness=0.1)) == (Missing.BLURRED,)
    assert lacking(thresholds, GOOD) == ()


@pytest.mark.parametrize(("left", "share"), [(100, 1.0), (-150, 0.5), (-300, 0.0), (-400, 0.0)])
def test_how_much_of_a_card_lies_in_the_photo(left: float, share: float) -> None:
    assert share_inside(card_at(left, 100), SIZE) == pytest.approx(share)
    assert share_inside(card_at(left, 100)[::-1], SIZE) == pytest.approx(share)
