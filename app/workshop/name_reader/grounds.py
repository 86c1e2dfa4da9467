"""Drawn stuff without letters, in grey: tables, cloth, wood, art, hands, light. All of it must stay silent."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Grey = NDArray[np.uint8]
"""(height, width) uint8."""


def soft(size: tuple[int, int], cell: tuple[float, float], rng: np.random.Generator, *, spread: float) -> Image.Image:
    """Stains around 128, (width, height) `size`; `cell`: how wide and high one is, in pixels."""
    small = (max(2, round(size[1] / cell[1]) + 1), max(2, round(size[0] / cell[0]) + 1))
    noise = np.clip(128 + rng.normal(0, spread, small), 0, 255).astype(np.uint8)
    return Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)


def shapes(image: Image.Image, count: int, rng: np.random.Generator, *, largest: float = 0.5) -> None:
    """Random ellipses, polygons, arcs and strokes, drawn onto the picture."""
    draw = ImageDraw.Draw(image)
    width, height = image.size
    most = max(8.0, largest * min(width, height))
    for _ in range(count):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        a, b = (float(np.exp(rng.uniform(np.log(2), np.log(most)))) for _ in range(2))
        level, kind = int(rng.integers(256)), rng.integers(6)
        box = (x - a, y - b, x + a, y + b)
        if kind == 0:
            draw.ellipse(box, fill=level)
        elif kind == 1:
            draw.ellipse(box, outline=level, width=int(rng.integers(1, 5)))
        elif kind == 2:
            start = rng.uniform(0, 360)
            draw.arc(box, start, start + rng.uniform(40, 220), fill=level, width=int(rng.integers(1, 6)))
        elif kind == 3:
            turns = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(3, 8))))
            far = rng.uniform(0.3, 1, len(turns))
            draw.polygon([(x + a * f * math.cos(t), y + b * f * math.sin(t)) for t, f in zip(turns, far, strict=True)],
                         fill=level)  # fmt: skip
        elif kind == 4:
            path = np.cumsum(np.vstack([[x, y], rng.normal(0, a / 2, (int(rng.integers(2, 9)), 2))]), axis=0)
            draw.line([tuple(p) for p in path.tolist()], fill=level, width=int(rng.integers(1, 5)))
        else:
            # Hair, feathers, grass: strokes side by side.
            turn, step = rng.uniform(0, 2 * np.pi), rng.uniform(2, 7)
            for k in range(int(rng.integers(4, 14))):
                u, v = x + k * step * math.cos(turn), y + k * step * math.sin(turn)
                bend = turn + np.pi / 2 + rng.normal(0, 0.25)
                draw.line((u, v, u + b * math.cos(bend), v + b * math.sin(bend)), fill=level,
                          width=int(rng.integers(1, 3)))  # fmt: skip


def art(size: tuple[int, int], rng: np.random.Generator) -> Image.Image:
    """A picture as cards have, of (width, height) `size`: stains and shapes, soft or sharp."""
    cell = rng.uniform(6, 60)
    image = soft(size, (cell, cell * rng.uniform(0.4, 2.5)), rng, spread=rng.uniform(15, 60))
    shapes(image, int(rng.integers(8, 60)), rng)
    if rng.random() < 0.5:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 2)))
    if rng.random() < 0.5:
        grain = soft(size, (rng.uniform(1.5, 5),) * 2, rng, spread=rng.uniform(20, 60))
        image = Image.blend(image, grain, rng.uniform(0.1, 0.4))
    return leveled(image, rng.uniform(40, 210), rng.uniform(0.3, 1))


def leveled(image: Image.Image, level: float, contrast: float) -> Image.Image:
    """The same around another level."""
    return image.point([int(np.clip(level + (v - 128) * contrast, 0, 255)) for v in range(256)])


def paper(size: tuple[int, int], level: float, rng: np.random.Generator) -> Image.Image:
    """Even, grained, stained or sloping ground for print."""
    at = rng.random()
    if at < 0.35:
        return Image.new("L", size, int(level))
    cell = rng.uniform(2, 40)
    image = soft(size, (cell * rng.uniform(1, 4), cell), rng, spread=rng.uniform(8, 40))
    if at < 0.55:
        image = Image.blend(image, Image.linear_gradient("L").resize(size), rng.uniform(0.1, 0.4))
    return leveled(image, level, rng.uniform(0.1, 0.7))


def table(size: tuple[int, int], rng: np.random.Generator) -> Image.Image:
    """What cards lie on or are held before."""
    kind = rng.choice(8, p=[0.15, 0.15, 0.15, 0.15, 0.06, 0.12, 0.11, 0.11])
    level = rng.uniform(25, 225)
    if kind == 0:
        image = leveled(soft(size, (300, 300), rng, spread=40), level, rng.uniform(0.1, 0.8))
    elif kind in (1, 2):
        image = _wood(size, level, rng)
    elif kind == 3:
        image = art((size[0] // 2, size[1] // 2), rng).resize(size, Image.Resampling.BILINEAR)
        shapes(image, int(rng.integers(0, 120)), rng, largest=0.3)
    elif kind == 4:
        cell = rng.uniform(1.5, 6)
        image = leveled(soft(size, (cell, cell), rng, spread=60), level, rng.uniform(0.1, 0.9))
    else:
        image = _tiled(_motif(rng), size)
    if rng.random() < 0.3:
        _bars(image, rng)
    if rng.random() < 0.4:
        shapes(image, int(rng.integers(1, 10)), rng)
    return image


def _wood(size: tuple[int, int], level: float, rng: np.random.Generator) -> Image.Image:
    long = rng.uniform(40, 250)
    grain = soft(size, (long, rng.uniform(2, 12)), rng, spread=60)
    grain = Image.blend(grain, soft(size, (long * 3, rng.uniform(20, 60)), rng, spread=60), rng.uniform(0.2, 0.7))
    image = leveled(grain, level, rng.uniform(0.2, 1.2))
    draw = ImageDraw.Draw(image)
    wide = rng.uniform(80, 320)
    if rng.random() < 0.6:
        for row in np.arange(rng.uniform(0, wide), size[1], wide):
            draw.line((0, row, size[0], row), fill=int(level * rng.uniform(0.2, 0.7)), width=int(rng.integers(1, 6)))
    return image


def _motif(rng: np.random.Generator) -> Image.Image:
    """One tile of a pattern: stripes, checks, dots, weave, flowers."""
    wide, tall = (int(n) for n in rng.integers(8, 40, 2))
    dark, light = (int(n) for n in np.sort(rng.integers(0, 256, 2)))
    kind = rng.integers(6)
    if kind == 0:
        tile = Image.new("L", (wide, 4), dark)
        ImageDraw.Draw(tile).rectangle((0, 0, wide * rng.uniform(0.2, 0.7), 4), fill=light)
    elif kind == 1:
        tile = Image.new("L", (wide, tall), dark)
        draw = ImageDraw.Draw(tile)
        draw.rectangle((0, 0, wide // 2, tall // 2), fill=light)
        draw.rectangle((wide // 2 + 1, tall // 2 + 1, wide, tall), fill=light)
    elif kind == 2:
        tile = Image.new("L", (wide, tall), dark)
        r = rng.uniform(1.5, wide / 2)
        ImageDraw.Draw(tile).ellipse((wide / 2 - r, tall / 2 - r, wide / 2 + r, tall / 2 + r), fill=light)
    elif kind == 3:
        tile = Image.fromarray(rng.integers(dark, light + 1, (int(rng.integers(2, 9)), int(rng.integers(2, 9))))
                               .astype(np.uint8)).resize((wide, tall))  # fmt: skip
    else:
        side = int(rng.integers(60, 320))
        tile = Image.new("L", (side, side), dark)
        draw = ImageDraw.Draw(tile)
        for _ in range(int(rng.integers(3, 16))):
            x, y, petals = rng.uniform(0, side), rng.uniform(0, side), int(rng.integers(3, 12))
            far, thick = rng.uniform(4, side / 6), rng.uniform(1.5, side / 14)
            for k in range(petals):
                u, v = (x + far * math.cos(k * 6.283 / petals), y + far * math.sin(k * 6.283 / petals))
                draw.ellipse((u - thick, v - thick, u + thick, v + thick), fill=light)
            draw.arc((x - far, y - far, x + far * 3, y + far * 2), 0, rng.uniform(60, 300), fill=light,
                     width=max(1, int(thick / 2)))  # fmt: skip
    return tile


def _tiled(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    pixels = np.asarray(tile)
    times = -(-size[1] // pixels.shape[0]), -(-size[0] // pixels.shape[1])
    return Image.fromarray(np.tile(pixels, times)[: size[1], : size[0]])


def _bars(image: Image.Image, rng: np.random.Generator) -> None:
    """A barcode, a comb, a fence: bars of one height side by side, in a piece as long as a line."""
    draw = ImageDraw.Draw(image)
    for _ in range(int(rng.integers(1, 6))):
        x, y, tall = rng.uniform(0, image.width), rng.uniform(0, image.height), rng.uniform(8, 60)
        dark, light = (int(n) for n in np.sort(rng.integers(0, 256, 2)))
        count, step = int(rng.integers(8, 40)), rng.uniform(3, 14)
        if rng.random() < 0.6:
            draw.rectangle((x - 6, y - 6, x + count * step + 6, y + tall + 6), fill=light)
        for k in range(count):
            draw.rectangle((x, y, x + step * rng.uniform(0.2, 0.7), y + tall), fill=dark)
            x += step if k % 3 else step * rng.uniform(0.5, 1.5)


def hand(size: tuple[int, int], middle: tuple[float, float], rng: np.random.Generator) -> Image.Image:
    """A mask, 255 where one or a few fingers are; they come from some side and end near `middle`."""
    quarter = 4
    mask = Image.new("L", (size[0] // quarter, size[1] // quarter), 0)
    draw = ImageDraw.Draw(mask)
    turn, thick = rng.uniform(0, 2 * np.pi), rng.uniform(45, 130) / quarter
    x, y = middle[0] / quarter, middle[1] / quarter
    for k in range(int(rng.integers(1, 5))):
        bend = turn + rng.normal(0, 0.15)
        u, v = (x + k * thick * 1.05 * math.sin(turn), y - k * thick * 1.05 * math.cos(turn))
        far = rng.uniform(60, 150)
        end = (u + far * math.cos(bend), v + far * math.sin(bend))
        draw.line((u, v, *end), fill=255, width=round(thick))
        for p, q in ((u, v), end):
            draw.ellipse((p - thick / 2, q - thick / 2, p + thick / 2, q + thick / 2), fill=255)
    if rng.random() < 0.4:
        far = rng.uniform(80, 200)
        p, q = x + far * math.cos(turn), y + far * math.sin(turn)
        draw.ellipse((p - 70, q - 60, p + 70, q + 60), fill=255)
    return mask.resize(size, Image.Resampling.BILINEAR).point([0] * 110 + [255] * 146)


def light(size: tuple[int, int], rng: np.random.Generator) -> Image.Image:
    """What shines on everything: glare of sleeves and lamps, to be added; 0 where none does."""
    small = Image.new("L", (size[0] // 8, size[1] // 8), 0)
    shapes(small, int(rng.integers(1, 5)), rng, largest=0.25)
    small = small.filter(ImageFilter.GaussianBlur(rng.uniform(0.8, 10)))
    return small.resize(size, Image.Resampling.BILINEAR).point([int(v * rng.uniform(0.3, 0.9)) for v in range(256)])
