"""Water seen from within, motes in it, and small fish of the reef; no larger animal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, lit
from kazeyomi.colour import Colour, Picture, ramp
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import beams
from kazeyomi.sketch import WHITE, Sketch


def water(sheet: Sheet, rng: Rng, colours: Sequence[Colour], *, rays: float = 0.6, light: Colour = WHITE) -> Picture:
    """Water seen from within, light coming down into it."""
    picture = ramp(np.clip(sheet.down() + 0.15 * (clouds(rng, sheet, 2.5, octaves=4) - 0.5), 0, 1), colours)
    if rays:
        picture = lit(picture, beams(sheet, rng, x=rng.uniform(-0.4, 0.4), y=-1.7, count=34) * rays, light)
    return picture


def motes(picture: Picture, sheet: Sheet, rng: Rng, *, count: int, colour: Colour) -> Picture:
    sketch = Sketch(sheet, picture)
    for _ in range(count):
        sketch.circle(
            rng.uniform(-1.1, 1.1),
            rng.uniform(-1.2, 1.2),
            rng.uniform(0.002, 0.007),
            colour,
            alpha=rng.uniform(0.3, 0.8),
        )
    return sketch.done()
