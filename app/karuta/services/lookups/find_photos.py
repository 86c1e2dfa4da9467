"""Finds photos by the hash of their bytes below a folder, those with the right name first. Records nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.photo import PHOTO_SUFFIXES
from karuta.files import file_hash

_EXPORTED = "photos"


def find_photos(
    folder: Path,
    names: Mapping[str, Sequence[str]],
    *,
    everywhere: bool,
    cancel: CancelToken,
    told: Callable[[int], None] = lambda found: None,
) -> dict[str, Path]:
    """The files of the photos with these hashes, each with the names that it may have.

    `everywhere`: if necessary every picture below the folder is hashed; otherwise only those with one of the names, or
    placed as an export with photos places them. `told`: is told how many are found. Raises `Cancelled`.
    """
    found: dict[str, Path] = {}
    looked: set[Path] = set()

    def look(paths: Iterator[Path]) -> None:
        for path in paths:
            cancel.check()
            if path in looked:
                continue
            looked.add(path)
            sha256 = _hash(path)
            if sha256 is not None and sha256 in names and sha256 not in found:
                found[sha256] = path
                told(len(found))
            if len(found) == len(names):
                return

    look(_by_name(folder, names))
    if everywhere and len(found) < len(names):
        wanted = {Path(name).name for sha256, some in names.items() if sha256 not in found for name in some}
        below = list(_pictures_below(folder))
        look(path for path in below if path.name in wanted)
        if len(found) < len(names):
            look(iter(below))
    return found


def _by_name(folder: Path, names: Mapping[str, Sequence[str]]) -> Iterator[Path]:
    exported = {path.stem: path for path in _listed(folder / _EXPORTED)}
    for sha256, some in names.items():
        for name in some:
            path = folder / name
            # An export never writes a name that leads out of the folder.
            if name and ".." not in Path(name).parts and path.is_relative_to(folder) and _is_file(path):
                yield path
        if sha256 in exported:
            yield exported[sha256]


def _pictures_below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in sorted(files) if Path(name).suffix.lower() in PHOTO_SUFFIXES)


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _hash(path: Path) -> str | None:
    try:
        return file_hash(path)
    except OSError:  # no permission, or deleted meanwhile: not the photo that we look for
        return None
