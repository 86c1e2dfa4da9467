"""Land from the air: canals, fields, a delta."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, darkened, hillshade, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, cells, clouds, pushed, rolling
from kazeyomi.sketch import WHITE, Sketch, curve, petal, placed


def draw_canals(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    warp_x, warp_y = (clouds(rng, sheet, 2.5, octaves=3) - 0.5) * 0.5, (clouds(rng, sheet, 2.5, octaves=3) - 0.5) * 0.5
    _, big, _ = cells(rng, sheet, 6)
    _, small, own = cells(rng, sheet, 24)
    big, small, own = (
        pushed(big, sheet, warp_x, warp_y),
        pushed(small, sheet, warp_x, warp_y),
        pushed(own, sheet, warp_x, warp_y),
    )
    far, _ = sheet.polar()
    river = np.abs(sheet.grid()[0] + 0.25 * np.sin(sheet.grid()[1] * 3.0)) - 0.1
    water = np.maximum(smooth(0.05, 0.03, big), smooth(0.01, -0.01, river.astype(np.float32)))
    roofs = ramp(own, (rgb("#8a3a24"), rgb("#c2603a"), rgb("#e0a05a"), rgb("#a8b48a"), rgb("#5f7f8a"), rgb("#d8c8a0")))
    lift = smooth(0.0, 0.022, small)
    light = hillshade(lift + 0.3 * own * lift, strength=3.4, azimuth=225, altitude=46)
    town = np.clip(roofs * (0.35 + 0.85 * light)[..., None], 0, 1).astype(np.float32)
    town = mixed(town, rgb("#e8dcc0"), smooth(0.014, 0.006, small))
    parks = smooth(0.9, 0.93, own)
    town = mixed(town, rgb("#4f8a4a"), parks * 0.9)
    sea = ramp(np.clip(0.35 + 0.5 * (rolling(rng, sheet, 30, stretch=3) - 0.3), 0, 1), (p.deep, p.dark, p.mid, p.light))
    picture = mixed(town, sea, water)
    picture = mixed(
        picture,
        rgb("#f4ead2"),
        smooth(0.012, 0.004, np.abs(big - 0.042)) * (1 - smooth(0.0, -0.02, river.astype(np.float32))) * 0.9,
    )
    wall = smooth(0.03, 0.015, np.abs(far - 1.02).astype(np.float32))
    picture = mixed(picture, rgb("#6a5a48"), wall)
    picture = mixed(picture, mix(p.mid, p.light, 0.4), smooth(1.035, 1.05, far.astype(np.float32)) * 0.95)
    sketch = Sketch(sheet, picture)
    for _ in range(26):
        y = rng.uniform(-0.95, 0.95)
        x = -0.25 * np.sin(y * 3.0) + rng.normal(0, 0.03)
        sketch.polygon(placed(petal(0.06, 0.02), x=x, y=y, turn=1.57 + 0.6 * np.cos(y * 3)), rgb("#f6f0e0"))
    for k in range(7):
        y = -0.84 + 0.28 * k
        x = -0.25 * np.sin(y * 3.0)
        sketch.line([(x - 0.13, y), (x + 0.13, y)], rgb("#e8dcc0"), width=0.028)
        sketch.line([(x - 0.13, y + 0.012), (x + 0.13, y + 0.012)], rgb("#8a7a5a"), width=0.006)
    for x, y in ((-0.5, -0.4), (0.55, 0.3), (0.3, -0.7)):
        for r, tint in ((0.075, rgb("#e8dcc0")), (0.055, rgb("#3a6a72")), (0.03, rgb("#e0b04a"))):
            sketch.circle(x, y, r, tint)
    return curved(sketch.done(), contrast=1.05)


def draw_delta(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A river that comes apart into threads, as from very high."""
    p = motif.palette
    field = clouds(rng, sheet, 4, octaves=6)
    y = sheet.grid()[1]
    mud = ramp(
        np.clip(0.2 + 0.6 * field + 0.2 * smooth(-1, 1, y), 0, 1),
        (rgb("#1c2a24"), rgb("#3f4a34"), rgb("#7a7450"), rgb("#b8a878"), rgb("#8fa89a")),
    )
    picture = mixed(mud, p.dark, smooth(0.75, 1.15, y + 0.25 * (field - 0.5)))
    sketch = Sketch(sheet, picture)

    def thread(x: float, y_: float, a: float, wide: float, depth: int) -> None:
        way = [(x, y_)]
        while wide > 0.004 and y_ < 1.35:
            a += rng.normal(0, 0.22) + 0.14 * (np.pi / 2 - a)
            x, y_ = x + 0.05 * np.cos(a), y_ + 0.05 * np.sin(a)
            way.append((x, y_))
            wide *= 0.985
            if depth > 0 and rng.random() < 0.05 + 0.022 * depth:
                side = rng.choice([-1, 1])
                thread(x, y_, a + side * rng.uniform(0.45, 0.95), wide * 0.62, depth - 1)
                wide *= 0.86
        if len(way) > 2:
            line = curve(way, len(way) * 4)
            sketch.stroke(
                line,
                np.linspace(wide * 1.5, wide * 0.7, len(line)) + 0.004,
                mix(rgb("#d8c8a0"), p.light, 0.5),
                alpha=0.7,
            )
            sketch.stroke(line, np.linspace(wide * 1.2, wide * 0.5, len(line)), mix(p.light, WHITE, 0.45))

    thread(0.1, -1.35, np.pi / 2, 0.1, 5)
    thread(0.12, -1.35, np.pi / 2 + 0.1, 0.08, 5)
    thread(0.05, -0.8, np.pi / 2 - 0.3, 0.06, 5)
    picture = sketch.done()
    return curved(lit(picture, blurred(smooth(0.6, 0.9, picture[..., 2]), 8) * 0.25, p.pale), contrast=1.15)


