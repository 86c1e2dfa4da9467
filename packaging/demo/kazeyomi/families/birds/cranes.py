"""Cranes and a heron: long necks, long legs, wide wings."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, darkened, mixed
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.families.birds.plumage import CREST, INK
from kazeyomi.feathers import Plumage, feather, wing
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, rolling
from kazeyomi.scenery import disc, gold_leaf, hill_rows, mist_band, sky, sun
from kazeyomi.sketch import WHITE, Mask, Points, Sketch, curve

_CRANE = Plumage(long=rgb("#eceae6"), short=WHITE, tips=rgb("#1d1d25"))


def draw_crane(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = gold_leaf(sheet, rng, rgb("#c79a3a"))
    picture = mixed(
        picture, mix(p.mid, p.dark, 0.15), disc(sheet, 0.0, -0.1, 0.78) * (0.92 + 0.08 * rolling(rng, sheet, 50))
    )
    for at, thick in ((0.62, 0.1), (0.9, 0.12), (-0.95, 0.1)):
        picture = _cloud_bank(picture, sheet, rng, at=at, thick=thick)
    sketch = Sketch(sheet, picture)
    for k in (-1, 0, 1):
        feather(sketch, x=-0.22, y=0.28, turn=2.55 + 0.16 * k, length=0.42, width=0.08, colour=_CRANE.long)
    for shift in (-0.02, 0.02):
        sketch.stroke(curve([(-0.2, 0.26), (-0.55, 0.5), (-0.86, 0.72)], 30) + shift, np.linspace(0.03, 0.014, 30), INK)
    wing(
        sketch, rng, [(0.02, 0.12), (0.3, -0.32), (0.42, -0.86)], _CRANE, turn=(2.6, -1.1), length=(0.4, 0.5), count=17
    )
    body = curve([(-0.3, 0.34), (-0.1, 0.12), (0.2, 0.06), (0.36, 0.12), (0.2, 0.3), (-0.05, 0.38), (-0.3, 0.34)], 60)
    sketch.polygon(body, shade(_CRANE.long, 0.85))
    sketch.polygon(body * 0.95 + np.array([0.0, 0.0]), WHITE)
    neck = curve([(0.24, 0.14), (0.5, 0.14), (0.66, 0.0), (0.84, -0.16)], 60)
    sketch.stroke(neck, np.linspace(0.17, 0.065, 60), WHITE)
    sketch.stroke(neck[22:] + np.array([0.0, 0.012]), np.linspace(0.02, 0.07, 38), INK)
    sketch.circle(0.85, -0.17, 0.05, WHITE)
    sketch.stroke(curve([(0.82, -0.215), (0.87, -0.225), (0.9, -0.19)], 10), 0.035, CREST)
    sketch.polygon([(0.88, -0.2), (1.06, -0.24), (0.89, -0.145)], rgb("#8c8f74"))
    sketch.circle(0.87, -0.175, 0.01, INK)
    wing(
        sketch,
        rng,
        [(0.1, 0.14), (-0.2, -0.28), (-0.62, -0.62)],
        _CRANE,
        turn=(2.3, 3.5),
        length=(0.52, 0.42),
        count=19,
    )
    return sketch.done()


def _cloud_bank(picture: Picture, sheet: Sheet, rng: Rng, *, at: float, thick: float) -> Picture:
    """Stylised bands of cloud with round ends, as on a screen."""
    mask = Mask(sheet)
    for k in range(5):
        x, y = rng.uniform(-1, 1), at + (k - 2) * thick * 0.45
        half = rng.uniform(0.25, 0.7)
        mask.line([(x - half, y), (x + half, y)], WHITE, width=thick * 0.9)
        mask.circle(x - half, y, thick * 0.45, WHITE)
        mask.circle(x + half, y, thick * 0.45, WHITE)
    cover = mask.plane()
    shaded = ramp(np.clip(0.6 + 0.4 * rolling(rng, sheet, 30), 0, 1), (rgb("#d9b25a"), rgb("#f8e7b0"), WHITE))
    return mixed(darkened(picture, blurred(cover, 9) * 0.3), shaded, cover * 0.96)


def _standing_crane(sketch: Sketch, rng: Rng, *, x: float, y: float, size: float, face: int, call: bool) -> None:
    def at(points: object) -> Points:
        return np.asarray(
            np.asarray(points, dtype=np.float64) * np.array([face * size, size]) + np.array([x, y]), dtype=np.float64
        )

    for legs in ([(0.02, 0.3), (0.06, 0.62), (0.0, 1.0)], [(-0.1, 0.3), (-0.2, 0.58), (-0.12, 1.0)]):
        sketch.stroke(curve(at(legs), 30), size * 0.045, INK)
    a0, a1 = (2.2, 4.4) if face > 0 else (0.95, -1.25)
    wing(
        sketch,
        rng,
        at([(0.1, -0.02), (-0.15, -0.42), (-0.5, -0.78)]),
        _CRANE,
        turn=(a0, a1),
        length=(0.6 * size, 0.42 * size),
        count=15,
        width=0.08 * size * 1.2,
    )
    for k in range(6):
        turn_ = (2.5 + 0.13 * k) if face > 0 else (np.pi - 2.5 - 0.13 * k)
        root = at([(-0.2 - 0.02 * k, 0.14)])[0]
        feather(sketch, x=root[0], y=root[1], turn=turn_, length=0.42 * size, width=0.1 * size, colour=INK)
    body = curve(
        at([(-0.42, 0.2), (-0.2, -0.06), (0.2, -0.1), (0.34, 0.05), (0.2, 0.28), (-0.15, 0.36), (-0.42, 0.2)]), 60
    )
    sketch.polygon(body, WHITE)
    tip = (0.52, -1.12) if call else (0.72, -0.5)
    neck = curve(at([(0.24, 0.02), (0.46, -0.2), (0.34, -0.6), tip]), 60)
    sketch.stroke(neck, np.linspace(0.17, 0.07, 60) * size, WHITE)
    sketch.stroke(neck[24:54], np.linspace(0.05, 0.085, 30) * size, INK)
    hx, hy = neck[-1]
    sketch.circle(hx, hy, 0.055 * size, WHITE)
    sketch.circle(hx, hy - 0.035 * size, 0.032 * size, CREST)
    beak = [(0.03, -0.02), (0.12, -0.26), (-0.02, -0.05)] if call else [(0.02, -0.04), (0.25, 0.06), (0.02, 0.04)]
    sketch.polygon(np.array(beak) * np.array([face * size, size]) + np.array([hx, hy]), rgb("#7d7f66"))
    sketch.circle(hx + face * 0.01, hy - 0.005, 0.01 * size, INK)


def draw_dancing(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.mid, p.light, p.pale), cloud=WHITE, much=0.6)
    picture = sun(picture, sheet, x=0.0, y=-0.4, radius=0.34, colour=mix(p.accent, WHITE, 0.25), halo=WHITE)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.light, p.mid, 0.5),
        near=mix(p.pale, WHITE, 0.4),
        mist=WHITE,
        top=0.3,
        bottom=0.8,
        rows=4,
        tall=0.22,
    )
    sketch = Sketch(sheet, picture)
    for x, face in ((-0.48, 1), (0.5, -1)):
        t = np.linspace(0, 1, 30)
        sketch.polygon(
            np.stack([x + 0.3 * np.cos(t * 6.28) + 0.1, 0.86 + 0.035 * np.sin(t * 6.28)], axis=1), p.mid, alpha=0.45
        )
        _standing_crane(sketch, rng, x=x, y=0.22, size=0.66, face=face, call=face > 0)
    for _ in range(150):
        sketch.circle(rng.uniform(-1.1, 1.1), rng.uniform(-1.2, 1.2), rng.uniform(0.004, 0.014), WHITE, alpha=0.9)
    return sketch.done()


def draw_heron(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid, p.light), cloud=p.mid, much=0.8)
    picture = hill_rows(
        picture, sheet, rng, far=p.mid, near=p.dark, mist=p.light, top=0.05, bottom=0.42, rows=3, tall=0.25
    )
    picture = mist_band(picture, sheet, rng, at=0.42, thick=0.16, colour=p.light)
    sketch = Sketch(sheet, picture)
    for y in np.linspace(0.5, 1.2, 9):
        x, half = rng.uniform(-0.8, 0.8), rng.uniform(0.2, 0.7)
        sketch.stroke(
            curve([(x - half, y), (x, y + 0.01), (x + half, y)], 30),
            np.sin(np.linspace(0, np.pi, 30)) * 0.016,
            p.light,
            alpha=0.6,
        )
    for legs in ([(-0.02, 0.42), (0.02, 0.66), (-0.02, 0.98)], [(0.08, 0.42), (0.3, 0.58), (0.1, 0.7)]):
        sketch.stroke(curve(legs, 30), 0.026, rgb("#2d2f28"))
    body = curve([(-0.52, 0.5), (-0.25, 0.12), (0.05, 0.0), (0.25, 0.12), (0.2, 0.36), (-0.05, 0.5), (-0.52, 0.5)], 80)
    sketch.polygon(body, rgb("#dfe6ea"))
    for k in range(10):
        feather(
            sketch,
            x=0.08 - 0.035 * k,
            y=0.12 + 0.025 * k,
            turn=2.55 - 0.025 * k,
            length=0.42,
            width=0.075,
            colour=mix(WHITE, p.light, 0.12 * (k % 3)),
        )
    neck = curve([(0.12, 0.16), (0.36, 0.02), (0.22, -0.26), (0.0, -0.46), (0.1, -0.66)], 90)
    sketch.stroke(neck, np.linspace(0.19, 0.075, 90), rgb("#dfe6ea"))
    sketch.stroke(neck + np.array([-0.01, 0.0]), np.linspace(0.14, 0.05, 90), WHITE)
    sketch.polygon(curve([(0.04, -0.68), (0.14, -0.74), (0.24, -0.68), (0.14, -0.62), (0.04, -0.68)], 30), WHITE)
    sketch.polygon([(0.2, -0.72), (0.56, -0.6), (0.19, -0.65)], rgb("#e0a92e"))
    sketch.circle(0.17, -0.695, 0.016, INK)
    for k in range(3):
        sketch.stroke(
            curve([(0.06, -0.7), (-0.12, -0.68 + 0.04 * k), (-0.26, -0.52 + 0.05 * k)], 20),
            np.linspace(0.02, 0.003, 20),
            WHITE,
        )
    for _ in range(60):
        x = rng.choice([-1, 1]) * rng.uniform(0.5, 1.05)
        way = curve([(x, 1.35), (x + rng.normal(0, 0.05), 0.8), (x + rng.normal(0, 0.2), rng.uniform(0.1, 0.6))], 24)
        sketch.stroke(way, np.linspace(0.022, 0.003, 24), mix(p.deep, rgb("#3a4a35"), rng.random() * 0.7))
    for _ in range(320):
        x, y, long = rng.uniform(-1.2, 1.2), rng.uniform(-1.3, 1.2), rng.uniform(0.1, 0.3)
        sketch.line([(x, y), (x - long * 0.16, y + long)], p.pale, width=0.003, alpha=0.2)
    return sketch.done()
