"""Oni, tengu and the spirit of a tree."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, darkened, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.families.masks.carving import BONE, GOLD, INK, RED, Carving, both, eye, lines, pair, wall
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.sketch import WHITE, Mask, Sketch, circle_points, curve, petal, placed, trace


def draw_oni(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    ground = wall(sheet, rng, "uroko", (rgb("#0c0a0c"), rgb("#241a1c"), rgb("#4a2f1c")))
    horns = Sketch(sheet, ground)
    for side in (-1, 1):
        way = curve([(side * 0.3, -0.5), (side * 0.46, -0.78), (side * 0.42, -1.12)], 50)
        for off, share, tint in ((0.0, 1.0, rgb("#6a4a1c")), (-0.02, 0.7, GOLD), (-0.045, 0.25, rgb("#fff0b8"))):
            horns.stroke(way + np.array([off, 0.0]), np.linspace(0.24, 0.012, 50) * share, tint)
        for k in range(6, 40, 6):
            horns.line([way[k] + (-0.09, 0.02), way[k] + (0.09, 0.0)], rgb("#8a5f1c"), width=0.012, alpha=0.7)
    ground = horns.done()
    half = curve(
        trace("0,-0.68 0.28,-0.66 0.52,-0.44 0.64,-0.05 0.62,0.35 0.5,0.7 0.26,0.92 0,0.97"),
        90,
    )
    carve = Carving(sheet, half)
    carve.swell(0.0, 0.08, 0.11, 0.2, 0.18)
    carve.swell(0.12, 0.18, 0.1, 0.08, 0.12)
    carve.swell(0.26, -0.22, 0.22, 0.08, 0.16, turn=0.35)
    carve.swell(0.27, -0.05, 0.14, 0.1, -0.08)
    carve.swell(0.4, 0.2, 0.17, 0.15, 0.12)
    carve.swell(0.0, 0.54, 0.34, 0.15, -0.06)
    carve.swell(0.0, 0.84, 0.2, 0.1, 0.08)
    for k in range(3):
        carve.groove(
            [(0.02, -0.42 - 0.09 * k), (0.2, -0.46 - 0.08 * k), (0.42, -0.38 - 0.06 * k)], width=0.03, depth=0.12
        )
    carve.groove([(0.14, 0.28), (0.34, 0.36), (0.44, 0.6), (0.34, 0.78)], width=0.05, depth=0.16)
    red = rgb("#c8281a")
    face = ramp(
        np.clip(0.55 + 0.35 * (clouds(rng, sheet, 4) - 0.5) + 0.25 * sheet.grid()[1], 0, 1),
        (shade(red, 1.12), red, shade(red, 0.6)),
    )
    sketch = Sketch(sheet, face)
    eye(sketch, x=0.27, y=-0.07, wide=0.15, tall=0.085, slant=0.25, iris=GOLD, white=rgb("#f8e8b0"), pupil=0.3)
    for k in range(9):
        lines(
            sketch,
            [
                (0.1 + 0.045 * k, -0.17 - 0.02 * k),
                (0.14 + 0.05 * k, -0.26 - 0.025 * k),
                (0.22 + 0.05 * k, -0.33 - 0.01 * k),
            ],
            [0.035, 0.03, 0.004],
            INK,
        )
    mouth = curve([(0.0, 0.43), (0.2, 0.4), (0.36, 0.46), (0.38, 0.58), (0.24, 0.68), (0.0, 0.66)], 50)
    sketch.polygon(both(mouth), rgb("#2a0808"))
    for x in np.linspace(-0.24, 0.24, 7):
        sketch.polygon(
            np.array([(-0.034, 0.0), (0.034, 0.0), (0.028, 0.085), (-0.028, 0.085)]) + (x, 0.43), rgb("#f2e2b8")
        )
        sketch.polygon(
            np.array([(-0.032, 0.0), (0.032, 0.0), (0.026, -0.065), (-0.026, -0.065)]) + (x, 0.66), rgb("#e0cfa0")
        )
    pair(sketch, curve([(0.24, 0.68), (0.35, 0.66), (0.37, 0.3), (0.29, 0.42), (0.24, 0.68)], 30), rgb("#fff4d0"))
    pair(sketch, [(0.13, 0.42), (0.21, 0.42), (0.17, 0.58)], rgb("#fff4d0"))
    pair(sketch, circle_points(0.032, 20, x=0.075, y=0.245), rgb("#3a0a08"))
    for k in range(13):
        x = -0.42 + 0.07 * k
        sketch.stroke(
            curve([(x, 0.78 + 0.05 * np.cos(x * 3)), (x * 1.1, 0.9), (x * 1.15, 1.0)], 10),
            [0.04] * 5 + [0.01] * 5,
            INK,
        )
    return curved(carve.onto(ground, sketch.done(), gloss=0.5), contrast=1.06)


def draw_tengu(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    ground = wall(sheet, rng, "ichimatsu", (rgb("#10241c"), rgb("#1f4a38"), rgb("#3a7a58")), scale=2.6)
    half = curve([(0.0, -0.72), (0.3, -0.7), (0.5, -0.46), (0.58, -0.02), (0.54, 0.42), (0.36, 0.78), (0.0, 0.92)], 90)
    carve = Carving(sheet, half)
    carve.swell(0.25, -0.2, 0.2, 0.08, 0.15, turn=0.3)
    carve.swell(0.25, -0.04, 0.13, 0.09, -0.08)
    carve.swell(0.36, 0.24, 0.17, 0.15, 0.12)
    carve.swell(0.0, 0.62, 0.24, 0.14, 0.06)
    for k in range(3):
        carve.groove([(0.0, -0.4 - 0.08 * k), (0.22, -0.42 - 0.08 * k), (0.4, -0.34 - 0.05 * k)], width=0.03, depth=0.1)
    red = rgb("#b8321c")
    face = ramp(
        np.clip(0.5 + 0.35 * (clouds(rng, sheet, 4) - 0.5) + 0.2 * sheet.grid()[1], 0, 1),
        (shade(red, 1.15), red, shade(red, 0.62)),
    )
    sketch = Sketch(sheet, face)
    eye(sketch, x=0.25, y=-0.05, wide=0.15, tall=0.085, slant=0.12, iris=INK, white=GOLD, pupil=0.5)
    for k in range(12):
        t = k / 11
        lines(
            sketch,
            [(0.08 + 0.34 * t, -0.16 - 0.1 * t), (0.12 + 0.42 * t, -0.3 - 0.12 * t)],
            [0.045, 0.006],
            mix(WHITE, BONE, 0.6),
        )
    mouth = curve([(0.0, 0.56), (0.16, 0.54), (0.28, 0.46), (0.22, 0.6), (0.0, 0.64)], 40)
    sketch.polygon(both(mouth), rgb("#2a0808"))
    for k in range(24):
        x = -0.46 + 0.04 * k
        sketch.stroke(
            curve([(x, 0.68 + 0.14 * (0.25 - x * x)), (x * 1.1, 0.9), (x * 0.9, 1.08)], 12),
            np.linspace(0.05, 0.006, 12),
            mix(WHITE, BONE, rng.random()),
        )
    picture = carve.onto(ground, sketch.done(), gloss=0.4)
    beard = Sketch(sheet, picture)
    for k in range(30):
        x = -0.42 + 0.029 * k
        beard.stroke(
            curve([(x * 0.8, 0.74), (x * 1.15, 0.95), (x * 0.8 + 0.03 * np.sin(k), 1.25)], 14),
            np.linspace(0.05, 0.006, 14),
            mix(WHITE, rgb("#b8ac98"), rng.random()),
        )
    nose = curve([(0.0, 0.14), (0.1, 0.2), (0.3, 0.28), (0.66, 0.3)], 60)
    shadow = Mask(sheet)
    shadow.stroke(nose + np.array([0.0, 0.13]), np.linspace(0.24, 0.16, 60), WHITE)
    picture = darkened(beard.done(), blurred(shadow.plane(), 12) * 0.5)
    beard = Sketch(sheet, picture)
    for off, share, tint in (
        (0.0, 1.0, 0.5),
        (-0.008, 0.88, 0.72),
        (-0.02, 0.66, 1.0),
        (-0.036, 0.4, 1.16),
        (-0.05, 0.14, 1.5),
    ):
        beard.stroke(nose + np.array([0.0, off]), np.linspace(0.25, 0.17, 60) * share, shade(red, tint))
        beard.circle(0.66 - 0.2 * abs(off), 0.3 + off, 0.085 * share, shade(red, tint))
    hat = curve(
        [(-0.14, -0.72), (-0.15, -0.86), (0.0, -0.98), (0.15, -0.86), (0.14, -0.72), (0.0, -0.68), (-0.14, -0.72)], 50
    )
    beard.polygon(hat, INK)
    for k in range(7):
        x = -0.12 + 0.04 * k
        beard.line([(x, -0.72), (x * 0.6, -0.94)], rgb("#4a4654"), width=0.01)
    return beard.done()


def draw_kodama(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    ground = ramp(
        np.clip(0.5 - 0.3 * sheet.polar()[0] + 0.45 * (clouds(rng, sheet, 4, octaves=5) - 0.5), 0, 1),
        (rgb("#0a140a"), p.deep, p.dark, p.mid),
    )
    leaves = Sketch(sheet, ground)
    for _ in range(120):
        a, r = rng.uniform(0, 6.28), rng.uniform(0.62, 1.3)
        leaves.polygon(
            placed(
                petal(rng.uniform(0.14, 0.3), 0.1, tip=0.9),
                x=r * 0.8 * np.cos(a),
                y=r * np.sin(a),
                turn=a + rng.normal(0, 0.5),
            ),
            mix(p.dark, mix(p.mid, p.light, rng.random()), rng.random()),
        )
    half = curve(
        trace("0,-0.86 0.2,-0.96 0.34,-0.78 0.52,-0.82 0.56,-0.5 0.66,-0.1 0.58,0.4 0.4,0.7 0.22,0.96 0,0.86"),
        90,
    )
    carve = Carving(sheet, half)
    x, y = sheet.grid()
    bark = np.interp(
        np.abs(x) + 0.05 * np.sin(y * 9) + 0.06 * np.sin(y * 4 + 1), np.linspace(0, 1, 60), rng.random(60)
    ).astype(np.float32)
    bark = 0.6 * bark + 0.4 * clouds(rng, sheet, 22, octaves=4, stretch=0.25)
    carve.height += bark * 0.10
    carve.swell(0.25, -0.14, 0.15, 0.2, -0.28, power=3)
    carve.swell(0.0, 0.46, 0.17, 0.14, -0.26, power=3)
    carve.swell(0.0, 0.14, 0.08, 0.2, 0.16)
    carve.swell(0.26, -0.42, 0.2, 0.07, 0.12, turn=0.3)
    wood = ramp(np.clip(0.2 + 0.7 * bark, 0, 1), (rgb("#2a1a10"), rgb("#6a4a2c"), rgb("#a8845a"), rgb("#dcc49a")))
    moss = smooth(0.55, 0.72, clouds(rng, sheet, 5, octaves=5)) * smooth(0.4, -0.9, y)
    face = mixed(wood, mix(p.mid, p.light, 0.3), moss * 0.85)
    sketch = Sketch(sheet, face)
    pair(sketch, circle_points(1.0, 50) * np.array([0.14, 0.19]) + np.array([0.25, -0.14]), rgb("#0c0806"))
    sketch.polygon(circle_points(1.0, 50) * np.array([0.16, 0.13]) + np.array([0.0, 0.46]), rgb("#0c0806"))
    for side in (-1, 1):
        for r, tint in ((0.06, rgb("#2f8a4a")), (0.045, rgb("#8af08a")), (0.024, WHITE)):
            sketch.circle(side * 0.25, -0.12, r, tint)
    picture = carve.onto(leaves.done(), sketch.done(), gloss=0.15)
    glow = np.exp(-((sheet.polar(0.25, -0.12)[0] / 0.12) ** 2)) + np.exp(-((sheet.polar(-0.25, -0.12)[0] / 0.12) ** 2))
    picture = lit(picture, (glow * 0.6).astype(np.float32), rgb("#6af08a"))
    top = Sketch(sheet, picture)
    for bx, by, size in ((-0.42, 0.62, 0.12), (-0.3, 0.74, 0.08), (0.46, 0.5, 0.1)):
        top.stroke([(bx, by), (bx + 0.01, by - size)], [size * 0.3, size * 0.24], BONE)
        top.polygon(
            curve(
                [
                    (bx - size * 0.8, by - size * 0.8),
                    (bx, by - size * 1.6),
                    (bx + size * 0.8, by - size * 0.8),
                    (bx, by - size * 0.7),
                    (bx - size * 0.8, by - size * 0.8),
                ],
                40,
            ),
            RED,
        )
        for dx, dy in ((-0.3, -1.05), (0.2, -1.2), (0.4, -0.95)):
            top.circle(bx + dx * size, by + dy * size, size * 0.11, WHITE)
    for k in range(5):
        top.polygon(
            placed(petal(0.34, 0.13, tip=0.9), x=0.05, y=-0.88, turn=-2.3 + 0.36 * k), mix(p.mid, p.light, k / 5)
        )
    return top.done()
