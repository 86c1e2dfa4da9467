"""Looks over a label file that was too large for that when it was opened; mends nothing."""

from __future__ import annotations

from karuta.domain.errors import LibraryError
from karuta.paths import LibraryFolder
from karuta.store.backups import Disturbed, complaint_of_copy
from karuta.store.label_file import CHECKED_AT_OPENING_BYTES
from karuta.store.labels_schema import SCHEMA

_COPY = ".looked-over.part"


def look_labels_over(library: LibraryFolder, *, least_bytes: int = CHECKED_AT_OPENING_BYTES) -> bool | None:
    """Whether it was looked over: a smaller file was, when it was opened. None: somebody wrote meanwhile; ask again.

    Some seconds a gigabyte, for a copy is looked over: reading the file itself would keep labels out all that time.
    Raises `LibraryError` where SQLite finds the file damaged, with what to do.
    """
    path = library.labels_db
    if not path.is_file() or path.stat().st_size <= least_bytes:
        return False
    try:
        complaint = complaint_of_copy(path, library.backups / _COPY, SCHEMA.noun)
    except Disturbed:
        return None
    if complaint:
        raise LibraryError(
            "The label file at {path} is damaged ({complaint}). Close Karuta, move it away and put the newest file of "
            "{folder} in its place.",
            path=path,
            complaint=complaint,
            folder=library.backups,
        )
    return True
