"""Faces of games that do not exist: frames, windows, bars, text and pictures drawn at random; knows no real game.

A detector that is shown one game's frame learns that frame. What all cards share is their shape and that something is
printed on it, so here all else is drawn by lot. The shapes of windows, divisions and papers are whole families
(polygons of any number of corners, ovals of any squareness, divisions of any depth), so that none is learned for
itself. It reads no file: pictures are given.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from karuta.domain.pixels import Pixels
from karuta.training.photographer.arrays import Colour, Size, clouds, draw_colour, print_text, ramp, shaded

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
    cut = float(rng.uniform(0.3, 0.7))
    opposite_cut = float(np.clip(cut + rng.uniform(-slant, slant), 0.2, 0.8))
    if rng.random() < wide / (wide + tall):
        above, below = _between(upper_left, upper_right, cut), _between(low_left, low_right, opposite_cut)
        halves = [[upper_left, above, below, low_left], [above, upper_right, low_right, below]]
    else:
        left, right = _between(upper_left, low_left, cut), _between(upper_right, low_right, opposite_cut)
        halves = [[upper_left, upper_right, right, left], [left, right, low_right, low_left]]
    return [part for half in halves for part in _parts(half, depth - 1, slant, rng)]


def _between(start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[float, float]:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


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


# Width to height, and how often: 63x88 and 59x86 millimetres, and what small publishers print.
ASPECTS: Final = ((63 / 88, 0.55), (59 / 86, 0.3), (0.64, 0.07), (0.75, 0.08))
# Things with a picture on them that are no card: squares, screens, tickets.
OTHER_ASPECTS: Final = (1.0, 1.0, 16 / 9, 2.4, 0.45, 0.36)
LETTERS: Final = np.array(list("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPRSTUVW0123456789,.:'"))

Picture = Callable[[Size, np.random.Generator], Image.Image]
"""An RGB picture of a size; whatever it shows."""
Box = tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class AnyFace:
    """`pixels`: (height, width, 3) uint8 RGB; `has_top`: whether anything on it says which way up it is."""

    pixels: Pixels
    has_top: bool


def any_face(rng: np.random.Generator, *, picture: Picture, width: int = 200) -> AnyFace:
    """A card's face as nobody has printed it. `picture`: what its art is made from."""
    aspects, odds = zip(*ASPECTS, strict=True)
    aspect = aspects[int(rng.choice(len(aspects), p=odds))]
    size = (width, round(width / aspect))
    lies = rng.random() < 0.07
    image, has_top = _face(size[::-1] if lies else size, rng, picture)
    if lies:  # a card that is read sideways is kept upright, either way round
        turn = Image.Transpose.ROTATE_90 if rng.random() < 0.5 else Image.Transpose.ROTATE_270
        return AnyFace(np.asarray(image.transpose(turn)), has_top=False)
    return AnyFace(np.asarray(image), has_top)


def no_face(rng: np.random.Generator, *, picture: Picture, width: int = 200) -> Pixels:
    """Something printed of another shape than a card's: a screen, a ticket, a square; (height, width, 3) uint8 RGB."""
    aspect = float(OTHER_ASPECTS[int(rng.integers(len(OTHER_ASPECTS)))])
    size = (width, max(40, round(width / aspect)))
    if rng.random() < 0.5:
        return np.asarray(picture(size, rng))
    image = Image.new("RGB", size, draw_colour(rng))
    _text(image, (0, 0, *size), rng)
    return np.asarray(image)


