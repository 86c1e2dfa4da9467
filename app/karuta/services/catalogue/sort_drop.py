"""Says which of the files and folders that a person dropped are cards to add, and which are photos; changes nothing.

What a format of `sources` is known by is cards: a zip, a card database, a list of cards, a table, a catalogue folder.
Pictures are photos, and so is a folder that holds only pictures, for photos are dropped every day and cards are not;
on the dialog that adds cards the same folder is one of cards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import CatalogueError
from karuta.domain.photo import PHOTO_SUFFIXES
from karuta.domain.text import fold
from karuta.services.catalogue.sources import any_list, pictures_alone
from karuta.services.catalogue.sources.any_list import open_tables
from karuta.services.catalogue.sources.card_source import SourceOptions
from karuta.services.catalogue.sources.picture_folder import files_below, picture_files
from karuta.services.catalogue.sources.source_formats import FORMATS
from karuta.services.catalogue.sources.unpack_zip import is_zip
from karuta.tables import SUFFIXES

_FOLDERS_FILE = "cards.jsonl"
# As deep as the formats look for their files.
_MOST_DEEP = 4
_SUFFIXES = frozenset((".cdb", ".json", ".jsonl", ".yml", ".yaml", *SUFFIXES))
_OBJECTS = (any_list.JSON, any_list.YAML)
# A table beside photos that names them is a truth file, an export or a list of offers, and no list of cards.
_NAMES_PHOTOS = frozenset(("photo", "photos", "listing id"))


@dataclass(frozen=True)
class GivenCards:
    """A source of cards, and the folder of its pictures where that was dropped with it. `others`: sources besides."""

    source: Path
    pictures: Path | None = None
    others: tuple[Path, ...] = ()


@dataclass(frozen=True)
class SortedDrop:
    """`photos` may hold what is neither: whoever takes photos in says why each of them is none."""

    cards: GivenCards | None
    photos: tuple[Path, ...]


def are_pictures(paths: Sequence[Path]) -> bool:
    """Whether the names alone say that all of these are photos; asks no disk."""
    return all(path.suffix.lower() in PHOTO_SUFFIXES for path in paths)


def sort_drop(paths: Sequence[Path], cancel: CancelToken) -> SortedDrop:
    """Raises `Cancelled`."""
    sources: list[Path] = []
    photos: list[Path] = []
    for path in paths:
        cancel.check()
        source = _source_of(path)
        if source is None:
            photos.append(path)
        elif source not in sources:
            sources.append(source)
    if not sources:
        return SortedDrop(None, tuple(photos))
    # A list and the folder of its pictures, dropped together.
    folders = [path for path in photos if path.is_dir()]
    pictures = folders[0] if len(folders) == 1 and len(sources) == 1 and sources[0].is_file() else None
    rest = tuple(path for path in photos if path != pictures)
    return SortedDrop(GivenCards(sources[0], pictures, tuple(sources[1:])), rest)


def _source_of(path: Path) -> Path | None:
    """The source that this file or folder is, or belongs to; None for what is none."""
    try:
        if path.is_dir():
            return path if _is_folder_of_cards(path) else None
        if path.suffix.lower() in PHOTO_SUFFIXES or not path.is_file():
            return None
        if path.name == _FOLDERS_FILE:
            return path.parent
        source_format = next((format_ for format_ in FORMATS if format_.is_it(path)), None)
        if source_format is not None and source_format.name in _OBJECTS:
            source_format.open(path, SourceOptions())
        return path if is_zip(path) or source_format is not None else None
    except CatalogueError:  # JSON or YAML of something else
        return None
    except OSError:  # whoever takes it in as a photo says what is wrong
        return None


def _is_folder_of_cards(folder: Path) -> bool:
    """A folder without any file of a list is walked through once, not by each format: it may hold 100,000 photos."""
    if next(files_below(folder, _SUFFIXES, most_deep=_MOST_DEEP), None) is None:
        return False
    name = next((format_.name for format_ in FORMATS if format_.is_it(folder)), pictures_alone.FORMAT)
    if name == any_list.FORMAT:
        return _lists_cards(folder)
    if name in _OBJECTS:
        # Photos may have such a file beside them.
        return next(picture_files(folder), None) is None
    return name != pictures_alone.FORMAT


def _lists_cards(folder: Path) -> bool:
    """Whether a table in the folder has a column of names, and none of photos."""
    try:
        tables = open_tables(folder, SourceOptions())
    except CatalogueError:
        return False
    return not any(fold(column) in _NAMES_PHOTOS for source in tables for column in source.columns.columns)
