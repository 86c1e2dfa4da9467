"""Measures how well a crop can be judged. Decides nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import CropQuality


def sharpness(crop: NDArray[np.uint8]) -> float:
    """Fine detail relative to all contrast in a crop, (height, width, 3) uint8 RGB; 0 is flat or fully blurred.

    The standard deviation of the Laplacian over that of the grey values. Darkness scales both, so it does not count as
    blur (variance of the Laplacian: Pech-Pacheco et al., ICPR 2000).
    """
    return _sharpness(_grey(crop))


def quality(crop: NDArray[np.uint8], *, pixels: float, outline: float) -> CropQuality:
    """The quality of a crop, (height, width, 3) uint8 RGB. `pixels`: the card's height in the full-size photo."""
    grey = _grey(crop)
    return CropQuality(
        sharpness=_sharpness(grey),
        light=float(grey.mean()) / 255,
        contrast=float(grey.std()) / 255,
        pixels=pixels,
        outline=outline,
    )


def _grey(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    return crop.astype(np.float32) @ np.array([0.299, 0.587, 0.114], dtype=np.float32)


def _sharpness(grey: NDArray[np.float32]) -> float:
    curve = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    spread = float(grey.std())
    return float(curve.std()) / spread if spread > 1.0 else 0.0
