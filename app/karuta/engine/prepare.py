"""From crops and artworks to the numbers that the embedder's network takes; knows no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image


@dataclass(frozen=True)
class InputSpec:
    """What the network wants: NCHW float32, RGB, each channel `(value - mean) * scale`; size in pixels."""

    width: int
    height: int
    mean: tuple[float, float, float]
    scale: tuple[float, float, float]

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height


def fit(pixels: NDArray[np.uint8], spec: InputSpec) -> NDArray[np.uint8]:
    """A whole card face, (height, width, 3) uint8 RGB upright, resized to the network's size."""
    if pixels.shape[:2] == (spec.height, spec.width):
        return pixels
    image = Image.fromarray(np.ascontiguousarray(pixels))
    return np.asarray(image.resize(spec.size, Image.Resampling.BICUBIC, reducing_gap=3.0))


def network_input(crops: Sequence[NDArray[np.uint8]], spec: InputSpec) -> NDArray[np.float32]:
    """Crops of the network's size, each (height, width, 3) uint8 RGB, as (n, 3, height, width) float32."""
    stacked = np.stack([np.asarray(crop) for crop in crops])
    values = stacked.transpose(0, 3, 1, 2).astype(np.float32)
    values -= np.asarray(spec.mean, dtype=np.float32).reshape(1, 3, 1, 1)
    values *= np.asarray(spec.scale, dtype=np.float32).reshape(1, 3, 1, 1)
    return values
