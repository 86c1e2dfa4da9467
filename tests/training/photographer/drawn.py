"""Drawn test cards with nothing of a publisher's on them: a frame, an art field, a coloured patch in each corner."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from karuta.domain.pixels import Pixels

# Top-left, top-right, bottom-right, bottom-left.
CORNER_COLOURS = ((230, 30, 30), (30, 200, 40), (40, 60, 230), (235, 220, 30))
# Centres of the patches, in shares of the card.
PATCH_CENTRES = ((0.14, 0.10), (0.86, 0.10), (0.86, 0.90), (0.14, 0.90))


def drawn_card(seed: int, *, size: tuple[int, int] = (178, 260)) -> Pixels:
    """A card picture `(height, width, 3) uint8`, RGB, upright; the seed decides its art."""
    rng = np.random.default_rng(seed)
    width, height = size
    image = Image.new("RGB", size, (150, 150, 150))
    draw = ImageDraw.Draw(image)
    draw.rectangle((width * 0.12, height * 0.2, width * 0.88, height * 0.7), fill=tuple(rng.integers(0, 255, 3)))
    for _ in range(6):
        x, y = rng.uniform(0.15, 0.6) * width, rng.uniform(0.22, 0.5) * height
        w, h = rng.uniform(0.05, 0.25) * width, rng.uniform(0.05, 0.18) * height
        draw.ellipse((x, y, x + w, y + h), fill=tuple(rng.integers(0, 255, 3)))
    for (x, y), colour in zip(PATCH_CENTRES, CORNER_COLOURS, strict=True):
        draw.rectangle(
            ((x - 0.1) * width, (y - 0.07) * height, (x + 0.1) * width - 1, (y + 0.07) * height - 1), fill=colour
        )
    return np.array(image)
