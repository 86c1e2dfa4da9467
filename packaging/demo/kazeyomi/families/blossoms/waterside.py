"""Flowers of pond, marsh and rain."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, lit
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.families.blossoms.petals import shaded_petal, soft_garden
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import beams, mirrored_below, sky
from kazeyomi.sketch import WHITE, Sketch, circle_points, curve, petal, placed


def draw_lotus(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A lotus from the side, open over still water."""
    p = motif.palette
    picture = sky(sheet, rng, (p.dark, p.mid, p.light, p.pale), cloud=p.light, much=0.5)
    picture = lit(picture, beams(sheet, rng, x=0, y=0.35, count=24) * 0.8, p.pale)
    picture = mirrored_below(picture, sheet, rng, line=0.52, tint=p.dark, murk=0.3)
    sketch = Sketch(sheet, picture)
    for x, y, half in ((-0.75, 0.86, 0.42), (0.72, 0.8, 0.46), (0.0, 1.02, 0.5), (-0.2, 0.66, 0.2), (0.95, 0.62, 0.18)):
        a = np.linspace(0, 2 * np.pi, 60)
        pad = np.stack([x + half * np.cos(a), y + half * 0.26 * np.sin(a)], axis=1)
        sketch.polygon(pad + np.array([0, 0.03]), rgb("#0f2f2a"))
        sketch.polygon(pad, rgb("#2f6b4a"))
        sketch.polygon((pad - (x, y)) * 0.86 + (x, y - 0.008), rgb("#4a8f5a"))
        for b in np.linspace(0, 2 * np.pi, 13)[:-1]:
            sketch.line(
                [(x, y), (x + half * 0.85 * np.cos(b), y + half * 0.22 * np.sin(b))], rgb("#a8d89a"), width=0.006
            )
    rose, heart = rgb("#e0528a"), rgb("#fff4f2")
    for ring, (count, length, spread, lift) in enumerate(
        ((9, 0.86, 1.25, 0.02), (8, 0.84, 0.95, -0.02), (7, 0.8, 0.62, -0.05), (5, 0.72, 0.32, -0.08))
    ):
        order = sorted(range(count), key=lambda k: -abs(k - (count - 1) / 2))
        for k in order:
            off = (k - (count - 1) / 2) / max(1, (count - 1) / 2) * spread
            shape = petal(length * (1 - 0.12 * abs(off)), 0.34 - 0.03 * ring, tip=0.9)
            shaded_petal(
                sketch,
                shape,
                x=0.1 * off,
                y=0.6 + lift,
                turn=-np.pi / 2 + off,
                outer=mix(rose, heart, 0.14 * ring),
                inner=heart,
                veins=7,
            )
        if ring == 1:
            for _ in range(60):
                b = -np.pi / 2 + rng.normal(0, 0.5)
                sketch.stroke([(0, 0.45), (0.42 * np.cos(b), 0.45 + 0.42 * np.sin(b))], [0.006, 0.014], rgb("#f2c84a"))
    for off in (-1.35, 1.35, -0.9, 0.9, -0.35, 0.35):
        shape = petal(0.46, 0.26, tip=0.9)
        shaded_petal(sketch, shape, x=0.16 * off, y=0.56, turn=-np.pi / 2 + off * 1.15, outer=rose, inner=heart)
    return sketch.done()


