"""Maps as pictures: a screen of the frontier, caves cut open."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, darkened, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, ridges, rolling
from kazeyomi.sketch import WHITE, Mask, Sketch, curve, placed


def draw_frontier(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A painted screen map: roads, castles, rivers among gold clouds."""
    p = motif.palette
    picture = ramp(
        np.clip(0.45 + 0.5 * (clouds(rng, sheet, 3, octaves=5) - 0.5), 0, 1),
        (rgb("#3a5a34"), rgb("#7a9a5a"), rgb("#c2c888")),
    )
    sketch = Sketch(sheet, picture)
    river = curve([(-1.3, 0.9), (-0.7, 0.62), (-0.3, 0.75), (0.2, 0.3), (0.05, -0.3), (0.5, -0.7), (0.4, -1.4)], 160)
    sketch.stroke(river, np.linspace(0.3, 0.14, 160), rgb("#1f4a7a"))
    for off in (-0.08, -0.03, 0.03, 0.08):
        sketch.stroke(river + np.array([off, off * 0.4]), 0.008, rgb("#a8c8e0"))
    for road in (
        [(-1.3, -0.5), (-0.5, -0.4), (0.1, -0.1), (0.7, 0.2), (1.3, 0.1)],
        [(-0.5, -0.4), (-0.6, 0.2), (-0.5, 0.5), (0.0, 0.9), (0.3, 1.4)],
        [(0.7, 0.2), (0.75, -0.4), (0.95, -1.4)],
    ):
        way = curve(road, 90)
        sketch.stroke(way, 0.06, rgb("#8a6a3a"))
        sketch.stroke(way, 0.04, rgb("#e8d4a0"))
    for mx, my, s in (
        (-0.8, -0.9, 0.34),
        (-0.45, -0.98, 0.3),
        (-1.0, -0.7, 0.26),
        (0.85, 0.75, 0.32),
        (1.05, 0.95, 0.28),
        (0.55, 0.95, 0.26),
    ):
        hill = curve(
            [
                (mx - s, my + 0.4 * s),
                (mx - 0.5 * s, my - 0.2 * s),
                (mx, my - 0.7 * s),
                (mx + 0.5 * s, my - 0.15 * s),
                (mx + s, my + 0.4 * s),
            ],
            40,
        )
        for k, tint in enumerate((rgb("#1f4a3a"), rgb("#2f6a4a"), rgb("#4a8a5a"), rgb("#8ab87a"))):
            sketch.polygon((hill - (mx, my + 0.4 * s)) * (1 - 0.16 * k) + (mx, my + 0.4 * s), tint)
    for cx, cy, s in ((-0.5, -0.4, 0.15), (0.7, 0.2, 0.17), (-0.5, 0.5, 0.12), (0.78, -0.45, 0.12)):
        sketch.polygon(np.array([(-1, 0.5), (-0.8, 0.0), (0.8, 0.0), (1, 0.5)]) * s + (cx, cy), rgb("#6a6a68"))
        for level in range(3):
            half, base = 0.66 - 0.18 * level, -0.42 * level
            sketch.polygon(
                np.array([(-half, base), (half, base), (half * 0.94, base - 0.26), (-half * 0.94, base - 0.26)]) * s
                + (cx, cy),
                WHITE,
            )
            sketch.polygon(
                np.array(
                    [
                        (-half * 1.35, base - 0.2),
                        (half * 1.35, base - 0.2),
                        (half * 0.8, base - 0.46),
                        (-half * 0.8, base - 0.46),
                    ]
                )
                * s
                + (cx, cy),
                rgb("#26324a"),
            )
    for _ in range(110):
        tx, ty = rng.uniform(-1.05, 1.05), rng.uniform(-1.1, 1.1)
        sketch.circle(tx, ty, rng.uniform(0.014, 0.026), mix(rgb("#1f4a2c"), rgb("#5f9a4a"), rng.random()), alpha=0.9)
    gold = ramp(
        np.clip(0.5 + 0.4 * (rolling(rng, sheet, 40) - 0.5) + 0.3 * (clouds(rng, sheet, 4) - 0.5), 0, 1),
        (rgb("#a8781c"), p.light, rgb("#fbf0c0")),
    )
    bank = Mask(sheet)
    for cx, cy in ((-0.9, 0.05), (0.9, -0.85), (0.4, 0.62), (-0.75, 1.05), (0.0, -1.1), (1.0, 0.5), (-0.1, 0.15)):
        for k in range(4):
            half, y = rng.uniform(0.15, 0.42), cy + 0.06 * (k - 1.5)
            x = cx + rng.normal(0, 0.12)
            bank.line([(x - half, y), (x + half, y)], WHITE, width=0.1)
            bank.circle(x - half, y, 0.05, WHITE)
            bank.circle(x + half, y, 0.05, WHITE)
    cover = bank.plane()
    picture = darkened(sketch.done(), np.roll(blurred(cover, 5), 7, axis=0) * 0.45)
    picture = mixed(picture, rgb("#7a5210"), smooth(0.02, 0.2, blurred(cover, 1.6)))
    return mixed(picture, gold, cover)


