"""Weather that moves: thunder, typhoon, squall, snow, a tower of cloud."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, curved, hillshade, lit, mixed, smooth
from kazeyomi.colour import Picture, mix, ramp, rgb, shade
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, looked_up, pushed, warped_clouds
from kazeyomi.scenery import (
    far_birds,
    ground_below,
    hill_rows,
    lightning,
    mirrored_below,
    moon,
    pine_tree,
    profile,
    sky,
)
from kazeyomi.sketch import WHITE, Sketch


def draw_thunder(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    field, push = warped_clouds(rng, sheet, 2.0, strength=0.9)
    light = hillshade(blurred(field, 2), strength=70, azimuth=80, altitude=40)
    picture = ramp(
        np.clip(0.1 + 0.55 * field * light + 0.25 * push, 0, 1), (p.deep, p.dark, rgb("#4a4f7d"), p.mid, p.light)
    )
    bolts = Sketch(sheet, (0.0, 0.0, 0.0))
    for start, end, width in (
        ((-0.1, -1.1), (-0.3, 0.62), 0.026),
        ((0.5, -1.1), (0.62, 0.62), 0.016),
        ((-0.75, -0.7), (-0.8, 0.62), 0.01),
    ):
        lightning(bolts, rng, start, end, width)
    flash = bolts.done()[..., 0]
    glow = blurred(flash, 10) * 2.5 + blurred(flash, 45) * 4 + blurred(flash, 110) * 3
    picture = lit(picture, np.clip(flash + glow * (0.4 + 0.8 * light), 0, 2), mix(p.accent, rgb("#d8d4ff"), 0.6))
    line = (0.72 - 0.05 * profile(rng, sheet, cells=6)).astype(np.float32)
    picture = mixed(picture, shade(p.deep, 0.6), ground_below(sheet, line))
    sketch = Sketch(sheet, picture)
    for _ in range(46):
        x = rng.uniform(-1.05, 1.05)
        pine_tree(
            sketch,
            rng,
            x=x,
            foot=0.82 + 0.3 * rng.random(),
            tall=rng.uniform(0.12, 0.34),
            colour=shade(p.deep, rng.uniform(0.3, 0.7)),
        )
    return curved(sketch.done(), contrast=1.08)


def draw_tower(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A cumulus tower over the summer sea."""
    p = motif.palette
    picture = sky(sheet, rng, (p.dark, p.mid, p.light, p.pale))
    puffs = []
    for _ in range(330):
        t = rng.random()
        spread = 0.22 + 0.5 * (1 - t) ** 1.4 + 0.16 * np.sin(t * 7)
        puffs.append((0.05 + rng.normal(0, spread * 0.42), 0.5 - 1.3 * t, rng.uniform(0.06, 0.17) * (1.15 - 0.4 * t)))
    puffs.sort(key=lambda puff: puff[1] + 0.35 * abs(puff[0]) + rng.normal(0, 0.12))
    sketch = Sketch(sheet, picture)
    for x, y, r in puffs:
        for share in np.linspace(1, 0, 6):
            tone = mix(rgb("#8fa6c4"), WHITE, min(1.0, 0.45 + 0.62 * (1 - share)))
            tone = mix(tone, rgb("#f6c9a0"), 0.14 * share)
            sketch.circle(x - r * 0.3 * (1 - share), y - r * 0.34 * (1 - share), r * (0.35 + 0.65 * share), tone)
    picture = sketch.done()
    wobble = (clouds(rng, sheet, 14, octaves=4) - 0.5) * 0.11
    picture = pushed(picture, sheet, wobble, (clouds(rng, sheet, 14, octaves=4) - 0.5) * 0.11)
    picture = mirrored_below(picture, sheet, rng, line=0.6, tint=p.dark, murk=0.45)
    sketch = Sketch(sheet, picture)
    for x, y, s in ((-0.5, 0.66, 0.1), (0.62, 0.74, 0.15)):
        sketch.polygon(
            np.array([(-1, 0), (-0.7, 0.3), (0.7, 0.3), (1.05, -0.05)]) * s + np.array([x, y]), rgb("#7a2f1f")
        )
        sketch.polygon(np.array([(0, -0.05), (0, -1.7), (0.95, -0.1)]) * s + np.array([x, y]), WHITE)
        sketch.polygon(np.array([(-0.1, -0.05), (-0.1, -1.4), (-0.75, -0.1)]) * s + np.array([x, y]), rgb("#f2ead8"))
    far_birds(sketch, rng, x=-0.55, y=0.1, count=5, size=0.07, colour=WHITE)
    return sketch.done()


