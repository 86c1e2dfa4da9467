"""Fire that is near: a sparkler and a bonfire."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, curved, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb
from kazeyomi.families.fire.sparks import Sparks
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, rolling, warped_clouds
from kazeyomi.sketch import WHITE, Sketch, curve


def draw_sparkler(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.4 - 0.3 * sheet.polar(0, 0.1)[0] + 0.12 * (clouds(rng, sheet, 3) - 0.5), 0, 1),
        (rgb("#040306"), rgb("#160a10"), p.dark),
    )
    sparks = Sparks(sheet)

    def fork(x: float, y: float, a: float, long: float, depth: int) -> None:
        t = np.linspace(0, 1, 12)
        bend = rng.normal(0, 0.35)
        way = np.stack(
            [x + long * t * np.cos(a + bend * t), y + long * t * np.sin(a + bend * t) + 0.12 * long * t * t], axis=1
        )
        tone = (rgb("#ff8a2a"), rgb("#ffb84a"), rgb("#ffe08a"), WHITE)[depth]
        sparks.line(way, np.linspace(0.0045 * (depth + 0.6), 0.002, 12), tone)
        if depth:
            for k in range(int(rng.integers(3, 6))):
                fork(
                    way[-1][0],
                    way[-1][1],
                    a + (k - 2) * 0.6 + rng.normal(0, 0.2),
                    long * rng.uniform(0.3, 0.6),
                    depth - 1,
                )
        else:
            sparks.dot(float(way[-1][0]), float(way[-1][1]), 0.005, WHITE)

    for k in range(19):
        fork(0.0, 0.12, k * 2 * np.pi / 19 + rng.normal(0, 0.15), rng.uniform(0.22, 0.44), 3)
    picture = sparks.onto(picture, glow=0.9)
    sketch = Sketch(sheet, picture)
    cord = curve([(0.16, -1.4), (0.06, -0.6), (0.0, 0.08)], 60)
    for i in range(60):
        sketch.spot(
            cord[i], 0.014 + 0.006 * np.sin(i * 1.3), (rgb("#c23a6a"), rgb("#e8d03a"), rgb("#3a8ac2"))[(i // 4) % 3]
        )
    for r, tint in ((0.075, rgb("#c2300f")), (0.06, rgb("#f26a1a")), (0.042, rgb("#ffb84a")), (0.022, rgb("#fff4cc"))):
        sketch.circle(0.0, 0.12, r, tint)
    return bloomed(sketch.done(), above=0.65, amount=0.7)


def draw_bonfire(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    field, push = warped_clouds(rng, sheet, 3.2, strength=0.7)
    stretched = clouds(rng, sheet, 5, octaves=5, stretch=0.35)
    x, y = sheet.grid()
    lean = 0.14 * np.sin(y * 4 + 3 * field) * smooth(0.6, -0.8, y)
    half = 0.62 * smooth(-1.15, 0.75, y) ** 0.9 + 0.02
    core = 1 - np.abs(x + lean) / half
    heat = core * 1.15 + 0.85 * (stretched - 0.5) + 0.4 * (push - 0.4) - 0.35 * smooth(0.2, -1.1, y)
    heat = heat * smooth(0.86, 0.62, y)
    picture = ramp(
        np.clip(0.3 - 0.2 * sheet.polar(0, 0.3)[0] + 0.05 * rolling(rng, sheet, 4), 0, 1),
        (rgb("#030203"), rgb("#1a0806"), p.dark),
    )
    flames = ramp(np.clip(heat * 0.72, 0, 1).astype(np.float32), (p.deep, p.dark, p.mid, p.light, p.pale, WHITE))
    picture = mixed(picture, flames, smooth(0.08, 0.4, heat.astype(np.float32)))
    picture = lit(picture, np.exp(-((sheet.polar(0, 0.35)[0] / 0.85) ** 2)) * 0.35, p.mid)
    sketch = Sketch(sheet, picture)
    for a, off in ((0.25, 0.0), (-0.3, 0.05), (0.6, -0.12), (-0.7, 0.14), (0.05, 0.1)):
        way = np.array(
            [
                (-0.55 * np.cos(a) + off, 0.86 - 0.55 * np.sin(a) * 0.5),
                (0.55 * np.cos(a) + off, 0.86 + 0.55 * np.sin(a) * 0.5),
            ]
        )
        t = np.linspace(0, 1, 30)[:, None]
        line = way[0] * (1 - t) + way[1] * t
        sketch.stroke(line, 0.12, rgb("#1c0c06"))
        sketch.stroke(line - np.array([0, 0.03]), 0.035, rgb("#8a3a14"))
        for k in rng.integers(2, 28, 7):
            sketch.circle(line[k][0], line[k][1] - 0.02, rng.uniform(0.008, 0.02), rgb("#ff8a2a"))
        for end in way:
            sketch.spot(end, 0.06, rgb("#3a1c0c"))
            sketch.spot(end, 0.04, rgb("#8a5a34"))
    for _ in range(260):
        sx, sy = rng.normal(0, 0.38), rng.uniform(-1.25, 0.6)
        t = np.linspace(0, 1, 6)
        long = rng.uniform(0.01, 0.06)
        sketch.stroke(
            np.stack([sx + long * 0.5 * np.sin(t * 3 + sx * 9), sy - long * t], axis=1),
            np.linspace(0.006, 0.002, 6),
            mix(p.light, p.pale, rng.random()),
            alpha=0.9,
        )
    for hand in (-1, 1):
        px = hand * 0.88
        sketch.circle(px, 0.62, 0.1, rgb("#050304"))
        sketch.polygon(
            curve([(px - 0.24, 1.4), (px - 0.19, 0.85), (px, 0.72), (px + 0.19, 0.85), (px + 0.24, 1.4)], 40),
            rgb("#050304"),
        )
        sketch.stroke(
            curve(
                [(px - hand * 0.09, 0.58), (px - hand * 0.12, 0.66), (px - hand * 0.17, 0.86), (px - hand * 0.2, 1.1)],
                30,
            ),
            0.012,
            p.light,
            alpha=0.8,
        )
    return curved(bloomed(sketch.done(), above=0.75, amount=0.35), contrast=1.04)
