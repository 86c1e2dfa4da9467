"""A photo as a program gives it: a path, a file's bytes, pixels or a Pillow picture. Looks nothing up.

What is no file is written into one of its own for as long as it is looked at, so that the same bounds hold for it.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from karuta.domain.errors import KarutaError, PictureError
from karuta.domain.pixels import Pixels
from karuta.engine.opened import check_pixels, upright_rgb

GivenPhoto = str | PathLike[str] | bytes | Pixels | Image.Image
"""An array is (height, width, 3) uint8, RGB, upright."""

_ORIENTATION = 0x0112
_NAME = "photo"


def called(photo: GivenPhoto) -> str:
    """The path as it was given, else what is given in its place. Raises `KarutaError` for what is no photo."""
    if isinstance(photo, (str, PathLike)):
        return os.fspath(photo)
    if isinstance(photo, bytes):
        return "<bytes>"
    if isinstance(photo, Image.Image):
        return "<picture>"
    if not isinstance(photo, np.ndarray):
        raise KarutaError(
            "A photo is a path, bytes, an array or a PIL picture; this is of the type {kind}.",
            kind=type(photo).__name__,
        )
    if photo.dtype != np.uint8 or photo.ndim != 3 or photo.shape[2] != 3 or not photo.size:
        raise KarutaError(
            "An array for a photo is (height, width, 3) uint8, RGB; this one is {shape} {dtype}.",
            shape=str(photo.shape),
            dtype=str(photo.dtype),
        )
    return "<array>"


@contextmanager
def file_of(photo: GivenPhoto) -> Iterator[Path]:
    """Raises `KarutaError` for what is no photo, `PictureError` for one that is too large, `OSError`."""
    called(photo)
    if isinstance(photo, (str, PathLike)):
        yield Path(photo)
        return
    with TemporaryDirectory(prefix="karuta-") as folder:
        path = Path(folder, _NAME)
        if isinstance(photo, bytes):
            path.write_bytes(photo)
        else:
            _picture(photo).save(path, "BMP")
        yield path


def _picture(photo: Pixels | Image.Image) -> Image.Image:
    if isinstance(photo, np.ndarray):
        check_pixels(_NAME, (photo.shape[1], photo.shape[0]))
        return Image.fromarray(np.ascontiguousarray(photo))
    check_pixels(_NAME, photo.size)
    try:
        photo.load()
        return Image.fromarray(upright_rgb(photo, orientation=int(photo.getexif().get(_ORIENTATION, 1))))
    except (ValueError, OSError, AttributeError) as error:
        raise PictureError(
            "truncated", "The PIL picture is closed or damaged ({reason}); open it again.", reason=error
        ) from error


def png_of(picture: Image.Image) -> bytes:
    """The picture as a PNG file."""
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
