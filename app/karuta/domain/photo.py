"""Photos as a library knows them: by the hash of their bytes, where they were seen, and which are one shot."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karuta.domain.errors import PictureCode

PHOTO_SUFFIXES = frozenset(
    ".jpg .jpeg .jpe .jfif .mpo .png .webp .avif .heic .heif .hif .tif .tiff .bmp .dib .gif .pdf".split()
)
"""In a folder only files with these endings are taken for photos, of a PDF its pages (`FILE.pdf#1`).

A file that is named itself is always tried."""


Group = frozenset[str]


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


class Shots:
    """The photos that are one shot, told pair by pair. A photo in no pair stands alone."""

    def __init__(self) -> None:
        self._group_of: dict[str, Group] = {}

    def tell(self, pairs: Iterable[tuple[str, str]]) -> None:
        """These two are one shot, and so are all that were paired with either."""
        for first, second in pairs:
            group = self[first] | self[second]
            self._group_of.update(dict.fromkeys(group, group))

    def __getitem__(self, photo: str) -> Group:
        return self._group_of.get(photo, frozenset((photo,)))


def next_of_shot(group: Group, photo: str, places: Mapping[Any, int]) -> str | None:
    """The next listed photo of the same shot, cyclically; None if there is no other."""
    listed = in_list_order(group, places)
    if photo not in listed or len(listed) < 2:
        return next((text for text in listed if text != photo), None)
    return listed[(listed.index(photo) + 1) % len(listed)]


def in_list_order(group: Group, places: Mapping[Any, int]) -> list[str]:
    """The photos of a shot that are in the list, in its order."""
    return sorted((photo for photo in group if photo in places), key=places.__getitem__)


@dataclass(frozen=True)
class Stamp:
    """A file's size and when it was last written, in nanoseconds."""

    size: int
    written: int


class Resting:
    """Is shown the folder again and again. A file that is still being written differs between two scans."""

    def __init__(self, handled: Collection[Path] = ()) -> None:
        """`handled`: files that were dealt with before, whatever their first stamp."""
        self._handled: dict[Path, Stamp | None] = dict.fromkeys(handled)
        self._growing: dict[Path, Stamp] = {}

    @property
    def is_waiting(self) -> bool:
        """Whether a file was seen that may still be growing."""
        return bool(self._growing)

    def see(self, files: Mapping[Path, Stamp]) -> list[Path]:
        """Files that are new (or rewritten) and unchanged since the last scan; each is returned once."""
        rested = []
        growing: dict[Path, Stamp] = {}
        for path, stamp in files.items():
            if path in self._handled and self._handled[path] in (None, stamp):
                self._handled[path] = stamp
            elif stamp.size and self._growing.get(path) == stamp:
                self._handled[path] = stamp
                rested.append(path)
            else:
                growing[path] = stamp
        self._growing = growing
        return rested
