"""A card laid on a canvas lies exactly at its corners, and what covers it is counted."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from karuta.training.photographer.canvas import Canvas
from karuta.training.photographer.covers import Patch
from karuta.training.photographer.holder import CardLayer
from karuta.training.photographer.pose import rectangle, turned


def white_card(width: int, height: int, margin: int) -> CardLayer:
    image = Image.new("RGBA", (width + 2 * margin, height + 2 * margin), (0, 0, 0, 0))
    image.paste((255, 255, 255, 255), (margin, margin, margin + width, margin + height))
    corners = rectangle(width, height) + np.array([width, height]) / 2 + margin
    return CardLayer(image, corners, corners)


@pytest.mark.parametrize("degrees", [0, 13, 90, 137, 180, 270])
def test_a_card_lies_at_its_corners_to_a_tenth_of_a_pixel(degrees: float) -> None:
    canvas = Canvas(Image.new("RGB", (300, 300)))
    corners = turned(rectangle(100, 146), degrees) + np.array([151.3, 148.6])
    canvas.lay_card(white_card(100, 146, 5), corners)
    light = np.asarray(canvas.image, dtype=float)[..., 0] / 255
    rows, columns = np.mgrid[0:300, 0:300] + 0.5
    assert light.sum() == pytest.approx(100 * 146, rel=0.01)
    assert (light * columns).sum() / light.sum() == pytest.approx(151.3, abs=0.1)
    assert (light * rows).sum() / light.sum() == pytest.approx(148.6, abs=0.1)


def test_what_leaves_the_photo_or_is_covered_is_not_visible() -> None:
    canvas = Canvas(Image.new("RGB", (200, 200)))
    layer = white_card(80, 100, 4)
    canvas.lay_card(layer, rectangle(80, 100) + np.array([0.0, 60.0]))  # half outside
    canvas.lay_card(layer, rectangle(80, 100) + np.array([150.0, 100.0]))
    canvas.cover(Patch(Image.new("RGBA", (80, 25), (9, 9, 9, 255)), (110, 50)))
    first, second = canvas.visible()
    assert first == pytest.approx(0.5, abs=0.03)
    assert second == pytest.approx(0.75, abs=0.03)
