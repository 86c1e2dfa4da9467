"""Copy the label file into the library's backups, at most once a day; the window asks, no command needs it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from karuta.paths import LibraryFolder
from karuta.store.backups import back_up, backups_of
from karuta.store.labels_schema import SCHEMA

OFTEN_ENOUGH = timedelta(days=1)


def back_up_labels_if_due(library: LibraryFolder, *, now: datetime | None = None) -> Path | None:
    """A verified copy where labels were written since a last copy of more than a day ago; else None.

    Reads the whole file, so it runs where slow work runs. Raises `LibraryError`.
    """
    path = library.labels_db
    if not path.is_file():
        return None
    copies = backups_of(path, library.backups)
    if copies:
        last = datetime.fromtimestamp(copies[-1].stat().st_mtime, UTC)
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if written <= last or (now or datetime.now(UTC)) - last < OFTEN_ENOUGH:
            return None
    return back_up(path, library.backups, SCHEMA.noun)
