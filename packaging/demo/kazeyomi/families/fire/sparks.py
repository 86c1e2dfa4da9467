"""Sparks: light drawn on black and added with its glow, and the night behind it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, blurred
from kazeyomi.colour import Colour, Picture, mix, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng
from kazeyomi.scenery import sky, stars
from kazeyomi.sketch import BLACK, WHITE, Sketch, curve


class Sparks:
    """Light drawn on black, added to a picture with its glow."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._sketch = Sketch(sheet, BLACK)

    def burst(
        self,
        rng: Rng,
        *,
        x: float,
        y: float,
        radius: float,
        colours: Sequence[Colour],
        rays: int = 70,
        fall: float = 0.25,
        start: float = 0.15,
        thick: float = 0.012,
        tip: bool = True,
    ) -> None:
        """A shell that opens: rays that slow, droop by `fall` and change colour on their way."""
        golden = np.pi * (3 - np.sqrt(5))
        for i in range(rays):
            z = 1 - 2 * (i + 0.5) / rays
            flat = np.sqrt(1 - z * z)
            a = i * golden
            reach = radius * rng.uniform(0.93, 1.04)
            t = np.linspace(start, 1, 26)
            slow = 1 - (1 - t) ** 1.9
            way = np.stack(
                [x + reach * flat * np.cos(a) * slow, y + reach * flat * np.sin(a) * slow + fall * radius * t**2.2],
                axis=1,
            )
            parts = len(colours)
            for k in range(parts):
                low, high = int(k * 25 / parts), int((k + 1) * 25 / parts) + 1
                widths = np.linspace(0.35 + 0.65 * k / parts, 0.35 + 0.65 * (k + 1) / parts, high - low) * thick
                self._sketch.stroke(way[low:high], widths, colours[k], alpha=0.95)
            if tip:
                self._sketch.spot(way[-1], thick * 0.85, mix(colours[-1], WHITE, 0.6))

    def trail(self, way: Sequence[tuple[float, float]], *, width: float, colour: Colour) -> None:
        line = curve(way, 60)
        self._sketch.stroke(line, np.linspace(0.002, width, 60), colour, alpha=0.9)

    def dot(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self._sketch.circle(x, y, radius, colour)

    def line(self, way: object, widths: object, colour: Colour, *, alpha: float = 0.95) -> None:
        self._sketch.stroke(np.asarray(way), np.asarray(widths), colour, alpha=alpha)

    def onto(self, picture: Picture, *, glow: float = 1.0) -> Picture:
        light = self._sketch.done()
        halo = blurred(light, 5) * 0.9 + blurred(light, 22) * 1.2 + blurred(light, 70) * 1.1
        return np.asarray(
            (1 - (1 - picture) * (1 - np.clip(light, 0, 1)) * (1 - np.clip(halo * glow, 0, 1))), dtype=np.float32
        )


def night(sheet: Sheet, motif: Motif, rng: Rng, *, count: int = 260) -> Picture:
    p = motif.palette
    return stars(
        sky(sheet, rng, (shade(p.deep, 0.7), p.deep, mix(p.deep, p.dark, 0.7))), sheet, rng, count=count, below=0.8
    )
