"""What the frames are made of: lacquer, wood, metal, cloth, paper; whole sheets of it, no shapes."""

from __future__ import annotations

import numpy as np

from kazeyomi.canvas import Sheet, blurred, darkened, hillshade, lit, mixed, smooth
from kazeyomi.colour import Colour, Picture, Plane, mix, ramp, rgb, shade
from kazeyomi.noise import Rng, cells, clouds, rolling
from kazeyomi.patterns import asanoha, karakusa, seigaiha, shippo, tatewaku
from kazeyomi.sketch import WHITE, Mask
from kazeyomi.windows import CARD


def _field(value: Plane, colours: tuple[Colour, ...], rng: Rng, *, rough: float = 0.08) -> Picture:
    far, _ = CARD.polar(-0.3, -0.6)
    light = 1.06 - 0.16 * far + rough * (clouds(rng, CARD, 30, octaves=3) - 0.5)
    return np.clip(ramp(np.clip(value, 0, 1), colours) * light[..., None], 0, 1).astype(np.float32)


def teal_wood(rng: Rng) -> Picture:
    x, y = CARD.grid()
    grain = clouds(rng, CARD, 7, octaves=6, stretch=0.1)
    lines = asanoha(x * 7.5, y * 7.5)
    picture = _field(0.25 + 0.4 * grain, (rgb("#04201f"), rgb("#0d4743"), rgb("#1f7a6c"), rgb("#4fae98")), rng)
    return lit(picture, smooth(0.85, 1.0, lines) * 0.16, rgb("#e8d89a"))


def vermilion(rng: Rng) -> Picture:
    x, y = CARD.grid()
    value = 0.52 + 0.13 * (seigaiha(x * 8, y * 8) - 0.5) + 0.12 * (clouds(rng, CARD, 4) - 0.5)
    return _field(value, (rgb("#3a0508"), rgb("#8f1512"), rgb("#c8331f"), rgb("#f07a4a")), rng, rough=0.04)


def hammered(rng: Rng) -> Picture:
    far, edge, own = cells(rng, CARD, 38)
    dents = hillshade((far * 9 + 0.3 * own).astype(np.float32), strength=5, azimuth=225, altitude=50)
    picture = _field(0.12 + 0.62 * dents, (rgb("#1c0e08"), rgb("#5a3018"), rgb("#a8683a"), rgb("#e8b884")), rng)
    return darkened(picture, smooth(0.01, 0.0, edge) * 0.25)


def brocade(rng: Rng) -> Picture:
    x, y = CARD.grid()
    value = shippo(x * 9, y * 9)
    thread = 0.06 * np.sin(x * 420) * np.sin(y * 420)
    return _field(
        0.1 + 0.8 * value + thread, (rgb("#2a1240"), rgb("#5a2a74"), rgb("#b8862f"), rgb("#f6dc96")), rng, rough=0.05
    )


def night(rng: Rng) -> Picture:
    picture = _field(
        0.35 + 0.5 * (clouds(rng, CARD, 4, octaves=6) - 0.5),
        (rgb("#04071c"), rgb("#0e1846"), rgb("#2a3c8a"), rgb("#6a7ccc")),
        rng,
    )
    return stars(picture, CARD, rng, count=900, tint=rgb("#dfe6ff"))


def vines(rng: Rng) -> Picture:
    x, y = CARD.grid()
    sheet = paper(CARD, rng, rgb("#dfe6c0"))
    vine = karakusa(x * 6.5, y * 6.5)
    return mixed(sheet, rgb("#6f9a56"), vine * 0.55)


def scroll(rng: Rng) -> Picture:
    x, y = CARD.grid()
    value = tatewaku(x * 8, y * 8)
    thread = 0.05 * np.sin(x * 380) * np.sin(y * 380)
    return _field(
        0.35 + 0.5 * value + thread, (rgb("#22252e"), rgb("#4a4f5c"), rgb("#9a9686"), rgb("#e4dcc4")), rng, rough=0.05
    )


def pearl(rng: Rng) -> Picture:
    """Black lacquer inlaid with slips of mother-of-pearl."""
    far, edge, own = cells(rng, CARD, 26)
    x, y = CARD.grid()
    hue = np.mod(own * 1.7 + 0.4 * x + 0.3 * y, 1.0).astype(np.float32)
    slip = ramp(hue, (rgb("#3fb8b0"), rgb("#7a8ae0"), rgb("#c88ad8"), rgb("#e8b0b8"), rgb("#a8d8a0"), rgb("#3fb8b0")))
    picture = _field(
        0.3 + 0.2 * (clouds(rng, CARD, 3) - 0.5), (rgb("#050408"), rgb("#17111f"), rgb("#352845")), rng, rough=0.03
    )
    shown = smooth(0.004, 0.01, edge) * (own > 0.62) * (0.45 + 0.4 * rolling(rng, CARD, 6))
    return mixed(picture, slip * 0.85, shown * smooth(0.035, 0.0, far - 0.02))


def paper(sheet: Sheet, rng: Rng, colour: Colour) -> Picture:
    """Washi: long fibres, stains of age, a paler middle."""
    fibres = Mask(sheet)
    for _ in range(260):
        x, y = rng.uniform(-sheet.right, sheet.right), rng.uniform(-sheet.bottom, sheet.bottom)
        a, length = rng.uniform(0, 6.28), rng.uniform(0.03, 0.14)
        bend = rng.normal(0, 0.4)
        t = np.linspace(0, 1, 8)
        way = np.stack([x + length * t * np.cos(a + bend * t), y + length * t * np.sin(a + bend * t)], axis=1)
        fibres.line(way, WHITE, width=0.002, alpha=0.5)
    stain = clouds(rng, sheet, 3, octaves=6)
    far, _ = sheet.polar()
    tone = 0.62 + 0.34 * (stain - 0.5) + 0.2 * fibres.plane() - 0.16 * smooth(0.6, 1.6, far)
    return ramp(np.clip(tone, 0, 1).astype(np.float32), (shade(colour, 0.72), colour, mix(colour, WHITE, 0.6)))


def stars(picture: Picture, sheet: Sheet, rng: Rng, *, count: int, tint: Colour) -> Picture:
    """Stars of all sizes."""
    plane = np.zeros(sheet.shape, dtype=np.float32)
    xs = (rng.random(count) * (sheet.width - 1)).astype(int)
    ys = (rng.random(count) * (sheet.height - 1)).astype(int)
    power = rng.random(count) ** 6
    np.maximum.at(plane, (ys, xs), (0.35 + 2.2 * power).astype(np.float32))
    bright = np.zeros_like(plane)
    np.maximum.at(bright, (ys, xs), np.where(power > 0.45, 16 * power, 0).astype(np.float32))
    light = blurred(plane, 0.9) * 4.0 + blurred(bright, 2.2) * 1.6 + blurred(bright, 7.0) * 2.0
    return lit(picture, light.astype(np.float32), mix(tint, WHITE, 0.4))
