"""Corners: order, overlap and reading order hold for any quadrilateral."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.sighting import CornersError, area, as_corners, iou, overlap_share, pair_greedily, reading_order


def rectangle(x: float, y: float, w: float, h: float, angle: float = 0.0) -> np.ndarray:
    corners = np.array([(-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2)])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return corners @ turn.T + (x, y)


rectangles = st.builds(
    rectangle,
    st.floats(-500, 500),
    st.floats(-500, 500),
    st.floats(5, 300),
    st.floats(5, 300),
    st.floats(-3.1, 3.1),
)


@given(rectangles)
def test_a_rectangle_at_any_angle_is_a_card_and_overlaps_itself_wholly(corners: np.ndarray) -> None:
    assert as_corners(corners).shape == (4, 2)
    assert iou(corners, corners) == pytest.approx(1.0)
    assert overlap_share(corners, corners) == pytest.approx(1.0)


@given(rectangles, rectangles)
def test_overlap_is_symmetric_and_between_none_and_all(one: np.ndarray, other: np.ndarray) -> None:
    assert iou(one, other) == pytest.approx(iou(other, one), abs=1e-6)
    assert -1e-9 <= iou(one, other) <= overlap_share(one, other) + 1e-9 <= 1 + 1e-6


def test_known_overlaps() -> None:
    one = rectangle(0, 0, 2, 2)
    assert iou(one, rectangle(1, 0, 2, 2)) == pytest.approx(1 / 3)
    assert iou(one, rectangle(5, 0, 2, 2)) == 0
    assert overlap_share(one, rectangle(0, 0, 1, 1)) == pytest.approx(1)
    assert area(rectangle(7, 7, 3, 5, 0.4)) == pytest.approx(15)


@pytest.mark.parametrize(
    "points",
    [
        [(0, 0), (1, 0), (1, 1)],
        [(0, 0), (9, 9), (9, 0), (0, 9)],
        [(0, 0), (0, 9), (9, 9), (9, 0)],
        [(0, 0), (9, 0), (9, 9), (float("nan"), 9)],
        [(0, 0), (9, 0), (3, 3), (0, 9)],
        [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1)],
        [(5, 5)] * 4,
        "corners",
        [1, 2, 3],
    ],
)
def test_what_is_no_card_is_refused(points: object) -> None:
    with pytest.raises(CornersError):
        as_corners(points)  # type: ignore[arg-type]


@given(st.permutations(range(9)), st.floats(-15, 15), st.integers(0, 10_000))
def test_a_binder_page_is_read_in_rows(order: list[int], shake: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    page = [
        rectangle(100 + 120 * (i % 3) + rng.uniform(-9, 9), 150 + 170 * (i // 3) + rng.uniform(-30, 30), 100, 146)
        for i in range(9)
    ]
    shuffled = [page[i] for i in order]
    assert [order[i] for i in reading_order(shuffled)] == list(range(9))


def test_pairs_are_one_to_one_and_best_first() -> None:
    truth = [rectangle(0, 0, 10, 10), rectangle(20, 0, 10, 10)]
    found = [rectangle(21, 0, 10, 10), rectangle(1, 0, 10, 10), rectangle(0, 0, 10, 10), rectangle(90, 0, 10, 10)]
    assert pair_greedily(found, truth) == {0: 2, 1: 0}
