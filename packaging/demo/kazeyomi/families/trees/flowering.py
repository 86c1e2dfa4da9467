"""Cherry and wisteria."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.growth import Habit, draw_limbs, grown
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import hill_rows, sky
from kazeyomi.sketch import WHITE, Sketch, petal, placed


def draw_cherry(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (rgb("#8ec7e8"), rgb("#c9e6f2"), p.pale, p.pale), cloud=WHITE, much=0.7)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.light, p.pale, 0.5),
        near=p.mid,
        mist=p.pale,
        top=0.3,
        bottom=0.92,
        rows=4,
        tall=0.2,
    )
    tree = grown(
        rng,
        Habit(depth=8, fork=0.52, shrink=0.77, wander=0.35, droop=0.2),
        x=-0.12,
        y=1.12,
        turn=-1.45,
        length=0.5,
        width=0.2,
    )
    sketch = Sketch(sheet, picture)
    pinks = [mix(rgb("#e88aa8"), WHITE, t) for t in (0.0, 0.3, 0.55, 0.8)]
    for x, y, _ in tree.tips[::2]:
        sketch.circle(x + rng.normal(0, 0.03), y + 0.03, rng.uniform(0.04, 0.075), shade(pinks[0], 0.82), alpha=0.8)
    draw_limbs(sketch, tree, rgb("#4a3038"), light=rgb("#b08a86"))
    for x, y, _ in tree.tips:
        for _ in range(5):
            bx, by, r = x + rng.normal(0, 0.045), y + rng.normal(0, 0.04), rng.uniform(0.012, 0.03)
            tint = pinks[int(np.clip(1.6 - (by - y) * 22 + rng.normal(0, 0.7), 0, 3))]
            start = rng.uniform(0, 6)
            for k in range(5):
                sketch.circle(
                    bx + r * 0.62 * np.cos(start + k * 1.257), by + r * 0.62 * np.sin(start + k * 1.257), r * 0.55, tint
                )
            sketch.circle(bx, by, r * 0.3, p.accent)
    for _ in range(110):
        sketch.polygon(
            placed(petal(0.035, 0.024), x=rng.uniform(-1.1, 1.1), y=rng.uniform(-0.6, 1.2), turn=rng.uniform(0, 6.28)),
            pinks[int(rng.integers(1, 4))],
        )
    return sketch.done()


def draw_wisteria(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.75 - 0.35 * sheet.polar(0, 0.4)[0] + 0.3 * (clouds(rng, sheet, 3) - 0.5), 0, 1),
        (rgb("#2c4a2c"), rgb("#7fa866"), rgb("#dcecc8"), p.pale),
    )
    sketch = Sketch(sheet, picture)
    for layer in range(3):
        share = layer / 2
        for _ in range(26 - 3 * layer):
            x, top = rng.uniform(-1.1, 1.1), rng.uniform(-1.25, -0.85)
            fall = rng.uniform(0.8, 2.0) * (0.65 + 0.35 * share)
            hue = mix(p.light, p.pale, 0.5 * (1 - share))
            n = int(24 + 60 * fall)
            for i in range(n):
                t = i / n
                half = 0.12 * (1 - t) ** 0.7 * (0.6 + 0.4 * share) + 0.006
                bx, by = x + rng.uniform(-1, 1) * half, top + fall * t
                tone = mix(
                    mix(p.dark, p.mid, 0.6 + 0.4 * rng.random()),
                    mix(hue, WHITE, 0.35),
                    (1 - t) * 0.55 + 0.4 * rng.random(),
                )
                r = 0.027 * (1 - 0.6 * t) * (0.6 + 0.4 * share)
                sketch.circle(bx, by, r, tone)
                sketch.circle(bx - r * 0.3, by - r * 0.35, r * 0.42, mix(tone, WHITE, 0.6))
        if layer < 2:
            sketch = Sketch(sheet, blurred(sketch.done(), 3.0 - 1.5 * layer))
    for y in (-1.0, -0.86):
        sketch.line([(-1.3, y), (1.3, y + 0.03)], rgb("#5a4030"), width=0.035)
    for _ in range(70):
        x, y = rng.uniform(-1.1, 1.1), rng.uniform(-1.2, -0.72)
        for k in range(5):
            sketch.polygon(
                placed(petal(0.13, 0.045), x=x + 0.03 * k, y=y + 0.02 * k, turn=0.9 + rng.normal(0, 0.7)),
                mix(rgb("#3f7a2c"), rgb("#b8d86a"), rng.random()),
            )
    for _ in range(50):
        sketch.circle(
            rng.uniform(-1, 1), rng.uniform(0.2, 1.2), rng.uniform(0.006, 0.014), mix(p.mid, p.pale, rng.random())
        )
    return sketch.done()
