"""Photos as a library knows them: by the hash of their bytes, with the places where they were seen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from karuta.domain.errors import PictureCode

PHOTO_SUFFIXES = frozenset(
    (
        *(".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".webp", ".avif", ".heic", ".heif", ".hif"),
        *(".tif", ".tiff", ".bmp", ".dib", ".gif"),
    )
)
"""In a folder only files with these endings are taken for photos; a file that is named itself is always tried."""


@dataclass(frozen=True)
class Arrival:
    """A file that somebody dropped or named. A dropped folder's name is the batch, each sub-folder a listing."""

    path: Path
    batch: str | None = None
    listing: str | None = None


@dataclass(frozen=True)
class Refused:
    """A file that did not become a photo, and why."""

    path: Path
    code: PictureCode
    message: str


@dataclass(frozen=True)
class KnownPhoto:
    """A photo in the library. `path`: where its bytes were last seen; it may be out of date.

    `batch` and `listing` are those of its first arrival; `name` is the file's last known name.
    """

    sha256: str
    name: str
    path: Path | None
    bytes: int
    batch: str | None
    listing: str | None


@dataclass(frozen=True)
class Added:
    """The result of one arrival: the photo, and whether it is new to the library."""

    photo: KnownPhoto
    is_new: bool


@dataclass(frozen=True)
class KeptPhoto:
    """A file that is now in the library, and the path under which it was listed."""

    path: Path
    added: Added
