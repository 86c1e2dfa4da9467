"""Charts of islands and mountains."""

from __future__ import annotations

import numpy as np

from kazeyomi.brush import paper
from kazeyomi.canvas import Sheet, darkened, hillshade, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp, rgb
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.sketch import WHITE, Sketch, curve, star_points


def compass_rose(sketch: Sketch, *, x: float, y: float, size: float, ink: Colour, red: Colour, pale: Colour) -> None:
    """A rose of sixteen winds."""
    sketch.ring(x, y, size * 0.78, ink, width=size * 0.04)
    sketch.ring(x, y, size * 0.66, ink, width=size * 0.02)
    for count, long, start in ((16, 0.72, np.pi / 16), (8, 0.82, np.pi / 8), (4, 0.9, np.pi / 4), (4, 1.15, 0.0)):
        for k in range(count):
            a = start + k * 2 * np.pi / count
            for hand in (-1, 1):
                b = a + hand * np.pi / 4
                wide = 0.17 * long * size
                sketch.polygon(
                    [
                        (x, y),
                        (x + long * size * np.cos(a), y + long * size * np.sin(a)),
                        (x + wide * np.cos(b), y + wide * np.sin(b)),
                    ],
                    (red if long > 1 else ink) if hand > 0 else pale,
                )
    sketch.circle(x, y, size * 0.1, ink)
    sketch.circle(x, y, size * 0.06, pale)


def _coast_lines(picture: Picture, level: Plane, ink: Colour, *, count: int, step: float) -> Picture:
    """Lines along a coast, each fainter than the last, on the water's side (level below 0)."""
    for k in range(count):
        line = smooth(0.006, 0.003, np.abs(level + step * (k + 0.35)))
        picture = mixed(picture, ink, line * (0.75 * (1 - k / count)))
    return picture


