"""Crystals as they grew: spires, geode, snow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, darkened, hillshade, lit, mixed, smooth
from kazeyomi.colour import Colour, Picture, mix, ramp, rgb
from kazeyomi.families.gems.facets import bands, cut_facet, sparkle, velvet
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, cells, clouds, rolling
from kazeyomi.sketch import WHITE, Mask, Sketch, circle_points, placed, trace


def _spar(
    sketch: Sketch, rng: Rng, *, x: float, y: float, turn: float, length: float, wide: float, tones: Sequence[Colour]
) -> None:
    """One six-sided crystal, seen from the side."""
    shoulder = length * rng.uniform(0.72, 0.84)
    apex = rng.normal(0, 0.12) * wide
    edges = (-0.5, -0.2, 0.24, 0.5)
    lights = (0.35, 0.85, 0.55)
    for k in range(3):
        a, b = edges[k] * wide, edges[k + 1] * wide
        lower = [(0.0, a), (0.0, b), (shoulder, b), (shoulder, a)]
        upper = [(shoulder, a), (shoulder, b), (length, apex)]
        for part, lift in ((lower, 0.0), (upper, 0.14)):
            cut_facet(sketch, rng, placed(np.array(part), x=x, y=y, turn=turn), tones, light=lights[k] + lift)
    for e in edges[1:3]:
        line = placed(np.array([(0.0, e * wide), (shoulder, e * wide), (length, apex)]), x=x, y=y, turn=turn)
        sketch.line(line, tones[-1], width=0.006, alpha=0.7)
    rim = placed(
        np.array(
            [(0.0, -0.5 * wide), (shoulder, -0.5 * wide), (length, apex), (shoulder, 0.5 * wide), (0.0, 0.5 * wide)]
        ),
        x=x,
        y=y,
        turn=turn,
    )
    sketch.line(rim, tones[0], width=0.006, alpha=0.6)


def draw_cluster(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.75 - 0.5 * sheet.polar(0, 0.4)[0] + 0.2 * (clouds(rng, sheet, 3) - 0.5), 0, 1),
        (rgb("#08060c"), p.deep, p.dark, p.mid),
    )
    sketch = Sketch(sheet, picture)
    tones = (p.deep, p.dark, p.mid, p.light, p.pale, WHITE)
    spars = [(-np.pi / 2 + rng.normal(0, 0.75), rng.uniform(0.5, 1.15), rng.uniform(0.12, 0.24)) for _ in range(24)]
    spars += [(-1.62, 1.72, 0.4), (-1.15, 1.3, 0.3), (-2.1, 1.25, 0.3), (-0.7, 1.0, 0.26), (-2.55, 0.95, 0.24)]
    for a, length, wide in sorted(spars, key=lambda spar: -abs(spar[0] + np.pi / 2)):
        _spar(
            sketch,
            rng,
            x=0.26 * np.cos(a) * 1.3,
            y=0.92 + 0.12 * np.sin(a),
            turn=a,
            length=length,
            wide=wide,
            tones=tones,
        )
    rock = trace("-1.3,1.4 -1.1,1.02 -0.7,0.92 -0.3,1 0.1,0.94 0.5,1.02 0.9,0.95 1.3,1.1 1.3,1.4")
    sketch.polygon(rock, rgb("#241c2a"))
    for _ in range(70):
        x = rng.uniform(-1.05, 1.05)
        _spar(
            sketch,
            rng,
            x=x,
            y=1.06 + rng.normal(0, 0.03),
            turn=-np.pi / 2 + rng.normal(0, 0.5),
            length=rng.uniform(0.08, 0.22),
            wide=rng.uniform(0.05, 0.09),
            tones=tones,
        )
    for x, y, s in ((-0.16, -0.5, 0.2), (0.5, -0.05, 0.13), (-0.6, 0.1, 0.12)):
        sparkle(sketch, x, y, s)
    return bloomed(sketch.done(), above=0.75, amount=0.5)


def draw_geode(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = velvet(sheet, rng, rgb("#3a4a44"))
    field = bands(sheet, rng, scale=2.4, warp=0.5, stretch=(1.1, 0.98))
    stone = smooth(1.0, 0.99, field)
    crust = clouds(rng, sheet, 18, octaves=5)
    shell = ramp(
        np.clip(hillshade(crust, strength=16, azimuth=230) * 0.9, 0, 1),
        (rgb("#1c1712"), rgb("#54483a"), rgb("#9a8a70"), rgb("#d8ccb0")),
    )
    level = np.clip((field - 0.45) / 0.45, 0, 1)
    lines = np.interp(level + 0.01 * (rolling(rng, sheet, 40) - 0.5), np.linspace(0, 1, 44), rng.random(44)).astype(
        np.float32
    )
    layers = ramp(np.clip(0.15 + 0.75 * lines, 0, 1), (p.deep, p.mid, p.light, p.pale, WHITE, rgb("#e8c8d8")))
    rock = mixed(layers, shell, smooth(0.88, 0.91, field))
    inner = smooth(0.47, 0.45, field)
    far, edge, own = cells(rng, sheet, 24)
    facet = cells(rng, sheet, 40)[2]
    crystal = ramp(
        np.clip(0.1 + 0.5 * own + 0.5 * facet - 0.6 * far * 6 + 0.35 * smooth(0.1, 0.5, field), 0, 1),
        (rgb("#12041c"), p.deep, p.dark, p.mid, p.light, WHITE),
    )
    crystal = darkened(crystal, smooth(0.012, 0.0, edge) * 0.6)
    rock = mixed(rock, crystal, inner)
    rock = darkened(rock, np.exp(-np.abs(field - 0.45) * 26) * inner * 0.6)
    shadow = blurred(np.roll(stone, (26, 18), axis=(0, 1)), 18)
    picture = mixed(darkened(picture, shadow * 0.65), rock, stone)
    sketch = Sketch(sheet, picture)
    for _ in range(16):
        a, r = rng.uniform(0, 6.28), 0.38 * np.sqrt(rng.random())
        sparkle(sketch, r * np.cos(a), r * np.sin(a), rng.uniform(0.04, 0.12), mix(p.pale, WHITE, 0.5))
    return bloomed(sketch.done(), above=0.85, amount=0.4)


def draw_crystal(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A snow crystal, one sixth of it thrown by chance and turned six times."""
    p = motif.palette
    picture = ramp(
        np.clip(0.5 + 0.4 * (clouds(rng, sheet, 2.4, octaves=5) - 0.5) - 0.22 * sheet.polar()[0], 0, 1),
        (p.deep, p.dark, mix(p.dark, p.mid, 0.6), p.mid),
    )
    blur = Sketch(sheet, picture)
    for _ in range(40):
        blur.circle(rng.uniform(-1.1, 1.1), rng.uniform(-1.2, 1.2), rng.uniform(0.02, 0.08), WHITE, alpha=0.22)
    picture = blurred(blur.done(), 6)
    shape = Mask(sheet)
    twigs = [(t, rng.uniform(0.12, 0.36) * (1.1 - 0.7 * t)) for t in np.linspace(0.26, 0.9, 8)]
    plates = [(0.34, 0.16), (0.62, 0.1), (0.95, 0.075)]
    for k in range(6):
        a = k * np.pi / 3 - np.pi / 2
        shape.stroke(placed(np.array([(0.0, 0.0), (0.94, 0.0)]), turn=a), [0.075, 0.03], WHITE)
        for t, long in twigs:
            for side in (-1, 1):
                tip = (t + long * np.cos(np.pi / 3), side * long * np.sin(np.pi / 3))
                shape.stroke(placed(np.array([(t, 0.0), tip]), turn=a), [0.034, 0.014], WHITE)
                for j in (0.45, 0.75):
                    bx, by = t + (tip[0] - t) * j, tip[1] * j
                    shape.stroke(placed(np.array([(bx, by), (bx + long * 0.3, by)]), turn=a), [0.018, 0.006], WHITE)
        for at, size in plates:
            shape.polygon(placed(circle_points(size, 6) + (at, 0.0), turn=a), WHITE)
    shape.polygon(placed(circle_points(0.27, 6), turn=np.pi / 6), WHITE)
    cover = shape.plane()
    cut = Mask(sheet)
    for k in range(6):
        a = k * np.pi / 3 - np.pi / 2
        for at, size in plates:
            cut.line(
                placed(
                    np.concatenate([circle_points(size * 0.62, 6), circle_points(size * 0.62, 6)[:1]]) + (at, 0.0),
                    turn=a,
                ),
                WHITE,
                width=0.01,
            )
        cut.line(placed(np.array([(0.05, 0.0), (0.9, 0.0)]), turn=a), WHITE, width=0.008)
    for r in (0.22, 0.15, 0.08):
        ring = placed(circle_points(r, 6), turn=np.pi / 6)
        cut.line([*ring, ring[0]], WHITE, width=0.01)
    dome = blurred(cover, 5) + blurred(cover, 16) * 0.6 - blurred(cut.plane(), 1.2) * 0.35
    light = hillshade(dome, strength=11, azimuth=230, altitude=45)
    ice = ramp(np.clip(light * 1.1, 0, 1), (p.mid, p.light, p.pale, WHITE, WHITE))
    picture = lit(picture, blurred(cover, 26) * 0.7, p.light)
    picture = mixed(darkened(picture, blurred(np.roll(cover, (10, 8), axis=(0, 1)), 8) * 0.4), ice, cover * 0.93)
    sketch = Sketch(sheet, picture)
    for k in range(6):
        a = k * np.pi / 3 - np.pi / 2
        sparkle(sketch, 0.95 * np.cos(a), 0.95 * np.sin(a), 0.09)
    return bloomed(sketch.done(), above=0.85, amount=0.4)
