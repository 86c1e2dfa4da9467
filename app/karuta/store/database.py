"""Opens a SQLite file of a library in the one safe way: errors, pragmas, versions, migrations.

Rollback journal and `synchronous=EXTRA`. SQLite before 3.51.3 can lose data in WAL mode. With FULL, a power cut can
bring the journal of the last commit back, which then undoes it. Never keeps a cursor open between calls, and knows no
table of its own.
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from karuta import clock
from karuta.domain.errors import DISK_FULL, LibraryError, LibraryReplaced, reason_of
from karuta.domain.sentence import Sentence
from karuta.files import flush_folder, make_file, make_folder
from karuta.store.move_marks import refuse_while_moved

_NOT_DECODED = "Could not decode to UTF-8"


class Closable(ABC):
    """Closed at the end of a `with`, whatever happened in it."""

    @abstractmethod
    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class PlainConnection(sqlite3.Connection):
    """Python decodes SQLite's message as text; a name in it that the disk changed raised `UnicodeDecodeError`."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        try:
            return super().execute(sql, parameters)
        except UnicodeDecodeError as error:
            raise _damaged() from error

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        try:
            return super().executemany(sql, parameters)
        except UnicodeDecodeError as error:
            raise _damaged() from error


def code_of(error: BaseException | None) -> int:
    """SQLite's primary error code, 0 for none. Text that Python cannot decode counts as damage."""
    if isinstance(error, sqlite3.OperationalError) and str(error).startswith(_NOT_DECODED):
        return sqlite3.SQLITE_CORRUPT
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _damaged() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("a name in it is no text any more")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    error.sqlite_errorname = "SQLITE_CORRUPT"
    return error


log = logging.getLogger(__name__)

BUSY_SECONDS = 5.0
# A commit is complete when its journal is gone. A deleted journal is gone for good once the folder is flushed, which
# EXTRA does. SQLite on Windows flushes no folder, but it does flush a journal that was truncated to zero bytes.
_JOURNAL = "TRUNCATE" if sys.platform == "win32" else "DELETE"


@dataclass(frozen=True, eq=False)
class Database:
    """An open file. `conn`: its connection, for transactions and many rows at once."""

    conn: sqlite3.Connection

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        return self.conn.execute(sql, parameters)


_MOST_BYTES = 4_000_000


def some_rows(cursor: sqlite3.Cursor) -> list[Any]:
    """The next rows of a statement, no more than a few megabytes of them; its cursor is closed then."""
    rows: list[Any] = []
    size = 0
    with closing(cursor):
        for row in cursor:
            rows.append(row)
            size += sum(len(value) for value in row if isinstance(value, str | bytes))
            if size > _MOST_BYTES:
                break
    return rows


Step = Callable[[Database], None]


class Migrations:
    """The steps by which one kind of file came to its present tables, in order; sqlite-utils notes which it has had."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.steps: dict[str, Step] = {}

    def __call__(self) -> Callable[[Step], Step]:
        """Decorate the next step; its function's name is noted in the file, so it never changes."""

        def added(step: Step) -> Step:
            self.steps[step.__name__] = step
            return step

        return added

    def apply(self, database: Database, *, stop_before: str | None = None) -> None:
        """Run the steps that the file has not had, in the caller's transaction."""
        import sqlite_utils  # what only reads does without: it is a tenth of a lookup's start

        migrations = sqlite_utils.Migrations(self._name)

        def taken(step: Step) -> Callable[[sqlite_utils.Database], None]:
            return lambda whole: step(database)

        for name, step in self.steps.items():
            migrations(name=name)(taken(step))
        whole = sqlite_utils.Database(database.conn, recursive_triggers=False, execute_plugins=False)
        migrations.apply(whole, stop_before=stop_before)


