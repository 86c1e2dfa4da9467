"""Dragons of the upper air: after the pearl, into the clouds, among drums."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, curved, lit, mixed
from kazeyomi.colour import Picture, mix, ramp, rgb
from kazeyomi.families.dragons.curls import curl
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, warped_clouds
from kazeyomi.scenery import disc, gold_leaf, lightning, mist_band, sky, stars
from kazeyomi.sketch import BLACK, WHITE, Sketch, circle_points, curve, trace
from kazeyomi.wyrm import Hide, dragon


def draw_pearl(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(
        sky(sheet, rng, (p.deep, p.dark, mix(p.dark, p.mid, 0.7), p.mid), cloud=p.mid, much=0.4), sheet, rng, count=200
    )
    far, _ = sheet.polar(0.5, -0.1)
    picture = lit(picture, (np.exp(-far * 3.2) * 0.9).astype(np.float32), mix(p.accent, WHITE, 0.4))
    sketch = Sketch(sheet, picture)
    blue = (p.dark, p.mid, p.light, p.pale)
    curl(sketch, x=-0.75, y=0.75, size=0.24, tints=blue)
    curl(sketch, x=0.7, y=0.95, size=0.3, tints=blue, face=-1)
    way = curve(
        trace(
            "0.9,0.72 0.45,0.98 -0.2,0.82 -0.55,0.4 -0.1,0.16 0.12,0.42 -0.25,0.62 "
            "-0.85,0.3 -0.92,-0.35 -0.5,-0.78 -0.05,-0.62 0.1,-0.35"
        ),
        460,
    )
    dragon(
        sketch,
        rng,
        way,
        Hide(rgb("#1f6f5a"), rgb("#6fd8a0"), rgb("#f2dc9a"), rgb("#e8702a")),
        wide=0.24,
        belly_side=-1,
        legs=(0.3, 0.62, 0.84),
    )
    for r, tint in ((0.15, mix(p.accent, WHITE, 0.2)), (0.13, rgb("#fff4d8")), (0.09, WHITE)):
        sketch.circle(0.56, -0.1, r, tint)
    for k in range(7):
        a = -np.pi / 2 + (k - 3) * 0.42
        flame = curve(
            [
                (0.56 + 0.14 * np.cos(a), -0.1 + 0.14 * np.sin(a)),
                (0.56 + 0.2 * np.cos(a + 0.2), -0.1 + 0.22 * np.sin(a + 0.2)),
                (0.56 + 0.24 * np.cos(a), -0.16 + 0.3 * np.sin(a)),
            ],
            14,
        )
        sketch.stroke(flame, np.linspace(0.06, 0.004, 14), rgb("#f8a83a"))
    curl(sketch, x=0.62, y=-0.9, size=0.2, tints=blue)
    return bloomed(sketch.done(), above=0.8, amount=0.4)


def draw_climbing(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = gold_leaf(sheet, rng, motif.palette.mid)
    picture = mixed(picture, rgb("#b8281c"), disc(sheet, 0.3, -0.5, 0.4) * 0.9)
    sketch = Sketch(sheet, picture)
    white = (rgb("#8a6a2a"), rgb("#f2e2b0"), rgb("#fbf4dc"), WHITE)
    curl(sketch, x=-0.6, y=0.9, size=0.34, tints=white)
    curl(sketch, x=0.6, y=1.02, size=0.3, tints=white, face=-1)
    t = np.linspace(0, 1, 480)
    way = np.stack([(0.62 - 0.25 * t) * np.sin(t * 11.5), 1.05 - 1.72 * t], axis=1)
    way = np.concatenate([way, curve([way[-1], (-0.05, -0.82), (0.2, -0.86), (0.42, -0.72)], 60)[1:]])
    dragon(
        sketch,
        rng,
        way,
        Hide(rgb("#1c1f2c"), rgb("#5a6a8a"), rgb("#e8dcc0"), rgb("#d8d2c8"), rgb("#ffd23a")),
        wide=0.22,
        belly_side=1,
        legs=(0.3, 0.55, 0.8),
    )
    curl(sketch, x=-0.72, y=-0.2, size=0.17, tints=white)
    curl(sketch, x=0.72, y=0.32, size=0.15, tints=white, face=-1)
    return curved(sketch.done(), contrast=1.05)


def draw_clouds(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A dragon seen in pieces, between banks of cloud, in ink and red."""
    p = motif.palette
    field, push = warped_clouds(rng, sheet, 2.0, strength=0.8)
    picture = ramp(np.clip(0.35 + 0.75 * (field - 0.4) + 0.2 * push, 0, 1), (p.dark, p.mid, p.light, p.pale))
    sketch = Sketch(sheet, picture)
    way = curve(
        trace(
            "1.2,0.9 0.5,0.62 -0.3,0.95 -0.95,0.55 -0.55,0.05 0.25,0.3 0.75,0 0.6,-0.5 0,-0.72 -0.35,-0.5 -0.3,-0.28"
        ),
        480,
    )
    dragon(
        sketch,
        rng,
        way,
        Hide(rgb("#3a4450"), rgb("#a8b4bc"), rgb("#f0ece0"), rgb("#20242c"), rgb("#f0d14b")),
        wide=0.3,
        belly_side=-1,
        legs=(0.35, 0.7),
    )
    picture = sketch.done()
    for at, thick in ((0.66, 0.13), (0.12, 0.09), (-0.2, 0.06), (1.05, 0.16)):
        picture = mist_band(picture, sheet, rng, at=at, thick=thick, colour=mix(p.pale, WHITE, 0.4), much=1.0)
    return curved(picture, contrast=1.08)


