"""Dragonfly, jewel beetle and cicada."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, darkened, hillshade, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, cells, clouds
from kazeyomi.scenery import disc
from kazeyomi.sketch import WHITE, Mask, Sketch, circle_points, curve, petal, placed, trace


def draw_dragonfly(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.6 + 0.5 * (clouds(rng, sheet, 2.4, octaves=4) - 0.5), 0, 1), (p.deep, p.dark, p.mid, p.light, p.pale)
    )
    reeds = Sketch(sheet, picture)
    for _ in range(34):
        foot = rng.uniform(-1.1, 1.1)
        reeds.stroke(
            curve(
                [(foot, 1.4), (foot + rng.normal(0, 0.06), 0.3), (foot + rng.normal(0, 0.25), rng.uniform(-1.1, -0.2))],
                30,
            ),
            np.linspace(0.05, 0.004, 30),
            mix(p.dark, p.light, rng.random()),
        )
    picture = blurred(reeds.done(), 4)
    x, y = sheet.grid()
    _, net, _ = cells(rng, sheet, 38)
    for cy, length, wide, lean in ((0.0, 1.0, 0.15, 0.16), (-0.18, 1.02, 0.14, -0.2)):
        for side in (-1, 1):
            shape = placed(petal(length, wide * 2, tip=0.42, steps=40), x=0.04, y=cy, turn=lean) * np.array([side, 1])
            mask = Mask(sheet)
            mask.polygon(shape, WHITE)
            cover = mask.plane()
            film = ramp(
                np.clip(0.5 + 0.5 * np.sin(x * 5 * side + y * 9), 0, 1).astype(np.float32),
                (rgb("#e8fbf4"), rgb("#b8e8f8"), rgb("#f4d8f4"), WHITE),
            )
            picture = mixed(darkened(picture, np.roll(cover, (16, 6), axis=(0, 1)) * 0.22), film, cover * 0.5)
            picture = mixed(picture, rgb("#1c2a24"), cover * smooth(0.012, 0.004, net) * 0.6)
            sketch = Sketch(sheet, picture)
            sketch.line([*shape, shape[0]], rgb("#1c2a24"), width=0.008)
            tip = placed(np.array([(0.84 * length, -wide * 0.35)]), x=0.04, y=cy, turn=lean)[0] * np.array([side, 1])
            sketch.polygon(
                placed(
                    petal(0.09, 0.03), x=float(tip[0]), y=float(tip[1]), turn=lean * side + (np.pi if side < 0 else 0)
                ),
                rgb("#c2301c"),
            )
            for k in range(3):
                spar = placed(
                    curve(
                        [
                            (0.0, 0.0),
                            (0.5 * length, -wide * (0.5 - 0.3 * k)),
                            (length * 0.95, -wide * (0.15 - 0.2 * k)),
                        ],
                        20,
                    ),
                    x=0.04,
                    y=cy,
                    turn=lean,
                ) * np.array([side, 1])
                sketch.stroke(spar, np.linspace(0.01, 0.004, 20), rgb("#1c2a24"))
            picture = sketch.done()
    sketch = Sketch(sheet, picture)
    for k in range(10):
        y0, y1 = 0.1 + 0.094 * k, 0.1 + 0.094 * (k + 1)
        half = 0.055 - 0.022 * np.sin(np.pi * k / 9) + (0.015 if k > 7 else 0)
        for off, share, tint in (
            (0.0, 1.0, rgb("#0c2a30")),
            (-0.006, 0.75, rgb("#1f8ab0") if k % 2 else rgb("#2fb88a")),
            (-0.016, 0.25, rgb("#d8fbf0")),
        ):
            sketch.polygon(
                [
                    (off - half * share, y0),
                    (off + half * share, y0),
                    (off + half * share, y1 - 0.01),
                    (off - half * share, y1 - 0.01),
                ],
                tint,
            )
    thorax = curve(
        trace("0,-0.34 0.12,-0.22 0.13,0 0.07,0.14 -0.07,0.14 -0.13,0 -0.12,-0.22 0,-0.34"),
        60,
    )
    for share, tint in ((1.0, rgb("#0c2a30")), (0.85, rgb("#1f6a5a")), (0.55, rgb("#3fb87a")), (0.25, rgb("#b8f0c0"))):
        sketch.polygon((thorax - (0, -0.1)) * share + (-0.02 * (1 - share), -0.1 - 0.03 * (1 - share)), tint)
    for side in (-1, 1):
        for r, tint in ((0.125, rgb("#0c1a14")), (0.112, rgb("#1f7a4a")), (0.08, rgb("#4ad88a")), (0.03, WHITE)):
            sketch.circle(side * 0.1 - (0.112 - r) * 0.3, -0.42 - (0.112 - r) * 0.4, r, tint)
    sketch.circle(0, -0.34, 0.055, rgb("#e8d86a"))
    return sketch.done()


def draw_beetle(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A jewel beetle, its shell shining in bands."""
    p = motif.palette
    picture = ramp(
        np.clip(0.5 - 0.3 * sheet.polar()[0] + 0.3 * (clouds(rng, sheet, 5, octaves=5) - 0.5), 0, 1),
        (rgb("#f2e8cc"), rgb("#e0d0a8"), rgb("#f8f2e0")),
    )
    leaf = Sketch(sheet, picture)
    blade = petal(2.5, 1.7, tip=0.8, steps=60)
    leaf.polygon(placed(blade, x=-1.15, y=0.85, turn=-0.62), rgb("#1f4a24"))
    leaf.polygon(placed(blade * np.array([0.98, 0.94]), x=-1.13, y=0.84, turn=-0.62), rgb("#3f7a34"))
    leaf.stroke(placed(np.array([(0.0, 0.0), (2.4, 0.0)]), x=-1.15, y=0.85, turn=-0.62), [0.05, 0.01], rgb("#a8cf7a"))
    for k in range(11):
        for side in (-1, 1):
            rib = curve([(0.2 + 0.2 * k, 0.0), (0.4 + 0.2 * k, side * 0.3), (0.62 + 0.19 * k, side * 0.62)], 16)
            leaf.stroke(placed(rib, x=-1.15, y=0.85, turn=-0.62), np.linspace(0.018, 0.004, 16), rgb("#7fb05a"))
    picture = leaf.done()
    legs = Sketch(sheet, picture)
    for side in (-1, 1):
        for y0, out, down in ((-0.34, 0.62, -0.72), (-0.05, 0.75, -0.05), (0.22, 0.66, 0.62)):
            knee = (side * (out - 0.12), (y0 + down) / 2 - 0.08)
            bone = curve([(side * 0.25, y0), knee, (side * out, down)], 30)
            legs.stroke(bone + (0.02, 0.03), np.linspace(0.07, 0.03, 30), (0.0, 0.0, 0.0), alpha=0.35)
            legs.stroke(bone, np.linspace(0.07, 0.03, 30), rgb("#0c2a1c"))
            legs.stroke(bone - (0.006, 0.006), np.linspace(0.026, 0.008, 30), rgb("#58c88a"))
        feeler = curve([(side * 0.12, -0.72), (side * 0.3, -0.95), (side * 0.55, -1.02)], 30)
        for k in range(0, 30, 3):
            legs.spot(feeler[k], 0.022, rgb("#123a24"))
    picture = legs.done()
    outline = curve(
        trace("0,-0.8 0.17,-0.74 0.24,-0.58 0.37,-0.5 0.42,-0.2 0.42,0.2 0.32,0.66 0.13,0.98 0,1.02"),
        90,
    )
    mask = Mask(sheet)
    mask.polygon(np.concatenate([outline, outline[::-1] * np.array([-1, 1])]), WHITE)
    cover = mask.plane()
    x, y = sheet.grid()
    dome = np.sqrt(np.clip(blurred(cover, 34) - 0.38, 0, 1)).astype(np.float32)
    ribs = 0.012 * np.cos(np.abs(x) * 74) * smooth(-0.4, -0.3, y)
    light = hillshade(dome + ribs, strength=170, azimuth=235, altitude=45)
    hue = np.mod(np.abs(x) * 2.3 + 0.1 * dome + 0.02 * np.sin(y * 8), 1.0)
    shell = ramp(
        hue.astype(np.float32),
        (
            rgb("#0f6a34"),
            rgb("#38c85a"),
            rgb("#e8d83a"),
            rgb("#d8582a"),
            rgb("#a82a5a"),
            rgb("#1f8a5a"),
            rgb("#0f6a34"),
        ),
    )
    seam = (
        smooth(0.012, 0.004, np.abs(x)) * smooth(-0.44, -0.42, y)
        + smooth(0.012, 0.004, np.abs(y + 0.45 - 0.05 * np.abs(x)))
        + smooth(0.01, 0.003, np.abs(y + 0.62 + 0.1 * x * x))
    )
    shell = np.clip(shell * (0.25 + 1.05 * light)[..., None], 0, 1) * (1 - 0.8 * np.clip(seam, 0, 1))[..., None]
    shell = lit(shell.astype(np.float32), smooth(0.9, 1.0, light) * 0.8, WHITE)
    shadow = blurred(np.roll(cover, (22, 16), axis=(0, 1)), 16)
    picture = mixed(darkened(picture, shadow * 0.6), shell, cover)
    eyes = Sketch(sheet, picture)
    for side in (-1, 1):
        eyes.circle(side * 0.19, -0.66, 0.055, rgb("#1c0c08"))
        eyes.circle(side * 0.19 - 0.016, -0.68, 0.018, mix(WHITE, p.pale, 0.3))
    return curved(eyes.done(), contrast=1.05)


