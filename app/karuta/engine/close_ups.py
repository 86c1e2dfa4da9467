"""Lines of small print in a photo that shows a part of a card close up, where nothing says where the card lies.

Where a line of dark or light letters on a plain ground may stand is found by its edges; what it says is read elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners
from karuta.engine.code_strips import CAPITALS, HEIGHT, STRETCH, WIDTH

# Capitals of so many pixels are looked for, in a photo whose longer side is `LONGEST`; a close-up has no smaller ones.
HEIGHTS = (26, 36, 50, 70, 98)
LONGEST = 1600
# So many of the likeliest lines are read, which bounds what a photo costs.
MOST = 120
_SLANT_SIZE = 500
# Edges one pixel wide have the directions of the pixels' grid: one that leans by 11 degrees passed for one of 27.
_SLANT_BLUR = ImageFilter.GaussianBlur(2)
# What stands beside a picture that was turned.
_GROUND = 128
_ACROSS, _DOWN = 96, 5
_BAND = (HEIGHT - CAPITALS) // 2


@dataclass(frozen=True, eq=False)
class Turned:
    """A photo, grey, turned by `degrees` to the left about its middle. `size`: before that, `shrunk` of the photo's."""

    image: Image.Image
    degrees: float
    size: tuple[int, int]
    shrunk: float

    def in_photo(self, points: Corners) -> Corners:
        """Points of the turned picture in the photo's pixels."""
        angle = np.radians(self.degrees)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        centred = points - np.array(self.image.size) / 2
        return np.asarray((centred @ turn + np.array(self.size) / 2) / self.shrunk, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class FoundLine:
    """`strip`: (32, 256) uint8, grey. `corners`: (4, 2) of where it is in the photo's pixels. `capitals`: their height
    there.
    """

    strip: NDArray[np.uint8]
    corners: Corners
    capitals: float


def turned(pixels: Pixels, *, quarters: int) -> Turned:
    """The photo with the edges that most of it has upright, and so many quarters of a turn more. Grey from here on."""
    whole = Image.fromarray(pixels).convert("L")
    shrunk = min(1.0, LONGEST / max(whole.size))
    small = whole.resize((max(1, round(whole.width * shrunk)), max(1, round(whole.height * shrunk))), reducing_gap=2.0)
    coarse = small.reduce(max(1, max(small.size) // _SLANT_SIZE)).filter(_SLANT_BLUR)
    degrees = _slant(np.asarray(coarse)) + 90.0 * quarters
    image = small.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=_GROUND)
    return Turned(image, degrees, small.size, shrunk)


def found_lines(photo: Turned) -> list[FoundLine]:
    """The likeliest lines first; their corners are in the photo's pixels."""
    found: list[tuple[float, FoundLine]] = []
    for capitals in HEIGHTS:
        scale = CAPITALS / capitals
        across = scale * STRETCH
        size = max(1, round(photo.image.width * across)), max(1, round(photo.image.height * scale))
        if size[1] < HEIGHT or size[0] < WIDTH // 2:
            continue
        grey = np.asarray(photo.image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0))
        for score, top, left in _likely(grey):
            found.append((score, _line(grey, top, left, across=across, scale=scale, photo=photo)))
    found.sort(key=lambda one: -one[0])
    return [line for _, line in found[:MOST]]


def _slant(grey: NDArray[np.uint8]) -> float:
    """By how many degrees a photo has to be turned so that most of its edges stand upright or lie; -45 to 45."""
    down, right = np.gradient(grey.astype(np.float32))
    weights = right * right + down * down
    angles = np.degrees(np.arctan2(down, right)) % 90.0
    counts = np.bincount((angles.ravel() * 2).astype(np.int64) % 180, weights.ravel(), minlength=180)
    around = np.concatenate([counts[-3:], counts, counts[:3]])
    smooth = np.convolve(around, np.array([1, 2, 3, 4, 3, 2, 1]), mode="valid")
    angle = float(smooth.argmax()) / 2 + 0.25
    return angle if angle <= 45 else angle - 90


def _likely(grey: NDArray[np.uint8]) -> list[tuple[float, int, int]]:
    """Score, top and left of the strips in which edges stand in the middle band and few above and below it."""
    edges = np.abs(np.diff(grey.astype(np.int16), axis=1))
    total = np.zeros((edges.shape[0] + 1, edges.shape[1] + 1), dtype=np.int64)
    total[1:, 1:] = edges.cumsum(axis=0, dtype=np.int64).cumsum(axis=1)
    tops = np.arange(0, grey.shape[0] - HEIGHT + 1, _DOWN)
    lefts = np.arange(0, max(1, grey.shape[1] - WIDTH // 2), _ACROSS)
    rights = np.minimum(lefts + WIDTH, edges.shape[1])

    def between(first: int, last: int) -> NDArray[np.float64]:
        """The mean of the edges in these rows of each strip."""
        rows = total[tops + last] - total[tops + first]
        return np.asarray((rows[:, rights] - rows[:, lefts]) / ((last - first) * (rights - lefts)), dtype=np.float64)

    score = between(_BAND, HEIGHT - _BAND) - (between(0, _BAND - 2) + between(HEIGHT - _BAND + 2, HEIGHT)) / 2
    order = np.argsort(-score, axis=None, kind="stable")[:MOST]
    return [
        (float(score.flat[at]), int(tops[at // len(lefts)]), int(lefts[at % len(lefts)]))
        for at in order
        if score.flat[at] > 0
    ]


def _line(grey: NDArray[np.uint8], top: int, left: int, *, across: float, scale: float, photo: Turned) -> FoundLine:
    part = grey[top : top + HEIGHT, left : left + WIDTH]
    strip = np.full((HEIGHT, WIDTH), round(float(part.mean())), dtype=np.uint8)
    strip[:, : part.shape[1]] = part
    x, y = np.array([left, left + part.shape[1]]) / across, np.array([top, top + HEIGHT]) / scale
    corners = np.array([(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])], dtype=np.float64)
    return FoundLine(strip, photo.in_photo(corners), CAPITALS / scale / photo.shrunk)
