"""Opens photos for display and lookups; one that ended the program is set aside at the next start.

When memory runs out or a decoder crashes, nothing can be reported any more, and the photo would still be in the queue.

A mark that is left names the photo that ended the program. A mark is a file, made before a photo is decoded and removed
after it. It is not flushed, because it has to survive the process, not the machine. Opens no photo and blocks nobody:
if no mark can be made, there is none.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.label import storable
from karuta.domain.shape import Misshapen
from karuta.engine.decode import open_picture, thumbnail_jpeg
from karuta.files import files_in, make_folder, move
from karuta.json_files import read_json
from karuta.paths import LibraryFolder
from karuta.services.lookups.look_up import Look
from karuta.store.picture_files import keep_thumbnail, sound_thumbnail


@dataclass(frozen=True)
class _Mark:
    name: str


@dataclass(frozen=True)
class SetAside:
    """A photo that was being opened when the program ended. `name`: its file's, empty if not known."""

    photo_sha256: str
    name: str


@contextmanager
def mark_while_opening(folder: LibraryFolder, photo_sha256: str, name: str) -> Iterator[None]:
    """Mark a photo as being opened, for the duration of the block."""
    path = folder.opening / f"{photo_sha256}.{secrets.token_hex(4)}"
    made = _make(path, json.dumps({"name": name}))
    try:
        yield
    finally:
        if made:
            with suppress(OSError):
                path.unlink()


def set_leftovers_aside(folder: LibraryFolder) -> list[SetAside]:
    """Turn marks left by a program that is gone into photos set aside, and return those.

    Only for the one process that opens photos of this library.
    """
    found = {}
    for mark in files_in(folder.opening):
        one = SetAside(mark.name.partition(".")[0], _name_in(mark))
        with suppress(OSError):
            make_folder(folder.set_aside)
            move(mark, folder.set_aside / one.photo_sha256)
            found[one.photo_sha256] = one
    return list(found.values())


def photos_set_aside(folder: LibraryFolder) -> dict[str, SetAside]:
    """All of them, by hash."""
    return {path.name: SetAside(path.name, _name_in(path)) for path in files_in(folder.set_aside)}


def is_set_aside(folder: LibraryFolder, photo_sha256: str) -> bool:
    return (folder.set_aside / photo_sha256).exists()


def take_up_again(folder: LibraryFolder, photo_sha256: str) -> None:
    """The photo may be opened again; somebody wants to see it."""
    (folder.set_aside / photo_sha256).unlink(missing_ok=True)


def _make(path: Path, text: str) -> bool:
    for _ in range(2):
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileNotFoundError:
            with suppress(OSError):
                make_folder(path.parent)
            continue
        except OSError:
            return False
        with suppress(OSError):
            os.write(handle, text.encode())
        os.close(handle)
        return True
    return False


def _name_in(path: Path) -> str:
    """A power cut may have left an empty mark."""
    with suppress(OSError, Misshapen):
        return read_json(path, _Mark).name
    return ""


@contextmanager
def opening(library: LibraryFolder, photo_sha256: str, path: Path) -> Iterator[None]:
    """While a photo of the library is decoded. Raises `PictureError` if it is set aside."""
    if is_set_aside(library, photo_sha256):
        raise PictureError(
            "internal",
            "Karuta closed unexpectedly while opening {name}, so the photo was set aside; try it again, or remove it "
            "from the queue.",
            name=path.name,
        )
    with mark_while_opening(library, photo_sha256, storable(path.name)):
        yield


def look_unless_aside(library: LibraryFolder, photo_sha256: str, path: Path, look: Callable[[], Look]) -> Look:
    """A look at a photo; if it is set aside, the look says so."""
    try:
        with opening(library, photo_sha256, path):
            return look()
    except PictureError as error:
        return Look(None, error)


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