def draw_isles(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    level = clouds(rng, sheet, 3.0, octaves=7, gain=0.52) - 0.55
    sea = ramp(np.clip(1.0 + 2.2 * level, 0, 1), (p.deep, p.dark, p.mid, p.light, mix(p.light, p.pale, 0.5)))
    height = np.clip(level / 0.3, 0, 1)
    land = ramp(
        np.clip(height * 0.95, 0, 1),
        (rgb("#f2e2b0"), rgb("#a8c46a"), rgb("#5f9a4a"), rgb("#4a7a3a"), rgb("#8a7a4a"), rgb("#d8cdb4"), WHITE),
    )
    light = hillshade(clouds(rng, sheet, 14, octaves=5) * 0.5 + level * 3, strength=26, azimuth=225, altitude=45)
    land = np.clip(land * (0.45 + 0.8 * light)[..., None], 0, 1).astype(np.float32)
    picture = mixed(sea, land, smooth(-0.002, 0.004, level))
    picture = _coast_lines(picture, level, WHITE, count=5, step=0.022)
    picture = mixed(picture, rgb("#5a3a1c"), smooth(0.005, 0.002, np.abs(level)) * 0.8)
    sketch = Sketch(sheet, picture)
    for a in np.linspace(0, 2 * np.pi, 33)[:-1]:
        sketch.line([(0.62, -0.66), (0.62 + 3 * np.cos(a), -0.66 + 3 * np.sin(a))], p.pale, width=0.003, alpha=0.4)
    compass_rose(sketch, x=0.62, y=-0.66, size=0.24, ink=p.deep, red=rgb("#c22a1e"), pale=p.pale)
    for x, y, face in ((-0.55, 0.68, 1), (0.4, 0.55, -1)):
        _ship(sketch, x=x, y=y, size=0.11, face=face)
    route = curve([(-0.8, 0.9), (-0.4, 0.5), (0.0, 0.72), (0.3, 0.3), (0.1, -0.2), (-0.4, -0.5)], 60)
    for k in range(0, 60, 3):
        sketch.spot(route[k], 0.011, rgb("#c22a1e"))
    return sketch.done()


def _ship(sketch: Sketch, *, x: float, y: float, size: float, face: int) -> None:
    f = np.array([face, 1.0]) * size
    sketch.polygon(np.array([(-1, -0.1), (-0.75, 0.3), (0.7, 0.3), (1.1, -0.2)]) * f + (x, y), rgb("#5a2f1c"))
    sketch.line(np.array([(0.0, 0.0), (0.0, -1.3)]) * f + (x, y), rgb("#3a1f14"), width=size * 0.08)
    sketch.polygon(
        curve(
            np.array([(-0.5, -0.3), (-0.35, -1.2), (0.5, -1.15), (0.75, -0.7), (0.6, -0.3), (-0.5, -0.3)]) * f + (x, y),
            40,
        ),
        rgb("#f4ead2"),
    )
    sketch.circle(x + 0.1 * f[0], y - 0.72 * size, size * 0.17, rgb("#c22a1e"))


def draw_contours(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    x, y = sheet.grid()
    hill = (
        0.75 * np.exp(-((np.hypot(x + 0.1, y + 0.15) / 0.75) ** 2))
        + 0.45 * np.exp(-((np.hypot(x - 0.6, y - 0.6) / 0.5) ** 2))
        + 0.75 * (clouds(rng, sheet, 2.6, octaves=6) - 0.45)
    )
    level = hill * 16
    tint = ramp(
        np.clip(np.floor(level) / 15, 0, 1).astype(np.float32),
        (rgb("#7fc0b0"), rgb("#c8dfa0"), rgb("#f2e2a0"), p.light, p.mid, p.dark, rgb("#f8f0e4")),
    )
    light = hillshade(hill.astype(np.float32), strength=130, azimuth=225, altitude=45)
    picture = np.clip(tint * (0.55 + 0.62 * light)[..., None], 0, 1).astype(np.float32)
    dx, dy = np.gradient(level)
    steep = np.maximum(np.hypot(dx, dy), 1e-4)
    near = np.abs(np.mod(level + 0.5, 1.0) - 0.5) / steep
    every_fifth = np.mod(np.floor(level + 0.5), 5) == 0
    picture = mixed(
        picture,
        rgb("#5a2c10"),
        np.clip(1.6 - near, 0, 1).astype(np.float32) * np.where(every_fifth, 0.95, 0.5).astype(np.float32),
    )
    paper_ = paper(sheet, rng, rgb("#f6ead0"))
    picture = picture * (0.6 + 0.42 * paper_)
    sketch = Sketch(sheet, np.clip(picture, 0, 1).astype(np.float32))
    for k in range(7):
        gx = -sheet.right + 2 * sheet.right * (k + 0.5) / 7
        sketch.line([(gx, -1.5), (gx, 1.5)], rgb("#3a5a8a"), width=0.003, alpha=0.4)
        sketch.line([(-1.5, gx), (1.5, gx)], rgb("#3a5a8a"), width=0.003, alpha=0.4)
    stream = curve([(-0.1, -0.05), (-0.35, 0.25), (-0.3, 0.6), (-0.62, 0.85), (-0.8, 1.3)], 80)
    sketch.stroke(stream, np.linspace(0.006, 0.03, 80), rgb("#2f7ab8"))
    path = curve([(1.2, 0.3), (0.7, 0.1), (0.5, -0.3), (0.1, -0.25), (-0.1, -0.15)], 90)
    for k in range(0, 88, 5):
        sketch.line(path[k : k + 3], rgb("#b8231c"), width=0.014)
    sketch.polygon(star_points(3, 0.07, 0.035) + (-0.1, -0.18), rgb("#b8231c"))
    compass_rose(sketch, x=-0.68, y=-0.8, size=0.16, ink=rgb("#3a2414"), red=rgb("#b8231c"), pale=rgb("#fbf2dc"))
    return sketch.done()


def draw_treasure(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = paper(sheet, rng, rgb("#e0c48a"))
    x, y = sheet.grid()
    level = (0.62 - np.hypot(x * 0.95, y * 0.85) + 0.55 * (clouds(rng, sheet, 3, octaves=6) - 0.5)).astype(np.float32)
    picture = _coast_lines(picture, level, rgb("#6a4a2a"), count=6, step=0.03)
    picture = mixed(picture, rgb("#d8b070"), smooth(-0.004, 0.01, level) * 0.55)
    picture = mixed(picture, rgb("#3a2210"), smooth(0.008, 0.003, np.abs(level)))
    inner = smooth(0.0, 0.1, level) * (1 - smooth(0.1, 0.14, level))
    picture = darkened(picture, inner * 0.12)
    sketch = Sketch(sheet, picture)
    ink = rgb("#3a2210")
    for mx, my, s in ((-0.3, -0.35, 0.17), (-0.12, -0.42, 0.2), (0.08, -0.34, 0.15), (-0.22, -0.2, 0.13)):
        sketch.polygon([(mx - s, my + s * 0.8), (mx, my - s * 0.6), (mx + s, my + s * 0.8)], rgb("#e6cc92"))
        sketch.line([(mx - s, my + s * 0.8), (mx, my - s * 0.6), (mx + s, my + s * 0.8)], ink, width=0.012)
        for k in range(5):
            sketch.line(
                [
                    (mx + s * 0.12 * k, my - s * (0.5 - 0.25 * k)),
                    (mx + s * (0.12 * k + 0.1), my + s * (0.2 + 0.13 * k)),
                ],
                ink,
                width=0.006,
            )
    for _ in range(26):
        px, py = 0.32 + rng.normal(0, 0.13), 0.1 + rng.normal(0, 0.12)
        sketch.line([(px, py), (px + 0.01, py - 0.07)], ink, width=0.008)
        for k in range(5):
            a = -np.pi / 2 + (k - 2) * 0.6
            sketch.stroke(
                curve(
                    [
                        (px + 0.01, py - 0.07),
                        (px + 0.05 * np.cos(a), py - 0.07 + 0.05 * np.sin(a)),
                        (px + 0.07 * np.cos(a), py - 0.05 + 0.04 * np.sin(a)),
                    ],
                    8,
                ),
                [0.009] * 4 + [0.003] * 4,
                rgb("#4a5a24"),
            )
    path = curve([(-0.6, 0.35), (-0.35, 0.25), (-0.2, 0.45), (0.05, 0.2), (0.0, 0.0), (0.2, -0.12), (0.42, -0.3)], 120)
    for k in range(0, 116, 6):
        sketch.line(path[k : k + 4], rgb("#b8231c"), width=0.018)
    for hand in (-1, 1):
        sketch.stroke(
            [(0.44 - 0.07, -0.32 - 0.07 * hand), (0.44 + 0.07, -0.32 + 0.07 * hand)], [0.03, 0.02], rgb("#b8231c")
        )
    compass_rose(sketch, x=0.68, y=0.76, size=0.22, ink=ink, red=rgb("#b8231c"), pale=rgb("#f2e2b4"))
    serpent = curve([(-0.95, 0.85), (-0.85, 0.7), (-0.75, 0.88), (-0.64, 0.72), (-0.54, 0.88), (-0.46, 0.74)], 60)
    sketch.stroke(serpent, np.linspace(0.012, 0.05, 60), rgb("#2f5a52"))
    sketch.circle(-0.46, 0.72, 0.036, rgb("#2f5a52"))
    _ship(sketch, x=-0.7, y=-0.78, size=0.13, face=1)
    picture = sketch.done()
    burn = smooth(
        0.80,
        1.0,
        np.maximum(np.abs(x) / sheet.right, np.abs(y) / sheet.bottom) + 0.16 * (clouds(rng, sheet, 9, octaves=4) - 0.5),
    )
    picture = darkened(picture, burn * 0.85, rgb("#3a1c08"))
    for fold in (-0.33, 0.33):
        crease = np.exp(-(((x - fold * sheet.right) / 0.006) ** 2)) - np.exp(
            -(((x - fold * sheet.right - 0.012) / 0.006) ** 2)
        )
        picture = np.clip(picture + (crease * 0.09)[..., None], 0, 1).astype(np.float32)
    return picture
