"""Looks over a label file that was too large for that when it was opened; mends nothing."""

from __future__ import annotations

from karuta.paths import LibraryFolder
from karuta.store.backups import Disturbed, complaint_of_copy
from karuta.store.label_file import CHECKED_AT_OPENING_BYTES
from karuta.store.label_guard import damaged
from karuta.store.labels_schema import SCHEMA

_COPY = ".looked-over.part"


def look_labels_over(library: LibraryFolder, *, least_bytes: int = CHECKED_AT_OPENING_BYTES) -> bool | None:
    """Whether it was looked over: a smaller file was, when it was opened. None: somebody wrote meanwhile; ask again.

    Some seconds a gigabyte, for a copy is looked over: reading the file itself would keep labels out all that time.
    Raises `LabelsAstray` where SQLite finds the file damaged, with what to do.
    """
    path = library.labels_db
    if not path.is_file() or path.stat().st_size <= least_bytes:
        return False
    try:
        complaint = complaint_of_copy(path, library.backups / _COPY, SCHEMA.noun)
    except Disturbed:
        return None
    if complaint:
        raise damaged(library, complaint)
    return True
