"""Windows in which a detector sees cards that would be a few pixels large in the whole picture. Decodes nothing.

A strip, as a screenshot of a whole page is, is seen in windows from end to end; a photo of cards far away in tiles too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.domain.pixels import Pixels

# A window is so many times as long as the strip is wide, and every half of that another begins: a card that is as wide
# as the strip lies whole in one of them.
SHAPE = 3
# It has so many pixels at least, more than a detector's square.
LEAST = 640
# Each takes some 30 ms of a processor, and is looked at up to twice.
MOST_WINDOWS = 24
# A tile takes this share of the longer side; three in a row overlap by a sixth of it: a small card lies whole in one.
TILE, IN_A_ROW = 0.45, 3

Size = tuple[int, int]
"""(width, height)"""


@dataclass(frozen=True, eq=False)
class StripPart:
    """A part of a picture. `at`: (2,), its left and top in the picture's pixels."""

    pixels: Pixels
    at: NDArray[np.float64]

    @property
    def middle(self) -> NDArray[np.float64]:
        """(2,) in the picture's pixels."""
        return self.at + np.array(self.pixels.shape[1::-1]) / 2


def length(size: Size) -> int:
    """The longer side of a window."""
    return min(max(size), max(SHAPE * min(size), LEAST))


def count(size: Size) -> int:
    """How many windows a picture has; one, unless it is a strip."""
    long = length(size)
    return 1 + math.ceil((max(size) - long) / (long / 2))


def is_strip(size: Size) -> bool:
    return count(size) > 1


def longest(size: Size, seen: int) -> int:
    """How many pixels the longer side needs, so that a window's has as many as are `seen` of a whole picture."""
    return math.ceil(seen * max(size) / length(size)) if is_strip(size) else seen


def windows(pixels: Pixels) -> list[StripPart]:
    """Cut a picture, (height, width, 3), into windows, evenly from end to end; they overlap by half at least."""
    tall, wide = pixels.shape[:2]
    long, many = length((wide, tall)), count((wide, tall))
    starts = [round(each) for each in np.linspace(0, max(tall, wide) - long, many)]
    if tall >= wide:
        return [StripPart(pixels[start : start + long], np.array([0.0, start])) for start in starts]
    return [StripPart(pixels[:, start : start + long], np.array([start, 0.0])) for start in starts]


def tiles(pixels: Pixels) -> list[StripPart]:
    """Cut a picture, (height, width, 3), into overlapping squares, in reading order."""
    tall, wide = pixels.shape[:2]
    side = round(TILE * max(tall, wide))
    down, across = (
        [round(each) for each in np.linspace(0, max(0, length - side), IN_A_ROW if length > side else 1)]
        for length in (tall, wide)
    )
    return [StripPart(pixels[y : y + side, x : x + side], np.array([x, y])) for y in down for x in across]


def window_around(parts: Sequence[StripPart], place: NDArray[np.float64]) -> StripPart:
    """The window whose middle is nearest to a place, (2,), of the picture."""
    return min(parts, key=lambda part: float(np.abs(part.middle - place).max()))
