"""Small picture arithmetic on numpy arrays (enlarging, blurring, random fields), colours, and grey lines of print.

A plane is `(height, width) float32`; planes are `(3, height, width) float32`, red, green, blue, 0 to 255. With the
channels first, numpy is four to ten times faster than with a last axis of three.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from karuta.domain.pixels import Pixels

Floats = NDArray[np.float32]
Size = tuple[int, int]  # width, height
Colour = tuple[int, int, int]


def enlarge(plane: Floats, size: Size, *, smooth: bool = True) -> Floats:
    """A small plane at the given size, bicubic or bilinear."""
    kind = Image.Resampling.BICUBIC if smooth else Image.Resampling.BILINEAR
    return np.array(Image.fromarray(plane).resize(size, kind), dtype=np.float32)


def clouds(rng: np.random.Generator, size: Size, cells: tuple[int, int], *, octaves: int = 1) -> Floats:
    """A smooth random plane, about 0 to 1; `cells`: how many humps across and down."""
    across, down = max(2, cells[0]), max(2, cells[1])
    plane = rng.random((down + 1, across + 1), dtype=np.float32)
    for octave in range(1, octaves):
        finer = ((across << octave) + 1, (down << octave) + 1)
        plane = enlarge(plane, finer) + rng.random(finer[::-1], dtype=np.float32) * np.float32(0.5**octave)
    plane = plane * np.float32(1 / (2 - 0.5 ** (octaves - 1)))
    return enlarge(plane, size)


def grain(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """White noise of mean 0 and sigma 1. Triangular: four times faster than normal, and no eye sees the difference."""
    raw = np.frombuffer(rng.bytes(2 * math.prod(shape)), dtype=np.uint8).reshape(2, *shape)
    noise: Floats = np.add(raw[0], raw[1], dtype=np.float32)
    noise -= np.float32(255.0)
    noise *= np.float32(1 / 104.5)
    return noise


def to_planes(image: Image.Image) -> Floats:
    """The channels of an RGB image, one after the other."""
    pixels = np.asarray(image)
    planes = np.empty((3, *pixels.shape[:2]), dtype=np.float32)
    for channel in range(3):
        planes[channel] = pixels[..., channel]
    return planes


def to_image(planes: Floats) -> Image.Image:
    """Rounded and clipped to an RGB image; overwrites the planes."""
    planes += np.float32(0.5)
    np.clip(planes, 0, 255, out=planes)
    red, green, blue = planes.astype(np.uint8)
    return Image.merge("RGB", (Image.fromarray(red), Image.fromarray(green), Image.fromarray(blue)))


def blur(planes: Floats, sigma: float) -> None:
    """Gaussian blur of every channel, in place; the edge pixels repeat."""
    if sigma < 0.2:
        return
    radius = max(1, round(2.3 * sigma))
    taps = np.exp(-0.5 * (np.arange(radius + 1) / sigma) ** 2)
    taps = (taps / (taps[0] + 2 * taps[1:].sum())).astype(np.float32)
    for plane in planes:  # one channel at a time makes better use of the cache
        _blur_plane(plane, taps)


def _blur_plane(plane: Floats, taps: Floats) -> None:
    radius, (height, width) = len(taps) - 1, plane.shape
    pair = np.empty_like(plane)
    tall = np.pad(plane, ((radius, radius), (0, 0)), mode="edge")
    plane *= taps[0]
    for distance in range(1, radius + 1):
        up, down = radius - distance, radius + distance
        np.add(tall[up : up + height], tall[down : down + height], out=pair)
        pair *= taps[distance]
        plane += pair
    wide = np.pad(plane, ((0, 0), (radius, radius)), mode="edge")
    plane *= taps[0]
    for distance in range(1, radius + 1):
        left, right = radius - distance, radius + distance
        np.add(wide[:, left : left + width], wide[:, right : right + width], out=pair)
        pair *= taps[distance]
        plane += pair


def smear(planes: Floats, length: float, angle: float) -> None:
    """Motion blur of `length` pixels along `angle` (radians), in place, by repeated halving."""
    if length < 0.75:
        return
    for step in range(max(1, math.ceil(math.log2(max(length, 1.001))))):
        reach = length / 2 ** (step + 1)
        dx, dy = round(reach * math.cos(angle)), round(reach * math.sin(angle))
        if dx or dy:
            for plane in planes:
                _average_with_shifted(plane, dx, dy)


def _average_with_shifted(plane: Floats, dx: int, dy: int) -> None:
    height, width = plane.shape
    wide = np.pad(plane, ((max(dy, 0), max(-dy, 0)), (max(dx, 0), max(-dx, 0))), mode="edge")
    top, left = max(-dy, 0), max(-dx, 0)
    plane += wide[top : top + height, left : left + width]
    plane *= np.float32(0.5)


def sharpen(planes: Floats, amount: float, reach: int) -> None:
    """Adds the difference to the four neighbours at `reach` pixels, in place: the halo of a phone's sharpening."""
    for plane in planes:
        _sharpen_plane(plane, np.float32(amount), reach)


def _sharpen_plane(plane: Floats, amount: np.float32, reach: int) -> None:
    height, width = plane.shape
    wide = np.pad(plane, reach, mode="edge")
    around = wide[:height, reach : reach + width] + wide[2 * reach :, reach : reach + width]
    around += wide[reach : reach + height, :width]
    around += wide[reach : reach + height, 2 * reach :]
    around *= amount / np.float32(4)
    plane *= 1 + amount
    plane -= around


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
    """The colour, lighter or darker."""
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
