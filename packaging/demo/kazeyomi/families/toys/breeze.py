"""What the wind plays with: kites and pinwheels."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kazeyomi.canvas import Sheet, darkened, mixed, smooth
from kazeyomi.colour import Picture, mix, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, rolling
from kazeyomi.scenery import far_birds, hill_rows, sky
from kazeyomi.sketch import WHITE, Points, Sketch, circle_points, curve, petal, placed


def draw_kites(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = sky(sheet, rng, (rgb("#3a86d8"), rgb("#86c2ee"), rgb("#d8eef8")), cloud=WHITE, much=0.9)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=rgb("#8fb0c8"),
        near=rgb("#5a8a4a"),
        mist=WHITE,
        top=0.85,
        bottom=1.08,
        rows=3,
        tall=0.2,
    )
    for i, (x, y, size, tilt) in enumerate(
        (
            (-0.42, -0.2, 0.44, -0.18),
            (0.5, -0.55, 0.34, 0.2),
            (0.62, 0.36, 0.27, -0.1),
            (-0.75, -0.88, 0.18, 0.12),
            (-0.72, 0.55, 0.17, 0.25),
            (0.08, 0.72, 0.13, 0.0),
        )
    ):
        picture = _one_kite(picture, sheet, rng, kind=i, x=x, y=y, size=size, tilt=tilt)
    sketch = Sketch(sheet, picture)
    far_birds(sketch, rng, x=0.1, y=-0.95, count=3, size=0.05, colour=rgb("#3a4a5a"))
    return sketch.done()


def _one_kite(
    picture: Picture, sheet: Sheet, rng: Rng, *, kind: int, x: float, y: float, size: float, tilt: float
) -> Picture:
    gx, gy = sheet.grid()
    c, s = np.cos(tilt), np.sin(tilt)
    u, v = ((gx - x) * c + (gy - y) * s) / size, (-(gx - x) * s + (gy - y) * c) / size
    tails = Sketch(sheet, picture)
    for hand in (-1, 1):
        t = np.linspace(0, 1, 50)
        tail = np.stack([hand * 0.55 + 0.16 * np.sin(t * 8 + kind) * t, 1.25 + 1.5 * t], axis=1)
        tails.stroke(
            placed(tail, x=x, y=y, size=size, turn=tilt),
            size * 0.09,
            (rgb("#f4efe2"), rgb("#c2261c"))[(kind + (hand > 0)) % 2],
        )
    tails.stroke(curve([(x, y), (x - 0.1, y + 0.7), (-0.1 + 0.1 * kind, 1.4)], 40), 0.005, rgb("#f4efe2"))
    picture = tails.done()
    cover = smooth(0.012, -0.012, np.maximum(np.abs(u) - 0.82, np.abs(v) - 1.25))
    paper = sheet.fill(rgb("#f7f0dc"))
    ink, red = rgb("#14141c"), rgb("#cc2a1c")
    sketch = Sketch(sheet, paper)

    def at(points: ArrayLike) -> Points:
        return placed(points, x=x, y=y, size=size, turn=tilt)

    if kind % 3 == 0:
        sketch.polygon(at(circle_points(0.6, 60, y=-0.42)), red)
        for k in range(5):
            sketch.stroke(
                at(
                    np.stack(
                        [np.linspace(-0.9, 0.9, 50), 0.42 + 0.2 * k + 0.1 * np.sin(np.linspace(0, 12, 50) + k)], axis=1
                    )
                ),
                size * 0.085,
                (rgb("#1f4f9a"), rgb("#5a9ad8"))[k % 2],
            )
    elif kind % 3 == 1:
        for side in (-1, 1):
            sketch.polygon(
                at(
                    curve(
                        [
                            (side * 0.12, -0.3),
                            (side * 0.5, -0.75),
                            (side * 0.78, -0.3),
                            (side * 0.5, -0.1),
                            (side * 0.12, -0.3),
                        ],
                        40,
                    )
                ),
                WHITE,
            )
            sketch.line(
                at(curve([(side * 0.12, -0.3), (side * 0.5, -0.75), (side * 0.78, -0.3)], 40)), ink, width=size * 0.09
            )
            sketch.polygon(at(circle_points(0.14, 30, x=side * 0.44, y=-0.36)), ink)
            sketch.stroke(
                at(curve([(side * 0.1, -0.75), (side * 0.45, -1.08), (side * 0.8, -0.8)], 30)),
                np.linspace(0.05, 0.16, 30) * size,
                ink,
            )
        sketch.stroke(at(curve([(-0.62, 0.42), (0.0, 0.78), (0.62, 0.42)], 30)), size * 0.12, red)
        sketch.polygon(at([(-0.14, 0.22), (0.0, -0.12), (0.14, 0.22)]), red)
        sketch.polygon(at([(-0.82, 0.9), (0.82, 0.9), (0.82, 1.25), (-0.82, 1.25)]), ink)
    else:
        for k in range(4):
            sketch.polygon(
                at(
                    np.array(
                        [
                            (-0.82, -1.25 + 0.66 * k),
                            (0.82, -1.25 + 0.66 * k),
                            (0.82, -0.92 + 0.66 * k),
                            (-0.82, -0.92 + 0.66 * k),
                        ]
                    )
                ),
                (rgb("#2f7a5a"), rgb("#e0a02a"))[k % 2],
            )
        sketch.polygon(at(circle_points(0.45, 50)), ink)
        sketch.polygon(at(circle_points(0.38, 50)), rgb("#f7f0dc"))
        for k in range(5):
            sketch.polygon(
                placed(petal(0.34 * size, 0.2 * size, tip=0.6), x=x, y=y, turn=tilt + k * 1.2566 - 1.57), red
            )
    face = sketch.done()
    light = 0.92 + 0.1 * np.sin(u * 2 + 0.5) + 0.06 * rolling(rng, sheet, 30)
    bars = (
        smooth(0.03, 0.015, np.abs(u))
        + smooth(0.03, 0.015, np.abs(v + 0.3))
        + smooth(0.02, 0.01, np.abs(np.abs(u) - 0.8))
        + smooth(0.02, 0.01, np.abs(np.abs(v) - 1.23))
    )
    face = darkened(np.clip(face * light[..., None], 0, 1).astype(np.float32), (bars * 0.22).astype(np.float32))
    return mixed(picture, face, cover)


def draw_pinwheels(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (rgb("#a8d8f0"), rgb("#dff2f4"), p.pale), cloud=WHITE, much=0.7)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.mid, p.pale, 0.5),
        near=p.dark,
        mist=p.pale,
        top=0.6,
        bottom=1.0,
        rows=3,
        tall=0.16,
    )
    wheels = [
        (-0.55, -0.35, 0.42),
        (0.5, -0.62, 0.36),
        (0.4, 0.3, 0.44),
        (-0.72, 0.55, 0.28),
        (-0.1, 0.86, 0.24),
        (0.88, 0.82, 0.2),
        (-0.05, -0.98, 0.2),
        (-0.95, -0.95, 0.18),
    ]
    sets = (
        (rgb("#e0323c"), rgb("#f8b8bc")),
        (rgb("#f0a82a"), rgb("#fbe6a8")),
        (rgb("#2f7ad0"), rgb("#b8dcf6")),
        (rgb("#8a4ac2"), rgb("#dcc4f0")),
        (rgb("#2f9a6a"), rgb("#b8ecc8")),
    )
    for i, (x, y, size) in enumerate(sorted(wheels, key=lambda wheel: wheel[2])):
        sketch = Sketch(sheet, picture)
        sketch.stroke([(x, y), (x + 0.03, 1.5)], [0.025, 0.03], rgb("#a8824a"))
        main, pale = sets[i % 5]
        turn = rng.uniform(0, 1.5)
        blades = 6 if i % 2 else 8
        for k in range(blades):
            a = turn + k * 2 * np.pi / blades
            outer = curve([(0.0, 0.0), (0.52, -0.34), (1.0, -0.12), (0.98, 0.08)], 30)
            back = curve([(0.98, 0.08), (0.55, 0.02), (0.0, 0.0)], 20)
            sketch.polygon(
                placed(np.concatenate([outer, back]), x=x + 0.008, y=y + 0.014, size=size, turn=a),
                (0.1, 0.15, 0.2),
                alpha=0.3,
            )
            sketch.polygon(placed(np.concatenate([outer, back]), x=x, y=y, size=size, turn=a), pale)
            fold = curve([(0.98, 0.08), (0.6, -0.2), (0.2, -0.16), (0.0, 0.0)], 30)
            sketch.polygon(
                placed(
                    np.concatenate([fold, curve([(0.0, 0.0), (0.55, 0.02), (0.98, 0.08)], 20)]),
                    x=x,
                    y=y,
                    size=size,
                    turn=a,
                ),
                main,
            )
            for j in range(3):
                sketch.spot(
                    placed(np.array([(0.4 + 0.18 * j, -0.05 - 0.01 * j)]), x=x, y=y, size=size, turn=a)[0],
                    size * 0.035,
                    pale,
                )
        for r, tint in ((0.1, shade(main, 0.6)), (0.075, rgb("#f8d85a")), (0.03, WHITE)):
            sketch.circle(x, y, size * r, tint)
        picture = sketch.done()
    return picture
