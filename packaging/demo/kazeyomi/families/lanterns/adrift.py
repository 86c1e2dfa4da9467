"""Lights that leave: down the river, into the sky, over the hills."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed
from kazeyomi.colour import Picture, mix, rgb, shade
from kazeyomi.families.lanterns.glow import halo
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng
from kazeyomi.scenery import hill_rows, mirrored_below, mist_band, moon, sky, stars
from kazeyomi.sketch import WHITE, Sketch, curve, petal, placed, trace


def draw_river(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid, p.light), cloud=p.mid, much=0.5)
    picture = stars(picture, sheet, rng, count=220, below=0.4)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.mid, p.dark, 0.4),
        near=shade(p.deep, 0.9),
        mist=p.mid,
        top=-0.18,
        bottom=0.0,
        rows=3,
        tall=0.24,
    )
    picture = mirrored_below(picture, sheet, rng, line=0.0, tint=p.deep, murk=0.3)
    spots = sorted(
        ((rng.uniform(-1.05, 1.05), 0.06 + 1.05 * rng.random() ** 1.4) for _ in range(34)), key=lambda spot: spot[1]
    )
    glows = [(x, y, 0.05 + 0.13 * y) for x, y in spots]
    picture = halo(picture, sheet, glows, rgb("#ff9a3a"), strength=0.35)
    sketch = Sketch(sheet, picture)
    for x, y in spots:
        size = 0.03 + 0.10 * y
        for k in range(9):
            wobble = rng.normal(0, size * 0.2)
            sketch.line(
                [
                    (x - size * 0.55 + wobble, y + size * (0.75 + 0.26 * k)),
                    (x + size * 0.55 + wobble, y + size * (0.75 + 0.26 * k)),
                ],
                rgb("#ffb050"),
                width=size * 0.1,
                alpha=0.4 * (1 - k / 9),
            )
        sketch.polygon(
            np.array([(-0.8, 0.45), (0.8, 0.45), (0.66, 0.62), (-0.66, 0.62)]) * size + (x, y), rgb("#3a2214")
        )
        for k, tint in enumerate((rgb("#e8762a"), rgb("#f8a84a"), rgb("#ffd98a"), rgb("#fff4cc"))):
            s = 1 - 0.2 * k
            sketch.polygon(
                np.array(
                    [(-0.55 * s, 0.42), (-0.5 * s, -0.75 + 0.14 * k), (0.5 * s, -0.75 + 0.14 * k), (0.55 * s, 0.42)]
                )
                * size
                + (x, y),
                tint,
            )
        for dx in (-0.5, 0.5):
            sketch.line(
                [(x + dx * size, y - 0.75 * size), (x + dx * 1.1 * size, y + 0.45 * size)],
                rgb("#5a2a14"),
                width=size * 0.07,
            )
        sketch.polygon(
            placed(petal(size * 0.5, size * 0.2), x=x, y=y + size * 0.1, turn=-1.57), rgb("#c23a1a"), alpha=0.5
        )
    return bloomed(sketch.done(), above=0.7, amount=0.6)


def draw_sky_lanterns(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(sky(sheet, rng, (p.deep, p.dark, p.mid, mix(p.mid, rgb("#d86a3a"), 0.45))), sheet, rng, count=300)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=p.dark,
        near=shade(p.deep, 0.6),
        mist=mix(p.mid, rgb("#d86a3a"), 0.3),
        top=0.75,
        bottom=1.0,
        rows=3,
        tall=0.2,
    )
    spots = [(rng.uniform(-1.05, 1.05), rng.uniform(-1.15, 0.8), 0.018 + 0.13 * rng.random() ** 3) for _ in range(66)]
    spots += [(-0.3, 0.05, 0.24), (0.45, -0.38, 0.2), (0.5, 0.52, 0.15)]
    spots.sort(key=lambda spot: spot[2])
    picture = halo(picture, sheet, [(x, y, 2.2 * s) for x, y, s in spots if s > 0.05], rgb("#ff8a2a"), strength=0.25)
    sketch = Sketch(sheet, picture)
    for x, y, size in spots:
        tilt = rng.normal(0, 0.08)
        shape = curve(
            trace("-0.5,0.95 -0.72,0.2 -0.7,-0.55 -0.35,-0.95 0.35,-0.95 0.7,-0.55 0.72,0.2 0.5,0.95"),
            60,
        )
        for k, tint in enumerate(
            (rgb("#c2491a"), rgb("#e8742a"), rgb("#f89a3a"), rgb("#ffc05a"), rgb("#ffe08a"), rgb("#fff6c8"))
        ):
            s = 1 - 0.15 * k
            sketch.polygon(
                placed(
                    shape * np.array([s, 0.4 + 0.6 * s]) + np.array([0, 0.36 * (1 - s)]), x=x, y=y, size=size, turn=tilt
                ),
                tint,
            )
        if size > 0.06:
            for dx in (-0.36, 0.0, 0.36):
                rib = curve([(dx * 0.8, -0.94), (dx * 1.35, -0.2), (dx, 0.95)], 16)
                sketch.stroke(placed(rib, x=x, y=y, size=size, turn=tilt), size * 0.025, rgb("#a83a12"), alpha=0.6)
            sketch.polygon(placed(petal(0.5, 0.22), x=x, y=y + size * 0.95, size=size, turn=-1.57), WHITE)
    return bloomed(sketch.done(), above=0.6, amount=0.7)


def draw_foxfire(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Blue flames along a hillside path, walkers small between them."""
    p = motif.palette
    picture = stars(sky(sheet, rng, (p.deep, shade(p.dark, 0.7), p.dark)), sheet, rng, count=260, below=0.5)
    picture = moon(picture, sheet, rng, x=0.5, y=-0.7, radius=0.17, colour=p.pale, phase=0.4)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=p.dark,
        near=shade(p.deep, 0.7),
        mist=mix(p.mid, p.dark, 0.5),
        top=0.0,
        bottom=1.0,
        rows=5,
        tall=0.3,
    )
    way = curve(
        [(0.9, -0.12), (0.2, 0.0), (-0.55, 0.16), (-0.3, 0.36), (0.5, 0.5), (0.65, 0.74), (-0.2, 0.86), (-0.9, 1.05)],
        300,
    )
    spots = []
    for i in np.linspace(6, 294, 24):
        x, y = way[int(i)]
        spots.append((x, y - 0.02, 0.022 + 0.085 * (i / 294) ** 1.4))
    picture = halo(picture, sheet, [(x, y - s, 2.4 * s) for x, y, s in spots], rgb("#3ac8e8"), strength=0.2)
    sketch = Sketch(sheet, picture)
    for i, (x, y, size) in enumerate(spots):
        if i % 2:
            robe = (rgb("#e8ece6"), rgb("#c8d4d0"))[i % 4 == 1]
            sketch.polygon(
                np.array([(-0.55, 1.0), (-0.28, -0.4), (0.28, -0.4), (0.55, 1.0)]) * size * 1.4 + (x + size, y), robe
            )
            sketch.circle(x + size, y - size * 0.85, size * 0.42, WHITE)
            for hand in (-1, 1):
                sketch.polygon(
                    np.array([(0.05, -0.95), (0.38, -1.75), (0.45, -0.85)]) * np.array([hand, 1]) * size
                    + (x + size, y),
                    WHITE,
                )
            sketch.polygon(
                np.array([(-0.3, -0.9), (0.3, -0.9), (0.0, -0.4)]) * size * 0.6 + (x + size, y - size * 0.1),
                rgb("#c2283a"),
            )
        for k, tint in enumerate((rgb("#1a6ad8"), rgb("#2fb8e8"), rgb("#8af0f4"), WHITE)):
            s = (1 - 0.23 * k) * size
            lean = rng.normal(0, 0.12)
            flame = curve([(0, 0.55), (-0.5, 0.1), (-0.28, -0.6), (lean, -1.7), (0.3, -0.6), (0.5, 0.1), (0, 0.55)], 40)
            sketch.polygon(flame * s + (x, y - size * 0.6), tint, alpha=0.85)
    picture = mist_band(sketch.done(), sheet, rng, at=0.55, thick=0.2, colour=p.mid, much=0.4)
    return bloomed(picture, above=0.6, amount=0.6)
