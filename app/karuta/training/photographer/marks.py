"""What another program drew into a photo: an outline around the card and a name above it. Uses no real card's name."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from karuta.training.photographer.pose import Corners

_OUTLINES = ((30, 60, 255), (0, 120, 255), (0, 200, 60), (255, 40, 40), (255, 220, 0))
_SYLLABLES = ("ka", "ru", "ta", "no", "shi", "Dra", "gon", "of", "the", "Mir", "ror", "el", "Ne", "os", "Max", "III")


def burn_in(image: Image.Image, cards: Sequence[Corners], rng: np.random.Generator) -> None:
    """Draws an outline and a name for each card, in place."""
    draw = ImageDraw.Draw(image)
    blue = rng.random() < 0.7
    outline = _OUTLINES[0] if blue else _OUTLINES[int(rng.integers(len(_OUTLINES)))]
    for corners in cards:
        width = float(np.linalg.norm(corners[1] - corners[0]))
        thick = max(1, round(width * float(rng.uniform(0.004, 0.02))))
        loose = corners + rng.normal(0, 0.015 * width, (4, 2))
        points = [(float(x), float(y)) for x, y in loose]
        draw.line([*points, points[0]], fill=outline, width=thick, joint="curve")
        tall = max(7, round(width * float(rng.uniform(0.05, 0.11))))
        name = " ".join("".join(rng.choice(_SYLLABLES, 3)) for _ in range(int(rng.integers(1, 4))))
        low = loose.min(axis=0)
        place = (max(0.0, float(low[0])), max(0.0, float(low[1]) - tall * float(rng.uniform(-0.5, 1.3))))
        draw.text(place, name, fill=(0, 255, 0) if blue else outline, font=_font(min(tall, 64)))


@functools.lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
