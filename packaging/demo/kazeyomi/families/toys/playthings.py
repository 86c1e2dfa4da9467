"""A spinning top and thread balls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazeyomi.canvas import Sheet, darkened, lit, mixed, smooth
from kazeyomi.colour import Colour, Picture, ramp, rgb
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.patterns import shippo
from kazeyomi.scenery import disc
from kazeyomi.sketch import WHITE, Sketch, curve


def draw_top(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A spinning top on boards, its rings blurred into light."""
    p = motif.palette
    gx, gy = sheet.grid()
    board = np.mod(gx / np.maximum(gy + 1.9, 0.3) * 3.4, 1)
    fibre = clouds(rng, sheet, 9, octaves=5, stretch=0.12)
    picture = ramp(
        np.clip(
            0.35 + 0.35 * (fibre - 0.5) + 0.25 * sheet.down() - 0.25 * smooth(0.03, 0.0, np.minimum(board, 1 - board)),
            0,
            1,
        ).astype(np.float32),
        (rgb("#1f1006"), rgb("#6a3f1a"), rgb("#b07a3a"), rgb("#e8c288")),
    )
    c, s = np.cos(-0.2), np.sin(-0.2)
    x, y = gx * c + gy * s, -gx * s + gy * c
    shadow = np.exp(-((((gx - 0.2) / 0.75) ** 2 + ((gy - 0.86) / 0.13) ** 2) ** 1.4))
    picture = darkened(picture, shadow.astype(np.float32) * 0.75)
    cone = np.clip(1 - (y - 0.02) / 0.82, 0, 1)
    half = 0.74 * cone**0.72
    lower = smooth(0.006, -0.006, np.abs(x) - half) * (y > 0.02)
    side = x / np.maximum(half, 1e-3)
    stripe = np.interp(y, [0.02, 0.14, 0.16, 0.3, 0.32, 0.46, 0.48, 0.84], [0.1, 0.1, 0.9, 0.9, 0.45, 0.45, 0.1, 0.1])
    tones = (rgb("#b8231c"), rgb("#2f7a4a"), rgb("#f0c23a"))
    body = (
        ramp(stripe.astype(np.float32), tones)
        * np.clip(0.35 + 0.75 * np.sqrt(np.clip(1 - (side + 0.3) ** 2 / 1.8, 0, 1)), 0, 1)[..., None]
    )
    picture = mixed(picture, body.astype(np.float32), lower.astype(np.float32))
    ellipse = np.hypot(x / 0.76, (y - 0.02) / 0.3)
    rings = np.interp(
        ellipse, np.linspace(0, 1, 11), [0.5, 0.0, 0.0, 0.95, 0.95, 0.5, 0.5, 0.0, 0.95, 0.2, 0.0]
    ).astype(np.float32)
    colours = ramp(rings, (rgb("#c2261c"), rgb("#e8702a"), rgb("#2f8a5a"), rgb("#2f5fb8"), rgb("#f6d04a")))
    sheen = np.arctan2((y - 0.02) / 0.3, x / 0.76)
    streak = 0.82 + 0.3 * np.maximum(0, np.cos(2 * sheen + 0.9)) ** 3 + 0.06 * np.sin(ellipse * 130)
    picture = mixed(picture, np.clip(colours * streak[..., None], 0, 1).astype(np.float32), smooth(1.0, 0.985, ellipse))
    sketch = Sketch(sheet, picture)
    axis = np.array([s, -c])
    for off, width, tint in (
        (0.0, 0.1, rgb("#3a2010")),
        (-0.014, 0.065, rgb("#a8743a")),
        (-0.03, 0.02, rgb("#f0d8a0")),
    ):
        sketch.stroke(
            [np.array([off, 0.0]) - axis * 0.0, np.array([off, 0.0]) + axis * 0.62], [width, width * 0.75], tint
        )
    sketch.spot((axis * 0.64), 0.06, rgb("#c2261c"))
    sketch.spot((axis * 0.65 - 0.015), 0.02, rgb("#ffd0b8"))
    cord = curve([(0.62, 0.92), (0.95, 0.72), (0.8, 0.5), (1.0, 0.3), (1.3, 0.42)], 80)
    sketch.stroke(cord + np.array([0.01, 0.025]), 0.035, (0.0, 0.0, 0.0), alpha=0.4)
    for i in range(80):
        sketch.spot(cord[i], 0.02, (rgb("#e8dcc0"), rgb("#b8231c"))[(i // 3) % 2])
    for k in range(5):
        a = np.linspace(0.5 + k * 0.3, 2.2 + k * 0.2, 30)
        arc = np.stack([(0.82 + 0.05 * k) * np.cos(a), 0.02 + (0.34 + 0.03 * k) * np.sin(a)], axis=1)
        sketch.stroke(arc, np.sin(np.linspace(0, np.pi, 30)) * 0.007, p.pale, alpha=0.5)
    return sketch.done()


def draw_temari(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A thread ball, sewn in a great flower, with two smaller ones."""
    p = motif.palette
    gx, gy = sheet.grid()
    cloth = shippo(gx * 3, gy * 3)
    picture = ramp(np.clip(0.25 + 0.35 * cloth, 0, 1), (rgb("#141026"), rgb("#2a2350"), rgb("#4a3f7a")))
    for x, y, radius, hues in (
        (-0.62, 0.74, 0.3, (rgb("#1f5f4a"), rgb("#f0d86a"), rgb("#e8702a"), WHITE)),
        (0.72, 0.66, 0.36, (rgb("#e8e0cc"), rgb("#1f4f9a"), rgb("#c2261c"), rgb("#e0a02a"))),
        (0.0, -0.14, 0.72, (p.dark, p.pale, p.accent, p.light)),
    ):
        picture = _thread_ball(picture, sheet, x=x, y=y, radius=radius, hues=hues)
    return picture


def _thread_ball(
    picture: Picture, sheet: Sheet, *, x: float, y: float, radius: float, hues: Sequence[Colour]
) -> Picture:
    gx, gy = sheet.grid()
    dx, dy = (gx - x) / radius, (gy - y) / radius
    depth = np.sqrt(np.clip(1 - dx * dx - dy * dy, 0, 1))
    # A tilted axis, so that the flower looks a little up.
    tilt = 0.45
    py, pz = dy * np.cos(tilt) + depth * np.sin(tilt), -dy * np.sin(tilt) + depth * np.cos(tilt)
    theta = np.arctan2(np.hypot(dx, py), pz)
    phi = np.arctan2(py, dx)
    value = np.zeros(sheet.shape, dtype=np.int32)
    for ring, (count, reach) in enumerate(((8, 1.15), (8, 0.9), (8, 0.62), (8, 0.36))):
        wave = np.abs(np.mod(phi * count / (2 * np.pi) + 0.5 * (ring % 2), 1.0) * 2 - 1)
        inside = theta < reach * (0.55 + 0.45 * wave)
        value = np.where(inside, 1 + (ring * 1) % 3, value)
        line = np.abs(theta - reach * (0.55 + 0.45 * wave)) < 0.035
        value = np.where(line, (2 + ring) % 4, value)
    band = np.abs(theta - 1.38) < 0.12
    zig = np.abs(np.mod(phi * 12 / (2 * np.pi), 1.0) - 0.5) * 0.34
    value = np.where(band, np.where(np.abs(theta - 1.3 - zig) < 0.04, 2, 3), value)
    table = np.array(hues, dtype=np.float32)
    colours = table[np.clip(value, 0, 3)]
    thread = 0.9 + 0.12 * np.sin(theta * 190) + 0.05 * np.sin(phi * 240)
    light = np.clip(0.22 + 0.95 * (depth * 0.72 - dx * 0.3 - dy * 0.34), 0.06, 1.15) * thread
    shadow = np.exp(-((((gx - x - 0.08) / radius) ** 2 + ((gy - y - radius * 0.16) / radius) ** 2) ** 3))
    picture = darkened(picture, shadow.astype(np.float32) * 0.7)
    picture = mixed(picture, np.clip(colours * light[..., None], 0, 1).astype(np.float32), disc(sheet, x, y, radius))
    gloss, _ = sheet.polar(x - radius * 0.36, y - radius * 0.42)
    return lit(
        picture,
        (np.exp(-((gloss / (0.22 * radius)) ** 2)) * 0.35).astype(np.float32) * disc(sheet, x, y, radius),
        WHITE,
    )
