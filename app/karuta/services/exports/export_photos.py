"""Writes labelled photos into an export's folder, without EXIF and location unless asked for. Changes no photo."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.label import LabelledPhoto
from karuta.engine.decode import photo_without_metadata
from karuta.services.lookups.locate_photos import current_place
from karuta.store.label_file import LabelFile
from karuta.store.photos import known_photos

FOLDER = "photos"

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class WrittenPhotos:
    """`photos`: all of them, written ones with their place in the export.

    `missing`: names of those that were not written.
    """

    photos: list[LabelledPhoto]
    missing: tuple[str, ...]


def write_photos(
    file: LabelFile,
    photos: Sequence[LabelledPhoto],
    out: Path,
    *,
    keep_exif: bool,
    cancel: CancelToken,
    told: Told | None = None,
) -> WrittenPhotos:
    """Each photo as `photos/<its hash>`, upright; with `keep_exif` byte for byte.

    Raises `OSError` if the disk is full or fails, `LibraryError`, and `Cancelled`.
    """
    (out / FOLDER).mkdir()
    written: list[LabelledPhoto] = []
    missing: list[str] = []
    for number, photo in enumerate(photos, start=1):
        cancel.check()
        name = _write(file, photo, out, keep_exif=keep_exif)
        if name is None:
            missing.append(photo.file)
            written.append(photo)
        else:
            written.append(replace(photo, file=name))
        if told:
            told(number, len(photos))
    return WrittenPhotos(written, tuple(missing))


def _write(file: LabelFile, photo: LabelledPhoto, out: Path, *, keep_exif: bool) -> str | None:
    known = known_photos(file, [photo.sha256]).get(photo.sha256)
    # Compares the hash: otherwise another picture under the photo's name would be given away with its labels.
    path = None if known is None else current_place(file, known, certain=True)
    if path is None:
        return None
    if keep_exif:
        name = f"{FOLDER}/{photo.sha256}{path.suffix.lower()}"
        shutil.copyfile(path, out / name)
        return name
    try:
        data, suffix = photo_without_metadata(path)
    except PictureError:
        return None
    name = f"{FOLDER}/{photo.sha256}{suffix}"
    (out / name).write_bytes(data)
    return name
