"""Open water seen towards the horizon, and rings on a pond seen from above; no shores and no ships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kazeyomi.canvas import Sheet, lit, mixed
from kazeyomi.colour import Colour, Picture, Plane, ramp
from kazeyomi.noise import Rng, looked_up, rolling


@dataclass(frozen=True)
class Sea:
    """How the water lies: its `horizon` (units), its `swell`, colours from far to near, and the light on it."""

    horizon: float
    colours: Sequence[Colour]
    light: Colour
    light_x: float = 0.0
    swell: float = 1.0
    shine: float = 1.0
    road: float = 0.16


def with_sea(picture: Picture, sheet: Sheet, rng: Rng, sea: Sea) -> Picture:
    """The picture with water below the horizon: swell, fine ripples, and a road of light under sun or moon."""
    x, y = sheet.grid()
    below = np.maximum(y - sea.horizon, 1e-3)
    away = 0.16 / below
    tile = Sheet(512, 512)
    ripples = rolling(rng, tile, 40, stretch=2.2) + 0.5 * rolling(rng, tile, 110, stretch=2.0)
    long = rolling(rng, tile, 9, stretch=2.6)
    map_x, map_y = 256 + x * away * 300, 256 + away * 620
    fine = looked_up(ripples, map_x * 1.6, map_y * 1.6) - 0.75
    wide = looked_up(long, map_x * 0.7, map_y * 0.7) - 0.5
    calm = np.clip(below * 5, 0.12, 1)
    tone = np.clip(below / (sheet.bottom - sea.horizon), 0, 1) ** 0.7
    slope = fine * 0.5 * calm + wide * 0.9 * sea.swell * calm
    water = ramp(np.clip(tone + slope * 0.5, 0, 1), sea.colours)
    width = sea.road * (0.5 + 2.2 * below)
    road = np.exp(-(((x - sea.light_x) / width) ** 2))
    glint = np.clip((fine + 0.5 * wide) * 3.0 + 0.15, 0, 1) ** 1.5
    far_glow = np.exp(-below * 9) * np.exp(-(((x - sea.light_x) / (0.2 + sea.road)) ** 2)) * 0.7
    water = lit(water, ((road * glint * 1.5 + far_glow) * sea.shine).astype(np.float32), sea.light)
    surface = np.clip((y - sea.horizon) * sheet.unit + 0.5, 0, 1).astype(np.float32)
    return mixed(picture, water, surface)


def ring_waves(sheet: Sheet, rng: Rng, *, drops: int, reach: float = 0.5) -> Plane:
    """Height of a pond's surface under rain: rings that spread, cross and fade."""
    height = np.zeros(sheet.shape, dtype=np.float32)
    for _ in range(drops):
        far, _ = sheet.polar(rng.uniform(-sheet.right, sheet.right), rng.uniform(-sheet.bottom, sheet.bottom))
        radius = reach * rng.uniform(0.15, 1.0)
        train = np.sin((far - radius) * (70 - 40 * radius)) * np.exp(-(((far - radius) / (0.05 + 0.10 * radius)) ** 2))
        height += (train * (0.4 + 0.6 * (1 - radius / reach))).astype(np.float32)
    return height