def draw_thunder(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    field, push = warped_clouds(rng, sheet, 2.2, strength=0.9)
    picture = ramp(np.clip(0.05 + 0.65 * field + 0.25 * (push - 0.4), 0, 1), (p.deep, p.deep, p.dark, p.mid, p.light))
    bolts = Sketch(sheet, BLACK)
    for start, end, width in (
        ((-0.6, -1.1), (-0.75, 1.0), 0.02),
        ((0.7, -1.1), (0.5, 1.1), 0.022),
        ((0.1, -1.1), (0.0, 0.2), 0.012),
    ):
        lightning(bolts, rng, start, end, width)
    flash = bolts.done()[..., 0]
    picture = lit(picture, flash + blurred(flash, 8) * 2.5 + blurred(flash, 40) * 3, mix(p.light, WHITE, 0.4))
    sketch = Sketch(sheet, picture)
    for k in range(9):
        a = k * 2 * np.pi / 9 - 0.4
        x, y = 0.82 * np.cos(a), -0.05 + 0.92 * np.sin(a)
        drum = circle_points(0.1, 30, x=x, y=y)
        sketch.polygon((drum - (x, y)) * 1.16 + (x, y), rgb("#8a1f2a"))
        sketch.polygon(drum, rgb("#f2e2b8"))
        for j in range(3):
            b = j * 2.0944 + k
            sketch.circle(x + 0.038 * np.cos(b), y + 0.038 * np.sin(b), 0.028, p.dark)
    way = curve(
        trace("0.9,-0.95 0.35,-0.8 0.6,-0.35 0.1,-0.1 -0.5,-0.4 -0.85,0 -0.45,0.5 0.15,0.45 0.6,0.75 0.25,1 -0.1,0.92"),
        460,
    )
    dragon(
        sketch,
        rng,
        way,
        Hide(rgb("#2a1a5f"), rgb("#a884f4"), rgb("#ffe08a"), rgb("#ffb83a"), rgb("#fff27a")),
        wide=0.29,
        belly_side=1,
        legs=(0.32, 0.62),
    )
    return bloomed(sketch.done(), above=0.75, amount=0.5)
