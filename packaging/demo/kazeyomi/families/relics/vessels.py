"""Bowl, vase and bell: turned on a wheel or cast."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kazeyomi.canvas import Sheet, blurred, darkened, hillshade, lit, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp, rgb, shade
from kazeyomi.metal import BRASS, plate
from kazeyomi.motif import Motif
from kazeyomi.noise import Rng, clouds, ridges
from kazeyomi.patterns import asanoha
from kazeyomi.scenery import hill_rows, sky
from kazeyomi.sketch import WHITE, Mask, Sketch, curve, petal, placed, trace


def _table(sheet: Sheet, rng: Rng, wall: Colour, wood: Colour, *, line: float = 0.52) -> Picture:
    """A plain wall and a table's edge."""
    far, _ = sheet.polar(-0.35, -0.4)
    back = ramp(
        np.clip(0.75 - 0.42 * far + 0.1 * (clouds(rng, sheet, 3) - 0.5), 0, 1),
        (shade(wall, 0.2), shade(wall, 0.6), wall, mix(wall, WHITE, 0.3)),
    )
    fibre = clouds(rng, sheet, 6, octaves=6, stretch=9)
    _, y = sheet.grid()
    top = ramp(
        np.clip(0.35 + 0.4 * (fibre - 0.5) + 0.35 * smooth(line, 1.2, y), 0, 1),
        (shade(wood, 0.35), shade(wood, 0.75), wood, mix(wood, WHITE, 0.3)),
    )
    return mixed(back, top, smooth(line - 0.004, line + 0.004, y))


def _turned(sheet: Sheet, profile: ArrayLike, *, x: float = 0.0) -> tuple[Plane, Plane, Plane]:
    """A pot from its profile of (height, half width): its cover, the place across it (-1..1) and its normal's depth."""
    gx, gy = sheet.grid()
    points = np.asarray(profile, dtype=np.float64)
    heights, knots = points[:, 0], curve(points, 200)
    half = np.interp(gy[:, 0], knots[:, 0], knots[:, 1], left=0, right=0).astype(np.float32)[:, None]
    side = (gx - x) / np.maximum(half, 1e-3)
    cover = np.clip((half - np.abs(gx - x)) * sheet.unit + 0.5, 0, 1) * (gy > heights.min()) * (gy < heights.max())
    return (
        cover.astype(np.float32),
        np.clip(side, -1, 1).astype(np.float32),
        np.sqrt(np.clip(1 - side**2, 0, 1)).astype(np.float32),
    )


def _glazed(
    picture: Picture, sheet: Sheet, cover: Plane, side: Plane, depth: Plane, face: Picture, *, gloss: float = 0.8
) -> Picture:
    """A pot's face under light from the left, with a window's gleam on it."""
    light = np.clip(0.2 + 0.75 * depth - 0.42 * side, 0.05, 1.15)
    body = np.clip(face * light[..., None], 0, 1).astype(np.float32)
    gleam = (
        np.exp(-(((side + 0.5) / 0.09) ** 2))
        + 0.5 * np.exp(-(((side + 0.28) / 0.03) ** 2))
        + 0.3 * np.exp(-(((side - 0.86) / 0.07) ** 2))
    )
    body = lit(body, (gleam * gloss * 0.6).astype(np.float32), (1.0, 0.98, 0.94))
    shadow = blurred(np.roll(cover, (10, 46), axis=(0, 1)), 26)
    return mixed(darkened(picture, shadow * 0.5), body, cover)


