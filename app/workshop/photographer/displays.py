"""Pages as screens show them, with a card's picture on each: a shop on a monitor, an app on a phone. Of no real one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from karuta.domain.pixels import Pixels
from karuta.training.photographer.arrays import Colour, Size, draw_colour, print_text, shaded
from karuta.training.photographer.holder import CardLayer
from workshop.photographer.usual import font


@dataclass(frozen=True)
class Display:
    """`size`: of the page in pixels; `bezel`: the dark edge around it; `card`: the picture's height in the page's."""

    size: Size
    bezel: int
    card: tuple[float, float]


DISPLAYS: Final = (
    Display((1000, 620), 26, (0.6, 0.9)),
    Display((640, 860), 40, (0.45, 0.75)),
    Display((440, 900), 22, (0.4, 0.6)),
)


def shown_on(display: Display, card: Pixels, rng: np.random.Generator) -> CardLayer:
    """The display with the card's clean picture on its page; opaque."""
    wide, tall = display.size
    dark = bool(rng.random() < 0.45)
    page = _page(display.size, dark=dark, rng=rng)
    high = round(tall * float(rng.uniform(*display.card)))
    across = min(round(high * card.shape[1] / card.shape[0]), round(wide * 0.92))
    high = round(across * card.shape[0] / card.shape[1])
    spare = wide - across
    left = round(spare * (0.5 if rng.random() < 0.5 else float(rng.uniform(0.1, 0.9))))
    top = round(0.07 * tall + (tall * 0.93 - high) * float(rng.uniform(0.1, 0.6)))
    page.paste(Image.fromarray(card).resize((across, high), Image.Resampling.BICUBIC), (left, top))
    edge = display.bezel
    body = shaded((30, 30, 33), float(rng.uniform(0.4, 1.6)))
    image = Image.new("RGB", (wide + 2 * edge, tall + 2 * edge), body)
    image.paste(page, (edge, edge))
    image = image.convert("RGBA")
    corners = np.array([(0, 0), (across, 0), (across, high), (0, high)], dtype=np.float64) + (left + edge, top + edge)
    outline = np.array([(0, 0), (image.width, 0), image.size, (0, image.height)], dtype=np.float64)
    return CardLayer(image, corners, outline)


@dataclass(frozen=True)
class Page:
    """`image`: RGB; `at`: where the top left of the photo in it is; `scale`: of the photo in it."""

    image: Image.Image
    at: tuple[float, float]
    scale: float


def phone_page(photo: Image.Image, size: Size, rng: np.random.Generator) -> Page:
    """A phone's screenshot with the photo in it."""
    wide = round(size[0] * float(rng.uniform(0.6, 0.8)))
    tall = round(wide * float(rng.choice([16 / 9, 19.5 / 9])))
    dark = bool(rng.random() < 0.4)
    ground: Colour = (18, 18, 20) if dark else (255, 255, 255)
    ink: Colour = (235, 235, 235) if dark else (25, 25, 30)
    image = Image.new("RGB", (wide, tall), ground)
    draw = ImageDraw.Draw(image)
    unit = wide / 36
    time = f"{int(rng.integers(0, 24))}:{int(rng.integers(0, 60)):02d}"
    draw.text((unit, unit * 0.4), time, fill=ink, font=font(round(unit * 1.4)))
    draw.rounded_rectangle((wide - 4 * unit, unit * 0.5, wide - unit, unit * 1.9), unit * 0.4, outline=ink, width=2)
    draw.rectangle((wide - 3.7 * unit, unit * 0.8, wide - 2 * unit, unit * 1.6), fill=ink)
    bar = draw_colour(rng) if rng.random() < 0.5 else ground
    draw.rectangle((0, 2.6 * unit, wide, 6 * unit), fill=bar)
    draw.line((2.4 * unit, 3.4 * unit, 1.2 * unit, 4.3 * unit, 2.4 * unit, 5.2 * unit), fill=ink, width=3)
    draw.ellipse((wide - 3 * unit, 3.2 * unit, wide - unit, 5.2 * unit), outline=ink, width=3)
    edge = float(rng.choice([0.0, unit]))
    by = min((wide - 2 * edge) / photo.width, 0.62 * tall / photo.height)
    shown = photo.resize((round(photo.width * by), round(photo.height * by)), Image.Resampling.BICUBIC)
    at = (round((wide - shown.width) / 2), round(6 * unit + edge))
    image.paste(shown, at)
    low = at[1] + shown.height
    draw.text((unit, low + unit), f"${int(rng.integers(1, 400))}.00", fill=ink, font=font(round(unit * 2)))
    _lines(image, (round(unit), round(low + 3.6 * unit), wide - round(unit), round(tall - 5.5 * unit)), ground, rng)
    draw.rounded_rectangle((unit, tall - 5 * unit, wide - unit, tall - 2 * unit), unit, fill=draw_colour(rng))
    draw.rounded_rectangle((wide * 0.36, tall - unit, wide * 0.64, tall - 0.6 * unit), unit * 0.2, fill=ink)
    return Page(image, (float(at[0]), float(at[1])), by)


def _page(size: Size, *, dark: bool, rng: np.random.Generator) -> Image.Image:
    """A bar above, lines of text and some boxes."""
    ground: Colour = (24, 25, 28) if dark else (246, 246, 247)
    page = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, size[0], round(0.06 * size[1])), fill=draw_colour(rng))
    wide, tall = size
    _lines(page, (round(0.05 * wide), round(0.12 * tall), round(0.95 * wide), round(0.95 * tall)), ground, rng)
    for _ in range(int(rng.integers(0, 5))):
        x, y = rng.uniform(0, 0.9, 2) * size
        w, h = rng.uniform(0.05, 0.2, 2) * size
        draw.rounded_rectangle((x, y, x + w, y + h), 6, fill=draw_colour(rng, value=(30, 240)))
    return page


def _lines(image: Image.Image, box: tuple[int, int, int, int], ground: Colour, rng: np.random.Generator) -> None:
    """Grey print in a part of the page."""
    size = (box[2] - box[0], box[3] - box[1])
    if min(size) < 12:
        return
    part = Image.new("RGB", size, ground)
    print_text(ImageDraw.Draw(part), size, max(6, round(image.width * 0.032)), rng)
    image.paste(part, box[:2])
