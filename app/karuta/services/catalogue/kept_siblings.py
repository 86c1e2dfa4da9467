"""Knows which of a library's pictures are nearly one picture: their cards are told apart by what differs alone.

They are looked for among the kept reliefs once a pack is live, a share at a time; what was compared is never compared
again. Where none were looked for, lookups answer as if there were none.
"""

from __future__ import annotations

import sys
from contextlib import suppress

import numpy as np

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError
from karuta.engine.relief_file import ReliefFile
from karuta.engine.sibling_file import (
    NOTHING,
    Compared,
    SiblingsDamaged,
    keep_siblings,
    read_siblings,
    sound_siblings,
)
from karuta.engine.siblings import CELLS, Coarse, Siblings, are_siblings, coarse, near_rows
from karuta.paths import LibraryFolder
from karuta.services.catalogue.embed_artworks import Progress
from karuta.store.cards import Catalogue
from karuta.store.lock import writer

BATCH = 1000
MOST_AT_ONCE = 4000
"""A thousand are compared with 100,000 in some two seconds."""


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
    """Compare at most so many pictures with all others; True when none is left whose relief is kept.

    Raises `LibraryError` where somebody else is at it or the catalogue cannot be read, `OSError`, and `Cancelled`.
    """
    if not library.catalogue_db.is_file():
        return True
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        live = sorted(catalogue.view().by_picture)
    reliefs = ReliefFile(library.reliefs)
    held = set(sound_siblings(library.siblings).pictures)
    lacking = [one for one in live if one not in held and one in reliefs.pictures and reliefs.of(one) is not None]
    if not lacking:
        return True
    with writer(library.root / "siblings.lock", "Karuta", timeout=0):
        compared = _still_live(sound_siblings(library.siblings), set(live), reliefs)
        seen = [_coarse(compared.pictures, reliefs)]
        some = lacking[:most]
        for at in range(0, len(some), BATCH):
            cancel.check()
            compared = _with(compared, some[at : at + BATCH], seen, reliefs)
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


def _still_live(compared: Compared, live: set[str], reliefs: ReliefFile) -> Compared:
    """Without what has left the catalogue, where that is more than half; and all anew where a relief is gone."""
    there = [row for row, one in enumerate(compared.pictures) if one in live]
    if any(reliefs.of(compared.pictures[row]) is None for row in there):
        return NOTHING
    if 2 * len(there) >= len(compared.pictures) and all(one in reliefs.pictures for one in compared.pictures):
        return compared
    place = {row: at for at, row in enumerate(there)}
    pairs = [(place[one], place[other]) for one, other in compared.pairs.tolist() if one in place and other in place]
    return Compared(tuple(compared.pictures[row] for row in there), np.array(pairs, dtype=np.uint32).reshape(-1, 2))


def _with(compared: Compared, some: list[str], seen: list[Coarse], reliefs: ReliefFile) -> Compared:
    """The same with these compared to all before them, and to each other; `seen` grows by them."""
    first = len(compared.pictures)
    pictures = (*compared.pictures, *some)
    rows = _coarse(tuple(some), reliefs)
    seen.append(rows)
    found = []
    at = 0
    for part in seen:
        near = [(first + one, at + other) for one, other in near_rows(rows, part) if at + other < first + one]
        found += [(one, other) for one, other in near if _alike(pictures[one], pictures[other], reliefs)]
        at += len(part)
    pairs = np.array(found, dtype=np.uint32).reshape(-1, 2)
    return Compared(pictures, np.concatenate([compared.pairs, pairs]))


def _alike(one: str, other: str, reliefs: ReliefFile) -> bool:
    left, right = reliefs.of(one), reliefs.of(other)
    assert left is not None
    assert right is not None
    return are_siblings(left.astype(np.float32), right.astype(np.float32))


def _coarse(pictures: tuple[str, ...], reliefs: ReliefFile) -> Coarse:
    shares = [pictures[at : at + BATCH] for at in range(0, len(pictures), BATCH)]
    parts = [coarse([one for one in map(reliefs.of, some) if one is not None]) for some in shares]
    return np.concatenate(parts) if parts else np.empty((0, CELLS[0] * CELLS[1]), dtype=np.float32)
