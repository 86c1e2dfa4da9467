"""Opens photos for display and lookups; one with which the program ended twice is set aside at the next start.

When memory runs out or a decoder crashes, nothing can be reported any more, and the photo would still be in the queue.

A mark that is left names the photo that was being opened. A mark is a file, made before a photo is decoded and removed
after it. It is not flushed, because it has to survive the process, not the machine. Opens no photo and blocks nobody:
if no mark can be made, there is none. Most programs that end at such a moment were ended by a person or the system, so
the photo is opened as always once more: only how often that went wrong is kept, until the program ends in order.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.label import storable
from karuta.domain.shape import Misshapen
from karuta.engine.decode import open_picture, thumbnail_jpeg
from karuta.files import files_in, make_file, make_folder, move
from karuta.json_files import read_json
from karuta.paths import LibraryFolder
from karuta.services.lookups.look_up import Look
from karuta.store.picture_files import keep_thumbnail, sound_thumbnail

_TRIED = 1
"""So often a photo may have ended the program and is opened all the same."""


@dataclass(frozen=True)
class _Mark:
    """`name`: of the photo's file, empty if not known. `ended`: how often the program ended with it; an older version
    did not count.
    """

    name: str
    ended: int = _TRIED


@dataclass(frozen=True)
class SetAside:
    """A photo that was being opened when the program ended, and ended again. `name`: its file's, empty if not known."""

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
    """Count the marks left by a program that is gone; returns the photos that are set aside for that.

    Only for the one process that opens photos of this library.
    """
    before, aside = _kept(folder), {}
    for left in files_in(folder.opening):
        photo, name = left.name.partition(".")[0], _read(left).name
        ended = before[photo].ended + 1 if photo in before else _TRIED
        with suppress(OSError):
            make_folder(folder.set_aside)
            left.write_text(json.dumps(asdict(_Mark(name, ended))), encoding="utf-8")
            move(left, folder.set_aside / photo)
            if ended > _TRIED:
                aside[photo] = SetAside(photo, name)
    return list(aside.values())


def ended_in_order(folder: LibraryFolder) -> None:
    """The program ends as it was told to: that is no photo's fault, nor was what ended it before.

    Only for that one process.
    """
    tried = [folder.set_aside / photo for photo in tried_once_more(folder)]
    for path in (*files_in(folder.opening), *tried):
        with suppress(OSError):
            path.unlink()


def photos_set_aside(folder: LibraryFolder) -> dict[str, SetAside]:
    """All of them, by hash."""
    kept = _kept(folder).items()
    return {photo: SetAside(photo, mark.name) for photo, mark in kept if mark.ended > _TRIED}


def tried_once_more(folder: LibraryFolder) -> list[str]:
    """The photos, by hash, with which the program has ended, and which are opened all the same."""
    return [photo for photo, mark in _kept(folder).items() if mark.ended <= _TRIED]


def is_set_aside(folder: LibraryFolder, photo_sha256: str) -> bool:
    path = folder.set_aside / photo_sha256
    return path.exists() and _read(path).ended > _TRIED


def take_up_again(folder: LibraryFolder, photo_sha256: str) -> None:
    """The photo may be opened once more; somebody wants to see it."""
    path = folder.set_aside / photo_sha256
    with suppress(FileNotFoundError):
        path.write_text(json.dumps(asdict(replace(_read(path), ended=_TRIED))), encoding="utf-8")


def _kept(folder: LibraryFolder) -> dict[str, _Mark]:
    return {path.name: _read(path) for path in files_in(folder.set_aside)}


def _make(path: Path, text: str) -> bool:
    for _ in range(2):
        try:
            make_file(path)
        except FileNotFoundError:
            with suppress(OSError):
                make_folder(path.parent)
            continue
        except OSError:
            return False
        with suppress(OSError):
            path.write_bytes(text.encode())
        return True
    return False


def _read(path: Path) -> _Mark:
    """A power cut may have left an empty mark."""
    with suppress(OSError, Misshapen):
        return read_json(path, _Mark)
    return _Mark("")


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
