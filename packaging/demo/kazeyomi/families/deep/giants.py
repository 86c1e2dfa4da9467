"""The large and slow: ray, whale and turtle."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kazeyomi.canvas import Sheet, blurred, darkened, hillshade, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb
from kazeyomi.families.deep.water import motes, water
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, cells, clouds, pushed
from kazeyomi.sketch import BLACK, WHITE, Mask, Points, Sketch, circle_points, curve, petal, placed, trace


def draw_manta(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = water(sheet, rng, (WHITE, p.light, p.mid, p.dark), rays=0.9)
    warp = (clouds(rng, sheet, 4, octaves=3) - 0.5) * 0.5
    net = pushed(cells(rng, sheet, 9)[1], sheet, warp, warp)
    picture = lit(picture, smooth(0.06, 0.0, net) * smooth(-0.2, -1.2, sheet.grid()[1]) * 0.6, WHITE)
    sketch = Sketch(sheet, picture)
    for x, y, s in ((0.66, 0.62, 0.2), (-0.72, -0.72, 0.14)):
        sketch.polygon(placed(_manta_shape(), x=x, y=y, size=s, turn=0.5), mix(p.mid, p.dark, 0.5))
    reef = (
        [(-1.3, 1.4)]
        + [(x, 0.92 + 0.1 * np.sin(x * 5) + rng.normal(0, 0.03)) for x in np.linspace(-1.3, 1.3, 40)]
        + [(1.3, 1.4)]
    )
    sketch.polygon(reef, mix(p.dark, p.deep, 0.6))
    picture = sketch.done()
    shape = placed(_manta_shape(), x=-0.02, y=-0.02, size=0.94, turn=-0.35)
    mask = Mask(sheet)
    mask.polygon(shape, WHITE)
    cover = mask.plane()
    dome = np.sqrt(np.clip(blurred(cover, 30) - 0.3, 0, 1)).astype(np.float32)
    light = hillshade(dome, strength=90, azimuth=260, altitude=50)
    hide = ramp(
        np.clip(0.15 + 0.75 * light * dome, 0, 1), (rgb("#0a1c28"), rgb("#1c3f52"), rgb("#3f6f84"), rgb("#8ab4c2"))
    )
    picture = mixed(picture, hide, cover)
    sketch = Sketch(sheet, picture)

    def at(points: ArrayLike) -> Points:
        return placed(points, x=-0.02, y=-0.02, size=0.94, turn=-0.35)

    for side in (-1, 1):
        patch = curve(
            [(side * 0.1, -0.3), (side * 0.34, -0.26), (side * 0.5, -0.1), (side * 0.26, -0.12), (side * 0.1, -0.3)], 40
        )
        sketch.polygon(at(patch), rgb("#d8e8ea"), alpha=0.85)
        for k in range(5):
            gill = curve([(side * (0.08 + 0.005 * k), -0.02 + 0.055 * k), (side * 0.2, 0.0 + 0.055 * k)], 8)
            sketch.stroke(at(gill), 0.012, rgb("#06141c"))
        ex, ey = at([(side * 0.235, -0.4)])[0]
        sketch.circle(ex, ey, 0.03, BLACK)
        sketch.circle(ex - 0.008, ey - 0.008, 0.01, WHITE)
    for _ in range(60):
        sx, sy = at([(rng.normal(0, 0.3), rng.normal(0.05, 0.14))])[0]
        sketch.circle(sx, sy, rng.uniform(0.004, 0.012), rgb("#c8dde2"), alpha=0.6)
    for _ in range(130):
        fx, fy = rng.uniform(-1.1, 1.1), rng.uniform(0.3, 1.1)
        a = rng.normal(0.2, 0.2)
        sketch.polygon(
            placed(petal(0.055, 0.02), x=fx, y=fy, turn=a),
            (p.accent, rgb("#f6d86a"), rgb("#f27a9a"))[int(rng.integers(0, 3))],
        )
    for k in range(14):
        x = -1.05 + 0.16 * k
        for j in range(7):
            a = -np.pi / 2 + (j - 3) * 0.3
            sketch.stroke(
                [(x, 1.15), (x + 0.16 * np.cos(a), 1.0 + 0.16 * np.sin(a))],
                [0.035, 0.012],
                (p.accent, rgb("#c23a6a"), rgb("#e8b04a"))[k % 3],
            )
    return sketch.done()


def _manta_shape() -> Points:
    half = curve(
        trace(
            "0,-0.42 0.13,-0.44 0.2,-0.6 0.27,-0.46 0.5,-0.34 0.82,-0.34 1.14,-0.02 "
            "0.8,-0.02 0.5,0.2 0.24,0.36 0.06,0.42 0.02,0.9 0,1.15"
        ),
        110,
    )
    return np.concatenate([half, half[::-1] * np.array([-1, 1])])


def draw_whale(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = water(sheet, rng, (rgb("#dff4fb"), p.light, p.mid, p.dark, p.deep), rays=0.8)
    _, edge, own = cells(rng, sheet, 5)
    ice = smooth(-0.55, -0.72, sheet.grid()[1] + 0.1 * (clouds(rng, sheet, 4) - 0.5))
    floes = ramp(np.clip(0.4 + 0.5 * own, 0, 1), (rgb("#9ecfe4"), rgb("#d8f0f8"), WHITE))
    picture = mixed(picture, mixed(floes, WHITE, smooth(0.03, 0.0, edge)), ice * 0.9)
    sketch = Sketch(sheet, picture)
    body = curve(
        trace(
            "-0.98,0.02 -0.9,-0.22 -0.55,-0.4 -0.05,-0.38 0.4,-0.16 0.72,0.1 0.86,0.24 "
            "0.7,0.26 0.4,0.2 0.1,0.3 -0.35,0.38 -0.75,0.3 -0.98,0.02"
        ),
        160,
    )
    fluke = curve(
        trace("0.78,0.18 1.02,-0.02 1.12,-0.1 1.02,0.16 1.1,0.46 0.92,0.36 0.74,0.26 0.78,0.18"),
        60,
    )
    sketch.polygon(fluke, rgb("#16303f"))
    sketch.polygon(body, rgb("#1c3a4c"))
    for k in range(9):
        share = 1 - 0.06 * k
        sketch.polygon(
            (body - (-0.3, -0.12)) * np.array([share, share]) + (-0.3, -0.12 - 0.012 * k),
            mix(rgb("#1c3a4c"), rgb("#6a96a8"), k / 9),
        )
    belly = curve(
        trace("-0.97,0.06 -0.6,0.1 -0.1,0.14 0.3,0.2 0.1,0.29 -0.35,0.37 -0.75,0.29 -0.97,0.06"),
        90,
    )
    sketch.polygon(belly, rgb("#cfdfe2"))
    for k in range(11):
        groove = curve(
            [(-0.93 + 0.02 * k, 0.08 + 0.018 * k), (-0.5, 0.12 + 0.022 * k), (0.05 - 0.02 * k, 0.16 + 0.014 * k)], 40
        )
        sketch.stroke(groove, np.linspace(0.01, 0.003, 40), rgb("#5f7f8a"))
    flipper = curve(
        [(-0.42, 0.2), (-0.3, 0.5), (-0.02, 0.82), (0.08, 0.86), (-0.02, 0.55), (-0.16, 0.24), (-0.42, 0.2)], 60
    )
    sketch.polygon(flipper + (0.02, 0.02), (0.0, 0.05, 0.1), alpha=0.4)
    sketch.polygon(flipper, rgb("#24485a"))
    sketch.polygon((flipper - (-0.2, 0.4)) * 0.85 + (-0.21, 0.39), rgb("#3a6478"))
    sketch.polygon(curve([(0.12, -0.3), (0.24, -0.42), (0.34, -0.44), (0.3, -0.24), (0.12, -0.3)], 30), rgb("#1c3a4c"))
    sketch.circle(-0.7, 0.02, 0.026, BLACK)
    sketch.circle(-0.708, 0.012, 0.009, WHITE)
    sketch.stroke(curve([(-0.96, 0.05), (-0.8, 0.09), (-0.64, 0.06)], 20), 0.01, rgb("#0c1c26"))
    for _ in range(46):
        sketch.circle(
            rng.uniform(-0.95, -0.3), rng.uniform(-0.3, 0.3), rng.uniform(0.005, 0.014), rgb("#dfeaea"), alpha=0.6
        )
    calf = placed(body, x=0.35, y=0.78, size=0.3)
    sketch.polygon(placed(fluke, x=0.35, y=0.78, size=0.3), rgb("#2a4a5c"))
    sketch.polygon(calf, rgb("#34586c"))
    for _ in range(80):
        x, y, r = rng.normal(-0.85, 0.1), rng.uniform(-0.9, -0.2), rng.uniform(0.006, 0.024)
        sketch.ring(x, y, r, WHITE, width=0.004, alpha=0.7)
    return motes(sketch.done(), sheet, rng, count=120, colour=WHITE)


def draw_turtle(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = water(sheet, rng, (p.pale, p.light, p.mid, p.dark), rays=0.8)
    warp = (clouds(rng, sheet, 4, octaves=3) - 0.5) * 0.5
    picture = lit(picture, smooth(0.07, 0.0, pushed(cells(rng, sheet, 7)[1], sheet, warp, -warp)) * 0.22, WHITE)
    turn = 0.5

    def at(points: ArrayLike) -> Points:
        return placed(points, x=0.02, y=0.02, size=0.98, turn=turn)

    sketch = Sketch(sheet, picture)
    limbs = (
        [(0.28, -0.42), (0.7, -0.66), (1.0, -0.42), (1.08, -0.1), (0.8, -0.22), (0.42, -0.2)],
        [(0.3, 0.5), (0.56, 0.62), (0.66, 0.9), (0.44, 0.86), (0.2, 0.62)],
    )
    for limb in limbs:
        for side in (-1, 1):
            shape = curve([*limb, limb[0]], 70) * np.array([side, 1])
            sketch.polygon(at(shape * 1.0) + (0.05, 0.09), (0.0, 0.08, 0.1), alpha=0.3)
            sketch.polygon(at(shape), rgb("#2c4a34"))
            middle = shape.mean(axis=0)
            sketch.polygon(at((shape - middle) * 0.86 + middle), rgb("#e2d8a0"))
            for _ in range(46):
                t = rng.random(3)
                t /= t.sum()
                spot = (t[:, None] * shape[rng.integers(0, 70, 3)]).sum(axis=0)
                spot = (spot - middle) * 0.8 + middle
                sketch.spot(at([spot])[0], rng.uniform(0.02, 0.045), rgb("#3f6a44"))
    head = curve(
        [(-0.13, -0.6), (-0.17, -0.8), (-0.1, -0.98), (0.0, -1.03), (0.1, -0.98), (0.17, -0.8), (0.13, -0.6)], 60
    )
    sketch.polygon(at(head), rgb("#2c4a34"))
    sketch.polygon(at(head * np.array([0.85, 0.97])), rgb("#c8c88a"))
    for hx, hy, r in (
        (0.0, -0.78, 0.07),
        (-0.07, -0.9, 0.045),
        (0.07, -0.9, 0.045),
        (0.0, -0.95, 0.035),
        (-0.08, -0.72, 0.04),
        (0.08, -0.72, 0.04),
    ):
        sketch.spot(at([(hx, hy)])[0], r, rgb("#4a7a4c"))
    for side in (-1, 1):
        sketch.spot(at([(side * 0.13, -0.86)])[0], 0.03, BLACK)
        sketch.spot((at([(side * 0.13, -0.86)])[0] - 0.008), 0.01, WHITE)
    picture = sketch.done()
    half = curve([(0.0, -0.62), (0.3, -0.55), (0.52, -0.25), (0.55, 0.1), (0.42, 0.45), (0.18, 0.72), (0.0, 0.8)], 80)
    shell = at(np.concatenate([half, half[::-1] * np.array([-1, 1])]))
    mask = Mask(sheet)
    mask.polygon(shell, WHITE)
    cover = mask.plane()
    plates = Sketch(sheet, sheet.fill(rgb("#e8d89a")))
    for cy, size in ((-0.42, 0.19), (-0.12, 0.22), (0.2, 0.22), (0.5, 0.17)):
        hexagon = circle_points(size, 6) * np.array([1.0, 0.82]) + (0.0, cy)
        _plate(plates, at(hexagon), size)
    for side in (-1, 1):
        for cx, cy, size in ((0.34, -0.3, 0.19), (0.4, 0.03, 0.2), (0.32, 0.36, 0.18), (0.2, 0.62, 0.12)):
            _plate(plates, at(circle_points(size, 6) * np.array([0.88, 0.86]) + (side * cx, cy)), size)
    dome = np.sqrt(np.clip(blurred(cover, 40) - 0.3, 0, 1)).astype(np.float32)
    light = hillshade(dome, strength=130, azimuth=235, altitude=48)
    lit_shell = np.clip(plates.done() * (0.3 + 0.95 * light)[..., None], 0, 1).astype(np.float32)
    lit_shell = lit(lit_shell, smooth(0.9, 1.0, light) * 0.35, WHITE)
    shadow = blurred(np.roll(cover, (30, 14), axis=(0, 1)), 18)
    picture = mixed(darkened(picture, shadow * 0.45 * (1 - cover)), lit_shell, cover)
    rim = Sketch(sheet, picture)
    rim.line([*shell, shell[0]], rgb("#3a3a1c"), width=0.03)
    rim.line([*shell, shell[0]], rgb("#d8c88a"), width=0.012)
    return motes(rim.done(), sheet, rng, count=110, colour=WHITE)


def _plate(sketch: Sketch, outline: Points, size: float) -> None:
    middle = outline.mean(axis=0)
    for k in range(7):
        share = 0.96 - 0.125 * k
        sketch.polygon(
            (outline - middle) * share + middle - 0.01 * k * size,
            mix(rgb("#2a3a1c"), rgb("#a8843a"), (k % 2) * 0.55 + 0.06 * k),
        )
    for point in outline:
        sketch.stroke([middle, middle + (point - middle) * 0.9], [0.004, 0.012], rgb("#1c2a14"), alpha=0.5)
