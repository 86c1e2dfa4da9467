"""Skies of colour: aurora, daybreak, dusk, and what only looks like sky."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, bloomed, blurred, curved, hillshade, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, cells, clouds, looked_up, pushed, ridges, warped_clouds
from kazeyomi.scenery import beams, far_birds, hill_rows, mirrored_below, pine_tree, sky, stars, sun
from kazeyomi.sketch import WHITE, Sketch


def draw_aurora(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = stars(sky(sheet, rng, (p.deep, p.deep, p.dark, mix(p.dark, p.mid, 0.4))), sheet, rng, count=900)
    x, y = sheet.grid()
    for k in range(4):
        sway = 0.22 * np.sin(x * (2.2 + 0.7 * k) + k * 2.1) + 0.10 * np.sin(x * 6.1 + k)
        foot = 0.25 - 0.2 * k + sway
        fold = np.interp(x + 0.35 * sway, np.linspace(-1.4, 1.4, 130), rng.random(130)).astype(np.float32)
        fine = np.interp(x + 0.35 * sway, np.linspace(-1.4, 1.4, 420), rng.random(420)).astype(np.float32)
        rise = foot - y
        curtain = (
            smooth(-0.03, 0.05, rise)
            * np.exp(-np.maximum(rise, 0) * (1.6 + 1.4 * fold))
            * (0.3 + 0.8 * fold * (0.6 + 0.4 * fine))
        )
        tint = ramp(np.clip(rise * 1.15, 0, 1), (p.light, p.mid, mix(p.mid, p.accent, 0.6), p.accent, p.deep))
        picture = (1 - (1 - picture) * (1 - np.clip(curtain * (1.0 - 0.15 * k), 0, 1)[..., None] * tint)).astype(
            np.float32
        )
    picture = hill_rows(
        picture, sheet, rng, far=p.dark, near=shade(p.deep, 0.8), mist=p.mid, top=0.45, bottom=0.6, rows=2, tall=0.25
    )
    picture = mirrored_below(picture, sheet, rng, line=0.6, tint=p.deep, murk=0.2)
    sketch = Sketch(sheet, picture)
    for side in (-1, 1):
        for _ in range(7):
            pine_tree(
                sketch,
                rng,
                x=side * rng.uniform(0.6, 1.05),
                foot=0.68 + 0.1 * rng.random(),
                tall=rng.uniform(0.2, 0.5),
                colour=shade(p.deep, 0.5),
            )
    return bloomed(sketch.done(), above=0.6, amount=0.4)


def draw_lava(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    wx, wy = clouds(rng, sheet, 3, octaves=4) - 0.5, clouds(rng, sheet, 3, octaves=4) - 0.5
    _, big, tone = cells(rng, sheet, 6)
    _, small, _ = cells(rng, sheet, 17)
    big, small, tone = (
        pushed(big, sheet, wx * 0.4, wy * 0.4),
        pushed(small, sheet, wx * 0.4, wy * 0.4),
        pushed(tone, sheet, wx * 0.4, wy * 0.4),
    )
    crust = clouds(rng, sheet, 9, octaves=6) * 0.5 + 0.25 * tone + 0.5 * smooth(0.0, 0.2, big)
    rock = ramp(
        np.clip(hillshade(crust, strength=24, azimuth=225, altitude=42) * 0.75, 0, 1),
        (p.deep, rgb("#1d1514"), rgb("#4a3a35"), rgb("#8d7468")),
    )
    glow = np.exp(-big * 15) * 1.15 + np.exp(-small * 46) * 0.42 * smooth(0.35, 0.6, clouds(rng, sheet, 3))
    hot = ramp(np.clip(glow, 0, 1), (p.deep, p.dark, p.mid, p.light, p.pale, WHITE))
    picture = mixed(rock, hot, smooth(0.16, 0.6, glow.astype(np.float32)))
    picture = lit(picture, blurred(smooth(0.3, 0.9, glow.astype(np.float32)), 22) * 0.65, p.mid)
    sketch = Sketch(sheet, picture)
    for _ in range(120):
        sketch.circle(rng.uniform(-1, 1), rng.uniform(-1.1, 1.1), rng.uniform(0.002, 0.008), p.pale, alpha=0.9)
    return bloomed(sketch.done(), above=0.6, amount=0.6)


def draw_smoke(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """Veined jade, or smoke that stood still."""
    p = motif.palette
    field, push = warped_clouds(rng, sheet, 1.8, strength=1.25, octaves=6)
    vein = np.abs(np.sin(field * 17 + push * 6))
    tone = np.clip(0.15 + 0.75 * field + 0.28 * (push - 0.4), 0, 1)
    picture = ramp(tone, (p.deep, p.dark, p.mid, p.light, p.pale))
    picture = picture * (0.72 + 0.36 * smooth(0.0, 0.35, vein.astype(np.float32)))[..., None]
    gold = smooth(0.06, 0.0, np.abs(field - 0.55)) * smooth(0.35, 0.6, push)
    picture = mixed(picture.astype(np.float32), mix(p.accent, WHITE, 0.25), gold * 0.9)
    gloss = hillshade(field, strength=50, azimuth=225, altitude=55)
    return curved(np.clip(picture + (gloss - 0.82)[..., None] * 0.5, 0, 1).astype(np.float32), contrast=1.12)


def draw_mackerel(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    x, y = sheet.grid()
    away = 0.5 / (0.62 - np.minimum(y, 0.5))
    tile = Sheet(700, 700)
    field = cells(rng, tile, 26)[0]
    wave = clouds(rng, tile, 4, octaves=4)
    lx, ly = 350 + x * away * 260 + 40 * away, away * 230
    puff = looked_up(field, lx + 34 * looked_up(wave, lx, ly), ly * 1.7)
    patch = looked_up(wave, lx * 0.8, ly * 0.8)
    cover = smooth(0.052, 0.018, puff) * smooth(0.28, 0.6, patch) * smooth(0.5, 0.3, y)
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid, p.light, p.pale))
    light = np.clip(0.35 + 0.65 * smooth(-1.0, 0.4, y), 0, 1)
    tint = ramp(light.astype(np.float32), (mix(p.dark, p.mid, 0.5), p.mid, p.light, p.pale))
    picture = mixed(picture, tint, cover.astype(np.float32) * 0.92)
    picture = sun(picture, sheet, x=0.25, y=0.36, radius=0.1, colour=(1.0, 0.98, 0.88), halo=p.accent)
    picture = hill_rows(
        picture, sheet, rng, far=p.mid, near=p.deep, mist=p.light, top=0.5, bottom=0.98, rows=4, tall=0.16
    )
    return bloomed(picture, above=0.8, amount=0.4)


def draw_violet(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """The hour after sunset, rays from behind the hills."""
    p = motif.palette
    streaks = clouds(rng, sheet, 3, octaves=6, stretch=4.5)
    torn = ridges(rng, sheet, 3, octaves=5)
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid, mix(p.light, p.accent, 0.35), p.accent))
    rays = beams(sheet, rng, x=-0.1, y=0.42, count=22)
    picture = lit(picture, rays * 0.75, mix(p.accent, p.light, 0.4))
    cover = smooth(0.42, 0.8, streaks * 0.8 + 0.3 * torn)
    _, y = sheet.grid()
    tint = ramp(np.clip(0.5 + 0.6 * y, 0, 1), (p.dark, p.mid, mix(p.mid, p.accent, 0.6), mix(p.accent, WHITE, 0.35)))
    picture = mixed(picture, tint, cover * 0.8)
    picture = lit(picture, np.exp(-sheet.polar(-0.1, 0.42)[0] * 4).astype(np.float32) * 0.8, mix(p.accent, WHITE, 0.3))
    picture = stars(picture, sheet, rng, count=160, below=0.4)
    picture = hill_rows(
        picture, sheet, rng, far=p.dark, near=shade(p.deep, 0.6), mist=p.mid, top=0.55, bottom=1.0, rows=3, tall=0.2
    )
    sketch = Sketch(sheet, picture)
    dark = shade(p.deep, 0.4)
    sketch.line([(0.5, 1.2), (0.5, 0.12)], dark, width=0.02)
    sketch.line([(0.34, 0.24), (0.66, 0.24)], dark, width=0.014)
    for x in (-1.2, 1.2):
        t = np.linspace(0, 1, 30)
        end = x
        sketch.line(
            np.stack([0.5 + (end - 0.5) * t, 0.24 + 0.12 * np.sin(t * np.pi) - 0.03 * t], axis=1), dark, width=0.005
        )
    far_birds(sketch, rng, x=0.05, y=0.12, count=4, size=0.05, colour=dark)
    return sketch.done()
