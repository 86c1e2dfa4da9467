"""Rows of paper lanterns: a wall of them, a lane of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, mixed, smooth
from kazeyomi.colour import Colour, Picture, mix, ramp, rgb, shade
from kazeyomi.families.lanterns.glow import halo
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, rolling
from kazeyomi.scenery import mirrored_below
from kazeyomi.sketch import BLACK, Sketch, curve, petal, placed


def paper_lantern(
    picture: Picture,
    sheet: Sheet,
    *,
    x: float,
    y: float,
    wide: float,
    tall: float,
    colours: Sequence[Colour],
    ribs: int = 9,
    crest: int = 0,
    ink: Colour = BLACK,
) -> Picture:
    """A round paper lantern, lit from within, with ribs, caps and one of four crests (0 is none)."""
    gx, gy = sheet.grid()
    v = (gy - y) / (tall / 2)
    half = wide / 2 * np.sqrt(np.clip(1 - np.abs(np.clip(v, -1, 1)) ** 2.4, 0, 1)) * (np.abs(v) < 1)
    body = smooth(0.008, -0.008, np.abs(gx - x) - np.maximum(half, 0)) * (np.abs(v) < 0.94)
    side = (gx - x) / np.maximum(half, 1e-3)
    rib = np.abs(np.sin(v * np.pi * ribs / 2))
    light = np.clip(1.02 - 0.62 * side**2 - 0.35 * (v - 0.1) ** 2 - 0.16 * (1 - rib**0.35), 0, 1)
    paper = ramp(light.astype(np.float32), colours)
    picture = mixed(picture, paper, body.astype(np.float32))
    sketch = Sketch(sheet, picture)
    if crest:
        for k in range(2 + crest * 2):
            a = k * 2 * np.pi / (2 + crest * 2)
            sketch.polygon(
                placed(petal(wide * 0.25, wide * (0.1 + 0.02 * crest), tip=0.6), x=x, y=y, turn=a - np.pi / 2),
                ink,
                alpha=0.85,
            )
        sketch.ring(x, y, wide * 0.29, ink, width=wide * 0.02, alpha=0.85)
    for sign in (-1, 1):
        cap = tall * 0.48 * sign + y
        sketch.polygon(
            [
                (x - wide * 0.24, cap - tall * 0.035),
                (x + wide * 0.24, cap - tall * 0.035),
                (x + wide * 0.24, cap + tall * 0.035),
                (x - wide * 0.24, cap + tall * 0.035),
            ],
            shade(ink, 0.8),
        )
        sketch.line([(x - wide * 0.24, cap), (x + wide * 0.24, cap)], rgb("#c9963a"), width=tall * 0.012)
    return sketch.done()


def draw_wall(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = ramp(
        np.clip(0.4 - 0.2 * sheet.down() + 0.1 * rolling(rng, sheet, 4), 0, 1),
        (rgb("#0a0508"), rgb("#2a0d12"), rgb("#5a1a1c")),
    )
    warm = (rgb("#8a1a08"), rgb("#e0501c"), rgb("#f8b04a"), rgb("#fff0b8"))
    red = (rgb("#5a0608"), rgb("#b81a14"), rgb("#f0462a"), rgb("#ffb07a"))
    white = (rgb("#8a6a3a"), rgb("#e0bc7a"), rgb("#fae8b8"), rgb("#fffbe8"))
    places = [(-0.86 + 0.58 * c + 0.29 * (r % 2), -0.92 + 0.52 * r) for r in range(5) for c in range(-1, 5)]
    picture = halo(picture, sheet, [(x, y, 0.3) for x, y in places[::2]], rgb("#ff7a2a"), strength=0.12)
    for r in range(5):
        beam = Sketch(sheet, picture)
        beam.line([(-1.3, -1.2 + 0.52 * r), (1.3, -1.2 + 0.52 * r)], rgb("#1c0d0a"), width=0.04)
        beam.line([(-1.3, -1.21 + 0.52 * r), (1.3, -1.21 + 0.52 * r)], rgb("#7a3a1c"), width=0.008)
        picture = beam.done()
        for i, (x, y) in enumerate(places[r * 6 : r * 6 + 6]):
            kind = (i + 2 * r) % 3
            picture = paper_lantern(
                picture,
                sheet,
                x=x,
                y=y,
                wide=0.47,
                tall=0.5,
                colours=(warm, red, white)[kind],
                crest=1 + (i + r) % 4,
                ink=(rgb("#3a0a06"), rgb("#1a0404"), rgb("#a81a14"))[kind],
            )
    return bloomed(picture, above=0.8, amount=0.4)


def draw_alley(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A narrow lane between taverns after rain."""
    p = motif.palette
    vx, vy = 0.05, -0.05
    picture = ramp(
        np.clip(0.5 + 0.4 * sheet.grid()[1] * -1 - 0.3, 0, 1), (rgb("#0a0a1c"), rgb("#1c2348"), rgb("#3a4a80"))
    )
    sketch = Sketch(sheet, picture)
    for side in (-1, 1):
        edge = side * 1.35
        wall = [(edge, -1.4), (vx + side * 0.14, vy - 0.3), (vx + side * 0.14, vy + 0.12), (edge, 1.0)]
        sketch.polygon(wall, rgb("#1c0f0d"))
        for k in range(7):
            near, far = 1 - k / 7.0, 1 - (k + 0.86) / 7.0

            def at(t: float, h: float, side: int = side, edge: float = edge) -> tuple[float, float]:
                top, foot = vy - 0.3 + (-1.4 - vy + 0.3) * t, vy + 0.12 + (1.0 - vy - 0.12) * t
                return (vx + side * 0.14 + (edge - vx - side * 0.14) * t, top + (foot - top) * h)

            near, far = near**1.5, far**1.5
            tone = mix(rgb("#f2a84a"), rgb("#ffd98a"), rng.random())
            sketch.polygon([at(near, 0.56), at(far, 0.56), at(far, 0.93), at(near, 0.93)], rgb("#3a1a0c"))
            for i in range(5):
                a, b = near + (far - near) * (i + 0.1) / 5, near + (far - near) * (i + 0.9) / 5
                sketch.polygon([at(a, 0.6), at(b, 0.6), at(b, 0.9), at(a, 0.9)], shade(tone, rng.uniform(0.7, 1.1)))
            sketch.polygon([at(near, 0.48), at(far, 0.48), at(far, 0.55), at(near, 0.55)], rgb("#5a2a1c"))
            if k % 2 == 0:
                sketch.polygon(
                    [at(near, 0.12), at((near + far) / 2, 0.12), at((near + far) / 2, 0.4), at(near, 0.4)],
                    (rgb("#2f5a8a"), rgb("#a8322a"), rgb("#3a7a5a"))[k % 3],
                )
    sketch.polygon([(vx - 0.14, vy + 0.12), (vx + 0.14, vy + 0.12), (1.35, 1.4), (-1.35, 1.4)], rgb("#1a1416"))
    picture = sketch.done()
    red = (rgb("#5a0608"), rgb("#c21a14"), rgb("#f8502a"), rgb("#ffc89a"))
    lamps = [
        (vx + side * (0.1 + 0.74 * t), vy - 0.1 - 0.28 * t, 0.07 + 0.42 * t)
        for t in (0.05, 0.1, 0.17, 0.27, 0.42, 0.66)
        for side in (-1, 1)
    ]
    picture = halo(picture, sheet, [(x, y, s * 1.1) for x, y, s in lamps], rgb("#ff4a1a"), strength=0.3)
    for i, (x, y, s) in enumerate(lamps):
        picture = paper_lantern(
            picture, sheet, x=x, y=y, wide=s * 0.72, tall=s, colours=red, crest=1 + i % 4, ink=rgb("#1a0404")
        )
    gx, gy = sheet.grid()
    wet = mirrored_below(picture, sheet, rng, line=0.08, tint=rgb("#120a10"), murk=0.35, ripple=0.5)
    lane = smooth(0.0, 0.02, gy - 0.08 - np.maximum(0.0, np.abs(gx - vx) - 0.14) * 0.78)
    picture = mixed(picture, wet, lane * 0.85)
    walker = Sketch(sheet, picture)
    dark = rgb("#08060c")
    walker.polygon([(-0.06, 0.42), (-0.03, 0.14), (0.07, 0.14), (0.1, 0.42)], dark)
    walker.circle(0.02, 0.1, 0.035, dark)
    walker.polygon(
        curve([(-0.17, 0.06), (0.02, -0.1), (0.21, 0.06), (0.02, 0.03), (-0.17, 0.06)], 40), mix(p.mid, dark, 0.3)
    )
    return bloomed(walker.done(), above=0.7, amount=0.6)
