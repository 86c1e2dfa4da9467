"""The small grey square of a photo file, by which copies of one shot are found. Decides nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.engine.decode import open_picture
from karuta.engine.same_shot import SIDE

_LONGEST = 256


def photo_grey(path: Path) -> NDArray[np.uint8]:
    """(SIDE, SIDE) uint8: the whole upright photo, whatever its shape. Raises `PictureError`."""
    pixels = open_picture(path).pixels(longest=_LONGEST)
    return np.asarray(Image.fromarray(pixels).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX), np.uint8)
