"""Octopus, anglerfish, and a shark among sardines."""

from __future__ import annotations

import numpy as np

from kazeyomi.body import laid, rounded, skin
from kazeyomi.canvas import Sheet, bloomed, blurred, curved, lit, mixed, smooth
from kazeyomi.colour import Colour, Picture, mix, ramp, rgb, shade
from kazeyomi.families.deep.water import motes, water
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.sketch import BLACK, WHITE, Points, Sketch, curve, normals, petal, placed, trace


def _arm(sketch: Sketch, way: Points, *, wide: float, back: Colour, under: Colour, side: int) -> None:
    where = skin(150, 18)
    t = where.t * side
    colours = ramp(
        np.clip(0.55 + 0.4 * np.sin(where.s * 60 + where.t * 3) * 0.25 - 0.1 * t, 0, 1).astype(np.float32),
        (shade(back, 0.6), back, mix(back, WHITE, 0.3)),
    )
    colours = mixed(colours, under, smooth(0.3, 0.42, t))
    laid(
        sketch,
        way,
        np.linspace(0.02, 1.0, len(way)) ** 0.8 * wide,
        np.clip(colours * rounded(where, from_side=-0.35)[..., None], 0, 1).astype(np.float32),
    )
    across = normals(way)
    widths = np.linspace(0.02, 1.0, len(way)) ** 0.8 * wide
    i = 6.0
    while i < len(way) - 4:
        k = int(i)
        r = widths[k] * 0.17
        spot = way[k] + across[k] * widths[k] * 0.36 * side
        sketch.spot(spot, r, shade(under, 0.7))
        sketch.spot(spot, r * 0.66, mix(under, WHITE, 0.5))
        sketch.spot(spot, r * 0.28, shade(under, 0.6))
        i += max(2.0, r * 2.3 / 0.012)


