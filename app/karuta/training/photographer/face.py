"""The printed card itself, before it is laid anywhere: print tone, foil, wear. Knows no corners and no place.

Foil is painted into `(height, width, 3) float32` pictures, 0 to 255.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.training.photographer.arrays import Floats, Size, clouds, enlarge, grain
from karuta.training.photographer.conditions import CardLook, Foil


@dataclass(frozen=True, slots=True)
class ArtBox:
    """The place of the art, in shares of the card's width and height."""

    left: float
    top: float
    right: float
    bottom: float


def draw_art_box(rng: np.random.Generator) -> ArtBox:
    """The art box of most frames, slightly varied; one in six has art nearly everywhere."""
    if rng.random() < 1 / 6:
        return ArtBox(0.04, 0.03, 0.96, float(rng.uniform(0.72, 0.97)))
    left, top = rng.uniform(0.07, 0.13), rng.uniform(0.14, 0.20)
    return ArtBox(float(left), float(top), float(1 - left), float(rng.uniform(0.66, 0.74)))


def printed(card: Pixels, size: Size, look: CardLook, rng: np.random.Generator) -> Image.Image:
    """The clean card picture as a real print at this size: tone, foil, wear."""
    image = Image.fromarray(card).resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    image = image.point(_print_table(rng))
    if look.foil is not Foil.NONE:
        image = _shine(image, look, rng)
    return _worn(image, look.wear, rng)


def _print_table(rng: np.random.Generator) -> list[int]:
    """Ink is never as black and paper never as white as in a render; print runs and sunlight shift colours."""
    levels = np.arange(256) / 255
    table: list[int] = []
    gamma = rng.uniform(0.88, 1.15)
    black, white = rng.uniform(0, 20), rng.uniform(225, 255)
    for channel in range(3):
        high = white * (1 - rng.uniform(0, 0.06)) - (rng.uniform(0, 25) if channel == 2 else 0)
        curve = black + (high - black) * levels ** (gamma * rng.uniform(0.95, 1.05))
        table.extend(int(value) for value in np.clip(curve, 0, 255))
    return table


def _shine(image: Image.Image, look: CardLook, rng: np.random.Generator) -> Image.Image:
    """The face with foil over its art or the whole card; `foil_strength`: how much of each pixel is foil, 0 to 1."""
    box = ArtBox(0, 0, 1, 1) if look.foil_whole else draw_art_box(rng)
    width, height = image.size
    x0, y0, x1, y1 = (
        round(box.left * width),
        round(box.top * height),
        round(box.right * width),
        round(box.bottom * height),
    )
    part = np.asarray(image.crop((x0, y0, x1, y1)), dtype=np.float32)
    foil = _PATTERNS[look.foil]((x1 - x0, y1 - y0), rng)
    strength = np.float32(look.foil_strength)
    way = rng.random()
    if look.foil is Foil.GHOST:
        shown = np.float32(0.45) * foil + np.float32(0.33) * part.mean(axis=2, keepdims=True) + np.float32(60)
    elif way < 0.45:  # foil lies under the ink: dark ink stays dark, so it can be stronger
        shown = part * foil
        shown *= np.float32(1 / 115)
        strength = np.float32(min(0.85, 1.7 * look.foil_strength))
    elif way < 0.75:  # light bounces off the varnish
        shown = part + foil * np.float32(0.75)
    else:
        shown = foil
    shown -= part
    shown *= strength
    shown += part
    if way < 0.45:  # a mirror darkens where it reflects no light to the camera
        shown *= np.float32(1 - rng.uniform(0, 0.3) * strength)
    image.paste(Image.fromarray(np.clip(shown, 0, 255).astype(np.uint8)), (x0, y0))
    return image


def spectrum(hue: Floats, saturation: float) -> Floats:
    """Rainbow colours for a plane of hues (1 is once around), `(height, width, 3)`, 0 to 1."""
    turn = np.float32(2 * math.pi)
    colours = np.stack([np.cos(turn * (hue - np.float32(shift))) for shift in (0.0, 1 / 3, 2 / 3)], axis=2)
    colours *= np.float32(0.5 * saturation)
    colours += np.float32(1 - 0.5 * saturation)
    return colours


def _slant(size: tuple[int, int], angle: float) -> Floats:
    """A plane that rises by 1 over the card's width along the angle."""
    width, height = size
    x = np.arange(width, dtype=np.float32) * np.float32(math.cos(angle) / width)
    y = np.arange(height, dtype=np.float32) * np.float32(math.sin(angle) / width)
    return x[None, :] + y[:, None]


