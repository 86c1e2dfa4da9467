"""Colours of everyday things, and grey lines of print. What is painted with them is decided elsewhere."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from karuta.domain.pixels import Pixels
from karuta.training.photographer.arrays import Colour, Floats, Size


def ramp(plane: Floats, low: Colour, high: Colour) -> Pixels:
    """A plane of 0 to 1 as colours from `low` to `high`."""
    steps = np.linspace(0, 1, 256, dtype=np.float32)[:, None]
    table = np.array(low, dtype=np.float32) * (1 - steps) + np.array(high, dtype=np.float32) * steps
    index = plane * np.float32(255)
    np.clip(index, 0, 255, out=index)
    image = Image.fromarray(index.astype(np.uint8))
    image.putpalette(np.clip(table + 0.5, 0, 255).astype(np.uint8).tobytes())
    return np.array(image.convert("RGB"))


def draw_colour(rng: np.random.Generator, *, value: tuple[float, float] = (30, 235)) -> Colour:
    """A colour of everyday things: mostly muted, sometimes strong."""
    base = rng.uniform(*value)
    spread = (8, 28, 75)[int(rng.choice(3, p=(0.4, 0.35, 0.25)))]
    red, green, blue = np.clip(base + rng.uniform(-spread, spread, 3), 0, 255)
    return int(red), int(green), int(blue)


def shaded(colour: Colour, factor: float) -> Colour:
    """The same colour, lighter or darker."""
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return red, green, blue


def print_text(draw: ImageDraw.ImageDraw, size: Size, pitch: int, rng: np.random.Generator) -> None:
    """Lines of grey words, a line every `pitch` pixels, in paragraphs."""
    tall, ink = max(1, round(pitch * 0.4)), draw_colour(rng, value=(40, 130))
    left, right = float(rng.uniform(0.03, 0.3)) * size[0], float(rng.uniform(0.6, 0.97)) * size[0]
    paragraph = int(rng.integers(4, 12))
    for row, y in enumerate(range(pitch, size[1] - tall, pitch)):
        if row % paragraph == 0:
            continue
        x, end = left, right if row % paragraph < paragraph - 1 else right * float(rng.uniform(0.4, 1.0))
        for word in tall * rng.uniform(1, 6, 200):
            if x + word > end:
                break
            draw.rectangle((x, y, x + float(word), y + tall - 1), fill=ink)
            x += float(word) + tall * 0.8
