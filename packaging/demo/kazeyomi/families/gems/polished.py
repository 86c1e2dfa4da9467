"""Stones without facets: opal, amber, agate, malachite."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, darkened, hillshade, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.families.gems.facets import bands, velvet
from kazeyomi.metal import BRASS, plate
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, cells, clouds, pushed, warped_clouds
from kazeyomi.sketch import WHITE, Mask, Sketch, circle_points, curve, petal, placed, trace


def draw_opal(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = velvet(sheet, rng, rgb("#b8aea0"))
    setting = Mask(sheet)
    setting.polygon(circle_points(1.0, 90) * np.array([0.8, 0.98]), WHITE)
    for k in range(22):
        a = k * 2 * np.pi / 22
        setting.circle(0.82 * np.cos(a), 1.0 * np.sin(a), 0.05, WHITE)
    picture = plate(picture, sheet, setting.plane(), BRASS, spun=0.5, lift=18)
    x, y = sheet.grid()
    u, v = x / 0.7, y / 0.88
    inside = smooth(1.0, 0.985, np.hypot(u, v))
    depth = np.sqrt(np.clip(1 - u * u - v * v, 0, 1))
    warp, push = warped_clouds(rng, sheet, 2.4, strength=0.7)
    _, edge, own = cells(rng, sheet, 13)
    own, edge = (
        pushed(own, sheet, (warp - 0.5) * 0.5, (push - 0.5) * 0.5),
        pushed(edge, sheet, (warp - 0.5) * 0.5, (push - 0.5) * 0.5),
    )
    hue = np.mod(own * 0.9 + 0.5 * warp + 0.25 * depth, 1.0)
    fire = ramp(
        hue.astype(np.float32),
        (
            rgb("#ff2f4a"),
            rgb("#ff9a2a"),
            rgb("#f6f04a"),
            rgb("#3af07a"),
            rgb("#2ad8f0"),
            rgb("#3a5aff"),
            rgb("#c23aff"),
            rgb("#ff2f4a"),
        ),
    )
    flash = smooth(0.35, 0.75, np.abs(np.sin(own * 31 + warp * 6))) * smooth(0.25, 0.6, push) * smooth(0.0, 0.03, edge)
    stone = mixed(sheet.fill(rgb("#0a0c22")), fire, np.clip(flash * 0.95 + 0.12, 0, 1).astype(np.float32))
    stone = stone * (0.35 + 0.75 * depth)[..., None]
    gloss = (
        np.exp(-(((u + 0.35) / 0.3) ** 2) - (((v + 0.5) / 0.16) ** 2)) * 0.75 + smooth(0.93, 1.0, np.hypot(u, v)) * 0.25
    )
    stone = lit(np.clip(stone, 0, 1).astype(np.float32), gloss.astype(np.float32), WHITE)
    return curved(mixed(picture, stone, inside), contrast=1.05, saturation=1.1)


def draw_amber(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Amber with a fern and a gnat that it closed over."""
    p = motif.palette
    picture = ramp(
        np.clip(0.6 + 0.3 * (clouds(rng, sheet, 20, octaves=4) - 0.5) - 0.2 * sheet.polar()[0], 0, 1),
        (rgb("#8a8070"), rgb("#cfc6b4"), rgb("#f2ecdf")),
    )
    outline = curve(
        trace(
            "-0.15,-0.98 0.4,-0.9 0.74,-0.5 0.8,0.1 0.6,0.68 0.12,0.98 -0.42,0.88 "
            "-0.78,0.42 -0.8,-0.25 -0.58,-0.76 -0.15,-0.98"
        ),
        160,
    )
    mask = Mask(sheet)
    mask.polygon(outline, WHITE)
    cover = mask.plane()
    soft = blurred(cover, 40)
    dome = np.sqrt(np.clip(soft - 0.4, 0, 1)).astype(np.float32)
    field, _ = warped_clouds(rng, sheet, 2.0, strength=0.6)
    glow = np.exp(-((sheet.polar(0.2, 0.35)[0] / 0.75) ** 2))
    resin = ramp(
        np.clip(0.2 + 0.4 * glow + 0.35 * (field - 0.4) + 0.25 * (1 - soft), 0, 1),
        (rgb("#3a1004"), rgb("#a8480c"), p.mid, p.light, p.pale),
    )
    inner = Sketch(sheet, resin)
    stem = curve([(-0.42, 0.62), (-0.2, 0.2), (0.1, -0.2), (0.32, -0.5)], 60)
    inner.stroke(stem, np.linspace(0.03, 0.008, 60), rgb("#4a2408"))
    for i in range(6, 58, 3):
        long = 0.3 * (1 - i / 64)
        ahead = np.arctan2(*(stem[i + 1] - stem[i - 1])[::-1])
        for side in (-1, 1):
            a = ahead + side * 1.1
            for j in range(1, 7):
                t = j / 6
                lx, ly = stem[i] + long * t * np.array([np.cos(a), np.sin(a)])
                inner.polygon(
                    placed(petal(0.06 * (1.2 - t), 0.03), x=float(lx), y=float(ly), turn=a - side * 0.6), rgb("#5a2c0a")
                )
    for bx, by in ((0.3, 0.32),):
        inner.polygon(circle_points(1.0, 30) * np.array([0.045, 0.1]) + (bx, by), rgb("#2a1204"))
        inner.circle(bx, by - 0.13, 0.042, rgb("#2a1204"))
        for side in (-1, 1):
            inner.polygon(
                placed(petal(0.24, 0.09), x=bx, y=by - 0.05, turn=np.pi / 2 - side * 0.75), rgb("#fbe6b0"), alpha=0.55
            )
            for k in range(3):
                inner.stroke(
                    curve(
                        [
                            (bx, by - 0.04 + 0.05 * k),
                            (bx + side * 0.13, by - 0.1 + 0.09 * k),
                            (bx + side * 0.17, by + 0.08 * k + 0.06),
                        ],
                        14,
                    ),
                    0.009,
                    rgb("#2a1204"),
                )
    for _ in range(46):
        x, y, r = rng.uniform(-0.7, 0.7), rng.uniform(-0.8, 0.8), rng.uniform(0.006, 0.03)
        inner.ring(x, y, r, rgb("#fff0c0"), width=0.004, alpha=0.7)
        inner.circle(x - r * 0.3, y - r * 0.3, r * 0.25, WHITE)
    light = hillshade(dome, strength=90, azimuth=235, altitude=50)
    stone = np.clip(inner.done() * (0.5 + 0.7 * light)[..., None], 0, 1).astype(np.float32)
    stone = lit(stone, smooth(0.9, 1.0, light) * 0.6 + (1 - soft) * 0.25, rgb("#fff4d0"))
    caustic = blurred(np.roll(cover, (40, 34), axis=(0, 1)), 22)
    picture = darkened(picture, caustic * 0.5, rgb("#c27a2a"))
    return curved(mixed(picture, stone, cover), contrast=1.05)