@dataclass(frozen=True)
class Schema:
    """One kind of database file: how it is recognised, and its migrations.

    `application_id` tells our files from others. `version` is written as `user_version` and equals the number of
    migrations. `mended_by`: the command that brings an older file up to date. `restored`: what to do about a damaged
    one. `shape`: a hash of what the migrations make, see `label_shape`; without one they are run to compare.
    """

    noun: str
    application_id: int
    version: int
    migrations: Migrations
    made_by: str
    mended_by: str
    restored: str | None = None
    shape: str = ""


def open_reading(path: Path, schema: Schema, *, older: bool = False) -> Database:
    """An existing, current database for reading only; nothing is created or migrated.

    A hot journal left by a killed writer is rolled back, so the file is opened read-write with `query_only`. One that
    cannot be written is opened read-only, see `opened_as_it_lies`. `older`: an older file is read too, from a copy that
    is brought up to date; one that cannot be written always is. Raises `LibraryError` with the command that mends it.
    """
    if not path.is_file():
        raise not_there(path, schema)
    writable = may_change(path)
    database = _connect(path, "rw" if writable else "ro", schema)
    try:
        version = _checked_version(database, path, schema)
        if not version and not path.stat().st_size:
            raise LibraryError(
                "The {noun} at {path} is empty; {command} fills it.",
                noun=schema.noun,
                path=path,
                command=schema.made_by,
            )
        if version < schema.version:
            if writable and not older:
                raise LibraryError(
                    "The {noun} at {path} was made by an older Karuta; {command} brings it up to date.",
                    noun=schema.noun,
                    path=path,
                    command=schema.mended_by,
                )
            database = _up_to_date_copy(database, path, schema)
        database.execute("PRAGMA query_only=ON")
    except BaseException:
        database.conn.close()
        raise
    return database


def _up_to_date_copy(older: Database, path: Path, schema: Schema) -> Database:
    """In place of an open file of an older version, which is closed."""
    try:
        with closing(older.conn):
            copy = Database(copied_for_itself(older.conn))
        migrate(copy, schema)
    except sqlite3.Error as error:
        raise explained(error, path, schema.noun, schema.restored) from error
    return copy


def open_for_now(path: Path, schema: Schema) -> Database:
    """For writing what is gone once it is closed: in a copy of the file, which stays as it is, or in a new one.

    Raises `LibraryError`.
    """
    try:
        if path.is_file() and path.stat().st_size:
            with closing(open_reading(path, schema, older=True).conn) as lying:
                return Database(copied_for_itself(lying))
        fresh = Database(sqlite3.connect("", isolation_level=None, factory=PlainConnection))
        migrate(fresh, schema)
    except sqlite3.Error as error:
        raise explained(error, path, schema.noun, schema.restored) from error
    return fresh


def copied_for_itself(source: sqlite3.Connection) -> sqlite3.Connection:
    """A copy in a file of the system's, which is gone when the connection is closed. Raises `sqlite3.Error`."""
    copy = sqlite3.connect("", isolation_level=None, factory=PlainConnection)
    try:
        source.backup(copy)
    except BaseException:
        copy.close()
        raise
    return copy


def opened_as_it_lies(path: Path) -> sqlite3.Connection:
    """Without the right to change anything. Raises `sqlite3.Error`.

    SQLite refuses to read what a killed writer left half done where it may not roll that back, so a copy is read then.
    A writer that lives holds a lock, which tells the two apart.
    """
    connection = connected(path, "ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        return connection
    except sqlite3.OperationalError as error:
        connection.close()
        journal = path.with_name(f"{path.name}-journal")
        if code_of(error) not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN) or not journal.exists():
            raise
    except BaseException:
        connection.close()
        raise
    with tempfile.TemporaryDirectory(prefix="karuta-read-") as folder:
        beside = Path(folder) / path.name
        for file in (path, journal):
            shutil.copyfile(file, beside.with_name(file.name))
        with closing(connected(beside, "rw")) as whole:
            return copied_for_itself(whole)