def draw_cicada(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    x, y = sheet.grid()
    fibre = clouds(rng, sheet, 10, octaves=5, stretch=0.18)
    _, edge, own = cells(rng, sheet, 7)
    tone = 0.2 + 0.35 * fibre + 0.25 * own + 0.25 * smooth(0.0, 0.08, edge) - 0.35 * (x - 0.1) ** 2
    picture = ramp(
        np.clip(tone, 0, 1).astype(np.float32), (rgb("#1c120c"), rgb("#4a3424"), rgb("#8a6a4a"), rgb("#c8a87a"))
    )
    picture = lit(
        picture, disc(sheet, -0.3, -0.3, 1.0) * np.exp(-((sheet.polar(-0.3, -0.4)[0] / 0.8) ** 2)) * 0.3, p.light
    )
    sketch = Sketch(sheet, picture)
    for side in (-1, 1):
        for y0, out, down in ((-0.5, 0.42, -0.8), (-0.3, 0.52, -0.3), (-0.1, 0.44, 0.2)):
            bone = curve([(side * 0.15, y0), (side * out, (y0 + down) / 2 - 0.05), (side * (out - 0.04), down)], 24)
            sketch.stroke(bone, np.linspace(0.06, 0.022, 24), rgb("#2a1a10"))
            sketch.stroke(bone - 0.006, np.linspace(0.02, 0.006, 24), rgb("#c8904a"))
    for k in range(9):
        yy = 0.1 + 0.085 * k
        half = 0.21 * (1 - (k / 11) ** 2)
        sketch.polygon(circle_points(1.0, 40) * np.array([half, 0.07]) + (0, yy), rgb("#1c1410"))
        sketch.polygon(
            circle_points(1.0, 40) * np.array([half * 0.9, 0.045]) + (0, yy - 0.008),
            (rgb("#6a3a1c"), rgb("#2c3a24"))[k % 2],
        )
    body = curve(
        trace("0,-0.78 0.2,-0.72 0.27,-0.5 0.25,-0.1 0.2,0.12 -0.2,0.12 -0.25,-0.1 -0.27,-0.5 -0.2,-0.72 0,-0.78"),
        80,
    )
    for share, tint in ((1.0, rgb("#17110c")), (0.9, rgb("#33442a")), (0.7, rgb("#4f6a3a")), (0.4, rgb("#8aa85a"))):
        sketch.polygon((body - (0, -0.35)) * share + (-0.03 * (1 - share), -0.35 - 0.06 * (1 - share)), tint)
    for side in (-1, 1):
        mark = curve([(side * 0.04, -0.5), (side * 0.16, -0.42), (side * 0.12, -0.2), (side * 0.03, -0.1)], 24)
        sketch.stroke(mark, np.sin(np.linspace(0.1, 3.0, 24)) * 0.04, rgb("#1c1410"))
        for r, tint in ((0.085, rgb("#1c0c06")), (0.068, rgb("#a83a1c")), (0.04, rgb("#f08a4a")), (0.015, WHITE)):
            sketch.circle(side * 0.25, -0.68, r, tint)
    picture = sketch.done()
    _, net, _ = cells(rng, sheet, 13)
    for shape in (
        [(0.14, -0.3), (0.42, -0.2), (0.62, 0.3), (0.56, 0.9), (0.36, 1.06), (0.2, 0.7), (0.1, 0.1)],
        [(0.1, -0.2), (0.3, -0.08), (0.4, 0.24), (0.3, 0.56), (0.14, 0.4)],
    ):
        outline = curve([*shape, shape[0]], 110)
        mask = Mask(sheet)
        mask.polygon(outline, WHITE)
        mask.polygon(outline * np.array([-1, 1]), WHITE)
        cover = mask.plane()
        film = ramp(
            np.clip(0.5 + 0.5 * np.sin(np.abs(x) * 7 + y * 5), 0, 1).astype(np.float32),
            (rgb("#f6e6b8"), rgb("#d8f0d8"), rgb("#f6d8c8"), WHITE),
        )
        picture = mixed(picture, film, cover * 0.42)
        picture = mixed(picture, rgb("#3a2410"), cover * smooth(0.022, 0.008, net) * 0.75)
        rim = Sketch(sheet, picture)
        for side in (-1, 1):
            rim.stroke(outline * np.array([side, 1]), 0.018, rgb("#5a3a14"))
        picture = rim.done()
    return curved(picture, contrast=1.06)
