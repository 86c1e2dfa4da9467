"""Dragons in a ring, in a pair, in a knot."""

from __future__ import annotations

import numpy as np

from kazeyomi.body import laid
from kazeyomi.canvas import Sheet, curved, darkened, lit
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.families.dragons.curls import curl
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, ridges
from kazeyomi.patterns import seigaiha
from kazeyomi.sketch import BLACK, WHITE, Sketch, curve, petal, placed, trace
from kazeyomi.wyrm import Hide, body_colours, dragon, dragon_head


def draw_ring(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A dragon that holds its own tail, in lacquer and gold."""
    p = motif.palette
    x, y = sheet.grid()
    value = seigaiha(x * 2.6, y * 2.6)
    picture = ramp(np.clip(0.12 + 0.35 * value - 0.12 * sheet.polar()[0], 0, 1), (p.deep, p.dark, p.mid))
    glow, _ = sheet.polar()
    picture = lit(picture, (np.exp(-((glow / 0.45) ** 2)) * 0.6).astype(np.float32), p.accent)
    sketch = Sketch(sheet, picture)
    a = np.linspace(-0.3, 2 * np.pi - 0.72, 460) - np.pi / 2
    far = 0.66 + 0.05 * np.sin(a * 6)
    way = np.stack([far * np.cos(a), far * np.sin(a)], axis=1)
    dragon(
        sketch,
        rng,
        way,
        Hide(rgb("#a87a1c"), rgb("#f6dc7a"), rgb("#fff0c8"), rgb("#c22a1e"), rgb("#3ad8a0")),
        wide=0.27,
        belly_side=1,
        legs=(0.28, 0.52, 0.76),
    )
    for k in range(10):
        b = k * 2 * np.pi / 10
        sketch.polygon(placed(petal(0.3, 0.1, tip=0.8), turn=b), shade(p.accent, 0.75))
        sketch.polygon(placed(petal(0.22, 0.08, tip=0.8), turn=b + 0.3), rgb("#fbe8a0"))
    for r, tint in ((0.12, p.mid), (0.085, p.light), (0.04, WHITE)):
        sketch.circle(0, 0, r, tint)
    return curved(sketch.done(), contrast=1.06)


def draw_twins(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = ramp(
        np.clip(0.85 - 0.4 * sheet.polar()[0] + 0.25 * (clouds(rng, sheet, 3, octaves=5) - 0.5), 0, 1),
        (p.dark, p.mid, p.light, p.pale, WHITE),
    )
    sketch = Sketch(sheet, picture)
    for sign, hide in (
        (1, Hide(rgb("#0f5a44"), rgb("#6fdca0"), rgb("#f6ecb0"), rgb("#f0a83a"), rgb("#ff5a3a"))),
        (-1, Hide(rgb("#8a1f2a"), rgb("#f07a6a"), rgb("#fbe6c8"), rgb("#3a2448"), rgb("#ffe04a"))),
    ):
        way = curve(
            np.array(trace("0.35,1.1 0.85,0.7 0.5,0.25 -0.1,0.1 -0.62,-0.15 -0.8,-0.58 -0.56,-0.86 -0.34,-0.68"))
            * np.array([sign, 1.0]),
            400,
        )
        dragon(sketch, rng, way, hide, wide=0.24, belly_side=-sign, legs=(0.36, 0.66))
    for r, tint in ((0.13, p.accent), (0.1, rgb("#fff0c0")), (0.05, WHITE)):
        sketch.circle(0.0, -0.2, r, tint)
    for k in range(9):
        a = k * 2 * np.pi / 9
        sketch.stroke(
            [(0.16 * np.cos(a), -0.2 + 0.16 * np.sin(a)), (0.25 * np.cos(a), -0.2 + 0.25 * np.sin(a))],
            [0.03, 0.004],
            p.accent,
        )
    for x, y in ((-0.6, 0.75), (0.62, -0.95)):
        curl(sketch, x=x, y=y, size=0.16, tints=(p.mid, p.light, p.pale, WHITE), face=1 if x < 0 else -1)
    return sketch.done()


def draw_knot(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A serpent tied into a knot that has no end."""
    p = motif.palette
    picture = ramp(
        np.clip(0.5 - 0.25 * sheet.polar()[0] + 0.4 * (ridges(rng, sheet, 5, octaves=4) - 0.4), 0, 1),
        (rgb("#0c120a"), p.deep, p.dark, p.mid),
    )
    leaves = Sketch(sheet, picture)
    for _ in range(150):
        a, r = rng.uniform(0, 6.28), rng.uniform(0.75, 1.35)
        leaves.polygon(
            placed(petal(rng.uniform(0.15, 0.3), 0.1), x=r * np.cos(a), y=r * np.sin(a), turn=a + rng.normal(0, 0.6)),
            mix(p.deep, p.mid, rng.random()),
        )
    picture = darkened(leaves.done(), np.exp(-((sheet.polar()[0] / 0.75) ** 4)) * 0.35)
    t = np.linspace(0, 2 * np.pi, 1200)
    way = np.stack(
        [0.62 * np.cos(3 * t) * (1 + 0.32 * np.cos(4 * t)) * 0.95, 0.66 * np.sin(3 * t) * (1 + 0.32 * np.cos(4 * t))],
        axis=1,
    )
    hide = Hide(rgb("#2f6b1f"), rgb("#c8e05a"), rgb("#fbf2c0"), rgb("#d8401c"), rgb("#ff3a2a"))
    # Over and under: short pieces are laid by their height above the table, lowest first.
    height = np.sin(4 * t)
    pieces = sorted(range(60), key=lambda k: height[k * 20 + 10])
    colours = body_colours(hide, rows=42)
    sketch = Sketch(sheet, picture)
    long = np.concatenate([way, way, way])
    for k in pieces:
        low, high = 1200 + k * 20 - 7, 1200 + k * 20 + 28
        part = long[low:high]
        sketch.stroke(part + np.array([0.012, 0.02]), 0.24, BLACK, alpha=0.35)
        laid(sketch, part, 0.2, colours[100:170])
    head = way[0]
    dragon_head(sketch, rng, x=float(head[0]) - 0.02, y=float(head[1]) - 0.04, size=0.3, turn=-1.2, hide=hide, down=1)
    return curved(sketch.done(), contrast=1.05)
