"""The effect of a lamp and of a phone's picture profile on a whole crop: a veil of light, a tone curve, a strong cast.

It goes beyond the grades' tables, which accuracy is measured on, and is used only in training.
"""

from __future__ import annotations

import math

import numpy as np

from karuta.domain.pixels import Pixels
from karuta.training.photographer.arrays import Floats, clouds

_VEIL_ODDS, _CURVE_ODDS, _CAST_ODDS, _FADED_ODDS = 0.4, 0.6, 0.5, 0.3
_GREY = np.array([0.299, 0.587, 0.114], dtype=np.float32)


def toned(crop: Pixels, rng: np.random.Generator) -> Pixels:
    """The crop, (height, width, 3) uint8 RGB, as under another lamp and from another phone."""
    values = crop.astype(np.float32) * np.float32(1 / 255)
    if rng.random() < _FADED_ODDS:  # sun and age fade colours
        grey = (values @ _GREY)[..., None]
        values = grey + (values - grey) * np.float32(rng.uniform(0.35, 0.9))
    if rng.random() < _CAST_ODDS:
        values = values * _cast(rng)
    if rng.random() < _VEIL_ODDS:
        values = values + _veil(crop.shape[1::-1], rng)
    values = np.clip(values, 0, 1)
    if rng.random() < _CURVE_ODDS:
        values = _curve(values, rng)
    result: Pixels = np.clip(values * 255 + 0.5, 0, 255).astype(np.uint8)
    return result


def _cast(rng: np.random.Generator) -> Floats:
    """Gains of the channels: lamps from orange to blue, with a little green or magenta."""
    warmth, tint = rng.uniform(-0.3, 0.45), rng.uniform(-0.12, 0.12)
    gains = np.array([1 + 0.6 * warmth, 1 + tint, 1 - warmth], dtype=np.float32)
    return gains / np.float32(max(1.0, gains.max()))


def _veil(size: tuple[int, int], rng: np.random.Generator) -> Floats:
    """Light reflected by a sleeve or varnish: it lifts dark parts, more on one side."""
    strength = np.float32(rng.uniform(0.05, 0.35))
    angle = rng.uniform(0, 2 * math.pi)
    x = np.linspace(-1, 1, size[0], dtype=np.float32)[None, :] * np.float32(math.cos(angle))
    y = np.linspace(-1, 1, size[1], dtype=np.float32)[:, None] * np.float32(math.sin(angle))
    slope = np.clip(np.float32(0.5) + np.float32(rng.uniform(0.0, 0.6)) * (x + y), 0, 1)
    slope = slope * (np.float32(0.7) + np.float32(0.6) * clouds(rng, size, (2, 3)))
    colour = np.float32(1) + rng.uniform(-0.12, 0.12, 3).astype(np.float32)
    veil: Floats = (strength * slope)[..., None] * colour
    return veil


def _curve(values: Floats, rng: np.random.Generator) -> Floats:
    """A gamma and an S-shaped contrast curve, as in picture profiles and night modes."""
    bent = values ** np.float32(math.exp(rng.uniform(-0.45, 0.45)))
    contrast = np.float32(rng.uniform(-0.5, 0.8))
    curved: Floats = bent + contrast * (bent - np.float32(0.5)) * bent * (1 - bent) * np.float32(2)
    return curved
