"""Jellyfish: everything on them is light."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, lit, smooth
from kazeyomi.colour import Colour, Picture, mix, rgb, shade
from kazeyomi.families.deep.water import motes, water
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng
from kazeyomi.sketch import BLACK, WHITE, Sketch, curve


def _jelly(
    picture: Picture,
    sheet: Sheet,
    rng: Rng,
    *,
    x: float,
    y: float,
    size: float,
    tint: Colour,
    glow: Colour,
    arms: int = 16,
    lean: float = 0.0,
) -> Picture:
    """A jellyfish: everything on it is light, so it is added, not painted."""
    layer = Sketch(sheet, BLACK)
    for k in range(arms):
        t = (k + 0.5) / arms * 2 - 1
        root = np.array([x + t * size * 0.8, y + size * 0.2 * (1 - t * t)])
        fall = size * rng.uniform(1.3, 2.9)
        sway = rng.uniform(-0.25, 0.25) * size
        way = curve(
            [
                root,
                root + (sway + lean * fall * 0.2, fall * 0.35),
                root + (-sway + lean * fall * 0.5, fall * 0.7),
                root + (sway + lean * fall, fall),
            ],
            60,
        )
        layer.stroke(way, np.linspace(0.022, 0.003, 60) * size * 2, mix(tint, BLACK, 0.35))
    for k in range(5):
        t = (k - 2) / 3
        root = np.array([x + t * size * 0.4, y + size * 0.12])
        fall = size * rng.uniform(1.0, 1.7)
        way = curve(
            [
                root,
                root + (0.1 * size, fall * 0.4),
                root + (-0.1 * size + lean * fall * 0.5, fall * 0.75),
                root + (lean * fall, fall),
            ],
            70,
        )
        widths = (0.16 + 0.06 * np.sin(np.arange(70) * 0.7)) * size * np.linspace(1, 0.1, 70)
        layer.stroke(way, widths, mix(glow, BLACK, 0.45))
        layer.stroke(way, widths * 0.35, mix(glow, BLACK, 0.1))
    arms_light = layer.done()
    gx, gy = sheet.grid()
    u, v = (gx - x - lean * (gy - y) * 0.2) / size, (gy - y) / (size * 0.85)
    hem = 0.24 + 0.05 * np.cos(np.arcsin(np.clip(u, -1, 1)) * 16)
    far = np.hypot(u, np.where(v < 0.0, v, v * 2.6))
    bell = smooth(1.0, 0.97, far) * smooth(hem + 0.02, hem - 0.02, v)
    rim = np.clip(far, 0, 1) ** 3
    ribs = 0.5 + 0.5 * np.cos(np.arctan2(u, 1.15 - v) * 34)
    spots = (
        smooth(0.05, 0.02, np.abs(np.hypot(u * 1.4, v + 0.2) - 0.42))
        + smooth(0.14, 0.1, np.hypot(np.abs(u) - 0.26, v + 0.18)) * 0.8
    )
    light = bell * (0.16 + 0.5 * rim + 0.16 * ribs * rim + 0.35 * np.exp(-(((v - 0.05) / 0.2) ** 2)))
    out = 1 - (1 - picture) * (1 - arms_light * 0.8) * (1 - np.clip(blurred(arms_light, 9), 0, 1) * 0.5)
    out = lit(out.astype(np.float32), light.astype(np.float32), tint)
    out = lit(out, (bell * spots * 0.7).astype(np.float32), glow)
    halo = np.exp(-((np.hypot(gx - x, gy - y) / (size * 1.1)) ** 2)) * 0.35
    return lit(out, halo.astype(np.float32), mix(tint, BLACK, 0.2))


def draw_lantern(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = water(sheet, rng, (p.dark, p.deep, shade(p.deep, 0.6)), rays=0.25, light=p.light)
    for x, y, size in ((-0.72, -0.75, 0.16), (0.78, 0.1, 0.2)):
        picture = _jelly(picture, sheet, rng, x=x, y=y, size=size, tint=mix(p.mid, p.dark, 0.4), glow=p.mid, arms=9)
    picture = _jelly(picture, sheet, rng, x=0.0, y=-0.32, size=0.62, tint=p.light, glow=p.accent, arms=20, lean=-0.08)
    return bloomed(motes(picture, sheet, rng, count=140, colour=p.pale), above=0.6, amount=0.5)


def draw_drift(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = water(sheet, rng, (p.light, p.mid, p.dark, p.deep), rays=0.7)
    for _ in range(11):
        size = rng.uniform(0.12, 0.32)
        picture = _jelly(
            picture,
            sheet,
            rng,
            x=rng.uniform(-0.9, 0.9),
            y=rng.uniform(-1.0, 0.7),
            size=size,
            tint=WHITE,
            glow=rgb("#ffd8ec"),
            arms=10,
            lean=rng.uniform(-0.3, 0.3),
        )
    return motes(picture, sheet, rng, count=160, colour=WHITE)
