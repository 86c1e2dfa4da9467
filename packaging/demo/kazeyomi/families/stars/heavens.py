"""What is there: the galaxy, trails, eclipse, comet, meteors."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, rolling, warped_clouds
from kazeyomi.scenery import ground_below, hill_rows, mirrored_below, pine_tree, profile, sky, stars
from kazeyomi.sketch import BLACK, WHITE, Sketch, curve


def draw_river(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    x, y = sheet.grid()
    along, across = x * 0.5 + y * 0.87, x * 0.87 - y * 0.5
    wander = (clouds(rng, sheet, 2.5, octaves=4) - 0.5) * 0.35
    band = np.exp(-(((across + wander - 0.05) / (0.3 + 0.1 * along)) ** 2))
    field, _ = warped_clouds(rng, sheet, 3.5, strength=0.5)
    picture = sky(sheet, rng, (p.deep, p.deep, p.dark, mix(p.mid, p.dark, 0.3)))
    picture = lit(
        picture, np.clip(band * (0.35 + 0.9 * (field - 0.3)), 0, 1).astype(np.float32) * 0.95, mix(p.light, WHITE, 0.25)
    )
    core = np.exp(-(((across + wander - 0.05) / 0.13) ** 2))
    picture = lit(picture, (core * field * 0.6).astype(np.float32), p.accent)
    rift = smooth(0.5, 0.72, clouds(rng, sheet, 5, octaves=6)) * np.exp(-(((across + wander - 0.02) / 0.12) ** 2))
    picture = picture * (1 - 0.75 * rift)[..., None]
    picture = stars(stars(picture.astype(np.float32), sheet, rng, count=2600), sheet, rng, count=350, tint=p.accent)
    picture = hill_rows(
        picture, sheet, rng, far=p.dark, near=shade(p.deep, 0.5), mist=p.mid, top=0.62, bottom=1.02, rows=3, tall=0.3
    )
    sketch = Sketch(sheet, picture)
    for _ in range(16):
        px = rng.choice([-1, 1]) * rng.uniform(0.4, 1.05)
        pine_tree(sketch, rng, x=px, foot=sheet.bottom + 0.03, tall=rng.uniform(0.3, 0.75), colour=shade(p.deep, 0.4))
    return sketch.done()


def draw_trails(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid, mix(p.light, p.accent, 0.5)))
    cx, cy = 0.12, -0.2
    sketch = Sketch(sheet, picture)
    for _ in range(430):
        r, start, sweep = 0.03 + 1.75 * rng.random() ** 0.8, rng.uniform(0, 6.28), rng.uniform(0.35, 1.1)
        a = np.linspace(start, start + sweep, 40)
        tint = mix((WHITE, p.light, p.accent, p.pale)[int(rng.integers(0, 4))], WHITE, 0.2)
        sketch.stroke(
            np.stack([cx + r * np.cos(a), cy + r * np.sin(a)], axis=1),
            rng.uniform(0.003, 0.011),
            tint,
            alpha=rng.uniform(0.35, 0.95),
        )
    sketch.circle(cx, cy, 0.014, WHITE)
    picture = bloomed(sketch.done(), above=0.6, amount=0.5, sigma=5)
    line = (0.78 - 0.2 * profile(rng, sheet, cells=4, rough=0.55)).astype(np.float32)
    picture = mixed(picture, shade(p.deep, 0.5), ground_below(sheet, line))
    sketch = Sketch(sheet, picture)
    for px, tall in ((-0.78, 1.25), (-0.55, 0.85), (-0.98, 0.9), (0.8, 0.62), (0.95, 0.8)):
        pine_tree(sketch, rng, x=px, foot=sheet.bottom, tall=tall, colour=shade(p.deep, 0.4))
    return sketch.done()


def draw_eclipse(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    far, angle = sheet.polar(0.0, -0.08)
    knots = rng.random(140)
    turn_ = np.mod(angle, 2 * np.pi)
    rays = np.interp(turn_ + 0.15 * np.sin(far * 3), np.linspace(0, 2 * np.pi, 140), knots).astype(np.float32)
    broad = np.interp(turn_, np.linspace(0, 2 * np.pi, 13), rng.random(13)).astype(np.float32)
    out = np.maximum(far - 0.42, 0)
    corona = np.exp(-out * (3.4 - 2.2 * broad)) * (0.55 + 0.55 * rays) + np.exp(-out * 14) * 0.7
    picture = ramp(np.clip(corona, 0, 1).astype(np.float32), (p.deep, p.dark, p.mid, p.light, p.pale, WHITE))
    picture = stars(picture, sheet, rng, count=260)
    flames = 0.42 + 0.03 * smooth(0.5, 0.9, rolling(rng, sheet, 14))
    picture = mixed(
        picture, rgb("#ff5a36"), smooth(flames + 0.004, flames - 0.004, far) * smooth(0.6, 0.9, rolling(rng, sheet, 9))
    )
    picture = mixed(picture, (0.012, 0.01, 0.016), np.clip((0.415 - far) * sheet.unit, 0, 1).astype(np.float32))
    bead, _ = sheet.polar(0.30, -0.38)
    picture = lit(picture, (np.exp(-bead * 34) * 1.5 + np.exp(-bead * 8) * 0.5).astype(np.float32), WHITE)
    line = (0.92 - 0.1 * profile(rng, sheet, cells=5)).astype(np.float32)
    picture = mixed(picture, (0.02, 0.012, 0.012), ground_below(sheet, line))
    sketch = Sketch(sheet, picture)
    for x in np.linspace(-0.95, 0.95, 15) + rng.normal(0, 0.04, 15):
        sketch.polygon(
            [
                (x - 0.02, 1.1),
                (x - 0.012, 0.86 - rng.random() * 0.1),
                (x + 0.012, 0.84 - rng.random() * 0.08),
                (x + 0.02, 1.1),
            ],
            BLACK,
        )
    return bloomed(sketch.done(), above=0.75, amount=0.5)


def draw_comet(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.deep, p.dark, p.mid, mix(p.light, p.accent, 0.4)))
    picture = stars(picture, sheet, rng, count=900, below=0.8)
    x, y = sheet.grid()
    hx, hy = -0.35, 0.08
    for bend, width, tint, strength in ((0.0, 0.07, p.light, 1.0), (0.32, 0.2, mix(p.accent, p.pale, 0.5), 0.85)):
        dx, dy = x - hx, -(y - hy)
        along = dx * 0.72 + dy * 0.69
        across = dx * 0.69 - dy * 0.72 - bend * along**2 * 0.6
        spread = width * (0.12 + np.clip(along, 0, 3))
        streak = 0.7 + 0.5 * np.interp(across / np.maximum(spread, 1e-3), np.linspace(-2, 2, 60), rng.random(60))
        tail = (
            np.exp(-((across / np.maximum(spread, 1e-3)) ** 2))
            * np.exp(-np.clip(along, 0, 9) * 0.95)
            * (along > -0.03)
            * streak
        )
        picture = lit(picture, (tail * strength).astype(np.float32), tint)
    head, _ = sheet.polar(hx, hy)
    picture = lit(picture, (np.exp(-head * 22) * 1.4 + np.exp(-head * 6) * 0.6).astype(np.float32), WHITE)
    picture = hill_rows(
        picture, sheet, rng, far=p.dark, near=shade(p.deep, 0.7), mist=p.mid, top=0.72, bottom=0.86, rows=2, tall=0.2
    )
    picture = mirrored_below(picture, sheet, rng, line=0.86, tint=p.deep, murk=0.25)
    return bloomed(picture, above=0.8, amount=0.4)


def draw_spiral(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    x, y = sheet.grid()
    c, s = np.cos(-0.5), np.sin(-0.5)
    gx, gy = x * c - y * s, (x * s + y * c) / 0.62
    far, angle = np.hypot(gx, gy), np.arctan2(gy, gx)
    rough = (clouds(rng, sheet, 5, octaves=6) - 0.5) * 1.7
    arm = np.cos(2 * (angle - 3.1 * np.log(far + 0.08)) + rough)
    arms = smooth(-0.1, 1.0, arm) * np.exp(-far * 1.7)
    dust = smooth(0.2, 0.9, np.cos(2 * (angle - 3.1 * np.log(far + 0.08)) + rough + 1.1)) * np.exp(-far * 2)
    core = np.exp(-far * 6.5)
    picture = sheet.fill(shade(p.deep, 0.5))
    picture = lit(picture, (arms * 1.1).astype(np.float32), mix(p.light, rgb("#7fa8ff"), 0.5))
    picture = lit(picture, (np.exp(-far * 2.4) * 0.7).astype(np.float32), p.mid)
    picture = (picture * (1 - 0.55 * dust)[..., None]).astype(np.float32)
    picture = lit(picture, core * 1.3, rgb("#ffe6b0"))
    knots = smooth(0.78, 0.95, rolling(rng, sheet, 60)) * arms
    picture = lit(picture, knots.astype(np.float32) * 1.8, rgb("#ff7fa8"))
    weight = (arms + 0.06).ravel()
    chosen = rng.choice(len(weight), 5200, p=weight / weight.sum())
    light = np.zeros(sheet.shape, dtype=np.float32)
    light.ravel()[chosen] = rng.random(5200).astype(np.float32) ** 3 * 3
    picture = lit(picture, blurred(light, 0.8) * 2, WHITE)
    return bloomed(stars(picture, sheet, rng, count=320), above=0.7, amount=0.4)


def draw_meteors(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.dark, mix(p.dark, p.mid, 0.6), p.mid, mix(p.light, p.accent, 0.3)))
    picture = stars(picture, sheet, rng, count=1200, below=0.8)
    trail = Sketch(sheet, (0.0, 0.0, 0.0))
    for _ in range(26):
        a, start, long = rng.uniform(0, 6.28), rng.uniform(0.12, 0.7), rng.uniform(0.15, 0.6)
        r = np.linspace(start, start + long, 20)
        way = np.stack([0.15 + r * np.cos(a), -0.45 + r * np.sin(a)], axis=1)
        trail.stroke(way, np.linspace(0.001, rng.uniform(0.008, 0.018), 20), WHITE, alpha=0.9)
        trail.spot(way[-1], 0.012, WHITE)
    light = trail.done()[..., 0]
    picture = lit(picture, light + blurred(light, 5) * 1.3 + blurred(light, 18) * 1.2, mix(p.light, WHITE, 0.45))
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.mid, p.dark, 0.5),
        near=shade(p.deep, 0.7),
        mist=p.mid,
        top=0.5,
        bottom=0.66,
        rows=3,
        tall=0.3,
    )
    picture = mirrored_below(picture, sheet, rng, line=0.68, tint=p.deep, murk=0.2, ripple=0.6)
    sketch = Sketch(sheet, picture)
    dark = shade(p.deep, 0.5)
    sketch.stroke(curve([(-0.62, 1.08), (-0.35, 1.0), (0.1, 0.99), (0.5, 1.1)], 40), 0.16, dark)
    sketch.circle(-0.12, 0.79, 0.045, dark)
    sketch.polygon([(-0.18, 0.96), (-0.16, 0.84), (-0.08, 0.84), (-0.05, 0.96)], dark)
    sketch.circle(0.04, 0.84, 0.035, dark)
    sketch.polygon([(0.0, 0.96), (0.01, 0.88), (0.07, 0.88), (0.1, 0.96)], dark)
    return sketch.done()
