"""Wheels that drive wheels: clock, train, escapement."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, curved, mixed
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.metal import BRASS, BRONZE, COPPER, IRON, STEEL, plate, ruby, screw, tapestry, wheel
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, rolling
from kazeyomi.scenery import disc
from kazeyomi.sketch import WHITE, Mask, Sketch, curve, petal, placed, trace


def draw_clock(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A clock of twelve signs, each sign one of our own."""
    p = motif.palette
    picture = tapestry(sheet, rng, p.dark)
    mask = Mask(sheet)
    mask.circle(0, 0, 0.97, WHITE)
    picture = plate(picture, sheet, mask.plane(), BRASS, spun=0.7)
    face = disc(sheet, 0, 0, 0.86)
    enamel = ramp(
        np.clip(0.75 - 0.2 * sheet.polar()[0] + 0.1 * rolling(rng, sheet, 20), 0, 1),
        (p.accent, mix(p.pale, p.accent, 0.3), p.pale),
    )
    picture = mixed(picture, enamel, face)
    sketch = Sketch(sheet, picture)
    for k in range(60):
        a = k * np.pi / 30
        inner = 0.78 if k % 5 else 0.74
        sketch.stroke(
            [(inner * np.cos(a), inner * np.sin(a)), (0.83 * np.cos(a), 0.83 * np.sin(a))],
            [0.014, 0.02] if k % 5 == 0 else [0.006, 0.006],
            p.deep,
        )
    for k in range(12):
        a = k * np.pi / 6 - np.pi / 2
        x, y = 0.61 * np.cos(a), 0.61 * np.sin(a)
        sketch.circle(x, y, 0.115, p.deep)
        sketch.circle(x, y, 0.102, (p.mid, p.accent, shade(p.dark, 1.1))[k % 3])
        for blade in range(3 + k % 6):
            turn = blade * 2 * np.pi / (3 + k % 6) + a
            sketch.polygon(placed(petal(0.088, 0.04, tip=0.6 + 0.2 * (k % 4)), x=x, y=y, turn=turn), p.pale)
        sketch.circle(x, y, 0.02, p.deep)
    sketch.ring(0, 0, 0.47, p.deep, width=0.012)
    picture = sketch.done()
    hole = disc(sheet, 0, 0, 0.42)
    picture = mixed(picture, shade(p.deep, 0.4), hole)
    for x, y, r, teeth, metal in (
        (-0.13, 0.1, 0.24, 30, BRASS),
        (0.17, -0.06, 0.2, 24, COPPER),
        (0.06, 0.26, 0.14, 18, STEEL),
    ):
        picture = plate(
            picture, sheet, wheel(sheet, x=x, y=y, radius=r, teeth=teeth, turn=0.2) * hole, metal, centre=(x, y), lift=5
        )
    hands = Mask(sheet)
    for a, long, wide in ((-2.2, 0.5, 0.07), (-0.62, 0.74, 0.05)):
        hands.polygon(placed(petal(long, wide, tip=1.4), turn=a), WHITE)
        hands.polygon(placed(petal(0.16, 0.08), turn=a + np.pi), WHITE)
        hands.circle(0.62 * long * np.cos(a), 0.62 * long * np.sin(a), wide * 0.7, WHITE)
    hands.circle(0, 0, 0.06, WHITE)
    return plate(picture, sheet, hands.plane(), IRON, lift=8)


