"""Lamps of a house: the paper lamp by the window, the pierced globe."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, curved, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb
from kazeyomi.families.lanterns.glow import GLOW, halo
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.patterns import asanoha
from kazeyomi.scenery import disc, moon, sky, stars
from kazeyomi.sketch import WHITE, Sketch, curve, petal, placed


def draw_andon(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A paper lamp beside a round window with a night behind it."""
    p = motif.palette
    gx, gy = sheet.grid()
    wall = ramp(
        np.clip(0.5 + 0.2 * (clouds(rng, sheet, 20, octaves=3) - 0.5) - 0.4 * sheet.polar(0.42, 0.4)[0] + 0.3, 0, 1),
        (rgb("#1a0f08"), rgb("#5a3416"), rgb("#b8792f"), rgb("#f2c478")),
    )
    night = stars(sky(sheet, rng, (rgb("#0a1230"), rgb("#1c2f66"), rgb("#4a6aa8"))), sheet, rng, count=500)
    night = moon(night, sheet, rng, x=-0.5, y=-0.55, radius=0.13, colour=rgb("#ffe9b0"))
    view = Sketch(sheet, night)
    for x in (-0.75, -0.62, -0.2, -0.05):
        view.line([(x, 0.6), (x + 0.06, -1.2)], rgb("#0c1f1c"), width=0.035)
        for _ in range(14):
            y = rng.uniform(-0.9, 0.2)
            view.polygon(placed(petal(0.2, 0.035), x=x + 0.03, y=y, turn=rng.normal(1.0, 0.7)), rgb("#12332a"))
    far, _ = sheet.polar(-0.35, -0.32)
    picture = mixed(wall, view.done(), smooth(0.602, 0.596, far))
    picture = mixed(picture, rgb("#2a160a"), smooth(0.03, 0.022, np.abs(far - 0.62)))
    frame = Sketch(sheet, picture)
    for x in (-0.55, -0.15):
        frame.line([(x, -0.9), (x, 0.27)], rgb("#2a160a"), width=0.02)
    floor = 0.72
    frame.polygon([(-1.3, floor), (1.3, floor), (1.3, 1.4), (-1.3, 1.4)], rgb("#6a4a1c"))
    picture = frame.done()
    mats = ramp(
        np.clip(0.55 + 0.2 * np.sin(gy * 160) + 0.35 - 0.6 * np.hypot(gx - 0.42, (gy - 0.9) * 1.6), 0, 1).astype(
            np.float32
        ),
        (rgb("#2a1f0a"), rgb("#8a6a2a"), rgb("#d8b86a"), rgb("#fbe6a8")),
    )
    picture = mixed(picture, mats, smooth(floor, floor + 0.006, gy))
    lamp = smooth(0.275, 0.27, np.abs(gx - 0.42)) * smooth(0.52, 0.515, np.abs(gy - 0.28))
    glow = np.clip(1.12 - np.hypot((gx - 0.42) * 1.7, gy - 0.42) * 1.25, 0, 1)
    pattern = 1 - 0.22 * asanoha(gx * 6.5, gy * 6.5)
    paper = ramp(glow.astype(np.float32), GLOW) * pattern[..., None]
    picture = mixed(picture, paper.astype(np.float32), lamp)
    sketch = Sketch(sheet, picture)
    wood = rgb("#1c0d06")
    for x in (0.15, 0.69):
        sketch.line([(x, -0.3), (x, 0.98)], wood, width=0.036)
    for y in (-0.24, 0.28, 0.8):
        sketch.line([(0.13, y), (0.71, y)], wood, width=0.028)
    sketch.polygon([(0.08, 0.8), (0.76, 0.8), (0.78, 0.86), (0.06, 0.86)], wood)
    for x, y, size in ((-0.55, 0.92, 0.11), (-0.3, 0.96, 0.08)):
        sketch.polygon(np.array([(-1, -0.3), (1, -0.3), (0.75, 0.6), (-0.75, 0.6)]) * size + (x, y), rgb("#3a4a4c"))
        sketch.polygon(np.array([(-1, -0.3), (1, -0.3), (0.9, -0.1), (-0.9, -0.1)]) * size + (x, y), rgb("#a8b8b0"))
    picture = halo(sketch.done(), sheet, [(0.42, 0.3, 0.5)], p.light, strength=0.4)
    return bloomed(picture, above=0.82, amount=0.35)


def draw_moon_lamp(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A pierced globe that throws its pattern on the walls."""
    p = motif.palette
    gx, gy = sheet.grid()
    far, angle = sheet.polar(0.0, 0.08)
    cast = asanoha((angle * 2.6).astype(np.float32), (np.log(far + 0.05) * 2.6).astype(np.float32))
    wall = ramp(np.clip(0.62 - far * 0.42, 0, 1), (p.deep, p.dark, p.mid, p.light))
    picture = lit(wall, smooth(0.6, 0.95, cast) * np.exp(-far * 1.1) * 1.1, mix(p.accent, WHITE, 0.2))
    radius = 0.5
    dx, dy = gx / radius, (gy - 0.08) / radius
    depth = np.sqrt(np.clip(1 - dx * dx - dy * dy, 0.0, 1))
    u, v = np.arctan2(dx, np.maximum(depth, 1e-3)), np.arcsin(np.clip(dy, -1, 1))
    holes = asanoha(u * 3.2, v * 3.2)
    shell = ramp(
        np.clip(0.1 + 0.5 * depth - 0.2 * dx - 0.2 * dy, 0, 1),
        (rgb("#1a1208"), rgb("#6a4a1c"), rgb("#c89a4a"), rgb("#fbe6a8")),
    )
    light = ramp(np.clip(0.55 + 0.45 * depth, 0, 1), (p.accent, rgb("#fff0b8"), WHITE))
    ball = mixed(shell, light, smooth(0.55, 0.8, holes))
    picture = mixed(picture, ball, disc(sheet, 0, 0.08, radius))
    sketch = Sketch(sheet, picture)
    brass = (rgb("#3a2408"), rgb("#b8862f"), rgb("#f6dc8a"))
    for off, share, tint in ((0.0, 1.0, 0), (-0.012, 0.7, 1), (-0.03, 0.25, 2)):
        sketch.line([(off, -1.4), (off, -0.5)], brass[tint], width=0.05 * share)
        sketch.polygon(
            np.array([(-0.2, 0), (-0.12, -0.13), (0.12, -0.13), (0.2, 0)]) * share + (off, -0.4), brass[tint]
        )
        sketch.polygon(
            np.array([(-0.18, 0), (-0.08, 0.16), (0.0, 0.34), (0.08, 0.16), (0.18, 0)]) * share + (off, 0.57),
            brass[tint],
        )
    for hand in (-1, 1):
        chain = curve([(hand * 0.1, -0.52), (hand * 0.36, -0.6), (hand * 0.5, -0.3), (hand * 0.5, 0.08)], 60)
        for i in range(0, 60, 4):
            sketch.ring(float(chain[i][0]), float(chain[i][1]), 0.016, brass[1], width=0.008)
    return curved(bloomed(sketch.done(), above=0.7, amount=0.6), contrast=1.05)