def may_change(path: Path) -> bool:
    """Whether this user may write the file, and the journal beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def is_older(path: Path, schema: Schema) -> bool:
    """Whether there is such a file with an older version. Whoever opens it reports other faults."""
    if not path.is_file() or not path.stat().st_size:
        return False
    try:
        database = _connect(path, "rw" if may_change(path) else "ro", schema)
    except LibraryError:
        return False
    try:
        return _checked_version(database, path, schema) < schema.version
    except LibraryError:
        return False
    finally:
        database.conn.close()


def not_there(path: Path, schema: Schema) -> LibraryError:
    return LibraryError(
        "There is no {noun} at {path}; {command} makes one.", noun=schema.noun, path=path, command=schema.made_by
    )


def open_writing(path: Path, schema: Schema, *, before_migration: Callable[[Path], None] | None = None) -> Database:
    """A database for writing, created or migrated as needed.

    `before_migration` is called with the path before an existing older file is changed, to back it up; if it raises,
    the file stays as it was. Raises `LibraryError` for a newer, foreign, damaged or locked file, for a full disk, and
    where the library is being moved.
    """
    refuse_while_moved(path.parent)
    make_folder(path.parent)
    with suppress(OSError):  # it is there, or SQLite says why it cannot be
        make_file(path)
    database = _connect(path, "rwc", schema)
    try:
        version = _checked_version(database, path, schema)
        if version < schema.version:
            if version and before_migration is not None:
                before_migration(path)
            migrate(database, schema)
            if not version:
                flush_folder(path.parent)
    except sqlite3.Error as error:
        database.conn.close()
        raise explained(error, path, schema.noun, schema.restored) from error
    except BaseException:
        database.conn.close()
        raise
    return database


def migrate(database: Database, schema: Schema) -> None:
    """Apply the pending migrations and set the marks in one transaction: all or nothing."""
    with writing(database):
        schema.migrations.apply(database)
        database.execute(f"PRAGMA application_id={schema.application_id}")
        database.execute(f"PRAGMA user_version={schema.version}")


def _connect(path: Path, mode: str, schema: Schema) -> Database:
    try:
        connection = opened_as_it_lies(path) if mode == "ro" else connected(path, mode)
    except sqlite3.Error as error:
        raise explained(error, path, schema.noun, schema.restored) from error
    try:
        connection.create_function("this_moment", 0, lambda: f"{clock.now():%Y-%m-%dT%H:%M:%SZ}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=EXTRA")
        # On macOS the plain flush stops at the disk's own cache; this pragma goes further. Elsewhere it has no effect.
        connection.execute("PRAGMA fullfsync=ON")
        connection.execute(f"PRAGMA journal_mode={_JOURNAL}").fetchall() if mode != "ro" else None
    except sqlite3.Error as error:
        connection.close()
        raise explained(error, path, schema.noun, schema.restored) from error
    return Database(connection)


def connected(path: Path, mode: str) -> sqlite3.Connection:
    """`mode`: of SQLite's file names. Raises `sqlite3.Error`."""
    # Autocommit (isolation_level None): transactions begin only where `writing` says so.
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        factory=PlainConnection,
    )


def _checked_version(database: Database, path: Path, schema: Schema) -> int:
    try:
        # One query: between three of them another process may create the tables, and a new file of ours would look
        # foreign (seen once in 240 first commands that started together).
        database.execute("BEGIN")
        application_id = _pragma(database, "application_id")
        version = _pragma(database, "user_version")
        tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        database.execute("COMMIT")
    except sqlite3.Error as error:
        raise explained(error, path, schema.noun, schema.restored) from error
    if tables and application_id != schema.application_id:
        raise LibraryError(
            "{path} is not a Karuta {noun}; move it away or choose another library.", path=path, noun=schema.noun
        )
    if version > schema.version:
        raise LibraryError(
            "The {noun} at {path} was made by a newer Karuta (version {version}, this one knows "
            "{known}); update Karuta. Nothing was changed.",
            noun=schema.noun,
            path=path,
            version=version,
            known=schema.version,
        )
    return version if tables else 0


def _pragma(database: Database, name: str) -> int:
    return int(database.execute(f"PRAGMA {name}").fetchone()[0])


