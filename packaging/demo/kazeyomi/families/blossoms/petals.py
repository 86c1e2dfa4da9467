"""Petals with veins and shading, and a garden out of focus behind them; no whole flower."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred
from kazeyomi.colour import Colour, Picture, mix, ramp, shade
from kazeyomi.noise import Rng, clouds
from kazeyomi.sketch import Points, Sketch, curve, placed


def soft_garden(sheet: Sheet, rng: Rng, colours: tuple[Colour, ...], spots: tuple[Colour, ...]) -> Picture:
    """A garden out of focus."""
    picture = ramp(clouds(rng, sheet, 2.6, octaves=4), colours)
    sketch = Sketch(sheet, picture)
    for _ in range(46):
        sketch.circle(
            rng.uniform(-1.1, 1.1),
            rng.uniform(-1.2, 1.2),
            rng.uniform(0.04, 0.16),
            spots[int(rng.integers(0, len(spots)))],
            alpha=0.35,
        )
    return blurred(sketch.done(), 8)


def shaded_petal(
    sketch: Sketch,
    shape: Points,
    *,
    x: float,
    y: float,
    turn: float,
    outer: Colour,
    inner: Colour,
    steps: int = 6,
    veins: int = 5,
) -> None:
    """A petal whose colour runs from its rim to its root, with veins."""
    sketch.polygon(placed(shape * np.array([1.015, 1.05]), x=x, y=y, turn=turn), shade(outer, 0.6))
    for k in range(steps):
        share = 1 - k / steps
        sketch.polygon(
            placed(shape * np.array([share, share**0.8]), x=x, y=y, turn=turn), mix(outer, inner, k / max(1, steps - 1))
        )
    length, half = float(shape[:, 0].max()), float(np.abs(shape[:, 1]).max())
    for v in np.linspace(-0.62, 0.62, veins):
        line = curve([(length * 0.08, 0), (length * 0.5, half * v), (length * 0.9, half * v * 0.75)], 10)
        sketch.stroke(
            placed(line, x=x, y=y, turn=turn), np.linspace(half * 0.05, half * 0.01, 10), shade(outer, 0.8), alpha=0.55
        )


def smooth_step(low: float, high: float, value: float) -> float:
    t = min(1.0, max(0.0, (value - low) / (high - low)))
    return t * t * (3 - 2 * t)
