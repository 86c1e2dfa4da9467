"""Pictures as arrays, wherever they go through: the one name for it. Holds no picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""(height, width, 3) uint8, RGB, upright, unless a docstring says otherwise."""


def mirrored(picture: Pixels) -> Pixels:
    """The picture with left and right exchanged."""
    return np.ascontiguousarray(picture[:, ::-1])
