"""Butterflies: emperor, swallowtail, glasswing."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, ramp, rgb
from kazeyomi.families.insects.wings import furry_body, wing
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import sky, sun
from kazeyomi.sketch import WHITE, Mask, Sketch, curve, petal, placed, trace


def _meadow(sheet: Sheet, rng: Rng, colours: tuple[Colour, ...], petals: tuple[Colour, ...]) -> Picture:
    picture = ramp(clouds(rng, sheet, 2.6, octaves=5), colours)
    sketch = Sketch(sheet, picture)
    for _ in range(34):
        x, y, size = rng.uniform(-1.1, 1.1), rng.uniform(-1.2, 1.2), rng.uniform(0.1, 0.26)
        tone = petals[int(rng.integers(0, len(petals)))]
        for k in range(6):
            sketch.polygon(placed(petal(size, size * 0.5, tip=0.6), x=x, y=y, turn=k * 1.047 + x), tone, alpha=0.75)
        sketch.circle(x, y, size * 0.2, rgb("#f2d06a"))
    return blurred(sketch.done(), 5)


def draw_emperor(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = _meadow(
        sheet, rng, (rgb("#20301c"), rgb("#4a6a34"), rgb("#a8b86a")), (rgb("#f2c8dc"), WHITE, rgb("#e88ab0"))
    )

    def dye(far: Plane, turn: Plane, edge: Plane) -> Picture:
        shine = ramp(np.clip(1.1 - far * 1.15, 0, 1), (rgb("#1c1024"), rgb("#4a1f8a"), rgb("#7a4af0"), rgb("#a88cff")))
        dots = smooth(0.5, 0.85, np.cos(turn * 7 * 2 * np.pi) * 0.5 + 0.5) * smooth(
            0.05, 0.0, np.abs(far - 0.66) - 0.02
        )
        dots = dots + smooth(0.5, 0.85, np.cos(turn * 7 * 2 * np.pi) * 0.5 + 0.5) * smooth(
            0.05, 0.0, np.abs(far - 0.86) - 0.015
        )
        return mixed(shine, WHITE, np.clip(dots, 0, 1))

    hind = [(0.05, 0.02), (0.36, 0.0), (0.66, 0.16), (0.7, 0.46), (0.5, 0.74), (0.26, 0.8), (0.1, 0.56), (0.04, 0.3)]
    fore = trace("0.04,-0.1 0.3,-0.5 0.66,-0.78 0.96,-0.74 0.92,-0.4 0.86,-0.08 0.6,0.12 0.28,0.14 0.04,0.08")
    picture = wing(picture, sheet, rng, hind, dye, root=(0.03, 0.06), veins=7, spots=[(0.4, 0.58, 0.07, 0)])
    picture = wing(picture, sheet, rng, fore, dye, root=(0.03, 0.0), veins=8)
    sketch = Sketch(sheet, picture)
    furry_body(
        sketch,
        rng,
        top=-0.18,
        waist=0.06,
        end=0.52,
        wide=0.065,
        fur=rgb("#3a2a44"),
        rings=rgb("#8a6a5a"),
        feathered=False,
    )
    return sketch.done()


def draw_swallowtail(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (rgb("#3a8fd8"), rgb("#8acbf0"), rgb("#e0f2f4")), cloud=WHITE, much=0.7)
    picture = sun(picture, sheet, x=0.55, y=-0.8, radius=0.14, colour=rgb("#fffbe0"), halo=rgb("#ffe9a0"))

    def dye(far: Plane, turn: Plane, edge: Plane) -> Picture:
        base = ramp(np.clip(1.0 - 0.35 * far, 0, 1), (p.mid, p.light, p.pale))
        bars = (
            smooth(0.035, 0.02, np.abs(np.mod(turn * 4 + 0.25 * far, 1.0) - 0.5))
            * smooth(0.78, 0.6, far)
            * smooth(0.12, 0.2, far)
        )
        band = smooth(0.7, 0.74, far) * (
            1 - smooth(0.1, 0.2, np.abs(np.mod(turn * 8, 1.0) - 0.5)) * smooth(0.92, 0.88, far) * smooth(0.8, 0.84, far)
        )
        dark = np.clip(bars * 1.0 + band, 0, 1)
        return mixed(base, rgb("#17121a"), dark)

    hind = trace("0.05,0.04 0.36,0.04 0.6,0.24 0.62,0.5 0.5,0.64 0.54,1 0.44,1.02 0.36,0.72 0.2,0.66 0.06,0.36")
    fore = trace("0.04,-0.1 0.26,-0.5 0.62,-0.84 1,-0.86 0.94,-0.5 0.84,-0.14 0.58,0.12 0.28,0.16 0.04,0.08")
    picture = wing(
        picture,
        sheet,
        rng,
        hind,
        dye,
        root=(0.03, 0.08),
        veins=7,
        spots=[(0.28, 0.58, 0.05, 0), (0.46, 0.5, 0.035, 2), (0.54, 0.36, 0.03, 2)],
    )
    picture = wing(picture, sheet, rng, fore, dye, root=(0.03, 0.0), veins=8)
    sketch = Sketch(sheet, picture)
    furry_body(
        sketch,
        rng,
        top=-0.18,
        waist=0.06,
        end=0.5,
        wide=0.06,
        fur=rgb("#2a2018"),
        rings=rgb("#e8b84a"),
        feathered=False,
    )
    return sketch.done()


def draw_glasswing(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = _meadow(sheet, rng, (p.deep, p.dark, p.mid, p.light), (rgb("#f28b50"), rgb("#f6c0a0"), rgb("#fbe6d8")))

    def dye(far: Plane, turn: Plane, edge: Plane) -> Picture:
        return ramp(
            np.clip(0.3 + 0.5 * turn + 0.3 * np.sin(far * 9), 0, 1).astype(np.float32),
            (rgb("#b8f0e8"), rgb("#d8c8f8"), rgb("#f8d8e8"), WHITE),
        )

    hind = [(0.05, 0.02), (0.4, 0.04), (0.66, 0.24), (0.66, 0.5), (0.42, 0.72), (0.18, 0.6), (0.05, 0.3)]
    fore = trace("0.04,-0.1 0.3,-0.46 0.7,-0.76 1.02,-0.66 0.9,-0.34 0.76,-0.04 0.52,0.14 0.26,0.14 0.04,0.08")
    for shape, root in ((hind, (0.03, 0.06)), (fore, (0.03, 0.0))):
        picture = wing(picture, sheet, rng, shape, dye, root=root, veins=8, vein=rgb("#5a1f14"), clear=0.42)
        mask = Mask(sheet)
        mask.polygon(curve(shape, 140), WHITE)
        mask.polygon(curve(shape, 140) * np.array([-1, 1]), WHITE)
        cover = mask.plane()
        rim = cover * (1 - smooth(0.62, 0.8, blurred(cover, 13)))
        picture = mixed(picture, rgb("#6a2414"), rim * 0.95)
        picture = mixed(
            picture,
            rgb("#f6ead8"),
            rim * smooth(0.6, 0.75, np.cos(sheet.polar(root[0], root[1])[1] * 22).astype(np.float32)) * 0.7,
        )
    sketch = Sketch(sheet, picture)
    furry_body(
        sketch,
        rng,
        top=-0.18,
        waist=0.06,
        end=0.46,
        wide=0.055,
        fur=rgb("#4a2a1c"),
        rings=rgb("#a8643a"),
        feathered=False,
    )
    return sketch.done()