def draw_agate(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    field = bands(sheet, rng, scale=1.9, warp=0.85)
    level = np.clip(field / 1.35, 0, 1)
    tones = np.interp(
        level, np.linspace(0, 1, 70), np.clip(rng.random(70) * 0.75 + 0.25 * np.linspace(0, 1, 70), 0, 1)
    ).astype(np.float32)
    fine = 0.5 + 0.5 * np.cos(level * 430)
    picture = ramp(
        np.clip(tones * 0.9 + 0.08 * fine, 0, 1).astype(np.float32),
        (p.deep, p.dark, p.mid, p.light, p.pale, mix(p.accent, p.pale, 0.5), p.accent),
    )
    edge = smooth(0.03, 0.0, np.abs(np.mod(level * 17, 1.0) - 0.5).astype(np.float32) - 0.44)
    picture = mixed(picture, WHITE, edge * 0.18)
    core = smooth(0.2, 0.17, field)
    _, gaps, own = cells(rng, sheet, 40)
    quartz = ramp(np.clip(0.3 + 0.7 * own, 0, 1), (rgb("#8a7a8a"), rgb("#d8d0dc"), WHITE))
    picture = mixed(picture, darkened(quartz, smooth(0.01, 0.0, gaps) * 0.5), core)
    gloss = hillshade(clouds(rng, sheet, 1.5, octaves=2), strength=60, azimuth=235, altitude=60)
    return curved(lit(picture, smooth(0.85, 1.0, gloss) * 0.25, WHITE), contrast=1.1)


def draw_malachite(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    x, y = sheet.grid()
    wx, wy = (clouds(rng, sheet, 2.2, octaves=5) - 0.5) * 0.4, (clouds(rng, sheet, 2.2, octaves=5) - 0.5) * 0.4
    field = np.full(sheet.shape, 9.0, dtype=np.float32)
    own = np.zeros(sheet.shape, dtype=np.float32)
    for k in range(11):
        cx, cy, scale = rng.uniform(-1, 1), rng.uniform(-1.1, 1.1), rng.uniform(0.7, 1.5)
        far = np.hypot(x + wx - cx, y + wy - cy) * scale
        nearer = far < field
        field = np.where(nearer, far, field).astype(np.float32)
        own = np.where(nearer, k * 0.37, own).astype(np.float32)
    rings = np.interp(field * 1.5 + own * 0.3, np.linspace(0, 2.5, 150), rng.random(150)).astype(np.float32)
    fine = 0.5 + 0.5 * np.cos(field * 160)
    picture = ramp(
        np.clip(0.78 * rings + 0.12 * fine + 0.05, 0, 1),
        (rgb("#031c14"), rgb("#064a34"), rgb("#0f7a54"), rgb("#3fb07f"), rgb("#a8e8c4")),
    )
    seam = smooth(0.05, 0.0, np.abs(field - blurred(field, 5)))
    picture = darkened(picture, (1 - seam) * 0.35)
    gloss = hillshade(clouds(rng, sheet, 1.4, octaves=2), strength=70, azimuth=235, altitude=58)
    sketch = Sketch(sheet, lit(picture, smooth(0.82, 1.0, gloss) * 0.35, WHITE))
    gold = mix(p.accent, rgb("#f2d06a"), 0.7)
    for off, width, tint in ((0.0, 0.05, shade(gold, 0.45)), (-0.006, 0.03, gold), (-0.012, 0.01, WHITE)):
        frame = (
            np.array(
                [
                    (-0.9 * sheet.right, -0.92 * sheet.bottom),
                    (0.9 * sheet.right, -0.92 * sheet.bottom),
                    (0.9 * sheet.right, 0.92 * sheet.bottom),
                    (-0.9 * sheet.right, 0.92 * sheet.bottom),
                    (-0.9 * sheet.right, -0.92 * sheet.bottom),
                ]
            )
            + off
        )
        sketch.line(frame, tint, width=width)
    return curved(sketch.done(), contrast=1.08)
