"""Checks a label file that was too large for a check when it was opened. Mends nothing."""

from __future__ import annotations

from karuta.paths import LibraryFolder
from karuta.store.backups import Disturbed, complaint_of_copy
from karuta.store.label_file import CHECKED_AT_OPENING_BYTES
from karuta.store.label_guard import damaged
from karuta.store.labels_schema import SCHEMA

_COPY = ".looked-over.part"


def look_labels_over(library: LibraryFolder, *, least_bytes: int = CHECKED_AT_OPENING_BYTES) -> bool | None:
    """Whether it was checked now; a smaller file was checked at opening. None: somebody wrote meanwhile, try again.

    Takes some seconds per gigabyte. A copy is checked, because reading the file itself would block labels all that
    time. Raises `LabelsAstray` if SQLite finds the file damaged, with what to do.
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
