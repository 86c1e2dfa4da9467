"""Land in perspective: peaks, clouds, dunes, the moon, a gorge."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, curved, lit, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, ridges, rolling, warped_clouds
from kazeyomi.relief import Camera, View, lamplit, seen
from kazeyomi.scenery import far_birds, sky, stars, sun
from kazeyomi.sketch import Sketch

_MAP = Sheet(640, 640)


def _hazed(view: View, background: Picture, haze: Colour, *, density: float) -> Picture:
    air = 1 - np.exp(-view.depth * density)
    return mixed(background, mixed(view.colours, haze, air.astype(np.float32)), view.land)


def draw_alps(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    _, gy = _MAP.grid()
    rise = 0.12 + smooth(-0.75, 0.25, gy) * (1 - 0.35 * smooth(0.5, 1.0, gy))
    crest = 0.6 * ridges(rng, _MAP, 2.4, octaves=7, gain=0.5) ** 1.3 + 0.4 * clouds(rng, _MAP, 3, octaves=4)
    heights = crest * rise * 0.5
    light = lamplit(heights, steep=640, azimuth=200, altitude=32)
    steep = blurred(np.hypot(*np.gradient(heights * 640)).astype(np.float32), 0.7)
    bare = smooth(0.9, 1.8, steep + (rolling(rng, _MAP, 40) - 0.5)) * smooth(0.42, 0.2, heights)
    snow = ramp(light, (p.dark, p.mid, p.light, p.pale, (1.0, 1.0, 1.0)))
    rock = ramp(light, (p.deep, mix(p.dark, p.deep, 0.4), p.mid))
    view = seen(sheet, heights, mixed(snow, rock, bare * 0.85), Camera(height=0.36, horizon=0.34, near=0.3, far=0.98))
    background = sky(sheet, rng, (p.dark, p.mid, p.light, p.pale), cloud=(1.0, 1.0, 1.0), much=0.5)
    picture = _hazed(view, background, p.light, density=0.9)
    sketch = Sketch(sheet, picture)
    far_birds(sketch, rng, x=-0.3, y=-0.6, count=3, size=0.09, colour=p.deep)
    return curved(sketch.done(), contrast=1.12)


def draw_cloud_sea(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    puffs = 1 - np.abs(2 * clouds(rng, _MAP, 7, octaves=5, gain=0.55) - 1)
    billow = 0.6 * (1 - puffs) ** 0.8 + 0.4 * clouds(rng, _MAP, 3, octaves=3)
    peak_x = [(-0.34, 0.15, 0.30), (0.28, 0.5, 0.36), (-0.05, 0.85, 0.42)]
    heights = billow * 0.09
    mountain = np.zeros_like(heights)
    for x, y, tall in peak_x:
        far, _ = _MAP.polar(x, y)
        crag = 0.75 + 0.5 * ridges(rng, _MAP, 6, octaves=5)
        mountain = np.maximum(mountain, tall * np.clip(1 - far / 0.42, 0, 1) ** 1.2 * crag)
    land = smooth(-0.01, 0.02, mountain - heights)
    heights = np.maximum(heights, mountain)
    light = lamplit(heights, steep=640, azimuth=330, altitude=30, shadow=0.3)
    cloud = ramp(np.clip(light * 1.3, 0, 1), (p.dark, p.mid, p.light, p.pale, (1.0, 0.98, 0.94)))
    stone = ramp(light, (p.deep, p.deep, p.dark, p.mid, p.light))
    view = seen(sheet, heights, mixed(cloud, stone, land), Camera(height=0.3, horizon=0.33, near=0.2, far=1.2))
    background = sky(sheet, rng, (p.dark, p.mid, p.light, p.pale), cloud=p.pale, much=0.4)
    background = sun(background, sheet, x=0.5, y=-0.52, radius=0.13, colour=(1.0, 0.97, 0.85), halo=p.accent)
    return bloomed(_hazed(view, background, p.light, density=1.2), above=0.8, amount=0.4)


def draw_dunes(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    gx, gy = _MAP.grid()
    sway = (clouds(rng, _MAP, 2.2, octaves=3) - 0.5) * 2.4
    phase = np.mod((gx * 0.7 + gy) * 1.55 + sway, 1.0)
    # A dune climbs slowly on the windward side and falls steeply in the lee.
    dune = np.where(phase < 0.72, phase / 0.72, (1 - phase) / 0.28) ** 1.25
    heights = 0.1 * dune * (0.35 + clouds(rng, _MAP, 1.6, octaves=2))
    ripple = np.sin((gx * 0.4 + gy + sway * 0.12) * 150) * 0.0011 * (phase < 0.7)
    light = lamplit(heights + ripple, steep=640, azimuth=28, altitude=34, shadow=0.55)
    sand = ramp(np.clip(light * 1.15, 0, 1), (p.deep, p.dark, p.mid, p.light, p.pale))
    view = seen(sheet, heights, sand, Camera(height=0.3, horizon=0.32, near=0.3, far=1.7))
    background = sky(sheet, rng, (p.accent, mix(p.accent, p.pale, 0.5), p.pale, p.light), cloud=p.pale, much=0.3)
    background = sun(background, sheet, x=0.45, y=-0.6, radius=0.16, colour=(1.0, 0.99, 0.9), halo=p.pale)
    return _hazed(view, background, p.light, density=0.5)


def _craters(rng: Rng, sheet: Sheet, count: int) -> Plane:
    heights = clouds(rng, sheet, 5, octaves=6, gain=0.45) * 0.028
    radii = np.sort(0.018 + 0.2 * rng.random(count) ** 5)[::-1]
    for radius in radii:
        t = sheet.polar(rng.uniform(-1, 1), rng.uniform(-1, 1))[0] / np.float32(radius)
        # A younger, smaller crater wipes out what lay under it.
        wiped = smooth(1.0, 0.7, t)
        bowl = np.clip(t**2 - 1, -0.8, 0) * 0.11 * radius + np.exp(-(((t - 1.04) / 0.16) ** 2)) * 0.045 * radius
        heights = (heights * (1 - 0.8 * wiped) + bowl).astype(np.float32)
    return heights


def draw_moon(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    heights = _craters(rng, _MAP, 110)
    light = lamplit(heights, steep=760, azimuth=195, altitude=30, shadow=0.7)
    ground = ramp(np.clip(light * 1.5, 0, 1), (p.deep, p.dark, p.mid, p.light, p.pale))
    view = seen(sheet, heights, ground, Camera(height=0.3, horizon=0.46, near=0.3, far=1.8))
    picture = stars(sheet.fill(p.deep), sheet, rng, count=700)
    far, _ = sheet.polar(0.3, -0.52)
    x, y = sheet.grid()
    sea = warped_clouds(rng, sheet, 4.5, strength=0.5)[0]
    lamp = np.clip((-(x - 0.3) * 0.8 - (y + 0.52) * 0.35) / 0.36 + 0.42, 0, 1)
    limb = np.sqrt(np.clip(1 - (far / 0.36) ** 2, 0, 1))
    blue = ramp(
        sea,
        (mix((0.05, 0.18, 0.5), p.deep, 0.2), (0.1, 0.36, 0.68), (0.32, 0.56, 0.5), (0.85, 0.9, 0.95), (1.0, 1.0, 1.0)),
    )
    picture = lit(picture, np.exp(-np.abs(far - 0.36) * 26).astype(np.float32) * lamp * 0.9, (0.35, 0.6, 1.0))
    globe = blue * (lamp * (0.35 + 0.65 * limb))[..., None]
    picture = mixed(picture, globe, np.clip((0.36 - far) * sheet.unit, 0, 1).astype(np.float32))
    return _hazed(view, picture, p.dark, density=0.3)


def draw_gorge(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    gx, gy = _MAP.grid()
    bend = 0.28 * np.sin(gy * 2.6 + 0.8) + (clouds(rng, _MAP, 2.5, octaves=4) - 0.5) * 0.45
    wall = np.clip((np.abs(gx + bend) - 0.09) / 0.5, 0, 1) + (clouds(rng, _MAP, 6, octaves=5) - 0.5) * 0.35
    level = np.clip(wall, 0, 1) * 7
    step = np.floor(level) + smooth(0.55, 0.95, level - np.floor(level))
    heights = step / 7 * 0.34 + clouds(rng, _MAP, 18, octaves=3) * 0.012
    light = lamplit(heights, steep=640, azimuth=215, altitude=40, shadow=0.55)
    strata = np.interp(heights + (rolling(rng, _MAP, 4) - 0.5) * 0.02, np.linspace(0, 0.36, 46), rng.random(46)).astype(
        np.float32
    )
    stone = (
        ramp(np.clip(0.15 + 0.55 * strata + 0.25 * heights / 0.34, 0, 1), (p.dark, p.mid, p.light, p.pale))
        * (0.25 + 1.0 * light)[..., None]
    )
    river = smooth(0.02, -0.01, wall)
    stone = mixed(np.clip(stone, 0, 1), mix(p.accent, p.pale, 0.35), river)
    view = seen(sheet, heights, stone, Camera(height=0.52, horizon=0.2, near=0.3, far=1.35))
    background = sky(
        sheet, rng, (mix(p.accent, p.pale, 0.3), mix(p.accent, p.pale, 0.7), p.pale), cloud=(1.0, 1.0, 1.0)
    )
    picture = _hazed(view, background, mix(p.pale, p.light, 0.6), density=0.9)
    sketch = Sketch(sheet, picture)
    far_birds(sketch, rng, x=0.1, y=-0.5, count=3, size=0.1, colour=p.deep)
    return sketch.done()
