"""Keeps the pictures that belong to labels as files of a library: crops, thumbnails, pasted photos; no pixels, no SQL.

A crop's and a pasted photo's name is the hash of its bytes, a thumbnail's that of its photo, and the hash of its own
bytes stands behind its end. So a file never changes, two copies of a library can be joined by copying files, none is
written twice, and each can be checked.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.errors import not_written
from karuta.files import file_hash, flush_folder, make_folder, write_whole
from karuta.paths import LibraryFolder
from karuta.store.damaged import set_aside

CROP_SUFFIX = ".webp"
THUMBNAIL_SUFFIX = ".jpg"
# Every decoder stops at a JPEG's end, so what stands behind it is in nobody's way.
_SEAL = b"\nkaruta sha256 "
_JPEG_BEGIN, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class KeptCrop:
    """A crop's file, which was found whole. `sha256`: of its bytes: the crop's name, or that of its stand-in."""

    path: Path
    sha256: str


def crop_file(folder: LibraryFolder, crop_sha256: str) -> Path:
    return _sharded(folder.crops, crop_sha256, CROP_SUFFIX)


def stand_in_file(folder: LibraryFolder, crop_sha256: str, own_sha256: str) -> Path:
    """Where the crop stands that was cut again from its photo and is not the same to the last bit."""
    return crop_file(folder, crop_sha256).with_name(f"{crop_sha256}-{own_sha256}{CROP_SUFFIX}")


def thumbnail_file(folder: LibraryFolder, photo_sha256: str) -> Path:
    return _sharded(folder.thumbnails, photo_sha256, THUMBNAIL_SUFFIX)


def sound_crop(folder: LibraryFolder, crop_sha256: str) -> KeptCrop | None:
    """The crop, or else its stand-in, whose bytes are what their name says; None where there is neither."""
    own = crop_file(folder, crop_sha256)
    if _hash_or_none(own) == crop_sha256:
        return KeptCrop(own, crop_sha256)
    for path in _stand_ins(own):
        sha256 = path.stem.rpartition("-")[2]
        if _hash_or_none(path) == sha256:
            return KeptCrop(path, sha256)
    return None


def crop_at_hand(folder: LibraryFolder, crop_sha256: str) -> Path | None:
    """The file that `sound_crop` would look at first, unread: for whoever only paints it. An empty one is none."""
    own = crop_file(folder, crop_sha256)
    return own if _holds_bytes(own) else next(filter(_holds_bytes, _stand_ins(own)), None)


def sound_thumbnail(folder: LibraryFolder, photo_sha256: str) -> Path | None:
    """A photo's thumbnail whose bytes are what its seal says; one of before there were seals is whole at both ends."""
    path = thumbnail_file(folder, photo_sha256)
    try:
        data = path.read_bytes()
    except OSError:
        return None
    body, seal, sha256 = data.rpartition(_SEAL)
    if seal:
        return path if hashlib.sha256(body).hexdigest().encode() == sha256 else None
    return path if data.startswith(_JPEG_BEGIN) and data.endswith(_JPEG_END) else None


def pasted_photos(folder: LibraryFolder) -> list[Path]:
    """The library's own photos, whose names are hashes; whatever else a person put there is theirs."""
    return sorted(path for path in folder.photos.glob("*") if _HASH.fullmatch(path.stem) and path.is_file())


def is_whole(path: Path) -> bool:
    """Whether a file whose name is its hash still has these bytes."""
    return _hash_or_none(path) == path.stem


def keep_crop(folder: LibraryFolder, data: bytes) -> str:
    """Write a crop's encoded bytes and flush them; its hash. Raises `LibraryError`, as all here."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = crop_file(folder, sha256)
    _keep(folder, path, data, is_there=is_whole(path))
    return sha256


def keep_stand_in(folder: LibraryFolder, crop_sha256: str, data: bytes) -> KeptCrop:
    """Keep what was cut in place of a crop that cannot be had again to the last bit."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = stand_in_file(folder, crop_sha256, sha256)
    kept = KeptCrop(_keep(folder, path, data, is_there=_hash_or_none(path) == sha256), sha256)
    set_aside(folder, crop_file(folder, crop_sha256))
    return kept


def keep_thumbnail(folder: LibraryFolder, photo_sha256: str, data: bytes) -> Path:
    path = thumbnail_file(folder, photo_sha256)
    sealed = data + _SEAL + hashlib.sha256(data).hexdigest().encode()
    return _keep(folder, path, sealed, is_there=sound_thumbnail(folder, photo_sha256) is not None)


def keep_photo(folder: LibraryFolder, data: bytes, *, suffix: str) -> Path:
    """Write a pasted or dragged picture into the library, as it came. `suffix` with its dot."""
    path = folder.photos / f"{hashlib.sha256(data).hexdigest()}{suffix.lower()}"
    return _keep(folder, path, data, is_there=is_whole(path))


def _sharded(folder: Path, sha256: str, suffix: str) -> Path:
    # 100,000 files in one folder are slow to list on every system.
    return folder / sha256[:2] / f"{sha256}{suffix}"


def _stand_ins(own: Path) -> list[Path]:
    return sorted(own.parent.glob(f"{own.stem}-*{CROP_SUFFIX}"))


def _holds_bytes(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _hash_or_none(path: Path) -> str | None:
    try:
        return file_hash(path)
    except OSError:
        return None


def _keep(folder: LibraryFolder, path: Path, data: bytes, *, is_there: bool) -> Path:
    try:
        if is_there:
            # Whoever wrote it may have died before the folder was flushed, and a label is about to cite it.
            flush_folder(path.parent)
            return path
        make_folder(path.parent)
        set_aside(folder, path)
        write_whole(path, lambda beside: beside.write_bytes(data))
    except OSError as error:
        raise not_written(path, error) from error
    return path