def painted(size: Size, rng: np.random.Generator) -> Image.Image:
    """An abstract picture: clouds of two colours, a slope, some shapes."""
    small = (max(8, size[0] // 2), max(8, size[1] // 2))
    cells = (int(rng.integers(1, 7)), int(rng.integers(1, 9)))
    plane = clouds(rng, small, cells, octaves=int(rng.integers(1, 4)))
    plane += np.linspace(0, float(rng.uniform(-0.8, 0.8)), small[1], dtype=np.float32)[:, None]
    image = Image.fromarray(ramp(plane, draw_colour(rng, value=(0, 255)), draw_colour(rng, value=(0, 255))))
    draw = ImageDraw.Draw(image)
    for _ in range(int(rng.integers(0, 8))):
        x, y = rng.uniform(-0.2, 1.1, 2) * small
        w, h = rng.uniform(0.05, 0.7, 2) * small
        colour = draw_colour(rng, value=(0, 255))
        kind = int(rng.integers(4))
        if kind == 0:
            draw.ellipse((x, y, x + w, y + h), fill=colour)
        elif kind == 1:
            draw.polygon([(float(a), float(b)) for a, b in rng.uniform(0, 1, (4, 2)) * (w, h) + (x, y)], fill=colour)
        elif kind == 2:
            draw.line((x, y, x + w, y + h), fill=colour, width=int(rng.integers(1, 9)))
        else:
            draw.arc((x, y, x + w, y + h), 0, float(rng.uniform(90, 360)), fill=colour, width=int(rng.integers(1, 6)))
    return image.resize(size, Image.Resampling.BILINEAR)


def _face(size: Size, rng: np.random.Generator, picture: Picture) -> tuple[Image.Image, bool]:
    kind = rng.random()
    if kind < 0.27:
        image = picture(size, rng)
        has_top = _overprint(image, rng)
    elif kind < 0.38:
        image = _ground(size, rng)
        _text(image, _inset((0, 0, *size), float(rng.uniform(0.03, 0.25))), rng)
        has_top = True
    elif kind < 0.43:  # a counter, a rule: no picture at all
        image = _ground(size, rng)
        has_top = _overprint(image, rng)
    elif kind < 0.52:
        image = _paneled(size, rng, picture)
        has_top = _overprint(image, rng)
    elif kind < 0.59:
        image = _ground(size, rng)
        image.paste(picture(size, rng), (0, 0), figure_mask(size, rng))
        has_top = _overprint(image, rng)
    else:
        image = _ground(size, rng)
        has_top = _framed(image, rng, picture)
    if rng.random() < 0.6:
        _edge(image, rng)
    return image, has_top


def _ground(size: Size, rng: np.random.Generator) -> Image.Image:
    """The ground under a frame: one colour, a slope, a texture."""
    kind = rng.random()
    if kind < 0.4:
        return Image.new("RGB", size, _paper(rng))
    if kind < 0.55:
        return strewn(size, rng)
    paper = _paper(rng)
    shade = shaded(paper, float(rng.uniform(0.5, 1.6))) if rng.random() < 0.6 else draw_colour(rng, value=(0, 255))
    plane = clouds(rng, size, (int(rng.integers(1, 9)), int(rng.integers(1, 12))), octaves=int(rng.integers(1, 4)))
    return Image.fromarray(ramp(plane, paper, shade))


def _paneled(size: Size, rng: np.random.Generator, picture: Picture) -> Image.Image:
    """Several pictures, papers and texts on one face."""

    def written(part: Size, rng: np.random.Generator) -> Image.Image:
        image = _ground(part, rng)
        _text(image, _inset((0, 0, *part), 0.08), rng)
        return image

    inner = _inset((0, 0, *size), float(rng.choice([0.0, 0.03, 0.07])))
    image = Image.new("RGB", size, _paper(rng))
    part = (inner[2] - inner[0], inner[3] - inner[1])
    image.paste(divided(part, rng, (picture, picture, picture, written, _ground)), inner[:2])
    return image


def _paper(rng: np.random.Generator) -> Colour:
    """White, black and everything between."""
    kind = rng.random()
    if kind < 0.2:
        return draw_colour(rng, value=(225, 250))
    return draw_colour(rng, value=(5, 30)) if kind < 0.45 else draw_colour(rng, value=(10, 250))


def _framed(image: Image.Image, rng: np.random.Generator, picture: Picture) -> bool:
    """A window with art, bars and boxes around it; whether that says what is up."""
    width, height = image.size
    # Mostly nearly as wide as the card; a smaller one has a card's own shape at times, and the card is around it.
    side = float(rng.uniform(0.0, 0.14) if rng.random() < 0.75 else rng.uniform(0.14, 0.3)) * width
    top, low = float(rng.uniform(0.02, 0.24)) * height, float(rng.uniform(0.42, 0.97)) * height
    box = (round(side), round(top), round(width - side * float(rng.uniform(0.6, 1.2))), round(low))
    art = picture((max(8, box[2] - box[0]), max(8, box[3] - box[1])), rng)
    image.paste(art, box[:2], _window(art.size, rng))
    if rng.random() < 0.5:
        pen, wide = draw_colour(rng, value=(0, 255)), int(rng.integers(1, 5))
        ImageDraw.Draw(image).rectangle(box, outline=pen, width=wide)
    has_overprint = _overprint(image, rng)
    if low < 0.85 * height and rng.random() < 0.75:
        _panel(image, (box[0], round(low + 0.01 * height), box[2], round(height * float(rng.uniform(0.93, 0.99)))), rng)
        return True
    return has_overprint


def _window(size: Size, rng: np.random.Generator) -> Image.Image:
    """The shape of the art: a rectangle, rounded, cut at its corners, an arch, a polygon, fading into the frame."""
    if rng.random() < 0.25:
        return polygon_window(size, rng)
    mask = Image.new("L", size, 0)
    draw = ImageDraw.Draw(mask)
    full = (0, 0, size[0] - 1, size[1] - 1)
    kind = rng.random()
    if kind < 0.55:
        draw.rectangle(full, fill=255)
    elif kind < 0.75:
        draw.rounded_rectangle(full, float(rng.uniform(0.02, 0.2)) * size[0], fill=255)
    elif kind < 0.85:
        cut = float(rng.uniform(0.03, 0.12)) * size[0]
        x, y = full[2], full[3]
        draw.polygon(
            [(cut, 0), (x - cut, 0), (x, cut), (x, y - cut), (x - cut, y), (cut, y), (0, y - cut), (0, cut)], 255
        )
    elif kind < 0.92:
        draw.ellipse((0, 0, full[2], 2 * full[3] * 0.6), fill=255)
        draw.rectangle((0, full[3] * 0.6, full[2], full[3]), fill=255)
    else:
        draw.rectangle(_inset(full, 0.05), fill=255)
        mask = mask.filter(ImageFilter.BoxBlur(0.04 * size[0]))
    return mask


def _overprint(image: Image.Image, rng: np.random.Generator) -> bool:
    """A name, a cost, bars and boxes over all; whether that says what is up."""
    width, height = image.size
    has_overprint = False
    margin = float(rng.uniform(0.0, 0.08)) * width
    if rng.random() < 0.65:  # the name: mostly above
        y = float(rng.uniform(0.01, 0.06)) if rng.random() < 0.8 else float(rng.uniform(0.5, 0.9))
        tall = float(rng.uniform(0.045, 0.1)) * height
        box = (round(margin), round(y * height), round(width - margin), round(y * height + tall))
        _panel(image, box, rng, lines=1)
        has_overprint = True
    if rng.random() < 0.4:  # what its text says, below
        y = float(rng.uniform(0.6, 0.85)) * height
        _panel(
            image, (round(margin), round(y), round(width - margin), round(height * float(rng.uniform(0.9, 1.0)))), rng
        )
        has_overprint = True
    for _ in range(int(rng.integers(0, 5)) if rng.random() < 0.6 else 0):
        _mark(image, rng)
    return has_overprint


def _panel(image: Image.Image, box: Box, rng: np.random.Generator, *, lines: int | None = None) -> None:
    """A bar or a box with text, clear or not."""
    if box[2] - box[0] < 8 or box[3] - box[1] < 5:
        return
    if rng.random() < 0.75:
        colour = _paper(rng)
        alpha = 255 if rng.random() < 0.5 else int(rng.uniform(90, 230))
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        corner = float(rng.choice([0.0, 0.0, 0.1, 0.4])) * min(mask.size)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), corner, fill=alpha)
        image.paste(colour, box, mask)
        if rng.random() < 0.4:
            line = draw_colour(rng, value=(0, 255))
            ImageDraw.Draw(image).rounded_rectangle(box, corner, outline=line, width=int(rng.integers(1, 4)))
    _text(image, box, rng, lines=lines)


