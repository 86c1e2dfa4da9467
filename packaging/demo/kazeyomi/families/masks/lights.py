"""The faces of sun and moon."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, curved, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb
from kazeyomi.families.masks.carving import BONE, RED, Carving, eye, lines
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.sketch import WHITE, Sketch, curve, placed, star_points


def draw_moon(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Half a face in a full moon."""
    p = motif.palette
    ground = ramp(
        np.clip(0.45 - 0.3 * sheet.polar()[0] + 0.3 * (clouds(rng, sheet, 3) - 0.5), 0, 1), (p.deep, p.dark, p.mid)
    )
    stars_ = Sketch(sheet, ground)
    for _ in range(46):
        sx, sy, s = rng.uniform(-1, 1), rng.uniform(-1.1, 1.1), rng.uniform(0.015, 0.05)
        stars_.polygon(star_points(4, s, s * 0.25) + np.array([sx, sy]), mix(p.accent, WHITE, rng.random()))
    half = np.stack([0.8 * np.sin(np.linspace(0, np.pi, 80)), -0.8 * np.cos(np.linspace(0, np.pi, 80))], axis=1)
    carve = Carving(sheet, half)
    carve.swell(0.0, 0.06, 0.09, 0.3, 0.14)
    carve.swell(0.07, 0.26, 0.06, 0.05, 0.07)
    carve.swell(0.34, 0.16, 0.2, 0.18, 0.07)
    carve.swell(0.27, -0.1, 0.18, 0.1, -0.06)
    carve.swell(0.26, -0.28, 0.22, 0.05, 0.06, turn=0.1)
    for cx, cy, r in ((0.5, -0.4, 0.1), (0.58, 0.34, 0.07), (0.18, 0.62, 0.06), (0.3, -0.6, 0.07)):
        carve.swell(cx, cy, r, r, -0.05, power=3)
    silver = ramp(
        np.clip(0.5 + 0.4 * (clouds(rng, sheet, 6, octaves=6) - 0.5), 0, 1), (rgb("#8a94b8"), rgb("#d8deee"), WHITE)
    )
    gold = ramp(
        np.clip(0.5 + 0.4 * (clouds(rng, sheet, 6, octaves=6) - 0.5), 0, 1),
        (rgb("#8a5a14"), rgb("#e0ac3a"), rgb("#fff0b8")),
    )
    x, y = sheet.grid()
    edge = (
        0.0
        + 0.05 * np.sin(y * 5)
        + 0.12 * np.exp(-(((y - 0.12) / 0.12) ** 2))
        - 0.05 * np.exp(-(((y - 0.5) / 0.1) ** 2))
    )
    face = mixed(silver, gold, smooth(-0.006, 0.006, x - edge))
    sketch = Sketch(sheet, face)
    lines(sketch, [(0.12, -0.06), (0.28, 0.0), (0.42, -0.08)], [0.01, 0.035, 0.008], rgb("#2a2448"))
    for k in range(5):
        lines(
            sketch,
            [(0.17 + 0.055 * k, -0.03 + 0.01 * np.sin(k)), (0.18 + 0.065 * k, 0.05)],
            [0.012, 0.004],
            rgb("#2a2448"),
        )
    lines(sketch, [(0.1, -0.22), (0.26, -0.31), (0.46, -0.24)], [0.008, 0.03, 0.006], rgb("#2a2448"))
    sketch.polygon(
        curve([(-0.18, 0.45), (-0.05, 0.41), (0.0, 0.43), (0.05, 0.41), (0.18, 0.45), (0.0, 0.53), (-0.18, 0.45)], 50),
        rgb("#8a3a5a"),
    )
    sketch.stroke(curve([(-0.18, 0.45), (0.0, 0.465), (0.18, 0.45)], 30), 0.012, rgb("#3a1430"))
    for k in range(8):
        a = -np.pi / 2 + (k - 3.5) * 0.24
        sketch.circle(0.62 * np.cos(a), 0.62 * np.sin(a), 0.02, rgb("#2a2448"))
    return curved(carve.onto(stars_.done(), sketch.done(), gloss=0.45), contrast=1.04)


def draw_sun(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    far, angle = sheet.polar()
    ground = ramp(
        np.clip(0.95 - 0.62 * far + 0.12 * np.cos(angle * 24) * smooth(0.5, 1.0, far), 0, 1).astype(np.float32),
        (rgb("#123a4a"), p.accent, mix(p.accent, p.pale, 0.5), p.pale),
    )
    half_points = []
    for a in np.linspace(-np.pi / 2, np.pi / 2, 240):
        k = np.mod((a + np.pi / 2) * 16 / np.pi, 1)
        spike = 0.28 * (1 - abs(2 * k - 1)) ** 1.3
        half_points.append(((0.64 + spike) * np.cos(a), (0.64 + spike) * np.sin(a)))
    carve = Carving(sheet, half_points)
    carve.height += (0.32 * np.sqrt(np.clip(1 - (far / 0.62) ** 2, 0, 1))).astype(np.float32)
    carve.height += (0.05 * np.exp(-(((far - 0.6) / 0.03) ** 2))).astype(np.float32)
    carve.swell(0.0, 0.05, 0.08, 0.22, 0.15)
    carve.swell(0.06, 0.18, 0.06, 0.05, 0.07)
    carve.swell(0.27, 0.14, 0.14, 0.12, 0.08)
    carve.swell(0.22, -0.08, 0.13, 0.08, -0.08)
    carve.swell(0.22, -0.2, 0.17, 0.045, 0.09, turn=0.15)
    carve.swell(0.0, 0.34, 0.17, 0.05, 0.06)
    carve.groove([(0.1, 0.2), (0.2, 0.26), (0.24, 0.36)], width=0.02, depth=0.1)
    gold = ramp(
        np.clip(0.5 + 0.35 * (clouds(rng, sheet, 7, octaves=5) - 0.5) + 0.2 * np.cos(angle * 2 + 1), 0, 1).astype(
            np.float32
        ),
        (rgb("#8a5208"), rgb("#e0a02a"), rgb("#fbe08a")),
    )
    sketch = Sketch(sheet, gold)
    for k in range(32):
        a = k * np.pi / 16
        sketch.polygon(placed(np.array([(0.66, -0.02), (0.84, 0.0), (0.66, 0.02)]), turn=a), (RED, p.accent)[k % 2])
    eye(sketch, x=0.22, y=-0.07, wide=0.11, tall=0.055, slant=0.05, iris=rgb("#1f6f78"), white=BONE, pupil=0.4)
    sketch.polygon(
        curve([(-0.16, 0.33), (-0.05, 0.3), (0.0, 0.315), (0.05, 0.3), (0.16, 0.33), (0.0, 0.4), (-0.16, 0.33)], 50),
        rgb("#b8401c"),
    )
    sketch.stroke(curve([(-0.16, 0.33), (0.0, 0.345), (0.16, 0.33)], 30), 0.01, rgb("#4a1408"))
    sketch.polygon(star_points(8, 0.07, 0.035) + np.array([0, -0.36]), RED)
    for side in (-1, 1):
        t = np.linspace(0, 1, 50)
        a = side * t * 7
        sketch.stroke(
            np.stack([side * 0.33 + 0.1 * (1 - t) * np.cos(a), 0.17 + 0.1 * (1 - t) * np.sin(a)], axis=1),
            0.01,
            rgb("#a85a14"),
        )
    return curved(carve.onto(ground, sketch.done(), gloss=0.6), contrast=1.06)
