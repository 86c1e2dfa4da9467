"""Shapes, panels and grounds for faces of no game: what a window, a division or a paper may look like, by lot.

Nothing here is modelled on a real frame. The shapes are whole families (polygons of any number of corners, ovals of any
squareness, divisions of any depth), so that none is learned for itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from karuta.training.photographer.arrays import Colour, Size, clouds, draw_colour, ramp

Points = list[tuple[float, float]]
Fill = Callable[[Size, np.random.Generator], Image.Image]
LEAST_PANEL = 26


def polygon_window(size: Size, rng: np.random.Generator) -> Image.Image:
    """A mask of three to ten corners around the middle, or an oval between a diamond and a rectangle."""
    wide, tall = size
    if rng.random() < 0.5:
        count, start = int(rng.integers(3, 11)), float(rng.uniform(0, 2 * math.pi))
        turns = start + (np.arange(count) + rng.uniform(-0.2, 0.2, count)) * 2 * math.pi / count
        reach = rng.uniform(0.42, 0.6, count) if rng.random() < 0.3 else np.full(count, float(rng.uniform(0.46, 0.58)))
        points = [
            (wide * (0.5 + far * math.cos(turn)), tall * (0.5 + far * math.sin(turn)))
            for turn, far in zip(turns.tolist(), reach.tolist(), strict=True)
        ]
    else:
        points = _oval((0.5 * wide, 0.5 * tall), (0.49 * wide, 0.49 * tall), float(rng.choice([1.2, 2.0, 2.0, 3.0])))
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon(points, fill=255)
    return mask.filter(ImageFilter.BoxBlur(0.02 * wide)) if rng.random() < 0.15 else mask


def figure_mask(size: Size, rng: np.random.Generator) -> Image.Image:
    """A blob that stands on the lower edge, as a figure that is cut out of its picture."""
    wide, tall = size
    middle = float(rng.uniform(0.35, 0.65)) * wide
    rows = np.linspace(float(rng.uniform(0.02, 0.25)) * tall, tall, 9)
    breadth = np.cumsum(np.abs(rng.normal(0.05, 0.035, 9))).clip(0.05, 0.5) * wide * float(rng.uniform(0.7, 1.2))
    drift = np.cumsum(rng.normal(0, 0.03, 9)) * wide
    left = [
        (float(middle + d - b), float(y))
        for y, b, d in zip(rows, breadth * rng.uniform(0.6, 1.3, 9), drift, strict=True)
    ]
    right = [
        (float(middle + d + b), float(y))
        for y, b, d in zip(rows, breadth * rng.uniform(0.6, 1.3, 9), drift, strict=True)
    ]
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon([*left, *right[::-1]], fill=255)
    return mask


def divided(size: Size, rng: np.random.Generator, fills: Sequence[Fill]) -> Image.Image:
    """The area cut in two, the parts again, up to three times; each part is filled by lot, gaps have one colour."""
    gap = float(rng.choice([0.0, 0.01, 0.02, 0.04])) * size[0]
    image = Image.new("RGB", size, draw_colour(rng, value=(0, 255)))
    whole = [(0.0, 0.0), (float(size[0]), 0.0), (float(size[0]), float(size[1])), (0.0, float(size[1]))]
    slant = 0.0 if rng.random() < 0.5 else float(rng.uniform(0.1, 0.5))
    for part in _parts(whole, int(rng.integers(1, 4)), slant, rng):
        _fill(image, part, gap, fills[int(rng.integers(len(fills)))], rng)
    return image


def strewn(size: Size, rng: np.random.Generator) -> Image.Image:
    """A ground with small things all over: stars, rain, a weave of lines, rings; or rainbow sheen as foil has."""
    if rng.random() < 0.25:
        plane = clouds(rng, size, (int(rng.integers(1, 4)), int(rng.integers(1, 5)))) * float(rng.uniform(0.5, 3.0))
        hues = np.stack([0.5 + 0.5 * np.sin(2 * math.pi * (plane + shift)) for shift in (0.0, 0.33, 0.67)], axis=2)
        base = np.array(draw_colour(rng, value=(20, 235)), dtype=np.float32)
        mixed = base + (hues * 255 - base) * float(rng.uniform(0.1, 0.7))
        return Image.fromarray(np.clip(mixed, 0, 255).astype(np.uint8))
    low, high = draw_colour(rng, value=(0, 255)), draw_colour(rng, value=(0, 255))
    image = Image.fromarray(ramp(clouds(rng, size, (2, 3), octaves=2), low, high))
    draw = ImageDraw.Draw(image)
    pen: Colour = draw_colour(rng, value=(0, 255))
    kind, unit = int(rng.integers(4)), size[0] * float(rng.uniform(0.006, 0.05))
    for x, y in rng.uniform(0, 1, (int(rng.integers(10, 120)), 2)) * size:
        if kind == 0:
            draw.ellipse((x, y, x + unit, y + unit), fill=pen)
        elif kind == 1:
            draw.line((x, y, x + 4 * unit, y + 2 * unit), fill=pen, width=max(1, round(0.3 * unit)))
        elif kind == 2:
            draw.ellipse((x, y, x + 3 * unit, y + 3 * unit), outline=pen, width=max(1, round(0.3 * unit)))
        else:
            draw.regular_polygon((x, y, unit), int(rng.integers(3, 7)), fill=pen)
    return image


def _oval(middle: tuple[float, float], reach: tuple[float, float], power: float) -> Points:
    """|x|^p + |y|^p = 1, by 48 points: p = 2 is an ellipse, less a diamond, more a rounded rectangle."""
    points = []
    for turn in np.linspace(0, 2 * math.pi, 48, endpoint=False).tolist():
        x, y = math.cos(turn), math.sin(turn)
        far = (abs(x) ** power + abs(y) ** power) ** (-1 / power)
        points.append((middle[0] + reach[0] * far * x, middle[1] + reach[1] * far * y))
    return points


def _parts(area: Points, depth: int, slant: float, rng: np.random.Generator) -> list[Points]:
    """Four-sided parts of a four-sided area, clockwise from the upper left."""
    upper_left, upper_right, low_right, low_left = area
    wide, tall = upper_right[0] - upper_left[0], low_left[1] - upper_left[1]
    if depth == 0 or min(wide, tall) < 2 * LEAST_PANEL or rng.random() < 0.15:
        return [area]
    one = float(rng.uniform(0.3, 0.7))
    other = float(np.clip(one + rng.uniform(-slant, slant), 0.2, 0.8))
    if rng.random() < wide / (wide + tall):
        above, below = _between(upper_left, upper_right, one), _between(low_left, low_right, other)
        halves = [[upper_left, above, below, low_left], [above, upper_right, low_right, below]]
    else:
        left, right = _between(upper_left, low_left, one), _between(upper_right, low_right, other)
        halves = [[upper_left, upper_right, right, left], [left, right, low_right, low_left]]
    return [part for half in halves for part in _parts(half, depth - 1, slant, rng)]


def _between(one: tuple[float, float], other: tuple[float, float], share: float) -> tuple[float, float]:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _fill(image: Image.Image, part: Points, gap: float, fill: Fill, rng: np.random.Generator) -> None:
    xs, ys = [x for x, _ in part], [y for _, y in part]
    left, top = round(min(xs)), round(min(ys))
    size = (round(max(xs)) - left, round(max(ys)) - top)
    if min(size) < 8:
        return
    middle = (sum(xs) / 4, sum(ys) / 4)
    inner = [
        (x - left + gap * (1 if x < middle[0] else -1), y - top + gap * (1 if y < middle[1] else -1)) for x, y in part
    ]
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon(inner, fill=255)
    image.paste(fill(size, rng), (left, top), mask)
