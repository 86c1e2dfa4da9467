"""One great breaking wave with claws of foam, a mountain small behind it; a picture of its own within the tides."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet
from kazeyomi.colour import Picture, mix, shade
from kazeyomi.motif import Motif, Palette
from kazeyomi.noise import Rng
from kazeyomi.scenery import sky, sun
from kazeyomi.sketch import WHITE, Points, Sketch, circle_points, curve, normals


def great_wave(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    paper = mix(p.pale, p.accent, 0.22)
    picture = sky(sheet, rng, (mix(p.light, p.pale, 0.4), p.pale, paper, paper), cloud=WHITE, much=0.5)
    picture = sun(picture, sheet, x=0.5, y=-0.55, radius=0.19, colour=mix(p.accent, (0.9, 0.2, 0.1), 0.5), halo=p.pale)
    sketch = Sketch(sheet, picture)
    mountain = curve([(-0.1, 0.48), (0.25, 0.3), (0.42, 0.12), (0.52, 0.12), (0.72, 0.3), (1.1, 0.5)], 60)
    sketch.polygon([*mountain, (1.1, 0.7), (-0.1, 0.7)], p.mid)
    cap = curve([(0.35, 0.205), (0.42, 0.12), (0.52, 0.12), (0.6, 0.2)], 30)
    sketch.polygon([*cap, (0.54, 0.19), (0.49, 0.24), (0.45, 0.18), (0.4, 0.22)], WHITE)
    _swell(sketch, sheet, p, rng, level=0.52, tall=0.1)
    _breaker(sketch, p, rng)
    _swell(sketch, sheet, p, rng, level=0.86, tall=0.16)
    _swell(sketch, sheet, p, rng, level=1.04, tall=0.12)
    return sketch.done()


def _breaker(sketch: Sketch, p: Palette, rng: Rng) -> None:
    back = curve(
        [(-1.25, 0.35), (-1.12, -0.2), (-0.86, -0.62), (-0.48, -0.86), (-0.08, -0.84), (0.18, -0.62), (0.27, -0.38)],
        140,
    )
    face = curve(
        [(0.9, 1.3), (0.2, 1.0), (-0.25, 0.62), (-0.42, 0.2), (-0.36, -0.2), (-0.12, -0.42), (0.27, -0.38)], 140
    )
    sketch.polygon([*back, *face[::-1], (-1.25, 1.3)], p.dark)
    for i, share in enumerate(np.linspace(0.06, 0.94, 13)):
        line = (1 - share) * back + share * face
        colour = (p.mid, p.deep, p.light, p.dark)[i % 4]
        widths = np.interp(np.arange(140), [0, 40, 100, 139], [0.05, 0.052, 0.03, 0.004])
        sketch.stroke(line, widths, colour)
        sketch.stroke(line + np.array([0.012, 0.0]), widths * 0.18, p.pale)
    edge = back[70:]
    _foam(sketch, edge, p, rng, size=0.12, outward=-1)
    inner = face[98:][::-1]
    _foam(sketch, inner, p, rng, size=0.1, outward=1)
    for _ in range(150):
        x, y = edge[rng.integers(0, len(edge))]
        reach = rng.random() ** 0.5
        sketch.circle(
            x + rng.normal(0.1, 0.2) * reach, y + rng.normal(0.0, 0.22) * reach - 0.05, rng.uniform(0.004, 0.014), WHITE
        )


def _foam(sketch: Sketch, edge: Points, p: Palette, rng: Rng, *, size: float, outward: int) -> None:
    """A crust of foam along an edge, its fingers curling over."""
    across = normals(edge) * outward
    steps = range(0, len(edge), 3)
    for ink, grow in ((p.deep, 1.0), (WHITE, 0.0)):
        for i in steps:
            x, y = edge[i]
            radius = size * (0.32 + 0.16 * np.sin(i * 1.7)) + grow * 0.011
            sketch.circle(x, y, radius, ink)
    for i in sorted(rng.choice(np.arange(2, len(edge) - 1), len(edge) // 3, replace=False)):
        _claw(sketch, p, rng, root=edge[i], out=across[i], size=size * rng.uniform(0.45, 1.35), hand=outward)
    for i in range(0, len(edge), 5):
        x, y = edge[i] + across[i] * size * rng.uniform(-0.3, 0.4)
        sketch.stroke(circle_points(size * 0.16, 12, x=x, y=y)[:8], np.linspace(0.002, 0.007, 8), p.light)


def _claw(sketch: Sketch, p: Palette, rng: Rng, *, root: Points, out: Points, size: float, hand: int) -> None:
    """One finger of foam: it reaches out, bends over and splits."""
    side = np.array([-out[1], out[0]]) * -hand
    reach = size * rng.uniform(1.1, 1.9)
    lean = rng.uniform(0.25, 0.8)
    tip = root + out * reach + side * reach * lean
    for split in (-1, 0, 1):
        end = tip + side * size * 0.55 * (0.4 + 0.5 * abs(split)) + out * size * 0.35 * split + np.array([0.0, 0.05])
        finger = curve([root, root + out * reach * 0.65 + side * reach * lean * 0.25, tip, end], 24)
        widths = np.linspace(size * (0.5 if split == 0 else 0.3), 0.008, 24)
        sketch.stroke(finger, widths + 0.018, p.deep)
        sketch.stroke(finger, widths, WHITE)
    for knot in (8, 13, 18):
        x, y = finger[knot] + rng.normal(0, 0.012, 2)
        sketch.circle(float(x), float(y), widths[knot] * 0.75, WHITE)


def _swell(sketch: Sketch, sheet: Sheet, p: Palette, rng: Rng, *, level: float, tall: float) -> None:
    """A row of rounded seas with stripes and white crests."""
    x = np.linspace(-sheet.right - 0.1, sheet.right + 0.1, 240)
    phase = rng.uniform(0, 6)
    shape = level - tall * (0.5 * np.sin(x * 3.1 + phase) + 0.5 * np.abs(np.sin(x * 2.2 + phase * 0.6)))
    sketch.polygon([*np.stack([x, shape], axis=1), (x[-1], 1.6), (x[0], 1.6)], p.dark)
    for i in range(1, 7):
        line = np.stack([x, shape + 0.045 * i + 0.02 * np.sin(x * 5 + i)], axis=1)
        sketch.stroke(line, 0.014 + 0.012 * np.sin(x * 4 + i * 2 + phase), (p.mid, p.light, p.deep)[i % 3])
    crest = np.stack([x, shape], axis=1)
    sketch.stroke(crest, 0.022, shade(p.deep, 0.9))
    sketch.stroke(crest + np.array([0, 0.008]), 0.026 + 0.02 * np.sin(x * 6 + phase), WHITE)
    for i in range(0, 240, 4):
        if np.sin(x[i] * 3.1 + phase) > 0.35:
            sketch.circle(x[i] + rng.normal(0, 0.02), shape[i] - rng.random() * 0.05, rng.uniform(0.006, 0.02), WHITE)
