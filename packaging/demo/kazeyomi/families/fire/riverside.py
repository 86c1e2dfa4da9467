"""Fireworks over water and over a keep."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed
from kazeyomi.colour import Colour, Picture, mix, rgb, shade, turn
from kazeyomi.families.fire.sparks import Sparks, night
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng
from kazeyomi.scenery import mirrored_below, pine_tree
from kazeyomi.sketch import BLACK, WHITE, Sketch, curve


def _city(picture: Picture, sheet: Sheet, rng: Rng, *, line: float, tint: Colour, windows: Colour) -> Picture:
    """Roofs along a river, their windows lit, mirrored in it."""
    sketch = Sketch(sheet, picture)
    for layer in range(2):
        x = -1.25
        while x < 1.25:
            wide, tall = rng.uniform(0.08, 0.2), rng.uniform(0.06, 0.24) * (1.2 - 0.4 * layer)
            colour = mix(tint, BLACK, 0.25 + 0.35 * layer)
            foot = line + 0.01
            sketch.polygon([(x, foot), (x, foot - tall), (x + wide, foot - tall), (x + wide, foot)], colour)
            if rng.random() < 0.6:
                sketch.polygon(
                    [
                        (x - 0.02, foot - tall),
                        (x + wide / 2, foot - tall - wide * 0.36),
                        (x + wide + 0.02, foot - tall),
                    ],
                    shade(colour, 0.8),
                )
            for wx in np.arange(x + 0.02, x + wide - 0.02, 0.032):
                for wy in np.arange(foot - tall + 0.025, foot - 0.02, 0.04):
                    if rng.random() < 0.45:
                        sketch.polygon(
                            [(wx, wy), (wx + 0.016, wy), (wx + 0.016, wy + 0.02), (wx, wy + 0.02)],
                            shade(windows, rng.uniform(0.6, 1.1)),
                        )
            x += wide + rng.uniform(-0.01, 0.03)
    return mirrored_below(sketch.done(), sheet, rng, line=line, tint=mix(tint, BLACK, 0.4), murk=0.2, ripple=0.8)


def draw_willow(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = night(sheet, motif, rng)
    sparks = Sparks(sheet)
    for i in range(120):
        a = -np.pi / 2 + rng.normal(0, 0.85)
        reach = rng.uniform(0.3, 0.75)
        x, y = 0.02, -0.62
        t = np.linspace(0, 1, 40)
        way = np.stack(
            [
                x + reach * np.cos(a) * (1 - (1 - t) ** 2) * 1.2,
                y + reach * np.sin(a) * 0.7 * (1 - (1 - t) ** 2.4) + rng.uniform(1.0, 1.5) * t**2,
            ],
            axis=1,
        )
        gold = mix(rgb("#ffb83a"), rgb("#fff0c0"), rng.random())
        sparks.line(way, np.linspace(0.009, 0.003, 40), shade(gold, 0.8), alpha=0.75)
        for k in rng.integers(8, 40, 9):
            sparks.dot(way[k][0] + rng.normal(0, 0.008), way[k][1], rng.uniform(0.002, 0.006), gold if i % 3 else WHITE)
    picture = sparks.onto(picture, glow=0.75)
    return _city(picture, sheet, rng, line=0.86, tint=rgb("#1c140c"), windows=rgb("#ffc86a"))


def draw_opening(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = night(sheet, motif, rng)
    sparks = Sparks(sheet)
    shells = (
        (-0.5, -0.62, 0.5, 0),
        (0.42, -0.78, 0.42, 60),
        (0.1, -0.2, 0.46, 130),
        (-0.72, -0.02, 0.28, 200),
        (0.78, -0.12, 0.32, 270),
    )
    for x, y, r, hue in shells:
        base = turn(rgb("#ff4a4a"), hue, chroma=1.1)
        sparks.burst(
            rng, x=x, y=y, radius=r, colours=(WHITE, mix(base, WHITE, 0.4), base), rays=90, fall=0.18, thick=0.011
        )
        sparks.trail([(x * 0.6, 0.45), (x * 0.85, y + 0.4), (x, y)], width=0.009, colour=mix(base, WHITE, 0.5))
    picture = sparks.onto(picture, glow=0.75)
    picture = _city(picture, sheet, rng, line=0.5, tint=rgb("#1a1030"), windows=rgb("#ffd07a"))
    sketch = Sketch(sheet, picture)
    for x, y, s in ((-0.5, 0.74, 0.24), (0.5, 0.9, 0.32)):
        sketch.polygon(np.array([(-1, 0), (-0.8, 0.22), (0.8, 0.22), (1, 0)]) * s + (x, y), rgb("#08060e"))
        sketch.polygon(np.array([(-0.6, 0), (-0.6, -0.28), (0.6, -0.28), (0.6, 0)]) * s + (x, y), rgb("#120c18"))
        sketch.polygon(
            np.array([(-0.7, -0.28), (-0.5, -0.42), (0.5, -0.42), (0.7, -0.28)]) * s + (x, y), rgb("#08060e")
        )
        for k in range(7):
            sketch.circle(x + s * (-0.54 + 0.18 * k), y - s * 0.2, 0.016, rgb("#ff6a3a"))
    return bloomed(sketch.done(), above=0.8, amount=0.4)


def draw_falls(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = night(sheet, motif, rng, count=180)
    sparks = Sparks(sheet)
    for _ in range(720):
        x = rng.uniform(-1.05, 1.05)
        top = -0.42 + 0.22 * x * x
        fall = rng.uniform(0.4, 1.05)
        way = np.stack(
            [x + rng.normal(0, 0.02) * np.linspace(0, 1, 14), top + fall * np.linspace(0, 1, 14) ** 1.3], axis=1
        )
        sparks.line(way, np.linspace(0.007, 0.0015, 14), mix(rgb("#ffc86a"), WHITE, rng.random()), alpha=0.6)
    for x in np.linspace(-1.05, 1.05, 60):
        sparks.dot(x, -0.42 + 0.22 * x * x, 0.014, WHITE)
    picture = sparks.onto(picture, glow=0.55)
    picture = mirrored_below(picture, sheet, rng, line=0.62, tint=rgb("#0a1018"), murk=0.15)
    sketch = Sketch(sheet, picture)
    for x in (-0.72, 0.0, 0.72):
        sketch.polygon(
            [(x - 0.05, -0.4 + 0.22 * x * x), (x + 0.05, -0.4 + 0.22 * x * x), (x + 0.08, 0.66), (x - 0.08, 0.66)],
            rgb("#0a0c12"),
        )
    t = np.linspace(-1.3, 1.3, 60)
    sketch.stroke(np.stack([t, -0.46 + 0.22 * t * t], axis=1), 0.09, rgb("#0a0c12"))
    for x in np.linspace(-1.1, 1.1, 34):
        sketch.line([(x, -0.5 + 0.22 * x * x), (x, -0.58 + 0.22 * x * x)], rgb("#1c2430"), width=0.012)
    sketch.stroke(np.stack([t, -0.59 + 0.22 * t * t], axis=1), 0.016, rgb("#2a3442"))
    for x in np.linspace(-0.95, 0.95, 13):
        sketch.circle(x, -0.63 + 0.22 * x * x, 0.024, rgb("#0c0e14"))
    return bloomed(sketch.done(), above=0.8, amount=0.4)


def draw_castle(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = night(sheet, motif, rng)
    sparks = Sparks(sheet)
    sparks.burst(rng, x=-0.48, y=-0.62, radius=0.5, colours=(WHITE, rgb("#8ad8ff"), rgb("#3a6aff")), rays=110, fall=0.2)
    sparks.burst(
        rng, x=0.52, y=-0.5, radius=0.46, colours=(rgb("#fff0a8"), rgb("#ffb03a"), rgb("#ff6a2a")), rays=100, fall=0.25
    )
    picture = sparks.onto(picture, glow=0.75)
    sketch = Sketch(sheet, picture)
    ink, wall, roof = rgb("#0a1024"), rgb("#c8d4ec"), rgb("#1c2c5a")
    sketch.polygon(curve([(-1.3, 1.4), (-0.95, 0.95), (-0.6, 0.78), (0.6, 0.78), (0.95, 0.95), (1.3, 1.4)], 60), ink)
    base = [(-0.62, 1.2), (-0.46, 0.66), (0.46, 0.66), (0.62, 1.2)]
    sketch.polygon(base, rgb("#3a4668"))
    for _ in range(90):
        x, y = rng.uniform(-0.55, 0.55), rng.uniform(0.68, 1.15)
        sketch.polygon(
            np.array([(-1, -0.5), (0.8, -0.6), (1, 0.5), (-0.9, 0.6)]) * rng.uniform(0.02, 0.045) + (x, y),
            shade(rgb("#56648c"), rng.uniform(0.6, 1.2)),
        )
    y, wide = 0.66, 0.42
    for level in range(4):
        tall = 0.17 - 0.02 * level
        sketch.polygon([(-wide, y), (-wide * 0.94, y - tall), (wide * 0.94, y - tall), (wide, y)], shade(wall, 0.75))
        sketch.polygon([(-wide, y), (-wide * 0.94, y - tall), (0.0, y - tall), (0.0, y)], wall)
        for wx in np.linspace(-wide * 0.75, wide * 0.75, 6 - level):
            sketch.polygon(
                np.array([(-0.022, -0.03), (0.022, -0.03), (0.022, 0.03), (-0.022, 0.03)]) + (wx, y - tall * 0.45),
                rgb("#ffd88a") if rng.random() < 0.7 else ink,
            )
        y -= tall
        eave = wide * 1.22
        sketch.polygon(
            curve(
                [
                    (-eave, y + 0.035),
                    (-wide * 0.9, y - 0.03),
                    (-wide * 0.7, y - 0.1),
                    (wide * 0.7, y - 0.1),
                    (wide * 0.9, y - 0.03),
                    (eave, y + 0.035),
                ],
                60,
            ),
            roof,
        )
        sketch.stroke(
            curve([(-eave, y + 0.035), (-wide * 0.9, y + 0.0), (wide * 0.9, y + 0.0), (eave, y + 0.035)], 40),
            0.014,
            rgb("#8fa4d8"),
        )
        if level in (0, 2):
            sketch.polygon([(-0.16, y - 0.01), (0.0, y - 0.15), (0.16, y - 0.01)], roof)
            sketch.polygon([(-0.11, y - 0.015), (0.0, y - 0.11), (0.11, y - 0.015)], wall)
        y, wide = y - 0.09, wide * 0.76
    sketch.polygon([(-wide * 1.15, y + 0.04), (0.0, y - 0.16), (wide * 1.15, y + 0.04)], roof)
    for hand in (-1, 1):
        sketch.stroke(
            curve([(hand * 0.1, y - 0.1), (hand * 0.15, y - 0.16), (hand * 0.12, y - 0.22)], 10),
            [0.03] * 5 + [0.01] * 5,
            rgb("#e8c84a"),
        )
    for _ in range(22):
        pine_tree(
            sketch,
            rng,
            x=rng.choice([-1, 1]) * rng.uniform(0.5, 1.1),
            foot=1.2,
            tall=rng.uniform(0.2, 0.5),
            colour=shade(ink, 0.6),
        )
    return sketch.done()
