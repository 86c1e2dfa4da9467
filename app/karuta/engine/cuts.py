"""Crops of one photo at corners in its full-size pixels. The same corners always give the same crop. Keeps none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.pixels import Pixels
from karuta.domain.sighting import Corners, height
from karuta.engine import strips
from karuta.engine.rectify import rectify


class PixelSource(Protocol):
    """Where pixels come from: a picture file, or a camera's frame. `size`: (width, height), upright, full."""

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

    @property
    def scale(self) -> NDArray[np.float64]:
        """(2,) factors from these pixels to the full-size photo's, x then y."""
        return self._scale_of(self.pixels)

    def crop(self, corners: Corners, *, size: tuple[int, int]) -> Pixels:
        """The crop, (height, width, 3) uint8 RGB, at `corners` in full-size pixels.

        A crop that would be smaller than `size` is cut from a finer decode.
        """
        wanted = self._wanted(corners, size=size)
        return self._cut(self.pixels if wanted is None else self._decoded(wanted), corners, size=size)

    def crops(self, corners: Corners, *, size: tuple[int, int]) -> Iterator[Pixels]:
        """Every crop that `crop` may have given: an earlier, smaller card may have needed a finer decode."""
        wanted = self._wanted(corners, size=size)
        if wanted is None:
            yield self._cut(self.pixels, corners, size=size)
            return
        longest, shapes = max(self.picture.size), set()
        while True:
            pixels = self.picture.pixels(longest=wanted)
            if pixels.shape not in shapes:
                shapes.add(pixels.shape)
                yield self._cut(pixels, corners, size=size)
            if wanted >= longest:
                return
            wanted = min(2 * wanted, longest)

    def _wanted(self, corners: Corners, *, size: tuple[int, int]) -> int | None:
        """How many pixels the longer side needs; None if those at hand suffice, or are all."""
        here, longest = max(self.pixels.shape[:2]), max(self.picture.size)
        shortage = size[1] / max(1.0, height(corners / self.scale))
        return None if shortage <= 1.0 or here >= longest else min(longest, int(here * shortage))

    def _cut(self, pixels: Pixels, corners: Corners, *, size: tuple[int, int]) -> Pixels:
        return rectify(pixels, corners / self._scale_of(pixels), size=size)

    def _decoded(self, longest: int) -> Pixels:
        for wanted, pixels in self._finer.items():
            finest = max(pixels.shape[:2])
            # One that has less than was wanted is as fine as the budget allows: decoded again, it would be the same.
            if finest >= longest or finest < wanted:
                return pixels
        self._finer[longest] = self.picture.pixels(longest=longest)
        return self._finer[longest]

    def _scale_of(self, pixels: Pixels) -> NDArray[np.float64]:
        tall, wide = pixels.shape[:2]
        return np.array([self.picture.size[0] / wide, self.picture.size[1] / tall])