def draw_caves(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Caverns cut open, lit by what lies in them."""
    p = motif.palette
    rock_noise = clouds(rng, sheet, 9, octaves=6)
    strata = np.interp(
        sheet.grid()[1] + 0.14 * (clouds(rng, sheet, 3) - 0.5), np.linspace(-1.4, 1.4, 60), rng.random(60)
    ).astype(np.float32)
    rock = ramp(
        np.clip(0.15 + 0.4 * strata + 0.4 * (rock_noise - 0.4), 0, 1),
        (rgb("#0f0a0c"), rgb("#2f211f"), rgb("#5f4538"), rgb("#9a7858")),
    )
    halls = (
        (-0.5, -0.72, 0.34, 0.2),
        (0.45, -0.5, 0.4, 0.24),
        (-0.35, -0.08, 0.46, 0.22),
        (0.6, 0.2, 0.3, 0.24),
        (-0.5, 0.55, 0.36, 0.24),
        (0.2, 0.78, 0.42, 0.24),
    )
    mask = Mask(sheet)
    for x, y, rx, ry in halls:
        a = np.linspace(0, 2 * np.pi, 60)
        r = 1 + 0.10 * np.sin(3 * a + x * 9) + 0.07 * np.sin(7 * a + y * 5) + rng.normal(0, 0.02, 60)
        mask.polygon(np.stack([x + rx * r * np.cos(a), y + ry * r * np.sin(a)], axis=1), WHITE)
    for one, other in ((0, 1), (0, 2), (1, 3), (2, 3), (2, 4), (3, 5), (4, 5)):
        (ax, ay, _, _), (bx, by, _, _) = halls[one], halls[other]
        mask.stroke(
            curve([(ax, ay), ((ax + bx) / 2 + rng.normal(0, 0.1), (ay + by) / 2 + rng.normal(0, 0.06)), (bx, by)], 40),
            0.1 + 0.03 * np.sin(np.arange(40)),
            WHITE,
        )
    mask.stroke(curve([(-0.5, -0.8), (-0.3, -1.0), (-0.4, -1.4)], 30), 0.12, WHITE)
    hollow = smooth(0.4, 0.6, blurred(mask.plane(), 2.5) + 0.25 * (ridges(rng, sheet, 12) - 0.4))
    inner = blurred(hollow, 24)
    back = ramp(
        np.clip(0.15 + 0.35 * inner + 0.3 * (clouds(rng, sheet, 14) - 0.5), 0, 1),
        (rgb("#050406"), rgb("#1c1420"), rgb("#3a2a34")),
    )
    glows = (
        (p.mid, -0.5, -0.72),
        (rgb("#3ad0c8"), 0.45, -0.5),
        (rgb("#b06af0"), -0.35, -0.08),
        (p.light, 0.6, 0.2),
        (rgb("#4ae08a"), -0.5, 0.55),
        (rgb("#f2c14e"), 0.2, 0.78),
    )
    for tint, x, y in glows:
        back = lit(back, (np.exp(-((sheet.polar(x, y + 0.08)[0] / 0.34) ** 2)) * 0.85).astype(np.float32), tint)
    picture = mixed(rock, back, hollow)
    edge = np.abs(blurred(hollow, 1.5) - 0.5)
    picture = mixed(picture, rgb("#d8b48a"), smooth(0.3, 0.05, edge) * 0.55)
    sketch = Sketch(sheet, picture)
    for i, (tint, x, y) in enumerate(glows):
        for _ in range(7):
            cx, size = x + rng.normal(0, 0.13), rng.uniform(0.05, 0.13)
            sketch.polygon(
                placed(
                    np.array([(-0.3, 0.0), (-0.22, -0.75), (0.0, -1.1), (0.24, -0.7), (0.3, 0.0)]),
                    x=cx,
                    y=y + 0.17,
                    size=size,
                    turn=rng.normal(0, 0.3),
                ),
                mix(tint, WHITE, rng.random() * 0.6),
            )
        for _ in range(4):
            sx = x + rng.normal(0, 0.17)
            sketch.polygon(
                [(sx - 0.02, y - 0.18), (sx + 0.02, y - 0.18), (sx, y - rng.uniform(0.02, 0.1))], rgb("#4a3630")
            )
        if i % 2:
            sketch.polygon(
                np.stack(
                    [x + 0.16 * np.cos(np.linspace(0, 6.28, 30)), y + 0.18 + 0.025 * np.sin(np.linspace(0, 6.28, 30))],
                    axis=1,
                ),
                mix(tint, rgb("#1c3f5a"), 0.5),
            )
    return curved(sketch.done(), contrast=1.08)
