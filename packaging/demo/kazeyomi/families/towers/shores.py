"""Buildings by water: lighthouse, bridge, harbour."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, lit, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds
from kazeyomi.scenery import mirrored_below, moon, sky, stars
from kazeyomi.sketch import BLACK, WHITE, Sketch, curve, trace
from kazeyomi.water import Sea, with_sea


def draw_lighthouse(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid, p.light), cloud=p.mid, much=0.9)
    gx, gy = sheet.grid()
    lx, ly = -0.28, -0.52
    angle, far = np.arctan2(gy - ly, gx - lx), np.hypot(gx - lx, gy - ly)
    for a in (0.22, np.pi + 0.22):
        off = np.abs(np.mod(angle - a + np.pi, 2 * np.pi) - np.pi)
        picture = lit(
            picture,
            (smooth(0.17, 0.02, off) * np.exp(-far * 0.55) * 0.95).astype(np.float32),
            mix(p.accent, WHITE, 0.4),
        )
    picture = with_sea(
        picture, sheet, rng, Sea(0.36, (p.light, p.mid, p.dark, p.deep), p.accent, light_x=-0.28, swell=1.8, shine=0.5)
    )
    sketch = Sketch(sheet, picture)
    rock = trace("-1.3,1.4 -1.3,0.35 -0.9,0.2 -0.6,0.12 0.02,0.16 0.16,0.34 0.34,0.42 0.4,0.7 0.66,0.86 0.8,1.4")
    sketch.polygon(rock, shade(p.deep, 0.9))
    for _ in range(120):
        x = rng.uniform(-1.1, 0.5)
        y = 0.28 + 0.6 * max(0.0, x + 0.1) + 0.8 * rng.random()
        sketch.polygon(
            np.array([(-1, 0.2), (-0.2, -0.5), (0.9, -0.1), (0.4, 0.6)]) * rng.uniform(0.03, 0.11) + (x, y),
            mix(p.deep, p.mid, rng.random() * 0.55),
        )
    half_low, half_top, foot, top = 0.2, 0.125, 0.2, -0.4
    for k in range(7):
        t0, t1 = k / 7, (k + 1) / 7
        y0, y1 = foot + (top - foot) * t0, foot + (top - foot) * t1
        w0, w1 = half_low + (half_top - half_low) * t0, half_low + (half_top - half_low) * t1
        tone = rgb("#c22a24") if k % 2 == 0 else rgb("#f2eee6")
        for side, light in ((-1.0, 1.0), (-0.2, 0.82), (0.45, 0.58)):
            sketch.polygon(
                [(lx + side * w0, y0), (lx + side * w1, y1), (lx + w1, y1), (lx + w0, y0)], shade(tone, light)
            )
    for wy in (0.05, -0.2):
        sketch.polygon(
            np.array([(-0.022, 0.05), (-0.022, -0.03), (0.0, -0.05), (0.022, -0.03), (0.022, 0.05)]) + (lx - 0.02, wy),
            rgb("#2a1a14"),
        )
    sketch.polygon(
        [(lx - 0.19, top), (lx + 0.19, top), (lx + 0.17, top - 0.035), (lx - 0.17, top - 0.035)], rgb("#2a2e36")
    )
    for k in range(9):
        x = lx - 0.17 + 0.0425 * k
        sketch.line([(x, top - 0.035), (x, top - 0.11)], rgb("#2a2e36"), width=0.009)
    sketch.line([(lx - 0.18, top - 0.11), (lx + 0.18, top - 0.11)], rgb("#2a2e36"), width=0.012)
    sketch.polygon(
        [(lx - 0.1, top - 0.035), (lx + 0.1, top - 0.035), (lx + 0.1, top - 0.19), (lx - 0.1, top - 0.19)],
        mix(p.accent, WHITE, 0.6),
    )
    for k in range(5):
        sketch.line(
            [(lx - 0.1 + 0.05 * k, top - 0.035), (lx - 0.1 + 0.05 * k, top - 0.19)], rgb("#2a2e36"), width=0.008
        )
    sketch.polygon(
        curve(
            [
                (lx - 0.13, top - 0.19),
                (lx - 0.06, top - 0.26),
                (lx, top - 0.32),
                (lx + 0.06, top - 0.26),
                (lx + 0.13, top - 0.19),
            ],
            30,
        ),
        rgb("#a8231c"),
    )
    sketch.circle(lx, top - 0.33, 0.02, rgb("#2a2e36"))
    for _ in range(420):
        t = rng.random()
        x, y = -0.9 + 1.7 * t + rng.normal(0, 0.05), 0.62 + 0.42 * t + rng.normal(0, 0.07)
        sketch.circle(x, y, rng.uniform(0.004, 0.016), WHITE, alpha=0.8)
    for _ in range(160):
        x, y, long = rng.uniform(-1.2, 1.2), rng.uniform(-1.3, 1.2), rng.uniform(0.08, 0.2)
        sketch.line([(x, y), (x - long * 0.5, y + long)], p.pale, width=0.003, alpha=0.15)
    return bloomed(sketch.done(), above=0.8, amount=0.5)


def draw_bridge(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A round bridge that makes a moon with its mirror image."""
    p = motif.palette
    picture = ramp(
        np.clip(0.75 - 0.25 * sheet.down() + 0.3 * (clouds(rng, sheet, 3, octaves=5) - 0.5), 0, 1),
        (p.dark, p.mid, p.light, p.pale),
    )
    picture = moon(picture, sheet, rng, x=-0.58, y=-0.72, radius=0.17, colour=mix(p.accent, WHITE, 0.4))
    sketch = Sketch(sheet, picture)
    for layer in range(3):
        for _ in range(46):
            x, y = rng.uniform(-1.15, 1.15), -0.3 + 0.18 * layer + rng.normal(0, 0.1)
            r = rng.uniform(0.07, 0.16)
            tone = mix(mix(p.light, p.mid, 0.5), p.dark, 0.3 + 0.3 * layer)
            for k in range(4):
                sketch.circle(x - r * 0.2 * k, y - r * 0.24 * k, r * (1 - 0.24 * k), mix(tone, p.light, 0.16 * k))
    sketch.polygon([(-1.3, 0.15), (1.3, 0.15), (1.3, 0.4), (-1.3, 0.4)], mix(p.dark, p.deep, 0.3))
    stone = rgb("#b8b4a4")
    a = np.linspace(np.pi, 2 * np.pi, 80)
    arch = np.stack([0.42 * np.cos(a), 0.3 + 0.5 * np.sin(a)], axis=1)
    deck = curve(
        [(-1.3, 0.2), (-0.85, 0.06), (-0.45, -0.22), (0.0, -0.36), (0.45, -0.22), (0.85, 0.06), (1.3, 0.2)], 100
    )
    sketch.polygon(
        np.concatenate([deck, [(1.3, 0.31), (0.42, 0.31)], arch[::-1], [(-0.42, 0.31), (-1.3, 0.31)]]),
        shade(stone, 0.78),
    )
    for i in range(0, 80, 5):
        b = a[i]
        sketch.line(
            [(0.42 * np.cos(b), 0.3 + 0.5 * np.sin(b)), (0.52 * np.cos(b), 0.3 + 0.6 * np.sin(b))],
            shade(stone, 0.45),
            width=0.008,
        )
    sketch.line(np.stack([0.52 * np.cos(a), 0.3 + 0.6 * np.sin(a)], axis=1), shade(stone, 0.5), width=0.008)
    sketch.line(arch, shade(stone, 0.4), width=0.014)
    for _ in range(60):
        x = rng.uniform(-1.1, 1.1)
        top = np.interp(x, deck[:, 0], deck[:, 1])
        y = rng.uniform(top + 0.05, 0.3)
        if np.hypot(x / 0.54, (y - 0.3) / 0.62) > 1:
            sketch.polygon(
                np.array([(-1, -0.5), (1, -0.5), (1, 0.5), (-1, 0.5)]) * rng.uniform(0.03, 0.05) + (x, y),
                shade(stone, rng.uniform(0.62, 0.95)),
            )
    for off, colour in ((-0.16, rgb("#a8281c")), (-0.1, rgb("#a8281c"))):
        sketch.stroke(deck + np.array([0, off]), 0.022, colour)
    for i in range(3, 100, 6):
        x, y = deck[i]
        sketch.line([(x, y), (x, y - 0.19)], rgb("#8a1f16"), width=0.024)
        sketch.circle(x, y - 0.2, 0.02, rgb("#d8b04a"))
    sketch.polygon([(0.0, -0.36), (-0.05, -0.56), (0.05, -0.56), (0.08, -0.36)], rgb("#2a3a6a"))
    sketch.circle(0.0, -0.6, 0.036, rgb("#f0d8c0"))
    sketch.polygon(
        curve([(-0.15, -0.64), (0.0, -0.82), (0.15, -0.64), (0.0, -0.67), (-0.15, -0.64)], 40), rgb("#c22a24")
    )
    picture = mirrored_below(sketch.done(), sheet, rng, line=0.32, tint=p.dark, murk=0.15, ripple=0.5)
    sketch = Sketch(sheet, picture)
    for _ in range(9):
        x, y, half = rng.uniform(-1, 1), rng.uniform(0.7, 1.15), rng.uniform(0.06, 0.16)
        t = np.linspace(0, 2 * np.pi, 30)
        sketch.polygon(
            np.stack([x + half * np.cos(t), y + half * 0.3 * np.sin(t)], axis=1), mix(p.mid, rgb("#5a9a4a"), 0.6)
        )
        sketch.circle(x + half * 0.3, y - 0.02, 0.025, mix(p.accent, WHITE, 0.5))
    return sketch.done()


