"""Shells that open in the sky: one, two, a thousand."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, mixed
from kazeyomi.colour import Picture, mix, rgb, shade, turn
from kazeyomi.families.fire.sparks import Sparks, night
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng
from kazeyomi.scenery import ground_below, hill_rows, pine_tree, profile
from kazeyomi.sketch import BLACK, WHITE, Sketch, curve


def draw_chrysanthemum(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = night(sheet, motif, rng)
    sparks = Sparks(sheet)
    sparks.burst(
        rng,
        x=0,
        y=-0.18,
        radius=0.98,
        colours=(rgb("#ffe08a"), rgb("#ff9a3a"), rgb("#ff4a4a"), rgb("#c23aff")),
        rays=210,
        fall=0.12,
        thick=0.012,
    )
    sparks.burst(rng, x=0, y=-0.18, radius=0.4, colours=(WHITE, rgb("#8af0ff")), rays=70, fall=0.1, thick=0.012)
    picture = sparks.onto(picture, glow=0.42)
    line = (0.98 - 0.1 * profile(rng, sheet, cells=5)).astype(np.float32)
    return mixed(picture, rgb("#03040a"), ground_below(sheet, line))


def draw_twin(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = night(sheet, motif, rng)
    sparks = Sparks(sheet)
    for x, y, r, inner, outer in (
        (-0.34, -0.42, 0.62, rgb("#fff0a8"), rgb("#ff5a9a")),
        (0.4, 0.22, 0.56, rgb("#ffe8f4"), rgb("#ff3a5a")),
    ):
        for share, colour, rays in ((1.0, outer, 130), (0.68, mix(outer, inner, 0.5), 90), (0.36, inner, 50)):
            golden = np.pi * (3 - np.sqrt(5))
            for i in range(rays):
                z = 1 - 2 * (i + 0.5) / rays
                flat, a = np.sqrt(1 - z * z), i * golden
                px, py = x + r * share * flat * np.cos(a), y + r * share * flat * np.sin(a)
                back = np.array([px - x, py - y]) * 0.12
                sparks.line([(px - back[0], py - back[1] - 0.01), (px, py)], [0.003, 0.02], colour)
                sparks.dot(px, py, 0.012, mix(colour, WHITE, 0.5))
    picture = sparks.onto(picture, glow=0.8)
    picture = hill_rows(
        picture, sheet, rng, far=p.dark, near=shade(p.deep, 0.5), mist=p.mid, top=0.85, bottom=1.05, rows=2, tall=0.14
    )
    sketch = Sketch(sheet, picture)
    for k in range(13):
        x = -1.0 + 0.165 * k + rng.normal(0, 0.02)
        sketch.circle(x, 0.99, 0.045, BLACK)
        sketch.polygon([(x - 0.09, 1.3), (x - 0.06, 1.03), (x + 0.06, 1.03), (x + 0.09, 1.3)], BLACK)
    return sketch.done()


def draw_comets(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Rising tails, each ending in a small star."""
    p = motif.palette
    picture = night(sheet, motif, rng)
    sparks = Sparks(sheet)
    for k in range(9):
        lean = (k - 4) * 0.24
        top = -0.95 + 0.09 * abs(k - 4) ** 1.3
        way = curve([(lean * 0.15, 0.86), (lean * 0.5, 0.1), (lean * 1.05, top)], 70)
        tone = (p.accent, p.light, rgb("#ffe08a"), p.pale)[k % 4]
        for _ in range(110):
            i = int(69 * rng.random() ** 0.7)
            drift = (1 - i / 69) * 0.06
            x, y = way[i] + rng.normal(0, 0.008 + drift, 2)
            sparks.line([(x, y + 0.035), (x, y)], [0.001, 0.006], mix(tone, WHITE, rng.random() * 0.6), alpha=0.8)
        sparks.line(way, np.linspace(0.004, 0.016, 70), mix(tone, WHITE, 0.5))
        sparks.burst(
            rng, x=way[-1][0], y=way[-1][1], radius=0.17, colours=(WHITE, tone), rays=34, fall=0.3, thick=0.008
        )
    picture = sparks.onto(picture, glow=0.7)
    line = (0.9 - 0.05 * profile(rng, sheet, cells=4)).astype(np.float32)
    picture = mixed(picture, shade(p.deep, 0.35), ground_below(sheet, line))
    sketch = Sketch(sheet, picture)
    for k in range(9):
        x = (k - 4) * 0.05
        sketch.line([(x, 0.98), (x * 1.25, 0.84)], rgb("#10181c"), width=0.024)
    for _ in range(22):
        pine_tree(
            sketch,
            rng,
            x=rng.choice([-1, 1]) * rng.uniform(0.4, 1.1),
            foot=1.05,
            tall=rng.uniform(0.15, 0.4),
            colour=BLACK,
        )
    return sketch.done()


def draw_rings(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = night(sheet, motif, rng)
    sparks = Sparks(sheet)
    for i in range(26):
        a, r = i * 2.4, 0.95 * np.sqrt((i + 0.5) / 26)
        x, y = r * np.cos(a), r * np.sin(a) * 0.95 - 0.08
        size = rng.uniform(0.12, 0.21)
        base = turn(rgb("#ff5a3a"), float(rng.uniform(0, 360)), chroma=1.1)
        squash, tilt = rng.uniform(0.35, 1.0), rng.uniform(0, 3.14)
        if i % 3 == 0:
            sparks.burst(rng, x=x, y=y, radius=size * 1.1, colours=(WHITE, base), rays=46, fall=0.2, thick=0.008)
            continue
        b = np.linspace(0, 2 * np.pi, 21)[:-1]
        for angle in b:
            dx, dy = size * np.cos(angle), size * squash * np.sin(angle)
            px, py = x + dx * np.cos(tilt) - dy * np.sin(tilt), y + dx * np.sin(tilt) + dy * np.cos(tilt)
            sparks.line([(x + (px - x) * 0.72, y + (py - y) * 0.72), (px, py)], [0.002, 0.014], base)
            sparks.dot(px, py, 0.01, mix(base, WHITE, 0.6))
        sparks.dot(x, y, 0.02, WHITE)
    picture = sparks.onto(picture, glow=0.8)
    line = (1.02 - 0.06 * profile(rng, sheet, cells=6)).astype(np.float32)
    return mixed(picture, BLACK, ground_below(sheet, line))
