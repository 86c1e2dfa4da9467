"""Water on land: fall, rain, river, terraces."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, hillshade, mixed, slopes, smooth
from kazeyomi.colour import Picture, mix, ramp, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, cells, clouds, pushed, rolling
from kazeyomi.relief import Camera, lamplit, seen
from kazeyomi.scenery import far_birds, mist_band, sky, sun
from kazeyomi.sketch import WHITE, Sketch, circle_points, curve, petal, placed
from kazeyomi.water import ring_waves

_MAP = Sheet(640, 640)


def draw_waterfall(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    x, y = sheet.grid()
    cliff = clouds(rng, sheet, 5, octaves=6) * 0.6 + 0.4 * cells(rng, sheet, 9)[2]
    rock = ramp(
        np.clip(hillshade(cliff, strength=26, azimuth=230) * 0.9, 0, 1),
        (p.deep, mix(p.dark, p.deep, 0.3), mix(p.dark, p.mid, 0.4), p.light),
    )
    picture = mixed(rock, mix(p.mid, (0.3, 0.5, 0.2), 0.5), smooth(0.55, 0.75, clouds(rng, sheet, 4)) * 0.6)
    centre = 0.05 + 0.05 * np.sin(y * 3)
    half = 0.34 + 0.1 * smooth(-1, 1, y) + (rolling(rng, sheet, 16) - 0.5) * 0.07
    side = (x - centre) / half
    threads = np.zeros(sheet.width, dtype=np.float32)
    for n in (14, 50, 150, 320):
        threads += np.interp(np.linspace(0, 1, sheet.width), np.linspace(0, 1, n), rng.random(n)).astype(np.float32) * (
            0.4 if n < 100 else 0.25
        )
    drift = (rolling(rng, sheet, 5) - 0.5) * 26
    columns = np.arange(sheet.width, dtype=np.float32)[None, :] + drift
    silk = np.interp(columns, np.arange(sheet.width), threads).astype(np.float32)
    fall_noise = rolling(rng, sheet, 40, stretch=0.12)
    water = ramp(np.clip(silk * 0.75 + 0.25 * fall_noise - 0.05, 0, 1), (p.mid, p.light, p.pale, (1.0, 1.0, 1.0)))
    picture = mixed(
        picture, water, smooth(1.0, 0.86, np.abs(side) + (silk - 0.6) * 0.2) * smooth(-1.04, -0.8, y + 0.25 * side**2)
    )
    sketch = Sketch(sheet, picture)
    for rx, ry, size in ((-0.55, 0.78, 0.3), (0.62, 0.84, 0.34), (0.0, 1.04, 0.3), (-0.9, 0.95, 0.3)):
        stone = circle_points(size, 14, x=rx, y=ry) + rng.normal(0, size * 0.09, (14, 2))
        sketch.polygon(curve([*stone, stone[0]], 50), shade(p.deep, 1.0))
        sketch.polygon(
            curve([*stone, stone[0]], 50) * 0.92 + np.array([rx * 0.08 - 0.02, ry * 0.08 - 0.03]),
            mix(p.dark, p.deep, 0.4),
        )
    picture = mist_band(sketch.done(), sheet, rng, at=0.62, thick=0.28, colour=(1.0, 1.0, 1.0), much=0.9)
    far = np.hypot(x - 0.45, y - 1.1)
    bow = np.clip((far - 0.92) / 0.16, 0, 1)
    rainbow = ramp(bow, ((0.6, 0.4, 1.0), (0.3, 0.7, 1.0), (0.4, 0.95, 0.5), (1.0, 0.95, 0.4), (1.0, 0.5, 0.3)))
    return mixed(picture, rainbow, np.sin(bow * np.pi).astype(np.float32) * 0.32)


def draw_rain(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    height = ring_waves(sheet, rng, drops=26, reach=0.55)
    sky_image = ramp(clouds(rng, sheet, 2.0, octaves=5), (p.deep, p.dark, p.mid, p.light, p.pale))
    dx, dy = slopes(height)
    picture = pushed(sky_image, sheet, dx * 1.6, dy * 1.6)
    shine = hillshade(height, strength=5.0, azimuth=225, altitude=50)
    picture = np.clip(picture + (shine - 0.766)[..., None] * 0.9, 0, 1)
    sketch = Sketch(sheet, picture)
    for x, y, r in ((-0.62, 0.68, 0.34), (-0.2, 0.98, 0.22), (0.78, -0.78, 0.3), (0.45, -1.0, 0.2), (0.86, 0.2, 0.16)):
        gap = rng.uniform(0, 6.28)
        a = np.linspace(gap + 0.16, gap + 6.12, 60)
        leaf = np.concatenate([[(x, y)], np.stack([x + r * np.cos(a), y + r * np.sin(a)], axis=1)])
        sketch.polygon(leaf + np.array([0.02, 0.03]), (0.0, 0.0, 0.0), alpha=0.35)
        green = mix(p.mid, (0.2, 0.45, 0.2), rng.uniform(0.2, 0.6))
        sketch.polygon(leaf, shade(green, 0.8))
        sketch.polygon((leaf - (x, y)) * 0.93 + (x - 0.008, y - 0.01), green)
        for spoke in np.linspace(gap + 0.3, gap + 6.0, 15):
            sketch.stroke(
                [(x, y), (x + 0.9 * r * np.cos(spoke), y + 0.9 * r * np.sin(spoke))],
                [0.012, 0.002],
                mix(green, p.pale, 0.4),
            )
        sketch.circle(x + r * 0.3, y - r * 0.2, r * 0.09, WHITE, alpha=0.8)
    for turn in np.linspace(0, 2 * np.pi, 9, endpoint=False):
        sketch.polygon(placed(petal(0.2, 0.11), x=-0.62, y=0.66, turn=turn), mix(p.accent, p.pale, 0.35))
    for turn in np.linspace(0.35, 2 * np.pi + 0.35, 7, endpoint=False):
        sketch.polygon(placed(petal(0.14, 0.09), x=-0.62, y=0.66, turn=turn), mix(p.accent, p.pale, 0.7))
    sketch.circle(-0.62, 0.66, 0.035, (0.98, 0.82, 0.3))
    return sketch.done()


def draw_bends(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    gx, gy = _MAP.grid()
    river_x = 0.3 * np.sin(gy * 7.5) * (1 - 0.35 * gy) + 0.1 * np.sin(gy * 3 + 1)
    near = np.abs(gx - river_x) / np.sqrt(1 + (2.2 * np.cos(gy * 7.5)) ** 2)
    heights = (
        smooth(0.05, 0.7, np.abs(gx - river_x * 0.4)) * (0.25 + clouds(rng, _MAP, 3)) * 0.16 * smooth(-0.6, 0.6, gy)
        + clouds(rng, _MAP, 20, octaves=3) * 0.004
    )
    _, edge, tone = cells(rng, _MAP, 17)
    field = ramp(tone, (p.deep, p.dark, p.mid, mix(p.mid, (0.95, 0.85, 0.3), 0.6), p.dark, mix(p.mid, p.pale, 0.3)))
    rows = 0.94 + 0.06 * np.sin((gx * np.cos(tone * 9) + gy * np.sin(tone * 9)) * 190)
    land = mixed(field * rows[..., None], shade(p.deep, 0.8), smooth(0.05, 0.02, edge) * 0.7)
    land = mixed(land, shade(p.deep, 0.8), smooth(0.01, 0.05, heights) * smooth(0.4, 0.6, clouds(rng, _MAP, 14)) * 0.9)
    land = land * (0.35 + 0.9 * lamplit(heights, steep=640, azimuth=200, altitude=38))[..., None]
    land = mixed(land, (0.95, 0.9, 0.75), smooth(0.075, 0.055, near))
    land = mixed(
        np.clip(land, 0, 1),
        ramp(np.clip(gy * 0.5 + 0.5, 0, 1), ((0.2, 0.5, 0.75), (0.6, 0.82, 0.92), (0.95, 0.97, 0.95))),
        smooth(0.058, 0.048, near),
    )
    heights = heights * smooth(0.05, 0.12, near)
    view = seen(sheet, heights, land, Camera(height=0.5, horizon=0.24, near=0.3, far=1.3))
    background = sky(sheet, rng, ((0.3, 0.6, 0.9), (0.65, 0.82, 0.95), p.pale), cloud=WHITE, much=0.6)
    haze = 1 - np.exp(-view.depth * 1.1)
    picture = mixed(background, mixed(view.colours, (0.85, 0.92, 0.95), haze.astype(np.float32)), view.land)
    sketch = Sketch(sheet, picture)
    far_birds(sketch, rng, x=-0.3, y=-0.3, count=4, size=0.09, colour=WHITE)
    return sketch.done()


def draw_paddies(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    gx, gy = _MAP.grid()
    hill = clouds(rng, _MAP, 2.2, octaves=4, gain=0.4) * 0.75 + 0.42 * smooth(-0.9, 0.9, gy)
    level = hill * 19
    part = level - np.floor(level)
    heights = (np.floor(level) + smooth(0.86, 1.0, part)) / 19 * 0.42
    own = np.mod(np.floor(level) * 0.37 + np.floor((gx + 0.2 * np.sin(level)) * 3.1) * 0.23, 1.0).astype(np.float32)
    mirror = ramp(
        np.clip(0.35 + 0.5 * own + 0.25 * (clouds(rng, _MAP, 4) - 0.5), 0, 1),
        (p.mid, p.light, p.pale, mix(p.pale, WHITE, 0.4)),
    )
    bank = smooth(0.78, 0.86, part) + smooth(0.08, 0.02, part)
    grass = ramp(clouds(rng, _MAP, 40, octaves=2), (p.deep, mix(p.dark, (0.1, 0.25, 0.12), 0.6), p.dark))
    view = seen(
        sheet, heights, mixed(mirror, grass, np.clip(bank, 0, 1)), Camera(height=0.6, horizon=0.1, near=0.28, far=1.0)
    )
    background = sky(sheet, rng, (p.dark, p.mid, p.light, p.pale), cloud=p.light, much=0.7)
    background = sun(background, sheet, x=-0.35, y=-0.8, radius=0.12, colour=(1.0, 0.96, 0.85), halo=p.pale)
    haze = (1 - np.exp(-view.depth * 0.8)).astype(np.float32)
    return bloomed(mixed(background, mixed(view.colours, p.mid, haze * 0.8), view.land), above=0.85, amount=0.4)
