"""Cloth by itself: folded, thrown, tied, rolled, hung."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, darkened, hillshade, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, shade
from kazeyomi.families.weave.cloth import backdrop, inks, strip, woven
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, rolling
from kazeyomi.sketch import Sketch, curve


def draw_drape(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A soft cloth thrown into folds."""
    x, y = sheet.grid()
    height = 0.20 * np.sin(x * 3.2 + 2.4 * np.sin(y * 1.3 + 0.5) + y * 2.0)
    height += 0.12 * np.sin(-x * 2.0 + y * 5 + 1.5 * np.sin(x * 2.2)) + 0.20 * (
        clouds(rng, sheet, 2.2, octaves=3) - 0.5
    )
    dy, dx = np.gradient(height)
    u, v = x * 3.0 + dx * 34 + 0.5 * height, y * 3.0 + dy * 34 + 0.8 * height
    cloth = woven(motif, u.astype(np.float32), v.astype(np.float32))
    light = hillshade(height.astype(np.float32), strength=150, azimuth=215, altitude=48)
    deep = smooth(-0.25, 0.2, height.astype(np.float32))
    picture = np.clip(cloth * (0.22 + 1.0 * light * (0.55 + 0.45 * deep))[..., None], 0, 1).astype(np.float32)
    return lit(picture, smooth(0.93, 1.0, light) * 0.25, motif.palette.pale)


