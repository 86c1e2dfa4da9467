"""A photo's pixels for display, the same that a lookup sees, and its thumbnail. Recognises nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.cancel import CancelToken
from karuta.engine.decode import open_picture, thumbnail_jpeg
from karuta.paths import LibraryFolder
from karuta.services.lookups.set_aside import opening
from karuta.store.picture_files import keep_thumbnail, sound_thumbnail


@dataclass(frozen=True, eq=False)
class ShownPhoto:
    """`pixels`: (height, width, 3) uint8, RGB, upright, possibly smaller than the photo; `size`: the photo's (width,
    height).
    """

    pixels: NDArray[np.uint8]
    size: tuple[int, int]


def photo_pixels(path: Path, *, longest: int | None = None, cancel: CancelToken | None = None) -> ShownPhoto:
    """Decode a picture, its longer side at most `longest` (None: in full). Raises `PictureError`, and `Cancelled`."""
    picture = open_picture(path, cancel=cancel)
    pixels = picture.pixels(longest=longest)
    if longest is not None and max(pixels.shape[:2]) > longest:
        image = Image.fromarray(pixels)
        image.thumbnail((longest, longest), Image.Resampling.BOX, reducing_gap=2.0)
        pixels = np.asarray(image)
    return ShownPhoto(pixels, picture.size)


def photo_thumbnail(library: LibraryFolder, photo_sha256: str, path: Path | None) -> Path | None:
    """The file of a photo's thumbnail; made if it is missing or damaged and the photo is there.

    Raises `PictureError`.
    """
    kept = sound_thumbnail(library, photo_sha256)
    if kept is not None:
        return kept
    if path is None:
        return None
    with opening(library, photo_sha256, path):
        small = thumbnail_jpeg(path)
    return keep_thumbnail(library, photo_sha256, small)
