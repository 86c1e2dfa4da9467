"""The regions in which two artworks differ most are where they were made to differ."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.pictures import card

from karuta.engine.lookalikes import Region, most_different

Pixels = NDArray[np.uint8]


def painted(pixels: Pixels, left: float, top: float, width: float = 0.2, height: float = 0.1) -> Pixels:
    """With a chequered patch there."""
    tall, wide = pixels.shape[:2]
    result = pixels.copy()
    part = result[int(top * tall) : int((top + height) * tall), int(left * wide) : int((left + width) * wide)]
    rows, columns = np.indices(part.shape[:2])
    part[:] = np.where(((rows // 8 + columns // 8) % 2)[..., None] > 0, (250, 30, 30), (20, 20, 240))
    return result


def covers(region: Region, x: float, y: float) -> bool:
    return region.left <= x <= region.left + region.width and region.top <= y <= region.top + region.height


@pytest.mark.parametrize(("x", "y"), [(0.05, 0.05), (0.7, 0.1), (0.4, 0.5), (0.75, 0.85)])
def test_the_one_place_that_differs_is_found(x: float, y: float) -> None:
    plain = card(3)
    first = most_different(plain, painted(plain, x, y))[0]
    assert covers(first, x + 0.1, y + 0.05)


def test_three_places_are_found_and_none_lies_over_another() -> None:
    plain = card(3)
    other = painted(painted(painted(plain, 0.05, 0.05), 0.7, 0.45), 0.1, 0.85)
    regions = most_different(plain, other)
    assert len(regions) == 3
    for x, y in ((0.15, 0.1), (0.8, 0.5), (0.2, 0.9)):
        assert any(covers(region, x, y) for region in regions)
    for at, one in enumerate(regions):
        for two in regions[at + 1 :]:
            assert abs(one.left - two.left) >= one.width - 1e-6 or abs(one.top - two.top) >= one.height - 1e-6
    assert [region.difference for region in regions] == sorted((region.difference for region in regions), reverse=True)


def test_the_same_picture_differs_nowhere_also_darker_and_a_little_shifted() -> None:
    plain = card(3)
    darker = (plain * 0.8).astype(np.uint8)
    shifted = np.roll(plain, (4, 3), axis=(0, 1))
    assert most_different(plain, plain) == ()
    assert most_different(plain, darker) == ()
    differing = most_different(plain, shifted)
    assert all(region.difference < 12 for region in differing)
