"""Migrates an older catalogue for the window and the demo; commands that write do it themselves."""

from __future__ import annotations

from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue
from karuta.store.lock import writer

# 100,000 cards take half a minute on a slow disk, and a second lane waits for the first.
_WAIT_SECONDS = 120.0


def bring_up_to_date(library: LibraryFolder, who: str = "the window") -> None:
    """Migrate an older file after a backup; a current or missing one is left alone. `who`: named to others who wait.

    Raises `LibraryError`.
    """
    if Catalogue.is_older(library.catalogue_db):
        with writer(library.root / "catalogue.lock", who, timeout=_WAIT_SECONDS):
            Catalogue.open_writing(library.catalogue_db).close()