def _text(image: Image.Image, box: Box, rng: np.random.Generator, *, lines: int | None = None) -> None:
    """Letters, or grey lines as small print is seen; light on dark ground, dark on light."""
    wide, tall = box[2] - box[0], box[3] - box[1]
    if wide < 10 or tall < 6:
        return
    if lines is None and rng.random() < 0.4:
        part = image.crop(box)
        print_text(ImageDraw.Draw(part), part.size, max(4, round(image.width * float(rng.uniform(0.03, 0.06)))), rng)
        image.paste(part, box[:2])
        return
    ground = float(np.asarray(image.crop(box).resize((4, 4))).mean())
    ink = draw_colour(rng, value=(180, 255)) if ground < 120 else draw_colour(rng, value=(0, 80))
    size = round(tall * 0.75) if lines else max(5, round(image.width * float(rng.uniform(0.035, 0.075))))
    font, draw = _font(min(size, 40)), ImageDraw.Draw(image)
    y = float(box[1] + 1)
    while y + size <= box[3] + 1:
        count = max(1, int(wide / (0.55 * size) * float(rng.uniform(0.4, 0.95))))
        word = "".join(rng.choice(LETTERS, count))
        draw.text((box[0] + 0.03 * wide, y), word, fill=ink, font=font)
        y += 1.25 * size
        if rng.random() < 0.08:
            y += size


