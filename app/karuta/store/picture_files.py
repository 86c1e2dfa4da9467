"""Keeps the pictures that belong to labels as files of a library: crops, thumbnails, pasted photos. No pixels, no SQL.

A crop or pasted photo is named by the hash of its bytes, a thumbnail by that of its photo, with the hash of its own
bytes appended after its end. So a file never changes, is never written twice, and can be verified. Two copies of a
library can be merged by copying files.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.errors import not_written
from karuta.files import flush_folder, hash_or_none, make_folder, size_or_none, write_whole
from karuta.paths import LibraryFolder
from karuta.store.damaged import set_aside

CROP_SUFFIX = ".webp"
THUMBNAIL_SUFFIX = ".jpg"
# Every decoder stops at the JPEG's end marker, so appended bytes do no harm.
_SEAL = b"\nkaruta sha256 "
_JPEG_BEGIN, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class KeptCrop:
    """A crop's file that passed its check. `sha256`: of its bytes: the crop's name, or that of its stand-in."""

    path: Path
    sha256: str


def crop_file(folder: LibraryFolder, crop_sha256: str) -> Path:
    return _place(folder, folder.crops, crop_sha256, CROP_SUFFIX)


def stand_in_file(folder: LibraryFolder, crop_sha256: str, own_sha256: str) -> Path:
    """The file of a crop that was cut again from its photo and differs from the first one in some bits."""
    return crop_file(folder, crop_sha256).with_name(f"{crop_sha256}-{own_sha256}{CROP_SUFFIX}")


def thumbnail_file(folder: LibraryFolder, photo_sha256: str) -> Path:
    return _place(folder, folder.thumbnails, photo_sha256, THUMBNAIL_SUFFIX)


def sound_crop(folder: LibraryFolder, crop_sha256: str) -> KeptCrop | None:
    """The crop, or else its stand-in, if its bytes match its name; None if neither does."""
    own = crop_file(folder, crop_sha256)
    if hash_or_none(own) == crop_sha256:
        return KeptCrop(own, crop_sha256)
    for path in _stand_ins(own):
        sha256 = path.stem.rpartition("-")[2]
        if hash_or_none(path) == sha256:
            return KeptCrop(path, sha256)
    return None


def crop_at_hand(folder: LibraryFolder, crop_sha256: str) -> Path | None:
    """The file that `sound_crop` would try first, unread, for painting only. An empty file counts as none."""
    own = crop_file(folder, crop_sha256)
    return own if size_or_none(own) else next(filter(size_or_none, _stand_ins(own)), None)


def sound_thumbnail(folder: LibraryFolder, photo_sha256: str) -> Path | None:
    """A photo's thumbnail whose bytes match its seal. An older one without a seal must begin and end like a JPEG."""
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
    """The library's own photos, named by hash. Any other file there belongs to the person."""
    return sorted(path for path in folder.photos.glob("*") if _HASH.fullmatch(path.stem) and path.is_file())


def is_whole(path: Path) -> bool:
    """Whether a file named by its hash still has these bytes."""
    return hash_or_none(path) == path.stem


def keep_crop(folder: LibraryFolder, data: bytes) -> str:
    """Write a crop's encoded bytes and flush them. Returns its hash. Raises `LibraryError`, like all here."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = crop_file(folder, sha256)
    _keep(folder, path, data, is_there=is_whole(path))
    return sha256


def keep_stand_in(folder: LibraryFolder, crop_sha256: str, data: bytes) -> KeptCrop:
    """Keep a newly cut crop in place of one that cannot be reproduced bit by bit."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = stand_in_file(folder, crop_sha256, sha256)
    kept = KeptCrop(_keep(folder, path, data, is_there=hash_or_none(path) == sha256), sha256)
    set_aside(folder, crop_file(folder, crop_sha256))
    return kept


def keep_thumbnail(folder: LibraryFolder, photo_sha256: str, data: bytes) -> Path:
    path = thumbnail_file(folder, photo_sha256)
    sealed = data + _SEAL + hashlib.sha256(data).hexdigest().encode()
    return _keep(folder, path, sealed, is_there=sound_thumbnail(folder, photo_sha256) is not None)


def copy_thumbnail(folder: LibraryFolder, photo_sha256: str, sound: Path) -> None:
    """Take another library's thumbnail over that passed its check."""
    _keep(folder, thumbnail_file(folder, photo_sha256), sound.read_bytes(), is_there=False)


def keep_photo(folder: LibraryFolder, data: bytes, *, suffix: str) -> Path:
    """Write a pasted or dragged picture into the library, unchanged. `suffix` with its dot."""
    path = folder.photos / f"{hashlib.sha256(data).hexdigest()}{suffix.lower()}"
    return _keep(folder, path, data, is_there=is_whole(path))


def _place(library: LibraryFolder, folder: Path, sha256: str, suffix: str) -> Path:
    # 100,000 files in one folder are slow to list on every system.
    own = folder / sha256[:2] / f"{sha256}{suffix}"
    return own if library.made is None or own.exists() else library.made / own.relative_to(library.root)


def _stand_ins(own: Path) -> list[Path]:
    return sorted(own.parent.glob(f"{own.stem}-*{CROP_SUFFIX}"))


def _keep(folder: LibraryFolder, path: Path, data: bytes, *, is_there: bool) -> Path:
    try:
        if is_there:
            # The process that wrote it may have died before the folder was flushed, and a label is about to refer to
            # it.
            flush_folder(path.parent)
            return path
        make_folder(path.parent)
        set_aside(folder, path)
        write_whole(path, lambda beside: beside.write_bytes(data))
    except OSError as error:
        raise not_written(path, error) from error
    return path
