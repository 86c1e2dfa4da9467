"""A maze of hedges and a maze of rings."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, darkened, hillshade, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, rolling
from kazeyomi.scenery import disc
from kazeyomi.sketch import WHITE, Mask, Sketch, petal, placed


def _maze(rng: Rng, rows: int, columns: int) -> set[tuple[int, int, int, int]]:
    """A perfect maze: the pairs of neighbouring rooms with a door between them."""
    doors: set[tuple[int, int, int, int]] = set()
    seen = {(0, 0)}
    stack = [(0, 0)]
    while stack:
        r, c = stack[-1]
        ways = [
            (r + dr, c + dc)
            for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0))
            if 0 <= r + dr < rows and 0 <= c + dc < columns and (r + dr, c + dc) not in seen
        ]
        if not ways:
            stack.pop()
            continue
        nr, nc = ways[int(rng.integers(0, len(ways)))]
        doors |= {(r, c, nr, nc), (nr, nc, r, c)}
        seen.add((nr, nc))
        stack.append((nr, nc))
    return doors


def draw_hedge(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    rows, columns = 15, 13
    doors = _maze(rng, rows, columns)
    step = 2 * min(sheet.right / columns, sheet.bottom / rows) * 0.94
    x0, y0 = -step * columns / 2, -step * rows / 2
    hedge = Mask(sheet)
    for r in range(rows):
        for c in range(columns):
            x, y = x0 + c * step, y0 + r * step
            if (r, c, r - 1, c) not in doors and not (r == 0 and c == columns // 2):
                hedge.line([(x, y), (x + step, y)], WHITE, width=step * 0.42)
            if (r, c, r, c - 1) not in doors:
                hedge.line([(x, y), (x, y + step)], WHITE, width=step * 0.42)
    hedge.line([(x0, y0 + rows * step), (-x0, y0 + rows * step)], WHITE, width=step * 0.42)
    hedge.line([(-x0, y0), (-x0, y0 + rows * step)], WHITE, width=step * 0.42)
    plane = hedge.plane()
    clear = 1 - disc(sheet, 0.0, 0.0, step * 1.55)
    plane = plane * clear
    leaf = clouds(rng, sheet, 60, octaves=2)
    height = blurred(plane, 3.5) + 0.5 * leaf * plane
    light = hillshade(height, strength=8, azimuth=225, altitude=42)
    green = ramp(
        np.clip(light * 1.1 + 0.2 * (leaf - 0.5), 0, 1),
        (rgb("#0c1c0c"), rgb("#24501f"), rgb("#5a8f34"), rgb("#b8d86a")),
    )
    gravel = ramp(
        np.clip(0.55 + 0.5 * (rolling(rng, sheet, 120) - 0.5), 0, 1), (rgb("#a8946a"), rgb("#d8c8a0"), rgb("#f4ead0"))
    )
    gravel = darkened(gravel, np.roll(blurred(plane, 3), (9, 7), axis=(0, 1)) * 0.55)
    picture = mixed(gravel, green, smooth(0.3, 0.6, plane))
    sketch = Sketch(sheet, picture)
    sketch.circle(0, 0, step * 1.05, rgb("#8a8478"))
    sketch.circle(0, 0, step * 0.9, rgb("#4aa0b8"))
    for share in (0.7, 0.45, 0.22):
        sketch.ring(0, 0, step * share, rgb("#c8ecf4"), width=0.008)
    sketch.circle(0, 0, step * 0.16, WHITE)
    for r, c in ((2, 2), (2, columns - 3), (rows - 3, 2), (rows - 3, columns - 3)):
        x, y = x0 + (c + 0.5) * step, y0 + (r + 0.5) * step
        for k in range(6):
            sketch.circle(x + 0.03 * np.cos(k), y + 0.03 * np.sin(k), 0.018, (p.accent, rgb("#f2c14a"))[k % 2])
    return sketch.done()


def draw_spiral(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A labyrinth of rings with one way to its heart."""
    p = motif.palette
    far, _ = sheet.polar()
    rings = 9
    picture = ramp(
        np.clip(0.55 - 0.3 * far + 0.25 * (clouds(rng, sheet, 5, octaves=5) - 0.5), 0, 1),
        (p.deep, p.dark, mix(p.dark, p.mid, 0.5)),
    )
    wall = Mask(sheet)
    width = 0.034
    gap = 0.86 / rings
    for k in range(1, rings + 1):
        r = 0.12 + gap * k
        hole = rng.uniform(0, 2 * np.pi) if k < rings else np.pi / 2
        a = np.linspace(hole + 0.16 / r, hole + 2 * np.pi - 0.16 / r, 200)
        wall.stroke(np.stack([r * np.cos(a), r * np.sin(a)], axis=1), width, WHITE)
        if k < rings:
            for _ in range(2):
                b = rng.uniform(0, 2 * np.pi)
                wall.stroke(
                    [(r * np.cos(b), r * np.sin(b)), ((r + gap) * np.cos(b), (r + gap) * np.sin(b))], width, WHITE
                )
    plane = wall.plane()
    height = blurred(plane, 2.0) + 0.12 * clouds(rng, sheet, 40, octaves=2) * plane
    light = hillshade(height, strength=7, azimuth=225, altitude=45)
    stone = ramp(np.clip(light * 1.05, 0, 1), (p.deep, p.mid, p.light, p.pale, WHITE))
    floor = ramp(
        np.clip(0.5 + 0.5 * (clouds(rng, sheet, 30, octaves=3) - 0.5) - 0.25 * far, 0, 1),
        (shade(p.dark, 0.6), p.dark, mix(p.mid, p.dark, 0.3)),
    )
    floor = lit(floor, (np.exp(-((far / 0.34) ** 2)) * 0.8).astype(np.float32), p.accent)
    floor = darkened(floor, np.roll(blurred(plane, 3), (10, 8), axis=(0, 1)) * 0.6)
    picture = mixed(picture, floor, smooth(1.02, 1.0, far))
    picture = mixed(picture, stone, smooth(0.3, 0.6, plane))
    sketch = Sketch(sheet, picture)
    for k in range(8):
        sketch.polygon(placed(petal(0.13, 0.05, tip=0.7), turn=k * np.pi / 4), mix(p.accent, WHITE, 0.35))
    sketch.circle(0, 0, 0.04, WHITE)
    for cx, cy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        x, y = cx * (sheet.right - 0.12), cy * (sheet.bottom - 0.12)
        for k in range(6):
            sketch.polygon(placed(petal(0.12, 0.055), x=x, y=y, turn=k * np.pi / 3), (p.light, p.accent)[k % 2])
    return curved(sketch.done(), contrast=1.05)