@contextmanager
def writing(database: Database) -> Iterator[Database]:
    """One short write transaction (keep it under 200 ms), all or nothing.

    `BEGIN IMMEDIATE` takes the write lock at once and waits for it. A deferred transaction fails without waiting when a
    reader becomes a writer. Nested calls join the outer transaction. Raises `LibraryError` where the library is being
    moved: a move marks its folder, and then waits for whoever is writing.
    """
    connection = database.conn
    if _inside(connection):
        yield database
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if (path := _file_of(connection)) is not None:
            refuse_while_moved(path.parent)
        yield database
        _commit(connection)
    except BaseException:
        if _inside(connection):
            connection.execute("ROLLBACK")
        raise


def _commit(connection: sqlite3.Connection) -> None:
    """If only the last step fails, the journal is gone: it is stored, and the folder is flushed once more."""
    try:
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_IOERR_DIR_FSYNC:
            raise
        if _inside(connection):
            connection.execute("ROLLBACK")
        if (path := _file_of(connection)) is not None:
            _flushed_late(path)


def _flushed_late(path: Path) -> None:
    try:
        flush_folder(path.parent)
    except OSError as error:
        log.warning(
            "It is stored in %s, but the disk did not confirm that it lasts (%s); check the disk, and make a copy with "
            "`karuta backup --to DIR`.",
            path,
            reason_of(error),
        )


def _file_of(connection: sqlite3.Connection) -> Path | None:
    """None: it is in memory."""
    name = connection.execute("PRAGMA database_list").fetchone()[2]
    return Path(name) if name else None


def _inside(connection: sqlite3.Connection) -> bool:
    return connection.in_transaction


def complaint_of(file: Database | sqlite3.Connection, *, quickly: bool = False) -> str | None:
    """SQLite's first complaint about a file, or None. `quickly`: without comparing indexes with their tables, which
    takes three times as long; what is read from an index may be damaged too.
    """
    first = file.execute(f"PRAGMA {'quick_check' if quickly else 'integrity_check'}(1)").fetchone()[0]
    return None if first == "ok" else " ".join(str(first).split())


def is_damage(error: LibraryError) -> bool:
    """Whether a file could not be read because of its content, and not because it is locked or out of reach."""
    cause = error.__cause__
    return isinstance(cause, sqlite3.Error) and code_of(cause) in _DAMAGED


def explained(error: sqlite3.Error, path: Path, noun: str, restored: str | None = None) -> LibraryError:
    """SQLite's error as one sentence: what, whose and what next. `restored`: what to do about a damaged file."""
    code = code_of(error)
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED:
        return LibraryReplaced(noun, path)
    if restored is not None and code in _DAMAGED:
        return LibraryError("The {noun} at {path} is damaged; {restored}.", noun=noun, path=path, restored=restored)
    template = _EXPLANATIONS.get(code, _OTHERWISE)
    return LibraryError(template, noun=noun, path=path, error=error)


_IN_USE = Sentence("The {noun} at {path} is in use by another program; wait for it to finish and try again.")
_OTHERWISE = Sentence("The {noun} at {path} could not be used: {error}.")
_LOST = Sentence("The {noun} at {path} is damaged; `karuta doctor` says what can be done.")
# A statement of ours that SQLite does not understand: the schema is another one.
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR)
_EXPLANATIONS = {
    sqlite3.SQLITE_FULL: DISK_FULL,
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_NOTADB: _LOST,
    sqlite3.SQLITE_CORRUPT: _LOST,
    sqlite3.SQLITE_READONLY: Sentence("The {noun} at {path} cannot be written; check the permissions of the library."),
    sqlite3.SQLITE_CANTOPEN: Sentence(
        "The {noun} at {path} cannot be opened; check that its folder exists and can be read and written."
    ),
    sqlite3.SQLITE_IOERR: Sentence(
        "The {noun} at {path} could not be read or written ({error}); check the disk and try again."
    ),
}