def _rainbow(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    small = (max(8, size[0] // 3), max(8, size[1] // 3))
    hue = _slant(small, rng.uniform(0, math.pi)) * np.float32(rng.uniform(0.4, 3.0))
    hue += clouds(rng, small, (3, 4)) * np.float32(rng.uniform(0.0, 1.2)) + np.float32(rng.random())
    sheen = clouds(rng, small, (3, 4), octaves=2)
    sheen = np.clip((sheen - 0.25) * np.float32(rng.uniform(1.2, 2.4)), 0.1, 1.2)
    picture = spectrum(hue, float(rng.uniform(0.5, 1.0))) * sheen[..., None] * np.float32(255)
    return np.stack([enlarge(np.ascontiguousarray(picture[..., i]), size, smooth=False) for i in range(3)], axis=2)


def _stripes(size: tuple[int, int], angle: float, period: float, duty: float) -> Floats:
    wave = np.sin(_slant(size, angle) * np.float32(2 * math.pi * size[0] / period))
    lines: Floats = np.clip(wave * 2 + np.float32(duty), 0, 1)
    return lines


def _lines(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    angle = float(rng.choice([0.0, math.pi / 2, math.pi / 4, -math.pi / 4])) + float(rng.normal(0, 0.03))
    lines = _stripes(size, angle, size[0] * float(rng.uniform(0.008, 0.03)), float(rng.uniform(-0.5, 0.5)))
    return _rainbow(size, rng) * (np.float32(0.45) + np.float32(0.75) * lines)[..., None]


def _crossed(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    period = size[0] * float(rng.uniform(0.012, 0.04))
    lean = float(rng.uniform(0.6, 0.95))
    lines = np.maximum(_stripes(size, lean, period, -0.6), _stripes(size, -lean, period, -0.6))
    return _rainbow(size, rng) * (np.float32(0.45) + np.float32(0.95) * lines)[..., None]


def _starlight(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    cell = max(1, round(size[0] * float(rng.uniform(0.006, 0.018))))
    small = (size[0] // cell + 1, size[1] // cell + 1)
    sparks = np.clip(grain(rng, small[::-1]) - np.float32(rng.uniform(0.3, 1.2)), 0, 2)
    sparks = np.repeat(np.repeat(sparks, cell, axis=0), cell, axis=1)[: size[1], : size[0]]
    picture = _rainbow(size, rng)
    picture *= (sparks + np.float32(0.5))[..., None]
    return picture


def _mosaic(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    """Broken glass: each splinter has another colour."""
    small = (min(size[0], 110), min(size[1], 160))
    count = int(rng.integers(25, 90))
    seeds = rng.random((count, 2), dtype=np.float32) * np.array(small, dtype=np.float32)
    x = np.arange(small[0], dtype=np.float32)
    y = np.arange(small[1], dtype=np.float32)
    far = (x[None, :, None] - seeds[:, 0]) ** 2 + (y[:, None, None] - seeds[:, 1]) ** 2
    nearest = far.argmin(axis=2)
    colours = spectrum(rng.random((count, 1), dtype=np.float32), 0.8)[:, 0] * rng.uniform(0.3, 1.1, (count, 1))
    picture = (colours[nearest] * 255).astype(np.float32)
    return np.stack([enlarge(np.ascontiguousarray(picture[..., i]), size, smooth=False) for i in range(3)], axis=2)


def _spots(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    plane = np.zeros((size[1], size[0]), dtype=np.float32)
    y, x = np.ogrid[: size[1], : size[0]]
    for _ in range(int(rng.integers(8, 30))):
        cx, cy = rng.uniform(0, size[0]), rng.uniform(0, size[1])
        radius = size[0] * float(rng.uniform(0.015, 0.10))
        x0, x1 = max(0, int(cx - radius)), int(cx + radius) + 1
        y0, y1 = max(0, int(cy - radius)), int(cy + radius) + 1
        inside = (x[:, x0:x1] - cx) ** 2 + (y[y0:y1] - cy) ** 2 < radius**2
        plane[y0:y1, x0:x1] += inside * np.float32(rng.uniform(0.3, 0.8))
    return _rainbow(size, rng) * (np.float32(0.6) + plane)[..., None]


def _gold(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    tone = np.array(rng.choice([(255, 205, 95), (240, 190, 120), (215, 222, 235)]), dtype=np.float32)
    sheen = np.clip(clouds(rng, size, (3, 4), octaves=2) * 2 - 0.35, 0.25, 1.2)
    picture: Floats = sheen[..., None] * tone
    return picture


def _ghost(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    pale = _rainbow(size, rng)
    return np.float32(0.35) * pale + np.float32(150)


_PATTERNS = {
    Foil.RAINBOW: _rainbow,
    Foil.LINES: _lines,
    Foil.CROSSED: _crossed,
    Foil.STARLIGHT: _starlight,
    Foil.MOSAIC: _mosaic,
    Foil.SPOTS: _spots,
    Foil.GOLD: _gold,
    Foil.GHOST: _ghost,
}


def _worn(image: Image.Image, amount: float, rng: np.random.Generator) -> Image.Image:
    """Edges where the cardboard shows, and scratches."""
    if amount <= 0.05:
        return image
    face = np.array(image)
    height, width = face.shape[:2]
    depth = max(1, round(width * 0.012))
    for edge in (face[:depth], face[-depth:], face[:, :depth].swapaxes(0, 1), face[:, -depth:].swapaxes(0, 1)):
        length = edge.shape[1]
        bare = np.interp(np.arange(length), np.linspace(0, length, 24), rng.random(24) ** 3 * 1.5 * amount)
        edge[:] = edge + (225.0 - edge) * bare.clip(0, 0.9)[None, :, None]
    for _ in range(int(rng.integers(0, 1 + round(5 * amount)))):
        angle, x, y = rng.uniform(0, math.pi), rng.uniform(0, width), rng.uniform(0, height)
        steps = np.arange(0, rng.uniform(0.05, 0.5) * width, 0.7)
        xs = (x + steps * math.cos(angle)).astype(int)
        ys = (y + steps * math.sin(angle)).astype(int)
        inside = (xs >= 0) & (xs < width) & (ys >= 0) & (ys < height)
        lighter = rng.uniform(10, 60)
        face[ys[inside], xs[inside]] = np.minimum(face[ys[inside], xs[inside]] + lighter, 255)
    return Image.fromarray(face)
