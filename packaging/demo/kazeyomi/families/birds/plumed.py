"""Birds that are all plumage: phoenix, peacock and owl."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, curved
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.families.birds.plumage import INK
from kazeyomi.feathers import Plumage, feather, wing
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, warped_clouds
from kazeyomi.scenery import moon, sky, stars
from kazeyomi.sketch import WHITE, Sketch, curve, petal, placed, trace


def draw_phoenix(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    field, push = warped_clouds(rng, sheet, 2.4, strength=0.8)
    picture = ramp(np.clip(field * 0.75 - 0.12 + 0.2 * push, 0, 1), (p.deep, p.deep, p.dark, shade(p.mid, 0.9)))
    sketch = Sketch(sheet, picture)
    flame = (rgb("#ffe680"), rgb("#ffb02e"), rgb("#f5701a"), rgb("#d8301a"), rgb("#8f1230"))
    for k, (dx, dy, bend) in enumerate(
        ((-0.75, 1.0, 0.3), (-0.42, 1.15, 0.16), (-0.05, 1.22, -0.08), (0.32, 1.15, -0.25), (0.62, 0.95, -0.35))
    ):
        way = curve([(0.0, 0.28), (dx * 0.35 + bend, 0.6), (dx * 0.7 - bend, 0.85), (dx, dy)], 90)
        for width, tint in ((0.15, flame[4]), (0.11, flame[3]), (0.07, flame[2]), (0.03, flame[0])):
            sketch.stroke(way, np.sin(np.linspace(0.2, np.pi, 90)) * width + 0.004, tint)
        for i in range(14, 88, 5):
            for hand in (-1, 1):
                a = np.arctan2(way[i][1] - way[i - 3][1], way[i][0] - way[i - 3][0]) + hand * 0.7
                feather(sketch, x=way[i][0], y=way[i][1], turn=a, length=0.14, width=0.035, colour=flame[(i + k) % 4])
        ex, ey = way[-6]
        for r, tint in ((0.1, flame[3]), (0.07, flame[0]), (0.042, rgb("#2a6fd0")), (0.02, rgb("#0c1c50"))):
            sketch.circle(ex, ey, r, tint)
    for hand in (-1, 1):
        bone = np.array([(0.06, 0.1), (0.36, -0.3), (0.86, -0.78)]) * np.array([hand, 1])
        a = (0.9, -0.7) if hand > 0 else (np.pi - 0.9, np.pi + 0.7)
        wing(
            sketch, rng, bone, Plumage(flame[3], flame[1], flame[0]), turn=a, length=(0.55, 0.42), count=18, width=0.085
        )
    body = curve([(0.0, -0.3), (0.15, 0.02), (0.12, 0.3), (0.0, 0.42), (-0.12, 0.3), (-0.15, 0.02), (0.0, -0.3)], 60)
    sketch.polygon(body, flame[2])
    for row in range(7):
        for k in range(-2, 3):
            feather(
                sketch,
                x=k * 0.045 + 0.02 * (row % 2),
                y=-0.06 + row * 0.055,
                turn=1.57 - k * 0.12,
                length=0.1,
                width=0.055,
                colour=flame[(row + k) % 3],
            )
    neck = curve([(0.0, 0.0), (0.06, -0.2), (-0.03, -0.4), (0.03, -0.56)], 40)
    sketch.stroke(neck, np.linspace(0.2, 0.1, 40), flame[2])
    sketch.stroke(neck, np.linspace(0.1, 0.05, 40), flame[1])
    sketch.circle(0.03, -0.58, 0.085, flame[1])
    sketch.polygon([(0.09, -0.63), (0.25, -0.54), (0.09, -0.53)], rgb("#fff2c0"))
    sketch.circle(0.06, -0.6, 0.017, rgb("#3a0a0a"))
    for k in range(5):
        feather(
            sketch,
            x=0.0,
            y=-0.64,
            turn=-1.9 - 0.26 * k,
            length=0.28 - 0.02 * k,
            width=0.05,
            colour=flame[k % 3],
            tip=flame[0],
        )
    for _ in range(170):
        sketch.circle(
            rng.normal(0, 0.6),
            rng.uniform(-1.2, 1.2),
            rng.uniform(0.002, 0.01),
            flame[int(rng.integers(0, 3))],
            alpha=0.9,
        )
    return bloomed(sketch.done(), above=0.5, amount=0.7, sigma=12)


def draw_owl(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(sky(sheet, rng, (p.deep, p.dark, p.mid)), sheet, rng, count=400)
    picture = moon(picture, sheet, rng, x=0.0, y=-0.25, radius=0.78, colour=p.accent)
    sketch = Sketch(sheet, picture)
    brown, buff, dark = rgb("#6d4c30"), rgb("#e2c79a"), rgb("#2a1c14")
    bough = curve([(-1.2, 0.86), (-0.3, 0.8), (0.4, 0.86), (1.2, 0.74)], 60)
    sketch.stroke(bough, 0.16 + 0.02 * np.sin(np.arange(60)), shade(dark, 0.7))
    body = curve(
        trace("-0.5,-0.55 -0.62,0 -0.5,0.6 -0.2,0.86 0.2,0.86 0.5,0.6 0.62,0 0.5,-0.55 0,-0.7 -0.5,-0.55"),
        120,
    )
    sketch.polygon(body, brown)
    for row in range(11):
        y = -0.12 + row * 0.085
        half = 0.56 * np.sqrt(max(0.05, 1 - ((y - 0.1) / 0.92) ** 2))
        for x in np.arange(-half, half + 0.01, 0.105) + 0.05 * (row % 2):
            tone = mix(buff, brown, min(1.0, abs(x) * 1.7 + 0.08 * rng.random()))
            feather(
                sketch, x=x, y=y, turn=1.5708 - 0.5 * x, length=0.17, width=0.11, colour=tone, tip=mix(tone, dark, 0.45)
            )
    for hand in (-1, 1):
        for k in range(9):
            feather(
                sketch,
                x=hand * (0.6 - 0.02 * k),
                y=-0.15 + 0.06 * k,
                turn=1.5708 + hand * (0.15 + 0.02 * k),
                length=0.5,
                width=0.12,
                colour=mix(brown, dark, 0.2 + 0.06 * (k % 3)),
                tip=dark,
            )
        tuft = np.array([(0.2, -0.6), (0.62, -0.92), (0.52, -0.5)]) * np.array([hand, 1])
        sketch.polygon(curve([*tuft, tuft[0]], 40), dark)
    for hand in (-1, 1):
        cx, cy = hand * 0.27, -0.36
        for k in range(40):
            a = k * 2 * np.pi / 40
            feather(
                sketch,
                x=cx + 0.12 * np.cos(a),
                y=cy + 0.12 * np.sin(a),
                turn=a,
                length=0.2,
                width=0.05,
                colour=mix(buff, brown, 0.15 + 0.3 * (k % 2)),
            )
        for r, tint in ((0.2, dark), (0.175, rgb("#f0a21c")), (0.16, rgb("#ffd24a")), (0.1, INK)):
            sketch.circle(cx, cy, r, tint)
        sketch.circle(cx - 0.04, cy - 0.05, 0.035, WHITE)
        for toe in (-0.06, 0.0, 0.06):
            sketch.stroke(
                curve([(hand * 0.2 + toe, 0.76), (hand * 0.2 + toe * 1.3, 0.84), (hand * 0.2 + toe * 1.2, 0.92)], 12),
                np.linspace(0.05, 0.012, 12),
                rgb("#b78a4a"),
            )
    sketch.polygon([(-0.07, -0.3), (0.0, -0.36), (0.07, -0.3), (0.0, -0.1)], rgb("#cfa14e"))
    sketch.polygon([(0.0, -0.36), (0.07, -0.3), (0.0, -0.1)], rgb("#8f6a2c"))
    return sketch.done()


def draw_peacock(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(1.0 - sheet.polar(0, 0.6)[0] * 0.62 + 0.2 * (clouds(rng, sheet, 3) - 0.5), 0, 1),
        (p.deep, shade(p.dark, 0.8), p.dark, mix(p.accent, p.pale, 0.4)),
    )
    sketch = Sketch(sheet, picture)
    for row in range(7, 0, -1):
        reach = 0.42 + 0.2 * row
        count = 9 + 2 * row
        for k in range(count):
            a = -np.pi / 2 + (k - (count - 1) / 2) * 3.3 / count
            x, y = reach * np.cos(a), 0.62 + reach * np.sin(a)
            stem = np.array([(0.0, 0.62), (x, y)])
            sketch.stroke(stem, [0.01, 0.012], mix(rgb("#7a6a1f"), p.mid, 0.3))
            for barb in range(14):
                t = 0.45 + barb * 0.042
                bx, by = x * t, 0.62 + (y - 0.62) * t
                for hand in (-1, 1):
                    b = a + hand * 0.62
                    sketch.stroke(
                        [(bx, by), (bx + 0.1 * np.cos(b), by + 0.1 * np.sin(b))],
                        [0.009, 0.003],
                        mix(p.mid, rgb("#2f8a3a"), 0.3 + 0.4 * (barb % 2)),
                    )
            size = 0.066 + 0.006 * row
            for r, tint, off in (
                (1.25, rgb("#2f7f3a"), 0.0),
                (1.05, rgb("#b9963a"), 0.0),
                (0.82, rgb("#39b3a6"), 0.1),
                (0.6, rgb("#1d4fb0"), 0.16),
                (0.36, rgb("#0a1238"), 0.3),
            ):
                eye = placed(
                    petal(size * 2 * r, size * 1.5 * r, tip=0.55),
                    x=x - size * r * (1 - off) * np.cos(a),
                    y=y - size * r * (1 - off) * np.sin(a),
                    turn=a,
                )
                sketch.polygon(eye, tint)
    body = curve(
        trace("-0.2,1.25 -0.24,0.8 -0.12,0.5 -0.06,0.2 0,0.08 0.1,0.12 0.12,0.3 0.22,0.7 0.2,1.25"),
        80,
    )
    sketch.polygon(body, rgb("#123a8a"))
    for i in range(15):
        y = 0.26 + 0.06 * i
        half = 0.06 + 0.013 * i
        for x in np.linspace(-half, half, 4 + i // 3):
            feather(
                sketch,
                x=x + 0.02,
                y=y,
                turn=1.57,
                length=0.09,
                width=0.06,
                colour=mix(rgb("#1c5fc4"), rgb("#27b0c0"), rng.random()),
            )
    sketch.circle(0.03, 0.12, 0.085, rgb("#1c5fc4"))
    sketch.polygon([(0.1, 0.09), (0.24, 0.15), (0.09, 0.17)], rgb("#d8d2b0"))
    sketch.circle(0.05, 0.1, 0.026, WHITE)
    sketch.circle(0.055, 0.1, 0.015, INK)
    for k in range(5):
        a = -1.57 + (k - 2) * 0.24
        x, y = 0.01 + 0.22 * np.cos(a), 0.05 + 0.22 * np.sin(a)
        sketch.line([(0.01, 0.05), (x, y)], rgb("#0f2f6a"), width=0.008)
        sketch.circle(x, y, 0.02, rgb("#39b3a6"))
    return curved(sketch.done(), contrast=1.06)
