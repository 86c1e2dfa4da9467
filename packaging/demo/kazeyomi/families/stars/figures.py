"""What people see in the sky: a fox, a chart, the moon's faces, a ringed planet."""

from __future__ import annotations

import numpy as np

from kazeyomi.brush import paper
from kazeyomi.canvas import Sheet, bloomed, blurred, curved, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, ridges, warped_clouds
from kazeyomi.scenery import disc, globe, hill_rows, moon, stars
from kazeyomi.sketch import WHITE, Mask, Sketch, curve, star_points, trace


def _nebula(sheet: Sheet, motif: Motif, rng: Rng, *, much: float = 1.0) -> Picture:
    p = motif.palette
    field, push = warped_clouds(rng, sheet, 2.2, strength=0.8)
    picture = ramp(np.clip((field - 0.32) * 1.1 * much, 0, 1), (p.deep, p.dark, p.mid, p.light))
    dust = ridges(rng, sheet, 4, octaves=5)
    picture = picture * (1 - 0.45 * smooth(0.35, 0.75, dust))[..., None]
    return lit(picture.astype(np.float32), (push * smooth(0.45, 0.8, field) * 0.4 * much).astype(np.float32), p.accent)


def draw_fox(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(_nebula(sheet, motif, rng), sheet, rng, count=900)
    body = curve(
        trace(
            "-0.22,-0.42 -0.14,-0.72 0,-0.5 0.12,-0.5 0.3,-0.7 0.32,-0.4 0.42,-0.2 0.12,-0.02 "
            "0.3,0.25 0.26,0.75 0.42,0.8 0.08,0.84 0.02,0.5 -0.12,0.84 -0.3,0.84 -0.2,0.55 "
            "-0.75,0.72 -0.92,0.3 -0.72,-0.12 -0.6,-0.2 -0.62,0.2 -0.4,0.4 -0.24,0.1 -0.14,-0.1 "
            "-0.22,-0.42"
        ),
        220,
    )
    mask = Mask(sheet)
    mask.polygon(body, WHITE)
    plane = mask.plane()
    inner = plane * (1 - blurred(plane, 18))
    mist = clouds(rng, sheet, 4, octaves=5)
    picture = lit(picture, plane * 0.22 * mist + inner * 0.75, p.light)
    nodes = np.array(
        trace(
            "-0.14,-0.7 0.3,-0.68 0.41,-0.2 0.1,-0.3 0.13,0 0.3,0.3 0.28,0.77 0.02,0.5 "
            "-0.2,0.82 -0.24,0.12 -0.52,0.55 -0.88,0.3 -0.62,-0.18"
        )
    )
    pairs = (
        (0, 3),
        (1, 3),
        (3, 2),
        (3, 4),
        (4, 5),
        (5, 6),
        (5, 7),
        (7, 8),
        (7, 9),
        (4, 9),
        (9, 10),
        (10, 11),
        (11, 12),
    )
    sketch = Sketch(sheet, picture)
    for a, b in pairs:
        sketch.line([nodes[a], nodes[b]], mix(p.accent, WHITE, 0.5), width=0.006, alpha=0.85)
    for x, y in nodes:
        size = rng.uniform(0.035, 0.06)
        sketch.polygon(star_points(4, size * 1.5, size * 0.3) + np.array([x, y]), WHITE)
        sketch.circle(x, y, size * 0.45, WHITE)
    return bloomed(sketch.done(), above=0.7, amount=0.9, sigma=9)


def draw_planet(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(_nebula(sheet, motif, rng, much=0.9), sheet, rng, count=500, below=0.9)
    gx, gy = sheet.grid()
    cx, cy, radius, tilt = 0.02, -0.22, 0.46, -0.42
    u = (gx - cx) * np.cos(tilt) + (gy - cy) * np.sin(tilt)
    v = -(gx - cx) * np.sin(tilt) + (gy - cy) * np.cos(tilt)
    ring_far = np.hypot(u, v / 0.26) / radius
    grooves = np.interp(ring_far, np.linspace(1.2, 2.25, 70), rng.random(70) * 0.75 + 0.25).astype(np.float32)
    ring = smooth(1.25, 1.28, ring_far) * smooth(2.2, 2.15, ring_far) * grooves
    ring = ring * (1 - 0.75 * smooth(0.02, 0.0, np.abs(ring_far - 1.78) - 0.03))
    shadow = 1 - 0.85 * smooth(0.95, 0.8, np.hypot(u - 0.45 * radius, v * 1.0) / radius) * (u > 0)
    tint = ramp(np.clip((ring_far - 1.2), 0, 1).astype(np.float32), (p.light, p.pale, p.accent, p.light))
    back, front = ring * (v < 0), ring * (v >= 0)
    picture = mixed(picture, tint * shadow[..., None], (back * 0.9).astype(np.float32))
    stripes = np.interp(
        v / radius + 0.05 * (clouds(rng, sheet, 6, octaves=5) - 0.5), np.linspace(-1, 1, 34), rng.random(34)
    ).astype(np.float32)
    ball, cover = globe(sheet, stripes, (p.dark, p.mid, p.light, p.pale, p.light), x=cx, y=cy, radius=radius)
    picture = mixed(picture, ball, cover)
    picture = mixed(picture, tint, (front * 0.95).astype(np.float32))
    for mx, my, mr in ((-0.68, -0.72, 0.09), (0.72, 0.22, 0.055)):
        ball, cover = globe(
            sheet, clouds(rng, sheet, 14, octaves=4), (shade(p.accent, 0.4), p.accent, p.pale), x=mx, y=my, radius=mr
        )
        picture = mixed(picture, ball, cover)
    return hill_rows(
        picture,
        sheet,
        rng,
        far=p.mid,
        near=shade(p.deep, 0.8),
        mist=p.light,
        top=0.66,
        bottom=1.05,
        rows=4,
        tall=0.26,
        rough=0.56,
    )


def draw_chart(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = paper(sheet, rng, rgb("#e5cf9c"))
    ink, red, blue = rgb("#3a2a18"), rgb("#a3271c"), rgb("#1f3f6d")
    sketch = Sketch(sheet, picture)
    sketch.circle(0, 0, 0.93, rgb("#17294f"))
    for r, w in ((0.93, 0.02), (0.87, 0.006), (0.62, 0.005), (0.36, 0.005)):
        sketch.ring(0, 0, r, p.light, width=w)
    for k in range(72):
        a = k * np.pi / 36
        inner = 0.87 if k % 6 else 0.2
        sketch.line(
            [(inner * np.cos(a), inner * np.sin(a)), (0.93 * np.cos(a), 0.93 * np.sin(a))],
            p.light,
            width=0.004,
            alpha=0.9 if k % 6 else 0.4,
        )
    sketch.ring(0.14, -0.1, 0.62, red, width=0.009)
    sketch.ring(-0.1, 0.12, 0.68, rgb("#d9b25a"), width=0.006, alpha=0.8)
    band = np.linspace(0, 2 * np.pi, 240)
    for off in np.linspace(-0.05, 0.05, 7):
        r = 0.6 + off + 0.05 * np.sin(band * 3 + 1) + 0.015 * np.sin(band * 9)
        sketch.line(np.stack([r * np.cos(band), r * np.sin(band)], axis=1), rgb("#5f7fb8"), width=0.004, alpha=0.35)
    for _ in range(17):
        a, r = rng.uniform(0, 6.28), rng.uniform(0.15, 0.78)
        x, y = r * np.cos(a), r * np.sin(a)
        last = None
        for _ in range(int(rng.integers(3, 7))):
            if np.hypot(x, y) > 0.84:
                break
            if last is not None:
                sketch.line([last, (x, y)], p.pale, width=0.005)
            sketch.circle(
                x, y, rng.uniform(0.01, 0.021), (rgb("#f5d46a"), WHITE, rgb("#e8836a"))[int(rng.integers(0, 3))]
            )
            last = (x, y)
            b = rng.uniform(0, 6.28)
            x, y = x + 0.13 * np.cos(b), y + 0.13 * np.sin(b)
    for cx, cy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        x, y = cx * (sheet.right - 0.16), cy * (sheet.bottom - 0.16)
        for r, tint in ((0.12, ink), (0.105, rgb("#e5cf9c")), (0.07, red if cx == cy else blue)):
            sketch.circle(x, y, r, tint)
        sketch.polygon(star_points(8, 0.068, 0.03) + np.array([x, y]), rgb("#f0dca8"))
    sketch.polygon(star_points(16, 0.15, 0.06), rgb("#e9c85a"))
    sketch.circle(0, 0, 0.065, red)
    return curved(sketch.done(), contrast=1.05)


def draw_phases(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(_nebula(sheet, motif, rng, much=0.55), sheet, rng, count=500)
    gx, gy = sheet.grid()
    seas = smooth(0.45, 0.7, clouds(rng, sheet, 12, octaves=5))
    for k in range(12):
        a = k * np.pi / 6 - np.pi / 2
        x, y, radius = 0.72 * np.cos(a), 0.72 * np.sin(a) * 1.05, 0.15
        dx, dy = (gx - x) / radius, (gy - y) / radius
        depth = np.sqrt(np.clip(1 - dx * dx - dy * dy, 0, 1))
        age = 2 * np.pi * k / 12
        light = smooth(-0.04, 0.08, (dx * np.sin(age) - depth * np.cos(age)).astype(np.float32))
        face = ramp(np.clip(0.75 - 0.35 * seas + 0.2 * depth, 0, 1), (p.dark, p.mid, p.light, p.pale))
        ball = face * (0.06 + 0.95 * light)[..., None]
        picture = mixed(picture, ball.astype(np.float32), disc(sheet, x, y, radius))
    picture = moon(picture, sheet, rng, x=0.0, y=0.0, radius=0.34, colour=mix(p.accent, WHITE, 0.25))
    sketch = Sketch(sheet, picture)
    for r in (0.48, 0.95):
        sketch.ring(0, 0, r, p.accent, width=0.006, alpha=0.85)
    for k in range(48):
        a = k * np.pi / 24
        r = 0.5 if k % 4 else 0.54
        sketch.line([(0.48 * np.cos(a), 0.48 * np.sin(a)), (r * np.cos(a), r * np.sin(a))], p.accent, width=0.005)
    return sketch.done()
