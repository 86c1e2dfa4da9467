"""A striped balloon over hills, smaller ones behind it."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, mixed, smooth
from kazeyomi.colour import Colour, Picture, mix, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng
from kazeyomi.scenery import far_birds, hill_rows, sky, sun
from kazeyomi.sketch import WHITE, Sketch, curve


def draw_balloon(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (rgb("#3f86c8"), rgb("#9ccbe8"), p.pale, p.light), cloud=WHITE, much=0.8)
    picture = sun(picture, sheet, x=0.62, y=0.3, radius=0.11, colour=p.pale, halo=p.light)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.light, p.pale, 0.4),
        near=p.dark,
        mist=p.pale,
        top=0.5,
        bottom=1.05,
        rows=5,
        tall=0.24,
    )
    picture = _one(picture, sheet, x=0.68, y=-0.62, size=0.2, stripes=(p.accent, p.pale, rgb("#3a6fb8")))
    picture = _one(picture, sheet, x=-0.72, y=0.22, size=0.14, stripes=(rgb("#7a3f9a"), p.light, p.pale))
    picture = _one(
        picture, sheet, x=-0.12, y=-0.2, size=0.62, stripes=(rgb("#c8321e"), p.pale, rgb("#f0b23a"), p.accent)
    )
    sketch = Sketch(sheet, picture)
    far_birds(sketch, rng, x=0.55, y=0.0, count=5, size=0.06, colour=p.deep)
    return sketch.done()


def _one(picture: Picture, sheet: Sheet, *, x: float, y: float, size: float, stripes: tuple[Colour, ...]) -> Picture:
    """One balloon: gores that meet above and below, a basket on ropes."""
    gx, gy = sheet.grid()
    v = (gy - y) / size
    half = np.interp(v[:, 0], [-1.0, -0.92, -0.6, -0.1, 0.35, 0.8, 1.12], [0.0, 0.38, 0.8, 0.98, 0.86, 0.46, 0.16])
    width = (half * size).astype(np.float32)[:, None]
    side = np.clip((gx - x) / np.maximum(width, 1e-3), -1, 1)
    cover = smooth(0.004, -0.004, np.abs(gx - x) - width) * (np.abs(v) < 1.12)
    gore = np.arcsin(side) / np.pi * 12 + 6.5
    table = np.array(stripes, dtype=np.float32)
    cloth = table[np.mod(np.floor(gore), len(stripes)).astype(int)]
    seam = smooth(0.06, 0.02, np.abs(gore - np.round(gore)))
    band = smooth(0.03, 0.02, np.abs(v - 0.42)) + smooth(0.03, 0.02, np.abs(v + 0.5))
    cloth = mixed(cloth, mix(stripes[0], (0.1, 0.05, 0.05), 0.5), np.clip(seam * 0.5 + band * 0.8, 0, 1))
    light = np.clip(0.3 + 0.8 * np.sqrt(np.clip(1 - side**2, 0, 1)) - 0.3 * side - 0.18 * v, 0.1, 1.15)
    picture = mixed(picture, np.clip(cloth * light[..., None], 0, 1), cover)
    sketch = Sketch(sheet, picture)
    for off in (-0.15, -0.05, 0.05, 0.15):
        sketch.line(
            [(x + off * size, y + 1.1 * size), (x + off * 0.8 * size, y + 1.5 * size)], rgb("#4a3420"), width=0.005
        )
    basket = curve(
        [(-0.17, 1.46), (0.17, 1.46), (0.14, 1.74), (0.0, 1.77), (-0.14, 1.74), (-0.17, 1.46)], 50
    ) * size + (x, y)
    sketch.polygon(basket, rgb("#7a4f24"))
    for k in range(5):
        sketch.line(
            [(x - 0.15 * size, y + (1.5 + 0.055 * k) * size), (x + 0.15 * size, y + (1.5 + 0.055 * k) * size)],
            shade(rgb("#c8965a"), 0.9),
            width=0.008 * size / 0.6,
        )
    return sketch.done()
