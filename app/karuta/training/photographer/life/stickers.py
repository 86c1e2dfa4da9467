"""Stickers and tape as sellers put them on cards and cases: RGBA pictures, words and prices that nobody asks."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from karuta.training.photographer.ink import draw_colour
from karuta.training.photographer.life.usual import font

_WORDS: Final = ("NM", "EX", "LP", "SALE", "SOLD", "1st", "RARE", "HOLO", "x2", "TRADE")
_PAPERS: Final = ((255, 255, 255), (250, 235, 60), (255, 120, 40), (240, 50, 60), (120, 220, 90), (250, 160, 190))


def draw_sticker(rng: np.random.Generator) -> Image.Image:
    """A round or square label with a price or a word, printed or by pen."""
    paper = _PAPERS[int(rng.integers(len(_PAPERS)))]
    ink = (20, 20, 25) if rng.random() < 0.7 else draw_colour(rng, value=(0, 90))
    text = f"${int(rng.integers(1, 90))}.{int(rng.choice([0, 50, 99])):02d}" if rng.random() < 0.65 else _word(rng)
    is_round = rng.random() < 0.45
    size = (150, 150) if is_round else (180, int(rng.integers(80, 130)))
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    box = (2, 2, size[0] - 3, size[1] - 3)
    if is_round:
        draw.ellipse(box, fill=(*paper, 255), outline=(150, 150, 150, 255), width=2)
    else:
        draw.rounded_rectangle(box, float(rng.uniform(0, 16)), fill=(*paper, 255), outline=(160, 160, 160, 255))
    tall = int(min(size[1] * 0.5, 1.5 * size[0] / len(text)))
    left, top, right, low = draw.textbbox((0, 0), text, font=font(tall))
    draw.text(((size[0] - right - left) / 2, (size[1] - low - top) / 2), text, fill=(*ink, 255), font=font(tall))
    if rng.random() < 0.4:  # a shop's line under the price
        draw.line((size[0] * 0.25, size[1] * 0.82, size[0] * 0.75, size[1] * 0.82), fill=(*ink, 200), width=3)
    return image


def draw_tape(rng: np.random.Generator) -> Image.Image:
    """A strip that closes a toploader: clear, masking tape or blue painter's tape."""
    colour = ((235, 235, 230, 120), (225, 205, 160, 235), (60, 110, 180, 235))[int(rng.integers(3))]
    image = Image.new("RGBA", (200, 30), colour)
    draw = ImageDraw.Draw(image)
    for x in range(0, 200, 4):  # torn ends
        deep = int(rng.integers(0, 5))
        draw.line((x % 8, x * 30 // 200, deep, x * 30 // 200), fill=(0, 0, 0, 0))
    draw.line((0, 8, 199, 8 + int(rng.integers(-4, 5))), fill=(255, 255, 255, 90), width=2)
    return image


def _word(rng: np.random.Generator) -> str:
    return _WORDS[int(rng.integers(len(_WORDS)))]
