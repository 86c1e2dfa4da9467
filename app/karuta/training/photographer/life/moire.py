"""What a camera sees of a screen besides the picture: bands of colour, the grid of pixels, a window's reflection."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from karuta.training.photographer.arrays import Floats, Size, clouds, to_image, to_planes
from karuta.training.photographer.pose import Corners


def add_moire(image: Image.Image, outline: Corners, rng: np.random.Generator) -> None:
    """Two gratings beat: slow bands that bend with the lens, shifted from channel to channel; and a fine grid."""
    planes = to_planes(image)
    tall, wide = planes.shape[1:]
    x = np.arange(wide, dtype=np.float32)[None, :]
    y = np.arange(tall, dtype=np.float32)[:, None]
    angle = float(rng.uniform(0, math.pi))
    pitch = float(rng.uniform(0.01, 0.06)) * max(wide, tall)
    bend = clouds(rng, (wide, tall), (2, 2)) * np.float32(rng.uniform(2, 9))
    phase = (x * math.cos(angle) + y * math.sin(angle)) / np.float32(pitch) * np.float32(2 * math.pi) + bend
    strength = np.float32(rng.uniform(0.03, 0.11))
    grid = np.float32(rng.uniform(0.01, 0.05))
    fine = float(rng.uniform(2.05, 3.4))
    lines = np.sin(x * np.float32(2 * math.pi / fine)) + np.sin(y * np.float32(2 * math.pi / fine))
    mask = _mask((wide, tall), outline)
    for channel in range(3):
        gain = strength * np.sin(phase + np.float32(channel * 2.1)) + grid * lines
        planes[channel] *= 1 + gain * mask
    planes *= np.float32(rng.uniform(1.0, 1.15))
    image.paste(to_image(planes))


def add_reflection(image: Image.Image, outline: Corners, rng: np.random.Generator) -> None:
    """A window or a lamp mirrored in the glass: a bright slanting shape, soft at its edges."""
    size = image.size
    mask = Image.new("L", size, 0)
    at = outline.mean(axis=0) + rng.normal(0, 0.2, 2) * size
    wide, tall = float(rng.uniform(0.08, 0.3)) * size[0], float(rng.uniform(0.15, 0.5)) * size[1]
    lean = float(rng.uniform(-0.5, 0.5)) * wide
    shape = np.array([(-wide + lean, -tall), (wide + lean, -tall), (wide - lean, tall), (-wide - lean, tall)]) / 2 + at
    points = [(float(px), float(py)) for px, py in shape]
    ImageDraw.Draw(mask).polygon(points, fill=int(rng.uniform(40, 120)))
    mask = mask.filter(ImageFilter.BoxBlur(0.012 * size[0]))
    inside = Image.fromarray((_mask(size, outline) * 255).astype(np.uint8))
    empty = Image.new("L", size, 0)
    image.paste((235, 242, 255), (0, 0, *size), Image.composite(mask, empty, inside))


def _mask(size: Size, outline: Corners) -> Floats:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon([(float(px), float(py)) for px, py in outline], fill=255)
    return np.asarray(mask, dtype=np.float32) / np.float32(255)