def draw_iris(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Irises by a marsh, on a screen's gold ground."""
    p = motif.palette
    x, y = sheet.grid()
    gold = ramp(
        np.clip(
            0.5
            + 0.25 * (clouds(rng, sheet, 4, octaves=5) - 0.5)
            + 0.06 * (np.mod(np.floor(x * 2.4) + np.floor(y * 2.4), 2) - 0.5),
            0,
            1,
        ).astype(np.float32),
        (rgb("#6b4a10"), rgb("#c79a3a"), rgb("#f2d98a")),
    )
    sketch = Sketch(sheet, gold)
    for _ in range(56):
        fx = rng.uniform(-1.05, 1.05)
        tip = (fx + rng.normal(0, 0.16), rng.uniform(-0.35, 0.6))
        way = curve([(fx, 1.35), ((fx + tip[0]) / 2 + rng.normal(0, 0.04), 0.6), tip], 30)
        green = mix(rgb("#1f4f3a"), rgb("#5f9a5a"), rng.random())
        sketch.stroke(way, np.linspace(0.06, 0.004, 30), shade(green, 0.8))
        sketch.stroke(way + np.array([-0.006, 0]), np.linspace(0.022, 0.002, 30), mix(green, rgb("#c8e0a0"), 0.4))
    for fx, fy, size in (
        (-0.62, -0.12, 0.36),
        (0.08, -0.52, 0.42),
        (0.68, 0.02, 0.36),
        (-0.2, 0.36, 0.3),
        (0.42, 0.52, 0.26),
    ):
        sketch.stroke(curve([(fx + 0.05, 1.3), (fx + 0.02, 0.6), (fx, fy)], 30), 0.035, rgb("#3a6a3a"))
        for a, length, wide in ((-2.25, 0.75, 0.4), (-0.9, 0.75, 0.4), (-1.57, 0.85, 0.42)):
            shaded_petal(
                sketch, petal(size * length, size * wide, tip=0.7), x=fx, y=fy, turn=a, outer=p.mid, inner=p.dark
            )
        for a, length, wide in ((2.7, 1.0, 0.62), (0.45, 1.0, 0.62), (1.57, 0.95, 0.66)):
            shaded_petal(
                sketch,
                petal(size * length, size * wide, tip=0.55),
                x=fx,
                y=fy,
                turn=a,
                outer=mix(p.mid, p.dark, 0.3),
                inner=shade(p.dark, 0.9),
            )
            tongue = petal(size * 0.5, size * 0.12)
            sketch.polygon(placed(tongue, x=fx, y=fy, turn=a), rgb("#f5cf3a"))
            sketch.polygon(placed(tongue * np.array([0.8, 0.4]), x=fx, y=fy, turn=a), WHITE)
    return sketch.done()


def draw_hydrangea(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = soft_garden(
        sheet, rng, (rgb("#0f1f1c"), rgb("#24443a"), rgb("#4a7a62")), (rgb("#7a8fd0"), rgb("#8fb89a"), rgb("#b88fd0"))
    )
    sketch = Sketch(sheet, picture)
    balls = (
        (-0.55, -0.45, 0.42, rgb("#5f7fe0")),
        (0.52, -0.3, 0.46, rgb("#9a6fd8")),
        (-0.1, 0.5, 0.56, rgb("#6fa8ec")),
        (0.82, 0.75, 0.34, rgb("#d88fc8")),
        (-0.92, 0.78, 0.32, rgb("#8f8fe8")),
    )
    for x, y, r, _ in balls:
        for k in range(5):
            shaded_petal(
                sketch,
                petal(r * 1.35, r * 0.75, tip=1.0),
                x=x,
                y=y + 0.08,
                turn=k * 1.3 + x * 3,
                outer=rgb("#1f4a30"),
                inner=rgb("#6fa868"),
                veins=9,
            )
    for x, y, r, tone in balls:
        for i in range(90, 0, -1):
            rr, a = r * np.sqrt(i / 90) * 0.96, i * 2.39996
            fx, fy = x + rr * np.cos(a), y + rr * np.sin(a)
            light = np.clip(0.6 - (fx - x) / r * 0.35 - (fy - y) / r * 0.4, 0, 1)
            hue = mix(
                shade(mix(tone, rgb("#f0a8d0"), 0.35 * rng.random()), 0.65 + 0.35 * light),
                WHITE,
                0.45 * light * rng.random() + 0.1,
            )
            size, start = r * 0.135, rng.uniform(0, 6)
            for k in range(4):
                b = start + k * np.pi / 2
                shape = circle_points(size * 0.62, 14, x=fx + size * 0.55 * np.cos(b), y=fy + size * 0.55 * np.sin(b))
                sketch.polygon(shape + 0.004, shade(hue, 0.6))
                sketch.polygon(shape, hue)
            sketch.circle(fx, fy, size * 0.2, rgb("#eef2c8"))
    for _ in range(130):
        x, y, long = rng.uniform(-1.1, 1.1), rng.uniform(-1.3, 1.1), rng.uniform(0.08, 0.22)
        sketch.line([(x, y), (x - long * 0.12, y + long)], WHITE, width=0.003, alpha=0.3)
    for _ in range(40):
        x, y, size = rng.uniform(-1, 1), rng.uniform(-1.1, 1.1), rng.uniform(0.008, 0.02)
        sketch.circle(x, y, size, WHITE, alpha=0.35)
        sketch.circle(x - size * 0.3, y - size * 0.3, size * 0.35, WHITE, alpha=0.95)
    return sketch.done()
