"""Pine, bamboo, a bare tree, a fern."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, curved, lit
from kazeyomi.colour import Colour, Picture, mix, ramp, rgb, shade
from kazeyomi.growth import Habit, draw_limbs, grown
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import beams, gold_leaf, hill_rows, moon, sky, stars
from kazeyomi.sketch import WHITE, Sketch, curve, petal, placed


def draw_pine(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = gold_leaf(sheet, rng, motif.palette.mid)
    sketch = Sketch(sheet, picture)
    rock = curve([(-1.3, 0.5), (-0.9, 0.42), (-0.55, 0.62), (-0.25, 0.72), (0.05, 1.0), (0.2, 1.4), (-1.3, 1.4)], 60)
    sketch.polygon(rock, rgb("#2c3a3c"))
    for k in range(9):
        line = curve(
            [
                (-1.2 + 0.1 * k, 0.55 + 0.06 * k),
                (-0.85 + 0.11 * k, 0.62 + 0.06 * k),
                (-0.75 + 0.1 * k, 0.95 + 0.05 * k),
            ],
            20,
        )
        sketch.stroke(line, np.linspace(0.02, 0.004, 20), rgb("#5a7472"), alpha=0.8)
    trunk = curve(
        [(-0.7, 0.62), (-0.42, 0.3), (-0.5, 0.02), (-0.12, -0.2), (0.1, -0.12), (0.38, -0.42), (0.78, -0.48)], 120
    )
    sketch.stroke(trunk, np.linspace(0.2, 0.05, 120), rgb("#3a2018"))
    for i in range(4, 116, 3):
        x, y = trunk[i]
        w = 0.2 - 0.15 * i / 120
        sketch.stroke(
            [(x - w * 0.3, y - w * 0.25), (x + w * 0.05, y + w * 0.3)], [0.014, 0.004], rgb("#8a5a3e"), alpha=0.8
        )
    pads = [
        (-0.75, -0.05, 0.3),
        (-0.4, -0.42, 0.34),
        (0.05, -0.62, 0.34),
        (0.12, 0.12, 0.26),
        (0.5, -0.2, 0.26),
        (0.62, -0.72, 0.32),
        (0.9, -0.42, 0.24),
        (-0.2, -0.85, 0.24),
        (-0.05, -0.18, 0.2),
    ]
    for x, y, _ in pads:
        near = trunk[np.argmin(np.hypot(trunk[:, 0] - x, trunk[:, 1] - y - 0.1))]
        sketch.stroke(
            curve([near, ((near[0] + x) / 2, (near[1] + y) / 2 + 0.06), (x, y + 0.02)], 30),
            np.linspace(0.05, 0.02, 30),
            rgb("#3a2018"),
        )
    for x, y, half in sorted(pads, key=lambda pad: pad[1]):
        for tone, drop in ((rgb("#0f2a22"), 0.05), (rgb("#1f4f38"), 0.015), (rgb("#3f7f4a"), -0.02)):
            for _ in range(60):
                dx = rng.uniform(-1, 1)
                bx, by = x + dx * half, y + drop - 0.42 * half * (1 - dx * dx) * rng.uniform(0.3, 1)
                for a in np.linspace(np.pi + 0.25, 2 * np.pi - 0.25, 8):
                    sketch.stroke([(bx, by), (bx + 0.065 * np.cos(a), by + 0.065 * np.sin(a))], [0.009, 0.002], tone)
    return curved(sketch.done(), contrast=1.05)


def draw_bamboo(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    far, _ = sheet.polar(0.05, 0.0)
    picture = ramp(
        np.clip(1.0 - far * 0.8 + 0.12 * (clouds(rng, sheet, 4) - 0.5), 0, 1),
        (p.deep, p.dark, p.mid, p.light, p.pale, WHITE),
    )
    sketch = Sketch(sheet, picture)
    stalks = sorted(
        ((rng.uniform(0, 1), rng.choice([-1, 1]) * (0.08 + 1.0 * rng.random() ** 0.8)) for _ in range(54)),
        key=lambda stalk: stalk[0],
    )
    sketch.polygon([(-0.12, 0.28), (0.2, 0.28), (0.7, 1.4), (-0.75, 1.4)], mix(p.light, rgb("#c9b58a"), 0.7))
    for depth, x0 in stalks:
        width = 0.014 + 0.085 * depth**1.6
        x = x0 * (0.35 + 0.75 * depth)
        if abs(x) < 0.12 + 0.2 * depth:
            continue
        lean = -0.08 * x
        body = mix(mix(p.light, p.pale, 0.5), mix(p.dark, rgb("#3f7a2c"), 0.5), depth**0.7)
        foot = 0.3 + 0.95 * depth
        way = np.array([(x, foot), (x + lean * 2.2, -1.4)])
        t = np.linspace(0, 1, 60)[:, None]
        line = way[0] * (1 - t) + way[1] * t
        for off, share, light in ((0.0, 1.0, 0.55), (-0.05, 0.72, 0.85), (-0.16, 0.4, 1.15), (-0.22, 0.14, 1.4)):
            sketch.stroke(line + np.array([width * off, 0]), width * share, shade(body, light))
        gap = 0.16 + 0.2 * depth
        y = foot - gap * 0.6
        while y > -1.4:
            nx = x + lean * 2.2 * (foot - y) / (foot + 1.4)
            sketch.line(
                [(nx - width * 0.52, y), (nx + width * 0.52, y)], shade(body, 0.45), width=0.008 + 0.012 * depth
            )
            sketch.line(
                [(nx - width * 0.5, y - 0.014), (nx + width * 0.5, y - 0.014)],
                mix(body, WHITE, 0.55),
                width=0.006 + 0.006 * depth,
            )
            y -= gap * rng.uniform(0.85, 1.15)
    for _ in range(190):
        x, y = rng.uniform(-1.1, 1.1), -1.2 + 0.85 * rng.random() ** 1.6
        tone = mix(p.dark, mix(p.mid, p.pale, rng.random() * 0.7), rng.random())
        sketch.polygon(placed(petal(rng.uniform(0.1, 0.24), 0.035), x=x, y=y, turn=1.3 + rng.normal(0, 0.7)), tone)
    picture = lit(sketch.done(), beams(sheet, rng, x=0.35, y=-1.5, count=34) * 0.75, p.pale)
    return bloomed(picture, above=0.75, amount=0.45)


def draw_bare(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid, p.light), cloud=p.mid, much=0.5)
    picture = stars(picture, sheet, rng, count=200, below=0.6)
    picture = moon(picture, sheet, rng, x=0.12, y=-0.28, radius=0.56, colour=mix(p.pale, p.accent, 0.08))
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=p.mid,
        near=mix(p.pale, p.light, 0.2),
        mist=p.light,
        top=0.62,
        bottom=0.98,
        rows=3,
        tall=0.16,
    )
    tree = grown(
        rng,
        Habit(depth=10, fork=0.42, shrink=0.79, thin=0.68, wander=0.3, side_shoots=0.5),
        x=0.05,
        y=1.02,
        turn=-1.52,
        length=0.4,
        width=0.17,
    )
    sketch = Sketch(sheet, picture)
    draw_limbs(sketch, tree, shade(p.deep, 0.9), light=p.light, side=-0.25)
    for limb in tree.limbs:
        if limb.level < 7:
            top = limb.way - np.stack([limb.widths * 0.05, limb.widths * 0.42], axis=1)
            sketch.stroke(top, limb.widths * 0.32, WHITE, alpha=0.92)
    for _ in range(130):
        sketch.circle(rng.uniform(-1.1, 1.1), rng.uniform(-1.2, 1.2), rng.uniform(0.004, 0.011), WHITE, alpha=0.85)
    sketch.polygon(
        placed(
            np.array([(-0.5, 0.1), (-0.1, -0.06), (0.35, -0.1), (0.55, -0.02), (0.25, 0.14)]),
            x=0.42,
            y=-0.13,
            size=0.12,
        ),
        p.accent,
    )
    return sketch.done()


def _frond(sketch: Sketch, rng: Rng, way: object, *, size: float, tone: Colour, light: Colour) -> None:
    line = np.asarray(way, dtype=np.float64)
    sketch.stroke(line, np.linspace(0.028, 0.004, len(line)), shade(tone, 0.6))
    for i in range(6, len(line) - 2, 2):
        t = i / len(line)
        ahead = np.arctan2(*(line[i + 1] - line[i - 1])[::-1])
        reach = size * np.sin(np.pi * np.clip(t * 0.92 + 0.08, 0, 1)) ** 0.8
        for hand in (-1, 1):
            a = ahead + hand * (1.25 - 0.3 * t)
            rib = np.array(
                [
                    line[i] + reach * u * np.array([np.cos(a + 0.22 * hand * -u), np.sin(a + 0.22 * hand * -u)])
                    for u in np.linspace(0, 1, 9)
                ]
            )
            for j in range(1, 9):
                for side in (-1, 1):
                    sketch.polygon(
                        placed(
                            petal(reach * 0.2 * (1.1 - j / 9), reach * 0.085),
                            x=rib[j][0],
                            y=rib[j][1],
                            turn=a + side * 0.9,
                        ),
                        mix(tone, light, 0.25 + 0.5 * rng.random() if hand < 0 else 0.2 * rng.random()),
                    )


def draw_fern(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.62 - 0.42 * sheet.polar(0.15, -0.2)[0] + 0.3 * (clouds(rng, sheet, 3) - 0.5), 0, 1),
        (p.deep, shade(p.dark, 0.8), p.dark, p.mid, p.light),
    )
    sketch = Sketch(sheet, picture)
    for start, middle, end in (
        ((-0.9, 1.3), (-0.9, 0.2), (-0.5, -0.9)),
        ((0.9, 1.3), (0.85, 0.4), (0.3, -0.4)),
        ((0.2, 1.4), (0.7, 0.6), (1.2, 0.3)),
    ):
        _frond(
            sketch,
            rng,
            curve([start, middle, end], 60),
            size=0.3,
            tone=mix(p.dark, rgb("#1f4a24"), 0.5),
            light=mix(p.mid, rgb("#5a9a4a"), 0.5),
        )
    sketch = Sketch(sheet, blurred(sketch.done(), 2.4))
    t = np.linspace(0, 1, 420)
    a = -np.pi / 2 + 0.6 + t * 6 * np.pi
    r = 0.5 * (1 - t) ** 1.15 + 0.035
    spiral = np.stack([0.02 + r * np.cos(a), -0.28 + r * np.sin(a)], axis=1)
    stem = curve([(-0.35, 1.4), (-0.55, 0.7), (-0.62, 0.1), (-0.42, -0.62), spiral[0]], 90)
    line = np.concatenate([stem[:-1], spiral])
    n = len(line)
    for off, share, tone in (
        (0.0, 1.0, rgb("#1f3f1c")),
        (-0.008, 0.78, rgb("#4a7a2c")),
        (-0.018, 0.42, rgb("#8fb84a")),
        (-0.026, 0.14, rgb("#e0f0a8")),
    ):
        sketch.stroke(line + off, np.interp(np.arange(n), [0, 90, n - 1], [0.15, 0.14, 0.03]) * share, tone)
    for i in range(60, n - 6, 5):
        ahead = np.arctan2(*(line[i + 1] - line[i - 1])[::-1])
        width = np.interp(i, [0, 90, n - 1], [0.15, 0.14, 0.03])
        for k in (0.0, 0.35):
            sketch.polygon(
                placed(
                    petal(width * 0.95, width * 0.4),
                    x=line[i][0] + width * 0.4 * np.cos(ahead - 1.57),
                    y=line[i][1] + width * 0.4 * np.sin(ahead - 1.57),
                    turn=ahead - 1.3 + k,
                ),
                mix(rgb("#6a9a3a"), rgb("#d8ecA0"), rng.random() * 0.7),
            )
    for _ in range(26):
        x, y, size = rng.uniform(-1, 1), rng.uniform(-1.1, 1.1), rng.uniform(0.01, 0.028)
        sketch.circle(x, y, size, mix(p.light, WHITE, 0.5), alpha=0.5)
        sketch.circle(x - size * 0.3, y - size * 0.3, size * 0.3, WHITE, alpha=0.9)
    return sketch.done()