def draw_folded(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Heavy brocade in gold, one corner turned back over its lining."""
    p = motif.palette
    x, y = sheet.grid()
    colours = (shade(p.accent, 0.45), p.accent, mix(p.mid, p.accent, 0.2), p.light, p.pale)
    wave = (0.05 * np.sin(x * 3 + y * 2) + 0.05 * (rolling(rng, sheet, 3) - 0.5)).astype(np.float32)
    cloth = woven(motif, (x + wave) * 2.6, (y + wave) * 2.6, colours=colours)
    sheen = 0.8 + 0.5 * np.sin(x * 2.1 - y * 1.4 + 4 * wave) ** 2
    picture = np.clip(cloth * sheen[..., None], 0, 1).astype(np.float32)
    # The cloth is turned along this line; beyond it one sees the lining.
    line = (x * 0.64 + y * 0.77) - 0.42 + 0.03 * np.sin((x - y) * 3)
    lining = ramp(
        np.clip(0.55 + 0.2 * np.sin((x - y) * 7 + 2 * wave * 20) + 0.2 * rolling(rng, sheet, 30, stretch=4), 0, 1),
        (p.deep, mix(p.deep, p.accent, 0.5), p.accent, mix(p.accent, p.light, 0.4)),
    )
    roll = 0.5 + 0.65 * np.exp(-(((line - 0.10) / 0.08) ** 2)) + 0.15 * smooth(0.1, 0.7, line.astype(np.float32))
    picture = darkened(picture, np.exp(-np.abs(np.minimum(line, 0)) * 9).astype(np.float32) * 0.75)
    picture = mixed(
        picture,
        np.clip(lining * roll[..., None], 0, 1).astype(np.float32),
        np.clip(line * sheet.unit, 0, 1).astype(np.float32),
    )
    sketch = Sketch(sheet, picture)
    s = np.linspace(-2, 2, 220)
    for offset, width, colour in ((0.0, 0.05, shade(p.mid, 0.7)), (0.0, 0.034, p.light)):
        edge = np.stack([0.42 * 0.64 + s * 0.77 + 0.64 * offset, 0.42 * 0.77 - s * 0.64 + 0.77 * offset], axis=1)
        sketch.stroke(edge + 0.004 * np.sin(s * 120)[:, None], width + 0.008 * np.sin(s * 120), colour)
    return curved(sketch.done(), contrast=1.08)


def draw_bundle(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A wrapping cloth tied around a melon, on a mat."""
    p = motif.palette
    x, y = sheet.grid()
    straw = 0.5 + 0.25 * np.sin(y * 130 + 2 * np.sin(x * 3)) * (0.5 + 0.5 * rolling(rng, sheet, 60, stretch=8))
    picture = ramp(straw.astype(np.float32), ((0.45, 0.36, 0.16), (0.78, 0.67, 0.38), (0.93, 0.85, 0.6)))
    picture = darkened(picture, (smooth(-0.5, -1.3, y) * 0.8).astype(np.float32))
    cx, cy, radius = 0.0, 0.2, 0.78
    far = np.hypot(x - cx, (y - cy) * 1.06) / radius
    ball = smooth(1.0, 0.985, far)
    depth = np.sqrt(np.clip(1 - far**2, 0.0004, 1))
    u = np.arctan2(x - cx, depth * radius) * 2.2
    v = np.arcsin(np.clip((y - cy) / radius, -1, 1)) * 2.2
    # Folds run up into the knot.
    pull = np.sin(np.arctan2(x, -(y + 0.75)) * 13) * smooth(0.2, -0.75, y) * 0.18
    cloth = woven(
        motif,
        (u + pull * 0.5).astype(np.float32),
        (v + pull).astype(np.float32),
        colours=(p.deep, p.dark, p.mid, p.light, p.pale),
    )
    light = np.clip(0.12 + 0.95 * (depth * 0.75 - (x - cx) * 0.28 - (y - cy) * 0.3) + pull * 1.6, 0.06, 1.25)
    shadow = np.exp(-((((x - 0.12) / 0.85) ** 2 + ((y - 0.98) / 0.16) ** 2) ** 2))
    picture = darkened(picture, shadow.astype(np.float32) * 0.8)
    picture = mixed(picture, np.clip(cloth * light[..., None], 0, 1).astype(np.float32), ball)
    for way, wide in (
        ([(0.0, -0.52), (0.3, -0.72), (0.62, -0.98), (0.95, -0.92)], 0.3),
        ([(0.0, -0.52), (-0.28, -0.78), (-0.55, -1.05), (-0.9, -0.86)], 0.3),
        ([(-0.17, -0.5), (0.0, -0.44), (0.17, -0.5)], 0.24),
    ):
        picture = strip(
            picture,
            sheet,
            motif,
            curve(way, 90),
            np.interp(np.linspace(0, 1, 90), [0, 0.5, 0.88, 1], [0.6, 1.0, 0.5, 0.03]) * wide,
        )
    return picture


def draw_bolts(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Bolts of silk on a shelf."""
    p = motif.palette
    picture = backdrop(sheet, rng, (0.36, 0.22, 0.13))
    x, y = sheet.grid()
    tints = (
        inks(p),
        (shade(p.accent, 0.35), shade(p.accent, 0.7), p.accent, mix(p.accent, p.pale, 0.5), p.pale),
        (p.deep, p.mid, p.light, p.pale, (1.0, 1.0, 1.0)),
        (p.deep, (0.1, 0.3, 0.4), (0.2, 0.55, 0.6), (0.6, 0.85, 0.8), p.pale),
    )
    for i, cy in enumerate((-0.84, -0.3, 0.24, 0.78)):
        side = (y - cy) / 0.255
        body = smooth(1.0, 0.97, np.abs(side)) * smooth(1.02, 1.01, np.abs(x) + 0.02 * np.sin(cy * 40))
        round_ = np.sqrt(np.clip(1 - side**2, 0, 1))
        cloth = woven(motif, x * 3.3 + i * 0.4, np.arcsin(np.clip(side, -1, 1)) * 0.95 + i, colours=tints[i])
        gloss = np.exp(-(((side + 0.45) / 0.22) ** 2)) * 0.38
        picture = darkened(picture, blurred(np.roll(body, 16, axis=0), 10) * 0.7)
        picture = mixed(picture, np.clip(cloth * (0.2 + 0.9 * round_)[..., None], 0, 1).astype(np.float32), body)
        picture = lit(picture, (gloss * body).astype(np.float32), mix(tints[i][3], (1.0, 1.0, 1.0), 0.4))
        label = smooth(0.17, 0.165, np.abs(x - 0.55 + 0.3 * i)) * body * smooth(0.55, 0.53, np.abs(side))
        picture = mixed(picture, (0.96, 0.92, 0.82), label * (0.45 + 0.5 * round_))
    return picture


def draw_curtain(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A stage curtain drawn aside from a lit, empty stage."""
    p = motif.palette
    x, y = sheet.grid()
    boards = 0.5 + 0.3 * np.sin(x / np.maximum(y + 0.2, 0.25) * 26)
    floor = ramp(
        np.clip(boards * 0.5 + 0.3, 0, 1).astype(np.float32), ((0.2, 0.1, 0.03), (0.6, 0.38, 0.14), (0.95, 0.8, 0.5))
    )
    wall = ramp(
        np.clip(1.1 - np.hypot(x, y + 0.1) * 0.9, 0, 1).astype(np.float32),
        ((0.25, 0.1, 0.02), p.light, p.pale, (1.0, 1.0, 0.92)),
    )
    picture = mixed(wall, floor, smooth(0.55, 0.56, y))
    sketch = Sketch(sheet, picture)
    ink = (0.14, 0.2, 0.12)
    trunk = curve([(-0.02, 0.6), (0.05, 0.3), (-0.08, 0.05), (0.06, -0.2), (0.0, -0.4)], 60)
    sketch.stroke(trunk, np.linspace(0.13, 0.03, 60), (0.25, 0.14, 0.07))
    for bx, by, wide in (
        (-0.22, 0.12, 0.22),
        (0.2, -0.02, 0.22),
        (-0.14, -0.2, 0.2),
        (0.1, -0.38, 0.18),
        (0.02, -0.5, 0.12),
    ):
        for _ in range(46):
            dx, dy = rng.normal(0, wide * 0.42), rng.normal(0, 0.03)
            sketch.circle(
                bx + dx,
                by + dy - 0.02 * (1 - (dx / wide) ** 2),
                rng.uniform(0.012, 0.03),
                mix(ink, (0.35, 0.5, 0.2), rng.random() * 0.6),
            )
    picture = sketch.done()
    for side in (-1, 1):
        edge = 0.5 - 0.22 * smooth(-1.2, 0.3, y) + 0.16 * smooth(0.35, 0.9, y)
        inner = side * x
        body = smooth(-0.008, 0.008, (inner - edge).astype(np.float32))
        run = (inner - edge) / (1.15 - edge)
        fold = np.sin(run * 26 + 0.6 * np.sin(y * 3)) * 0.5 + 0.3 * np.sin(run * 61)
        cloth = woven(
            motif, (run * 3.6 * side + fold * 0.08).astype(np.float32), (y * 3.4 + fold * 0.06).astype(np.float32)
        )
        light = np.clip(0.62 + 0.42 * fold + 0.25 * np.exp(-run * 4), 0.12, 1.25)
        picture = darkened(picture, blurred(body, 10) * 0.4)
        picture = mixed(picture, np.clip(cloth * light[..., None], 0, 1).astype(np.float32), body)
    valance = smooth(-0.78, -0.79, y + 0.05 * np.abs(np.sin(x * 5)))
    fringe = woven(
        motif, x * 5.0, y * 5.0, colours=(shade(p.accent, 0.3), p.accent, shade(p.accent, 0.8), p.light, p.pale)
    )
    return mixed(darkened(picture, blurred(valance, 12) * 0.6), fringe, valance)
