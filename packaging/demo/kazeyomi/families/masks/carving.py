"""A mask in the making: its relief, its eyes and lines, the cloth behind it; no face of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from kazeyomi.canvas import Sheet, blurred, darkened, hillshade, lit, mixed, smooth
from kazeyomi.colour import Colour, Picture, ramp, rgb
from kazeyomi.noise import Rng, rolling
from kazeyomi.patterns import PATTERNS
from kazeyomi.sketch import BLACK, WHITE, Mask, Points, Sketch, curve, placed

GOLD, INK, RED, BONE = rgb("#e0ac3a"), rgb("#15121a"), rgb("#c22a1e"), rgb("#f4ead6")


class Carving:
    """A mask in the making: heights are pushed up and pressed in, always on both sides alike."""

    def __init__(self, sheet: Sheet, outline: ArrayLike) -> None:
        self.sheet = sheet
        self.x, self.y = sheet.grid()
        mask = Mask(sheet)
        mask.polygon(both(outline), WHITE)
        self.cover = mask.plane()
        self.height = np.sqrt(np.clip(blurred(self.cover, 70) - 0.42, 0, 1)).astype(np.float32) * 0.55
        self.height += blurred(self.cover, 12) * 0.12

    def swell(
        self, x: float, y: float, rx: float, ry: float, amount: float, *, turn: float = 0.0, power: float = 1.0
    ) -> None:
        """A soft bump (or dent) at `x` and at `-x`."""
        for side in (-1, 1) if x else (1,):
            dx, dy = self.x - side * x, self.y - y
            c, s = np.cos(turn * side), np.sin(turn * side)
            u, v = (dx * c + dy * s) / rx, (-dx * s + dy * c) / ry
            self.height += (amount * np.exp(-((u * u + v * v) ** power))).astype(np.float32)

    def groove(self, way: ArrayLike, *, width: float, depth: float) -> None:
        """A carved line, on both sides."""
        mask = Mask(self.sheet)
        line = curve(way, 60)
        taper = np.sin(np.linspace(0.15, np.pi - 0.15, 60)) * width
        mask.stroke(line, taper, WHITE)
        mask.stroke(line * np.array([-1, 1]), taper, WHITE)
        self.height -= blurred(mask.plane(), 3.0) * depth

    def onto(self, ground: Picture, face: Picture, *, gloss: float = 0.35, lift: int = 20) -> Picture:
        """The painted carving under a lamp, its shadow on the ground."""
        light = hillshade(self.height, strength=230, azimuth=238, altitude=42)
        ambient = 0.32 + 0.9 * light
        lit_face = np.clip(face * ambient[..., None], 0, 1).astype(np.float32)
        lit_face = lit(lit_face, smooth(0.93, 1.0, light) * gloss, (1.0, 0.97, 0.9))
        shadow = blurred(np.roll(self.cover, (lift, lift // 2), axis=(0, 1)), 18)
        return mixed(darkened(ground, shadow * 0.7), lit_face, self.cover)


def both(half: ArrayLike) -> Points:
    """A right half from the top of the middle line to its bottom, closed by its mirror image."""
    points = np.asarray(half, dtype=np.float64)
    return np.concatenate([points, points[::-1] * np.array([-1.0, 1.0])])


def pair(sketch: Sketch, points: ArrayLike, colour: Colour, *, alpha: float = 1.0) -> None:
    shape = np.asarray(points, dtype=np.float64)
    sketch.polygon(shape, colour, alpha=alpha)
    sketch.polygon(shape * np.array([-1, 1]), colour, alpha=alpha)


def lines(
    sketch: Sketch, way: ArrayLike, widths: float | Sequence[float], colour: Colour, *, alpha: float = 1.0
) -> None:
    line = curve(way, 50)
    full = np.interp(np.linspace(0, 1, 50), np.linspace(0, 1, np.size(widths)), np.atleast_1d(widths))
    for side in (-1, 1):
        sketch.stroke(line * np.array([side, 1]), full, colour, alpha=alpha)


def wall(sheet: Sheet, rng: Rng, pattern: str, colours: Sequence[Colour], *, scale: float = 3.2) -> Picture:
    """A hung cloth behind the mask."""
    x, y = sheet.grid()
    fold = 0.03 * np.sin(x * 7 + 0.8 * np.sin(y * 2))
    value = PATTERNS[pattern]((x + fold) * scale, y * scale)
    light = 0.8 + 0.35 * np.sin(x * 7 + 0.8 * np.sin(y * 2) + 1) * 0.4 - 0.28 * sheet.polar(-0.2, -0.3)[0]
    return np.asarray(
        np.clip(ramp(value, colours) * (light * (0.94 + 0.12 * rolling(rng, sheet, 60)))[..., None], 0, 1),
        dtype=np.float32,
    )


def eye(
    sketch: Sketch,
    *,
    x: float,
    y: float,
    wide: float,
    tall: float,
    slant: float,
    iris: Colour,
    white: Colour = BONE,
    pupil: float = 0.35,
) -> None:
    shape = curve(
        [
            (-wide, 0.12 * tall),
            (-wide * 0.3, -tall),
            (wide * 0.6, -tall * 0.75),
            (wide, -0.1 * tall),
            (wide * 0.4, tall * 0.8),
            (-wide * 0.5, tall * 0.75),
            (-wide, 0.12 * tall),
        ],
        60,
    )
    for side in (-1, 1):
        at = placed(shape, turn=-slant) * np.array([side, 1]) + np.array([side * x, y])
        sketch.polygon((at - (side * x, y)) * 1.22 + (side * x, y), INK)
        sketch.polygon(at, white)
        sketch.circle(side * x * 0.98, y - tall * 0.05, tall * 0.82, iris)
        sketch.circle(side * x * 0.98, y - tall * 0.05, tall * pupil, BLACK)
        sketch.circle(side * x * 0.98 - tall * 0.25, y - tall * 0.35, tall * 0.18, WHITE)