def draw_harbor(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(
        sky(sheet, rng, (p.deep, p.dark, p.mid, mix(p.light, p.accent, 0.4))), sheet, rng, count=260, below=0.45
    )
    picture = moon(picture, sheet, rng, x=0.5, y=-0.72, radius=0.13, colour=p.accent, phase=0.5)
    sketch = Sketch(sheet, picture)
    walls = (rgb("#a8442f"), rgb("#d8a04a"), rgb("#4a6a9a"), rgb("#7a4a7a"), rgb("#c8b898"), rgb("#3f7a6a"))
    for row in range(5):
        foot = 0.02 + 0.12 * row
        x = -1.25 + rng.uniform(-0.1, 0)
        while x < 1.2:
            wide, tall = rng.uniform(0.13, 0.22), rng.uniform(0.24, 0.5) * (0.85 + 0.1 * row)
            hill = 0.34 * np.exp(-(((x + 0.25) / 0.65) ** 2)) * (1 - row / 5)
            base, top = foot + 0.2, foot - tall - hill
            tone = mix(walls[int(rng.integers(0, 6))], p.deep, 0.62 - 0.1 * row)
            sketch.polygon([(x, base), (x, top), (x + wide, top), (x + wide, base)], tone)
            sketch.polygon(
                [(x + wide * 0.72, base), (x + wide * 0.72, top), (x + wide, top), (x + wide, base)], shade(tone, 0.7)
            )
            peak = rng.uniform(0.06, 0.14)
            sketch.polygon(
                [(x - 0.015, top), (x + wide / 2, top - peak), (x + wide + 0.015, top)],
                shade(mix(rgb("#7a2f24"), p.deep, 0.5 - 0.08 * row), 0.9),
            )
            for wx in np.arange(x + 0.03, x + wide - 0.03, 0.045):
                for wy in np.arange(top + 0.04, base - 0.06, 0.065):
                    if rng.random() < 0.62:
                        sketch.polygon(
                            np.array([(-0.011, 0.02), (-0.011, -0.016), (0.011, -0.016), (0.011, 0.02)]) + (wx, wy),
                            mix(p.accent, rgb("#ff9a3a"), rng.random()) if rng.random() < 0.75 else shade(tone, 0.4),
                        )
            x += wide + rng.uniform(0.0, 0.02)
    sketch.polygon([(-1.3, 0.64), (1.3, 0.64), (1.3, 0.72), (-1.3, 0.72)], mix(p.deep, BLACK, 0.3))
    picture = mirrored_below(sketch.done(), sheet, rng, line=0.7, tint=p.deep, murk=0.12, ripple=0.8)
    sketch = Sketch(sheet, picture)
    for x, y, s in ((-0.62, 0.76, 0.2), (0.42, 0.84, 0.26)):
        sketch.polygon(
            np.array([(-1, -0.1), (-0.75, 0.22), (0.7, 0.22), (1.05, -0.16)]) * s + (x, y), mix(p.deep, BLACK, 0.4)
        )
        sketch.line([(x, y), (x, y - 1.7 * s)], mix(p.deep, BLACK, 0.4), width=0.014)
        sketch.polygon(np.array([(0.05, -0.2), (0.05, -1.6), (0.85, -0.3)]) * s + (x, y), mix(p.light, p.deep, 0.45))
        sketch.circle(x, y - 1.72 * s, 0.018, p.accent)
    return bloomed(sketch.done(), above=0.7, amount=0.45, sigma=8)
