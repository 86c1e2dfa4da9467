"""Finds photos that were moved or renamed, by the hash of their bytes. Moves and changes no photo."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.photo import PHOTO_SUFFIXES, KnownPhoto
from karuta.files import file_hash
from karuta.services.labels.open_labels import device_name
from karuta.store.label_file import LabelFile
from karuta.store.photos import all_photos, found_at, places_of

Told = Callable[[int, int], None]
"""Called with (photos found, photos missing)."""


@dataclass(frozen=True)
class Located:
    """`found`: hash and new place of each photo that was missing and is found; `missing`: those still missing."""

    found: dict[str, Path]
    missing: tuple[KnownPhoto, ...]


def current_place(file: LabelFile, photo: KnownPhoto, *, certain: bool = False) -> Path | None:
    """Where the photo's bytes lie now, of all the places where they were seen; None if they have to be located.

    Compares the size; `certain` also compares the hash, for whoever cuts crops from it. The size of a photo known only
    by its labels is not known.
    """
    for path in places_of(file, photo.sha256):
        if _may_be(path, photo) and (not (certain or not photo.bytes) or _hash(path) == photo.sha256):
            return path
    return None


def missing_photos(file: LabelFile, *, cancel: CancelToken | None = None) -> list[KnownPhoto]:
    """Every photo whose file is at none of its known places."""
    token = cancel or CancelToken()
    missing: list[KnownPhoto] = []
    after = ""
    while photos := all_photos(file, after=after):
        token.check()
        missing += [photo for photo in photos if current_place(file, photo) is None]
        after = photos[-1].sha256
    return missing


def locate_photos(
    file: LabelFile, folder: Path, *, cancel: CancelToken | None = None, told: Told | None = None
) -> Located:
    """Search a folder for the missing photos.

    Only files of the right size are hashed, and pictures if the size of a photo is not known. Raises `LibraryError`,
    and `Cancelled`; what was found before is kept.
    """
    token = cancel or CancelToken()
    missing = missing_photos(file, cancel=token)
    wanted: dict[int, dict[str, KnownPhoto]] = defaultdict(dict)
    for photo in missing:
        wanted[photo.bytes][photo.sha256] = photo
    sizes = {photo.sha256: photo.bytes for photo in missing}
    found: dict[str, Path] = {}
    for place, folders, names in os.walk(folder):
        folders.sort()
        for path in (Path(place, name) for name in sorted(names)):
            token.check()
            sha256 = _hash_if_wanted(path, wanted)
            if sha256 is None:
                continue
            found_at(file, sha256, path, device=device_name())
            found[sha256] = path
            del wanted[sizes[sha256]][sha256]
            if told:
                told(len(found), len(missing))
        if len(found) == len(missing):
            break
    return Located(found, tuple(photo for photo in missing if photo.sha256 not in found))


def _hash_if_wanted(path: Path, wanted: dict[int, dict[str, KnownPhoto]]) -> str | None:
    size = _size(path)
    unsized = wanted.get(0) if path.suffix.lower() in PHOTO_SUFFIXES else None
    if size is None or not (wanted.get(size) or unsized):
        return None
    sha256 = _hash(path)
    return sha256 if sha256 in (wanted.get(size) or {}) or sha256 in (unsized or {}) else None


def _may_be(path: Path, photo: KnownPhoto) -> bool:
    size = _size(path)
    return size is not None and size == (photo.bytes or size)


def _hash(path: Path) -> str | None:
    try:
        return file_hash(path)
    except OSError:  # no permission, or deleted meanwhile: not the photo that we look for
        return None


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size if path.is_file() else None
    except (OSError, ValueError):
        return None
