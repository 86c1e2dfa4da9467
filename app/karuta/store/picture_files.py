"""Keeps the pictures that belong to labels as files of a library: crops, thumbnails, pasted photos; no pixels, no SQL.

A crop's and a pasted photo's name is the hash of its bytes, a thumbnail's that of its photo. So a file never
changes, two copies of a library can be joined by copying files, and none is written twice.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from karuta.domain.errors import LibraryError, reason_of
from karuta.files import flush_folder, make_folder, write_whole
from karuta.paths import LibraryFolder

CROP_SUFFIX = ".webp"
THUMBNAIL_SUFFIX = ".jpg"


def crop_file(folder: LibraryFolder, crop_sha256: str) -> Path:
    return _sharded(folder.crops, crop_sha256, CROP_SUFFIX)


def thumbnail_file(folder: LibraryFolder, photo_sha256: str) -> Path:
    return _sharded(folder.thumbnails, photo_sha256, THUMBNAIL_SUFFIX)


def keep_crop(folder: LibraryFolder, data: bytes) -> str:
    """Write a crop's encoded bytes and flush them; its hash. Raises `LibraryError`, as all here."""
    sha256 = hashlib.sha256(data).hexdigest()
    _keep(crop_file(folder, sha256), data)
    return sha256


def keep_thumbnail(folder: LibraryFolder, photo_sha256: str, data: bytes) -> Path:
    return _keep(thumbnail_file(folder, photo_sha256), data)


def keep_photo(folder: LibraryFolder, data: bytes, *, suffix: str) -> Path:
    """Write a pasted or dragged picture into the library, as it came. `suffix` with its dot."""
    return _keep(folder.photos / f"{hashlib.sha256(data).hexdigest()}{suffix.lower()}", data)


def _sharded(folder: Path, sha256: str, suffix: str) -> Path:
    # 100,000 files in one folder are slow to list on every system.
    return folder / sha256[:2] / f"{sha256}{suffix}"


def _keep(path: Path, data: bytes) -> Path:
    try:
        if path.is_file():
            # Whoever wrote it may have died before the folder was flushed, and a label is about to cite it.
            flush_folder(path.parent)
            return path
        make_folder(path.parent)
        write_whole(path, lambda beside: beside.write_bytes(data))
    except OSError as error:
        raise LibraryError(
            "{path} could not be written ({reason}); mend that and try again.", path=path, reason=reason_of(error)
        ) from error
    return path
