"""Strips of small print, cut from a photo at the places where it may stand on a card. Reads nothing.

A strip is 32 pixels high with capitals of 15, stretched across by a quarter, and filled up on the right to 256 pixels.
How high a line stands scatters by more than its capitals. So a place is cut once, as a band of all heights; its line is
where grey changes most along the rows, with the least above and below, and a few strips are cut around that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.printing.places import Print, PrintPlace, shape_of
from karuta.domain.sighting import Corners, carried, height, homography
from karuta.engine.rectify import rectify

HEIGHT, WIDTH = 32, 256
CAPITALS = 15
STRETCH = 1.25
# Strips so many pixels above and below the line: the network reads one better than another, and which is chance.
SHIFTS = {Print.CODE: (-3, 0, 3), Print.PASSCODE: (-2, 2), Print.EDITION: (0,)}
# Rows above and below capitals in which little stands.
_GAP = 4
# What cutting a band needs of the photo around it.
_AROUND = 4
_CARD = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class CutStrips:
    """The strips of one place, (n, 32, 256) uint8, grey. `middles`: where each one's middle lies on the card, from the
    top. `capitals`: their height in the photo's pixels.
    """

    place: PrintPlace
    strips: NDArray[np.uint8]
    middles: tuple[float, ...]
    capitals: float


def cut_strips(pixels: Pixels, corners: Corners, place: PrintPlace) -> CutStrips:
    """`pixels`: (height, width, 3) uint8, RGB, upright; `corners`: (4, 2) of the card in these pixels."""
    band = _band(pixels, corners, place)
    last = len(band) - HEIGHT
    line = line_in(band) - HEIGHT // 2
    rows = sorted({min(max(line + shift, 0), last) for shift in SHIFTS[place.what]})
    strips = np.stack([_filled_up(band[row : row + HEIGHT]) for row in rows])
    middles = tuple(place.highest + row * place.capitals / CAPITALS for row in rows)
    return CutStrips(place, strips, middles, height(corners) * place.capitals)


def _band(pixels: Pixels, corners: Corners, place: PrintPlace) -> NDArray[np.uint8]:
    """All of a place at a strip's scale, (height, width) uint8, grey: half a strip more above and below."""
    unit = place.capitals / CAPITALS
    across = unit / STRETCH / shape_of(place.game)
    top, bottom = place.highest - unit * HEIGHT / 2, place.lowest + unit * HEIGHT / 2
    right = min(place.right, place.left + WIDTH * across)
    size = max(8, round((right - place.left) / across)), max(HEIGHT, round((bottom - top) / unit))
    quarter = np.array([(place.left, top), (right, top), (right, bottom), (place.left, bottom)])
    return rectify(*_grey_around(pixels, carried(quarter, homography(_CARD, corners))), size=size)


def line_in(band: NDArray[np.uint8]) -> int:
    """The middle row of a line's capitals. `band`: (height, width) uint8, at a strip's scale, 32 high or more."""
    values = band.astype(np.float32)
    # Roots, so that one hard edge of the art counts no more than a few letters.
    changes = np.sqrt(np.abs(values[:, 2:] - values[:, :-2])).mean(axis=1)
    sums = np.concatenate([[0.0], np.cumsum(changes)])
    rows = np.arange(HEIGHT // 2, len(band) - HEIGHT // 2 + 1)
    half = CAPITALS // 2 + 1
    inside = (sums[rows + half] - sums[rows - half]) / (2 * half)
    over = (sums[rows - half] - sums[rows - half - _GAP]) / _GAP
    under = (sums[rows + half + _GAP] - sums[rows + half]) / _GAP
    return int(rows[np.argmax(inside - 0.6 * np.maximum(over, under) - 0.4 * np.minimum(over, under))])


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
    return place.left, place.highest - place.capitals, place.right, place.lowest + place.capitals


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
