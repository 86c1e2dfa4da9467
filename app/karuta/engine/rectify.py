"""From a photo and corners to crops: flat, upright, of the embedder's size. Decides nothing and keeps none.

The same corners, in the photo's full-size pixels, always give the same crop.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, height, homography, is_card_shaped
from karuta.engine import strips

# The crop is cut from pixels at most this much finer than itself, so that bicubic resampling stays sharp.
FINENESS = 1.5
# Pixels around a card, including those outside the photo. A card that fills the largest photo needs fewer.
MOST_AROUND = 80_000_000
# What is low is kept so many pixels high at least.
_LOWEST = 16


def rectify(
    pixels: NDArray[np.uint8],
    corners: Corners,
    *,
    size: tuple[int, int],
    resampling: Image.Resampling = Image.Resampling.BICUBIC,
) -> NDArray[np.uint8]:
    """Cut one card out of a photo. Bicubic is sharper, bilinear takes half the time.

    `pixels`: (height, width, 3) uint8, RGB, upright, or (height, width), grey; `corners`: (4, 2) in these pixels, in
    upright order; `size`: (width, height) of the crop. Returns the same kind of pixels, (height, width, 3) or (height,
    width) uint8; pixels outside the photo repeat its nearest edge.
    """
    image, shifted = _neighbourhood(pixels, corners, size=size, quick=resampling is Image.Resampling.BILINEAR)
    width, height = size
    coefficients = _perspective(shifted, size=size)
    crop = image.transform((width, height), Image.Transform.PERSPECTIVE, coefficients, resampling)
    return np.asarray(crop)


def crop_size(size: tuple[int, int], corners: Corners) -> tuple[int, int]:
    """(width, height) of a crop at `corners`: `size`, or of a strip with a name alone as wide and as low as it is."""
    if is_card_shaped(corners):
        return size
    wide = float(np.linalg.norm(corners[1] - corners[0]) + np.linalg.norm(corners[2] - corners[3])) / 2
    return size[0], max(_LOWEST, round(size[0] * height(corners) / wide))


def _neighbourhood(
    pixels: NDArray[np.uint8], corners: Corners, *, size: tuple[int, int], quick: bool
) -> tuple[Image.Image, Corners]:
    """The part of the photo around the card, padded and reduced (averaging) to about the crop's resolution.

    `quick`: by a whole number.
    """
    tall, wide = pixels.shape[:2]
    low = np.floor(corners.min(axis=0)).astype(int) - 3
    high = np.ceil(corners.max(axis=0)).astype(int) + 3
    inside_low = np.clip(low, 0, (wide - 1, tall - 1))
    inside_high = np.clip(high, inside_low + 1, (wide, tall))
    part = pixels[inside_low[1] : inside_high[1], inside_low[0] : inside_high[0]]
    # Corners far outside a photo must not ask for gigabytes. Beyond the photo's own size, repeated edges add nothing.
    before, after = (
        np.clip(margin, 0, 4 * max(part.shape[:2]) + 64) for margin in (inside_low - low, high - inside_high)
    )
    around = np.prod(np.array(part.shape[1::-1], dtype=np.float64) + before + after)
    if around > MOST_AROUND:
        step = math.ceil(math.sqrt(around / MOST_AROUND))
        return _neighbourhood(pixels[::step, ::step], corners / step, size=size, quick=quick)
    if before.any() or after.any():
        around_it = ((before[1], after[1]), (before[0], after[0]), (0, 0))
        part = np.pad(part, around_it[: part.ndim], mode="edge")
    image = Image.fromarray(np.ascontiguousarray(part))
    edges = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    across, down = (edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2
    finer = min(across / size[0], down / size[1]) / FINENESS
    if finer <= 1:
        return image, corners - low
    if quick:
        step = int(finer * FINENESS)
        return image.reduce(step), (corners - low) / step
    smaller = (max(1, round(image.width / finer)), max(1, round(image.height / finer)))
    scale = np.array(smaller) / np.array(image.size)
    resized = image.resize(smaller, Image.Resampling.BOX, reducing_gap=2.0)
    return resized, (corners - low) * scale


def _perspective(corners: Corners, *, size: tuple[int, int]) -> tuple[float, ...]:
    """Pillow's eight coefficients of the plane homography from the crop to the photo."""
    width, height = size
    targets = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
    return tuple(float(value) for value in homography(targets, corners).ravel()[:8])


