"""How well a crop can be judged; says a number, decides nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def sharpness(crop: NDArray[np.uint8]) -> float:
    """Fine detail against all contrast in a crop, (height, width, 3) uint8 RGB; 0 is flat or wholly blurred.

    The spread of the Laplacian over the spread of grey values: darkness scales both, so it does not count as blur
    (variance of the Laplacian: Pech-Pacheco et al., ICPR 2000).
    """
    grey = crop.astype(np.float32) @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    curve = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    spread = float(grey.std())
    return float(curve.std()) / spread if spread > 1.0 else 0.0
