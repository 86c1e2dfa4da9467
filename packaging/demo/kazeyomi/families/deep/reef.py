"""Corals and an anemone."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, curved
from kazeyomi.colour import Colour, Picture, mix, rgb, shade
from kazeyomi.families.deep.water import motes, water
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng
from kazeyomi.sketch import BLACK, WHITE, Points, Sketch, circle_points, curve, trace


def draw_coral(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = water(sheet, rng, (rgb("#9fe0ea"), rgb("#3fa8c8"), rgb("#14608a"), rgb("#0a2f52")), rays=0.8)
    sketch = Sketch(sheet, picture)

    def branch(x: float, y: float, a: float, long: float, wide: float, depth: int, tone: Colour) -> None:
        if depth == 0 or wide < 0.006:
            sketch.circle(x, y, wide * 0.75, mix(tone, WHITE, 0.5))
            return
        tip = (x + long * np.cos(a), y + long * np.sin(a))
        sketch.stroke([(x, y), tip], [wide, wide * 0.82], shade(tone, 0.72))
        sketch.stroke(
            [(x - wide * 0.16, y), (tip[0] - wide * 0.14, tip[1])], [wide * 0.4, wide * 0.3], mix(tone, WHITE, 0.3)
        )
        sketch.spot(tip, wide * 0.41, shade(tone, 0.72))
        for k in range(2 + (rng.random() < 0.3)):
            branch(
                *tip,
                a + (k - 0.5) * rng.uniform(0.5, 0.85) + rng.normal(0, 0.12),
                long * rng.uniform(0.72, 0.9),
                wide * 0.78,
                depth - 1,
                tone,
            )

    hues = (rgb("#e8485a"), rgb("#f28b50"), rgb("#d85ab0"), rgb("#f2c14e"), rgb("#8a5ad8"))
    for layer in range(3):
        for _ in range(4):
            tone = mix(hues[int(rng.integers(0, 5))], rgb("#14608a"), 0.6 - 0.3 * layer)
            branch(
                rng.uniform(-1.0, 1.0),
                0.95 + 0.1 * layer,
                -1.57 + rng.normal(0, 0.2),
                0.24 + 0.04 * layer,
                0.07 + 0.025 * layer,
                6,
                tone,
            )
        if layer < 2:
            sketch = Sketch(sheet, blurred(sketch.done(), 2.2 - layer))
    for x, y, r, tone in (
        (-0.75, 0.98, 0.26, rgb("#c2588a")),
        (0.2, 1.06, 0.32, rgb("#e0a03a")),
        (0.86, 0.95, 0.24, rgb("#4ab89a")),
    ):
        for k in range(70):
            a, rr = k * 2.4, r * np.sqrt(k / 70)
            tube = (x + rr * np.cos(a), y + rr * 0.7 * np.sin(a))
            sketch.spot(tube, r * 0.1, shade(tone, 0.6))
            sketch.circle(tube[0], tube[1] - r * 0.03, r * 0.075, mix(tone, WHITE, 0.25))
            sketch.circle(tube[0], tube[1] - r * 0.03, r * 0.03, shade(tone, 0.4))
    for x, y, s, face, tone in (
        (-0.35, -0.45, 0.3, 1, rgb("#f2a02a")),
        (0.48, -0.15, 0.24, -1, rgb("#3a8af0")),
        (0.25, -0.8, 0.2, 1, rgb("#f2d84a")),
        (-0.7, 0.1, 0.17, 1, rgb("#e84a7a")),
    ):
        _reef_fish(sketch, x=x, y=y, size=s, face=face, tone=tone)
    for _ in range(30):
        x, y, r = rng.uniform(-1, 1), rng.uniform(-1.1, 0.6), rng.uniform(0.006, 0.02)
        sketch.ring(x, y, r, WHITE, width=0.004, alpha=0.7)
    return curved(sketch.done(), contrast=1.04)


def _reef_fish(sketch: Sketch, *, x: float, y: float, size: float, face: int, tone: Colour) -> None:
    def at(points: object) -> Points:
        return np.asarray(
            np.asarray(points, dtype=np.float64) * np.array([face, 1.0]) * size + np.array([x, y]), dtype=np.float64
        )

    for fin in (
        [(-0.2, -0.45), (0.1, -0.72), (-0.5, -0.6), (-0.6, -0.25)],
        [(-0.1, 0.42), (-0.05, 0.7), (-0.5, 0.6), (-0.5, 0.25)],
    ):
        sketch.polygon(curve(at([*fin, fin[0]]), 40), shade(tone, 0.75))
    sketch.polygon(
        curve(at([(-0.55, 0.0), (-0.95, -0.38), (-0.82, 0.0), (-0.95, 0.38), (-0.55, 0.0)]), 40), shade(tone, 0.8)
    )
    body = curve(
        trace("0.72,0.02 0.4,-0.4 -0.1,-0.5 -0.62,-0.08 -0.62,0.08 -0.1,0.46 0.4,0.34 0.72,0.02"),
        80,
    )
    sketch.polygon(at(body), shade(tone, 0.7))
    for k in range(5):
        share = 1 - 0.11 * k
        sketch.polygon(at(body * share + (0.02 * k, -0.03 * k)), mix(tone, WHITE, 0.09 * k))
    for cx, bend in ((0.26, 0.06), (-0.14, 0.08), (-0.48, 0.04)):
        tall = 0.36 - 0.5 * max(0.0, -cx - 0.2)
        band = curve([(cx, -tall), (cx + bend, 0.0), (cx, tall)], 24)
        sketch.stroke(at(band), size * 0.15, rgb("#1a1a24"))
        sketch.stroke(at(band), size * 0.1, WHITE)
    ex, ey = at([(0.5, -0.08)])[0]
    for r, tint in ((0.085, WHITE), (0.06, BLACK), (0.02, WHITE)):
        sketch.circle(ex, ey, r * size, tint)
    sketch.polygon(curve(at([(0.08, 0.06), (-0.2, 0.2), (-0.16, -0.02), (0.08, 0.06)]), 24), shade(tone, 0.85))


def draw_anemone(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = water(sheet, rng, (rgb("#3f7aa8"), rgb("#1c4a7a"), rgb("#0c2450"), p.deep), rays=0.5)
    sketch = Sketch(sheet, picture)
    order = sorted(((rng.uniform(0, 6.28), rng.random()) for _ in range(170)), key=lambda item: -item[1])
    for a, t in order:
        root = np.array([0.34 * np.sqrt(t) * np.cos(a), 0.28 + 0.2 * np.sqrt(t) * np.sin(a)])
        out = np.array([np.cos(a), np.sin(a) * 0.8 - 0.35])
        long = 0.35 + 0.55 * np.sqrt(t)
        sway = 0.1 * np.array([np.sin(a * 3), np.cos(a * 2)])
        way = curve(
            [
                root,
                root + out * long * 0.4 + sway * 0.3,
                root + out * long * 0.75 - sway * 0.4,
                root + out * long + sway,
            ],
            50,
        )
        tone = mix(mix(p.mid, rgb("#e85a9a"), rng.random() * 0.6), p.dark, 0.45 * (1 - t))
        for off, share, light in ((0.0, 1.0, 0.6), (-0.006, 0.7, 1.0), (-0.014, 0.28, 1.45)):
            sketch.stroke(way + off, np.linspace(0.1, 0.055, 50) * share, shade(tone, light))
        for r, tint in ((0.042, shade(rgb("#f2a8d0"), 0.9)), (0.03, rgb("#fbd8ec"))):
            sketch.spot(way[-1], r, tint)
    for r, tint in ((0.2, p.dark), (0.16, rgb("#7a2a5a")), (0.09, rgb("#2a0c24"))):
        sketch.polygon(circle_points(r, 50) * np.array([1.0, 0.6]) + (0.0, 0.2), tint)
    _reef_fish(sketch, x=-0.36, y=-0.42, size=0.36, face=1, tone=rgb("#f27a1c"))
    _reef_fish(sketch, x=0.56, y=-0.68, size=0.24, face=-1, tone=rgb("#f27a1c"))
    return bloomed(motes(sketch.done(), sheet, rng, count=100, colour=p.pale), above=0.85, amount=0.3)
