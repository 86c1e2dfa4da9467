"""The pixels of a library's pictures by content hash, for the recogniser. Keeps none of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from karuta.domain.errors import PictureError
from karuta.domain.match import CatalogueView
from karuta.engine.decode import decode
from karuta.engine.likeness import REMEMBERED, Reliefs
from karuta.engine.relief_file import ReliefFile
from karuta.paths import LibraryFolder
from karuta.store.picture_files import is_whole, sound_crop


def artwork_pixels(path: Path) -> NDArray[np.uint8]:
    """(height, width, 3) uint8 RGB of a file that is named by its hash.

    Raises `PictureError`, also if the bytes differ. Whatever is computed from another picture would be stored under
    this one's name for the life of the library.
    """
    pixels = decode(path)
    if not is_whole(path):
        raise PictureError("truncated", "{name} is damaged; add its catalogue folder again.", name=path.name)
    return pixels


def library_reliefs(folder: LibraryFolder, view: CatalogueView, *, remembered: int = REMEMBERED) -> Reliefs:
    """What a library's artworks and confirmed crops look like: kept, else made when they are asked for."""
    return Reliefs(picture_reader(folder, view), kept=ReliefFile(folder.reliefs).of, remembered=remembered)


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
