"""A person's small files that nothing else depends on, the watched folder's among them: damaged ones are put aside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karuta.domain.cancel import CancelToken
from karuta.domain.label import storable
from karuta.domain.photo import Arrival, Stamp
from karuta.domain.sentence import Sentence
from karuta.files import holding, make_folder, remove, write_whole
from karuta.json_files import DamagedFile, KeptFile, read_kept
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import device_name
from karuta.services.lookups.add_photos import arrivals
from karuta.services.lookups.read_queue import examine_kept_queries, examine_queue_view
from karuta.store.label_file import LabelFile
from karuta.store.photos import known_paths

# It lists the pictures that were there before: 100,000 with long names take 20 MB.
_MOST_BYTES = 64_000_000


@dataclass(frozen=True)
class Watched:
    """`before`: pictures that were in the folder when watching began, relative to it; they are not added."""

    folder: Path
    before: frozenset[str]


@dataclass(frozen=True)
class _Said:
    folder: Path
    device: str
    before: frozenset[str]


@dataclass(frozen=True)
class Listing:
    """The pictures in the folder now. `is_there`: whether the folder exists. `folders`: it and its sub-folders."""

    is_there: bool
    pictures: dict[Path, Arrival]
    stamps: dict[Path, Stamp]
    folders: tuple[Path, ...]


def list_folder(folder: Path, library: LibraryFolder, cancel: CancelToken) -> Listing:
    """The folder's pictures, from listings and sizes alone; see `arrivals`."""
    pictures: dict[Path, Arrival] = {}
    stamps: dict[Path, Stamp] = {}
    is_there = folder.is_dir()
    for arrival in arrivals([folder], library) if is_there else ():
        cancel.check()
        try:
            status = holding(arrival.path).stat()
        except OSError:  # deleted meanwhile
            continue
        pictures[arrival.path] = arrival
        stamps[arrival.path] = Stamp(status.st_size, status.st_mtime_ns)
    folders = {folder, *(path.parent for path in pictures)}
    return Listing(is_there, pictures, stamps, tuple(sorted(folders)))


def begin_watching(library: LibraryFolder, folder: Path, cancel: CancelToken) -> Watched:
    """Store that this folder is watched. Raises `OSError`."""
    listing = list_folder(folder, library, cancel)
    before = frozenset(_relative(path, folder) for path in listing.pictures)
    values = {"folder": str(folder), "device": device_name(), "before": sorted(before)}
    text = json.dumps(values, ensure_ascii=True, indent=1)
    make_folder(library.root)
    write_whole(library.watched_json, lambda beside: beside.write_text(text, encoding="utf-8"))
    return Watched(folder, before)


def end_watching(library: LibraryFolder) -> None:
    remove(library.watched_json)


def watched_folder(library: LibraryFolder) -> Watched | None:
    """The folder that this library watches on this computer; a copied library watches nothing elsewhere."""
    return examine_watched_folder(library).value


def examine_watched_folder(library: LibraryFolder) -> KeptFile[Watched | None]:
    """The watched folder, and what is wrong with its file."""
    kept = read_kept(library.watched_json, _Said, instead=None, most=_MOST_BYTES, halves=True)
    value = kept.value
    watched = None if value is None or value.device != device_name() else Watched(value.folder, value.before)
    return KeptFile(watched, kept.path, kept.fault)


def dealt_with(file: LabelFile, watched: Watched, pictures: Sequence[Path]) -> list[Path]:
    """The pictures that are not to be added again: those from before, and those that the library has seen at their
    path.
    """
    met = known_paths(file, pictures)
    return [path for path in pictures if path in met or _relative(path, watched.folder) in watched.before]


def _relative(path: Path, folder: Path) -> str:
    return storable(path.relative_to(folder).as_posix())


QUEUE_VIEW = Sentence("The file with the saved filter and sorting")
KEPT_QUERIES = Sentence("The file with the kept searches")
WATCHED = Sentence("The file with the watched folder")


def damaged_files(library: LibraryFolder) -> list[DamagedFile]:
    """The kept files of a library. Changes nothing."""
    kept: dict[Sentence, KeptFile[Any]] = {
        QUEUE_VIEW: examine_queue_view(library),
        KEPT_QUERIES: examine_kept_queries(library),
        WATCHED: examine_watched_folder(library),
    }
    return [
        DamagedFile(what, kept_file.path, kept_file.fault)
        for what, kept_file in kept.items()
        if kept_file.fault is not None
    ]


def put_damaged_files_aside(library: LibraryFolder) -> list[Sentence]:
    """Sentences about each file. What the person had is never overwritten."""
    return [file.put_aside() for file in damaged_files(library)]
