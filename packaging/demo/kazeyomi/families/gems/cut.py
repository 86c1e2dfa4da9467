"""Cut stones: brilliant, step cut, heart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, curved, darkened, lit
from kazeyomi.colour import Colour, Picture, mix, rgb
from kazeyomi.families.gems.facets import cut_facet, sparkle, velvet
from kazeyomi.metal import BRASS, plate, tapestry
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng
from kazeyomi.scenery import beams
from kazeyomi.sketch import WHITE, Mask, Points, Sketch


def _round_cut(
    sketch: Sketch,
    rng: Rng,
    *,
    x: float,
    y: float,
    radius: float,
    tones: Sequence[Colour],
    folds: int = 8,
    outline: Points | None = None,
) -> None:
    """A brilliant from above: table, stars, kites and girdle facets; `outline` bends the round to another shape."""

    def at(r: float, a: float) -> Points:
        stretch = 1.0
        if outline is not None:
            angles = np.mod(np.arctan2(outline[:, 1], outline[:, 0]), 2 * np.pi)
            order = np.argsort(angles)
            stretch = float(
                np.interp(
                    np.mod(a, 2 * np.pi), angles[order], np.hypot(outline[:, 0], outline[:, 1])[order], period=2 * np.pi
                )
            )
            stretch = 1 + (stretch - 1) * r**0.6
        return np.array([x + radius * r * stretch * np.cos(a), y + radius * r * stretch * np.sin(a)])

    step = 2 * np.pi / folds
    table, star, girdle = 0.5, 0.66, 1.0
    for k in range(folds):
        a = k * step + step / 2
        for j in (-1, 1):
            mid = a + j * step / 4
            light = 0.5 + 0.4 * np.cos(mid + 2.3) + rng.normal(0, 0.12)
            cut_facet(
                sketch,
                rng,
                [at(girdle, a), at(girdle, a + j * step / 2), at(star + 0.06, a + j * step / 4)],
                tones,
                light=light,
            )
        cut_facet(
            sketch,
            rng,
            [
                at(table, a - step / 2),
                at(star + 0.06, a - step / 4),
                at(girdle, a - step / 2),
                at(star + 0.06, a - 3 * step / 4),
            ],
            tones,
            light=0.5 + 0.45 * np.cos(a + 2.0),
        )
        cut_facet(
            sketch,
            rng,
            [
                at(table, a - step / 2),
                at(table, a + step / 2),
                at(star + 0.06, a + step / 4),
                at(girdle, a),
                at(star + 0.06, a - step / 4),
            ],
            tones,
            light=0.5 + 0.42 * np.cos(a + 2.6),
        )
    for k in range(folds * 2):
        a, b = k * step / 2, (k + 1) * step / 2
        for inner, outer in ((0.0, 0.22), (0.22, 0.38), (0.38, table)):
            sway = 0.25 * inner
            light = 0.5 + 0.5 * np.cos(3 * a + 9 * inner + 1.0)
            cut_facet(
                sketch,
                rng,
                [at(inner, a + sway), at(outer, a + sway), at(outer, b + sway), at(inner, b + sway)],
                tones,
                light=light,
            )
    ring = [at(table, k * step + step / 2 - step / 2) for k in range(folds)]
    sketch.line([*ring, ring[0]], tones[-1], width=0.007, alpha=0.8)


def draw_brilliant(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = velvet(sheet, rng, p.dark)
    picture = lit(picture, beams(sheet, rng, x=0.0, y=0.0, count=40) * 0.45, p.light)
    shadow = np.exp(-((sheet.polar(0.05, 0.1)[0] / 0.82) ** 8))
    picture = darkened(picture, shadow.astype(np.float32) * 0.6)
    sketch = Sketch(sheet, picture)
    tones = (p.deep, p.dark, p.mid, rgb("#9fd0f0"), WHITE, rgb("#f6e6ff"), rgb("#8ab8f0"), WHITE)
    _round_cut(sketch, rng, x=0, y=0, radius=0.84, tones=tones, folds=8)
    for x, y, s, tint in (
        (-0.34, -0.42, 0.34, WHITE),
        (0.46, 0.2, 0.2, rgb("#fff0c0")),
        (0.1, 0.6, 0.16, rgb("#c0f0ff")),
        (-0.6, 0.3, 0.14, rgb("#ffc8e8")),
    ):
        sparkle(sketch, x, y, s, tint)
    return bloomed(sketch.done(), above=0.85, amount=0.5)


def draw_emerald(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = velvet(sheet, rng, rgb("#5a1c34"))
    setting = Mask(sheet)

    def octagon(half: float, tall: float, cut: float) -> Points:
        return np.array(
            [
                (-half + cut, -tall),
                (half - cut, -tall),
                (half, -tall + cut),
                (half, tall - cut),
                (half - cut, tall),
                (-half + cut, tall),
                (-half, tall - cut),
                (-half, -tall + cut),
            ]
        )

    setting.polygon(octagon(0.76, 1.0, 0.26), WHITE)
    for side in (-1, 1):
        for end in (-1, 1):
            setting.circle(side * 0.58, end * 0.82, 0.14, WHITE)
    picture = plate(picture, sheet, setting.plane(), BRASS, spun=0.3, lift=20)
    sketch = Sketch(sheet, picture)
    tones = (p.deep, p.dark, p.mid, mix(p.mid, p.light, 0.6), p.light, p.pale)
    rings = [octagon(0.68 - 0.115 * k, 0.92 - 0.115 * k, 0.24 - 0.034 * k) for k in range(5)]
    lights = (0.85, 0.65, 0.35, 0.3, 0.15, 0.35, 0.6, 0.95)
    for k in range(4):
        outer, inner = rings[k], rings[k + 1]
        for i in range(8):
            cut_facet(
                sketch,
                rng,
                [outer[i], outer[(i + 1) % 8], inner[(i + 1) % 8], inner[i]],
                tones,
                light=lights[i] * (0.75 + 0.12 * k) + rng.normal(0, 0.06),
            )
    table = rings[4]
    sketch.polygon(table, p.mid)
    for k in range(11):
        x0 = -0.2 + 0.045 * k
        sketch.polygon(
            [(x0, -0.42), (x0 + 0.05, -0.42), (x0 + 0.22 - 0.03 * k, 0.42), (x0 + 0.14 - 0.03 * k, 0.42)],
            tones[(k * 3) % 5],
            alpha=0.55,
        )
    sketch.polygon([(-0.2, -0.4), (0.02, -0.4), (-0.2, 0.1)], p.pale, alpha=0.55)
    sketch.line([*table, table[0]], p.pale, width=0.008)
    for side in (-1, 1):
        for end in (-1, 1):
            sketch.circle(side * 0.58, end * 0.82, 0.075, BRASS[1])
            sketch.circle(side * 0.58 - 0.01, end * 0.82 - 0.015, 0.06, BRASS[3])
    sparkle(sketch, -0.4, -0.62, 0.24)
    sparkle(sketch, 0.42, 0.55, 0.15, p.pale)
    return curved(sketch.done(), contrast=1.06)


def draw_ruby(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A heart-cut ruby in embers."""
    p = motif.palette
    picture = tapestry(sheet, rng, rgb("#241a1c"))
    t = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    heart = (
        np.stack(
            [16 * np.sin(t) ** 3, -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))], axis=1
        )
        / 17.5
    )
    heart = heart * np.array([0.98, 1.0]) + (0.0, -0.04)
    mask = Mask(sheet)
    mask.polygon(heart * 0.9, WHITE)
    cover = mask.plane()
    picture = lit(picture, blurred(cover, 46) * 0.8, rgb("#e0203a"))
    picture = darkened(picture, blurred(np.roll(cover, (20, 14), axis=(0, 1)), 14) * 0.6)
    sketch = Sketch(sheet, picture)
    tones = (rgb("#1c0208"), rgb("#5a0414"), rgb("#a80a24"), rgb("#e8203c"), rgb("#ff6a7a"), rgb("#ffd8dc"))
    _round_cut(sketch, rng, x=0.0, y=0.0, radius=0.9, tones=tones, folds=12, outline=heart)
    for x, y, s in ((-0.42, -0.5, 0.28), (0.5, -0.35, 0.16), (0.05, 0.5, 0.14)):
        sparkle(sketch, x, y, s, rgb("#fff0f0"))
    for _ in range(90):
        sketch.circle(
            rng.uniform(-1.1, 1.1),
            rng.uniform(-1.2, 1.2),
            rng.uniform(0.002, 0.008),
            mix(rgb("#ff7a2a"), p.light, rng.random()),
        )
    return bloomed(sketch.done(), above=0.8, amount=0.5)
