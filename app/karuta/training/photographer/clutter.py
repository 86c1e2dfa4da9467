"""Things on a table that are not cards: phones, books, coins, pens, dice, boxes, empty sleeves, card backs, cables.

Each painter gives one upright thing as an RGBA picture. Sizes are in millimetres; a card is 59 wide and 86 high.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from karuta.training.photographer.arrays import Size, draw_colour, print_text, shaded
from karuta.training.photographer.surfaces import SURFACES


@dataclass(frozen=True)
class Thing:
    """An upright RGBA picture of something `width` x `height` millimetres large, `thick` millimetres high.

    `square`: its shadow is that of its four corners, not of its shape.
    """

    image: Image.Image
    width: float
    height: float
    thick: float
    square: bool = True


_Painter = Callable[[float, np.random.Generator], Thing]


def _blank(width: float, height: float, unit: float) -> Image.Image:
    return Image.new("RGBA", (max(4, round(width * unit)), max(4, round(height * unit))), (0, 0, 0, 0))


def _box(image: Image.Image) -> tuple[int, int, int, int]:
    return 1, 1, image.width - 2, image.height - 2


def _phone(unit: float, rng: np.random.Generator) -> Thing:
    width, height = rng.uniform(66, 80), rng.uniform(138, 168)
    image = _blank(width, height, unit)
    draw = ImageDraw.Draw(image)
    radius = 9 * unit
    rim = draw_colour(rng, value=(20, 220))
    draw.rounded_rectangle(_box(image), radius, fill=(*rim, 255))
    inset = max(1, round(1.5 * unit))
    screen = (8, 8, 12) if rng.random() < 0.6 else draw_colour(rng)
    draw.rounded_rectangle(
        (inset, inset, image.width - 1 - inset, image.height - 1 - inset), radius - inset, fill=(*screen, 255)
    )
    if rng.random() < 0.5:  # its back: a camera block
        side = 28 * unit
        draw.rounded_rectangle((4 * unit, 4 * unit, 4 * unit + side, 4 * unit + side), 6 * unit, fill=(30, 30, 34, 255))
        for x, y in ((11, 11), (11, 25), (25, 18)):
            draw.ellipse(
                ((x - 5) * unit, (y - 5) * unit, (x + 5) * unit, (y + 5) * unit), fill=(10, 10, 14, 255),
                outline=(90, 90, 96, 255),
            )  # fmt: skip
    return Thing(image, width, height, 8)


def _printed_box(unit: float, rng: np.random.Generator) -> Thing:
    """A book, a deck box, a booster or a flyer: blocks of colour and lines of print."""
    width, height = rng.uniform(50, 150), rng.uniform(70, 210)
    image = _blank(width, height, unit)
    draw = ImageDraw.Draw(image)
    paper = draw_colour(rng)
    draw.rectangle(_box(image), fill=(*paper, 255), outline=(*shaded(paper, 0.7), 255))
    for _ in range(int(rng.integers(1, 8))):
        x, y = rng.uniform(0.05, 0.8, 2) * image.size
        w, h = rng.uniform(0.1, 0.6, 2) * image.size
        box = (x, y, min(x + w, image.width * 0.95), min(y + h, image.height * 0.95))
        if rng.random() < 0.3:
            draw.ellipse(box, fill=(*draw_colour(rng), 255))
        else:
            draw.rectangle(box, fill=(*draw_colour(rng), 255))
    if rng.random() < 0.7:
        print_text(draw, image.size, max(3, round(rng.uniform(2.5, 5) * unit)), rng)
    return Thing(image, width, height, float(rng.choice([1, 3, 20])))


def _coin(unit: float, rng: np.random.Generator) -> Thing:
    side = rng.uniform(16, 27)
    image = _blank(side, side, unit)
    tone = ((196, 160, 84), (188, 190, 194), (172, 104, 66))[int(rng.integers(3))]
    draw = ImageDraw.Draw(image)
    draw.ellipse(_box(image), fill=(*shaded(tone, 0.75), 255))
    rim = 1.5 * unit
    draw.ellipse((rim, rim, image.width - rim - 1, image.height - rim - 1), fill=(*tone, 255))
    middle = image.width / 2
    for _ in range(5):
        x, y = rng.uniform(0.3, 0.7, 2) * image.size
        draw.line(
            (middle, middle, x, y),
            fill=(*shaded(tone, float(rng.uniform(0.7, 1.25))), 255),
            width=max(1, round(2 * unit)),
        )
    return Thing(image, side, side, 2, square=False)


def _pen(unit: float, rng: np.random.Generator) -> Thing:
    width, height = rng.uniform(7, 13), rng.uniform(125, 160)
    image = _blank(width, height, unit)
    colour = draw_colour(rng, value=(20, 220))
    draw = ImageDraw.Draw(image)
    for row, factor in enumerate((0.6, 0.95, 1.3, 1.0, 0.6)):  # round: bright in the middle
        x = image.width * row / 5
        draw.rectangle(
            (x, image.height * 0.08, x + image.width / 5, image.height - 2), fill=(*shaded(colour, factor), 255)
        )
    tip = [(1, image.height * 0.08), (image.width - 2, image.height * 0.08), (image.width / 2, 1)]
    draw.polygon(tip, fill=(150, 150, 150, 255))
    return Thing(image, width, height, width, square=False)


def _die(unit: float, rng: np.random.Generator) -> Thing:
    side = rng.uniform(12, 18)
    image = _blank(side, side, unit)
    colour = draw_colour(rng, value=(20, 240))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle(_box(image), image.width * 0.15, fill=(*colour, 255), outline=(*shaded(colour, 0.6), 255))
    ink = (245, 245, 245, 255) if sum(colour) < 380 else (20, 20, 20, 255)
    for x, y in ((0.28, 0.28), (0.72, 0.72), (0.5, 0.5), (0.28, 0.72), (0.72, 0.28))[: int(rng.integers(1, 6))]:
        dot = image.width * 0.09
        cx, cy = x * image.width, y * image.height
        draw.ellipse((cx - dot, cy - dot, cx + dot, cy + dot), fill=ink)
    return Thing(image, side, side, side)


def _card_back(unit: float, rng: np.random.Generator) -> Thing:
    """A back of our own design: a border, a field, and rings, a star or a lattice on it."""
    width, height = 59.0, 86.0
    image = _blank(width, height, unit)
    draw = ImageDraw.Draw(image)
    border, field, accent = draw_colour(rng), draw_colour(rng), draw_colour(rng)
    draw.rounded_rectangle(_box(image), 2 * unit, fill=(*border, 255))
    inset = rng.uniform(2, 6) * unit
    draw.rectangle((inset, inset, image.width - inset, image.height - inset), fill=(*field, 255))
    cx, cy = image.width / 2, image.height / 2
    way = rng.integers(3)
    if way == 0:
        for ring in range(7, 0, -1):
            rx, ry = ring * 3.2 * unit, ring * 4.6 * unit
            tone = shaded(accent if ring % 2 else field, 0.6 + ring * 0.08)
            draw.ellipse((cx - rx, cy - ry, cx + rx, cy + ry), fill=(*tone, 255))
    elif way == 1:
        step = rng.uniform(4, 9) * unit
        for offset in np.arange(-image.height, image.width + image.height, step):
            line = max(1, round(unit))
            draw.line((offset, inset, offset + image.height, image.height - inset), fill=(*accent, 255), width=line)
            draw.line((offset + image.height, inset, offset, image.height - inset), fill=(*accent, 255), width=line)
    else:
        turns = np.arange(10) * math.pi / 5
        reach = np.where(np.arange(10) % 2, 10, 24) * unit
        points = [(float(cx + r * math.sin(t)), float(cy - r * math.cos(t))) for t, r in zip(turns, reach, strict=True)]
        draw.polygon(points, fill=(*accent, 255))
    return Thing(image, width, height, 1)


def _empty_sleeve(unit: float, rng: np.random.Generator) -> Thing:
    width, height = 63.0, 90.0
    image = _blank(width, height, unit)
    clear = rng.random() < 0.5
    colour = (225, 230, 235) if clear else draw_colour(rng)
    draw = ImageDraw.Draw(image)
    edge = (*shaded(colour, 1.2), 200 if clear else 255)
    draw.rectangle(_box(image), fill=(*colour, 40 if clear else 255), outline=edge)
    x = image.width * float(rng.uniform(0.1, 0.8))
    draw.polygon([(x, 1), (x + 8 * unit, 1), (x - 6 * unit, image.height - 2), (x - 12 * unit, image.height - 2)],
                 fill=(*shaded(colour, 1.25), 70 if clear else 255))  # fmt: skip
    return Thing(image, width, height, 1)


def _cable(unit: float, rng: np.random.Generator) -> Thing:
    width, height = rng.uniform(80, 200), rng.uniform(80, 200)
    image = _blank(width, height, unit)
    draw = ImageDraw.Draw(image)
    steps = np.linspace(0, 1, 40)
    knots = rng.uniform(0.08, 0.92, (4, 2)) * image.size
    basis = np.c_[(1 - steps) ** 3, 3 * steps * (1 - steps) ** 2, 3 * steps**2 * (1 - steps), steps**3]
    path = [(float(x), float(y)) for x, y in basis @ knots]
    colour, wide = draw_colour(rng, value=(10, 240)), rng.uniform(3, 6) * unit
    draw.line(path, fill=(*shaded(colour, 0.6), 255), width=max(2, round(wide)), joint="curve")
    draw.line(path, fill=(*colour, 255), width=max(1, round(wide * 0.6)), joint="curve")
    return Thing(image, width, height, 4, square=False)


def _cup(unit: float, rng: np.random.Generator) -> Thing:
    """A mug, a bowl or a lamp's foot seen from above."""
    side = rng.uniform(60, 110)
    image = _blank(side, side, unit)
    draw = ImageDraw.Draw(image)
    colour, inside = draw_colour(rng), draw_colour(rng, value=(20, 120))
    draw.ellipse(_box(image), fill=(*colour, 255))
    rim = 0.07 * image.width
    draw.ellipse((rim, rim, image.width - rim, image.height - rim), fill=(*shaded(colour, 0.6), 255))
    draw.ellipse((2 * rim, 2 * rim, image.width - 1.5 * rim, image.height - 1.5 * rim), fill=(*inside, 255))
    return Thing(image.filter(ImageFilter.BoxBlur(max(0.5, unit * 0.4))), side, side, 30, square=False)


def _sheet(unit: float, rng: np.random.Generator) -> Thing:
    """A patch of another material: a cloth, a board, a notebook."""
    width, height = rng.uniform(60, 260), rng.uniform(60, 260)
    name = ("cloth", "paper", "board", "playmat", "wood", "dark")[int(rng.integers(6))]
    scale = unit * 0.6
    size: Size = (max(8, round(width * scale)), max(8, round(height * scale)))
    return Thing(Image.fromarray(SURFACES[name](size, rng)).convert("RGBA"), width, height, 2)


_PAINTERS: Final[tuple[_Painter, ...]] = (
    _phone,
    _printed_box,
    _coin,
    _pen,
    _die,
    _card_back,
    _empty_sleeve,
    _cable,
    _cup,
    _sheet,
)
_ODDS: Final = (0.10, 0.17, 0.11, 0.12, 0.06, 0.12, 0.08, 0.08, 0.05, 0.11)


def draw_thing(unit: float, rng: np.random.Generator) -> Thing:
    """A random everyday thing, painted at `unit` pixels per millimetre."""
    return _PAINTERS[int(rng.choice(len(_PAINTERS), p=_ODDS))](unit, rng)
