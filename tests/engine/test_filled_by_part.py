"""A photo that a part of a card fills is laid where that part is."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from tests.pictures import card

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import iou
from karuta.engine.filled_by_part import ROUGH_WIDTHS, laid_over, rough_cards
from karuta.engine.similarity import kept_contrast_map

FACE = card(9)
TALL, WIDE = FACE.shape[:2]
SHAPE = WIDE / TALL


def part(box: tuple[float, float, float, float], *, wide: int = 300) -> tuple[Pixels, Pixels]:
    """A photo that this part of the face fills (left, top, right, bottom in shares), and the card's corners in it."""
    left, top, right, low = np.array(box) * (WIDE, TALL, WIDE, TALL)
    scale = wide / (right - left)
    shown = Image.fromarray(FACE).resize((wide, round(scale * (low - top))), box=(left, top, right, low))
    edges = np.array([(0, 0), (WIDE, 0), (WIDE, TALL), (0, TALL)], dtype=np.float64)
    return np.asarray(shown), (edges - (left, top)) * scale


@pytest.mark.parametrize(
    "box",
    [
        (0.12, 0.18, 0.88, 0.7),
        (0.05, 0.1, 0.95, 0.52),
        (0.0, 0.4, 0.8, 0.95),
        (0.0, 0.0, 1.0, 0.5),
        (0.3, 0.2, 0.9, 0.8),
    ],
    ids=["a box of art", "a wide one", "low on the left", "the upper half", "high and narrow"],
)
def test_the_photo_is_laid_where_it_was_cut_out(box: tuple[float, float, float, float]) -> None:
    photo, corners = part(box)
    others = [kept_contrast_map(card(seed)) for seed in range(1, 7)]
    laid = laid_over(photo, [*others, kept_contrast_map(FACE)], card=SHAPE)
    *strange, own = laid
    assert own.alike > 0.8 and iou(own.corners, corners) > 0.9
    assert max(laid_photo.alike for laid_photo in strange) < 0.7 * own.alike


def test_a_flat_picture_is_like_nothing() -> None:
    photo, _ = part((0.12, 0.18, 0.88, 0.7))
    (blank,) = laid_over(photo, [kept_contrast_map(np.full_like(FACE, 200))], card=SHAPE)
    (grey,) = laid_over(np.full((200, 220, 3), 120, np.uint8), [kept_contrast_map(FACE)], card=SHAPE)
    assert blank.alike < 0.1 and grey.alike < 0.1
    assert laid_over(photo, [], card=SHAPE) == []


@pytest.mark.parametrize("size", [(300, 200), (300, 300), (300, 420), (200, 600)])
def test_rough_cards_are_as_large_as_a_photo_of_that_shape_allows(size: tuple[int, int]) -> None:
    cards = rough_cards(size, card=SHAPE)
    assert len({tuple(outline.ravel()) for outline in cards}) == len(cards) <= 4
    assert len(cards) >= (1 if size[0] < SHAPE * size[1] * min(ROUGH_WIDTHS) else 2)
    for outline in cards:
        (left, top), (right, low) = outline[0], outline[2]
        assert left <= 0 and top <= 0 and right >= size[0] - 1e-6 and low >= size[1] - 1e-6
        assert (right - left) / (low - top) == pytest.approx(SHAPE)