def draw_fields(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    _, edge, own = cells(rng, sheet, 7)
    x, y = sheet.grid()
    warp = (clouds(rng, sheet, 3, octaves=3) - 0.5) * 0.3
    edge, own = pushed(edge, sheet, warp, -warp), pushed(own, sheet, warp, -warp)
    turn = own * 11
    across = x * np.cos(turn) + y * np.sin(turn)
    rows = 0.5 + 0.5 * np.cos(across * (70 + 60 * own))
    crops = ramp(
        own,
        (
            rgb("#3f7a2c"),
            rgb("#e8c84a"),
            rgb("#8fb84a"),
            rgb("#c2a06a"),
            rgb("#2f5a24"),
            rgb("#f2e08a"),
            rgb("#a8583a"),
            rgb("#6a9a3a"),
        ),
    )
    picture = np.clip(
        crops * (0.74 + 0.3 * rows + 0.2 * (clouds(rng, sheet, 12, octaves=4) - 0.5))[..., None], 0, 1
    ).astype(np.float32)
    lavender = (own > 0.62) & (own < 0.72)
    picture = mixed(
        picture,
        ramp(rows.astype(np.float32), (rgb("#4a2f6a"), rgb("#9a6ac8"))),
        np.where(lavender, 0.95, 0.0).astype(np.float32),
    )
    picture = mixed(picture, rgb("#3a5a24"), smooth(0.022, 0.012, edge))
    picture = mixed(picture, rgb("#d8c8a0"), smooth(0.01, 0.004, edge) * 0.9)
    sketch = Sketch(sheet, picture)
    river = curve([(-1.3, -0.5), (-0.6, -0.3), (-0.1, -0.55), (0.3, -0.1), (0.15, 0.4), (0.7, 0.7), (1.3, 0.6)], 140)
    for width, tint in (
        (0.15, rgb("#3a5a24")),
        (0.125, rgb("#d8cda0")),
        (0.105, rgb("#2f7ab0")),
        (0.05, rgb("#6ab4d8")),
    ):
        sketch.stroke(river, width, tint)
    for _ in range(240):
        i = int(rng.integers(0, 140))
        tx, ty = river[i] + rng.choice([-1, 1]) * np.array([0.02, 0.1]) + rng.normal(0, 0.02, 2)
        r = rng.uniform(0.012, 0.028)
        sketch.circle(tx + r * 0.5, ty + r * 0.7, r, (0.0, 0.05, 0.0), alpha=0.4)
        sketch.circle(tx, ty, r, mix(rgb("#1f4a1c"), rgb("#5a8f34"), rng.random()))
        sketch.circle(tx - r * 0.3, ty - r * 0.3, r * 0.4, rgb("#8fbf5a"))
    for hx, hy in ((-0.5, 0.35), (0.6, -0.55), (-0.1, 0.85), (0.75, 0.2)):
        for k in range(4):
            bx, by = hx + 0.09 * (k % 2), hy + 0.08 * (k // 2)
            s, roof = rng.uniform(0.024, 0.04), (rgb("#b8452a"), rgb("#8a3a2a"), rgb("#5a6a7a"))[k % 3]
            sketch.polygon(
                np.array([(-1, -0.7), (1, -0.7), (1, 0.7), (-1, 0.7)]) * s + (bx + s * 0.5, by + s * 0.6),
                (0.0, 0.0, 0.0),
                alpha=0.35,
            )
            sketch.polygon(np.array([(-1, -0.7), (1, -0.7), (1, 0.0), (-1, 0.0)]) * s + (bx, by), mix(roof, WHITE, 0.2))
            sketch.polygon(np.array([(-1, 0.0), (1, 0.0), (1, 0.7), (-1, 0.7)]) * s + (bx, by), shade(roof, 0.75))
    shadow = smooth(0.62, 0.8, clouds(rng, sheet, 2.2, octaves=4))
    return darkened(sketch.done(), shadow * 0.35, rgb("#1c2f4a"))
