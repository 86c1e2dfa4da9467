"""Carp in ponds: by day, in autumn, under lotus, by moonlight."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, darkened, hillshade, lit, mixed, slopes, smooth
from kazeyomi.colour import Colour, Picture, mix, ramp, rgb, shade
from kazeyomi.families.koi.carp import BLACK, GOLD, KARASU, KOHAKU, KUMONRYU, RED, SNOW, Coat, painted
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, cells, clouds, pushed, rolling
from kazeyomi.scenery import moon
from kazeyomi.sketch import WHITE, Mask, Points, Sketch, curve, maple_leaf, petal, placed
from kazeyomi.water import ring_waves

_SANKE = Coat(SNOW, ((RED, 0.45), (BLACK, 0.24)))


_SHOWA = Coat(BLACK, ((RED, 0.4), (SNOW, 0.36)))


_OGON = Coat(GOLD, ())


_ASAGI = Coat(rgb("#6f93b8"), ((RED, 0.22),))


def _pond(sheet: Sheet, motif: Motif, rng: Rng, *, bright: float = 0.35) -> Picture:
    """Deep water with a net of light on it."""
    p = motif.palette
    picture = ramp(
        np.clip(clouds(rng, sheet, 1.6, octaves=4) * 0.75 - 0.05, 0, 1),
        (p.deep, p.dark, p.mid, mix(p.mid, p.light, 0.5)),
    )
    x, y = (clouds(rng, sheet, 5, octaves=3) - 0.5) * 0.5, (clouds(rng, sheet, 5, octaves=3) - 0.5) * 0.5
    net = pushed(cells(rng, sheet, 8)[1], sheet, x, y)
    return lit(picture, smooth(0.07, 0.0, net) * bright * rolling(rng, sheet, 3), p.light)


def _ripples(picture: Picture, sheet: Sheet, rng: Rng, *, drops: int, much: float = 0.7) -> Picture:
    """Rings on the surface: they bend and light what lies below."""
    height = ring_waves(sheet, rng, drops=drops, reach=0.8)
    dx, dy = slopes(height)
    bent = pushed(picture, sheet, dx * 0.25, dy * 0.25)
    light = hillshade(height, strength=4, azimuth=225, altitude=50) - 0.766
    return np.clip(bent + (light * much)[..., None], 0, 1).astype(np.float32)


def _ring_way(turn: float, *, radius: float = 0.52, sweep: float = 2.5, y: float = 0.0) -> Points:
    a = turn + np.linspace(0, sweep, 140)
    r = radius + 0.05 * np.sin(np.linspace(0, 5, 140))
    return np.stack([r * np.cos(a), y + r * np.sin(a) * 1.08], axis=1)


def draw_pair(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = _pond(sheet, motif, rng)
    picture = painted(picture, sheet, rng, _ring_way(0.4), KOHAKU, wide=0.4)
    picture = painted(picture, sheet, rng, _ring_way(0.4 + np.pi), _SHOWA, wide=0.4)
    return _ripples(picture, sheet, rng, drops=3)


def draw_golden(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = _pond(sheet, motif, rng, bright=0.5)
    way = curve([(-0.55, 0.98), (-0.25, 0.62), (0.22, 0.3), (0.2, -0.15), (-0.12, -0.5), (-0.2, -0.86)], 160)
    picture = painted(picture, sheet, rng, way, _OGON, wide=0.62, depth=0.1)
    sketch = Sketch(sheet, picture)
    for _ in range(30):
        x, y, r = rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(0.006, 0.022)
        sketch.ring(x, y, r, WHITE, width=0.004, alpha=0.6)
        sketch.circle(x - r * 0.3, y - r * 0.3, r * 0.3, WHITE, alpha=0.8)
    return bloomed(sketch.done(), above=0.75, amount=0.35)


def draw_maples(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = _pond(sheet, motif, rng)
    way = curve([(0.85, 0.9), (0.5, 0.62), (0.05, 0.52), (-0.2, 0.1), (-0.6, -0.1)], 140)
    picture = painted(picture, sheet, rng, way, _SANKE, wide=0.42)
    way = curve([(-0.5, 0.95), (-0.75, 0.6), (-0.6, 0.35)], 100) + np.array([-0.1, 0.12])
    picture = painted(picture, sheet, rng, way[::-1] * np.array([-1, -1]) + np.array([-0.1, 0.1]), _ASAGI, wide=0.26)
    picture = _ripples(picture, sheet, rng, drops=2, much=0.5)
    tints = [rgb("#d8341d"), rgb("#ef7a1e"), rgb("#f3b52c"), rgb("#a81f1a")]
    for _ in range(30):
        x, y, size = rng.uniform(-1.05, 1.05), rng.uniform(-1.1, 1.1), rng.uniform(0.08, 0.17)
        shape = maple_leaf(x, y, size, rng.uniform(0, 6.28))
        shadow = Mask(sheet)
        shadow.polygon(shape + np.array([0.03, 0.045]), WHITE)
        picture = darkened(picture, shadow.plane() * 0.35)
        sketch = Sketch(sheet, picture)
        colour = tints[int(rng.integers(0, 4))]
        sketch.polygon(shape, colour)
        for k in range(0, len(shape), 6):
            sketch.line([(x, y), (shape[k] * 0.86 + np.array([x, y]) * 0.14)], shade(colour, 0.6), width=0.005)
        picture = sketch.done()
    return picture


def _pad(sketch: Sketch, rng: Rng, *, x: float, y: float, radius: float, colour: Colour) -> None:
    gap = rng.uniform(0, 6.28)
    a = np.linspace(gap + 0.12, gap + 6.16, 70)
    hem = radius * (1 + 0.03 * np.sin(a * 9))
    leaf = np.concatenate([[(x, y)], np.stack([x + hem * np.cos(a), y + hem * np.sin(a)], axis=1)])
    sketch.polygon(leaf + np.array([0.03, 0.05]), (0.0, 0.0, 0.0), alpha=0.4)
    sketch.polygon(leaf, shade(colour, 0.7))
    for step in range(7):
        share = 0.95 - 0.12 * step
        sketch.polygon(
            (leaf - (x, y)) * share + (x - 0.012 * step * radius, y - 0.02 * step * radius),
            mix(shade(colour, 0.8), mix(colour, WHITE, 0.25), step / 7),
        )
    for spoke in np.linspace(gap + 0.25, gap + 6.05, 17):
        sketch.stroke(
            [(x, y), (x + 0.93 * radius * np.cos(spoke), y + 0.93 * radius * np.sin(spoke))],
            [radius * 0.035, 0.003],
            mix(colour, WHITE, 0.4),
        )


def lotus_flower(sketch: Sketch, *, x: float, y: float, size: float, tip: Colour, heart: Colour) -> None:
    """A lotus seen from above, three rings of petals."""
    for ring, (count, length) in enumerate(((11, 1.0), (9, 0.78), (7, 0.55))):
        for k in range(count):
            turn = k * 2 * np.pi / count + ring * 0.35
            shape = petal(size * length, size * length * 0.5, tip=0.85)
            sketch.polygon(placed(shape * 1.04, x=x, y=y, turn=turn), shade(tip, 0.75))
            for share, tint in ((1.0, 0.0), (0.86, 0.3), (0.7, 0.55), (0.5, 0.8)):
                sketch.polygon(
                    placed(shape * np.array([share, share]), x=x, y=y, turn=turn),
                    mix(tip, heart, tint * (0.6 + 0.2 * ring)),
                )
    sketch.circle(x, y, size * 0.17, rgb("#d9a52b"))
    for k in range(16):
        a = k * 2.4
        r = size * 0.16 * np.sqrt(k / 16)
        sketch.circle(x + r * np.cos(a), y + r * np.sin(a), size * 0.022, rgb("#7a5a12"))


def draw_lotus(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = _pond(sheet, motif, rng)
    way = curve([(-0.9, -0.65), (-0.5, -0.5), (-0.15, -0.1), (0.3, 0.0), (0.6, 0.35)], 140)
    picture = painted(picture, sheet, rng, way, Coat(RED, ((rgb("#f08a3c"), 0.4),)), wide=0.4)
    way = curve([(0.95, -0.95), (0.7, -0.7), (0.35, -0.55), (0.1, -0.72)], 120)
    picture = painted(picture, sheet, rng, way, KOHAKU, wide=0.26)
    picture = _ripples(picture, sheet, rng, drops=2, much=0.5)
    sketch = Sketch(sheet, picture)
    for x, y, r in (
        (-0.62, 0.62, 0.42),
        (0.15, 0.95, 0.32),
        (0.85, 0.78, 0.25),
        (-0.95, 0.05, 0.22),
        (0.9, -0.2, 0.2),
        (-0.75, -1.0, 0.26),
    ):
        _pad(sketch, rng, x=x, y=y, radius=r, colour=mix(motif.palette.mid, rgb("#5c9a3c"), rng.uniform(0.3, 0.8)))
    lotus_flower(sketch, x=-0.5, y=0.5, size=0.36, tip=rgb("#e8588a"), heart=rgb("#fff0f4"))
    lotus_flower(sketch, x=0.86, y=0.74, size=0.17, tip=rgb("#f2a0bf"), heart=rgb("#ffffff"))
    return sketch.done()


def draw_moon(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = _pond(sheet, motif, rng, bright=0.15) * 0.8
    picture = moon(picture.astype(np.float32), sheet, rng, x=0.0, y=-0.05, radius=0.5, colour=p.accent)
    wobble = (rolling(rng, sheet, 26, stretch=5) - 0.5) * 0.06
    picture = pushed(picture, sheet, wobble, wobble * 0.4)
    picture = painted(picture, sheet, rng, _ring_way(2.7, radius=0.6, sweep=2.7), KUMONRYU, wide=0.36)
    picture = _ripples(picture, sheet, rng, drops=4, much=0.8)
    sketch = Sketch(sheet, picture)
    for _ in range(40):
        x, y = rng.uniform(-1, 1), rng.uniform(-1.1, 1.1)
        petal_shape = placed(petal(0.06, 0.04, notch=0.2), x=x, y=y, turn=rng.uniform(0, 6.28))
        sketch.polygon(petal_shape, mix(rgb("#f6b8cc"), WHITE, rng.random() * 0.6))
    return bloomed(sketch.done(), above=0.8, amount=0.45)


def draw_school(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    far, edge, tone = cells(rng, sheet, 17)
    stone = ramp(np.clip(0.25 + 0.6 * tone, 0, 1), (rgb("#3c4a52"), rgb("#7d8a86"), rgb("#b9b09a"), rgb("#dcd3bd")))
    dome = smooth(0.0, 0.07, edge) * (1 - 2.2 * far)
    picture = mixed(stone * np.clip(0.35 + 0.75 * dome, 0, 1.1)[..., None], p.mid, 0.42)
    warp = (clouds(rng, sheet, 5, octaves=3) - 0.5) * 0.5
    picture = lit(
        np.clip(picture, 0, 1), smooth(0.08, 0.0, pushed(cells(rng, sheet, 7)[1], sheet, warp, -warp)) * 0.35, WHITE
    )
    coats = (KOHAKU, _OGON, _SANKE, _SHOWA, _ASAGI, KOHAKU, KARASU)
    for i, coat in enumerate(coats):
        x, y = (-0.55, 0.35, -0.05, 0.62, -0.7, 0.2, -0.2)[i], (-0.72, -0.6, -0.1, 0.15, 0.4, 0.72, 0.98)[i]
        lean = rng.normal(0.55, 0.22)
        sway = rng.choice([-1, 1]) * 0.1
        knots = np.array([(-0.45, sway), (-0.15, -sway), (0.15, sway * 0.6), (0.42, 0.0)])
        picture = painted(
            picture, sheet, rng, curve(placed(knots, x=x, y=y, turn=-lean), 110), coat, wide=0.22, depth=0.05
        )
    return _ripples(picture, sheet, rng, drops=3, much=0.5)