def draw_kintsugi(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = _table(sheet, rng, rgb("#8a8f8a"), rgb("#5a3a24"), line=0.42)
    gx, gy = sheet.grid()
    profile = [(-0.36, 0.82), (-0.2, 0.8), (0.1, 0.7), (0.4, 0.5), (0.56, 0.34), (0.6, 0.3), (0.7, 0.32), (0.74, 0.31)]
    cover, side, depth = _turned(sheet, profile)
    crackle = ridges(rng, sheet, 9, octaves=3)
    glaze = ramp(
        np.clip(0.35 + 0.4 * (clouds(rng, sheet, 4, octaves=5) - 0.5) + 0.25 * smooth(-0.4, 0.5, gy), 0, 1),
        (rgb("#0f1c2c"), rgb("#24405a"), rgb("#4a7088"), rgb("#9ab8b8")),
    )
    glaze = darkened(glaze, smooth(0.72, 0.85, crackle) * 0.3)
    picture = _glazed(picture, sheet, cover, side, depth, glaze)
    well = np.hypot(gx / 0.82, (gy + 0.36) / 0.2)
    inner = ramp(
        np.clip(0.25 + 0.35 * (gy + 0.36) / 0.2 * 0.6 + 0.3 * (clouds(rng, sheet, 5) - 0.5) + 0.12 * gx, 0, 1).astype(
            np.float32
        ),
        (rgb("#0a1420"), rgb("#1f3a52"), rgb("#5a8498"), rgb("#b8d0cc")),
    )
    picture = mixed(picture, inner, smooth(1.0, 0.985, well))
    rim = smooth(0.035, 0.015, np.abs(well - 0.985))
    picture = mixed(picture, rgb("#c8d8d4"), rim * 0.8)
    tea = np.hypot(gx / 0.62, (gy + 0.28) / 0.12)
    picture = mixed(
        picture,
        ramp(
            np.clip(0.5 + 0.3 * np.sin(gx * 5) * 0.4, 0, 1).astype(np.float32),
            (rgb("#3a5a14"), rgb("#7a9a2a"), rgb("#b8cf5a")),
        ),
        smooth(1.0, 0.97, tea),
    )
    gold = Mask(sheet)
    seams = (
        [(-0.72, -0.3), (-0.5, -0.06), (-0.56, 0.14), (-0.3, 0.3), (-0.24, 0.6)],
        [(-0.5, -0.06), (-0.16, -0.02), (0.06, 0.16), (0.3, 0.12), (0.6, -0.12)],
        [(0.06, 0.16), (0.1, 0.42), (0.26, 0.66)],
        [(0.3, 0.12), (0.36, 0.34), (0.5, 0.36)],
        [(-0.56, 0.14), (-0.68, 0.06)],
        [(0.3, -0.5), (0.24, -0.38), (0.42, -0.3)],
    )
    for seam in seams:
        line = np.asarray(seam) + rng.normal(0, 0.012, (len(seam), 2))
        fine = np.concatenate(
            [np.linspace(line[i], line[i + 1], 12) + rng.normal(0, 0.006, (12, 2)) for i in range(len(line) - 1)]
        )
        gold.stroke(fine, 0.028 + 0.01 * np.sin(np.arange(len(fine)) * 0.7), WHITE)
        for knot in line:
            gold.circle(float(knot[0]), float(knot[1]), 0.02, WHITE)
    seams_cover = gold.plane() * np.clip(cover + smooth(1.0, 0.98, well), 0, 1)
    picture = plate(picture, sheet, seams_cover, BRASS, spun=0.2, lift=2, relief=blurred(seams_cover, 1.5))
    for k in range(3):
        steam = curve(
            [(-0.15 + 0.15 * k, -0.4), (-0.22 + 0.18 * k, -0.66), (-0.08 + 0.15 * k, -0.86), (-0.16 + 0.16 * k, -1.15)],
            60,
        )
        haze = Mask(sheet)
        haze.stroke(steam, np.sin(np.linspace(0.1, 3.0, 60)) * 0.05, WHITE)
        picture = lit(picture, blurred(haze.plane(), 9) * 0.4, WHITE)
    return picture


def draw_vase(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    picture = _table(sheet, rng, rgb("#b89a7a"), rgb("#4a2a1c"), line=0.66)
    profile = trace(
        "-0.42,0.17 -0.38,0.14 -0.25,0.11 -0.08,0.13 0.1,0.34 0.32,0.47 0.55,0.4 0.78,0.24 0.86,0.22 0.9,0.23"
    )
    sketch = Sketch(sheet, picture)
    for k, (tip, bend) in enumerate(
        (((-0.5, -0.95), (-0.28, -0.6)), ((0.45, -1.0), (0.3, -0.65)), ((0.02, -1.08), (-0.05, -0.7)))
    ):
        stem = curve([(0.0, -0.3), bend, tip], 50)
        sketch.stroke(stem, np.linspace(0.03, 0.012, 50), rgb("#4a3424"))
        for i in range(8, 50, 4):
            x, y = stem[i] + rng.normal(0, 0.02, 2)
            if (i + k) % 3 == 0:
                sketch.circle(float(x), float(y), 0.026, rgb("#d8405a"))
                continue
            for j in range(5):
                sketch.polygon(
                    placed(petal(0.075, 0.058, tip=0.55), x=float(x), y=float(y), turn=j * 1.2566 + i),
                    mix(rgb("#f6f0f0"), rgb("#f2a8b8"), rng.random()),
                )
            sketch.circle(float(x), float(y), 0.014, rgb("#e8b84a"))
    picture = sketch.done()
    cover, side, depth = _turned(sheet, profile)
    gx, gy = sheet.grid()
    across = np.arcsin(side) / (np.pi / 2)
    relief = (
        asanoha((across * 2.6).astype(np.float32), ((gy - 0.3) * 5.0).astype(np.float32))
        * smooth(0.08, 0.14, gy)
        * smooth(0.62, 0.56, gy)
    )
    bands = (
        smooth(0.012, 0.006, np.abs(gy - 0.1))
        + smooth(0.012, 0.006, np.abs(gy - 0.6))
        + smooth(0.01, 0.005, np.abs(gy + 0.2))
    )
    value = np.clip(0.62 - 0.28 * relief - 0.3 * bands + 0.1 * (clouds(rng, sheet, 6) - 0.5), 0, 1)
    face = ramp(value.astype(np.float32), (rgb("#2c5a4c"), rgb("#5f9a84"), rgb("#9fcdb4"), rgb("#d8ecd8")))
    picture = _glazed(picture, sheet, cover, side, depth, face, gloss=0.9)
    mouth = np.hypot(gx / 0.17, (gy + 0.415) / 0.035)
    picture = mixed(picture, rgb("#bfe0cc"), smooth(1.05, 0.98, mouth))
    return mixed(picture, rgb("#12241c"), smooth(0.84, 0.76, mouth))


def draw_bell(sheet: Sheet, motif: Motif, rng: Rng) -> Picture:
    p = motif.palette
    picture = sky(sheet, rng, (rgb("#f2b06a"), rgb("#f8d8a0"), rgb("#fbf0d0")), cloud=WHITE, much=0.5)
    picture = hill_rows(
        picture,
        sheet,
        rng,
        far=mix(p.light, p.pale, 0.3),
        near=p.mid,
        mist=p.pale,
        top=0.5,
        bottom=1.0,
        rows=4,
        tall=0.25,
    )
    sketch = Sketch(sheet, picture)
    wood = rgb("#3a2216")
    for x in (-0.92, 0.92):
        sketch.line([(x, -1.3), (x * 1.03, 1.4)], wood, width=0.15)
        sketch.line([(x - 0.03, -1.3), (x * 1.03 - 0.03, 1.4)], mix(wood, rgb("#a8784a"), 0.5), width=0.04)
    for y, w in ((-1.0, 0.18), (-0.84, 0.06)):
        sketch.line([(-1.3, y), (1.3, y)], wood, width=w)
        sketch.line([(-1.3, y - w * 0.25), (1.3, y - w * 0.25)], mix(wood, rgb("#a8784a"), 0.5), width=w * 0.2)
    picture = sketch.done()
    profile = trace("-0.62,0.06 -0.6,0.2 -0.5,0.36 -0.34,0.43 0,0.47 0.4,0.51 0.72,0.57 0.8,0.61 0.84,0.61")
    cover, side, _ = _turned(sheet, profile)
    gx, gy = sheet.grid()
    across = np.arcsin(side) / (np.pi / 2)
    value = np.zeros(sheet.shape, dtype=np.float32)
    for band in (-0.38, 0.02, 0.3, 0.36, 0.66, 0.72):
        value += smooth(0.018, 0.01, np.abs(gy - band))
    strap = np.abs(np.mod(across * 2, 1.0) - 0.5)
    value += smooth(0.03, 0.02, np.abs(strap - 0.42)) * smooth(-0.4, -0.38, gy) * smooth(0.68, 0.66, gy)
    knobs = np.hypot((np.mod(across * 9, 1.0) - 0.5) / 0.35, (np.mod(gy * 10.5, 1.0) - 0.5) / 0.35)
    value += smooth(1.0, 0.7, knobs) * smooth(-0.35, -0.33, gy) * smooth(-0.01, -0.03, gy) * (strap < 0.39)
    lotus = np.hypot(gx / 0.13, (gy - 0.5) / 0.1)
    value += smooth(1.0, 0.9, lotus) * (0.6 + 0.4 * np.cos(np.arctan2(gy - 0.5, gx) * 8))
    rough = clouds(rng, sheet, 24, octaves=4) * 0.4
    height = 0.55 * blurred(np.clip(value, 0, 1), 1.3) + rough * 0.4
    light = hillshade(height.astype(np.float32), strength=9, azimuth=225, altitude=48)
    round_ = np.clip(0.22 + 0.75 * np.sqrt(np.clip(1 - side**2, 0, 1)) - 0.4 * side, 0, 1.2)
    tone = np.clip(light * 1.1 * round_ - 0.05, 0, 1)
    metal = ramp(
        tone.astype(np.float32), (rgb("#0a1410"), rgb("#28423a"), rgb("#5a8070"), rgb("#a8c4a8"), rgb("#f0f4d8"))
    )
    metal = mixed(metal, rgb("#6a4a24"), smooth(0.5, 0.7, clouds(rng, sheet, 5)) * 0.45)
    gleam = np.exp(-(((side + 0.52) / 0.1) ** 2)) * 0.35
    metal = lit(metal, gleam.astype(np.float32), rgb("#fff0c8"))
    picture = darkened(picture, blurred(np.roll(cover, (12, 40), axis=(0, 1)), 24) * 0.4)
    picture = mixed(picture, metal, cover)
    sketch = Sketch(sheet, picture)
    sketch.stroke(
        curve([(-0.14, -0.58), (-0.12, -0.78), (0.0, -0.86), (0.12, -0.78), (0.14, -0.58)], 40), 0.07, rgb("#24382f")
    )
    sketch.stroke(curve([(-0.14, -0.6), (-0.12, -0.79), (0.0, -0.87), (0.1, -0.8)], 40), 0.02, rgb("#8fae98"))
    sketch.line([(1.3, 0.2), (0.66, 0.36)], rgb("#5a3a22"), width=0.13)
    sketch.line([(1.3, 0.17), (0.66, 0.33)], rgb("#a87a4a"), width=0.035)
    sketch.circle(0.655, 0.36, 0.066, rgb("#c8a06a"))
    for x in (0.8, 1.05):
        sketch.line([(x, 0.3), (x + 0.02, -0.95)], rgb("#d8c8a0"), width=0.02)
    return sketch.done()
