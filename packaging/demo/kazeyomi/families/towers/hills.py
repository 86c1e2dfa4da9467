"""A village in snow and a stair to the sky."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, lit
from kazeyomi.colour import Colour, Picture, mix, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng
from kazeyomi.scenery import far_birds, hill_rows, mist_band, pine_tree, sky, stars, sun
from kazeyomi.sketch import WHITE, Sketch, curve, trace


def draw_village(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(sky(sheet, rng, (p.deep, p.dark, p.mid)), sheet, rng, count=260, below=0.5)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=p.mid,
        near=mix(p.pale, p.light, 0.4),
        mist=p.light,
        top=-0.2,
        bottom=0.5,
        rows=4,
        tall=0.35,
    )
    sketch = Sketch(sheet, picture)
    homes = [
        (-0.78, 0.12, 0.2),
        (0.1, 0.06, 0.17),
        (0.8, 0.16, 0.2),
        (-0.3, 0.3, 0.26),
        (0.52, 0.42, 0.3),
        (-0.82, 0.62, 0.34),
        (0.1, 0.82, 0.4),
        (0.98, 0.86, 0.32),
    ]
    for x, foot, size in homes:
        for _ in range(2):
            pine_tree(
                sketch,
                rng,
                x=x + rng.choice([-1, 1]) * size * rng.uniform(1.1, 1.5),
                foot=foot,
                tall=size * rng.uniform(1.2, 2.0),
                colour=mix(p.deep, p.dark, 0.4),
            )
        sketch.polygon(
            np.array([(-0.78, 0), (-0.78, -0.5), (0.78, -0.5), (0.78, 0)]) * size + (x, foot), rgb("#3a261a")
        )
        for wx in (-0.45, 0.0, 0.45):
            sketch.polygon(
                np.array([(-0.14, -0.1), (-0.14, -0.4), (0.14, -0.4), (0.14, -0.1)]) * size + (x + wx * size, foot),
                rgb("#ffc24a"),
            )
            sketch.line(
                [(x + wx * size, foot - 0.1 * size), (x + wx * size, foot - 0.4 * size)],
                rgb("#7a4a1c"),
                width=0.012 * size / 0.2,
            )
        thatch = np.array([(-1.06, -0.36), (-0.12, -1.52), (0.12, -1.52), (1.06, -0.36)])
        sketch.polygon(thatch * size + (x, foot), rgb("#4a3826"))
        snow = curve(
            trace(
                "-1.1,-0.34 -0.62,-1.02 -0.12,-1.66 0.12,-1.66 0.62,-1.02 1.1,-0.34 0.8,-0.52 "
                "0.5,-0.46 0.15,-0.62 -0.25,-0.5 -0.6,-0.6 -1.1,-0.34"
            ),
            100,
        )
        sketch.polygon(snow * size + (x, foot), mix(p.pale, WHITE, 0.6))
        shade_side = curve([(0.12, -1.66), (0.62, -1.02), (1.1, -0.34), (0.8, -0.52), (0.5, -0.46), (0.12, -0.66)], 50)
        sketch.polygon(
            np.concatenate([shade_side, [(0.12, -1.66)]]) * size + (x, foot), mix(p.light, p.mid, 0.15), alpha=0.75
        )
        drift = curve([(-1.5, 0.3), (-0.9, 0.02), (0.0, 0.06), (0.9, 0.0), (1.5, 0.3)], 40)
        sketch.polygon(drift * size + (x, foot), mix(p.pale, WHITE, 0.5))
        for k in range(6):
            sketch.circle(
                x + size * (0.45 + 0.1 * np.sin(k)),
                foot - size * (1.6 + 0.34 * k),
                size * (0.1 + 0.03 * k),
                p.light,
                alpha=0.22,
            )
    glow = [(x, foot - 0.22 * size, size) for x, foot, size in homes]
    picture = sketch.done()
    for x, y, size in glow:
        picture = lit(picture, np.exp(-((sheet.polar(x, y)[0] / size) ** 2)) * 0.3, rgb("#ffb04a"))
    flakes = Sketch(sheet, picture)
    for _ in range(260):
        flakes.circle(rng.uniform(-1.1, 1.1), rng.uniform(-1.2, 1.2), rng.uniform(0.004, 0.013), WHITE, alpha=0.85)
    return bloomed(flakes.done(), above=0.85, amount=0.35)


def draw_stair(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Blocks and stairs without a horizon, seen from no real corner."""
    p = motif.palette
    picture = sky(
        sheet, rng, (mix(p.accent, p.deep, 0.4), p.accent, mix(p.accent, p.pale, 0.6), p.pale), cloud=p.pale, much=0.7
    )
    picture = sun(picture, sheet, x=-0.6, y=-0.75, radius=0.14, colour=p.pale, halo=p.light)
    sketch = Sketch(sheet, picture)
    cell = 0.115

    def at(i: float, j: float, k: float) -> tuple[float, float]:
        return ((i - j) * cell * 0.87, 0.75 + (i + j) * cell * 0.5 - k * cell)

    def block(i: float, j: float, k: float, tone: Colour, *, tall: float = 1.0) -> None:
        sketch.polygon(
            [at(i, j, k + tall), at(i + 1, j, k + tall), at(i + 1, j + 1, k + tall), at(i, j + 1, k + tall)],
            shade(tone, 1.22),
        )
        sketch.polygon(
            [at(i, j + 1, k), at(i + 1, j + 1, k), at(i + 1, j + 1, k + tall), at(i, j + 1, k + tall)],
            shade(tone, 0.92),
        )
        sketch.polygon(
            [at(i + 1, j, k), at(i + 1, j + 1, k), at(i + 1, j + 1, k + tall), at(i + 1, j, k + tall)], shade(tone, 0.6)
        )

    heights = {}
    for i in range(-4, 5):
        for j in range(-4, 5):
            ring = max(abs(i), abs(j))
            heights[i, j] = (0 if ring == 4 else [13.0, 9.5, 6.0, 2.6][ring]) + (rng.random() < 0.15) * 0.6
    path = [(4, 4), (4, 3), (4, 2), (4, 1), (4, 0), (4, -1), (4, -2)]
    for step, spot in enumerate(path):
        heights[spot] = 0.4 + 0.42 * step
    for step, spot in enumerate([(3, -2), (3, -1), (3, 0), (3, 1), (3, 2), (3, 3), (2, 3), (1, 3), (0, 3), (-1, 3)]):
        heights[spot] = 3.0 + 0.42 * step
    for i in range(-4, 5):
        for j in range(-4, 5):
            tone = mix(p.mid, p.light, 0.25 + 0.5 * ((i * 7 + j * 13) % 5) / 5)
            top = heights[i, j]
            level = -3.0
            while level < top - 0.01:
                tall = min(1.0, top - level)
                block(i, j, level, shade(tone, 0.94 + 0.06 * ((i + j + int(level)) % 2)), tall=tall)
                level += tall
            if (i * 5 + j * 3) % 7 == 0 and top > 2:
                base = np.array(at(i + 0.5, j + 1, top - 0.75))
                sketch.polygon(
                    np.array([(-0.02, 0.03), (-0.02, -0.03), (0.0, -0.05), (0.02, -0.03), (0.02, 0.03)]) + base, p.deep
                )
            if (i * 3 + j * 5) % 11 == 0 and top > 2:
                tx, ty = at(i + 0.5, j + 0.5, top)
                sketch.polygon([(tx - 0.04, ty), (tx, ty - 0.17), (tx + 0.04, ty)], mix(p.accent, p.deep, 0.4))
    tx, ty = at(0.5, 0.5, heights[0, 0])
    sketch.polygon([(tx - 0.1, ty), (tx, ty - 0.26), (tx + 0.1, ty)], p.accent)
    sketch.polygon([(tx, ty), (tx, ty - 0.26), (tx + 0.1, ty)], shade(p.accent, 0.7))
    sketch.line([(tx, ty - 0.26), (tx, ty - 0.4)], p.deep, width=0.01)
    sketch.polygon([(tx, ty - 0.4), (tx + 0.13, ty - 0.36), (tx, ty - 0.32)], rgb("#c8321e"))
    far_birds(sketch, rng, x=0.62, y=-0.62, count=5, size=0.06, colour=p.deep)
    return mist_band(sketch.done(), sheet, rng, at=1.12, thick=0.16, colour=p.pale, much=1.0)
