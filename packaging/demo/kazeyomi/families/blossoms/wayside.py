"""Flowers of fence, field path and meadow."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, curved, lit, mixed
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.families.blossoms.petals import smooth_step, soft_garden
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import disc, mist_band
from kazeyomi.sketch import WHITE, Sketch, curve, petal, placed, trace


def draw_morning_glory(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.8 - 0.25 * sheet.down() + 0.2 * (clouds(rng, sheet, 3) - 0.5), 0, 1), (p.light, p.pale, WHITE)
    )
    sketch = Sketch(sheet, picture)
    for x in np.linspace(-1, 1, 6):
        sketch.line([(x, -1.4), (x, 1.4)], rgb("#8a6a3a"), width=0.036)
        sketch.line([(x - 0.008, -1.4), (x - 0.008, 1.4)], rgb("#d8bd86"), width=0.012)
    for y in np.linspace(-1, 1, 6):
        sketch.line([(-1.4, y), (1.4, y)], rgb("#9a7a48"), width=0.03)
        sketch.line([(-1.4, y - 0.006), (1.4, y - 0.006)], rgb("#e0c894"), width=0.01)
    for start in (-0.8, -0.1, 0.65):
        knots = [(start + 0.25 * np.sin(k * 1.9 + start * 5), 1.3 - k * 0.42) for k in range(7)]
        sketch.stroke(curve(knots, 90), 0.022, rgb("#4a7a34"))
    for _ in range(32):
        x, y, size, a = (
            rng.uniform(-1.05, 1.05),
            rng.uniform(-1.1, 1.15),
            rng.uniform(0.14, 0.26),
            rng.normal(1.57, 0.7),
        )
        lobes = np.array(trace("0,0 0.1,-0.5 0.5,-0.62 0.62,-0.3 1.1,0 0.62,0.3 0.5,0.62 0.1,0.5 0,0")) * size
        green = mix(rgb("#2c6a34"), rgb("#8fc25a"), rng.random())
        sketch.polygon(placed(curve(lobes, 50), x=x + 0.012, y=y + 0.02, turn=a), shade(green, 0.5), alpha=0.6)
        sketch.polygon(placed(curve(lobes, 50), x=x, y=y, turn=a), green)
        for tip in ((0.5, -0.5), (0.95, 0.0), (0.5, 0.5)):
            sketch.line(placed(np.array([(0, 0), tip]) * size, x=x, y=y, turn=a), mix(green, WHITE, 0.35), width=0.006)
    blues = (rgb("#2348c8"), rgb("#6a3fd0"), rgb("#c23a92"), rgb("#2f86d8"), rgb("#3a2fa8"))
    for i, (x, y, size) in enumerate(
        (
            (-0.45, -0.55, 0.4),
            (0.42, -0.3, 0.44),
            (-0.35, 0.38, 0.42),
            (0.6, 0.62, 0.34),
            (-0.85, 0.9, 0.26),
            (0.9, -0.85, 0.24),
            (0.12, 0.98, 0.25),
        )
    ):
        tone = blues[i % 5]
        around = np.linspace(0, 2 * np.pi, 100)
        rim = size * (1 + 0.035 * np.cos(5 * around) + 0.012 * np.cos(25 * around))
        bell = np.stack([np.cos(around) * rim, np.sin(around) * rim], axis=1)
        sketch.polygon(bell + np.array([x + 0.02, y + 0.035]), (0.05, 0.1, 0.15), alpha=0.35)
        for step in range(14):
            share = 1 - step / 14
            sketch.polygon(
                bell * share + np.array([x, y]), mix(mix(tone, WHITE, 0.1), WHITE, smooth_step(0.35, 0.95, step / 14))
            )
        for k in range(5):
            b = k * 2 * np.pi / 5 + 0.3 * i
            star = np.array([(0, 0.05), (0.97, 0.0), (0, -0.05)]) * size
            sketch.polygon(placed(star, x=x, y=y, turn=b), mix(tone, WHITE, 0.62), alpha=0.9)
        sketch.circle(x, y, size * 0.07, rgb("#f6e8a0"))
    return sketch.done()


def draw_spider_lily(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = ramp(
        np.clip(0.35 + 0.5 * (clouds(rng, sheet, 2.5, octaves=5) - 0.5) + 0.15 * sheet.down(), 0, 1),
        (rgb("#08080c"), rgb("#1a1820"), rgb("#3a3038")),
    )
    picture = mixed(picture, rgb("#d9cfc0"), disc(sheet, 0.38, -0.58, 0.26) * 0.9)
    picture = mist_band(picture, sheet, rng, at=0.55, thick=0.25, colour=rgb("#5a4a52"), much=0.5)
    sketch = Sketch(sheet, picture)
    for x, y, size in ((-0.68, -0.15, 0.5), (0.72, 0.2, 0.42), (0.0, -0.22, 0.72)):
        sketch.stroke(
            curve([(x * 0.8, 1.4), (x * 0.95, 0.6), (x, y)], 40), np.linspace(0.045, 0.03, 40), rgb("#4a5f3a")
        )
        for k in range(30):
            a = -np.pi / 2 + (k - 14.5) * 0.175
            reach = size * rng.uniform(0.95, 1.15)
            way = curve(
                [
                    (x, y),
                    (x + reach * 0.6 * np.cos(a), y + reach * 0.62 * np.sin(a)),
                    (x + reach * np.cos(a * 0.96 - 0.06), y + reach * (0.72 * np.sin(a) - 0.25)),
                ],
                26,
            )
            sketch.stroke(way, np.linspace(0.007, 0.003, 26), rgb("#e0506a"))
            sketch.spot(way[-1], 0.013, rgb("#f2c14a"))
        for k in range(26):
            a = -np.pi / 2 + (k - 12.5) * 0.22 + rng.normal(0, 0.03)
            reach = size * rng.uniform(0.5, 0.66)
            c, s = np.cos(a), np.sin(a)
            way = curve(
                [
                    (x, y),
                    (x + reach * 0.7 * c, y + reach * 0.7 * s),
                    (x + reach * 1.02 * c, y + reach * 0.88 * s),
                    (x + reach * 0.95 * c + 0.08 * c, y + reach * 0.7 * s + 0.13),
                ],
                40,
            )
            tone = mix(rgb("#a80f22"), rgb("#f03a3a"), rng.random())
            widths = np.sin(np.linspace(0.15, np.pi, 40)) * 0.06 * size / 0.6
            sketch.stroke(way, widths + 0.006, shade(tone, 0.5))
            sketch.stroke(way, widths, tone)
            sketch.stroke(way, widths * 0.25, mix(tone, WHITE, 0.45))
    return curved(sketch.done(), contrast=1.08)


def draw_dandelion(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = soft_garden(sheet, rng, (p.deep, p.dark, p.mid, p.light), (p.light, p.accent, p.pale))
    sketch = Sketch(sheet, picture)
    cx, cy, radius = -0.28, -0.02, 0.56
    sketch.stroke(
        curve([(cx, cy), (cx + 0.04, 0.6), (cx - 0.08, 1.4)], 40), 0.045, shade(mix(p.dark, rgb("#7a9a4a"), 0.6), 1.0)
    )

    def parachute(x: float, y: float, a: float, size: float, alpha: float) -> None:
        hub = np.array([x + size * 0.55 * np.cos(a), y + size * 0.55 * np.sin(a)])
        sketch.stroke(np.array([(x, y), hub]), [0.008, 0.003], mix(p.pale, rgb("#c8b890"), 0.5), alpha=alpha)
        for k in range(17):
            b = a + (k - 8) * 0.15
            tip = hub + size * (0.42 - 0.012 * abs(k - 8)) * np.array([np.cos(b), np.sin(b)])
            sketch.stroke([hub, tip], [0.0035, 0.0025], WHITE, alpha=alpha)
        sketch.polygon(placed(petal(size * 0.16, size * 0.045), x=x, y=y, turn=a + np.pi), rgb("#6a4a22"), alpha=alpha)

    golden = np.pi * (3 - np.sqrt(5))
    for i in range(170):
        z = 1 - 2 * (i + 0.5) / 170
        a = i * golden
        flat = np.sqrt(1 - z * z)
        x, y = flat * np.cos(a), flat * np.sin(a)
        if x > 0.45 and y < 0.25:
            continue
        size = radius * (0.45 + 0.55 * flat)
        parachute(
            cx + 0.07 * x, cy + 0.07 * y, float(np.arctan2(y, x)), size * 0.98, 0.35 + 0.5 * max(0.0, z + 0.4) / 1.4
        )
    sketch.circle(cx, cy, 0.075, rgb("#7a6a3a"))
    sketch.circle(cx - 0.015, cy - 0.02, 0.05, rgb("#b8a86a"))
    for x, y, a, size in (
        (0.3, -0.35, -0.9, 0.26),
        (0.52, -0.62, -1.2, 0.24),
        (0.72, -0.2, -0.5, 0.22),
        (0.85, -0.85, -1.0, 0.2),
        (0.45, 0.05, -0.6, 0.22),
        (0.15, -0.9, -1.5, 0.2),
        (0.92, 0.15, -0.4, 0.16),
    ):
        parachute(x, y, a, size, 0.95)
    return lit(sketch.done(), np.exp(-((sheet.polar(cx, cy)[0] / 0.6) ** 2)).astype(np.float32) * 0.18, p.pale)
