"""Nautilus, painted clams and the comma-shaped jewel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, darkened, hillshade, lit, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp, rgb
from kazeyomi.families.relics.cloth import silk
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, rolling
from kazeyomi.scenery import gold_leaf
from kazeyomi.sketch import BLACK, WHITE, Mask, Points, Sketch, circle_points, curve, petal, placed, trace


def draw_nautilus(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = silk(sheet, rng, "seigaiha", (rgb("#0c2430"), rgb("#123a4a"), rgb("#1f5a68")))
    gx, gy = sheet.grid()
    cx, cy = -0.12, 0.06
    far, angle = np.hypot(gx - cx, gy - cy), np.arctan2(gy - cy, gx - cx)
    growth = np.log(2.75) / (2 * np.pi)
    start = 0.55
    turn = (np.log(np.maximum(far, 1e-4) / 0.95) / growth) - angle + start
    whorl = np.ceil(turn / (2 * np.pi))
    total = angle - start + 2 * np.pi * whorl
    outer = 0.95 * np.exp(growth * total)
    inner = 0.95 * np.exp(growth * (total - 2 * np.pi))
    inside = (total < 0.02) & (far > 0.012)
    across = np.clip((far - inner) / np.maximum(outer - inner, 1e-4), 0, 1)
    bow = total + 0.35 * np.sin(across * np.pi) + 0.2 * (across - 0.5)
    wall = np.abs(np.mod(bow / 0.36, 1.0) - 0.5) * 0.36 * far
    body_chamber = smooth(-1.75, -1.7, total)
    septum = smooth(0.016, 0.009, wall) * (1 - body_chamber)
    shell_line = smooth(0.022, 0.012, (outer - far).astype(np.float32)) + smooth(
        0.02, 0.008, (far - inner).astype(np.float32)
    )
    depth = np.sin(np.pi * np.clip(across, 0, 1))
    cell = np.mod(np.floor(bow / 0.36) * 0.37, 1.0)
    pearl = ramp(
        np.mod(0.15 + 0.6 * across + 0.35 * cell + 0.15 * total, 1.0).astype(np.float32),
        (rgb("#f8e8dc"), rgb("#f2c8b0"), rgb("#d8b8e0"), rgb("#b8d8e8"), rgb("#d8f0dc"), rgb("#f8e8dc")),
    )
    hollow = pearl * (0.32 + 0.5 * (1 - depth) + 0.35 * across)[..., None]
    rims = ramp(
        np.clip(0.4 + 0.6 * np.sin(total * 9), 0, 1).astype(np.float32),
        (rgb("#a85a2a"), rgb("#e8b88a"), rgb("#fbf0e0")),
    )
    face = mixed(np.clip(hollow, 0, 1).astype(np.float32), rgb("#fbf2e6"), septum)
    face = mixed(face, rims, np.clip(shell_line, 0, 1).astype(np.float32))
    siphon = (
        smooth(0.05, 0.02, np.abs(across - 0.45))
        * smooth(0.06, 0.0, np.abs(np.mod(bow / 0.36, 1.0) - 0.5) - 0.4)
        * (1 - body_chamber)
    )
    face = mixed(face, rgb("#7a4a2a"), (siphon * 0.6).astype(np.float32))
    cover = np.where(inside & (far < outer), 1.0, 0.0).astype(np.float32)
    cover = blurred(cover, 0.8)
    picture = darkened(picture, blurred(np.roll(cover, (26, 18), axis=(0, 1)), 18) * 0.7)
    return curved(mixed(picture, face, cover), contrast=1.06)


def _bead(sheet: Sheet, rng: Rng, shape: Points, tones: Sequence[Colour]) -> tuple[Picture, Plane]:
    """A smooth bead of stone from its outline."""
    mask = Mask(sheet)
    mask.polygon(shape, WHITE)
    cover = mask.plane()
    dome = np.sqrt(np.clip(blurred(cover, 26) - 0.33, 0, 1)).astype(np.float32)
    light = hillshade(dome, strength=95, azimuth=232, altitude=46)
    vein = clouds(rng, sheet, 4, octaves=6)
    cloud = smooth(0.5, 0.8, clouds(rng, sheet, 3, octaves=5))
    stone = ramp(np.clip(0.15 + 0.55 * vein + 0.25 * cloud, 0, 1), tones)
    stone = np.clip(stone * (0.32 + 0.95 * light)[..., None], 0, 1).astype(np.float32)
    inner = np.clip(1 - dome * 1.4, 0, 1) * 0.25
    stone = lit(stone, smooth(0.94, 1.0, light) * 0.85 + inner.astype(np.float32), (0.95, 1.0, 0.95))
    return stone, cover


def draw_magatama(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = silk(sheet, rng, "tatewaku", (rgb("#e8dcc4"), rgb("#c8b48a"), rgb("#a88a5a")))
    outline = curve(
        trace(
            "0.12,-0.78 0.45,-0.62 0.58,-0.2 0.5,0.3 0.18,0.72 -0.34,0.9 -0.56,0.82 "
            "-0.3,0.68 -0.06,0.36 0.02,0.05 -0.2,-0.02 -0.42,-0.28 -0.38,-0.62 -0.12,-0.82 "
            "0.12,-0.78"
        ),
        180,
    )
    cord = Sketch(sheet, picture)
    for k in range(2):
        way = curve(
            [
                (-1.3, -0.9 - 0.06 * k),
                (-0.6, -0.62 - 0.08 * k),
                (-0.04, -0.42),
                (0.5, -0.9 + 0.07 * k),
                (1.3, -1.0 + 0.06 * k),
            ],
            120,
        )
        cord.stroke(way + (0.012, 0.02), 0.045, BLACK, alpha=0.3)
        cord.stroke(way, 0.04 + 0.007 * np.sin(np.arange(120) * 1.5), rgb("#8a1c28"))
        cord.stroke(way - 0.005, 0.012, rgb("#e0707a"))
    picture = cord.done()
    tones = (rgb("#042420"), rgb("#0f5f4a"), rgb("#2f9a70"), rgb("#8ad8a8"), rgb("#e0f8e4"))
    stone, cover = _bead(sheet, rng, outline, tones)
    picture = mixed(darkened(picture, blurred(np.roll(cover, (26, 18), axis=(0, 1)), 16) * 0.6), stone, cover)
    for k, (x, y, r) in enumerate(
        ((-0.82, -0.68, 0.1), (-0.98, -0.78, 0.075), (0.76, -0.94, 0.1), (0.95, -0.98, 0.08))
    ):
        bead = (
            (rgb("#3a0c14"), rgb("#a8283a"), rgb("#f08a8a"))
            if k % 2
            else (rgb("#14264a"), rgb("#3a6ab8"), rgb("#b8d4f8"))
        )
        stone, cover = _bead(sheet, rng, circle_points(r, 50, x=x, y=y), bead)
        picture = mixed(darkened(picture, blurred(np.roll(cover, (12, 8), axis=(0, 1)), 8) * 0.5), stone, cover)
    sketch = Sketch(sheet, picture)
    sketch.circle(-0.04, -0.43, 0.085, rgb("#063028"))
    sketch.circle(-0.03, -0.42, 0.065, rgb("#02140f"))
    return curved(sketch.done(), contrast=1.05)


def draw_clam(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Two painted shells of the matching game."""
    picture = gold_leaf(sheet, rng, rgb("#8a2a34"))
    picture = mixed(picture, rgb("#7a1c2a"), 0.55)
    gx, gy = sheet.grid()
    for i, (x, y, tilt, size) in enumerate(((-0.32, -0.42, -0.25, 0.62), (0.3, 0.46, 0.3, 0.66))):
        outline = curve(
            trace(
                "0,-0.82 0.36,-0.62 0.86,-0.1 0.98,0.3 0.62,0.66 0,0.78 -0.62,0.66 -0.98,0.3 "
                "-0.86,-0.1 -0.36,-0.62 0,-0.82"
            ),
            120,
        )
        shape = placed(outline, x=x, y=y, size=size, turn=tilt)
        mask = Mask(sheet)
        mask.polygon(shape, WHITE)
        cover = mask.plane()
        inner_mask = Mask(sheet)
        inner_mask.polygon(placed(outline * 0.84 + (0.0, 0.01), x=x, y=y, size=size, turn=tilt), WHITE)
        inside = inner_mask.plane()
        far = np.hypot(
            gx - placed(np.array([(0.0, -0.82)]), x=x, y=y, size=size, turn=tilt)[0][0],
            gy - placed(np.array([(0.0, -0.82)]), x=x, y=y, size=size, turn=tilt)[0][1],
        )
        rings = ramp(
            np.clip(0.5 + 0.4 * np.sin(far * 62) + 0.3 * (rolling(rng, sheet, 20) - 0.5), 0, 1).astype(np.float32),
            (rgb("#a8845f"), rgb("#e0c8a4"), rgb("#fbf2e0")),
        )
        painting = _shell_painting(sheet, rng, i, x=x, y=y, size=size)
        picture = darkened(picture, blurred(np.roll(cover, (24, 16), axis=(0, 1)), 16) * 0.65)
        bowl = hillshade(-blurred(inside, 26) * 2.2, strength=26, azimuth=230, altitude=52)
        picture = mixed(picture, rings, cover)
        picture = mixed(picture, np.clip(painting * (0.35 + 0.85 * bowl)[..., None], 0, 1).astype(np.float32), inside)
        rim = Sketch(sheet, picture)
        edge = placed(outline * 0.84 + (0.0, 0.01), x=x, y=y, size=size, turn=tilt)
        rim.line([*edge, edge[0]], rgb("#d8a83a"), width=0.022)
        rim.line([*(edge - 0.004), edge[0]], rgb("#fbe8a8"), width=0.006)
        picture = rim.done()
    sketch = Sketch(sheet, picture)
    for _ in range(46):
        sketch.polygon(
            placed(
                petal(0.05, 0.034, notch=0.2), x=rng.uniform(-1, 1), y=rng.uniform(-1.1, 1.1), turn=rng.uniform(0, 6.28)
            ),
            mix(rgb("#f6b8c8"), WHITE, rng.random() * 0.6),
            alpha=0.9,
        )
    return sketch.done()