def _mark(image: Image.Image, rng: np.random.Generator) -> None:
    """A cost, a strength, a symbol: a small thing near an edge."""
    width, height = image.size
    r = float(rng.uniform(0.025, 0.09)) * width
    x = float(rng.choice([rng.uniform(0.04, 0.16), rng.uniform(0.84, 0.96), rng.uniform(0.1, 0.9)])) * width
    y = float(rng.choice([rng.uniform(0.03, 0.12), rng.uniform(0.88, 0.97), rng.uniform(0.1, 0.9)])) * height
    draw, colour, line = ImageDraw.Draw(image), draw_colour(rng, value=(0, 255)), draw_colour(rng, value=(0, 255))
    if rng.random() < 0.6:
        draw.ellipse((x - r, y - r, x + r, y + r), fill=colour, outline=line, width=2)
    else:
        draw.rectangle((x - r, y - r, x + r, y + r), fill=colour, outline=line)
    if rng.random() < 0.6:
        draw.text((x - 0.5 * r, y - r), str(int(rng.integers(0, 12))), fill=line, font=_font(max(5, round(1.5 * r))))


def _edge(image: Image.Image, rng: np.random.Generator) -> None:
    """A border of one colour all round, its inner corners round or square."""
    width, height = image.size
    thick = float(rng.uniform(0.012, 0.075) if rng.random() < 0.85 else rng.uniform(0.075, 0.15)) * width
    low = thick * float(rng.uniform(0.8, 2.2)) if rng.random() < 0.3 else thick
    mask = Image.new("L", image.size, 255)
    inner = (thick, thick, width - 1 - thick, height - 1 - low)
    ImageDraw.Draw(mask).rounded_rectangle(inner, float(rng.choice([0.0, 0.03, 0.07])) * width, fill=0)
    image.paste(_paper(rng), (0, 0, *image.size), mask)


def _inset(box: Box, share: float) -> Box:
    by = round(share * (box[2] - box[0]))
    return box[0] + by, box[1] + by, box[2] - by, box[3] - by


@functools.lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
