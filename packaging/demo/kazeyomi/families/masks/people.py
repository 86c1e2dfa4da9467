"""An old man and a maiden."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, mixed
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.families.masks.carving import BONE, GOLD, INK, RED, Carving, both, lines, pair, wall
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.sketch import WHITE, Mask, Sketch, circle_points, curve, petal, placed, trace


def draw_elder(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    ground = wall(sheet, rng, "kikko", (rgb("#3a0f14"), rgb("#6a1a20"), rgb("#a8442a")), scale=2.8)
    half = curve(
        [(0.0, -0.78), (0.26, -0.74), (0.46, -0.5), (0.56, -0.05), (0.52, 0.36), (0.36, 0.66), (0.0, 0.72)], 90
    )
    carve = Carving(sheet, half)
    carve.swell(0.0, 0.12, 0.1, 0.2, 0.15)
    carve.swell(0.09, 0.2, 0.07, 0.05, 0.07)
    carve.swell(0.34, 0.16, 0.19, 0.17, 0.16)
    carve.swell(0.24, -0.22, 0.2, 0.1, 0.09)
    for k in range(5):
        carve.groove(
            [(0.0, -0.36 - 0.075 * k), (0.16, -0.4 - 0.07 * k), (0.36, -0.32 - 0.06 * k)], width=0.028, depth=0.14
        )
    for k in range(4):
        carve.groove(
            [(0.36, 0.02 + 0.02 * k), (0.46, 0.02 + 0.05 * k), (0.53, -0.05 + 0.09 * k)], width=0.018, depth=0.12
        )
    carve.groove([(0.12, 0.26), (0.3, 0.32), (0.36, 0.46)], width=0.035, depth=0.14)
    tone = rgb("#d8a870")
    face = ramp(
        np.clip(0.55 + 0.3 * (clouds(rng, sheet, 5, octaves=5) - 0.5), 0, 1),
        (shade(tone, 0.72), tone, mix(tone, WHITE, 0.35)),
    )
    face = mixed(
        face,
        rgb("#c2604a"),
        np.exp(-(((np.abs(sheet.grid()[0]) - 0.34) / 0.16) ** 2) - ((sheet.grid()[1] - 0.16) / 0.14) ** 2).astype(
            np.float32
        )
        * 0.5,
    )
    sketch = Sketch(sheet, face)
    lines(sketch, [(0.1, -0.01), (0.24, -0.1), (0.4, -0.02)], [0.02, 0.062, 0.012], INK)
    for side in (-1, 1):
        for _ in range(70):
            a, r = rng.uniform(0, 6.28), 0.1 * np.sqrt(rng.random())
            sketch.circle(
                side * 0.25 + r * 1.25 * np.cos(a),
                -0.34 + r * np.sin(a),
                rng.uniform(0.012, 0.026),
                mix(WHITE, rgb("#c8bca8"), rng.random()),
            )
    mouth = curve([(0.0, 0.5), (0.14, 0.48), (0.26, 0.41), (0.2, 0.54), (0.0, 0.58)], 40)
    sketch.polygon(both(mouth), rgb("#3a0c0c"))
    for x in (-0.09, -0.03, 0.03, 0.09):
        sketch.polygon(np.array([(-0.024, 0.0), (0.024, 0.0), (0.02, 0.035), (-0.02, 0.035)]) + (x, 0.495), BONE)
    for k in range(9):
        lines(
            sketch,
            [(0.03 + 0.02 * k, 0.38), (0.1 + 0.03 * k, 0.41), (0.16 + 0.035 * k, 0.47)],
            [0.012, 0.014, 0.003],
            mix(WHITE, BONE, 0.5),
        )
    picture = carve.onto(ground, sketch.done(), gloss=0.3)
    beard = Sketch(sheet, picture)
    for k in range(60):
        x = rng.normal(0, 0.13)
        beard.stroke(
            curve([(x * 0.6, 0.62), (x * 1.3, 0.85), (x * 0.7 + 0.03 * np.sin(k), 1.2)], 14),
            np.linspace(0.024, 0.003, 14),
            mix(WHITE, rgb("#b8ac98"), rng.random()),
        )
    for side in (-1, 1):
        for k in range(16):
            beard.stroke(
                curve(
                    [
                        (side * (0.46 + 0.005 * k), -0.5 + 0.06 * k),
                        (side * (0.62 + 0.01 * k), -0.4 + 0.07 * k),
                        (side * 0.6, -0.2 + 0.075 * k),
                    ],
                    12,
                ),
                np.linspace(0.03, 0.004, 12),
                mix(WHITE, rgb("#b8ac98"), rng.random()),
            )
    beard.stroke([(-0.16, 0.66), (0.16, 0.66)], 0.02, rgb("#6a3a1c"))
    return beard.done()


def draw_maiden(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    ground = wall(sheet, rng, "asanoha", (p.deep, p.dark, mix(p.dark, p.mid, 0.5)), scale=2.6)
    hair = Sketch(sheet, ground)
    hair.polygon(
        both(curve([(0.0, -0.92), (0.4, -0.86), (0.64, -0.5), (0.68, 0.1), (0.62, 0.6), (0.66, 1.4), (0.0, 1.4)], 60)),
        rgb("#0c0a10"),
    )
    for k in range(40):
        side = -0.64 + 0.033 * k
        hair.stroke(
            curve([(side * 0.3, -0.9), (side * 1.0, -0.4), (side, 0.4), (side * 1.02, 1.4)], 30),
            0.008,
            rgb("#3a3444"),
            alpha=0.7,
        )
    half = curve([(0.0, -0.72), (0.28, -0.7), (0.45, -0.42), (0.5, -0.02), (0.44, 0.38), (0.24, 0.7), (0.0, 0.78)], 90)
    carve = Carving(sheet, half)
    carve.swell(0.0, 0.08, 0.07, 0.22, 0.10)
    carve.swell(0.05, 0.2, 0.05, 0.04, 0.05)
    carve.swell(0.28, 0.2, 0.2, 0.2, 0.06)
    carve.swell(0.0, 0.45, 0.13, 0.06, 0.05)
    carve.swell(0.0, 0.68, 0.12, 0.08, 0.05)
    carve.swell(0.21, -0.04, 0.14, 0.07, -0.03)
    face = np.broadcast_to(np.asarray(rgb("#f6ece0"), dtype=np.float32), (*sheet.shape, 3)).copy()
    x, y = sheet.grid()
    face = mixed(
        face,
        rgb("#f0a8a0"),
        (np.exp(-(((np.abs(x) - 0.29) / 0.13) ** 2) - ((y - 0.2) / 0.12) ** 2) * 0.55).astype(np.float32),
    )
    sketch = Sketch(sheet, face)
    for side in (-1, 1):
        brow = Mask(sheet)
        t = circle_points(0.085, 30) * np.array([1.25, 0.6]) + np.array([side * 0.2, -0.44])
        brow.polygon(t, WHITE)
        face = mixed(sketch.done(), rgb("#3a343c"), blurred(brow.plane(), 8) * 0.85)
        sketch = Sketch(sheet, face)
    pair(sketch, curve([(0.09, -0.02), (0.2, -0.075), (0.33, -0.03), (0.22, 0.015), (0.09, -0.02)], 40), WHITE)
    for side in (-1, 1):
        sketch.circle(side * 0.2, -0.03, 0.042, INK)
    lines(sketch, [(0.08, -0.01), (0.2, -0.085), (0.36, -0.045)], [0.012, 0.03, 0.006], INK)
    lines(sketch, [(0.1, 0.0), (0.22, 0.02), (0.33, -0.02)], [0.004, 0.01, 0.004], INK)
    lines(sketch, [(0.02, 0.24), (0.05, 0.255), (0.08, 0.23)], [0.004, 0.016, 0.004], rgb("#8a5a50"))
    sketch.polygon(
        curve(
            trace("-0.17,0.44 -0.06,0.39 0,0.41 0.06,0.39 0.17,0.44 0.08,0.46 -0.08,0.46 -0.17,0.44"),
            50,
        ),
        rgb("#c2202c"),
    )
    sketch.polygon(
        curve([(-0.13, 0.47), (0.0, 0.475), (0.13, 0.47), (0.06, 0.54), (-0.06, 0.54), (-0.13, 0.47)], 40),
        rgb("#d83a44"),
    )
    sketch.polygon(curve([(-0.13, 0.45), (0.0, 0.455), (0.13, 0.45), (0.0, 0.48), (-0.13, 0.45)], 30), rgb("#1a0a0c"))
    picture = carve.onto(hair.done(), sketch.done(), gloss=0.35, lift=12)
    top = Sketch(sheet, picture)
    for side in (-1, 1):
        lock = curve(
            [(0.0, -0.76), (side * 0.3, -0.66), (side * 0.5, -0.3), (side * 0.52, 0.2), (side * 0.46, 0.7)], 60
        )
        top.stroke(lock, np.linspace(0.1, 0.09, 60), rgb("#0c0a10"))
        top.stroke(lock + np.array([side * -0.012, 0]), 0.012, rgb("#4a4456"))
    for k in range(6):
        a = -np.pi + 0.35 + k * 0.48
        x0, y0 = 0.72 * np.cos(a) * 0.72, -0.28 + 0.66 * np.sin(a)
        for j in range(5):
            top.polygon(
                placed(petal(0.085, 0.062, tip=0.6), x=x0, y=y0, turn=j * 1.2566 + k),
                (RED, p.accent, rgb("#f6c8d4"))[k % 3],
            )
        top.circle(x0, y0, 0.02, GOLD)
    return top.done()
