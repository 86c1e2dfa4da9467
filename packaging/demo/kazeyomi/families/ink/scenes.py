"""Small scenes: hills, a ferry, a plum branch."""

from __future__ import annotations

import numpy as np

from kazeyomi.brush import brush, inked, leaf_stroke, paper, wash
from kazeyomi.canvas import Sheet, blurred, smooth
from kazeyomi.colour import Picture, mix, rgb, shade
from kazeyomi.families.ink.sheet import BLACK, PAPER, solid, stamped
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, rolling
from kazeyomi.scenery import disc, profile
from kazeyomi.sketch import WHITE, Mask, Sketch, curve


def draw_hills(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = paper(sheet, rng, mix(PAPER, p.pale, 0.3))
    _, y = sheet.grid()
    for i in range(6):
        level = -0.35 + 0.24 * i
        line = level - (0.55 - 0.07 * i) * np.clip(0.35 + 0.65 * profile(rng, sheet, rough=0.42, cells=2.5 + i), 0, 1)
        depth = y - line[None, :] + (clouds(rng, sheet, 22, octaves=3) - 0.5) * 0.035
        body = smooth(-0.006, 0.01, depth.astype(np.float32))
        fade = np.exp(-np.maximum(depth, 0) * (2.6 + 0.5 * i))
        rim = np.exp(-(((depth - 0.012) / 0.012) ** 2)) * 0.35
        strokes = smooth(0.55, 0.75, rolling(rng, sheet, 26, stretch=0.35)) * np.exp(-np.maximum(depth, 0) * 5) * 0.35
        amount = body * (fade * (0.25 + 0.12 * i) + rim * (0.4 + 0.1 * i) + strokes * (0.3 + 0.1 * i))
        picture = inked(picture, amount.astype(np.float32), mix(p.dark, BLACK, i / 6))
    sketch = Sketch(sheet, picture)
    for x, foot, tall in ((-0.62, 0.86, 0.4), (-0.5, 0.9, 0.3), (-0.74, 0.9, 0.32), (0.62, 0.98, 0.3)):
        trunk = curve([(x, foot), (x + 0.03, foot - tall * 0.5), (x - 0.02, foot - tall)], 20)
        sketch.stroke(trunk, np.linspace(0.03, 0.008, 20), BLACK)
        for k in range(6):
            cy = foot - tall * (0.35 + 0.12 * k)
            for _ in range(26):
                dx, dy = rng.normal(0, 0.08 * (1.1 - 0.12 * k)), rng.normal(0, 0.012)
                sketch.stroke(
                    [(x + dx - 0.03, cy + dy), (x + dx, cy + dy - 0.015), (x + dx + 0.03, cy + dy)],
                    [0.002, 0.008, 0.002],
                    BLACK,
                    alpha=0.7,
                )
    return stamped(sketch.done(), sheet, motif, x=0.78, y=-0.8)


def draw_ferry(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = paper(sheet, rng, PAPER)
    shadow = blurred(1 - disc(sheet, -0.3, -0.45, 0.34), 14)
    picture = inked(
        picture,
        shadow * 0.28 * smooth(1.2, 0.2, sheet.polar(-0.3, -0.45)[0]) * (1 - disc(sheet, -0.3, -0.45, 0.34)),
        mix(BLACK, PAPER, 0.25),
    )
    for i in range(5):
        y = 0.25 + 0.13 * i
        way = curve([(-1.2, y + 0.02), (-0.4, y - 0.01), (0.4, y + 0.02), (1.2, y)], 90)
        picture = inked(picture, brush(sheet, rng, way, 0.03, dry=0.98, bristles=9) * 0.3, BLACK)
    hull = curve([(-0.22, 0.2), (0.0, 0.33), (0.45, 0.34), (0.78, 0.17)], 60)
    picture = inked(
        picture, brush(sheet, rng, hull, np.interp(np.arange(60), [0, 30, 59], [0.02, 0.1, 0.02]), dry=0.25), BLACK
    )
    pole = curve([(0.02, -0.32), (-0.12, 0.1), (-0.22, 0.5)], 40)
    picture = inked(picture, brush(sheet, rng, pole, 0.014, dry=0.2, bristles=4), BLACK)
    cloak = curve(
        [(0.04, -0.12), (-0.08, 0.1), (-0.06, 0.28), (0.2, 0.28), (0.22, 0.08), (0.14, -0.12), (0.04, -0.12)], 60
    )
    picture = inked(picture, wash(sheet, rng, cloak, soft=3) * 1.1, BLACK)
    hat = np.array([(-0.1, -0.1), (0.09, -0.26), (0.27, -0.1), (0.09, -0.07)])
    picture = inked(picture, solid(sheet, curve([*hat, hat[0]], 40)) * 0.85, rgb("#8c5a2a"))
    for _ in range(46):
        x = rng.choice([-1, 1]) * rng.uniform(0.45, 1.05)
        way, widths = leaf_stroke(
            x,
            1.15,
            length=rng.uniform(0.4, 0.95),
            width=0.028,
            turn=-1.57 + rng.normal(0, 0.22),
            bend=rng.normal(0, 0.6),
        )
        picture = inked(picture, brush(sheet, rng, way, widths, dry=0.4, bristles=5) * rng.uniform(0.4, 1.0), BLACK)
    return stamped(picture, sheet, motif, x=0.78, y=-0.8)


def draw_plum_tree(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = paper(sheet, rng, PAPER)
    picture = inked(
        picture,
        (1 - disc(sheet, -0.28, -0.42, 0.4)) * smooth(1.0, 0.3, sheet.polar(-0.28, -0.42)[0]) * 0.22,
        mix(BLACK, PAPER, 0.2),
    )
    trunk = curve(
        [(0.85, 1.2), (0.5, 0.72), (0.58, 0.35), (0.15, 0.1), (-0.02, -0.25), (-0.4, -0.45), (-0.6, -0.9)], 200
    )
    picture = inked(picture, brush(sheet, rng, trunk, np.linspace(0.26, 0.035, 200), dry=0.85, bristles=44), BLACK)
    twigs = []
    for i, (dx, dy) in (
        (60, (0.35, -0.75)),
        (85, (-0.7, 0.1)),
        (110, (0.5, -0.55)),
        (135, (-0.5, 0.3)),
        (150, (0.35, -0.5)),
        (100, (-0.5, -0.25)),
    ):
        x, y = trunk[i]
        twig = curve([(x, y), (x + dx * 0.45 + rng.normal(0, 0.05), y + dy * 0.5), (x + dx, y + dy)], 70)
        twigs.append(twig)
        picture = inked(picture, brush(sheet, rng, twig, np.linspace(0.05, 0.008, 70), dry=0.5, bristles=10), BLACK)
    red = rgb("#d2384c")
    spots = [
        (*(twig[i] + rng.normal(0, 0.035, 2)), rng.uniform(0.055, 0.095), rng.uniform(0, 6))
        for twig in [*twigs, trunk[90:]]
        for i in rng.integers(12, len(twig), 6)
    ]
    petals = Mask(sheet)
    stamens: list[tuple[float, float, float, float]] = []
    for n, (x, y, size, start) in enumerate(spots):
        if n % 4 == 0:
            petals.circle(x, y, size * 0.45, WHITE, alpha=0.9)
            continue
        for k in range(5):
            a = start + k * 1.2566
            petals.circle(
                x + size * 0.62 * np.cos(a),
                y + size * 0.62 * np.sin(a),
                size * 0.58,
                WHITE,
                alpha=rng.uniform(0.5, 0.75),
            )
        stamens.extend((x, y, size * 0.7, start + k * 0.9) for k in range(7))
    picture = inked(picture, petals.plane(), red)
    sketch = Sketch(sheet, picture)
    for x, y, reach, a in stamens:
        sketch.stroke([(x, y), (x + reach * np.cos(a), y + reach * np.sin(a))], [0.004, 0.004], shade(red, 0.4))
        sketch.circle(x + reach * np.cos(a), y + reach * np.sin(a), 0.007, rgb("#f2cf5a"))
    picture = sketch.done()
    return stamped(picture, sheet, motif, x=-0.78, y=0.8)
