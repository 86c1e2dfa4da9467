"""Verified copies of a library's database files in its backups folder; restores nothing by itself."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from karuta.domain.errors import LibraryError, reason_of
from karuta.files import make_folder, write_whole
from karuta.store.database import explained

KEPT = 10
# 2 MB: some milliseconds, in which a writer waits. In one step a file of 730 MB held a label up for four seconds.
_PAGES_AT_ONCE = 512
_STARTED_AGAIN_MOST = 2

_NAME = re.compile(r"(?P<stem>.+)-v\d+-\d{8}T\d{12}Z\.db")


class Disturbed(Exception):  # noqa: N818 - no error
    """Somebody wrote again and again while a file was copied in steps."""


def back_up(path: Path, folder: Path, noun: str, *, keep: int = KEPT) -> Path:
    """Copy a database file through SQLite, check the copy, flush it; then drop all but the newest `keep` copies.

    Safe beside writers. Raises `LibraryError` where no copy could be made that holds what the file holds.
    """
    try:
        make_folder(folder)
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as source:
            version = source.execute("PRAGMA user_version").fetchone()[0]
            target = folder / f"{path.stem}-v{version}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z.db"
            write_whole(target, lambda beside: _copied(source, beside))
    except sqlite3.Error as error:
        raise explained(error, path, noun) from error
    except OSError as error:
        raise _not_backed_up(path, folder, noun, error) from error
    _drop_all_but(keep, folder, path.stem)
    return target


def back_up_calmly(path: Path, folder: Path, noun: str, *, keep: int = KEPT) -> Path | None:
    """The same in short steps, so that a writer never waits for it; None where somebody wrote meanwhile: ask again."""
    try:
        make_folder(folder)
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as source:
            version = source.execute("PRAGMA user_version").fetchone()[0]
            target = folder / f"{path.stem}-v{version}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}Z.db"
            write_whole(target, lambda beside: _copied_in_steps(source, beside))
    except Disturbed:
        return None
    except sqlite3.Error as error:
        raise explained(error, path, noun) from error
    except OSError as error:
        raise _not_backed_up(path, folder, noun, error) from error
    _drop_all_but(keep, folder, path.stem)
    return target


def complaint_of_copy(path: Path, beside: Path, noun: str) -> str | None:
    """What SQLite finds wrong with a file, or None: asked of a copy that is made in short steps and then deleted.

    Raises `Disturbed` where somebody wrote meanwhile, and `LibraryError`.
    """
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as source:
            _in_steps(source, beside)
        with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
            found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        return None if found == "ok" else " ".join(str(found).split())
    except sqlite3.DatabaseError as error:
        raise explained(error, path, noun) from error
    except OSError as error:
        raise _not_backed_up(path, beside.parent, noun, error) from error
    finally:
        beside.unlink(missing_ok=True)


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
            raise _damaged(complaint)
        if _summary(copy) != counted:
            raise LibraryError("The file to be backed up was changed meanwhile, so it was left as it was; try again.")


def _copied_in_steps(source: sqlite3.Connection, beside: Path) -> None:
    _in_steps(source, beside)
    with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
        complaint = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if complaint != "ok":
        raise _damaged(complaint)


def _in_steps(source: sqlite3.Connection, beside: Path) -> None:
    """A copy of one moment: SQLite begins again where somebody wrote between two steps. Raises `Disturbed`."""
    beside.unlink(missing_ok=True)
    left, began = 0, 0

    def look(status: int, remaining: int, total: int) -> None:
        nonlocal left, began
        began += remaining >= left
        left = remaining
        if began > 1 + _STARTED_AGAIN_MOST:
            raise Disturbed

    with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
        source.backup(copy, pages=_PAGES_AT_ONCE, progress=look, sleep=0.01)


def _damaged(complaint: str) -> LibraryError:
    return LibraryError(
        "A copy of the file to be backed up is damaged ({complaint}), so the file was left "
        "as it was; `karuta doctor` says what can be done.",
        complaint=complaint,
    )


def _not_backed_up(path: Path, folder: Path, noun: str, error: OSError) -> LibraryError:
    return LibraryError(
        "The {noun} at {path} could not be backed up to {folder} ({reason}), so it was left "
        "as it was; mend that and try again.",
        noun=noun,
        path=path,
        folder=folder,
        reason=reason_of(error),
    )


def _summary(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Every table and its number of rows."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [(name, connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for (name,) in tables]


def _drop_all_but(keep: int, folder: Path, stem: str) -> None:
    for old in backups_of(folder / f"{stem}.db", folder)[:-keep]:
        old.unlink(missing_ok=True)
