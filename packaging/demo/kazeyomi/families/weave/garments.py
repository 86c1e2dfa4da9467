"""Robes, an obi, a war mantle, a sash."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, darkened, hillshade, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, shade
from kazeyomi.families.weave.cloth import backdrop, strip, woven
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import masked
from kazeyomi.sketch import Sketch, curve, mirrored, trace


def draw_robe(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A kimono on its rack, seen from behind."""
    p = motif.palette
    picture = backdrop(sheet, rng, mix(p.accent, (0.35, 0.2, 0.1), 0.75))
    half = curve([(0.0, -0.70), (0.14, -0.72), (0.3, -0.66)], 20)
    outline = mirrored(
        [*half, (1.02, -0.62), (1.06, 0.16), (0.62, 0.22), (0.6, -0.16), (0.5, -0.14), (0.56, 1.02), (0.0, 1.06)]
    )
    body = masked(sheet, outline)
    x, y = sheet.grid()
    fold = 0.06 * np.sin(x * 9 + 1.2 * np.sin(y * 1.6)) + 0.05 * np.sin(x * 21 + y * 2)
    fold = fold * smooth(-0.6, 0.6, y)
    cloth = woven(motif, x * 3.4 + fold, y * 3.4 + fold * 0.4)
    light = 0.92 + 0.35 * (hillshade(fold, strength=46, azimuth=200, altitude=50) - 0.766) * 2 - 0.18 * np.abs(x)
    hem = smooth(0.62, 1.05, y + 0.12 * np.sin(x * 4))
    cloth = mixed(cloth, mix(p.accent, p.light, 0.2), hem * 0.35)
    picture = darkened(picture, blurred(np.roll(body, 14, axis=(0, 1)), 16) * 0.7)
    picture = mixed(picture, np.clip(cloth * light[..., None], 0, 1).astype(np.float32), body)
    sketch = Sketch(sheet, picture)
    for side in (-1, 1):
        sketch.stroke([(side * 0.52, -0.62), (side * 0.58, 0.2)], 0.012, shade(p.deep, 0.6), alpha=0.8)
    sketch.line([(0, -0.66), (0, 1.05)], shade(p.deep, 0.7), width=0.008, alpha=0.7)
    collar = curve([(-0.3, -0.68), (-0.14, -0.60), (0.0, -0.58), (0.14, -0.60), (0.3, -0.68)], 30)
    sketch.stroke(collar + np.array([0, -0.07]), 0.1, mix(p.accent, p.pale, 0.5))
    sketch.stroke(collar + np.array([0, -0.055]), 0.05, p.deep)
    wood = mix(p.deep, (0.45, 0.1, 0.06), 0.6)
    sketch.line([(-1.2, -0.67), (-0.98, -0.67)], wood, width=0.05)
    sketch.line([(0.98, -0.67), (1.2, -0.67)], wood, width=0.05)
    for cx in (0.0, -0.76, 0.76):
        sketch.circle(cx, -0.38, 0.085, p.pale)
        for k in range(5):
            a = k * 1.2566 - 1.5708
            sketch.circle(cx + 0.042 * np.cos(a), -0.38 + 0.042 * np.sin(a), 0.026, p.deep)
    return sketch.done()


