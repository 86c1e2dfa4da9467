"""From pixels to the small JPEG files that a library keeps: crops and thumbnails; writes no file."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.engine.decode import open_picture

THUMBNAIL_LONGEST = 256
_CROP_QUALITY = 92
_THUMBNAIL_QUALITY = 80


def crop_jpeg(pixels: NDArray[np.uint8]) -> bytes:
    """A crop for keeps: `(height, width, 3) uint8, RGB, upright`, in full colour resolution, for it is trained on."""
    return _jpeg(Image.fromarray(pixels), quality=_CROP_QUALITY, subsampling=0)


def thumbnail_jpeg(path: Path) -> bytes:
    """A photo's thumbnail, upright, its longer side at most `THUMBNAIL_LONGEST`. Raises `PictureError`."""
    image = Image.fromarray(open_picture(path).pixels(longest=THUMBNAIL_LONGEST))
    image.thumbnail((THUMBNAIL_LONGEST, THUMBNAIL_LONGEST), Image.Resampling.BOX, reducing_gap=2.0)
    return _jpeg(image, quality=_THUMBNAIL_QUALITY, subsampling=2)


def _jpeg(image: Image.Image, *, quality: int, subsampling: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, subsampling=subsampling)
    return buffer.getvalue()
