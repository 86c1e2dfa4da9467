"""Strips of small print, cut from a photo at the places where it may stand on a card. Reads nothing.

A strip is 32 pixels high with capitals of 15, stretched across by a quarter, and filled up on the right to 256 pixels.
The middle of the capitals scatters by half their height, so a place gives several strips at different heights: parts of
one band, which is cut once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.printing.places import PrintPlace, shape_of
from karuta.domain.sighting import Corners, carried, height, homography
from karuta.engine.rectify import rectify

HEIGHT, WIDTH = 32, 256
CAPITALS = 15
STRETCH = 1.25
# What cutting a band needs of the photo around it.
_AROUND = 4
_CARD = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class CutStrips:
    """The strips of one place, (n, 32, 256) uint8, grey. `capitals`: their height in the photo's pixels."""

    place: PrintPlace
    strips: NDArray[np.uint8]
    capitals: float


def cut_strips(pixels: Pixels, corners: Corners, place: PrintPlace) -> CutStrips:
    """`pixels`: (height, width, 3) uint8, RGB, upright; `corners`: (4, 2) of the card in these pixels."""
    unit = place.capitals / CAPITALS
    across = unit / STRETCH / shape_of(place.game)
    first, last = min(place.middles), max(place.middles)
    top, bottom = first - unit * HEIGHT / 2, last + unit * HEIGHT / 2
    right = min(place.right, place.left + WIDTH * across)
    size = max(8, round((right - place.left) / across)), round((bottom - top) / unit)
    quarter = np.array([(place.left, top), (right, top), (right, bottom), (place.left, bottom)])
    grey = rectify(*_grey_around(pixels, carried(quarter, homography(_CARD, corners))), size=size)
    rows = [round((middle - first) / unit) for middle in place.middles]
    strips = np.stack([_filled_up(grey[row : row + HEIGHT]) for row in rows])
    return CutStrips(place, strips, height(corners) * place.capitals)


def cut_place(pixels: Pixels, corners: Corners, place: PrintPlace) -> Pixels:
    """The whole place for a person to look at, twice as large as a strip: (height, width, 3) uint8, RGB.

    `pixels` and `corners` as for `cut_strips`.
    """
    unit = place.capitals / CAPITALS
    left, top, right, bottom = _bounds(place)
    size = round(2 * (right - left) / (unit / shape_of(place.game))), round(2 * (bottom - top) / unit)
    return rectify(pixels, corners_of_place(corners, place), size=size)


def corners_of_place(corners: Corners, place: PrintPlace) -> Corners:
    """(4, 2): where the whole place lies in the photo, with its margin."""
    left, top, right, bottom = _bounds(place)
    quarter = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    return carried(quarter, homography(_CARD, corners))


def _bounds(place: PrintPlace) -> tuple[float, float, float, float]:
    """Left, top, right, bottom, as parts of a card: half a line more than its capitals above and below."""
    return place.left, min(place.middles) - place.capitals, place.right, max(place.middles) + place.capitals


def _grey_around(pixels: Pixels, corners: Corners) -> tuple[NDArray[np.uint8], Corners]:
    """The part of a photo with these corners, (height, width) uint8, and the corners there: a third of the work."""
    tall, wide = pixels.shape[:2]
    low = np.clip(np.floor(corners.min(axis=0)).astype(int) - _AROUND, 0, (wide - 1, tall - 1))
    high = np.clip(np.ceil(corners.max(axis=0)).astype(int) + _AROUND, low + 1, (wide, tall))
    part = np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0]])
    return np.asarray(Image.fromarray(part).convert("L")), corners - low


def _filled_up(strip: NDArray[np.uint8]) -> NDArray[np.uint8]:
    found = np.full((HEIGHT, WIDTH), round(float(strip.mean())), dtype=np.uint8)
    found[: strip.shape[0], : strip.shape[1]] = strip[:, :WIDTH]
    return found
