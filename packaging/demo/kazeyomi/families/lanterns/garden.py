"""Lights outdoors and in rows: stone lantern, fireflies, candles."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, darkened, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.families.lanterns.glow import GLOW, halo
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import ground_below, pine_tree, profile, sky, stars
from kazeyomi.sketch import WHITE, Mask, Sketch, curve, petal, placed, trace


def draw_stone(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid), cloud=p.dark)
    sketch = Sketch(sheet, picture)
    for _ in range(16):
        x = rng.uniform(-1.1, 1.1)
        pine_tree(
            sketch, rng, x=x, foot=0.5, tall=rng.uniform(0.8, 1.6), colour=mix(p.deep, p.dark, rng.random() * 0.5)
        )
    picture = blurred(sketch.done(), 2.0)
    line = (0.55 + 0.05 * profile(rng, sheet, cells=3, octaves=3)).astype(np.float32)
    ground = ramp(
        np.clip(0.55 + 0.4 * (clouds(rng, sheet, 4, octaves=4, stretch=2) - 0.5), 0, 1),
        (p.dark, p.mid, p.light, p.pale),
    )
    picture = mixed(picture, ground, ground_below(sheet, line))
    gx, gy = sheet.grid()
    rough = clouds(rng, sheet, 26, octaves=4)
    stone = ramp(
        np.clip(0.42 - 0.35 * gx + 0.5 * (rough - 0.5), 0, 1),
        (rgb("#14181c"), rgb("#434a4e"), rgb("#8d9492"), rgb("#cfd2cb")),
    )
    mask = Mask(sheet)
    for shape in (
        [(-0.34, 1.0), (-0.3, 0.86), (0.3, 0.86), (0.34, 1.0)],
        [(-0.13, 0.88), (-0.1, 0.3), (0.1, 0.3), (0.13, 0.88)],
        [(-0.36, 0.3), (-0.3, 0.18), (0.3, 0.18), (0.36, 0.3), (0.2, 0.38), (-0.2, 0.38)],
        [(-0.27, 0.2), (-0.27, -0.22), (0.27, -0.22), (0.27, 0.2)],
        [(-0.14, -0.6), (-0.08, -0.5), (0.08, -0.5), (0.14, -0.6), (0.0, -0.82)],
    ):
        mask.polygon(shape, WHITE)
    roof = curve(
        trace(
            "-0.68,-0.14 -0.6,-0.26 -0.2,-0.42 -0.09,-0.54 0.09,-0.54 0.2,-0.42 0.6,-0.26 "
            "0.68,-0.14 0.5,-0.2 -0.5,-0.2 -0.68,-0.14"
        ),
        120,
    )
    mask.polygon(roof, WHITE)
    cover = mask.plane()
    picture = darkened(picture, blurred(np.roll(cover, (12, 20), axis=(0, 1)), 18) * 0.5)
    picture = mixed(picture, stone, cover)
    window = smooth(0.165, 0.155, np.abs(gx)) * smooth(0.15, 0.14, np.abs(gy + 0.01))
    fire = ramp(np.clip(1.1 - np.hypot(gx, (gy - 0.05) * 1.2) * 4.2, 0, 1), GLOW)
    picture = mixed(picture, fire, window)
    bars = Sketch(sheet, picture)
    for bx in (-0.055, 0.055):
        bars.line([(bx, -0.16), (bx, 0.15)], rgb("#2a2420"), width=0.022)
    bars.line([(-0.16, 0.0), (0.16, 0.0)], rgb("#2a2420"), width=0.02)
    snow = mix(p.pale, WHITE, 0.5)
    bars.polygon(
        curve(
            trace(
                "-0.7,-0.14 -0.62,-0.3 -0.22,-0.5 -0.1,-0.6 0.1,-0.6 0.22,-0.5 0.62,-0.3 "
                "0.7,-0.14 0.56,-0.24 0.3,-0.3 0.1,-0.4 -0.12,-0.41 -0.3,-0.3 -0.54,-0.25 "
                "-0.7,-0.14"
            ),
            140,
        ),
        snow,
    )
    bars.polygon(curve([(-0.13, -0.62), (0.0, -0.86), (0.13, -0.62), (0.0, -0.68), (-0.13, -0.62)], 40), snow)
    bars.polygon(curve([(-0.38, 0.2), (-0.3, 0.14), (0.3, 0.14), (0.38, 0.2), (0.1, 0.21), (-0.38, 0.2)], 40), snow)
    bars.polygon(
        curve(
            [(-1.3, 1.4), (-1.3, 0.92), (-0.5, 0.86), (-0.1, 0.94), (0.3, 0.88), (0.9, 0.95), (1.3, 0.9), (1.3, 1.4)],
            60,
        ),
        snow,
    )
    picture = halo(bars.done(), sheet, [(0.0, 0.02, 0.42)], rgb("#ffa040"), strength=0.55)
    flakes = Sketch(sheet, picture)
    for _ in range(230):
        flakes.circle(rng.uniform(-1.1, 1.1), rng.uniform(-1.2, 1.2), rng.uniform(0.004, 0.014), WHITE, alpha=0.9)
    return bloomed(flakes.done(), above=0.8, amount=0.4)


def draw_jar(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.3 + 0.4 * (clouds(rng, sheet, 3) - 0.5), 0, 1), (rgb("#04080a"), shade(p.deep, 0.8), p.dark)
    )
    picture = stars(picture, sheet, rng, count=120, below=0.4)
    grass = Sketch(sheet, picture)
    for _ in range(150):
        x, tall = rng.uniform(-1.1, 1.1), rng.uniform(0.4, 1.3)
        grass.stroke(
            curve([(x, 1.35), (x + rng.normal(0, 0.06), 1.2 - tall * 0.5), (x + rng.normal(0, 0.25), 1.2 - tall)], 20),
            np.linspace(0.03, 0.003, 20),
            mix(shade(p.deep, 0.8), p.dark, rng.random()),
        )
    picture = halo(grass.done(), sheet, [(0.0, 0.2, 0.75)], rgb("#c8e84a"), strength=0.4)
    outline = curve(
        trace(
            "-0.3,-0.6 -0.32,-0.48 -0.54,-0.32 -0.58,0 -0.58,0.6 -0.5,0.84 0,0.9 0.5,0.84 "
            "0.58,0.6 0.58,0 0.54,-0.32 0.32,-0.48 0.3,-0.6"
        ),
        160,
    )
    mask = Mask(sheet)
    mask.polygon(outline, WHITE)
    glass = mask.plane()
    gx, gy = sheet.grid()
    inside = ramp(
        np.clip(0.95 - np.hypot(gx * 1.1, gy - 0.3) * 1.0, 0, 1), (shade(p.deep, 1.0), p.dark, p.mid, rgb("#dcec8a"))
    )
    picture = mixed(picture, inside, glass * 0.7)
    sketch = Sketch(sheet, picture)
    for _ in range(26):
        x = rng.uniform(-0.45, 0.45)
        sketch.stroke(
            curve([(x, 0.84), (x + rng.normal(0, 0.05), 0.4), (x + rng.normal(0, 0.16), rng.uniform(-0.1, 0.35))], 20),
            np.linspace(0.024, 0.003, 20),
            mix(p.dark, p.mid, rng.random()),
        )
    flies = [(rng.uniform(-0.45, 0.45), rng.uniform(-0.25, 0.7)) for _ in range(20)] + [
        (rng.uniform(-1, 1), rng.uniform(-1.1, 0.6)) for _ in range(26)
    ]
    for x, y in flies:
        a = rng.uniform(0, 6.28)
        sketch.polygon(placed(petal(0.05, 0.022), x=x, y=y, turn=a), rgb("#1c1408"))
        for hand in (-1, 1):
            sketch.polygon(placed(petal(0.055, 0.02), x=x, y=y, turn=a + 1.1 * hand), rgb("#e8f0d8"), alpha=0.5)
        sketch.circle(x, y, 0.016, rgb("#f4ff8a"))
    picture = halo(sketch.done(), sheet, [(x, y, 0.055) for x, y in flies], rgb("#d8ff4a"), strength=0.6)
    side = gx / 0.58
    rim = glass * smooth(0.8, 1.0, np.abs(side)) * 0.4
    streak = glass * (np.exp(-(((side + 0.72) / 0.07) ** 2)) * 0.75 + np.exp(-(((side - 0.8) / 0.05) ** 2)) * 0.35)
    picture = lit(picture, (rim * 0.5 + streak).astype(np.float32), rgb("#e8f8e0"))
    sketch = Sketch(sheet, picture)
    sketch.line([*outline, outline[0]], rgb("#dcecd8"), width=0.008, alpha=0.6)
    sketch.polygon([(-0.36, -0.8), (0.36, -0.8), (0.36, -0.58), (-0.36, -0.58)], rgb("#7a5a3a"))
    for k in range(12):
        x = -0.34 + 0.062 * k
        sketch.line([(x, -0.8), (x, -0.58)], rgb("#a8845a"), width=0.014)
    sketch.stroke(curve([(-0.38, -0.6), (0.0, -0.54), (0.38, -0.6)], 20), 0.03, rgb("#c8b07a"))
    return bloomed(sketch.done(), above=0.75, amount=0.5)


def draw_candles(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = ramp(
        np.clip(0.28 + 0.3 * (clouds(rng, sheet, 3) - 0.5) + 0.3 * sheet.down(), 0, 1),
        (rgb("#060304"), rgb("#2a0f08"), rgb("#6a2f10"), rgb("#b8702a")),
    )
    spots = []
    for row in range(7):
        y = -0.42 + 0.22 * row
        step = 0.2 + 0.026 * row
        places = [
            (k * step + (step / 2) * (row % 2) + rng.normal(0, 0.015), y + rng.normal(0, 0.03)) for k in range(-6, 7)
        ]
        spots += [(x, at, 0.05 + 0.012 * row, row) for x, at in places]
    picture = halo(
        picture,
        sheet,
        [(x, y, 0.15) for x, y, _, row in spots if row > 2 and abs(x) < 1.1],
        rgb("#ff8a2a"),
        strength=0.12,
    )
    for row in range(7):
        sketch = Sketch(sheet, picture)
        for x, y, size, r in spots:
            if r != row or abs(x) > 1.2:
                continue
            tall = size * rng.uniform(3.0, 5.5)
            red = rng.random() < 0.3
            wax = (
                (rgb("#5a0f0a"), rgb("#c23a22"), rgb("#ff9a6a"))
                if red
                else (rgb("#8a6230"), rgb("#e8c88a"), rgb("#fff4d0"))
            )
            for off, share, tone in ((0.0, 1.0, 0), (-0.06, 0.7, 1), (-0.16, 0.3, 2)):
                sketch.polygon(
                    [
                        (x + size * (off - share / 2), y + tall),
                        (x + size * (off - share / 2), y),
                        (x + size * (off + share / 2), y),
                        (x + size * (off + share / 2), y + tall),
                    ],
                    wax[tone],
                )
            t = np.linspace(0, 2 * np.pi, 20)
            sketch.polygon(np.stack([x + size * 0.5 * np.cos(t), y + size * 0.14 * np.sin(t)], axis=1), wax[2])
            for _ in range(3):
                dx = rng.uniform(-0.45, 0.45) * size
                sketch.stroke([(x + dx, y), (x + dx, y + tall * rng.uniform(0.15, 0.5))], size * 0.16, wax[2])
            sketch.line([(x, y), (x, y - size * 0.4)], rgb("#1a0f0a"), width=size * 0.08)
            lean = rng.normal(0, 0.12)
            for k, tint in enumerate((rgb("#e8601a"), rgb("#ff9f2f"), rgb("#ffd86a"), rgb("#fffbe0"))):
                s = size * (1 - 0.24 * k)
                flame = curve(
                    [(0, 0.3), (-0.45, -0.1), (-0.28, -0.7), (lean, -1.75), (0.28, -0.7), (0.45, -0.1), (0, 0.3)], 30
                )
                sketch.polygon(flame * s + (x, y - size * 0.35), tint, alpha=0.95)
        picture = sketch.done()
    return bloomed(picture, above=0.65, amount=0.7, sigma=10)