def draw_rainbow(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    field = clouds(rng, sheet, 2.2, octaves=6, stretch=1.6)
    picture = ramp(
        np.clip(field * 0.75 + 0.3 * sheet.down() - 0.05, 0, 1), (rgb("#2c4658"), p.dark, p.mid, p.light, p.pale)
    )
    far, _ = sheet.polar(0.15, 0.78)
    for radius, width, strength in ((0.98, 0.16, 0.62), (1.3, 0.14, 0.25)):
        band = np.clip((far - radius) / width, 0, 1) if radius < 1.2 else 1 - np.clip((far - radius) / width, 0, 1)
        colours = ramp(
            band, (rgb("#7a3fd0"), rgb("#3f6fe0"), rgb("#3fd0a0"), rgb("#f0e04a"), rgb("#f08a3a"), rgb("#e0403a"))
        )
        picture = (1 - (1 - picture) * (1 - colours * (np.sin(band * np.pi) * strength)[..., None])).astype(np.float32)
    picture = lit(picture, smooth(0.98, 0.5, far) * 0.22, WHITE)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.mid, p.pale, 0.3),
        near=rgb("#2f5a2c"),
        mist=p.pale,
        top=0.42,
        bottom=0.95,
        rows=5,
        tall=0.2,
    )
    sketch = Sketch(sheet, picture)
    for _ in range(180):
        x, y, long = rng.uniform(-1.2, 0.4), rng.uniform(-1.3, 0.6), rng.uniform(0.08, 0.25)
        sketch.line([(x, y), (x - long * 0.3, y + long)], WHITE, width=0.003, alpha=0.22)
    roof = rgb("#5a3a22")
    for x, y, s in ((-0.42, 0.72, 0.16), (-0.1, 0.8, 0.2)):
        sketch.polygon(np.array([(-1, 0), (0, -0.85), (1, 0)]) * s + np.array([x, y]), roof)
        sketch.polygon(
            np.array([(-0.75, 0), (0.75, 0), (0.75, 0.55), (-0.75, 0.55)]) * s + np.array([x, y]), rgb("#e8dcc0")
        )
        sketch.polygon(
            np.array([(-0.2, 0.05), (0.25, 0.05), (0.25, 0.55), (-0.2, 0.55)]) * s + np.array([x, y]), rgb("#3a2a1c")
        )
    for x in (0.35, 0.62, 0.85):
        sketch.line([(x, 0.86), (x, 0.62)], rgb("#4a3420"), width=0.02)
        for _ in range(26):
            sketch.circle(
                x + rng.normal(0, 0.05),
                0.58 + rng.normal(0, 0.045),
                rng.uniform(0.02, 0.04),
                mix(rgb("#2f6b34"), rgb("#9fc35a"), rng.random()),
            )
    return sketch.done()


def draw_typhoon(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    """A typhoon from far above the sea."""
    x, y = sheet.grid()
    far, angle = np.hypot(x, y * 1.05), np.arctan2(y, x)
    flat = Sheet(900, 700)
    sheets = clouds(rng, flat, 7, octaves=6, stretch=3.5)
    turn_ = np.mod(angle + 2.4 * np.log(far + 0.08), 2 * np.pi) / (2 * np.pi)
    # Read at two places half a turn apart and blend, so no seam shows.
    blend = np.abs(turn_ * 2 - 1)
    one = looked_up(sheets, turn_ * 880, far * 420)
    other = looked_up(sheets, np.mod(turn_ + 0.5, 1) * 880, far * 420 + 130)
    texture = one * (1 - blend) + other * blend
    arms = 0.5 + 0.5 * np.cos(2 * (angle + 2.4 * np.log(far + 0.08)))
    cover = smooth(0.30, 0.62, (texture * 0.75 + 0.30 * arms - 0.30 * far + 0.12).astype(np.float32))
    eye = smooth(0.09, 0.14, far.astype(np.float32))
    cover = cover * eye
    sea = ramp(
        np.clip(0.55 - 0.25 * far + 0.15 * clouds(rng, sheet, 5), 0, 1).astype(np.float32),
        (rgb("#031428"), rgb("#0a3258"), rgb("#1a5f8a")),
    )
    light = hillshade(blurred((texture + 0.3 * arms).astype(np.float32), 1.2), strength=38, azimuth=215, altitude=40)
    white = ramp(np.clip(light * 1.25, 0, 1), (rgb("#5d7390"), rgb("#b6c5d6"), WHITE, WHITE))
    picture = mixed(sea, white, cover)
    picture = (picture * (1 - 0.6 * smooth(0.2, 0.12, far.astype(np.float32)) * eye)[..., None]).astype(np.float32)
    rim, _ = sheet.polar(0.0, 2.75)
    space = smooth(0.0, 0.02, rim - 3.9)
    return mixed(lit(picture, smooth(0.25, 0.0, np.abs(rim - 3.85)) * 0.5, rgb("#8fc7ff")), rgb("#02040a"), space)


def draw_snowfall(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (p.deep, p.dark, p.mid, p.light), cloud=p.mid, much=0.5)
    picture = moon(picture, sheet, rng, x=-0.42, y=-0.62, radius=0.17, colour=p.accent, phase=0.45)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=p.mid,
        near=mix(p.light, WHITE, 0.5),
        mist=p.light,
        top=0.25,
        bottom=0.9,
        rows=4,
        tall=0.25,
    )
    sketch = Sketch(sheet, picture)
    for _ in range(26):
        x, foot = rng.uniform(-1.05, 1.05), rng.uniform(0.5, 1.1)
        tall = 0.3 + 0.55 * (foot - 0.4) * rng.uniform(0.7, 1.2)
        pine_tree(sketch, rng, x=x, foot=foot, tall=tall, colour=mix(p.deep, p.dark, 0.4))
        pine_tree(sketch, rng, x=x - 0.012, foot=foot - tall * 0.05, tall=tall * 0.9, colour=mix(p.light, WHITE, 0.55))
    picture = sketch.done()
    flakes = Sketch(sheet, (0.0, 0.0, 0.0))
    for _ in range(420):
        flakes.circle(rng.uniform(-1.1, 1.1), rng.uniform(-1.2, 1.2), rng.uniform(0.003, 0.012), WHITE, alpha=0.9)
    near = Sketch(sheet, (0.0, 0.0, 0.0))
    for _ in range(34):
        near.circle(rng.uniform(-1.1, 1.1), rng.uniform(-1.2, 1.2), rng.uniform(0.025, 0.06), WHITE, alpha=0.5)
    return lit(lit(picture, flakes.done()[..., 0] * 0.9, WHITE), blurred(near.done()[..., 0], 7) * 0.75, WHITE)
