"""Two wooden dolls on a shelf and a snail on a wet leaf."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, darkened, mixed, smooth
from kazeyomi.colour import Colour, Picture, mix, ramp, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import disc
from kazeyomi.sketch import WHITE, Mask, Sketch, curve, petal, placed, trace


def draw_dolls(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    _, gy = sheet.grid()
    wall = ramp(
        np.clip(0.62 - 0.4 * sheet.polar(-0.3, -0.3)[0] + 0.2 * (clouds(rng, sheet, 4) - 0.5), 0, 1),
        (p.deep, p.dark, p.mid, p.light),
    )
    fibre = clouds(rng, sheet, 6, octaves=5, stretch=9)
    shelf = ramp(
        np.clip(0.3 + 0.5 * (fibre - 0.5) + 0.4 * smooth(0.62, 1.2, gy), 0, 1),
        (rgb("#2a1a0e"), rgb("#7a5230"), rgb("#c89a64")),
    )
    picture = mixed(wall, shelf, smooth(0.615, 0.62, gy))
    for x, size, robe, sash in (
        (-0.42, 0.95, rgb("#b8281e"), rgb("#f2d8a0")),
        (0.42, 0.82, rgb("#2f5f8a"), rgb("#f6c8b0")),
    ):
        picture = _doll(picture, sheet, x=x, size=size, robe=robe, sash=sash)
    sketch = Sketch(sheet, picture)
    for k in range(9):
        for j in range(5):
            sketch.polygon(
                placed(petal(0.07, 0.05, tip=0.6), x=-0.9 + 0.22 * k, y=0.98 + 0.04 * (k % 2), turn=j * 1.2566 + k),
                mix(p.light, WHITE, 0.5),
            )
    return curved(sketch.done(), contrast=1.05)


def _doll(picture: Picture, sheet: Sheet, *, x: float, size: float, robe: Colour, sash: Colour) -> Picture:
    """A turned body with painted rings and flowers, a round head, a few strokes for a face."""
    gx, gy = sheet.grid()
    foot = 0.78
    v = (gy - foot) / size
    half = (
        np.interp(v[:, 0], [-0.95, -0.85, -0.5, -0.1, 0.0], [0.2, 0.27, 0.24, 0.3, 0.29]).astype(np.float32)[:, None]
        * size
    )
    side = np.clip((gx - x) / half, -1, 1)
    cover = smooth(0.004, -0.004, np.abs(gx - x) - half) * (v > -0.92) * (v < 0.0)
    rings = (
        smooth(0.02, 0.012, np.abs(v + 0.8))
        + smooth(0.02, 0.012, np.abs(v + 0.12))
        + smooth(0.012, 0.006, np.abs(v + 0.74))
    )
    wood = mixed(sheet.fill(rgb("#e8c894")), robe, smooth(0.34, 0.33, np.abs(v + 0.43)))
    wood = mixed(wood, sash, np.clip(rings, 0, 1))
    round_ = np.clip(0.28 + 0.8 * np.sqrt(np.clip(1 - side**2, 0, 1)) - 0.32 * side, 0.1, 1.12)
    picture = darkened(picture, blurred(np.roll(cover, (8, 34), axis=(0, 1)), 20) * 0.5)
    picture = mixed(picture, np.clip(wood * round_[..., None], 0, 1), cover)
    sketch = Sketch(sheet, picture)
    for k, (fx, fy) in enumerate(((0.0, -0.56), (-0.1, -0.38), (0.11, -0.32), (0.0, -0.22))):
        for j in range(6):
            sketch.polygon(
                placed(
                    petal(0.09 * size, 0.05 * size, tip=0.6), x=x + fx * size, y=foot + fy * size, turn=j * 1.047 + k
                ),
                sash,
            )
        sketch.circle(x + fx * size, foot + fy * size, 0.022 * size, rgb("#e0a02a"))
    cy, r = foot - 1.14 * size, 0.33 * size
    picture = sketch.done()
    dx, dy = (gx - x) / r, (gy - cy) / r
    ball = np.clip(0.4 + 0.75 * np.sqrt(np.clip(1 - dx * dx - dy * dy, 0, 1)) - 0.25 * dx - 0.2 * dy, 0.1, 1.1)
    picture = mixed(picture, np.clip(sheet.fill(rgb("#f2d8ac")) * ball[..., None], 0, 1), disc(sheet, x, cy, r))
    sketch = Sketch(sheet, picture)
    hair = trace(
        "-1,0.05 -0.98,-0.35 -0.6,-0.85 0,-1.02 0.6,-0.85 0.98,-0.35 1,0.05 "
        "0.72,-0.3 0.3,-0.48 0,-0.42 -0.3,-0.48 -0.72,-0.3 -1,0.05"
    )
    sketch.polygon(curve(hair, 120) * r + (x, cy), rgb("#17131a"))
    for hand in (-1, 1):
        eye = curve([(hand * 0.2, 0.02), (hand * 0.36, -0.06), (hand * 0.52, 0.03)], 16)
        sketch.stroke(eye * r + (x, cy), np.sin(np.linspace(0.2, 3.0, 16)) * 0.1 * r, rgb("#17131a"))
        sketch.circle(x + hand * 0.52 * r, cy + 0.28 * r, 0.11 * r, rgb("#e88a7a"), alpha=0.6)
    sketch.stroke(trace("-0.06,0.1 0.0,0.2 0.06,0.18") * r + (x, cy), 0.035 * r, rgb("#8a5a44"))
    sketch.polygon(placed(petal(0.24, 0.12), x=x - 0.12 * r, y=cy + 0.44 * r, size=r), rgb("#c22a24"))
    return sketch.done()


def draw_snail(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.5 + 0.5 * (clouds(rng, sheet, 2.4, octaves=4) - 0.5), 0, 1), (p.deep, p.dark, p.mid, p.light)
    )
    sketch = Sketch(sheet, picture)
    leaf = petal(2.7, 1.35, tip=0.8, steps=60)
    sketch.polygon(placed(leaf, x=-1.35, y=0.95, turn=-0.18), shade(rgb("#2f7a3a"), 0.55))
    sketch.polygon(placed(leaf * np.array([0.985, 0.94]), x=-1.33, y=0.93, turn=-0.18), rgb("#3f9a48"))
    sketch.stroke(placed(np.array([(0.0, 0.0), (2.6, 0.0)]), x=-1.33, y=0.93, turn=-0.18), [0.06, 0.01], rgb("#b8e08a"))
    for k in range(11):
        for hand in (-1, 1):
            rib = curve([(0.2 + 0.2 * k, 0.0), (0.42 + 0.2 * k, hand * 0.26), (0.7 + 0.18 * k, hand * 0.5)], 16)
            sketch.stroke(placed(rib, x=-1.33, y=0.93, turn=-0.18), np.linspace(0.02, 0.004, 16), rgb("#7fc46a"))
    body = trace(
        "-0.9,0.62 -0.55,0.42 0.05,0.36 0.34,0.26 0.44,0.08 0.58,0.02 0.68,0.12 0.58,0.34 0.34,0.52 -0.05,0.6 -0.9,0.62"
    )
    for share, tint in ((1.0, rgb("#6a4a34")), (0.93, rgb("#a88058")), (0.8, rgb("#d8b488")), (0.6, rgb("#efd8b0"))):
        sketch.polygon((curve(body, 120) - (0.1, 0.42)) * np.array([share**0.3, share]) + (0.1, 0.42), tint)
    for tip in ((0.52, -0.24), (0.76, -0.2)):
        sketch.stroke(
            curve([(0.6, 0.06), ((0.6 + tip[0]) / 2, -0.08), tip], 24), np.linspace(0.055, 0.025, 24), rgb("#c8a070")
        )
        sketch.circle(*tip, 0.04, rgb("#2a1a14"))
        sketch.circle(tip[0] - 0.012, tip[1] - 0.014, 0.013, WHITE)
    t = np.linspace(0, 1, 900)
    a = 0.9 + t * 2 * np.pi * 3.4
    r = 0.48 * (1 - t) ** 1.2 + 0.01
    spiral = np.stack([-0.26 + r * np.cos(a), 0.06 + r * np.sin(a)], axis=1)
    shadow = Mask(sheet)
    shadow.circle(-0.2, 0.16, 0.54, WHITE)
    picture = darkened(sketch.done(), blurred(shadow.plane(), 18) * 0.35)
    sketch = Sketch(sheet, picture)
    sketch.circle(-0.26, 0.06, 0.53, rgb("#4a2414"))
    for off, share, tint in (
        (0.0, 0.27, p.dark),
        (-0.008, 0.2, p.mid),
        (-0.018, 0.11, p.light),
        (-0.026, 0.04, p.pale),
    ):
        sketch.stroke(spiral + off, np.linspace(1.0, 0.12, 900) * share, tint)
    for i in range(10, 860, 26):
        x, y = spiral[i]
        out = np.array([np.cos(a[i]), np.sin(a[i])]) * 0.095 * (1 - t[i])
        sketch.stroke(np.array([(x, y) - out, (x, y) + out]), [0.004, 0.012], rgb("#5a2a1c"), alpha=0.6)
    for _ in range(40):
        x, y, size = rng.uniform(-1.0, 1.0), rng.uniform(0.5, 1.15), rng.uniform(0.01, 0.035)
        sketch.circle(x, y, size, mix(p.pale, WHITE, 0.5), alpha=0.45)
        sketch.circle(x - size * 0.3, y - size * 0.3, size * 0.3, WHITE, alpha=0.95)
    for _ in range(130):
        x, y, long = rng.uniform(-1.2, 1.2), rng.uniform(-1.3, 0.9), rng.uniform(0.06, 0.2)
        sketch.line([(x, y), (x - long * 0.12, y + long)], WHITE, width=0.003, alpha=0.3)
    return sketch.done()
