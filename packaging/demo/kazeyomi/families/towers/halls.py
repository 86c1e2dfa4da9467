"""Pagoda, castle, and a temple on a cliff."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, mixed, smooth
from kazeyomi.colour import Colour, Picture, mix, ramp, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, cells, clouds
from kazeyomi.scenery import far_birds, hill_rows, mirrored_below, mist_band, moon, pine_tree, sky, stars, sun
from kazeyomi.sketch import WHITE, Sketch, curve


def roof(
    sketch: Sketch, *, x: float, y: float, half: float, tall: float, colour: Colour, light: Colour, curl: float = 0.05
) -> None:
    """A tiled roof with turned-up eaves, `y` its eaves' height."""
    shape = curve(
        [
            (-half, -curl),
            (-half * 0.78, 0.0),
            (-half * 0.45, -tall * 0.55),
            (-half * 0.3, -tall),
            (half * 0.3, -tall),
            (half * 0.45, -tall * 0.55),
            (half * 0.78, 0.0),
            (half, -curl),
        ],
        80,
    )
    sketch.polygon(np.concatenate([shape, [(half * 0.7, 0.03), (-half * 0.7, 0.03)]]) + (x, y), colour)
    for t in np.linspace(-0.9, 0.9, 19):
        top, foot = (t * half * 0.3, -tall * 0.97), (t * half * 0.8, -0.006 - curl * 0.3 * abs(t) ** 3)
        bend = ((top[0] + foot[0]) / 2 - t * half * 0.08, -tall * 0.42)
        sketch.stroke(curve([top, bend, foot], 12) + (x, y), half * 0.014, mix(colour, light, 0.35 - 0.25 * t))
    eaves = curve([(-half, -curl), (-half * 0.75, 0.005), (half * 0.75, 0.005), (half, -curl)], 60)
    sketch.stroke(eaves + (x, y), 0.016, mix(colour, light, 0.75))


def draw_pagoda(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.dark, p.mid, p.light, p.pale), cloud=p.pale, much=0.5)
    picture = sun(picture, sheet, x=0.45, y=-0.35, radius=0.3, colour=mix(p.accent, p.pale, 0.25), halo=p.pale)
    picture = hill_rows(
        picture, sheet, rng, far=p.mid, near=p.dark, mist=p.light, top=0.4, bottom=0.9, rows=4, tall=0.26
    )
    sketch = Sketch(sheet, picture)
    wall, post, tile = rgb("#e8dcc4"), rgb("#8a2a1c"), rgb("#2a2a3a")
    y, half = 0.92, 0.56
    for _ in range(5):
        body, tall = half * 0.56, 0.17
        sketch.polygon([(-body - 0.12, y), (-body - 0.12, y - tall), (body - 0.12, y - tall), (body - 0.12, y)], wall)
        sketch.polygon(
            [(-0.12 + body * 0.15, y), (-0.12 + body * 0.15, y - tall), (body - 0.12, y - tall), (body - 0.12, y)],
            shade(wall, 0.75),
        )
        for t in np.linspace(-1, 1, 5):
            sketch.line([(-0.12 + t * body, y), (-0.12 + t * body, y - tall)], post, width=0.022)
        sketch.polygon(
            [(-0.17, y - 0.005), (-0.17, y - tall * 0.75), (-0.07, y - tall * 0.75), (-0.07, y - 0.005)], rgb("#3a1c14")
        )
        sketch.line([(-0.12 - body * 1.12, y - 0.01), (-0.12 + body * 1.12, y - 0.01)], post, width=0.02)
        roof(sketch, x=-0.12, y=y - tall, half=half, tall=0.115, colour=tile, light=p.light)
        y, half = y - tall - 0.095, half * 0.875
    sketch.line([(-0.12, y + 0.04), (-0.12, y - 0.34)], rgb("#8a6a2a"), width=0.018)
    for k in range(9):
        sketch.line(
            [(-0.12 - 0.035 + 0.002 * k, y - 0.04 - 0.026 * k), (-0.12 + 0.035 - 0.002 * k, y - 0.04 - 0.026 * k)],
            rgb("#d8b04a"),
            width=0.013,
        )
    sketch.circle(-0.12, y - 0.34, 0.018, rgb("#f0d86a"))
    for _ in range(90):
        x, fy = rng.uniform(-1.15, 1.15), 0.86 + 0.3 * rng.random()
        for _ in range(5):
            sketch.circle(
                x + rng.normal(0, 0.04),
                fy + rng.normal(0, 0.03),
                rng.uniform(0.02, 0.045),
                mix(mix(p.dark, p.accent, rng.random()), p.light, 0.3 * rng.random()),
            )
    far_birds(sketch, rng, x=0.55, y=-0.75, count=5, size=0.06, colour=p.deep)
    return sketch.done()


