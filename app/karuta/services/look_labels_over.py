"""Looks over a label file that was too large for that when it was opened; mends nothing."""

from __future__ import annotations

from karuta.domain.errors import LibraryError
from karuta.paths import LibraryFolder
from karuta.store.label_file import CHECKED_AT_OPENING_BYTES, LabelFile


def look_labels_over(library: LibraryFolder, *, least_bytes: int = CHECKED_AT_OPENING_BYTES) -> bool:
    """Whether it was looked over: a smaller file was, when it was opened. About a second a gigabyte.

    Raises `LibraryError` where SQLite finds the file damaged, with what to do.
    """
    path = library.labels_db
    if not path.is_file() or path.stat().st_size <= least_bytes:
        return False
    with LabelFile.open_reading(library) as file:
        complaint = file.quick_check()
    if complaint:
        raise LibraryError(
            "The label file at {path} is damaged ({complaint}). Close Karuta, move it away and put the newest file of "
            "{folder} in its place.",
            path=path,
            complaint=complaint,
            folder=library.backups,
        )
    return True