def _shell_painting(sheet: Sheet, rng: Rng, which: int, *, x: float, y: float, size: float) -> Picture:
    """Gold clouds over a spring field, or over an autumn moon."""
    ground = gold_leaf(sheet, rng, rgb("#d8b04a"))
    sketch = Sketch(sheet, ground)
    if which == 0:
        sketch.polygon(
            curve(
                [
                    (x - size, y + size),
                    (x - size, y + 0.2 * size),
                    (x - 0.3 * size, y + 0.05 * size),
                    (x + 0.4 * size, y + 0.3 * size),
                    (x + size, y + 0.15 * size),
                    (x + size, y + size),
                ],
                60,
            ),
            rgb("#3f8a5a"),
        )
        for k in range(16):
            fx, fy = x + rng.uniform(-0.7, 0.7) * size, y + rng.uniform(0.1, 0.6) * size
            for j in range(5):
                sketch.polygon(
                    placed(petal(0.06 * size / 0.6, 0.045), x=fx, y=fy, turn=j * 1.2566),
                    (rgb("#f2f0f4"), rgb("#e85a7a"))[k % 2],
                )
        sketch.stroke(
            curve(
                [
                    (x - 0.75 * size, y - 0.1 * size),
                    (x - 0.2 * size, y - 0.3 * size),
                    (x + 0.5 * size, y - 0.25 * size),
                ],
                30,
            ),
            np.linspace(0.05, 0.012, 30),
            rgb("#4a2a1c"),
        )
        for _ in range(14):
            sketch.circle(
                x + rng.uniform(-0.6, 0.5) * size,
                y - (0.25 + rng.uniform(-0.12, 0.14)) * size,
                0.028,
                mix(rgb("#f6b8c8"), WHITE, rng.random()),
            )
    else:
        sketch.polygon(circle_points(0.26 * size, 50, x=x + 0.3 * size, y=y - 0.2 * size), rgb("#f4f0e4"))
        sketch.polygon(
            curve(
                [
                    (x - size, y + size),
                    (x - size, y + 0.35 * size),
                    (x, y + 0.25 * size),
                    (x + size, y + 0.45 * size),
                    (x + size, y + size),
                ],
                60,
            ),
            rgb("#1f3f6a"),
        )
        for _ in range(26):
            gx = x + rng.uniform(-0.8, 0.8) * size
            blade = curve(
                [
                    (gx, y + 0.7 * size),
                    (gx + rng.normal(0, 0.05), y + 0.2 * size),
                    (gx + rng.normal(0.1, 0.12), y - rng.uniform(0.0, 0.3) * size),
                ],
                20,
            )
            sketch.stroke(blade, np.linspace(0.014, 0.003, 20), rgb("#5a6a2a"))
            for j in range(5):
                sketch.spot((blade[-1] + (0.02 * j, 0.016 * j)), 0.011, rgb("#f6ecd0"))
    return sketch.done()