def draw_octopus(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = water(sheet, rng, (rgb("#2f8aa0"), rgb("#125a74"), rgb("#06303f"), rgb("#031820")), rays=0.5)
    wreck = Sketch(sheet, picture)
    for k in range(7):
        rib = curve([(-1.2 + 0.36 * k, 1.3), (-1.05 + 0.36 * k, 0.6), (-0.8 + 0.34 * k, 0.15 + 0.06 * k)], 30)
        wreck.stroke(rib, np.linspace(0.09, 0.04, 30), rgb("#0a2830"))
    for k in range(3):
        wreck.stroke(
            curve([(-1.3, 0.75 + 0.2 * k), (0.0, 0.7 + 0.2 * k), (1.3, 0.85 + 0.2 * k)], 30), 0.06, rgb("#0c2f38")
        )
    sketch = Sketch(sheet, blurred(wreck.done(), 2.5))
    back, under = rgb("#c23a1c"), rgb("#f6c8a0")
    arms = (
        ([(-0.98, -0.35), (-1.0, 0.2), (-0.6, 0.42), (-0.3, 0.2), (-0.14, -0.02)], 1),
        ([(0.95, -0.5), (1.05, 0.05), (0.68, 0.36), (0.3, 0.2), (0.14, -0.02)], -1),
        ([(-0.5, 1.1), (-0.95, 0.95), (-0.78, 0.55), (-0.3, 0.4), (-0.1, 0.05)], -1),
        ([(0.45, 1.15), (0.95, 1.0), (0.85, 0.6), (0.34, 0.42), (0.1, 0.05)], 1),
        ([(-0.62, 0.72), (-0.52, 1.02), (-0.18, 0.9), (-0.2, 0.5), (-0.05, 0.1)], 1),
        ([(0.66, 0.78), (0.5, 1.05), (0.14, 0.92), (0.2, 0.5), (0.05, 0.1)], -1),
    )
    for knots, side in arms:
        tip = np.array(knots[0])
        start = np.array(knots[1]) - tip
        spiral = [
            tip
            + 0.13
            * np.exp(-0.25 * k)
            * np.array(
                [
                    np.cos(k * 0.9 * side + np.arctan2(start[1], start[0])),
                    np.sin(k * 0.9 * side + np.arctan2(start[1], start[0])),
                ]
            )
            for k in range(9, 0, -1)
        ]
        _arm(sketch, curve([*spiral, *knots[1:]], 220), wide=0.27, back=back, under=under, side=side)
    head = curve(
        trace(
            "-0.28,0.12 -0.34,-0.25 -0.46,-0.6 -0.3,-0.98 0,-1.06 0.3,-0.98 0.46,-0.6 "
            "0.34,-0.25 0.28,0.12 0,0.22 -0.28,0.12"
        ),
        140,
    )
    sketch.polygon(head, shade(back, 0.5))
    for k in range(12):
        share = 1 - 0.07 * k
        sketch.polygon(
            (head - (-0.05, -0.5)) * share + (-0.05 - 0.012 * k, -0.5 - 0.022 * k),
            mix(shade(back, 0.7), mix(back, rgb("#ff9a6a"), 0.7), k / 12),
        )
    for _ in range(110):
        a, r = rng.uniform(0, 6.28), np.sqrt(rng.random())
        sketch.circle(
            0.36 * r * np.cos(a),
            -0.55 + 0.44 * r * np.sin(a),
            rng.uniform(0.006, 0.022),
            mix(back, (rgb("#7a1408"), rgb("#ffc08a"))[int(rng.integers(0, 2))], 0.55),
            alpha=0.7,
        )
    for side in (-1, 1):
        for r, tint in ((0.135, shade(back, 0.6)), (0.115, rgb("#f2d06a")), (0.1, rgb("#fbe9a8"))):
            sketch.circle(side * 0.27, -0.12, r, tint)
        sketch.polygon(
            np.array([(-0.075, -0.025), (0.075, -0.025), (0.075, 0.025), (-0.075, 0.025)]) + (side * 0.27, -0.12), BLACK
        )
        sketch.circle(side * 0.27 - 0.03, -0.16, 0.022, WHITE)
    picture = sketch.done()
    return curved(motes(picture, sheet, rng, count=90, colour=p.pale), contrast=1.05)


def draw_angler(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    lure = (0.62, -0.42)
    far, _ = sheet.polar(*lure)
    picture = ramp(
        np.clip(0.62 - far * 0.55 + 0.1 * (clouds(rng, sheet, 4) - 0.5), 0, 1),
        (rgb("#010308"), rgb("#030a18"), rgb("#0a2440"), rgb("#1f6a8a"), rgb("#a8f0e0")),
    )
    sketch = Sketch(sheet, picture)
    body = curve(
        trace(
            "0.5,0.18 0.32,-0.2 0,-0.45 -0.4,-0.45 -0.75,-0.15 -0.9,0.1 -0.86,0.26 "
            "-0.6,0.55 -0.1,0.78 0.3,0.7 0.48,0.48 0.2,0.36 0.5,0.18"
        ),
        160,
    )
    for fin in (
        [(-0.8, 0.08), (-1.12, -0.22), (-1.05, 0.1), (-1.14, 0.42), (-0.8, 0.24)],
        [(-0.5, -0.4), (-0.62, -0.68), (-0.85, -0.45), (-0.78, -0.15)],
        [(-0.4, 0.6), (-0.56, 0.86), (-0.8, 0.62), (-0.7, 0.42)],
    ):
        sketch.polygon(curve([*fin, fin[0]], 50), rgb("#140f1a"))
        for k in range(1, len(fin)):
            sketch.line([fin[0], fin[k]], rgb("#4a3a4a"), width=0.01)
    sketch.polygon(body, rgb("#0c0a10"))
    for k in range(10):
        share = 1 - 0.075 * k
        sketch.polygon(
            (body - (0.05, 0.0)) * share + (0.05 + 0.018 * k, -0.014 * k),
            mix(rgb("#17121c"), rgb("#6a5a58"), (k / 10) ** 1.5),
        )
    mouth = curve([(0.5, 0.18), (0.2, 0.16), (-0.1, 0.3), (0.14, 0.46), (0.48, 0.48), (0.3, 0.36), (0.5, 0.18)], 60)
    sketch.polygon(
        curve([(0.52, 0.15), (0.12, 0.12), (-0.14, 0.3), (0.1, 0.5), (0.5, 0.52), (0.34, 0.34), (0.52, 0.15)], 60),
        rgb("#2a0c14"),
    )
    sketch.polygon(mouth, rgb("#4a101c"))
    for k in range(11):
        t = k / 10
        x = 0.5 - 0.55 * t
        top, low = 0.14 + 0.1 * t, 0.51 - 0.1 * t
        long = 0.15 * (1 - 0.5 * t) * (1 + 0.3 * (k % 2))
        sketch.polygon([(x - 0.022, top - 0.01), (x + 0.022, top - 0.01), (x - 0.01, top + long)], rgb("#d8f0e4"))
        sketch.polygon([(x - 0.022, low + 0.01), (x + 0.022, low + 0.01), (x + 0.005, low - long)], rgb("#b8dcd2"))
    for r, tint in ((0.11, rgb("#0c0a10")), (0.09, rgb("#c8e8d8")), (0.07, rgb("#f8fff0")), (0.028, BLACK)):
        sketch.circle(0.2, -0.1, r, tint)
    stalk = curve([(0.1, -0.38), (0.16, -0.86), (0.48, -0.92), lure], 60)
    sketch.stroke(stalk, np.linspace(0.05, 0.018, 60), rgb("#2a2230"))
    sketch.stroke(stalk - 0.006, np.linspace(0.016, 0.006, 60), rgb("#8a8a9a"))
    for r, tint in ((0.1, rgb("#2fb8a8")), (0.075, rgb("#8af8e0")), (0.045, WHITE)):
        sketch.spot(lure, r, tint)
    for k in range(7):
        a = 1.57 + (k - 3) * 0.3
        sketch.stroke(
            curve(
                [
                    lure,
                    (lure[0] + 0.12 * np.cos(a), lure[1] + 0.12 * np.sin(a)),
                    (lure[0] + 0.16 * np.cos(a + 0.5), lure[1] + 0.2 * np.sin(a)),
                ],
                14,
            ),
            np.linspace(0.012, 0.003, 14),
            rgb("#8af8e0"),
        )
    for _ in range(90):
        a, r = rng.uniform(0, 6.28), np.sqrt(rng.random())
        sketch.circle(
            -0.3 + 0.45 * r * np.cos(a),
            0.05 + 0.4 * r * np.sin(a),
            rng.uniform(0.006, 0.016),
            rgb("#3a3238"),
            alpha=0.8,
        )
    picture = lit(sketch.done(), (np.exp(-((far / 0.3) ** 2)) * 0.75).astype(np.float32), rgb("#5af0d8"))
    return bloomed(motes(picture, sheet, rng, count=150, colour=rgb("#a8f0e0")), above=0.7, amount=0.5)


def draw_sardines(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = water(sheet, rng, (rgb("#c8e8f4"), rgb("#5fa8c8"), rgb("#1c5a80"), rgb("#08263f")), rays=0.9)
    sketch = Sketch(sheet, picture)
    fish = []
    for _ in range(760):
        ring = 0.22 + 0.62 * np.sqrt(rng.random())
        a = rng.uniform(0, 6.28)
        lift = rng.normal(0, 0.05)
        x, y = ring * np.cos(a), 0.02 + ring * 0.82 * np.sin(a) + lift
        fish.append((rng.random() + 0.6 * ring, x, y, a + np.pi / 2 + 0.35, rng.uniform(0.06, 0.105)))
    fish.sort()
    for depth, x, y, a, size in fish:
        near = min(1.0, depth)
        light = 0.5 + 0.5 * np.cos(a - 0.6)
        tone = mix(mix(rgb("#2a6a8c"), rgb("#cfe6ee"), light), rgb("#14466a"), 0.5 * (1 - near))
        shape = petal(size, size * 0.3, tip=0.8)
        sketch.polygon(
            placed(np.array([(0.0, 0.0), (-0.3, -0.16), (-0.3, 0.16)]) * size, x=x, y=y, turn=a), shade(tone, 0.7)
        )
        sketch.polygon(placed(shape, x=x, y=y, turn=a), shade(tone, 0.6))
        sketch.polygon(
            placed(shape * np.array([1.0, 0.6]) + np.array([0, 0.05 * size]), x=x, y=y, turn=a),
            mix(tone, WHITE, 0.55 * light),
        )
        sketch.spot(placed(np.array([(size * 0.82, -size * 0.03)]), x=x, y=y, turn=a)[0], size * 0.05, BLACK)
    for x, y, s, turn in ((0.0, 0.0, 0.3, -0.4),):
        shark = curve(
            trace("-1.1,0 -0.6,-0.22 0.2,-0.26 0.9,-0.05 1.1,0.04 0.6,0.2 -0.3,0.16 -1.1,0"),
            60,
        )
        sketch.polygon(
            placed(np.array([(-1.0, 0.0), (-1.5, -0.5), (-1.3, 0.02), (-1.42, 0.36)]), x=x, y=y, size=s, turn=turn),
            rgb("#1f3f52"),
        )
        sketch.polygon(
            placed(np.array([(-0.1, -0.2), (-0.34, -0.66), (0.3, -0.24)]), x=x, y=y, size=s, turn=turn), rgb("#1f3f52")
        )
        sketch.polygon(placed(shark, x=x, y=y, size=s, turn=turn), rgb("#2c5468"))
        sketch.polygon(placed(shark * np.array([0.95, 0.5]) + (0, 0.09), x=x, y=y, size=s, turn=turn), rgb("#b8d0d8"))
        sketch.polygon(
            placed(np.array([(0.3, 0.1), (-0.1, 0.56), (0.52, 0.14)]), x=x, y=y, size=s, turn=turn), rgb("#24485a")
        )
        sketch.spot(placed(np.array([(0.86, -0.06)]), x=x, y=y, size=s, turn=turn)[0], 0.012, BLACK)
    return curved(motes(sketch.done(), sheet, rng, count=100, colour=p.pale), contrast=1.06)
