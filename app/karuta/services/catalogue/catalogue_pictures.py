"""The pixels of a library's pictures by content hash, for the recogniser and to compare by eye. Keeps none of them.

Stores nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.errors import PictureError
from karuta.domain.label import Points
from karuta.domain.match import CatalogueView
from karuta.domain.sighting import Corners, as_corners
from karuta.engine.contrast_file import ContrastFile
from karuta.engine.decode import decode, open_picture
from karuta.engine.lookalikes import Region, most_different
from karuta.engine.rectify import crop_size, rectify
from karuta.engine.similarity import REMEMBERED, ContrastMaps
from karuta.paths import LibraryFolder
from karuta.store.picture_files import is_whole, sound_crop

__all__ = ["FLAT_SIZE", "Region", "differing_regions", "flat_sighting", "flat_strip"]

FLAT_SIZE = (660, 960)
"""(width, height) of a sighting for the eye; the crop of a lookup is 176 x 256."""

STRIP_HEIGHT, STRIP_WIDEST = 64, 640
"""Of a line of small print for the eye, in pixels."""


def flat_sighting(photo: Path, corners: Points) -> NDArray[np.uint8]:
    """A sighting, flat and upright, from the photo's full resolution: (height, width, 3) uint8 RGB, a strip a strip.

    Raises `PictureError`.
    """
    pixels, outline = _full(photo, corners)
    return rectify(pixels, outline, size=crop_size(FLAT_SIZE, outline))


def flat_strip(photo: Path, corners: Points) -> NDArray[np.uint8]:
    """A line of small print, flat and upright, `STRIP_HEIGHT` high: (height, width, 3) uint8 RGB.

    Raises `PictureError`.
    """
    pixels, outline = _full(photo, corners)
    wide, tall = float(np.linalg.norm(outline[1] - outline[0])), float(np.linalg.norm(outline[3] - outline[0]))
    width = min(STRIP_WIDEST, max(STRIP_HEIGHT, round(STRIP_HEIGHT * wide / max(tall, 1.0))))
    return rectify(pixels, outline, size=(width, STRIP_HEIGHT))


def _full(photo: Path, corners: Points) -> tuple[NDArray[np.uint8], Corners]:
    picture = open_picture(photo)
    pixels = picture.pixels(longest=None)
    # A very large photo comes smaller than it is; corners are in its full size.
    return pixels, as_corners(corners) * (np.array([pixels.shape[1], pixels.shape[0]]) / np.array(picture.size))


def differing_regions(picture: Path, other: Path) -> tuple[Region, ...]:
    """Up to three regions in which two artworks differ most. Raises `PictureError`."""
    return most_different(open_picture(picture).pixels(longest=None), open_picture(other).pixels(longest=None))


def artwork_pixels(path: Path) -> NDArray[np.uint8]:
    """(height, width, 3) uint8 RGB of a file that is named by its hash.

    Raises `PictureError`, also if the bytes differ. Whatever is computed from another picture would be stored under
    this one's name for the life of the library.
    """
    pixels = decode(path)
    if not is_whole(path):
        raise PictureError("truncated", "{name} is damaged; add its catalogue folder again.", name=path.name)
    return pixels


def library_contrasts(folder: LibraryFolder, view: CatalogueView, *, remembered: int = REMEMBERED) -> ContrastMaps:
    """Pictures of a library's artworks and confirmed crops: kept, else made when they are asked for."""
    return ContrastMaps(picture_reader(folder, view), kept=ContrastFile(folder.contrasts).of, remembered=remembered)


def picture_reader(folder: LibraryFolder, view: CatalogueView) -> Callable[[str], NDArray[np.uint8] | None]:
    """(height, width, 3) uint8 RGB of an artwork's picture or a confirmed crop.

    None if the file is missing, or its bytes do not match its name.
    """

    def read(picture_sha256: str) -> NDArray[np.uint8] | None:
        path = picture_file(folder, view, picture_sha256)
        try:
            return None if path is None else decode(path)
        except PictureError:
            return None

    return read


def picture_file(folder: LibraryFolder, view: CatalogueView, picture_sha256: str) -> Path | None:
    """The file of a picture that was searched: an artwork, or a confirmed crop. None if it is missing or damaged."""
    artworks = view.by_picture.get(picture_sha256)
    if not artworks:
        crop = sound_crop(folder, picture_sha256)
        return None if crop is None else crop.path
    path = folder.artwork_file(picture_sha256, Path(artworks[0].file).suffix)
    return path if is_whole(path) else None
