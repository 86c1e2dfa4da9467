"""Birds that pass in flocks: geese and swallows."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, mixed, smooth
from kazeyomi.colour import Colour, Picture, mix, rgb, shade
from kazeyomi.families.birds.plumage import INK
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng
from kazeyomi.scenery import disc, hill_rows, sky, sun
from kazeyomi.sketch import WHITE, Sketch, curve, petal, placed, trace


def _goose(sketch: Sketch, *, x: float, y: float, size: float, flap: float, colour: Colour) -> None:
    body = curve(
        trace("-0.5,0.04 -0.2,-0.08 0.2,-0.06 0.5,-0.14 0.78,-0.2 0.5,-0.06 0.2,0.1 -0.2,0.12 -0.5,0.04"),
        50,
    )
    sketch.polygon(placed(body, x=x, y=y, size=size), colour)
    for side, reach in ((1, 1.0), (-1, 0.8)):
        lift = flap * side
        shape = curve(
            [(0.18, -0.02), (0.05, -0.4 * lift), (-0.25, -0.85 * lift * reach), (-0.3, -0.5 * lift), (-0.2, 0.02)], 40
        )
        sketch.polygon(placed(shape, x=x, y=y, size=size), shade(colour, 1.0 if side > 0 else 0.8))


def draw_geese(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.dark, p.mid, p.light, p.pale), cloud=p.mid, much=0.8)
    picture = sun(picture, sheet, x=-0.1, y=-0.22, radius=0.52, colour=mix(p.pale, WHITE, 0.3), halo=p.light)
    picture = mixed(picture, p.light, disc(sheet, -0.1, -0.22, 0.52) * smooth(-0.6, 0.3, sheet.grid()[1]) * 0.7)
    picture = hill_rows(
        picture, sheet, rng, far=p.mid, near=p.deep, mist=p.light, top=0.5, bottom=1.0, rows=3, tall=0.16
    )
    sketch = Sketch(sheet, picture)
    dark = mix(p.deep, (0.0, 0.0, 0.0), 0.4)
    for k in range(6):
        for side in (-1, 1):
            if k == 0 and side < 0:
                continue
            x, y = 0.55 - 0.22 * k - (0.05 if side > 0 else 0.0), -0.5 + side * 0.12 * k + 0.02 * k
            _goose(sketch, x=x, y=y, size=0.17 - 0.006 * k, flap=rng.choice([-0.8, 0.9, 1.1, 0.5]), colour=dark)
    for _ in range(90):
        x, tall = rng.uniform(-1.05, 1.05), rng.uniform(0.25, 0.75)
        foot = sheet.bottom + 0.02
        blade = curve(
            [(x, foot), (x + rng.normal(0, 0.05), foot - tall * 0.6), (x + rng.normal(0.1, 0.1), foot - tall)], 20
        )
        sketch.stroke(blade, np.linspace(0.018, 0.003, 20), dark)
        if rng.random() < 0.35:
            sketch.stroke(blade[-7:], np.sin(np.linspace(0, np.pi, 7)) * 0.035, mix(dark, p.mid, 0.3))
    return sketch.done()


def draw_swallow(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (rgb("#bfe3ee"), rgb("#e9f6f2"), WHITE, p.pale), cloud=WHITE)
    picture = mixed(picture, p.light, disc(sheet, 0.35, -0.45, 0.32) * 0.55)
    sketch = Sketch(sheet, picture)
    for layer in range(2):
        for _ in range(15):
            x = rng.uniform(-1.1, 1.1)
            way = curve([(x, -1.35), (x + 0.12, -0.6), (x + rng.uniform(0.1, 0.4), rng.uniform(0.1, 1.0))], 50)
            green = mix(p.mid, p.dark, rng.random()) if layer else mix(p.mid, p.pale, 0.5)
            sketch.stroke(way, np.linspace(0.012, 0.004, 50), shade(green, 0.8))
            for i in range(6, 50, 3):
                for hand in (-1, 1):
                    sketch.polygon(
                        placed(
                            petal(0.13, 0.024), x=way[i][0], y=way[i][1], turn=1.45 + hand * 0.4 + rng.normal(0, 0.1)
                        ),
                        green,
                    )
    blue = rgb("#1d2c5e")
    for size, x, y, tilt in ((0.95, 0.0, 0.18, 0.0), (0.36, 0.62, 0.74, 0.45)):
        for shape, colour in (
            ([(0.1, 0.0), (-0.1, -0.42), (-0.62, -0.92), (-0.3, -0.36), (-0.18, 0.06)], blue),
            ([(0.12, 0.06), (0.3, 0.42), (0.1, 0.98), (0.02, 0.5), (-0.16, 0.14)], shade(blue, 0.8)),
            ([(-0.1, 0.0), (-0.5, 0.16), (-1.0, 0.34), (-0.55, 0.26), (-0.2, 0.14)], blue),
            ([(-0.1, 0.06), (-0.5, 0.26), (-0.85, 0.58), (-0.42, 0.32), (-0.14, 0.16)], shade(blue, 0.7)),
            ([(-0.3, 0.06), (0.1, -0.1), (0.46, -0.14), (0.56, -0.06), (0.4, 0.1), (0.05, 0.2), (-0.3, 0.06)], blue),
        ):
            sketch.polygon(placed(curve([*shape, shape[0]], 60), x=x, y=y, size=size, turn=tilt), colour)
        belly = curve([(-0.25, 0.1), (0.1, 0.06), (0.42, 0.02), (0.38, 0.1), (0.05, 0.2), (-0.25, 0.1)], 40)
        sketch.polygon(placed(belly, x=x, y=y, size=size, turn=tilt), rgb("#fbf6ee"))
        throat = curve([(0.36, -0.02), (0.5, -0.08), (0.55, -0.03), (0.42, 0.06), (0.36, -0.02)], 20)
        sketch.polygon(placed(throat, x=x, y=y, size=size, turn=tilt), rgb("#c23b22"))
        sketch.polygon(
            placed(np.array([(0.54, -0.09), (0.64, -0.05), (0.54, -0.03)]), x=x, y=y, size=size, turn=tilt), INK
        )
        eye = placed(np.array([(0.47, -0.09)]), x=x, y=y, size=size, turn=tilt)[0]
        sketch.spot(eye, 0.018 * size, WHITE)
        for k in range(7):
            quill = placed(
                np.array([(-0.05 - 0.03 * k, -0.1), (-0.2 - 0.06 * k, -0.3 - 0.09 * k)]), x=x, y=y, size=size, turn=tilt
            )
            sketch.stroke(quill, [0.012 * size, 0.004], rgb("#4a63b0"))
    return sketch.done()
