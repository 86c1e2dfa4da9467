"""The glow around small lights, and a paper lantern lit from within."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, lit
from kazeyomi.colour import Colour, Picture, rgb

GLOW = (rgb("#7a1c08"), rgb("#d8501a"), rgb("#f8a83a"), rgb("#ffe9a8"))


def halo(
    picture: Picture,
    sheet: Sheet,
    spots: Sequence[tuple[float, float, float]],
    colour: Colour,
    *,
    strength: float = 0.6,
) -> Picture:
    """Soft light around each `(x, y, radius)`."""
    light = np.zeros(sheet.shape, dtype=np.float32)
    for x, y, radius in spots:
        far, _ = sheet.polar(x, y)
        light += np.exp(-((far / radius) ** 2)) * strength + np.exp(-far / radius) * strength * 0.45
    return lit(picture, np.clip(light, 0, 1.6), colour)
