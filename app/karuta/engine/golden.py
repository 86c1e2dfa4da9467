"""Two pictures drawn with integer arithmetic, the same on every platform.

They prove that a model answers as when made.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH = 256, 176


def golden_crops() -> NDArray[np.uint8]:
    """(2, 256, 176, 3) uint8, RGB: slanted waves within a frame, and rings. No floats, so no rounding can differ."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.int64)
    waves = np.stack([wave(3 * x + 2 * y, 211), wave(5 * y - x, 307), wave(x * y // 32, 173)], axis=-1)
    edge = np.minimum(np.minimum(x, WIDTH - 1 - x), np.minimum(y, HEIGHT - 1 - y))
    frame = np.stack([200 - 6 * edge, 90 + 7 * edge, 40 + 9 * edge], axis=-1)
    framed = np.where((edge < 10)[..., None], frame, waves)
    distance = ((x - 88) ** 2 * 2 + (y - 96) ** 2) // 24
    rings = np.stack([wave(distance, 401), wave(distance + 4 * x, 353), wave(2 * distance + 3 * y, 599)], axis=-1)
    return np.stack([framed, rings]).astype(np.uint8)


def wave(values: NDArray[np.int64], period: int) -> NDArray[np.int64]:
    """A triangle wave between 0 and 255."""
    return np.abs(values % period * 2 - period) * 255 // period
