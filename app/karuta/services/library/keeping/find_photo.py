"""Finds a photo's bytes again without asking: at known places, or beside them under another name. Records nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from karuta.files import file_hash
from karuta.services.lookups.locate_photos import current_place
from karuta.store.label_file import LabelFile
from karuta.store.photos import known_photo, places_of


class PhotoFinder:
    """Searches the folders in which a label file's photos lay, each listed once. Compares hashes, never names."""

    def __init__(self, file: LabelFile) -> None:
        self._file = file
        self._sizes = cache(_sizes_in)

    def place_of(self, photo_sha256: str) -> Path | None:
        """A file with the photo's exact bytes; None if there is none at its places or beside them."""
        photo = known_photo(self._file, photo_sha256)
        if photo is None:
            return None
        found = current_place(self._file, photo, certain=True)
        return found or next(self._beside(photo_sha256, photo.bytes), None)

    def _beside(self, photo_sha256: str, size: int) -> Iterator[Path]:
        folders = [path.parent for path in places_of(self._file, photo_sha256)]
        for folder in dict.fromkeys([*folders, self._file.folder.photos]):
            for path in self._sizes(folder).get(size, ()):
                if _is(path, photo_sha256):
                    yield path


def _sizes_in(folder: Path) -> dict[int, list[Path]]:
    """The files of a folder by size; empty if it cannot be read."""
    found: dict[int, list[Path]] = {}
    try:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                found.setdefault(path.stat().st_size, []).append(path)
    except OSError:
        return found
    return found


def _is(path: Path, sha256: str) -> bool:
    try:
        return file_hash(path) == sha256
    except OSError:
        return False
