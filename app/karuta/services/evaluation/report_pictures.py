"""Small pictures inside a report's page, as data URIs. A picture that cannot be read becomes None."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.errors import PictureError
from karuta.engine.decode import open_picture

CARD_PIXELS = 300
"""The longer side of a card's picture, drawn at half of it: sharp on a dense screen, about 15 kB."""
PHOTO_PIXELS = 640


@dataclass(frozen=True)
class InlinePicture:
    """A picture in a page: its `data:` URI, its size there, and the scale from full-size pixels to its own."""

    uri: str
    width: int
    height: int
    scale: float = 1.0


def inline(pixels: NDArray[np.uint8], *, longest: int = CARD_PIXELS) -> InlinePicture:
    """`pixels`: (height, width, 3) uint8, RGB, upright; scaled down to `longest`, never up."""
    image = Image.fromarray(pixels)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=82, optimize=True)
    uri = "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode("ascii")
    return InlinePicture(uri=uri, width=image.width, height=image.height, scale=image.width / pixels.shape[1])


def inline_file(path: Path | None, *, longest: int = CARD_PIXELS) -> InlinePicture | None:
    """A picture file, upright; None without a path, or if the file cannot be read as a picture."""
    if path is None:
        return None
    try:
        picture = open_picture(path)
        small = inline(picture.pixels(longest=longest), longest=longest)
    except PictureError:
        return None
    return InlinePicture(
        uri=small.uri, width=small.width, height=small.height, scale=small.width / max(1, picture.size[0])
    )
