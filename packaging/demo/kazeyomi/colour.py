"""Colours as numbers: hex to RGB, ramps that stay clean between two hues; it draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.floating[Any]]  # (height, width); float32 where it is made, float64 at times on the way
Picture = NDArray[np.floating[Any]]  # (height, width, 3), RGB from 0 to 1, upright
Colour = tuple[float, float, float]

_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_STEPS = 1024


def rgb(code: str) -> Colour:
    """`#e0a030` as three numbers from 0 to 1."""
    digits = code.lstrip("#")
    return (int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255)


def mix(colour: Colour, other_colour: Colour, share: float) -> Colour:
    """`share` of `other_colour` in `colour`, mixed in Oklab so that blue and yellow do not pass through grey."""
    first, second = _to_oklab(np.array([colour])), _to_oklab(np.array([other_colour]))
    return _as_colour(_from_oklab(first + (second - first) * share)[0])


def shade(colour: Colour, factor: float) -> Colour:
    """Darker below 1, towards white above it."""
    if factor <= 1:
        return _as_colour(np.array(colour) * factor)
    return mix(colour, (1.0, 1.0, 1.0), min(1.0, factor - 1))


def turn(colour: Colour, degrees: float, *, chroma: float = 1.0) -> Colour:
    """The colour with its hue turned, its lightness kept."""
    lab = _to_oklab(np.array([colour]))[0]
    angle = np.radians(degrees)
    a, b = lab[1] * chroma, lab[2] * chroma
    turned = np.array([[lab[0], a * np.cos(angle) - b * np.sin(angle), a * np.sin(angle) + b * np.cos(angle)]])
    return _as_colour(_from_oklab(turned)[0])


def ramp(values: Plane, colours: Sequence[Colour]) -> Picture:
    """Each value from 0 to 1 as a colour on the way through `colours`."""
    table = _ramp_table(tuple(colours))
    where = np.clip(np.nan_to_num(values) * (_STEPS - 1), 0, _STEPS - 1).astype(np.int32)
    return table[where]


@lru_cache(maxsize=256)
def _ramp_table(colours: tuple[Colour, ...]) -> Picture:
    stops = _to_oklab(np.array(colours, dtype=np.float64))
    at = np.linspace(0, len(colours) - 1, _STEPS)
    lab = np.stack([np.interp(at, np.arange(len(colours)), stops[:, i]) for i in range(3)], axis=1)
    return np.clip(_from_oklab(lab), 0, 1).astype(np.float32)


def _to_oklab(srgb: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((np.maximum(srgb, 0) + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _LMS.T) @ _LAB.T, dtype=np.float64)


def _from_oklab(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = (lab @ np.linalg.inv(_LAB).T) ** 3 @ np.linalg.inv(_LMS).T
    linear = np.clip(linear, 0, None)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def _as_colour(values: NDArray[np.float64]) -> Colour:
    red, green, blue = np.clip(values, 0, 1)
    return (float(red), float(green), float(blue))