def draw_obi(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """An obi tied behind: the band, the drum knot, the cord with its jewel."""
    p = motif.palette
    x, y = sheet.grid()
    ground = ramp(
        np.clip(0.45 + 0.3 * np.sin(x * 3 + 0.6 * np.sin(y * 2)) - 0.2 * np.abs(x), 0, 1).astype(np.float32),
        (shade(p.accent, 0.35), shade(p.accent, 0.75), mix(p.accent, p.pale, 0.3)),
    )
    ground = ground * (0.93 + 0.07 * np.sin((x + y * 0.2) * 60))[..., None]
    wrap = np.sqrt(np.clip(1 - (x / 1.25) ** 2, 0, 1))
    band = smooth(0.64, 0.62, np.abs(y + 0.02 + 0.05 * x * x))
    cloth = woven(motif, np.arcsin(np.clip(x / 1.25, -1, 1)) * 4.2, (y + 0.05 * x * x) * 3.4)
    picture = darkened(ground.astype(np.float32), blurred(band, 14) * 0.5)
    picture = mixed(picture, cloth * (0.3 + 0.75 * wrap)[..., None], band)
    knot = curve(
        trace(
            "-0.52,-0.74 0.52,-0.74 0.58,-0.6 0.54,0 0.55,0.66 0.46,0.78 -0.46,0.78 "
            "-0.55,0.66 -0.54,0 -0.58,-0.6 -0.52,-0.74"
        ),
        120,
    )
    body = masked(sheet, knot)
    belly = np.sqrt(np.clip(1 - ((y - 0.02) / 0.86) ** 2, 0, 1)) * (1 - 0.25 * (x / 0.6) ** 2)
    drum = woven(motif, x * 2.6 + 0.5, np.arcsin(np.clip((y - 0.02) / 0.9, -1, 1)) * 2.9)
    picture = darkened(picture, blurred(np.roll(body, 10, axis=0), 20) * 0.75)
    picture = mixed(picture, np.clip(drum * (0.35 + 0.8 * belly)[..., None], 0, 1).astype(np.float32), body)
    sketch = Sketch(sheet, picture)
    s = np.linspace(-1.2, 1.2, 260)
    for dy, tint in ((-0.03, p.accent), (0.03, mix(p.accent, p.pale, 0.4))):
        cord = np.stack([s, 0.12 + dy + 0.05 * s * s + 0.006 * np.sin(s * 90 + dy * 99)], axis=1)
        sketch.stroke(cord + np.array([0, 0.012]), 0.05, shade(p.deep, 0.5), alpha=0.6)
        sketch.stroke(cord, 0.05 + 0.012 * np.sin(s * 90), tint)
    sketch.circle(0, 0.12, 0.13, mix(p.accent, p.deep, 0.5))
    sketch.circle(0, 0.12, 0.115, p.pale)
    sketch.circle(0, 0.12, 0.085, p.mid)
    sketch.circle(-0.025, 0.09, 0.03, p.pale)
    return sketch.done()


def draw_banner(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A war mantle whipping in the wind before a smoky sky."""
    p = motif.palette
    smoke = clouds(rng, sheet, 2.4, octaves=6)
    picture = ramp(
        np.clip(smoke * 0.9 + 0.25 * sheet.down() - 0.1, 0, 1), (p.accent, mix(p.accent, p.pale, 0.55), p.pale, p.light)
    )
    x, y = sheet.grid()
    run = np.clip(x + 0.95, 0, 3)
    wave = (0.13 * np.sin(run * 4.2 - 0.6 * y) + 0.06 * np.sin(run * 8.5 + y * 1.5)) * smooth(0.0, 0.7, run)
    yy = y + wave - 0.05
    edge_right = 0.86 + 0.08 * np.sin(y * 14) + 0.05 * np.sin(y * 31)
    body = smooth(0.72, 0.71, np.abs(yy)) * smooth(-0.86, -0.85, x) * smooth(edge_right + 0.01, edge_right, x)
    cloth = woven(motif, run * 3.1, yy * 3.1)
    border = smooth(0.6, 0.61, np.abs(yy))
    cloth = mixed(cloth, mix(p.pale, (0.9, 0.75, 0.3), 0.6), border * 0.9)
    slope = np.gradient(wave, axis=1).astype(np.float32) * sheet.unit
    light = np.clip(0.75 + 0.62 * slope, 0.18, 1.3)
    picture = mixed(picture, np.clip(cloth * light[..., None], 0, 1).astype(np.float32), body)
    sketch = Sketch(sheet, picture)
    sketch.line([(-0.88, -1.4), (-0.88, 1.4)], shade(p.deep, 0.7), width=0.06)
    sketch.line([(-0.895, -1.4), (-0.895, 1.4)], mix(p.mid, p.deep, 0.4), width=0.016)
    for _ in range(60):
        ex, ey = rng.uniform(-1, 1), rng.uniform(-1, 1.1)
        sketch.circle(ex, ey, rng.uniform(0.003, 0.009), mix(p.light, p.pale, rng.random()), alpha=0.9)
    return sketch.done()


def draw_sash(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A long sash let go in the wind."""
    p = motif.palette
    field = clouds(rng, sheet, 2.2, octaves=6, stretch=2.0)
    picture = ramp(
        np.clip(field * 0.7 + 0.35 * sheet.down(), 0, 1),
        (mix(p.accent, p.pale, 0.25), p.pale, (1.0, 1.0, 0.97), mix(p.accent, p.pale, 0.6)),
    )
    way = curve(
        [(-1.15, -0.95), (-0.3, -1.02), (0.6, -0.62), (0.35, -0.1), (-0.5, 0.0), (-0.7, 0.5), (0.1, 0.72), (1.2, 0.6)],
        260,
    )
    widths = 0.42 + 0.08 * np.sin(np.linspace(0, 14, 260))
    for start, end in ((0, 130), (120, 200), (190, 260)):
        picture = strip(picture, sheet, motif, way[start:end], widths[start:end], cell=2.6)
    sketch = Sketch(sheet, picture)
    for _ in range(34):
        x, y, size, a = rng.uniform(-1.1, 1.1), rng.uniform(-1.1, 1.1), rng.uniform(0.012, 0.03), rng.uniform(0, 6.28)
        leaf = np.array([(-1, 0), (0, -0.45), (1, 0), (0, 0.45)]) * size
        c, s = np.cos(a), np.sin(a)
        sketch.polygon(leaf @ np.array([[c, s], [-s, c]]) + np.array([x, y]), p.accent, alpha=0.9)
    return sketch.done()
