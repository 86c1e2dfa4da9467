"""A card that the photo's edge cuts is outlined by the three sides that are in view."""

from __future__ import annotations

import numpy as np
import pytest
from tests.engine.test_straight_edges import FLAT, SIZE, on_cloth, overlap, turned

from karuta.engine.edge_outlines import EdgeOutlines, completed

ASPECT = 260 / 380


@pytest.mark.parametrize(
    "moved", [(-300, 30), (310, -20), (20, -370), (-10, 400)], ids=["left", "right", "top", "foot"]
)
@pytest.mark.parametrize("degrees", [0, 12])
def test_half_a_card_is_outlined_whole(moved: tuple[int, int], degrees: float) -> None:
    lies = turned(FLAT, degrees) + moved
    found = EdgeOutlines(on_cloth(lies)).cut(aspect=ASPECT, most=4)
    assert max(overlap(outline, lies) for outline in found) > 0.85


def test_the_side_beside_the_photo_lies_where_a_cards_proportions_want_it() -> None:
    cut = FLAT + (-300, 0)
    shorter = cut.copy()
    shorter[[0, 3], 0] = -20.0
    whole = completed(shorter, np.array(SIZE, dtype=np.float64), aspect=ASPECT)
    assert whole == pytest.approx(cut)


def test_nothing_is_outlined_where_nothing_has_an_edge() -> None:
    slope = np.tile(np.linspace(40, 200, SIZE[1])[:, None, None], (1, SIZE[0], 3)).astype(np.uint8)
    assert EdgeOutlines(slope).cut(aspect=ASPECT, most=4) == []


@pytest.mark.parametrize("size", [(40, 30), (1, 1), (700, 9)])
def test_a_tiny_or_narrow_picture_is_no_trouble(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)
    assert len(EdgeOutlines(noise).cut(aspect=ASPECT, most=4)) <= 4
