"""Things that run by sand, water or key."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, darkened, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb
from kazeyomi.metal import BRASS, COPPER, IRON, STEEL, plate, ruby, screw, tapestry
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, rolling
from kazeyomi.scenery import hill_rows, sky
from kazeyomi.sketch import WHITE, Mask, Sketch, curve, trace


def draw_hourglass(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = tapestry(sheet, rng, mix(p.accent, p.deep, 0.3))
    x, y = sheet.grid()
    half = 0.05 + 0.46 * np.abs(np.sin(np.clip(np.abs(y) / 0.86, 0, 1) * np.pi * 0.56)) ** 1.15
    glass = smooth(0.012, -0.012, np.abs(x) - half) * smooth(0.83, 0.82, np.abs(y))
    side = x / half
    picture = mixed(picture, mix(p.accent, WHITE, 0.25), glass * 0.22)
    level = -0.34 + 0.09 * np.abs(x) * 2
    upper = glass * smooth(level - 0.008, level + 0.008, y) * smooth(0.0, -0.01, y) * smooth(0.93, 0.9, np.abs(side))
    heap = 0.78 - 0.42 * np.exp(-((x / 0.26) ** 2))
    lower = glass * smooth(heap - 0.008, heap + 0.008, y) * smooth(0.93, 0.9, np.abs(side))
    stream = smooth(0.012, 0.006, np.abs(x + 0.004 * np.sin(y * 40))) * (y > -0.05) * (y < 0.6)
    grains = rolling(rng, sheet, 190) * 0.5 + 0.5 * rolling(rng, sheet, 90)
    sand = ramp(
        np.clip(0.25 + 0.55 * grains - 0.3 * side, 0, 1).astype(np.float32), (p.deep, p.dark, p.mid, p.light, p.pale)
    )
    picture = mixed(picture, sand, np.clip(upper + lower + stream * 0.9, 0, 1).astype(np.float32))
    rim = smooth(0.72, 1.0, np.abs(side)) * glass
    streak = np.exp(-(((side + 0.62) / 0.09) ** 2)) * glass + 0.5 * np.exp(-(((side - 0.7) / 0.06) ** 2)) * glass
    picture = darkened(picture, (rim * 0.45).astype(np.float32))
    picture = lit(picture, (streak * 0.75).astype(np.float32), WHITE)
    frame = Mask(sheet)
    for sign in (-1, 1):
        frame.polygon(
            np.array([(-0.68, 0.83), (0.68, 0.83), (0.74, 0.9), (0.74, 0.99), (-0.74, 0.99), (-0.74, 0.9)])
            * np.array([1, sign]),
            WHITE,
        )
    picture = plate(picture, sheet, frame.plane(), BRASS, spun=0.25)
    posts = Mask(sheet)
    for px in (-0.63, 0.63):
        t = np.linspace(-0.84, 0.84, 160)
        posts.stroke(np.stack([px + 0 * t, t], axis=1), 0.055 + 0.03 * np.cos(t * 11) + 0.02 * np.cos(t * 37), WHITE)
    picture = plate(picture, sheet, posts.plane(), BRASS, spun=0.25)
    sketch = Sketch(sheet, picture)
    for px in (-0.45, 0.0, 0.45):
        for py in (-0.91, 0.91):
            ruby(sketch, x=px, y=py, radius=0.03, colour=p.mid)
    return curved(sketch.done(), contrast=1.06)


def draw_water_wheel(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (rgb("#9cc8d8"), rgb("#d9ecdf"), p.pale), cloud=WHITE)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.light, p.pale, 0.4),
        near=p.mid,
        mist=p.pale,
        top=-0.1,
        bottom=0.4,
        rows=3,
        tall=0.3,
    )
    x, y = sheet.grid()
    wall = smooth(-0.35, -0.36, x) * smooth(-0.7, -0.69, y)
    boards = (
        0.5
        + 0.25 * (clouds(rng, sheet, 8, octaves=5, stretch=8) - 0.5)
        + 0.3 * smooth(0.0, 0.1, np.mod(y * 7, 1))
        - 0.3
    )
    picture = mixed(
        picture,
        ramp(np.clip(boards + 0.25, 0, 1).astype(np.float32), (rgb("#2a1c10"), rgb("#6a4a2c"), rgb("#a88456"))),
        wall,
    )
    sketch = Sketch(sheet, picture)
    sketch.polygon([(-1.3, -1.15), (-0.6, -0.98), (-0.16, -0.6), (-0.3, -0.54), (-1.3, -0.66)], rgb("#4c4438"))
    for k in range(16):
        sketch.line([(-1.2 + k * 0.07, -1.1 + k * 0.028), (-1.2 + k * 0.075, -0.64)], rgb("#6a6252"), width=0.012)
    sketch.polygon([(-0.4, -0.72), (0.22, -0.66), (0.22, -0.58), (-0.4, -0.62)], rgb("#5a4028"))
    cx, cy, radius = 0.24, 0.12, 0.72
    for r, w in ((radius, 0.07), (radius * 0.74, 0.05)):
        sketch.ring(cx, cy, r, rgb("#3a2616"), width=w)
        sketch.ring(cx, cy, r - 0.008, rgb("#7a5836"), width=w * 0.5)
    for k in range(20):
        a = k * np.pi / 10 + 0.1
        c, s = np.cos(a), np.sin(a)
        sketch.line(
            [(cx + radius * 0.7 * c, cy + radius * 0.7 * s), (cx + radius * 1.1 * c, cy + radius * 1.1 * s)],
            rgb("#2e1e12"),
            width=0.055,
        )
        sketch.line(
            [(cx + radius * 0.72 * c, cy + radius * 0.72 * s), (cx + radius * 1.08 * c, cy + radius * 1.08 * s)],
            rgb("#8a663e"),
            width=0.024,
        )
    for k in range(8):
        a = k * np.pi / 4 + 0.25
        sketch.line([(cx, cy), (cx + radius * np.cos(a), cy + radius * np.sin(a))], rgb("#4a3220"), width=0.045)
        sketch.line([(cx, cy), (cx + radius * np.cos(a), cy + radius * np.sin(a))], rgb("#8f6c44"), width=0.016)
    for r, tint in ((0.12, rgb("#2a1a0e")), (0.095, rgb("#7a5836")), (0.04, rgb("#2a1a0e"))):
        sketch.circle(cx, cy, r, tint)
    for _ in range(120):
        t = rng.random()
        path = curve(
            [
                (0.2, -0.62),
                (0.42 + rng.normal(0, 0.02), -0.5),
                (0.62 + rng.normal(0, 0.03), -0.2),
                (0.72 + rng.normal(0, 0.05), 0.3),
                (0.76, 0.8),
            ],
            30,
        )
        sketch.stroke(path[: int(10 + 20 * t)], 0.008, mix(rgb("#bfe3ee"), WHITE, rng.random()), alpha=0.6)
    picture = sketch.done()
    water = smooth(0.76, 0.78, y + 0.015 * np.sin(x * 11))
    ripple = rolling(rng, sheet, 30, stretch=5)
    picture = mixed(
        picture, ramp(np.clip(ripple, 0, 1), (p.deep, rgb("#2c5a58"), rgb("#6fa8a0"), rgb("#d8f0e8"))), water * 0.92
    )
    sketch = Sketch(sheet, picture)
    for _ in range(240):
        sx, sy = 0.7 + rng.normal(0, 0.17), 0.78 - abs(rng.normal(0, 0.08))
        sketch.circle(sx, sy, rng.uniform(0.004, 0.014), WHITE, alpha=0.85)
    for _ in range(60):
        fx, tall = rng.uniform(-1.05, 1.05), rng.uniform(0.1, 0.3)
        sketch.stroke(
            curve(
                [(fx, 1.2), (fx + rng.normal(0, 0.04), 1.12 - tall * 0.5), (fx + rng.normal(0, 0.1), 1.1 - tall)], 14
            ),
            np.linspace(0.022, 0.003, 14),
            mix(p.dark, p.mid, rng.random()),
        )
    return sketch.done()


def draw_lock(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    x, _ = sheet.grid()
    grain = clouds(rng, sheet, 6, octaves=6, stretch=0.1)
    lacquer = ramp(
        np.clip(0.35 + 0.3 * (grain - 0.5) + 0.25 * np.exp(-(((x + 0.4) / 0.5) ** 2)), 0, 1).astype(np.float32),
        (p.deep, p.dark, p.mid, p.light),
    )
    picture = lacquer
    bands = Mask(sheet)
    for by in (-0.92, 0.92):
        bands.stroke([(-1.3, by), (1.3, by)], 0.18, WHITE)
    picture = plate(picture, sheet, bands.plane(), IRON, spun=0.1)
    shackle = Mask(sheet)
    arch = np.stack(
        [0.42 * np.cos(np.linspace(np.pi, 2 * np.pi, 90)), -0.28 + 0.5 * np.sin(np.linspace(np.pi, 2 * np.pi, 90))],
        axis=1,
    )
    shackle.stroke(np.concatenate([[(-0.42, 0.1)], arch, [(0.42, 0.1)]]), 0.15, WHITE)
    picture = plate(picture, sheet, shackle.plane(), STEEL, spun=0.4, lift=14)
    body = Mask(sheet)
    body.polygon(
        curve(
            trace(
                "-0.64,-0.12 -0.4,-0.2 0.4,-0.2 0.64,-0.12 0.68,0.3 0.56,0.66 0.3,0.8 0,0.86 "
                "-0.3,0.8 -0.56,0.66 -0.68,0.3 -0.64,-0.12"
            ),
            140,
        ),
        WHITE,
    )
    chased = Mask(sheet)
    for hand in (-1, 1):
        for k in range(3):
            cx, cy, r0 = hand * (0.38 + 0.05 * k), 0.0 + 0.24 * k, 0.13 - 0.02 * k
            t = np.linspace(0, 1, 60)
            b = hand * (t * 9 - 1.2)
            chased.stroke(
                np.stack([cx + hand * r0 * (1 - 0.9 * t) * np.cos(b), cy + r0 * (1 - 0.9 * t) * np.sin(b)], axis=1),
                0.022,
                WHITE,
            )
    picture = plate(
        picture, sheet, body.plane(), BRASS, centre=(0, 0.3), relief=blurred(chased.plane(), 1.2) * 0.9, lift=18
    )
    rose = Mask(sheet)
    rose.circle(0, 0.24, 0.24, WHITE)
    for k in range(12):
        a = k * np.pi / 6
        rose.circle(0.24 * np.cos(a), 0.24 + 0.24 * np.sin(a), 0.05, WHITE)
    picture = plate(picture, sheet, rose.plane(), COPPER, centre=(0, 0.24), lift=6)
    sketch = Sketch(sheet, picture)
    sketch.circle(0, 0.19, 0.075, (0.02, 0.015, 0.015))
    sketch.polygon([(-0.03, 0.2), (0.03, 0.2), (0.055, 0.4), (-0.055, 0.4)], (0.02, 0.015, 0.015))
    for k in range(9):
        a = -np.pi / 2 + (k - 4) * 0.4
        ruby(
            sketch,
            x=0.36 * np.cos(a),
            y=0.24 + 0.36 * np.sin(a),
            radius=0.022,
            colour=(rgb("#c2183c"), rgb("#1f8f5f"), rgb("#1f5fc2"))[k % 3],
        )
    for sx in np.linspace(-0.9, 0.9, 7):
        for sy in (-0.92, 0.92):
            screw(sketch, rng, x=sx, y=sy, radius=0.04, metal=IRON)
    return sketch.done()
