"""Keeps the reliefs of a library's artworks, so that a lookup decodes no picture; a convenience, like the thumbnails.

They come once a pack is live: `karuta catalogue add` and `karuta index rebuild` make all that are missing, the window a
share at a time. Where somebody else is at it, or the disk takes none, a lookup decodes the picture as before.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError, PictureError
from karuta.engine.likeness import kept_relief
from karuta.engine.relief_file import ReliefFile, drop_other_reliefs, keep_only, keep_reliefs
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_pictures import artwork_pixels
from karuta.services.catalogue.embed_artworks import Progress
from karuta.store.cards import Catalogue
from karuta.store.lock import writer

BATCH = 64
MOST_AT_ONCE = 1000
"""An artwork is decoded in some 2 ms, and whatever else a person asks for waits so long."""


def keep_all_reliefs(library: LibraryFolder, *, cancel: CancelToken, progress: Progress) -> None:
    """All that are missing, unless somebody else is at it or they cannot be kept: nothing depends on them."""
    with suppress(LibraryError, OSError):
        keep_missing_reliefs(library, cancel=cancel, progress=progress, most=sys.maxsize)


def keep_missing_reliefs(
    library: LibraryFolder,
    *,
    cancel: CancelToken,
    progress: Progress = lambda done, total: None,
    most: int = MOST_AT_ONCE,
) -> bool:
    """Decode at most so many artworks whose relief is missing; True when none is left that could be had.

    Raises `LibraryError` where somebody else is at it or the catalogue cannot be read, `OSError`, and `Cancelled`.
    """
    if not library.catalogue_db.is_file():
        return True
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        live = sorted(catalogue.view().by_picture)
        lacking = ReliefFile(library.reliefs).lacking(live)
        if not lacking:
            return True
        paths = {one: library.artwork_file(one, catalogue.suffix_of(one)) for one in lacking[:most]}
    with _alone(library):
        drop_other_reliefs(library.reliefs, live)
        for at in range(0, len(paths), BATCH):
            cancel.check()
            _keep(library, list(paths.items())[at : at + BATCH])
            progress(min(at + BATCH, len(paths)), len(paths))
    return len(lacking) <= most


def damaged_reliefs(library: LibraryFolder) -> tuple[int, int]:
    """How many reliefs are kept, and how many of them are damaged."""
    held = ReliefFile(library.reliefs)
    return len(held), len(held.lacking(held.pictures))


def drop_damaged_reliefs(library: LibraryFolder) -> None:
    """Those that are of no picture here too. Raises `LibraryError` where somebody else is at it, and `OSError`."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        live = sorted(catalogue.view().by_picture)
    with _alone(library):
        keep_only(library.reliefs, live)


def _keep(library: LibraryFolder, some: Sequence[tuple[str, Path]]) -> None:
    found = []
    for picture, path in some:
        with suppress(PictureError):  # `karuta doctor` says which artworks are missing or damaged
            found.append((picture, kept_relief(artwork_pixels(path))))
    keep_reliefs(library.reliefs, found)


def _alone(library: LibraryFolder) -> AbstractContextManager[None]:
    return writer(library.root / "reliefs.lock", "Karuta", timeout=0)
