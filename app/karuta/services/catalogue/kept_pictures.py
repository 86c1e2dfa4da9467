"""Keeps what lookups need of a library's pictures: their contrast maps, and which of them are nearly one picture.

Contrast maps spare a lookup the decoding, and cards whose pictures are nearly one are told apart by what differs alone.
Both come once a pack is live: `karuta catalogue add` and `karuta index rebuild` make all that are missing, the window
some at a time; what was compared is never compared again. Where somebody else is at it, or the disk takes none, a
lookup decodes the picture, and answers as if no two were alike.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError, PictureError
from karuta.engine.contrast_file import ContrastFile, drop_other_contrasts, keep_contrasts, keep_only
from karuta.engine.sibling_file import (
    NOTHING,
    SiblingPairs,
    SiblingsDamaged,
    keep_siblings,
    read_siblings,
    sound_siblings,
)
from karuta.engine.siblings import Siblings, near_rows
from karuta.engine.similarity import kept_contrast_map
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_pictures import artwork_pixels
from karuta.services.catalogue.embed_artworks import Progress
from karuta.services.library.open_library import library_model, stored_vectors
from karuta.store.cards import Catalogue
from karuta.store.lock import writer

CONTRASTS_BATCH, SIBLINGS_BATCH = 64, 1000
CONTRASTS_AT_ONCE = 1000
"""An artwork is decoded in some 2 ms, and whatever else a person asks for waits so long."""
SIBLINGS_AT_ONCE = 4000
"""A thousand are compared with 100,000 in less than a second."""

Vectors = Mapping[str, NDArray[np.float32]]
Item = TypeVar("Item")


class Keep(Protocol):
    """`keep_missing_contrasts` or `keep_missing_siblings`."""

    def __call__(self, library: LibraryFolder, *, cancel: CancelToken, progress: Progress, most: int) -> bool: ...


def keep_all(keep: Keep, library: LibraryFolder, *, cancel: CancelToken, progress: Progress) -> None:
    """All that are missing, unless somebody else is at it or they cannot be kept: nothing depends on them."""
    with suppress(LibraryError, OSError):
        keep(library, cancel=cancel, progress=progress, most=sys.maxsize)


def keep_missing_contrasts(
    library: LibraryFolder,
    *,
    cancel: CancelToken,
    progress: Progress = lambda done, total: None,
    most: int = CONTRASTS_AT_ONCE,
) -> bool:
    """Decode at most so many artworks whose contrast map is missing; True when none is left that could be had.

    Raises `LibraryError` where somebody else is at it or the catalogue cannot be read, `OSError`, and `Cancelled`.
    """
    if not library.catalogue_db.is_file():
        return True
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        live = sorted(catalogue.view().by_picture)
        lacking = ContrastFile(library.contrasts).lacking(live)
        if not lacking:
            return True
        paths = {picture: library.artwork_file(picture, catalogue.suffix_of(picture)) for picture in lacking[:most]}
    with _alone(library, "reliefs"):
        drop_other_contrasts(library.contrasts, live)
        for batch in _batches(list(paths.items()), CONTRASTS_BATCH, cancel, progress):
            _keep(library, batch)
    return len(lacking) <= most


def damaged_contrasts(library: LibraryFolder) -> tuple[int, int]:
    """How many contrast maps are kept, and how many of them are damaged."""
    held = ContrastFile(library.contrasts)
    return len(held), len(held.lacking(held.pictures))


def drop_damaged_contrasts(library: LibraryFolder) -> None:
    """Drop also those of no picture here. Raises `LibraryError` where somebody else is at it, and `OSError`."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        live = sorted(catalogue.view().by_picture)
    with _alone(library, "reliefs"):
        keep_only(library.contrasts, live)


def _keep(library: LibraryFolder, some: Sequence[tuple[str, Path]]) -> None:
    maps = []
    for picture, path in some:
        with suppress(PictureError):  # `karuta doctor` says which artworks are missing or damaged
            maps.append((picture, kept_contrast_map(artwork_pixels(path))))
    keep_contrasts(library.contrasts, maps)


def keep_missing_siblings(
    library: LibraryFolder,
    *,
    cancel: CancelToken,
    progress: Progress = lambda done, total: None,
    most: int = SIBLINGS_AT_ONCE,
) -> bool:
    """Compare at most so many pictures with all others; True when none is left that has a vector.

    Raises `LibraryError` where somebody else is at it or the catalogue cannot be read, `OSError`, and `Cancelled`.
    """
    if not library.catalogue_db.is_file():
        return True
    model = library_model(library)
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        stock = stored_vectors(catalogue, sorted(catalogue.view().by_picture), model)
    vectors = dict(zip(stock.pictures, stock.vectors, strict=True))
    lacking = _lacking(sound_siblings(library.siblings), vectors, model.hash)
    if not lacking:
        return True
    with _alone(library, "siblings"):
        compared = _still_live(sound_siblings(library.siblings), vectors, model.hash)
        some = _lacking(compared, vectors, model.hash)[:most]
        for batch in _batches(some, SIBLINGS_BATCH, cancel, progress):
            compared = _with(compared, batch, vectors)
            keep_siblings(library.siblings, compared)
    return len(lacking) <= most


def library_siblings(library: LibraryFolder, catalogue: Catalogue) -> Siblings:
    return Siblings(sound_siblings(library.siblings).named, catalogue.view())


def siblings_health(library: LibraryFolder) -> tuple[int, bool]:
    """How many pictures were compared, and whether what is kept of it is sound."""
    try:
        return len(read_siblings(library.siblings).pictures), True
    except SiblingsDamaged:
        return 0, False


def _lacking(compared: SiblingPairs, vectors: Vectors, model: str) -> list[str]:
    held = set(compared.pictures) if compared.model == model else set()
    return [picture for picture in vectors if picture not in held]


def _still_live(compared: SiblingPairs, vectors: Vectors, model: str) -> SiblingPairs:
    """Without what has left the catalogue; nothing where another model's vectors were compared."""
    if compared.model != model:
        return replace(NOTHING, model=model)
    there = [row for row, picture in enumerate(compared.pictures) if picture in vectors]
    place = {row: at for at, row in enumerate(there)}
    pairs = [
        (place[first], place[second]) for first, second in compared.pairs.tolist() if first in place and second in place
    ]
    return SiblingPairs(model, tuple(compared.pictures[row] for row in there), _pairs(pairs))


def _with(compared: SiblingPairs, some: Sequence[str], vectors: Vectors) -> SiblingPairs:
    """The pairs with these compared to all before them, and to each other."""
    first, pictures = len(compared.pictures), (*compared.pictures, *some)
    rows, others = (np.array([vectors[text] for text in each]) for each in (some, pictures))
    pairs = [(first + row, other) for row, other in near_rows(rows, others) if other < first + row]
    return SiblingPairs(compared.model, pictures, np.concatenate([compared.pairs, _pairs(pairs)]))


def _pairs(pairs: Sequence[tuple[int, int]]) -> NDArray[np.uint32]:
    return np.array(pairs, dtype=np.uint32).reshape(-1, 2)


def _batches(items: Sequence[Item], size: int, cancel: CancelToken, progress: Progress) -> Iterator[Sequence[Item]]:
    """So many at a time; progress is told of those that are done. Raises `Cancelled`."""
    for at in range(0, len(items), size):
        cancel.check()
        yield items[at : at + size]
        progress(min(at + size, len(items)), len(items))


def _alone(library: LibraryFolder, what: str) -> AbstractContextManager[None]:
    return writer(library.root / f"{what}.lock", "Karuta", timeout=0)
