"""Flowers that are wheels of petals, seen from the front."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, curved, darkened, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.families.blossoms.petals import shaded_petal, smooth_step, soft_garden
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import sky
from kazeyomi.sketch import WHITE, Points, Sketch, curve, petal, placed


def draw_chrysanthemum(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = ramp(
        np.clip(0.5 - 0.3 * sheet.polar()[0] + 0.25 * clouds(rng, sheet, 5), 0, 1),
        (motif.palette.deep, motif.palette.dark, motif.palette.mid),
    )
    sketch = Sketch(sheet, picture)
    golden = np.pi * (3 - np.sqrt(5))
    for i in range(300, 0, -1):
        t = i / 300
        a, r = i * golden, 0.74 * np.sqrt(t)
        length = 0.1 + 0.25 * t**0.7
        x, y = (r - length * 0.55) * np.cos(a), (r - length * 0.55) * np.sin(a)
        tone = mix(rgb("#fffaf0"), rgb("#e9d8b8"), 0.35 * rng.random() + 0.3 * (1 - t))
        if t < 0.22:
            tone = mix(tone, rgb("#e8c84a"), 0.7 * (1 - t / 0.22))
        shape = petal(length, 0.085 * (0.5 + 0.6 * t), tip=0.5)
        sketch.polygon(placed(shape * np.array([1.04, 1.3]), x=x + 0.006, y=y + 0.012, turn=a), shade(tone, 0.5))
        sketch.polygon(placed(shape, x=x, y=y, turn=a), tone)
        sketch.stroke(
            placed(np.array([(0.0, 0.0), (length * 0.85, 0.0)]), x=x, y=y, turn=a), [0.02 * t, 0.003], shade(tone, 0.82)
        )
        sketch.polygon(
            placed(shape * np.array([1.0, 0.28]) + np.array([0, -0.012]), x=x, y=y, turn=a), WHITE, alpha=0.7
        )
    return curved(sketch.done(), contrast=1.06)


def _ruffled(rng: Rng, size: float) -> Points:
    a = np.linspace(-1.25, 1.25, 34)
    r = (
        size
        * (0.86 + 0.10 * np.sin(a * 6 + rng.uniform(0, 6)) + 0.06 * np.sin(a * 13 + rng.uniform(0, 6)))
        * np.cos(a * 0.55)
    )
    return np.concatenate([[(0.0, 0.0)], np.stack([r * np.cos(a), r * np.sin(a) * 0.9], axis=1)])


def draw_peony(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = soft_garden(sheet, rng, (rgb("#16281a"), rgb("#2c4a2c"), rgb("#5f8a4a")), (rgb("#8fb86a"), p.mid, p.dark))
    sketch = Sketch(sheet, picture)
    for a in (0.4, 1.2, 2.2, 2.9, 3.7, 5.2, 5.9):
        leaf = petal(0.75, 0.3, tip=1.1)
        shaded_petal(
            sketch,
            leaf,
            x=0.3 * np.cos(a),
            y=0.05 + 0.3 * np.sin(a),
            turn=a,
            outer=rgb("#2c5a34"),
            inner=rgb("#6fa05a"),
            veins=9,
        )
    for ring in range(9):
        t = ring / 8
        count = int(13 - 6 * t)
        start = rng.uniform(0, 6)
        for k in range(count):
            a = start + k * 2 * np.pi / count + rng.normal(0, 0.06)
            size = 0.62 * (1 - 0.62 * t) * rng.uniform(0.92, 1.08)
            root = 0.3 * (1 - t)
            shape = _ruffled(rng, size)
            x, y = root * np.cos(a), root * np.sin(a) + 0.02
            tone = mix(mix(p.dark, p.mid, 0.35 + 0.5 * t), p.light, 0.15 * rng.random())
            sketch.polygon(placed(shape * 1.03, x=x + 0.006, y=y + 0.014, turn=a), shade(p.dark, 0.55))
            for s in range(6):
                share = 1 - 0.13 * s
                sketch.polygon(
                    placed(shape * np.array([share, share]), x=x, y=y, turn=a),
                    mix(mix(tone, p.pale, 0.42), shade(tone, 0.75), s / 5),
                )
            sketch.line(placed(shape[1:], x=x, y=y, turn=a), p.pale, width=0.006, alpha=0.7)
    for _ in range(70):
        a, r = rng.uniform(0, 6.28), 0.13 * rng.random() ** 0.5
        sketch.circle(
            r * np.cos(a), 0.02 + r * np.sin(a), rng.uniform(0.01, 0.02), mix(p.accent, WHITE, rng.random() * 0.5)
        )
    return curved(sketch.done(), contrast=1.05)


def draw_sunflower(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (rgb("#3f8fd0"), rgb("#8cc8ee"), rgb("#d8eefa")), cloud=WHITE, much=0.8)
    sketch = Sketch(sheet, picture)
    sketch.stroke(curve([(0.05, 0.5), (0.12, 0.9), (0.0, 1.4)], 30), 0.13, rgb("#3f6b2a"))
    for a, x, y in ((0.5, 0.1, 0.9), (2.7, 0.05, 1.0)):
        shaded_petal(
            sketch, petal(0.8, 0.42, tip=1.0), x=x, y=y, turn=a, outer=rgb("#3a6a28"), inner=rgb("#7fae4a"), veins=9
        )
    for ring, (count, length) in enumerate(((30, 0.98), (26, 0.9), (24, 0.8))):
        for k in range(count):
            a = k * 2 * np.pi / count + ring * 0.11 + rng.normal(0, 0.03)
            shaded_petal(
                sketch,
                petal(length * rng.uniform(0.94, 1.03), 0.17, tip=1.1),
                x=0,
                y=-0.05,
                turn=a,
                outer=mix(rgb("#e8961a"), rgb("#f8c832"), 0.3 * ring + 0.3 * rng.random()),
                inner=rgb("#c8700f"),
                steps=4,
                veins=3,
            )
    sketch.circle(0, -0.05, 0.5, rgb("#2a1608"))
    golden = np.pi * (3 - np.sqrt(5))
    for i in range(900, 0, -1):
        t = i / 900
        r, a = 0.49 * np.sqrt(t), i * golden
        x, y = r * np.cos(a), -0.05 + r * np.sin(a)
        tone = (
            mix(rgb("#3f7a2c"), rgb("#8a5218"), smooth_step(0.1, 0.45, t))
            if t < 0.5
            else mix(rgb("#8a5218"), rgb("#e0a02a"), smooth_step(0.55, 1.0, t))
        )
        size = 0.010 + 0.009 * t
        sketch.circle(x + 0.003, y + 0.005, size * 1.15, shade(tone, 0.35))
        sketch.circle(x, y, size, tone)
        sketch.circle(x - size * 0.3, y - size * 0.3, size * 0.4, mix(tone, p.pale, 0.5))
    return curved(sketch.done(), contrast=1.04)


def draw_camellia(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A camellia fallen on snow."""
    p = motif.palette
    snow = clouds(rng, sheet, 3, octaves=5)
    picture = ramp(
        np.clip(0.62 + 0.5 * (snow - 0.5) - 0.25 * smooth(0.2, 1.2, sheet.polar(-0.2, -0.3)[0]), 0, 1),
        (p.dark, p.mid, p.light, p.pale, WHITE),
    )
    hollow = np.exp(-((sheet.polar(0.04, 0.14)[0] / 0.86) ** 4))
    picture = darkened(picture, hollow * 0.35, p.mid)
    sketch = Sketch(sheet, picture)
    for x, y, a, size in ((-0.95, -0.75, 0.4, 0.55), (-0.6, -0.98, 0.9, 0.5), (0.9, 0.98, 3.9, 0.5)):
        shaded_petal(
            sketch,
            petal(size, size * 0.45, tip=0.9),
            x=x,
            y=y,
            turn=a,
            outer=rgb("#14402c"),
            inner=rgb("#3f7a52"),
            veins=9,
        )
    red = rgb("#c8152c")
    for ring, (count, size, root) in enumerate(((6, 0.62, 0.24), (6, 0.54, 0.17), (5, 0.44, 0.1))):
        for k in range(count):
            a = k * 2 * np.pi / count + ring * 0.5
            t = np.linspace(-1.15, 1.15, 30)
            r = size * (1 - 0.12 * np.exp(-((t / 0.14) ** 2))) * np.cos(t * 0.5)
            shape = np.concatenate([[(0.0, 0.0)], np.stack([r * np.cos(t), r * np.sin(t)], axis=1)])
            shaded_petal(
                sketch,
                shape,
                x=0.04 + root * np.cos(a),
                y=0.08 + root * np.sin(a),
                turn=a,
                outer=mix(red, rgb("#f0506a"), 0.2 + 0.1 * ring),
                inner=shade(red, 0.55),
                veins=7,
            )
    for i in range(90):
        a, r = i * 2.4, 0.17 * np.sqrt(i / 90)
        sketch.stroke(
            [(0.04, 0.08), (0.04 + r * np.cos(a), 0.08 + r * np.sin(a) - 0.03)], [0.01, 0.012], rgb("#f6e6a8")
        )
        sketch.circle(0.04 + r * np.cos(a), 0.05 + r * np.sin(a), 0.014, rgb("#f2b82a"))
    for _ in range(170):
        sketch.circle(rng.uniform(-1.1, 1.1), rng.uniform(-1.2, 1.2), rng.uniform(0.003, 0.012), WHITE, alpha=0.9)
    return sketch.done()
