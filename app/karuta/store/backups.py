"""Verified copies of a library's database files in its backups folder; restores nothing by itself."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from karuta.domain.errors import LibraryError, reason_of
from karuta.files import flush_folder, write_whole
from karuta.store.database import explained

KEPT = 10

_NAME = re.compile(r"(?P<stem>.+)-v\d+-\d{8}T\d{12}Z\.db")


def back_up(path: Path, folder: Path, noun: str, *, keep: int = KEPT) -> Path:
    """Copy a database file through SQLite, check the copy, flush it; then drop all but the newest `keep` copies.

    Safe beside writers. Raises `LibraryError` where no copy could be made that holds what the file holds.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as source:
            version = source.execute("PRAGMA user_version").fetchone()[0]
            target = folder / f"{path.stem}-v{version}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z.db"
            write_whole(target, lambda beside: _copied(source, beside))
        flush_folder(folder)
    except sqlite3.Error as error:
        raise explained(error, path, noun) from error
    except OSError as error:
        raise LibraryError(
            "The {noun} at {path} could not be backed up to {folder} ({reason}), so it was left "
            "as it was; mend that and try again.",
            noun=noun,
            path=path,
            folder=folder,
            reason=reason_of(error),
        ) from error
    _drop_all_but(keep, folder, path.stem)
    return target


def backups_of(path: Path, folder: Path) -> list[Path]:
    """The copies of a file, oldest first."""
    found = [
        entry for entry in folder.glob("*.db") if (named := _NAME.fullmatch(entry.name)) and named["stem"] == path.stem
    ]
    return sorted(found, key=lambda entry: entry.name.rpartition("-")[2])


def _copied(source: sqlite3.Connection, beside: Path) -> None:
    beside.unlink(missing_ok=True)
    # A copy made in one step is of one moment: a writer waits for it, or it for the writer.
    with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
        # The counts are of the same moment too: somebody who labels meanwhile is no fault of the copy.
        source.execute("BEGIN")
        try:
            counted = _summary(source)
            source.backup(copy)
        finally:
            source.execute("ROLLBACK")
        complaint = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if complaint != "ok":
            raise LibraryError(
                "A copy of the file to be backed up is damaged ({complaint}), so the file was left "
                "as it was; `karuta doctor` says what can be done.",
                complaint=complaint,
            )
        if _summary(copy) != counted:
            raise LibraryError("The file to be backed up was changed meanwhile, so it was left as it was; try again.")


def _summary(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Every table and its number of rows."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [(name, connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for (name,) in tables]


def _drop_all_but(keep: int, folder: Path, stem: str) -> None:
    for old in backups_of(folder / f"{stem}.db", folder)[:-keep]:
        old.unlink(missing_ok=True)
