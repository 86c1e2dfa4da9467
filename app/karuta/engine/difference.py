"""Where two artworks differ most: aligned, adjusted for light, compared region by region. numpy only, no file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels

Plane = NDArray[np.float32]

# The size for the comparison: fine enough for a name's letters, small enough for 20 ms.
_SIZE = (176, 256)
# Two scans of one frame are shifted by a few pixels; beyond that they are different pictures.
_MOST_SHIFT = 4
_CONTRAST = 50.0
_SMOOTH = 2
# Light and print vary from scan to scan over wide areas. What remains after subtracting the local mean is drawing.
_LOCAL = 24
# Wide and low like lines of text: what tells two cards with one artwork apart is mostly text.
_WINDOW = (0.4, 0.11)
# A window with less than this share of the first one's difference shows only print and paper.
_LEAST_OF_FIRST = 0.25
# In 0-255: two scans of one picture differ by less than this nearly everywhere.
_LEAST_DIFFERENCE = 4.0


@dataclass(frozen=True)
class Region:
    """A part of a card, in shares of its width and height. `difference`: mean difference there, 0 to 255."""

    left: float
    top: float
    width: float
    height: float
    difference: float


def most_different(one: Pixels, other: Pixels, *, count: int = 3) -> tuple[Region, ...]:
    """Up to `count` regions without overlap, most different first; none if both are the same picture.

    Both (height, width, 3) uint8, RGB, upright cards; they may differ in size and by a small shift.
    """
    first, second = _flattened(_reduced(one)), _flattened(_reduced(other))
    second = _aligned(second, first)
    apart = _blurred(np.abs(first - second).mean(axis=2), _SMOOTH)
    wide, tall = round(_WINDOW[0] * _SIZE[0]), round(_WINDOW[1] * _SIZE[1])
    means = _means(apart, wide=wide, tall=tall)
    regions: list[Region] = []
    while len(regions) < count:
        top, left = (int(at) for at in np.unravel_index(int(np.argmax(means)), means.shape))
        difference = float(means[top, left])
        least = max(_LEAST_DIFFERENCE, _LEAST_OF_FIRST * regions[0].difference if regions else 0.0)
        if difference < least:
            break
        regions.append(Region(left / _SIZE[0], top / _SIZE[1], wide / _SIZE[0], tall / _SIZE[1], difference))
        means[max(0, top - tall + 1) : top + tall, max(0, left - wide + 1) : left + wide] = -1.0
    return tuple(regions)


def _reduced(pixels: Pixels) -> Plane:
    """At the common size, brightness and contrast: a darker scan shows the same picture."""
    image = Image.fromarray(np.ascontiguousarray(pixels)).resize(_SIZE, Image.Resampling.BOX)
    plane = np.asarray(image, dtype=np.float32)
    gain = np.float32(_CONTRAST / max(float(plane.std()), 8.0))
    even: Plane = (plane - plane.mean()) * gain
    return even


def _flattened(plane: Plane) -> Plane:
    """Smoothed, minus half of the local mean.

    The other half stays: a card that is red where the other is blue differs there.
    """
    planes = [_blurred(plane[..., at], _SMOOTH) - _blurred(plane[..., at], _LOCAL) / 2 for at in range(3)]
    return np.stack(planes, axis=2)


def _aligned(plane: Plane, to: Plane) -> Plane:
    """`plane` shifted by the few pixels at which it fits `to` best."""
    steps = range(-_MOST_SHIFT, _MOST_SHIFT + 1)
    inner = slice(_MOST_SHIFT, -_MOST_SHIFT)
    target = to[inner, inner].mean(axis=2)
    grey = plane.mean(axis=2)

    def apart(shift: tuple[int, int]) -> tuple[float, int]:
        rolled = np.roll(grey, shift, axis=(0, 1))[inner, inner]
        return float(np.abs(rolled - target).mean()), abs(shift[0]) + abs(shift[1])

    best = min(((down, across) for down in steps for across in steps), key=apart)
    down, across = best
    padded = np.pad(plane, ((_MOST_SHIFT,) * 2, (_MOST_SHIFT,) * 2, (0, 0)), mode="edge")
    tall, wide = plane.shape[:2]
    return padded[_MOST_SHIFT - down : _MOST_SHIFT - down + tall, _MOST_SHIFT - across : _MOST_SHIFT - across + wide]


def _blurred(plane: Plane, radius: int) -> Plane:
    """The mean of a square around each pixel; edges repeat."""
    padded = np.pad(plane, radius, mode="edge")
    return _means(padded, wide=2 * radius + 1, tall=2 * radius + 1)


def _means(plane: Plane, *, wide: int, tall: int) -> Plane:
    """The mean of each window of this size, by its top left corner (from a summed-area table)."""
    sums = np.zeros((plane.shape[0] + 1, plane.shape[1] + 1), dtype=np.float64)
    sums[1:, 1:] = plane.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    windows = sums[tall:, wide:] - sums[:-tall, wide:] - sums[tall:, :-wide] + sums[:-tall, :-wide]
    return (windows / (wide * tall)).astype(np.float32)
