"""Finds photos that were moved or renamed, by the hash of their bytes. Moves and changes no photo."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.photo import PHOTO_SUFFIXES, KnownPhoto
from karuta.files import files_in, hash_or_none, pages_like, size_or_none
from karuta.services.labels.open_labels import device_name
from karuta.store.label_file import LabelFile
from karuta.store.photos import all_photos, found_at, places_of

Told = Callable[[int, int], None]
"""Called with (photos found, photos missing)."""


@dataclass(frozen=True)
class Located:
    """`places`: hash and new place of each photo that was missing and is found; `missing`: those still missing."""

    places: dict[str, Path]
    missing: tuple[KnownPhoto, ...]


def current_place(file: LabelFile, photo: KnownPhoto, *, certain: bool = False) -> Path | None:
    """The place where the photo's bytes lie now, of all the places where they were seen; None if they have to be
    located.

    Compares the size; `certain` also compares the hash, for whoever cuts crops from it. The size of a photo known only
    by its labels is not known.
    """
    for path in places_of(file, photo.sha256):
        if _may_be(path, photo) and (not (certain or not photo.bytes) or hash_or_none(path) == photo.sha256):
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
    by_size: dict[int, dict[str, KnownPhoto]] = defaultdict(dict)
    for photo in missing:
        by_size[photo.bytes][photo.sha256] = photo
    sizes = {photo.sha256: photo.bytes for photo in missing}
    places: dict[str, Path] = {}
    for place, folders, names in os.walk(folder):
        folders.sort()
        for sha256, path in _wanted_in((Path(place, name) for name in sorted(names)), by_size, token):
            found_at(file, sha256, path, device=device_name())
            places[sha256] = path
            del by_size[sizes[sha256]][sha256]
            if told:
                told(len(places), len(missing))
        if len(places) == len(missing):
            break
    return Located(places, tuple(photo for photo in missing if photo.sha256 not in places))


def _wanted_in(
    files: Iterable[Path], by_size: Mapping[int, Mapping[str, KnownPhoto]], token: CancelToken
) -> Iterator[tuple[str, Path]]:
    for file in files:
        token.check()
        size = size_or_none(file)
        unsized = by_size.get(0) if file.suffix.lower() in PHOTO_SUFFIXES else None
        wanted = [photos for photos in (by_size.get(size), unsized) if photos] if size is not None else []
        for path in pages_like(file, (photo.name for photos in wanted for photo in photos.values())) if wanted else ():
            sha256 = hash_or_none(path)
            if sha256 is not None and any(sha256 in photos for photos in wanted):
                yield sha256, path


def _may_be(path: Path, photo: KnownPhoto) -> bool:
    size = size_or_none(path)
    return size is not None and size == (photo.bytes or size)


_EXPORTED = "photos"


def find_photos(
    folder: Path,
    names: Mapping[str, Sequence[str]],
    *,
    everywhere: bool,
    cancel: CancelToken,
    told: Callable[[int], None] = lambda count: None,
) -> dict[str, Path]:
    """The files of the photos with these hashes, each with the names that it may have.

    `everywhere`: if necessary every picture below the folder is hashed; otherwise only those with one of the names, or
    placed as an export with photos places them. `told`: is told how many are found. Raises `Cancelled`.
    """
    places: dict[str, Path] = {}
    looked: set[Path] = set()

    def look(paths: Iterator[Path]) -> None:
        for path in paths:
            cancel.check()
            if path in looked:
                continue
            looked.add(path)
            sha256 = hash_or_none(path)
            if sha256 is not None and sha256 in names and sha256 not in places:
                places[sha256] = path
                told(len(places))
            if len(places) == len(names):
                return

    look(_by_name(folder, names))
    if everywhere and len(places) < len(names):
        file_names = {Path(name).name for sha256, some in names.items() if sha256 not in places for name in some}
        below = [path for file in _pictures_below(folder) for path in pages_like(file, file_names)]
        look(path for path in below if path.name in file_names)
        if len(places) < len(names):
            look(iter(below))
    return places


def _by_name(folder: Path, names: Mapping[str, Sequence[str]]) -> Iterator[Path]:
    exported = {path.stem: path for path in files_in(folder / _EXPORTED)}
    for sha256, some in names.items():
        for name in some:
            path = folder / name
            # An export never writes a name that leads out of the folder.
            if name and ".." not in Path(name).parts and path.is_relative_to(folder) and size_or_none(path) is not None:
                yield path
        if sha256 in exported:
            yield exported[sha256]


def _pictures_below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in sorted(files) if Path(name).suffix.lower() in PHOTO_SUFFIXES)
