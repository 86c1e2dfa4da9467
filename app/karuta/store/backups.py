"""Verified copies of a library's database files, and which of them to thin out. Restores nothing."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from karuta import clock
from karuta.domain.backups import Copy, over_the_room, thinned_out
from karuta.domain.errors import LibraryError, reason_of
from karuta.files import make_folder, write_whole
from karuta.store.database import PlainConnection, complaint_of, explained

# 2 MB take some milliseconds, during which a writer waits. Copied in one step, a file of 730 MB blocked a label for
# four seconds.
_PAGES_AT_ONCE = 512
_STARTED_AGAIN_MOST = 2
_LEFT_FREE_BYTES = 20_000_000
"""The part of a disk that a copy must leave free, so that labels can go on being written."""

_NAME = re.compile(r"(?P<stem>.+)-v\d+-\d{8}T\d{12}Z\.db")
STAMPED = re.compile(r".+-(?P<made>\d{8}T\d{12})Z\.db")
_STAMP = "%Y%m%dT%H%M%S%f"


class Disturbed(Exception):  # noqa: N818 - no error
    """Somebody kept writing while a file was copied in steps."""


def back_up(path: Path, folder: Path, noun: str, *, now: datetime | None = None) -> Path:
    """Copy a database file through SQLite, verify the copy and flush it. Returns where the copy is.

    Safe while others write. Raises `LibraryError` if no copy could be made that equals the file.
    """
    with _told(path, folder, noun):
        return _made(path, folder, _copied, now)


def back_up_calmly(path: Path, folder: Path, noun: str, *, now: datetime | None = None) -> Path | None:
    """Copy in short steps, so that a writer never waits.

    None if somebody wrote meanwhile; it can be tried again then.
    """
    with _told(path, folder, noun):
        try:
            return _made(path, folder, _copied_in_steps, now)
        except Disturbed:
            return None


def complaint_of_copy(path: Path, beside: Path, noun: str) -> str | None:
    """The fault that SQLite finds in a file, or None.

    It examines a copy that is made in short steps and deleted afterwards. Raises `Disturbed` if somebody wrote
    meanwhile, and `LibraryError`.
    """
    try:
        with _told(path, beside.parent, noun):
            make_folder(beside.parent)
            with closing(sqlite3.connect(path, timeout=5, isolation_level=None, factory=PlainConnection)) as source:
                _in_steps(source, beside)
            with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
                return complaint_of(copy, quickly=True)
    finally:
        beside.unlink(missing_ok=True)


def backups_of(path: Path, folder: Path) -> list[Path]:
    """The copies of a file, oldest first."""
    found = [
        entry for entry in folder.glob("*.db") if (named := _NAME.fullmatch(entry.name)) and named["stem"] == path.stem
    ]
    return sorted(found, key=made_at)


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


def as_copies(paths: list[Path]) -> list[Copy]:
    return [Copy(path.name, made_at(path), path.stat().st_size) for path in paths]


def thin(newest: Path, *, now: datetime, may_go: Callable[[Path], bool], drop: Callable[[Path], None]) -> None:
    """Delete surplus copies beside `newest`, which was just made and is sound: by age, then by disk space.

    Each is deleted only if `may_go` agrees; that call may take a while.
    """
    named = _NAME.fullmatch(newest.name)
    if named is None:
        return
    folder, asked = newest.parent, {}

    def goes(copy: Copy) -> bool:
        if copy.name not in asked:
            asked[copy.name] = may_go(folder / copy.name)
        return asked[copy.name]

    copies = as_copies(backups_of(folder / f"{named['stem']}.db", folder))
    old = {copy.name for copy in thinned_out(copies, now) if copy.name != newest.name and goes(copy)}
    left = [copy for copy in copies if copy.name not in old]
    free = shutil.disk_usage(folder).free + sum(copy.size for copy in copies if copy.name in old)
    too_much = over_the_room(left, free=free, last_sound=newest.name, may_go=goes)
    for name in (*sorted(old), *(copy.name for copy in too_much)):
        drop(folder / name)


def room_for(size: int, folder: Path) -> bool:
    """Whether a file of this size fits on the folder's disk with a margin."""
    return shutil.disk_usage(folder).free >= size + _LEFT_FREE_BYTES


def no_room(folder: Path, size: int) -> LibraryError:
    return LibraryError(
        "There is no room for a backup of {size} MB in {folder}; free some space and try again. Nothing was lost.",
        size=f"{max(1, size // 1_000_000):,}",
        folder=folder,
    )


Copying = Callable[[sqlite3.Connection, Path], None]


def _made(path: Path, folder: Path, copying: Copying, now: datetime | None) -> Path:
    make_folder(folder)
    size = path.stat().st_size
    if not room_for(size, folder):
        raise no_room(folder, size)
    with closing(sqlite3.connect(path, timeout=5, isolation_level=None, factory=PlainConnection)) as source:
        version = source.execute("PRAGMA user_version").fetchone()[0]
        target = _free_name(folder, f"{path.stem}-v{version}", now or clock.now())
        return write_whole(target, lambda beside: copying(source, beside))


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


def _copied(source: sqlite3.Connection, beside: Path) -> None:
    beside.unlink(missing_ok=True)
    # A copy made in one step is of one moment: a writer waits for it, or it waits for the writer.
    with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
        # The counts are of the same moment too, so that somebody who labels meanwhile does not look like a fault of the
        # copy.
        source.execute("BEGIN")
        try:
            counted = _summary(source)
            source.backup(copy)
        finally:
            source.execute("ROLLBACK")
        _look_over(copy)
        if _summary(copy) != counted:
            raise LibraryError("The file was changed while it was backed up, so it was left as it was; try again.")


def _copied_in_steps(source: sqlite3.Connection, beside: Path) -> None:
    _in_steps(source, beside)
    with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
        _look_over(copy)
        # The copy is older than this moment, so it may not contain anything that the file lacks.
        if not _within(_summary(copy), _summary(source)):
            raise Disturbed


def _in_steps(source: sqlite3.Connection, beside: Path) -> None:
    """A copy of one moment: SQLite begins again if somebody wrote between two steps. Raises `Disturbed`."""
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


def _look_over(copy: sqlite3.Connection) -> None:
    if complaint := complaint_of(copy):
        raise LibraryError(
            "The backup copy is damaged ({complaint}), so the original was left as it was; `karuta doctor` says what "
            "can be done.",
            complaint=complaint,
        )


Summary = dict[str, tuple[int, str | None]]


def _summary(connection: sqlite3.Connection) -> Summary:
    """The number of rows of every table, and the newest event."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    found: Summary = {}
    for (name,) in tables:
        newest = "max(id)" if name == "events" else "NULL"
        found[name] = connection.execute(f'SELECT count(*), {newest} FROM "{name}"').fetchone()
    return found


def _within(copy: Summary, file: Summary) -> bool:
    return all(
        name in file and count <= file[name][0] and (last or "") <= (file[name][1] or "")
        for name, (count, last) in copy.items()
    )
