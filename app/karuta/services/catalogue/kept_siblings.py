"""Knows which of a library's pictures are nearly one picture: their cards are told apart by what differs alone.

They are looked for among the vectors once a pack is live, a share at a time; what was compared is never compared again.
Where none were looked for yet, lookups answer as if there were none.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError
from karuta.engine.sibling_file import (
    NOTHING,
    SiblingPairs,
    SiblingsDamaged,
    keep_siblings,
    read_siblings,
    sound_siblings,
)
from karuta.engine.siblings import Siblings, near_rows
from karuta.paths import LibraryFolder
from karuta.services.catalogue.embed_artworks import Progress
from karuta.services.library.open_library import library_model, stored_vectors
from karuta.store.cards import Catalogue
from karuta.store.lock import writer

BATCH = 1000
MOST_AT_ONCE = 4000
"""A thousand are compared with 100,000 in less than a second."""

Vectors = Mapping[str, NDArray[np.float32]]


def keep_all_siblings(library: LibraryFolder, *, cancel: CancelToken, progress: Progress) -> None:
    """All that are missing, unless somebody else is at it or they cannot be kept."""
    with suppress(LibraryError, OSError):
        keep_missing_siblings(library, cancel=cancel, progress=progress, most=sys.maxsize)


def keep_missing_siblings(
    library: LibraryFolder,
    *,
    cancel: CancelToken,
    progress: Progress = lambda done, total: None,
    most: int = MOST_AT_ONCE,
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
    with writer(library.root / "siblings.lock", "Karuta", timeout=0):
        compared = _still_live(sound_siblings(library.siblings), vectors, model.hash)
        some = _lacking(compared, vectors, model.hash)[:most]
        for at in range(0, len(some), BATCH):
            cancel.check()
            compared = _with(compared, some[at : at + BATCH], vectors)
            keep_siblings(library.siblings, compared)
            progress(min(at + BATCH, len(some)), len(some))
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
    return [one for one in vectors if one not in held]


def _still_live(compared: SiblingPairs, vectors: Vectors, model: str) -> SiblingPairs:
    """Without what has left the catalogue; nothing where another model's vectors were compared."""
    if compared.model != model:
        return replace(NOTHING, model=model)
    there = [row for row, one in enumerate(compared.pictures) if one in vectors]
    place = {row: at for at, row in enumerate(there)}
    pairs = [(place[one], place[other]) for one, other in compared.pairs.tolist() if one in place and other in place]
    return SiblingPairs(model, tuple(compared.pictures[row] for row in there), _pairs(pairs))


def _with(compared: SiblingPairs, some: Sequence[str], vectors: Vectors) -> SiblingPairs:
    """The same with these compared to all before them, and to each other."""
    first, pictures = len(compared.pictures), (*compared.pictures, *some)
    rows, others = (np.array([vectors[one] for one in each]) for each in (some, pictures))
    found = [(first + one, other) for one, other in near_rows(rows, others) if other < first + one]
    return SiblingPairs(compared.model, pictures, np.concatenate([compared.pairs, _pairs(found)]))


def _pairs(found: Sequence[tuple[int, int]]) -> NDArray[np.uint32]:
    return np.array(found, dtype=np.uint32).reshape(-1, 2)
