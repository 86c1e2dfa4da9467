"""From crops and artworks to the numbers that the embedder's network takes; two golden crops. Knows no network.

The golden crops are drawn with integer arithmetic, the same on every platform. They prove that a model answers as when
it was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

HEIGHT, WIDTH = 256, 176


@cache
def golden_crops() -> NDArray[np.uint8]:
    """(2, 256, 176, 3) uint8, RGB: slanted waves within a frame, and rings. No floats, so no rounding can differ."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.int64)
    waves = np.stack([wave(3 * x + 2 * y, 211), wave(5 * y - x, 307), wave(x * y // 32, 173)], axis=-1)
    edge = np.minimum(np.minimum(x, WIDTH - 1 - x), np.minimum(y, HEIGHT - 1 - y))
    frame = np.stack([200 - 6 * edge, 90 + 7 * edge, 40 + 9 * edge], axis=-1)
    framed = np.where((edge < 10)[..., None], frame, waves)
    distance = ((x - 88) ** 2 * 2 + (y - 96) ** 2) // 24
    rings = np.stack([wave(distance, 401), wave(distance + 4 * x, 353), wave(2 * distance + 3 * y, 599)], axis=-1)
    crops = np.stack([framed, rings]).astype(np.uint8)
    crops.flags.writeable = False
    return crops


def wave(values: NDArray[np.int64], period: int) -> NDArray[np.int64]:
    """A triangle wave between 0 and 255."""
    return np.abs(values % period * 2 - period) * 255 // period


# Of a channel's 255 values.
_LEAST_RANGE = 16


@dataclass(frozen=True)
class Levels:
    """How far each channel's values are stretched to the whole range: `strength`, 0 to 1, of the way.

    `cut`: the share of a picture's pixels at each end that may be clipped.
    """

    cut: float
    strength: float


@dataclass(frozen=True)
class InputSpec:
    """The input of a network: NCHW float32, RGB, each channel `(value - mean) * scale`; size in pixels.

    `levels`: how the colour of a lamp or a camera is corrected first; None: pictures are taken as they are.
    """

    width: int
    height: int
    mean: tuple[float, float, float]
    scale: tuple[float, float, float]
    levels: Levels | None = None

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height


def fit(pixels: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.uint8]:
    """A whole card face, (height, width, 3) uint8 RGB upright, resized to the network's size."""
    if pixels.shape[:2] == (spec.height, spec.width):
        return pixels
    image = Image.fromarray(np.ascontiguousarray(pixels))
    return np.asarray(image.resize(spec.size, Image.Resampling.BICUBIC, reducing_gap=3.0))


def levelled(pixels: NDArray[np.uint8], levels: Levels) -> NDArray[np.uint8]:
    """(height, width, 3) uint8 RGB, each channel stretched towards the whole range, because lamps cast colours.

    A channel with hardly any range is left alone: stretched, it would be noise. (As levels in photo editors; von Kries
    with an additional offset.)
    """
    image = Image.fromarray(np.ascontiguousarray(pixels))
    below = np.asarray(image.histogram(), dtype=np.int64).reshape(3, 256).cumsum(axis=1)
    cut = levels.cut * below[:, -1:]
    low = (below <= cut).sum(axis=1)
    high = (below < below[:, -1:] - cut).sum(axis=1)
    values = np.arange(256)[None, :]
    stretched = (values - low[:, None]) * (255.0 / np.maximum(high - low, _LEAST_RANGE)[:, None])
    table = levels.strength * np.clip(stretched, 0, 255) + (1 - levels.strength) * values
    return np.asarray(image.point(np.rint(table).astype(int).ravel().tolist()))


def network_input(crops: Sequence[NDArray[np.uint8]], spec: InputSpec) -> NDArray[np.float32]:
    """Crops of the network's size, each (height, width, 3) uint8 RGB, as (n, 3, height, width) float32."""
    levels = spec.levels
    values = np.empty((len(crops), 3, spec.height, spec.width), dtype=np.float32)
    # A channel at a time, and each pixel touched twice: a fifth of the time of moving axes first.
    for picture, crop in zip(values, crops, strict=True):
        pixels = np.asarray(crop) if levels is None else levelled(crop, levels)
        for channel, (mean, scale) in enumerate(zip(spec.mean, spec.scale, strict=True)):
            plane = picture[channel]
            np.subtract(pixels[..., channel], np.float32(mean), out=plane, dtype=np.float32)
            np.multiply(plane, np.float32(scale), out=plane)
    return values
