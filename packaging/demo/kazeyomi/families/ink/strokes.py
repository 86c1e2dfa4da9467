"""Pictures of single strokes: circle, bamboo, orchid, crow."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kazeyomi.brush import brush, inked, leaf_stroke, paper, wash
from kazeyomi.canvas import Sheet, blurred, mixed
from kazeyomi.colour import Picture, mix, rgb
from kazeyomi.families.ink.sheet import BLACK, PAPER, solid, stamped
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, rolling
from kazeyomi.scenery import disc
from kazeyomi.sketch import Sketch, curve, petal, placed, trace


def draw_enso(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = paper(sheet, rng, PAPER)
    a = np.linspace(1.9, 1.9 + 5.95, 240)
    radius = 0.66 + 0.03 * np.sin(a * 1.5) - 0.02 * np.linspace(0, 1, 240)
    way = np.stack([radius * np.cos(a), radius * np.sin(a) * 0.97], axis=1)
    widths = np.interp(np.linspace(0, 1, 240), [0, 0.04, 0.3, 0.8, 1], [0.1, 0.27, 0.24, 0.17, 0.1])
    ink = brush(sheet, rng, way, widths, dry=0.95, bristles=60)
    wet = blurred(brush(sheet, rng, way[:110], widths[:110] * 0.96, dry=1.15), 3.0) * 0.45
    picture = inked(picture, np.clip(ink + wet, 0, 1), BLACK)
    for _ in range(26):
        at, r = rng.uniform(0, 6.28), rng.uniform(0.7, 0.95)
        picture = inked(picture, disc(sheet, r * np.cos(at), r * np.sin(at), rng.uniform(0.004, 0.014)) * 0.85, BLACK)
    return stamped(picture, sheet, motif, x=0.72, y=0.78)


def draw_bamboo(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = paper(sheet, rng, PAPER)
    picture = mixed(picture, mix(PAPER, rgb("#c9c1ae"), 0.8), (1 - disc(sheet, 0.35, -0.45, 0.36)) * 0.25)
    for x, width, tone, lean in (
        (-0.62, 0.07, 0.35, 0.1),
        (0.62, 0.06, 0.3, -0.06),
        (-0.3, 0.14, 0.8, 0.12),
        (0.14, 0.12, 0.95, 0.05),
    ):
        y, knots = sheet.bottom + 0.1, []
        while y > -sheet.bottom - 0.2:
            knots.append(y)
            y -= rng.uniform(0.3, 0.46)
        for low, high in pairwise(knots):
            t = np.linspace(0, 1, 50)
            ys = low + (high - low + 0.022) * t
            way = np.stack([x + lean * (sheet.bottom - ys) + 0.01 * np.sin(ys * 4), ys], axis=1)
            widths = width * (1 + 0.22 * np.abs(2 * t - 1) ** 6)
            stem = brush(sheet, rng, way, widths, dry=0.35 + 0.4 * rng.random())
            picture = inked(picture, stem * tone * 0.9, BLACK)
    for x, y, turn in (
        (0.28, -0.5, 0.5),
        (0.2, 0.05, 0.35),
        (-0.2, -0.78, 2.3),
        (-0.3, 0.35, 2.7),
        (0.55, 0.5, 0.7),
        (0.5, -0.85, 0.9),
    ):
        twig = curve([(x - 0.12 * np.cos(turn), y - 0.1), (x, y), (x + 0.16 * np.cos(turn), y + 0.02)], 20)
        picture = inked(picture, brush(sheet, rng, twig, 0.012, dry=0.2, bristles=4) * 0.8, BLACK)
        for k in range(6):
            way, widths = leaf_stroke(
                x + 0.05 * k * np.cos(turn),
                y + rng.normal(0, 0.03),
                length=rng.uniform(0.3, 0.5),
                width=0.06,
                turn=turn + rng.normal(0, 0.38),
                bend=rng.normal(0.2, 0.2),
            )
            picture = inked(
                picture, brush(sheet, rng, way, widths, dry=0.5, bristles=12) * rng.uniform(0.55, 1.0), BLACK
            )
    return stamped(picture, sheet, motif, x=0.78, y=0.8)


def draw_orchid(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = paper(sheet, rng, PAPER)
    rock = curve([(-0.9, 1.2), (-0.8, 0.6), (-0.45, 0.42), (-0.15, 0.62), (0.1, 0.8), (0.2, 1.2)], 60)
    picture = inked(picture, wash(sheet, rng, rock, ragged=0.05) * 0.75, BLACK)
    for turn, length, bend in (
        (-2.2, 1.2, 1.3),
        (-1.9, 1.5, 0.9),
        (-1.6, 1.55, -0.3),
        (-1.3, 1.45, 0.95),
        (-0.95, 1.3, 1.1),
        (-0.7, 1.1, 1.25),
        (-2.6, 0.9, -1.1),
    ):
        way, widths = leaf_stroke(0.02, 0.82, length=length, width=0.06, turn=turn, bend=bend)
        way = curve(way[::5], 90)
        widths = np.interp(np.linspace(0, 1, 90), np.linspace(0, 1, 26), widths) * (
            0.75 + 0.3 * np.sin(np.linspace(0, 9, 90))
        )
        picture = inked(picture, brush(sheet, rng, way, widths, dry=0.3, bristles=14) * 0.92, mix(BLACK, p.dark, 0.35))
    for x, y, size in ((0.3, -0.28, 0.2), (-0.16, -0.5, 0.22), (0.1, 0.12, 0.17)):
        stem = curve([(0.04, 0.8), ((x + 0.04) / 2 + 0.05, (y + 0.8) / 2), (x, y)], 40)
        picture = inked(picture, brush(sheet, rng, stem, 0.016, dry=0.2, bristles=5) * 0.7, p.dark)
        for k in range(5):
            a = -1.57 + (k - 2) * 0.62 + rng.normal(0, 0.1)
            shape = placed(petal(size, size * 0.42, tip=0.8), x=x, y=y, turn=a)
            picture = inked(picture, wash(sheet, rng, shape, soft=3) * 0.95, mix(p.accent, p.pale, 0.25))
        for k in range(3):
            picture = inked(picture, disc(sheet, x + 0.02 * (k - 1), y + 0.01, 0.013), BLACK)
    return stamped(picture, sheet, motif, x=0.75, y=0.8)


def draw_crow(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = paper(sheet, rng, PAPER)
    picture = inked(picture, disc(sheet, 0.28, -0.38, 0.46) * (0.75 + 0.2 * rolling(rng, sheet, 30)), rgb("#d8432a"))
    limb = curve([(-1.2, 0.75), (-0.6, 0.48), (-0.1, 0.5), (0.4, 0.36), (1.2, 0.42)], 120)
    picture = inked(picture, brush(sheet, rng, limb, np.linspace(0.15, 0.05, 120), dry=0.75), BLACK)
    for i in (20, 38, 60, 78, 95, 108):
        x, y = limb[i]
        side = -1 if i % 2 else 1
        twig = curve(
            [
                (x, y),
                (x + rng.uniform(0.05, 0.2), y + side * 0.18),
                (x + rng.uniform(0.15, 0.4), y + side * rng.uniform(0.25, 0.5)),
            ],
            40,
        )
        picture = inked(picture, brush(sheet, rng, twig, np.linspace(0.035, 0.006, 40), dry=0.6, bristles=9), BLACK)
    body = curve(
        trace(
            "-0.62,0.68 -0.34,0.2 -0.16,-0.12 0.02,-0.3 0.16,-0.36 0.27,-0.27 0.44,-0.2 "
            "0.26,-0.17 0.22,0 0.1,0.3 -0.1,0.46 -0.3,0.5 -0.62,0.68"
        ),
        120,
    )
    picture = inked(picture, wash(sheet, rng, body, soft=2.2, ragged=0.015) * 0.55 + solid(sheet, body) * 0.75, BLACK)
    for k in range(9):
        way, widths = leaf_stroke(
            -0.02 - 0.03 * k, -0.05 + 0.045 * k, length=0.42, width=0.05, turn=2.15 - 0.03 * k, bend=0.12
        )
        picture = inked(picture, brush(sheet, rng, way, widths, dry=0.75, bristles=10), BLACK)
        if k % 2:
            picture = mixed(
                picture, mix(PAPER, BLACK, 0.45), brush(sheet, rng, way, widths * 0.22, dry=0.9, bristles=4) * 0.45
            )
    sketch = Sketch(sheet, picture)
    sketch.circle(0.17, -0.26, 0.021, mix(PAPER, p.accent, 0.2))
    sketch.circle(0.174, -0.26, 0.011, BLACK)
    for x in (-0.04, 0.05):
        sketch.stroke([(x, 0.38), (x + 0.015, 0.5)], 0.014, BLACK)
    return stamped(sketch.done(), sheet, motif, x=-0.78, y=-0.8)
