"""Carp as prints and streamers: on gold, on waves, in a waterfall, in the wind."""

from __future__ import annotations

import numpy as np

from kazeyomi.body import Skin, laid, scales, skin
from kazeyomi.canvas import Sheet, curved, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.families.koi.carp import BLACK, GOLD, KARASU, KOHAKU, KUMONRYU, RED, Coat, painted
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, rolling
from kazeyomi.scenery import disc, gold_leaf, mist_band, sky
from kazeyomi.sketch import WHITE, Sketch, curve, petal, placed, star_points


def draw_streamers(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = sky(sheet, rng, (rgb("#2f7fd0"), rgb("#7cc0ee"), rgb("#d8f0fa")), cloud=WHITE, much=0.9)
    sketch = Sketch(sheet, picture)
    pole = -0.78 * sheet.right
    sketch.line([(pole, -1.3), (pole, 1.4)], rgb("#6a4a2a"), width=0.05)
    sketch.line([(pole - 0.012, -1.3), (pole - 0.012, 1.4)], rgb("#b08a5a"), width=0.015)
    for blade in range(8):
        sketch.polygon(placed(petal(0.16, 0.09), x=pole, y=-0.98, turn=blade * np.pi / 4), (RED, GOLD)[blade % 2])
    coats = (
        Coat(rgb("#20222c"), ((rgb("#4a5060"), 0.4),)),
        Coat(rgb("#d8352a"), ((rgb("#f58a5a"), 0.35),)),
        Coat(rgb("#2456b8"), ((rgb("#6fa4f0"), 0.35),)),
        Coat(rgb("#2f9a5a"), ((rgb("#9fdc8a"), 0.35),)),
    )
    for i, coat in enumerate(coats):
        y, size = -0.66 + 0.44 * i, 1.0 - 0.12 * i
        t = np.linspace(1, 0, 140)
        way = np.stack(
            [pole + 0.03 + t * 1.62 * size, y + 0.11 * np.sin(t * 5.6 + i * 1.3) * (0.3 + t) + 0.12 * t], axis=1
        )
        widths = np.interp(np.linspace(0, 1, 140), [0, 0.05, 0.12, 0.5, 1], [0.36, 0.24, 0.2, 0.27, 0.31]) * size
        where = skin(200, 44)
        colours = _streamer_colours(where, coat)
        laid(sketch, way, widths, colours)
        mouth = way[-1]
        sketch.stroke([mouth + (0, -widths[-1] / 2), mouth + (0, widths[-1] / 2)], 0.03, GOLD)
        eye = way[-14] + np.array([0.0, -widths[-14] * 0.18])
        for r, tint in ((0.075, WHITE), (0.056, GOLD), (0.036, BLACK)):
            sketch.spot(eye, r * size, tint)
    return sketch.done()


def _streamer_colours(where: Skin, coat: Coat) -> Picture:
    shell = scales(where, rows=9, columns=1.6)
    light = coat.patches[0][0]
    colours = ramp(shell, (shade(coat.ground, 0.55), coat.ground, mix(coat.ground, light, 0.4), light, WHITE))
    belly = smooth(0.55, 0.9, where.t)
    colours = mixed(colours, WHITE, belly * 0.85)
    colours = mixed(
        colours, mix(light, WHITE, 0.3), smooth(0.1, 0.08, where.s) * smooth(-0.2, 0.3, np.sin(where.t * 14))
    )
    return np.clip(
        colours * (0.65 + 0.4 * np.sqrt(np.clip(1 - where.t**2, 0, 1)) + 0.14 * np.sin(where.s * 20))[..., None], 0, 1
    ).astype(np.float32)


def draw_black(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Ink-black carp on gold leaf, water drawn as lines."""
    picture = gold_leaf(sheet, rng, motif.palette.mid)
    x, y = sheet.grid()
    for i in range(17):
        line = -1.2 + i * 0.15 + 0.09 * np.sin(x * 2.6 + i * 0.9) + 0.04 * np.sin(x * 7 + i)
        near = np.abs(y - line)
        picture = mixed(picture, rgb("#2a5c74"), smooth(0.016, 0.008, near.astype(np.float32)) * 0.85)
    way = curve([(0.75, 0.95), (0.55, 0.5), (0.0, 0.3), (-0.3, -0.12), (0.05, -0.5), (0.1, -0.8)], 160)
    picture = painted(picture, sheet, rng, way, KARASU, wide=0.52, depth=0.04)
    return curved(picture, contrast=1.08)


def draw_falls(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    threads = np.zeros(sheet.width, dtype=np.float32)
    for n in (9, 34, 110, 300):
        threads += (
            np.interp(np.linspace(0, 1, sheet.width), np.linspace(0, 1, n), rng.random(n)).astype(np.float32) * 0.27
        )
    drift = (rolling(rng, sheet, 3) - 0.5) * 40
    silk = np.interp(np.arange(sheet.width)[None, :] + drift, np.arange(sheet.width), threads).astype(np.float32)
    picture = ramp(
        np.clip(silk * 1.25 - 0.18 + 0.2 * (rolling(rng, sheet, 30, stretch=0.15) - 0.5), 0, 1),
        (p.deep, p.dark, p.mid, p.light, p.pale),
    )
    way = curve([(0.5, 0.86), (0.1, 0.72), (-0.28, 0.3), (-0.1, -0.18), (0.28, -0.48), (0.3, -0.85)], 160)
    picture = painted(picture, sheet, rng, way, KOHAKU, wide=0.5, depth=0.03)
    sketch = Sketch(sheet, picture)
    for _ in range(260):
        a, r = rng.uniform(3.3, 6.2), rng.random() ** 0.6
        x, y = 0.25 + r * 0.95 * np.cos(a), 0.95 + r * 0.6 * np.sin(a)
        sketch.circle(x, y, rng.uniform(0.004, 0.02) * (1.1 - r), WHITE, alpha=0.9)
    picture = mist_band(sketch.done(), sheet, rng, at=1.0, thick=0.3, colour=WHITE, much=1.0)
    return curved(picture, contrast=1.08)


def draw_nine(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A patterned carp over a great disc, framed by printed waves."""
    p = motif.palette
    picture = ramp(0.6 + 0.2 * clouds(rng, sheet, 4), (p.light, p.pale, WHITE))
    picture = mixed(picture, p.mid, disc(sheet, 0.0, -0.12, 0.74) * (0.9 + 0.1 * rolling(rng, sheet, 40)))
    way = curve([(-0.62, 0.62), (-0.25, 0.52), (0.3, 0.35), (0.42, -0.1), (0.02, -0.42), (-0.2, -0.78)], 160)
    picture = painted(picture, sheet, rng, way, KUMONRYU, wide=0.5, depth=0.03)
    sketch = Sketch(sheet, picture)
    for row in range(3):
        for k in range(-4, 5):
            cx, cy = k * 0.42 + (row % 2) * 0.21, 0.98 + row * 0.14
            for ring, tint in enumerate((p.deep, p.pale, rgb("#2f6f8f"), p.pale, rgb("#2f6f8f"), p.pale)):
                sketch.circle(cx, cy, 0.24 - ring * 0.04, tint)
    for _ in range(5):
        a = rng.uniform(0, 6.28)
        star = star_points(5, 0.05, 0.03) + np.array([0.82 * np.cos(a), -0.12 + 0.82 * np.sin(a)])
        sketch.polygon(star, p.accent)
    return sketch.done()
