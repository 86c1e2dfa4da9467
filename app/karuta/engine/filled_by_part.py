"""Photos that a part of a card fills: its art, cut out of a scan or a listing, or any other rectangle of its face.

Nobody says where in the card that part lies: frames have their art in different places, and people cut as they like. So
such a photo is looked up as if it lay at a few rough places, by which the right picture is among the first. Then it is
laid over each of those pictures at all places and in all sizes (normalised cross-correlation of the contrast maps, by
Fourier transforms: Lewis, 1995). Looks nothing up itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, picture_corners
from karuta.engine.similarity import BLOCKS, FLAT, SIZE, KeptContrastMap, contrast_map

# A part is taken for so much of a card's width at first, and lies so far down what is left above and below it.
ROUGH_WIDTHS, ROUGH_PLACES = (0.8, 0.95), (0.25, 0.5)
# What is less of a card's height shows too little.
LEAST_TALL = 0.15
# It is laid in all of these widths, in pixels of a contrast map.
WIDTHS = range(24, SIZE[0] + 1, 2)


class LaidPhoto(NamedTuple):
    """The place in which a photo fits a picture best: how alike they are there, -1 to 1, and the card's corners, in its
    pixels.
    """

    alike: float
    corners: Corners


def rough_cards(size: tuple[int, int], *, card: float) -> list[Corners]:
    """Cards of which a photo of this size, (width, height), may show a part: their corners, in its pixels.

    `card`: a card's width to its height. Empty where the photo is much wider than high.
    """
    shape = card * size[1] / size[0]
    widths = dict.fromkeys(min(width, 1 / shape) for width in ROUGH_WIDTHS)
    shares = [(wide, wide * shape) for wide in widths if wide * shape >= LEAST_TALL]
    places = dict.fromkeys((wide, tall, place * (1 - tall)) for wide, tall in shares for place in ROUGH_PLACES)
    return [_card_around(size, ((1 - wide) / 2, top), (wide, tall)) for wide, tall, top in places]


def laid_over(photo: Pixels, pictures: Sequence[KeptContrastMap], *, card: float) -> list[LaidPhoto]:
    """The photo laid over each picture's relief. `photo`: (height, width, 3) uint8 RGB; `card`: see above."""
    if not pictures:
        return []
    size = (photo.shape[1], photo.shape[0])
    planes = np.stack([np.asarray(picture, dtype=np.float32) for picture in pictures])
    spectra, sums = np.fft.rfft2(planes), _summed(planes * planes)
    by_width = []
    for wide in WIDTHS:
        tall = round(wide / SIZE[0] * card * size[1] / size[0] * SIZE[1])
        if not LEAST_TALL * SIZE[1] <= tall <= SIZE[1]:
            continue
        laid = []
        for plane in _correlated(spectra, sums, contrast_map(photo, size=(wide, tall))):
            top, left = np.unravel_index(int(plane.argmax()), plane.shape)
            corners = _card_around(size, (left / SIZE[0], top / SIZE[1]), (wide / SIZE[0], tall / SIZE[1]))
            laid.append(LaidPhoto(float(plane[top, left]), corners))
        by_width.append(laid)
    return [max(laid, key=lambda place: place.alike) for laid in zip(*by_width, strict=True)]


def _correlated(
    spectra: NDArray[np.complex128], sums: NDArray[np.float64], own: NDArray[np.float32]
) -> NDArray[np.float64]:
    """(n, down, across) from -1 to 1: how alike a part is to each of n pictures with its corner at each place."""
    tall, wide = own.shape
    down, across = SIZE[1] - tall + 1, SIZE[0] - wide + 1
    products = np.fft.irfft2(spectra * np.conj(np.fft.rfft2(own, s=SIZE[::-1])), s=SIZE[::-1])[:, :down, :across]
    squares = sums[:, tall:, wide:] - sums[:, :-tall, wide:] - sums[:, tall:, :-wide] + sums[:, :-tall, :-wide]
    # A place where the picture is flat is like nothing.
    flat = FLAT**2 * math.prod(BLOCKS) / math.prod(SIZE)
    lengths = np.sqrt(np.maximum(squares, flat * own.size) * max(float((own * own).sum()), 1e-6))
    return np.asarray(products / lengths)


def _summed(planes: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, 65, 45): sums of all that lies above and to the left."""
    return np.pad(planes.cumsum(axis=1, dtype=np.float64).cumsum(axis=2), ((0, 0), (1, 0), (1, 0)))


def _card_around(size: tuple[int, int], place: tuple[float, float], share: tuple[float, float]) -> Corners:
    """A card whose part at `place` (left, top) with this `share` (of its width, of its height) fills a photo."""
    left, top = -np.array(place) * size / share
    corners: Corners = picture_corners(*np.array(size) / share) + (left, top)
    return corners
