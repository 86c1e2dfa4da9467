"""Fox, cat and crow."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.families.masks.carving import BONE, GOLD, INK, RED, Carving, eye, lines, pair, wall
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, ridges, rolling
from kazeyomi.scenery import disc
from kazeyomi.sketch import BLACK, WHITE, Sketch, circle_points, curve, petal, placed, star_points, trace


def draw_fox(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    ground = wall(sheet, rng, "seigaiha", (p.deep, p.dark, mix(p.dark, p.mid, 0.5)))
    half = curve(
        trace("0,-0.32 0.18,-0.42 0.34,-0.95 0.56,-1 0.66,-0.55 0.64,-0.1 0.44,0.3 0.2,0.72 0.08,0.92 0,0.95"),
        90,
    )
    carve = Carving(sheet, half)
    carve.swell(0.0, 0.2, 0.16, 0.62, 0.14)
    carve.swell(0.0, 0.78, 0.12, 0.12, 0.10)
    carve.swell(0.33, 0.14, 0.2, 0.2, 0.06)
    carve.swell(0.27, -0.1, 0.17, 0.1, -0.05, turn=-0.4)
    carve.swell(0.26, -0.28, 0.2, 0.07, 0.06, turn=-0.4)
    carve.swell(0.46, -0.7, 0.09, 0.2, -0.07, turn=0.15)
    face = np.broadcast_to(np.asarray(BONE, dtype=np.float32), (*sheet.shape, 3)).copy()
    sketch = Sketch(sheet, face)
    pair(sketch, curve([(0.37, -0.9), (0.53, -0.93), (0.59, -0.58), (0.42, -0.5), (0.37, -0.9)], 50), RED)
    pair(sketch, curve([(0.42, -0.8), (0.5, -0.8), (0.53, -0.6), (0.44, -0.58), (0.42, -0.8)], 40), rgb("#f2a0a0"))
    lines(sketch, [(0.1, -0.08), (0.2, -0.19), (0.36, -0.24), (0.5, -0.36)], [0.01, 0.06, 0.05, 0.01], RED)
    shape = curve([(0.1, 0.0), (0.2, -0.09), (0.34, -0.14), (0.46, -0.24), (0.38, -0.06), (0.24, 0.0), (0.1, 0.0)], 60)
    pair(sketch, shape, INK)
    pair(sketch, (shape - (0.28, -0.08)) * 0.62 + (0.28, -0.08), GOLD)
    for x, y, r in ((0.29, -0.085, 0.032),):
        for side in (-1, 1):
            sketch.circle(side * x, y, r, INK)
    for k in range(3):
        lines(
            sketch,
            [(0.26 + 0.07 * k, 0.12 + 0.02 * k), (0.4 + 0.05 * k, 0.16 - 0.02 * k), (0.55 + 0.02 * k, 0.06 - 0.08 * k)],
            [0.008, 0.035, 0.006],
            RED,
        )
    sketch.polygon(
        curve([(-0.09, 0.74), (0.0, 0.7), (0.09, 0.74), (0.04, 0.82), (0.0, 0.85), (-0.04, 0.82), (-0.09, 0.74)], 40),
        INK,
    )
    lines(sketch, [(0.0, 0.84), (0.1, 0.87), (0.2, 0.76)], [0.02, 0.02, 0.006], INK)
    for k in range(5):
        a = -np.pi / 2 + (k - 2) * 0.42
        sketch.polygon(placed(petal(0.17, 0.06, tip=0.8), x=0.0, y=-0.1, turn=a), (RED, GOLD)[k % 2])
    sketch.circle(0, -0.1, 0.035, INK)
    picture = carve.onto(ground, sketch.done(), gloss=0.3)
    cords = Sketch(sheet, picture)
    for side in (-1, 1):
        cord = curve([(side * 0.62, 0.02), (side * 0.82, 0.3), (side * 0.74, 0.7), (side * 0.9, 1.3)], 50)
        cords.stroke(cord, 0.036, shade(RED, 0.6))
        cords.stroke(cord - 0.006, 0.016, mix(RED, WHITE, 0.3))
        cords.circle(side * 0.74, 0.7, 0.06, GOLD)
        cords.circle(side * 0.74 - 0.015, 0.685, 0.025, BONE)
    return cords.done()


def draw_cat(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    ground = ramp(
        np.clip(0.6 - 0.45 * sheet.polar()[0] + 0.25 * (clouds(rng, sheet, 4) - 0.5), 0, 1),
        (rgb("#2a0408"), rgb("#8a1018"), rgb("#d83a2a"), rgb("#f8a05a")),
    )
    half = curve(
        trace("0,-0.42 0.22,-0.46 0.4,-0.86 0.56,-0.9 0.64,-0.4 0.72,0.1 0.56,0.52 0.24,0.76 0,0.8"),
        90,
    )
    carve = Carving(sheet, half)
    carve.swell(0.14, 0.4, 0.17, 0.14, 0.12)
    carve.swell(0.0, 0.18, 0.1, 0.2, 0.10)
    carve.swell(0.32, -0.06, 0.17, 0.11, -0.06)
    carve.swell(0.5, -0.62, 0.08, 0.17, -0.07)
    face = ramp(
        np.clip(0.35 + 0.2 * (ridges(rng, sheet, 4) - 0.5), 0, 1), (rgb("#08070a"), rgb("#17151c"), rgb("#2a2733"))
    )
    sketch = Sketch(sheet, face)
    pair(sketch, curve([(0.43, -0.78), (0.53, -0.8), (0.57, -0.5), (0.44, -0.44), (0.43, -0.78)], 40), rgb("#8a1a1c"))
    eye(
        sketch, x=0.32, y=-0.06, wide=0.17, tall=0.125, slant=0.22, iris=rgb("#7ad83a"), white=rgb("#e8f8a0"), pupil=0.0
    )
    for side in (-1, 1):
        sketch.polygon(placed(petal(0.2, 0.06, tip=1.2), x=side * 0.32, y=-0.165, turn=np.pi / 2), BLACK)
    sketch.polygon(curve([(-0.075, 0.26), (0.0, 0.24), (0.075, 0.26), (0.0, 0.35), (-0.075, 0.26)], 40), rgb("#c83a4a"))
    lines(sketch, [(0.0, 0.35), (0.02, 0.44), (0.14, 0.48), (0.26, 0.4)], [0.012, 0.014, 0.014, 0.004], GOLD)
    for k in range(3):
        lines(
            sketch, [(0.2, 0.36 + 0.05 * k), (0.5, 0.3 + 0.1 * k), (0.8, 0.3 + 0.14 * k)], [0.008, 0.008, 0.003], GOLD
        )
    for k in range(4):
        lines(
            sketch,
            [
                (0.03 + 0.02 * k, -0.34 + 0.03 * k),
                (0.1 + 0.05 * k, -0.28 + 0.02 * k),
                (0.2 + 0.06 * k, -0.31 - 0.02 * k),
            ],
            [0.004, 0.02, 0.004],
            GOLD,
        )
    for side in (-1, 1):
        for k in range(3):
            t = np.linspace(0, 1, 40)
            a = side * (t * 6 + k)
            curl = 0.1 * (1 - t)
            sketch.stroke(
                np.stack([side * (0.52 - 0.1 * k) + curl * np.cos(a), 0.32 + 0.12 * k + curl * np.sin(a)], axis=1),
                0.012,
                GOLD,
            )
    sketch.polygon(star_points(5, 0.085, 0.045) + np.array([0.0, -0.24]), GOLD)
    picture = carve.onto(ground, sketch.done(), gloss=0.75)
    bell = Sketch(sheet, picture)
    bell.stroke(curve([(-0.62, 0.62), (-0.3, 0.86), (0.0, 0.92), (0.3, 0.86), (0.62, 0.62)], 60), 0.07, rgb("#c22a1e"))
    for r, tint in ((0.14, rgb("#6a4208")), (0.125, GOLD), (0.09, rgb("#f2cf6a"))):
        bell.circle(0, 1.0, r, tint)
    bell.line([(-0.13, 1.0), (0.13, 1.0)], rgb("#6a4208"), width=0.016)
    bell.circle(0, 1.06, 0.026, rgb("#3a2408"))
    return bell.done()


def draw_crow(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    ground = wall(sheet, rng, "yagasuri", (p.deep, p.dark, p.mid), scale=3.0)
    plumes = Sketch(sheet, ground)
    for k in range(46):
        a = -np.pi / 2 + (k - 22.5) * 0.105
        length = 0.62 + 0.12 * np.sin(k * 1.7)
        x, y = 0.46 * np.cos(a), -0.16 + 0.5 * np.sin(a)
        shape = petal(length, 0.15, tip=0.7)
        plumes.polygon(placed(shape * np.array([1.03, 1.15]), x=x, y=y, turn=a), BLACK)
        plumes.polygon(placed(shape, x=x, y=y, turn=a), (rgb("#1a1c30"), rgb("#232a4a"), rgb("#161624"))[k % 3])
        plumes.stroke(
            placed(np.array([(0.0, 0.0), (length * 0.9, 0.0)]), x=x, y=y, turn=a), [0.014, 0.002], rgb("#4a5a8a")
        )
    half = curve(
        [(0.0, -0.6), (0.26, -0.58), (0.46, -0.34), (0.5, 0.0), (0.4, 0.3), (0.2, 0.48), (0.13, 0.7), (0.0, 0.98)], 90
    )
    carve = Carving(sheet, half)
    carve.swell(0.0, 0.45, 0.1, 0.5, 0.26)
    carve.swell(0.0, 0.1, 0.14, 0.16, 0.12)
    carve.swell(0.25, -0.1, 0.14, 0.1, -0.07)
    carve.swell(0.25, -0.27, 0.2, 0.07, 0.13, turn=0.35)
    carve.groove([(0.03, 0.56), (0.1, 0.5), (0.22, 0.36)], width=0.03, depth=0.2)
    face = ramp(
        np.clip(0.4 + 0.3 * (clouds(rng, sheet, 6) - 0.5), 0, 1), (rgb("#1a2a4a"), rgb("#2f4a7a"), rgb("#5a7ab0"))
    )
    x, y = sheet.grid()
    beak = smooth(0.02, -0.02, np.abs(x) - (0.22 - 0.18 * np.clip((y - 0.2) / 0.75, 0, 1))) * smooth(
        0.14, 0.2, y + 0.5 * np.abs(x)
    )
    face = mixed(
        face,
        ramp(
            np.clip(0.5 + 0.5 * (rolling(rng, sheet, 12, stretch=0.3) - 0.5), 0, 1),
            (rgb("#8a5f14"), rgb("#d8a22f"), rgb("#f6dc8a")),
        ),
        beak,
    )
    sketch = Sketch(sheet, face)
    eye(sketch, x=0.25, y=-0.1, wide=0.14, tall=0.08, slant=0.3, iris=rgb("#e84a2a"), white=rgb("#f8e0a0"), pupil=0.35)
    lines(sketch, [(0.08, -0.16), (0.26, -0.27), (0.45, -0.34)], [0.02, 0.05, 0.008], GOLD)
    for k in range(4):
        lines(
            sketch,
            [
                (0.2 + 0.03 * k, 0.12 + 0.05 * k),
                (0.32 + 0.02 * k, 0.06 + 0.06 * k),
                (0.42 - 0.01 * k, -0.02 + 0.07 * k),
            ],
            [0.004, 0.018, 0.004],
            GOLD,
        )
    pair(sketch, circle_points(1.0, 24) * np.array([0.02, 0.04]) + np.array([0.06, 0.3]), rgb("#3a2408"))
    sketch.polygon(curve([(-0.1, -0.5), (0.0, -0.2), (0.1, -0.5), (0.0, -0.42), (-0.1, -0.5)], 40), RED)
    sketch.circle(0, -0.36, 0.035, GOLD)
    picture = carve.onto(plumes.done(), sketch.done(), gloss=0.5)
    return mixed(picture, GOLD, disc(sheet, 0.0, -0.36, 0.03) * 0.6)
