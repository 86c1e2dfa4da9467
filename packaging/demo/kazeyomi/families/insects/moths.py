"""Moths of moon, ember, bark and snow."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, curved, mixed, smooth
from kazeyomi.colour import Picture, Plane, mix, ramp, rgb
from kazeyomi.families.insects.wings import furry_body, wing
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, ridges
from kazeyomi.scenery import moon, sky, stars
from kazeyomi.sketch import WHITE, Sketch, trace


def draw_moon_moth(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(sky(sheet, rng, (p.deep, mix(p.deep, p.dark, 0.6), p.dark)), sheet, rng, count=420)
    picture = moon(picture, sheet, rng, x=0.0, y=-0.35, radius=0.5, colour=rgb("#f2eec8"))

    def dye(far: Plane, turn: Plane, edge: Plane) -> Picture:
        base = ramp(np.clip(0.25 + 0.75 * far, 0, 1), (WHITE, rgb("#d8f6d0"), rgb("#8ae0a8"), rgb("#58c8a0")))
        return mixed(base, rgb("#b87ac2"), smooth(0.06, 0.0, np.abs(turn - 0.02)) * 0.8)

    hind = trace("0.06,0.08 0.34,0.12 0.52,0.34 0.44,0.6 0.36,0.82 0.46,1.12 0.34,1.14 0.24,0.86 0.14,0.56 0.05,0.32")
    fore = trace("0.05,-0.08 0.3,-0.42 0.66,-0.62 0.98,-0.6 0.9,-0.4 0.78,-0.12 0.6,0.16 0.3,0.2 0.05,0.14")
    picture = wing(
        picture, sheet, rng, hind, dye, root=(0.03, 0.1), veins=6, vein=rgb("#3a8a6a"), spots=[(0.33, 0.36, 0.062, 1)]
    )
    picture = wing(
        picture, sheet, rng, fore, dye, root=(0.03, 0.02), veins=8, vein=rgb("#3a8a6a"), spots=[(0.54, -0.24, 0.062, 1)]
    )
    sketch = Sketch(sheet, picture)
    furry_body(
        sketch,
        rng,
        top=-0.12,
        waist=0.1,
        end=0.44,
        wide=0.085,
        fur=rgb("#f8f4e8"),
        rings=rgb("#e8dcc0"),
        feathered=True,
    )
    return bloomed(sketch.done(), above=0.85, amount=0.35)


def draw_ember_moth(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    far_, _ = sheet.polar(0.0, 0.55)
    picture = ramp(
        np.clip(0.75 - far_ * 0.62 + 0.2 * (clouds(rng, sheet, 4) - 0.5), 0, 1),
        (p.deep, p.deep, p.dark, p.mid, p.light),
    )

    def dye(far: Plane, turn: Plane, edge: Plane) -> Picture:
        crack = ridges(rng, sheet, 7, octaves=4)
        base = ramp(
            np.clip(0.2 + 0.4 * clouds(rng, sheet, 9) + 0.15 * np.cos(far * 30), 0, 1).astype(np.float32),
            (rgb("#17100e"), rgb("#3a2018"), rgb("#7a3a1c")),
        )
        heat = ramp(np.clip(crack * 1.5 - 0.3, 0, 1), (p.dark, p.mid, p.light, p.pale))
        base = mixed(base, heat, smooth(0.42, 0.62, crack))
        return mixed(base, heat, smooth(0.6, 0.9, edge) * 0.9)

    hind = [(0.05, 0.04), (0.38, 0.06), (0.62, 0.28), (0.6, 0.56), (0.38, 0.76), (0.16, 0.62), (0.05, 0.34)]
    fore = trace("0.04,-0.1 0.26,-0.4 0.6,-0.66 0.98,-0.84 0.94,-0.5 0.8,-0.12 0.6,0.14 0.3,0.2 0.04,0.1")
    picture = wing(picture, sheet, rng, hind, dye, root=(0.03, 0.08), veins=7, vein=rgb("#0c0606"))
    picture = wing(
        picture, sheet, rng, fore, dye, root=(0.03, 0.0), veins=8, vein=rgb("#0c0606"), spots=[(0.56, -0.3, 0.08, 0)]
    )
    sketch = Sketch(sheet, picture)
    furry_body(
        sketch, rng, top=-0.14, waist=0.1, end=0.52, wide=0.09, fur=rgb("#6a2a14"), rings=p.light, feathered=True
    )
    for _ in range(150):
        sketch.circle(
            rng.normal(0, 0.5), rng.uniform(-1.2, 1.2), rng.uniform(0.003, 0.01), mix(p.light, p.pale, rng.random())
        )
    return bloomed(sketch.done(), above=0.6, amount=0.6)


def draw_eyes(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    bark = ridges(rng, sheet, 5, octaves=5)
    fibre = clouds(rng, sheet, 8, octaves=5, stretch=0.2)
    picture = ramp(
        np.clip(0.15 + 0.5 * fibre + 0.4 * (bark - 0.4), 0, 1),
        (rgb("#14100c"), rgb("#3a2c20"), rgb("#6a543c"), rgb("#a08a68")),
    )

    def dye(far: Plane, turn: Plane, edge: Plane) -> Picture:
        wave = np.cos((far + 0.05 * np.sin(turn * 20)) * 34)
        base = ramp(
            np.clip(0.45 + 0.3 * wave + 0.25 * (clouds(rng, sheet, 12) - 0.5), 0, 1).astype(np.float32),
            (p.deep, p.dark, p.mid, p.light, p.pale),
        )
        return mixed(base, rgb("#c2401c"), smooth(0.08, 0.0, np.abs(far - 0.62)) * 0.6)

    hind = [(0.05, 0.04), (0.44, 0.04), (0.76, 0.28), (0.78, 0.62), (0.52, 0.9), (0.2, 0.8), (0.05, 0.4)]
    fore = trace("0.04,-0.12 0.3,-0.5 0.68,-0.72 1.04,-0.82 1.02,-0.44 0.94,-0.06 0.66,0.14 0.3,0.18 0.04,0.1")
    eyes = [
        (0.46, 0.44, 0.15, 0),
        (0.2, 0.66, 0.05, 0),
        (0.66, 0.62, 0.05, 0),
        (0.62, 0.24, 0.05, 0),
        (0.28, 0.24, 0.045, 0),
    ]
    picture = wing(picture, sheet, rng, hind, dye, root=(0.03, 0.08), veins=8, spots=eyes)
    eyes = [
        (0.58, -0.32, 0.14, 0),
        (0.86, -0.56, 0.05, 0),
        (0.84, -0.24, 0.055, 0),
        (0.34, -0.2, 0.05, 0),
        (0.6, -0.02, 0.045, 0),
        (0.6, -0.58, 0.045, 0),
    ]
    picture = wing(picture, sheet, rng, fore, dye, root=(0.03, 0.0), veins=9, spots=eyes)
    sketch = Sketch(sheet, picture)
    furry_body(sketch, rng, top=-0.16, waist=0.12, end=0.62, wide=0.1, fur=p.mid, rings=p.light, feathered=True)
    return curved(sketch.done(), contrast=1.06)


def draw_winter(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.5 + 0.4 * (clouds(rng, sheet, 3, octaves=5) - 0.5) - 0.25 * sheet.polar()[0], 0, 1),
        (p.deep, p.dark, p.mid),
    )
    frost = Sketch(sheet, picture)

    def branch(x: float, y: float, a: float, long: float, depth: int) -> None:
        tip = (x + long * np.cos(a), y + long * np.sin(a))
        frost.stroke([(x, y), tip], [0.006 * depth + 0.003, 0.003], mix(p.light, WHITE, 0.5), alpha=0.75)
        if depth > 0:
            for k in range(1, 7):
                t = k / 7
                for side in (-1, 1):
                    branch(
                        x + (tip[0] - x) * t,
                        y + (tip[1] - y) * t,
                        a + side * 1.05,
                        long * 0.36 * (1 - 0.7 * t),
                        depth - 1,
                    )

    for x, y, a in (
        (-1.1, -1.15, 0.75),
        (1.1, -1.15, 2.4),
        (-1.1, 1.15, -0.75),
        (1.1, 1.15, -2.4),
        (-1.15, 0.1, 0.1),
        (1.15, 0.2, 3.1),
    ):
        branch(x, y, a, 0.85, 2)
    picture = frost.done()

    def dye(far: Plane, turn: Plane, edge: Plane) -> Picture:
        base = ramp(
            np.clip(1.0 - 0.5 * far + 0.2 * np.cos(far * 22), 0, 1).astype(np.float32), (p.light, p.pale, WHITE)
        )
        return mixed(base, p.mid, smooth(0.06, 0.0, np.abs(np.mod(far * 4, 1.0) - 0.5) - 0.02) * 0.6)

    hind = [(0.05, 0.04), (0.4, 0.06), (0.62, 0.3), (0.56, 0.58), (0.34, 0.74), (0.14, 0.58), (0.05, 0.32)]
    fore = trace("0.04,-0.1 0.28,-0.42 0.62,-0.64 0.94,-0.6 0.88,-0.26 0.72,0.04 0.5,0.18 0.26,0.18 0.04,0.1")
    picture = wing(
        picture, sheet, rng, hind, dye, root=(0.03, 0.08), veins=7, vein=p.mid, spots=[(0.34, 0.38, 0.06, 2)]
    )
    picture = wing(
        picture, sheet, rng, fore, dye, root=(0.03, 0.0), veins=8, vein=p.mid, spots=[(0.56, -0.26, 0.075, 2)]
    )
    sketch = Sketch(sheet, picture)
    furry_body(sketch, rng, top=-0.14, waist=0.1, end=0.48, wide=0.085, fur=WHITE, rings=p.light, feathered=True)
    for _ in range(110):
        sketch.circle(rng.uniform(-1.1, 1.1), rng.uniform(-1.2, 1.2), rng.uniform(0.004, 0.013), WHITE, alpha=0.85)
    return sketch.done()
