"""Facets, sparkles and the velvet below them; no whole stone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from kazeyomi.canvas import Sheet
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp, shade
from kazeyomi.noise import Rng, clouds
from kazeyomi.sketch import WHITE, Sketch, star_points


def velvet(sheet: Sheet, rng: Rng, colour: Colour) -> Picture:
    far, _ = sheet.polar(-0.2, -0.2)
    fold = 0.12 * np.sin(sheet.grid()[0] * 5 + 1.5 * np.sin(sheet.grid()[1] * 2.4))
    tone = 0.6 - 0.36 * far + fold + 0.1 * (clouds(rng, sheet, 26, octaves=3) - 0.5)
    return ramp(
        np.clip(tone, 0, 1).astype(np.float32),
        (shade(colour, 0.15), shade(colour, 0.55), colour, mix(colour, WHITE, 0.35)),
    )


def cut_facet(sketch: Sketch, rng: Rng, points: ArrayLike, tones: Sequence[Colour], *, light: float) -> None:
    """One facet, split into two or three mirrors of the room."""
    shape = np.asarray(points, dtype=np.float64)
    middle = shape.mean(axis=0)
    for k in range(len(shape)):
        corner = [shape[k], shape[(k + 1) % len(shape)], middle + rng.normal(0, 0.015, 2)]
        level = np.clip(light + rng.normal(0, 0.16), 0, 1) * (len(tones) - 1)
        low = int(min(level, len(tones) - 2))
        sketch.polygon(corner, mix(tones[low], tones[low + 1], float(level - low)))


def sparkle(sketch: Sketch, x: float, y: float, size: float, colour: Colour = WHITE) -> None:
    sketch.polygon(star_points(4, size, size * 0.09) + np.array([x, y]), colour)
    sketch.polygon(star_points(4, size * 0.45, size * 0.07, turn=-np.pi / 4) + np.array([x, y]), colour)
    sketch.circle(x, y, size * 0.12, WHITE)


def bands(sheet: Sheet, rng: Rng, *, scale: float, warp: float, stretch: tuple[float, float] = (1.0, 1.0)) -> Plane:
    """Distance from the middle, pushed about: the growth lines of a stone."""
    x, y = sheet.grid()
    wx, wy = clouds(rng, sheet, scale, octaves=5) - 0.5, clouds(rng, sheet, scale, octaves=5) - 0.5
    return np.hypot((x + wx * warp) * stretch[0], (y + wy * warp) * stretch[1]).astype(np.float32)