def draw_castle(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(
        sky(sheet, rng, (p.deep, p.dark, p.mid, mix(p.light, p.accent, 0.4)), cloud=p.mid, much=0.4),
        sheet,
        rng,
        count=160,
        below=0.4,
    )
    picture = moon(picture, sheet, rng, x=-0.62, y=-0.68, radius=0.16, colour=p.accent)
    picture = hill_rows(
        picture, sheet, rng, far=p.mid, near=p.dark, mist=p.light, top=0.25, bottom=0.5, rows=2, tall=0.3
    )
    sketch = Sketch(sheet, picture)
    stone, wall, tile = mix(p.dark, rgb("#5a6478"), 0.7), mix(p.pale, WHITE, 0.4), mix(p.deep, rgb("#2a3448"), 0.6)
    for x, foot, base, scale, floors in (
        (0.72, 0.62, 0.3, 0.6, 2),
        (-0.62, 0.66, 0.34, 0.7, 2),
        (0.05, 0.62, 0.55, 1.0, 4),
    ):
        ramp_top = foot - 0.26 * scale
        sketch.polygon(
            [
                (x - base * 1.2, foot + 0.06),
                *curve(
                    [(x - base * 1.2, foot), (x - base * 0.98, foot - 0.12 * scale), (x - base * 0.86, ramp_top)], 12
                ),
                *curve(
                    [(x + base * 0.86, ramp_top), (x + base * 0.98, foot - 0.12 * scale), (x + base * 1.2, foot)], 12
                ),
                (x + base * 1.2, foot + 0.06),
            ],
            stone,
        )
        for _ in range(int(80 * scale)):
            sx, sy = x + rng.uniform(-0.9, 0.9) * base, rng.uniform(ramp_top + 0.02, foot)
            sketch.polygon(
                np.array([(-1, -0.5), (0.8, -0.6), (1, 0.5), (-0.9, 0.6)]) * rng.uniform(0.018, 0.036) * scale
                + (sx, sy),
                shade(mix(stone, p.light, 0.25), rng.uniform(0.6, 1.15)),
            )
        y, half = ramp_top, base * 0.84
        for level in range(floors):
            tall = (0.16 - 0.012 * level) * scale
            sketch.polygon(
                [(x - half, y), (x - half * 0.96, y - tall), (x + half * 0.96, y - tall), (x + half, y)],
                shade(wall, 0.72),
            )
            sketch.polygon(
                [(x - half, y), (x - half * 0.96, y - tall), (x + half * 0.1, y - tall), (x + half * 0.1, y)], wall
            )
            for wx in np.linspace(-0.75, 0.75, 7 - level):
                lit_window = rng.random() < 0.3
                sketch.polygon(
                    np.array([(-0.02, -0.035), (0.02, -0.035), (0.02, 0.035), (-0.02, 0.035)]) * scale
                    + (x + wx * half, y - tall * 0.45),
                    p.accent if lit_window else tile,
                )
            y -= tall
            roof(sketch, x=x, y=y, half=half * 1.22, tall=0.11 * scale, colour=tile, light=p.light, curl=0.045 * scale)
            if level % 2 == 0:
                gable = half * 0.36
                sketch.polygon([(x - gable, y - 0.01), (x, y - 0.16 * scale), (x + gable, y - 0.01)], tile)
                sketch.polygon(
                    [(x - gable * 0.68, y - 0.012), (x, y - 0.12 * scale), (x + gable * 0.68, y - 0.012)], wall
                )
            y, half = y - 0.09 * scale, half * 0.78
        for hand in (-1, 1):
            sketch.stroke(
                curve(
                    [
                        (x + hand * half * 0.34, y),
                        (x + hand * half * 0.42, y - 0.06 * scale),
                        (x + hand * half * 0.3, y - 0.12 * scale),
                    ],
                    12,
                ),
                np.linspace(0.035, 0.008, 12) * scale,
                p.accent,
            )
    picture = mirrored_below(sketch.done(), sheet, rng, line=0.68, tint=p.dark, murk=0.25, ripple=0.7)
    sketch = Sketch(sheet, picture)
    for _ in range(12):
        side = rng.choice([-1, 1])
        pine_tree(
            sketch,
            rng,
            x=side * rng.uniform(0.55, 1.05),
            foot=0.74,
            tall=rng.uniform(0.12, 0.26),
            colour=shade(p.deep, 0.8),
        )
    for _ in range(40):
        x = rng.uniform(-1.1, 0.3)
        sketch.circle(
            -1.0 + 0.5 * rng.random() ** 2,
            -1.05 + 0.45 * rng.random(),
            rng.uniform(0.02, 0.05),
            mix(rgb("#f2a8c0"), WHITE, rng.random() * 0.6),
        )
        sketch.circle(x, rng.uniform(-0.6, 1.1), 0.008, rgb("#fbd8e2"))
    return sketch.done()


def draw_cliff(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A temple hung on a cliff by its beams."""
    p = motif.palette
    picture = sky(sheet, rng, (mix(p.light, p.pale, 0.3), p.pale, p.pale, p.light), cloud=WHITE, much=0.7)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.light, p.pale, 0.2),
        near=p.mid,
        mist=p.pale,
        top=0.3,
        bottom=1.0,
        rows=4,
        tall=0.3,
    )
    gx, gy = sheet.grid()
    wander = (clouds(rng, sheet, 6, octaves=5) - 0.5) * 0.4
    face = smooth(-0.01, 0.01, gx - (0.02 - 0.28 * gy * 0.5 + wander))
    _, edge, own = cells(rng, sheet, 8)
    crag = clouds(rng, sheet, 12, octaves=5, stretch=0.4)
    rock = ramp(
        np.clip(0.2 + 0.4 * own + 0.55 * (crag - 0.4) + 0.25 * smooth(0.0, 0.06, edge), 0, 1),
        (rgb("#1c1a18"), rgb("#4a463e"), rgb("#8a8474"), rgb("#cfc8b0")),
    )
    rock = mixed(rock, mix(p.mid, p.dark, 0.3), smooth(0.55, 0.72, clouds(rng, sheet, 6)) * 0.75)
    picture = mixed(picture, rock, face)
    sketch = Sketch(sheet, picture)
    red, dark, tile, wall = rgb("#b0301f"), rgb("#3a1812"), rgb("#2c4a48"), rgb("#f0e6cc")
    for x, y, half, posts in ((0.28, -0.32, 0.5, 1.2), (-0.02, 0.26, 0.46, 1.0), (0.5, -0.86, 0.3, 0.5)):
        for t in np.linspace(-0.9, 0.9, 7):
            sketch.line([(x + t * half, y), (x + t * half + 0.02, y + posts * (0.42 + 0.2 * t))], dark, width=0.02)
            sketch.line(
                [(x + t * half - 0.005, y), (x + t * half + 0.015, y + posts * (0.42 + 0.2 * t))],
                shade(red, 0.8),
                width=0.008,
            )
        for level in (0.1, 0.24, 0.38):
            sketch.line([(x - half * 0.92, y + level * posts), (x + half, y + level * posts * 1.02)], dark, width=0.014)
        sketch.polygon(
            [(x - half * 1.1, y), (x + half * 1.1, y), (x + half * 1.1, y + 0.045), (x - half * 1.1, y + 0.045)], red
        )
        for t in np.linspace(-1.05, 1.05, 13):
            sketch.line([(x + t * half, y), (x + t * half, y - 0.075)], red, width=0.012)
        sketch.line([(x - half * 1.08, y - 0.075), (x + half * 1.08, y - 0.075)], red, width=0.014)
        sketch.polygon(
            [(x - half * 0.75, y), (x - half * 0.75, y - 0.25), (x + half * 0.75, y - 0.25), (x + half * 0.75, y)], wall
        )
        for t in np.linspace(-0.75, 0.75, 6):
            sketch.line([(x + t * half, y), (x + t * half, y - 0.25)], red, width=0.02)
        for t in np.linspace(-0.6, 0.6, 5):
            sketch.polygon(
                np.array([(-0.045, -0.02), (-0.045, -0.17), (0.045, -0.17), (0.045, -0.02)]) + (x + t * half, y),
                rgb("#f8cf7a"),
            )
        roof(sketch, x=x, y=y - 0.25, half=half * 1.2, tall=0.19, colour=tile, light=p.pale)
    picture = mist_band(sketch.done(), sheet, rng, at=0.86, thick=0.2, colour=p.pale, much=0.9)
    sketch = Sketch(sheet, picture)
    for _ in range(26):
        x = rng.uniform(-1.1, 1.1)
        pine_tree(sketch, rng, x=x, foot=1.3, tall=rng.uniform(0.2, 0.55), colour=mix(p.deep, p.dark, rng.random()))
    far_birds(sketch, rng, x=-0.65, y=-0.55, count=6, size=0.07, colour=p.deep)
    return sketch.done()
