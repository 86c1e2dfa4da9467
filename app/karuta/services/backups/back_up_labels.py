"""Copy the label file into the library's backups, at most once a day; the window asks, no command needs it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from karuta.paths import LibraryFolder
from karuta.store.backups import back_up, back_up_calmly, backups_of
from karuta.store.labels_schema import SCHEMA

OFTEN_ENOUGH = timedelta(days=1)


def back_up_labels_if_due(library: LibraryFolder, *, now: datetime | None = None) -> Path | None:
    """A verified copy where labels were written since a last copy of more than a day ago; else None.

    Reads the whole file, so it runs where slow work runs. Raises `LibraryError`.
    """
    return back_up(library.labels_db, library.backups, SCHEMA.noun) if is_due(library, now=now) else None


def back_up_labels_calmly(library: LibraryFolder, *, now: datetime | None = None) -> bool:
    """The same without holding up whoever labels; False where somebody wrote meanwhile, and it is to be asked again."""
    if not is_due(library, now=now):
        return True
    return back_up_calmly(library.labels_db, library.backups, SCHEMA.noun) is not None


def is_due(library: LibraryFolder, *, now: datetime | None = None) -> bool:
    path = library.labels_db
    if not path.is_file():
        return False
    copies = backups_of(path, library.backups)
    if copies:
        last = datetime.fromtimestamp(copies[-1].stat().st_mtime, UTC)
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if written <= last or (now or datetime.now(UTC)) - last < OFTEN_ENOUGH:
            return False
    return True
