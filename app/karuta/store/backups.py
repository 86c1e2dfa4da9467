"""Verified copies of a library's database files. Restores nothing."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from karuta import clock
from karuta.domain.errors import LibraryError, reason_of
from karuta.files import make_file, make_folder, write_whole
from karuta.store.database import PlainConnection, complaint_of, explained

# 2 MB take some milliseconds, during which a writer waits. Copied in one step, a file of 730 MB blocked a label for
# four seconds.
_PAGES_AT_ONCE = 512
_STARTED_AGAIN_MOST = 20
_LEFT_FREE_BYTES = 20_000_000
"""The part of a disk that a copy must leave free, so that labels can go on being written."""

_NAME = re.compile(r"(?P<stem>.+)-v\d+-\d{8}T\d{12}Z\.db")
STAMPED = re.compile(r".+-(?P<made>\d{8}T\d{12})Z\.db")
_STAMP = "%Y%m%dT%H%M%S%f"


def back_up(path: Path, folder: Path, noun: str, *, now: datetime | None = None) -> Path:
    """Copy a database file through SQLite, verify the copy and flush it. Returns where the copy is.

    Safe while others write. Raises `LibraryError` if no sound copy could be made.
    """
    with _told(path, folder, noun):
        make_folder(folder)
        refuse_without_room(path.stat().st_size, folder)
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None, factory=PlainConnection)) as source:
            version = source.execute("PRAGMA user_version").fetchone()[0]
            target = _free_name(folder, f"{path.stem}-v{version}", now or clock.now())
            return write_whole(target, lambda beside: _copied(source, beside))


def complaint_of_copy(path: Path, beside: Path, noun: str) -> str | None:
    """The fault that SQLite finds in a copy of a file, which is deleted afterwards; None if there is none.

    Raises `LibraryError`.
    """
    try:
        with _told(path, beside.parent, noun):
            make_folder(beside.parent)
            beside.unlink(missing_ok=True)
            with (
                closing(sqlite3.connect(path, timeout=5, isolation_level=None, factory=PlainConnection)) as source,
                closing(sqlite3.connect(beside, isolation_level=None)) as copy,
            ):
                _copy_pages(source, copy)
                return complaint_of(copy, quickly=True)
    finally:
        beside.unlink(missing_ok=True)


def backups_of(path: Path, folder: Path) -> list[Path]:
    """The copies of a file, oldest first."""
    copies = [
        entry for entry in folder.glob("*.db") if (named := _NAME.fullmatch(entry.name)) and named["stem"] == path.stem
    ]
    return sorted(copies, key=made_at)


def made_at(copy: Path) -> datetime:
    """When a copy was made: by its name, else by its modification time."""
    if named := STAMPED.fullmatch(copy.name):
        try:
            return datetime.strptime(named["made"], _STAMP).replace(tzinfo=UTC)
        except ValueError:
            pass  # 13 months: somebody else gave this name
    return datetime.fromtimestamp(copy.stat().st_mtime, UTC)


def stamped(moment: datetime) -> str:
    """A moment in the form used in file names."""
    return f"{moment.astimezone(UTC):{_STAMP}}Z"


def refuse_without_room(size: int, folder: Path) -> None:
    """Raises `LibraryError` if a file of this size does not fit on the folder's disk with a margin."""
    if shutil.disk_usage(folder).free < size + _LEFT_FREE_BYTES:
        raise LibraryError(
            "There is no room for a backup of {size} MB in {folder}; free some space and try again. Nothing was lost.",
            size=f"{max(1, size // 1_000_000):,}",
            folder=folder,
        )


def _free_name(folder: Path, start: str, moment: datetime) -> Path:
    while (place := folder / f"{start}-{stamped(moment)}.db").exists():
        moment += timedelta(microseconds=1)
    return place


@contextmanager
def _told(path: Path, folder: Path, noun: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise explained(error, path, noun) from error
    except OSError as error:
        raise LibraryError(
            "The {noun} at {path} could not be backed up to {folder} ({reason}), so it was left as it was; fix that "
            "and try again.",
            noun=noun,
            path=path,
            folder=folder,
            reason=reason_of(error),
        ) from error


class _Disturbed(Exception):  # noqa: N818 - no error
    """Somebody kept writing while a file was copied in steps."""


def _copied(source: sqlite3.Connection, beside: Path) -> None:
    make_file(beside)
    with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
        _copy_pages(source, copy)
        if complaint := complaint_of(copy):
            raise LibraryError(
                "The backup copy is damaged ({complaint}), so the original was left as it was; `karuta doctor` says "
                "what can be done.",
                complaint=complaint,
            )


def _copy_pages(source: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """A copy of one moment, in steps between which others write: SQLite begins again where they did.

    Where they do not stop, they wait for one in a single step.
    """
    left, began = 0, 0

    def look(status: int, remaining: int, total: int) -> None:
        nonlocal left, began
        began += remaining >= left
        left = remaining
        if began > 1 + _STARTED_AGAIN_MOST:
            raise _Disturbed

    try:
        source.backup(copy, pages=_PAGES_AT_ONCE, progress=look, sleep=0.01)
    except _Disturbed:
        source.backup(copy)
