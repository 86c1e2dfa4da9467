"""What the detector is asked to say: one centre a card, its corners from there, nothing about what is hardly seen."""

from __future__ import annotations

import numpy as np

from karuta.engine.cards_net import CORNER_UNIT, STRIDE
from workshop.targets import targets

SIDE = 160
ONE = np.array([(40.0, 30), (80, 32), (78, 90), (38, 88)])
OTHER = ONE + (60, 40)


def test_each_card_has_one_centre_and_its_corners_from_there() -> None:
    wanted = targets([ONE, OTHER], [1.0, 1.0], side=SIDE)
    peaks = np.argwhere(wanted.heat == 1.0)
    assert len(peaks) == 2
    for (row, column), corners in zip(peaks, (ONE, OTHER), strict=True):
        offsets = wanted.corners[:, row, column].reshape(4, 2) * CORNER_UNIT
        assert np.allclose(offsets + (np.array([column, row]) + 0.5) * STRIDE, corners, atol=1e-3)


def test_each_card_weighs_the_same_whatever_its_size() -> None:
    small = (ONE - ONE.mean(axis=0)) / 3 + (130, 20)
    wanted = targets([ONE, small], [1.0, 1.0], side=SIDE)
    assert np.isclose(wanted.weight.sum(), 2.0)
    right = wanted.weight[:, SIDE // STRIDE * 2 // 3 :].sum()
    assert np.isclose(right, 1.0)


def test_nothing_is_asked_where_a_card_is_hardly_seen_or_its_middle_is_outside() -> None:
    for corners, seen in ((ONE, 0.2), (ONE - (61, 0), 1.0)):
        wanted = targets([corners], [seen], side=SIDE)
        assert wanted.heat.max() == wanted.weight.max() == 0
        assert wanted.counted.min() == 0
    assert targets([], [], side=SIDE).counted.min() == 1


def test_a_card_that_may_be_either_way_up_is_marked() -> None:
    wanted = targets([ONE, OTHER], [1.0, 1.0], side=SIDE, has_top=[True, False])
    middle = [tuple((corners.mean(axis=0) // 8).astype(int)[::-1]) for corners in (ONE, OTHER)]
    assert [wanted.card[place] for place in middle] == [1, -2]
    assert set(np.unique(wanted.card[wanted.weight > 0])) == {1, -2}
