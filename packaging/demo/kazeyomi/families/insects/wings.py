"""Wings alike on both sides, with veins, eyes and dust, and the furry bodies between them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from kazeyomi.canvas import Sheet, blurred, darkened, hillshade, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, rgb, shade
from kazeyomi.noise import Rng, clouds, rolling
from kazeyomi.sketch import WHITE, Mask, Sketch, circle_points, curve

Dye = Callable[[Plane, Plane, Plane], Picture]
"""Colours from the distance to the wing's root (0..1), the turn within the wing (0..1) and the nearness to its edge."""


def wing(
    picture: Picture,
    sheet: Sheet,
    rng: Rng,
    outline: ArrayLike,
    dye: Dye,
    *,
    root: tuple[float, float],
    veins: int = 9,
    vein: Colour = (0.05, 0.04, 0.06),
    spots: ArrayLike = (),
    clear: float = 1.0,
) -> Picture:
    """One wing to the right and its mirror image to the left; `spots` are (x, y, radius, kind) eyes on it."""
    shape = curve(outline, 140)
    x, y = sheet.grid()
    ax = np.abs(x)
    mask = Mask(sheet)
    mask.polygon(shape, WHITE)
    mask.polygon(shape * np.array([-1, 1]), WHITE)
    cover = mask.plane()
    inner = blurred(cover, 16)
    edge = np.clip((1 - inner) * 2, 0, 1)
    far = np.hypot(ax - root[0], y - root[1])
    reach = float(np.hypot(shape[:, 0] - root[0], shape[:, 1] - root[1]).max())
    turns = np.arctan2(shape[:, 1] - root[1], shape[:, 0] - root[0])
    low, high = float(np.percentile(turns, 6)), float(np.percentile(turns, 94))
    turn = (np.arctan2(y - root[1], ax - root[0]) - low) / (high - low)
    colours = dye((far / reach).astype(np.float32), turn.astype(np.float32), edge)
    fan = np.abs(np.mod(turn * veins, 1.0) - 0.5) * far
    lines = smooth(0.014, 0.006, np.abs(0.5 * far - fan)) * smooth(0.02, 0.1, far)
    dust = 0.92 + 0.16 * (rolling(rng, sheet, 110) - 0.5) + 0.12 * (clouds(rng, sheet, 9, octaves=3) - 0.5)
    relief = hillshade(
        (inner * 0.4 + 0.05 * np.cos(turn * veins * 2 * np.pi)).astype(np.float32),
        strength=60,
        azimuth=235,
        altitude=55,
    )
    colours = np.clip(colours * (dust * (0.55 + 0.55 * relief))[..., None], 0, 1).astype(np.float32)
    colours = mixed(colours, vein, np.clip(lines * 0.75 + smooth(0.75, 0.98, edge) * 0.85, 0, 1))
    shadow = blurred(np.roll(cover, (14, 10), axis=(0, 1)), 12)
    picture = mixed(darkened(picture, shadow * 0.45 * clear), colours, cover * clear)
    picture = mixed(picture, vein, cover * np.clip(lines * 0.8 + smooth(0.8, 0.98, edge), 0, 1) * (1 - clear) * 0.9)
    sketch = Sketch(sheet, picture)
    for sx, sy, r, kind in np.asarray(spots, dtype=np.float64).reshape(-1, 4):
        for side in (-1, 1):
            _eye_spot(sketch, side * sx, sy, r, int(kind))
    return sketch.done()


def _eye_spot(sketch: Sketch, x: float, y: float, r: float, kind: int) -> None:
    rings = (
        ((1.0, "#1a1218"), (0.86, "#f2d06a"), (0.68, "#c2401c"), (0.48, "#1a1430"), (0.28, "#4a8ad8")),
        ((1.0, "#f6f0dc"), (0.84, "#7a3a6a"), (0.62, "#e8b8d0"), (0.42, "#2a1a38"), (0.2, "#f6f0dc")),
        ((1.0, "#0c1a2a"), (0.85, "#2f8ad0"), (0.6, "#0c1430"), (0.34, "#f2f8ff"), (0.16, "#2f8ad0")),
    )[kind]
    for share, code in rings:
        sketch.circle(x, y, r * share, rgb(code))
    sketch.circle(x - r * 0.3, y - r * 0.32, r * 0.12, WHITE)


def furry_body(
    sketch: Sketch,
    rng: Rng,
    *,
    top: float,
    waist: float,
    end: float,
    wide: float,
    fur: Colour,
    rings: Colour,
    feathered: bool,
) -> None:
    """Head, furry chest, ringed abdomen and feelers."""
    for k in range(15):
        t = k / 14
        y = waist + (end - waist) * t
        half = wide * (0.78 - 0.5 * t**1.6)
        sketch.polygon(
            circle_points(1.0, 30) * np.array([half, (end - waist) / 17]) + (0, y), shade(fur if k % 2 else rings, 0.85)
        )
        sketch.polygon(
            circle_points(1.0, 20) * np.array([half * 0.4, (end - waist) / 24]) + (-half * 0.25, y - 0.006),
            mix(fur if k % 2 else rings, WHITE, 0.25),
        )
    for _ in range(230):
        a, r = rng.uniform(0, 6.28), np.sqrt(rng.random())
        x, y = wide * 0.95 * r * np.cos(a), (top + waist) / 2 + (waist - top) * 0.55 * r * np.sin(a)
        b = np.arctan2(y - (top + waist) / 2, x) + rng.normal(0, 0.4)
        sketch.stroke(
            [(x, y), (x + 0.05 * np.cos(b), y + 0.05 * np.sin(b))],
            [0.012, 0.002],
            mix(shade(fur, 0.7), mix(fur, WHITE, 0.35), rng.random()),
        )
    sketch.circle(0, top - wide * 0.3, wide * 0.62, shade(fur, 0.8))
    for side in (-1, 1):
        sketch.circle(side * wide * 0.42, top - wide * 0.42, wide * 0.3, (0.08, 0.06, 0.08))
        sketch.circle(side * wide * 0.36, top - wide * 0.5, wide * 0.09, WHITE)
        feeler = curve(
            [
                (side * wide * 0.2, top - wide * 0.7),
                (side * wide * 1.5, top - wide * 2.4),
                (side * wide * 3.6, top - wide * 3.2),
            ],
            40,
        )
        sketch.stroke(feeler, np.linspace(0.018, 0.008, 40), shade(rings, 0.6))
        if feathered:
            for i in range(6, 40, 2):
                along = feeler[i] - feeler[i - 2]
                across = np.array([-along[1], along[0]]) / np.linalg.norm(along)
                for hand in (-1, 1):
                    sketch.stroke(
                        [feeler[i], feeler[i] + hand * across * wide * 0.55 * np.sin(np.pi * i / 42) + along],
                        [0.008, 0.003],
                        shade(rings, 0.75),
                    )
        else:
            sketch.spot(feeler[-1], 0.022, shade(rings, 0.6))