class PixelSource(Protocol):
    """A source of pixels: a picture file, or a camera's frame. `size`: (width, height), upright, full."""

    @property
    def size(self) -> tuple[int, int]: ...

    def pixels(self, *, longest: int | None = None) -> Pixels:
        """Upright RGB pixels, (height, width, 3) uint8, the longer side at least `longest` (None: all of them)."""
        ...


@dataclass(frozen=True, eq=False)
class FrameSource:
    """A frame of a camera: all its pixels are in memory, (height, width, 3) uint8, RGB, upright."""

    frame: Pixels

    @property
    def size(self) -> tuple[int, int]:
        return self.frame.shape[1], self.frame.shape[0]

    def pixels(self, *, longest: int | None = None) -> Pixels:
        """Halved as often as possible with `longest` pixels left; averaged, so that nothing flickers."""
        step = 1
        while longest is not None and max(self.frame.shape[:2]) // (2 * step) >= longest:
            step *= 2
        return self.frame if step == 1 else np.asarray(Image.fromarray(self.frame).reduce(step))


class PhotoCuts:
    """A photo's pixels at the detector's size, and finer ones if a small card needs them."""

    def __init__(self, picture: PixelSource, *, longest: int) -> None:
        """Raises `PictureError`."""
        self.picture = picture
        self.pixels = picture.pixels(longest=strips.longest(picture.size, longest))
        self._finer: dict[int, Pixels] = {}
        self._last: tuple[bytes, Pixels] | None = None

    @property
    def scale(self) -> NDArray[np.float64]:
        """(2,) factors from these pixels to the full-size photo's, x then y."""
        return self._scale_of(self.pixels)

    def crop(self, corners: Corners, *, size: tuple[int, int]) -> Pixels:
        """The crop, (height, width, 3) uint8 RGB, at `corners` in full-size pixels.

        A crop that would be smaller than `size` is cut from a finer decode. The last one is turned rather than cut
        again: it is the same, byte by byte.
        """
        if self._last and self._last[0] == np.roll(corners, 2, axis=0).tobytes() and self._last[1].shape[1::-1] == size:
            return np.ascontiguousarray(self._last[1][::-1, ::-1])
        longest = self._longer_side(corners, size=size)
        crop = self._cut(self.pixels if longest is None else self._decoded(longest), corners, size=size)
        self._last = corners.tobytes(), crop
        return crop

    def finer(self, longest: int) -> tuple[Pixels, NDArray[np.float64]]:
        """At least so many on the longer side, or all; and (2,) factors from these pixels to the full-size photo's."""
        at_hand = max(self.pixels.shape[:2])
        wanted = min(longest, max(self.picture.size))
        pixels = self.pixels if at_hand >= wanted else self._decoded(wanted)
        return pixels, self._scale_of(pixels)

    def crops(self, corners: Corners, *, size: tuple[int, int]) -> Iterator[Pixels]:
        """Every crop that `crop` may have given: an earlier, smaller card may have needed a finer decode."""
        longer_side = self._longer_side(corners, size=size)
        if longer_side is None:
            yield self._cut(self.pixels, corners, size=size)
            return
        longest, shapes = max(self.picture.size), set()
        while True:
            pixels = self.picture.pixels(longest=longer_side)
            if pixels.shape not in shapes:
                shapes.add(pixels.shape)
                yield self._cut(pixels, corners, size=size)
            if longer_side >= longest:
                return
            longer_side = min(2 * longer_side, longest)

    def _longer_side(self, corners: Corners, *, size: tuple[int, int]) -> int | None:
        """How many pixels the longer side needs; None if those at hand suffice, or are all."""
        at_hand, longest = max(self.pixels.shape[:2]), max(self.picture.size)
        shortage = size[1] / max(1.0, height(corners / self.scale))
        return None if shortage <= 1.0 or at_hand >= longest else min(longest, int(at_hand * shortage))

    def _cut(self, pixels: Pixels, corners: Corners, *, size: tuple[int, int]) -> Pixels:
        return rectify(pixels, corners / self._scale_of(pixels), size=size)

    def _decoded(self, longest: int) -> Pixels:
        for asked, pixels in self._finer.items():
            finest = max(pixels.shape[:2])
            # One that has less than was wanted is as fine as the budget allows: decoded again, it would be the same.
            if finest >= longest or finest < asked:
                return pixels
        self._finer[longest] = self.picture.pixels(longest=longest)
        return self._finer[longest]

    def _scale_of(self, pixels: Pixels) -> NDArray[np.float64]:
        tall, wide = pixels.shape[:2]
        return np.array([self.picture.size[0] / wide, self.picture.size[1] / tall])
