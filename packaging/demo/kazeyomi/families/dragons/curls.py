"""Clouds in the old manner, for dragons to fly past."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.colour import Colour
from kazeyomi.sketch import Sketch, curve


def curl(sketch: Sketch, *, x: float, y: float, size: float, tints: Sequence[Colour], face: int = 1) -> None:
    """A cloud in the old manner: lobes with rings, a tail drawn out."""
    lobes = ((-0.9, 0.1, 0.42), (-0.35, -0.22, 0.55), (0.3, -0.12, 0.5), (0.82, 0.16, 0.36), (0.0, 0.25, 0.45))
    for ring, tint in enumerate(tints):
        share = 1 - ring / len(tints)
        for lx, ly, r in lobes:
            sketch.circle(x + face * lx * size, y + ly * size, r * size * share, tint)
    tail = curve([(0.9, 0.3), (1.6, 0.42), (2.3, 0.3)], 30) * np.array([face, 1.0]) * size
    sketch.stroke(tail + (x, y), np.linspace(0.3, 0.02, 30) * size, tints[min(1, len(tints) - 1)])