def draw_train(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = tapestry(sheet, rng, shade(motif.palette.dark, 0.8))
    layers = (
        (
            (-0.72, -0.78, 0.42, 40, COPPER),
            (0.62, -0.72, 0.6, 54, IRON),
            (-0.5, 0.86, 0.52, 48, BRONZE),
            (0.84, 0.42, 0.36, 32, IRON),
        ),
        (
            (-0.3, -0.18, 0.56, 44, BRASS),
            (0.52, 0.26, 0.32, 26, STEEL),
            (-0.86, 0.2, 0.22, 18, STEEL),
            (0.22, 0.9, 0.42, 34, BRASS),
        ),
        (
            (0.34, -0.46, 0.28, 22, COPPER),
            (-0.1, 0.42, 0.24, 20, COPPER),
            (-0.62, -0.62, 0.16, 14, BRASS),
            (0.86, 0.84, 0.2, 16, BRASS),
        ),
    )
    for depth, layer in enumerate(layers):
        for i, (x, y, r, teeth, metal) in enumerate(layer):
            cover = wheel(
                sheet, x=x, y=y, radius=r, teeth=teeth, turn=0.3 * i + depth, spokes=(5, 6, 4)[i % 3], hub=0.22
            )
            picture = plate(picture, sheet, cover, metal, centre=(x, y), lift=8 + 4 * depth)
        if depth < 2:
            picture = picture * np.float32(0.82 + 0.1 * depth)
    sketch = Sketch(sheet, picture)
    for layer in layers[1:]:
        for x, y, r, _, _ in layer:
            ruby(sketch, x=x, y=y, radius=max(0.022, r * 0.09))
    for x, y in ((-0.9, -0.98), (0.92, -0.3), (-0.92, 0.62), (0.6, 0.62), (0.05, -0.9), (-0.32, 0.16)):
        screw(sketch, rng, x=x, y=y, radius=0.045)
    return curved(sketch.done(), contrast=1.1)


def draw_escapement(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = tapestry(sheet, rng, p.dark)
    x, y = sheet.grid()
    stripes = 0.5 + 0.5 * np.sin((x * 0.8 + y * 0.6) * 34)
    base = Mask(sheet)
    base.circle(0.0, 0.0, 1.25, WHITE)
    picture = mixed(
        picture, plate(picture, sheet, base.plane(), STEEL, relief=(stripes * 0.5).astype(np.float32), spun=0.2), 0.42
    )
    cover = wheel(sheet, x=0.42, y=0.62, radius=0.5, teeth=15, turn=0.1, spokes=4, rim=0.16, hooked=0.35)
    picture = plate(picture, sheet, cover, BRASS, centre=(0.42, 0.62))
    ring = Mask(sheet)
    ring.ring(-0.08, -0.14, 0.74, WHITE, width=0.1)
    for k in range(3):
        a = k * 2.0944 + 0.4
        ring.stroke([(-0.08, -0.14), (-0.08 + 0.72 * np.cos(a), -0.14 + 0.72 * np.sin(a))], 0.055, WHITE)
    for k in range(18):
        a = k * np.pi / 9
        ring.circle(-0.08 + 0.8 * np.cos(a), -0.14 + 0.8 * np.sin(a), 0.03, WHITE)
    picture = plate(picture, sheet, ring.plane(), BRASS, centre=(-0.08, -0.14), lift=16)
    spring = Mask(sheet)
    t = np.linspace(0, 1, 900)
    coil = t * 2 * np.pi * 9
    r = 0.08 + 0.5 * t
    spring.line(np.stack([-0.08 + r * np.cos(coil), -0.14 + r * np.sin(coil)], axis=1), WHITE, width=0.015)
    blue = (rgb("#050a2a"), rgb("#16307a"), rgb("#3560d0"), rgb("#8fb4ff"), rgb("#f2f7ff"))
    picture = plate(picture, sheet, spring.plane(), blue, centre=(-0.08, -0.14), lift=6)
    cock = Mask(sheet)
    cock.polygon(
        curve(
            trace("-1.2,-0.75 -0.75,-0.5 -0.3,-0.32 0.05,-0.3 0.1,-0.1 -0.08,0.04 -0.3,-0.06 -0.75,-0.24 -1.2,-0.3"),
            90,
        ),
        WHITE,
    )
    picture = plate(picture, sheet, cock.plane(), BRASS, centre=(-0.9, -0.5), lift=14, spun=0.3)
    sketch = Sketch(sheet, picture)
    ruby(sketch, x=-0.08, y=-0.14, radius=0.06)
    ruby(sketch, x=0.42, y=0.62, radius=0.045)
    screw(sketch, rng, x=-0.82, y=-0.44, radius=0.075)
    for sx, sy in ((0.86, -0.9), (-0.86, 0.86), (0.9, 0.1)):
        screw(sketch, rng, x=sx, y=sy, radius=0.06)
    return curved(sketch.done(), contrast=1.08)
