"""The open sea: by moon, in storm, at sunset, with ice, in a whirl."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, curved, darkened, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, cells, clouds, ridges, rolling, warped_clouds
from kazeyomi.scenery import (
    beams,
    disc,
    far_birds,
    ground_below,
    hill_rows,
    lightning,
    mirrored_below,
    moon,
    profile,
    sky,
    stars,
    sun,
)
from kazeyomi.sketch import WHITE, Sketch, circle_points, curve, placed, trace
from kazeyomi.water import Sea, with_sea


def draw_moon_road(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid, p.light), cloud=p.mid, much=0.7)
    picture = stars(picture, sheet, rng, count=420, below=0.5)
    picture = moon(picture, sheet, rng, x=0.12, y=-0.5, radius=0.34, colour=p.accent)
    picture = hill_rows(
        picture, sheet, rng, far=p.mid, near=p.dark, mist=p.mid, top=-0.02, bottom=0.06, rows=2, tall=0.14
    )
    picture = with_sea(
        picture,
        sheet,
        rng,
        Sea(0.06, (p.mid, p.dark, p.deep), mix(p.accent, WHITE, 0.3), light_x=0.12, swell=0.7, shine=1.3),
    )
    sketch = Sketch(sheet, picture)
    hull = np.array([(-1, -0.12), (-0.75, 0.14), (0.7, 0.14), (1.05, -0.2), (0, -0.04)])
    for x, y, size in ((-0.45, 0.3, 0.17), (0.5, 0.17, 0.08)):
        sketch.polygon(placed(hull, x=x, y=y, size=size), shade(p.deep, 0.7))
        sketch.polygon(
            placed(np.array([(-0.1, -0.05), (-0.05, -1.5), (0.75, -0.3)]), x=x, y=y, size=size),
            mix(p.dark, p.accent, 0.25),
        )
        sketch.polygon(
            placed(np.array([(-0.16, -0.08), (-0.1, -1.3), (-0.7, -0.25)]), x=x, y=y, size=size),
            mix(p.deep, p.accent, 0.12),
        )
    return bloomed(sketch.done(), above=0.75, amount=0.5)


def draw_ship(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    field, push = warped_clouds(rng, sheet, 2.6, strength=0.7)
    picture = (
        ramp(np.clip(field * 0.8 + 0.25 * sheet.down() - 0.05, 0, 1), (p.deep, p.dark, p.mid, p.light))
        * (0.55 + 0.6 * push)[..., None]
    )
    bolt = Sketch(sheet, sheet.fill((0.0, 0.0, 0.0)))
    lightning(bolt, rng, (0.5, -sheet.bottom), (0.3, 0.1), 0.022)
    flash = bolt.done()[..., 0]
    picture = lit(picture, flash + blurred(flash, 12) * 3 + blurred(flash, 60) * 3.5, mix(p.accent, WHITE, 0.6))
    _, y = sheet.grid()
    for i in range(6):
        level = 0.12 + 0.19 * i
        x = np.linspace(0, 1, sheet.width)
        swell = np.sin(x * (7 - 0.6 * i) + rng.uniform(0, 6)) * 0.10 + profile(rng, sheet, cells=5, rough=0.55) * 0.07
        line = (level + swell).astype(np.float32)
        if i == 3:
            picture = _three_master(picture, sheet, motif, rng)
        depth = (y - line[None, :]).astype(np.float32)
        streak = rolling(rng, sheet, 30, stretch=5) - 0.5
        body = ramp(
            np.clip(depth * 2.2 + streak * 0.5, 0, 1), (mix(p.mid, p.light, 0.25), mix(p.dark, p.mid, 0.3), p.deep)
        )
        foam = np.exp(-(((depth - 0.012 + streak * 0.03) / 0.014) ** 2)) + 0.5 * smooth(0.2, 0.42, streak) * np.exp(
            -depth * 14
        )
        picture = mixed(picture, mixed(body, p.pale, np.clip(foam, 0, 1).astype(np.float32)), ground_below(sheet, line))
    rain = Sketch(sheet, picture)
    for _ in range(420):
        x0, y0, length = rng.uniform(-1.2, 1.2), rng.uniform(-1.3, 1.2), rng.uniform(0.06, 0.2)
        rain.line([(x0, y0), (x0 - length * 0.35, y0 + length)], p.pale, width=0.003, alpha=0.16)
    return curved(rain.done(), contrast=1.1)


def _three_master(picture: Picture, sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    sketch = Sketch(sheet, picture)
    tilt, x, y, size = -0.16, -0.2, 0.34, 0.44
    dark = shade(p.deep, 0.6)
    hull = curve(
        [(-1, -0.2), (-0.8, 0.2), (0, 0.3), (0.75, 0.22), (1.1, -0.22), (0.5, -0.06), (-0.4, -0.04), (-1, -0.2)], 60
    )
    sketch.polygon(placed(hull, x=x, y=y, size=size, turn=tilt), dark)
    sketch.line(placed(np.array([(1.0, -0.16), (1.5, -0.5)]), x=x, y=y, size=size, turn=tilt), dark, width=0.012)
    for mast, tall in ((-0.6, 1.3), (0.0, 1.75), (0.55, 1.45)):
        sketch.line(placed(np.array([(mast, 0), (mast, -tall)]), x=x, y=y, size=size, turn=tilt), dark, width=0.016)
        for level, wide in ((0.25, 0.34), (0.55, 0.28), (0.8, 0.2)):
            top, foot = -tall * (level + 0.2), -tall * level + 0.04
            belly = 0.16
            sail = curve(
                [
                    (mast - wide, foot),
                    (mast - wide * 0.86, top),
                    (mast + wide * 0.86, top),
                    (mast + wide + belly, (top + foot) / 2),
                    (mast + wide, foot),
                    (mast + belly, foot - 0.07),
                    (mast - wide, foot),
                ],
                50,
            )
            sketch.polygon(placed(sail, x=x, y=y, size=size, turn=tilt), mix(p.light, p.pale, rng.uniform(0.1, 0.6)))
    for window in np.linspace(-0.7, 0.7, 8):
        wx, wy = placed(np.array([(window, 0.09)]), x=x, y=y, size=size, turn=tilt)[0]
        sketch.circle(wx, wy, 0.011, p.accent)
    return sketch.done()


def draw_whirlpool(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    x, y = sheet.grid()
    far = np.hypot(x - 0.05, (y - 0.06) * 1.25)
    angle = np.arctan2((y - 0.06) * 1.25, x - 0.05)
    swirl = angle + 2.6 * np.log(far + 0.06)
    wobble = (clouds(rng, sheet, 4, octaves=5) - 0.5) * 1.3
    arms = (
        np.sin(swirl * 3 + wobble * 2.2) * 0.5
        + np.sin(swirl * 7 + wobble * 5 + far * 4) * 0.3
        + np.sin(swirl * 17 + wobble * 9) * 0.2
    )
    funnel = smooth(0.0, 0.95, far)
    light = np.clip(0.12 + 0.62 * funnel + 0.2 * arms * (0.3 + funnel), 0, 1)
    picture = ramp(light.astype(np.float32), (p.deep, p.deep, p.dark, p.mid, p.light))
    foam = smooth(0.45, 0.8, (arms + 0.35 * (ridges(rng, sheet, 9, octaves=4) - 0.4)).astype(np.float32)) * smooth(
        0.1, 0.3, far
    )
    lace = smooth(0.62, 0.8, 1 - cells(rng, sheet, 34)[1] * 0.6) * foam
    picture = mixed(picture, p.pale, np.clip(0.8 * foam + 0.3 * lace, 0, 1))
    picture = lit(
        picture, (np.exp(-(((far - 0.16) / 0.03) ** 2)) * (0.4 + 0.4 * np.sin(swirl * 2))).astype(np.float32), p.light
    )
    picture = mixed(picture, shade(p.deep, 0.4), smooth(0.17, 0.04, far))
    spray = Sketch(sheet, picture)
    for _ in range(170):
        a, r = rng.uniform(0, 6.28), 0.3 + 0.85 * rng.random()
        spray.circle(0.05 + r * np.cos(a), 0.06 + r * np.sin(a) / 1.25, rng.uniform(0.002, 0.008), WHITE, alpha=0.85)
    return curved(spray.done(), contrast=1.1)


def draw_ice(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.dark, p.mid, p.light, (1.0, 0.93, 0.86)), cloud=p.pale, much=0.6)
    sketch = Sketch(sheet, picture)
    for x, wide, tall, base in ((-0.75, 0.5, 0.34, 0.13), (0.85, 0.4, 0.3, 0.13), (0.08, 0.62, 0.98, 0.16)):
        _iceberg(sketch, rng, motif, x=x, foot=base, wide=wide, tall=tall)
    picture = mirrored_below(sketch.done(), sheet, rng, line=0.15, tint=p.dark, murk=0.3, ripple=0.7)
    sketch = Sketch(sheet, picture)
    for _ in range(24):
        x, y = rng.uniform(-1.1, 1.1), 0.2 + 0.85 * rng.random() ** 0.8
        size = 0.03 + 0.14 * (y - 0.1) * rng.uniform(0.4, 1)
        floe = circle_points(size, 9) * np.array([1.5, 0.34]) * rng.uniform(0.75, 1.2, (9, 1)) + np.array([x, y])
        sketch.polygon(floe + np.array([0, size * 0.16]), mix(p.mid, p.light, 0.4))
        sketch.polygon(floe, mix(p.light, WHITE, rng.uniform(0.5, 1)))
    far_birds(sketch, rng, x=-0.5, y=-0.5, count=4, size=0.08, colour=p.deep)
    return sketch.done()


def _iceberg(sketch: Sketch, rng: Rng, motif: Motif, *, x: float, foot: float, wide: float, tall: float) -> None:
    p = motif.palette
    peaks = 5
    xs = x + np.linspace(-wide, wide, peaks * 2 + 1) * rng.uniform(0.92, 1.05, peaks * 2 + 1)
    ys = foot - tall * np.where(
        np.arange(peaks * 2 + 1) % 2 == 1, rng.uniform(0.55, 1.0, peaks * 2 + 1), rng.uniform(0.3, 0.6, peaks * 2 + 1)
    )
    crown = np.stack([xs, foot + (ys - foot) * np.cos((xs - x) / wide * 1.35)], axis=1)
    sketch.polygon([(x - wide, foot), *crown, (x + wide, foot)], p.mid)
    for i in range(len(crown) - 1):
        (ax, ay), (bx, by) = crown[i], crown[i + 1]
        low = foot - rng.uniform(0.0, 0.25) * tall
        lit_side = 0.95 if by > ay else 0.35
        middle = ((ax + bx) / 2 + rng.normal(0, 0.03), (ay + by) / 2 + (foot - max(ay, by)) * rng.uniform(0.3, 0.7))
        for triangle, tone in (
            (((ax, ay), (bx, by), middle), lit_side),
            (((ax, ay), middle, (ax + rng.normal(0, 0.04), low)), lit_side * 0.6),
            (((bx, by), middle, (bx, low)), lit_side * 0.75),
            ((middle, (ax, low), (ax, foot), (bx, foot), (bx, low)), lit_side * 0.5),
        ):
            sketch.polygon(triangle, mix(mix(p.mid, p.light, 0.3), WHITE, tone * rng.uniform(0.8, 1.05)))


def draw_sunset(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.dark, p.mid, p.light, p.pale), cloud=p.mid, much=0.7)
    rays = beams(sheet, rng, x=0.0, y=0.05)
    picture = lit(picture, rays * 0.5, p.pale)
    picture = sun(picture, sheet, x=0.0, y=0.0, radius=0.36, colour=mix(p.pale, (1.0, 1.0, 0.9), 0.5), halo=p.light)
    picture = mixed(picture, p.mid, disc(sheet, 0.0, 0.0, 0.36) * smooth(-0.3, 0.36, sheet.grid()[1]) * 0.8)
    picture = with_sea(
        picture, sheet, rng, Sea(0.2, (p.light, p.mid, p.dark, p.deep), p.pale, swell=1.2, shine=1.2, road=0.22)
    )
    sketch = Sketch(sheet, picture)
    dark = shade(p.deep, 0.55)
    for x, half, tall in ((-0.42, 0.3, 0.72), (0.52, 0.16, 0.38)):
        rock = np.array(trace("-1,0.42 -0.95,-0.1 -0.62,-0.62 -0.25,-0.96 0.1,-1 0.42,-0.6 0.75,-0.3 1.05,0.42"))
        rock = rock * np.array([half, tall / 1.4]) + np.array([x, 0.2]) + rng.normal(0, 0.02, rock.shape)
        sketch.polygon(curve(rock, 60), dark)
    rope = curve([(-0.36, -0.12), (0.05, 0.1), (0.48, 0.0)], 40)
    sketch.stroke(rope, 0.03 + 0.012 * np.sin(np.arange(40) * 1.9), mix(p.deep, p.pale, 0.35))
    for i in (9, 16, 23, 30):
        x, y = rope[i]
        sketch.polygon(
            [(x - 0.02, y), (x + 0.02, y), (x + 0.008, y + 0.09), (x - 0.012, y + 0.08)], mix(p.deep, p.pale, 0.5)
        )
    far_birds(sketch, rng, x=0.55, y=-0.55, count=5, size=0.08, colour=dark)
    picture = sketch.done()
    foam = smooth(0.6, 0.85, rolling(rng, sheet, 40, stretch=4)) * np.exp(-(((sheet.grid()[1] - 0.5) / 0.05) ** 2))
    return bloomed(
        darkened(mixed(picture, p.pale, foam.astype(np.float32) * 0.6), sheet.down() * 0.0), above=0.8, amount=0.5
    )
