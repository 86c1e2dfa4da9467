"""An open labels.db: short transactions, identifiers in order, errors as sentences. Knows no table's meaning.

The label file is the truth of a library. It is opened only if it is the one that was there. It is backed up before a
migration, checked when it is opened for writing, and written only inside `writing`.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from karuta import clock
from karuta.domain.backups import LabelFacts, Witness
from karuta.domain.errors import DamagedRow, LibraryError, LibraryReadOnly, LibraryReplaced, NotKept, reason_of
from karuta.domain.journal import ENTROPY_BYTES, iso, uuid7
from karuta.domain.label import Origin
from karuta.paths import LibraryFolder
from karuta.store import database as door
from karuta.store.database import Closable, Database, Schema
from karuta.store.label_backups import back_up_labels
from karuta.store.label_guard import COUNTED_BYTES, Looked, damaged, look_at_labels
from karuta.store.label_shape import StrangeParts, named_parts, strange_parts
from karuta.store.labels_schema import SCHEMA
from karuta.store.lock import lock_holder
from karuta.store.seals import (
    SEALED,
    BrokenSeal,
    broken_seals,
    broken_suggestions,
    has_unsealed,
    rows_as_they_are,
    seal_rows,
    seal_unsealed,
)
from karuta.store.stamps import ahead_of, at_least, newest_identifier, stamp_anew
from karuta.store.witness import bear_witness, inode_of, label_facts, read_witness, write_witness

log = logging.getLogger(__name__)

# A larger file is checked when the window starts and by `karuta doctor`. The check reads all of it, and one confirmed
# label should not wait for that.
CHECKED_AT_OPENING_BYTES = COUNTED_BYTES
# A bulk action of 10,000 events must fit, or SQLite writes pages to the file (and syncs its journal) half-way.
_CACHE_KIB = 65_536
# Below SQLite's limit of 999 values in versions before 3.32.
_KEYS_AT_ONCE = 500
# A tenth of a second, at each opening until all are sealed.
_SEALED_AT_OPENING = 5_000


@dataclass(frozen=True)
class Surroundings:
    """The clock and the random bytes, so that tests can supply their own."""

    now: Callable[[], datetime] = clock.now
    random: Callable[[int], bytes] = os.urandom


def has_labels(folder: LibraryFolder) -> bool:
    """Whether there is a label file. Raises `LabelsAstray` if it is missing or is another one than before."""
    return look_at_labels(folder, SCHEMA, writing=False).has_tables


class LabelFile(Closable):
    """One connection to a library's labels.db. It belongs to the thread that opened it."""

    def __init__(
        self,
        database: Database,
        folder: LibraryFolder,
        schema: Schema,
        surroundings: Surroundings,
        *,
        looked: Looked | None = None,
        read_only: LibraryReadOnly | None = None,
    ) -> None:
        """`looked`: what was found in the file before it was opened for writing; None for reading. `read_only`: why no
        event may be added.
        """
        self.folder = folder
        self._database = database
        self._schema = schema
        self._surroundings = surroundings
        self._latest: str | None = None
        self._looked = looked
        self._read_only = read_only
        self._inode = inode_of(folder.labels_db)
        self._added = self._adding = 0
        # The events of this transaction.
        self._inserted: list[str] = []
        # Which places of photos others brought: see `photos`, which alone asks.
        self.brought: tuple[object, dict[str, int | None]] = (None, {})
        # How a path inside the library begins: as given, and as the disk has it.
        self.roots = tuple(f"{root}{os.sep}" for root in (folder.root.absolute(), folder.root.resolve()))

    @classmethod
    def open_reading(cls, folder: LibraryFolder, *, schema: Schema = SCHEMA) -> Self:
        """Open it and change nothing; an older one is read as it would be if it were migrated.

        Raises `LabelsAstray` and `LibraryError`, which say what mends it.
        """
        if not look_at_labels(folder, schema, writing=False).has_tables:
            raise door.not_there(folder.labels_db, schema)
        database = door.open_reading(folder.labels_db, schema, older=True)
        opened = cls(database, folder, schema, Surroundings())
        try:
            if parts := opened.strange_parts():
                log.warning("%s", StrangeParts(folder.labels_db, parts))
        except BaseException:
            database.conn.close()
            raise
        return opened

    @classmethod
    def open_to_look(cls, folder: LibraryFolder, why: LibraryReadOnly, *, schema: Schema = SCHEMA) -> Self:
        """For a library that cannot be written: photos and looks are kept until it is closed, and no event is taken.

        `why` is raised then. Raises `LabelsAstray`, `LibraryError`.
        """
        look_at_labels(folder, schema, writing=False)
        database = door.open_for_now(folder.labels_db, schema)
        return cls(database, folder, schema, Surroundings(), read_only=why)

    @classmethod
    def open_writing(
        cls, folder: LibraryFolder, *, schema: Schema = SCHEMA, surroundings: Surroundings | None = None
    ) -> Self:
        """Open it, created or migrated as needed; an older file is backed up first.

        Raises `LabelsAstray` if it is not the file that was there, and `LibraryError`; nothing was changed then.
        """
        path = folder.labels_db
        looked = look_at_labels(folder, schema, writing=True)

        def copied(older: Path) -> None:
            back_up_labels(folder)

        database = door.open_writing(path, schema, before_migration=copied)
        opened = cls(database, folder, schema, surroundings or Surroundings(), looked=looked)
        try:
            if parts := opened.strange_parts():
                raise StrangeParts(path, parts)
            database.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
            if path.stat().st_size <= CHECKED_AT_OPENING_BYTES and (complaint := opened.complaint()):
                raise damaged(folder, complaint)
            opened.seal_unsealed(most=_SEALED_AT_OPENING)
            opened._stamp_anew()
        except BaseException:
            database.conn.close()
            raise
        return opened

    def close(self) -> None:
        """Updates the witness outside the file, if it is not up to date."""
        try:
            self.bear_witness()
        finally:
            # Closable twice is allowed; a closed connection is not asked again.
            self._looked = None
            self._database.conn.close()

    def bear_witness(self) -> None:
        """Write beside the backups what the file holds, if it was written to; quick for any size.

        If that fails, what was remembered before is still true, and `karuta doctor` names the folder.
        """
        looked = self._looked
        if looked is None or self._database.conn.in_transaction:
            return
        if not self._added and looked.witness is not None and looked.witness.instead is None:
            return
        try:
            facts = self._facts(looked)
            if (facts.events or looked.witness) and bear_witness(self.folder, self._database.conn, self._inode, facts):
                self._looked = Looked(Witness(facts), facts)
                self._added = 0
        except (OSError, sqlite3.Error) as error:
            reason = reason_of(error) if isinstance(error, OSError) else error
            log.warning(
                "The labels are stored, but not the note in %s that says how many there are (%s); the next command "
                "that writes labels writes it.",
                self.folder.witness_json,
                reason,
            )

    def _facts(self, looked: Looked) -> LabelFacts:
        """In a large file the events are not counted again: those that were there, plus those added."""
        # Where a merge was taken back, by whatever process, there may be fewer.
        has_fewer = self._database.conn.execute("SELECT 1 FROM set_aside LIMIT 1").fetchone()
        if looked.facts is None or looked.witness is None or looked.witness.instead is not None or has_fewer:
            return label_facts(self._database.conn)
        (newest,) = self._database.conn.execute("SELECT max(id) FROM events").fetchone()
        return LabelFacts(looked.facts.events + self._added, newest)

    def check_place(self) -> None:
        """Raises `LibraryReplaced` if another file, or none, has its name now.

        When writing, SQLite notices by itself.
        """
        if inode_of(self.folder.labels_db) != self._inode:
            raise LibraryReplaced(self._schema.noun, self.folder.labels_db)

    def interrupt(self) -> None:
        """Make the running statement fail with `Interrupted`. The one method that other threads may call."""
        self._database.conn.interrupt()

    def complaint(self, *, quickly: bool = False) -> str | None:
        """None if SQLite finds the file sound, else its first complaint. Takes some seconds per gigabyte; `quickly`
        one, see `complaint_of`.
        """
        with self._explained():
            return door.complaint_of(self._database, quickly=quickly)

    def broken_seals(self, *, each: Callable[[], None] = lambda: None) -> list[BrokenSeal]:
        """Every append-only row that is not as it was written; `each` is called now and then."""
        with self._explained():
            return broken_seals(self._database.conn, each=each)

    def as_they_are(self, table: str, row_id: str) -> list[dict[str, object]]:
        """The rows of a sealed table with this identifier, damaged or not; bytes as hexadecimal digits."""
        with self._explained():
            return rows_as_they_are(self._database.conn, table, row_id)

    def strange_parts(self) -> str:
        """What of the file Karuta did not make, or what of its own is gone, in words; empty without any."""
        with self._explained():
            return named_parts(strange_parts(self._database.conn, self._schema))

    def broken_suggestions(self) -> list[str]:
        """The photos of which what was last seen is not as it was written."""
        with self._explained():
            return broken_suggestions(self._database.conn)

    def seal_unsealed(self, *, most: int | None = None) -> int:
        """Seal up to `most` rows that a merge brought from an older file. Returns how many.

        A merge does it in its own transaction; otherwise each opening of the file seals some.
        """
        with self._explained():
            if not has_unsealed(self._database.conn):
                return 0
        with self.writing():
            return seal_unsealed(self._database.conn, most=most)

    @property
    def connection(self) -> sqlite3.Connection:
        """For what reads sealed rows as they lie."""
        return self._database.conn

    @property
    def is_writing(self) -> bool:
        return self._database.conn.in_transaction

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One short transaction, all or nothing. A nested one joins. Raises `LibraryError`."""
        with self._explained():
            if self._database.conn.in_transaction:
                yield
                return
            self._adding = 0
            self._inserted = []
            with door.writing(self._database):
                self._check_version()
                self._latest = newest_identifier(self._database.conn)
                yield
                self._look_whether_kept()
            self._added += self._adding

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows at once: a cursor that stays open would block writers."""
        with self._explained():
            return self._database.conn.execute(sql, values).fetchall()

    def rows_among(self, sql: str, keys: Sequence[str], *first: Any) -> list[tuple[Any, ...]]:
        """The rows of these keys, read some keys at a time, so that a long list blocks nobody.

        `sql`: `{marks}` stands for the keys; `first`: the values before them.
        """
        rows: list[tuple[Any, ...]] = []
        for at in range(0, len(keys), _KEYS_AT_ONCE):
            some = keys[at : at + _KEYS_AT_ONCE]
            rows += self.rows(sql.replace("{marks}", ", ".join("?" * len(some))), [*first, *some])
        return rows

    def first_row(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> tuple[Any, ...] | None:
        return next(iter(self.rows(sql, values)), None)

    def value(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """The first value of the first row; None without one."""
        return next(iter(self.first_row(sql, values) or ()), None)

    def each(self, sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """Rows one at a time. Only inside `writing`, where the write lock is held anyway."""
        assert self._database.conn.in_transaction
        yield from self._database.conn.execute(sql, values)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, conflict: str = "") -> None:
        """Insert rows inside `writing`, sealed if they never change.

        `conflict`: `OR IGNORE`, for rows that may exist already.
        """
        if table in ("events", "entries") and self._read_only is not None:
            raise self._read_only.again()
        if table == "events":
            self._adding += 0 if conflict else len(rows)
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT {conflict} INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        self.change(sql, rows)
        if table in SEALED:
            seal_rows(self._database.conn, table, columns, rows, conflict=conflict)
        if table == "events" and not conflict:
            self._read_back(columns, rows)

    def insert_sealed(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], seals: Sequence[bytes]
    ) -> None:
        """Insert rows of another copy that were verified, with the seals that they have there, inside `writing`."""
        marks, at = ", ".join("?" * len(columns)), columns.index("id")
        self.change(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
        named = [(row[at], table, seal) for row, seal in zip(rows, seals, strict=True)]
        self.change("INSERT INTO seals (row_id, of_table, seal) VALUES (?, ?, ?)", named)
        self._latest = max([*filter(None, [self._latest]), *(row[at] for row in rows)], default=None)
        self._adding += len(rows) if table == "events" else 0

    def _read_back(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Raises `NotKept` unless the events are in the file as they were written."""
        at = columns.index("id")
        sql = f"SELECT {', '.join(columns)} FROM events WHERE id = ?"
        for row in rows:
            if self._database.conn.execute(sql, [row[at]]).fetchone() != tuple(row):
                raise NotKept(self.folder.labels_db)
        self._inserted += [row[at] for row in rows]

    def _look_whether_kept(self) -> None:
        """The same once more of all that the transaction wrote, before it is committed: only that it is there."""
        sql = "SELECT count(*) FROM events WHERE id IN (SELECT value FROM json_each(?))"
        if self._inserted and self.value(sql, [json.dumps(self._inserted)]) != len(self._inserted):
            raise NotKept(self.folder.labels_db)

    def allow_fewer(self) -> None:
        """Say beside the backups, before events leave the file with this transaction, that either number is right."""
        facts = label_facts(self._database.conn)
        witness = replace(read_witness(self.folder) or Witness(facts), instead=facts)
        write_witness(self.folder, witness)
        self._looked = Looked(witness, facts)

    def remove(self, table: str, row_id: str) -> None:
        """Take a damaged row of a sealed table out, and its seal, inside `writing`; no other row ever leaves."""
        self.change(f"DELETE FROM {table} WHERE id = ?", [(row_id,)])
        self.change("DELETE FROM seals WHERE row_id = ? AND of_table = ?", [(row_id, table)])
        self._adding -= table == "events"

    def change(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a changing statement once per row, inside `writing`."""
        assert self._database.conn.in_transaction
        self._database.conn.executemany(sql, rows)

    def on_this_copy(self, origin: Origin) -> Origin:
        """Who acts, on this copy of the library, inside `writing`: the device's name gets the copy's own mark.

        A library that was copied to another folder, disk or computer gets another mark, so that what is decided in two
        copies is told apart when they are merged.
        """
        status = self.folder.root.stat()
        place = f"{platform.node()} {self.folder.root.resolve()} {status.st_ino}".encode(errors="surrogateescape")
        key = hashlib.sha256(place).hexdigest()[:32]
        tag = self.first_row("SELECT tag FROM devices WHERE place = ?", [key])
        if tag is None:
            tag = (self._surroundings.random(2).hex(),)
            self.change("INSERT INTO devices (place, tag) VALUES (?, ?)", [(key, *tag)])
        return replace(origin, device=f"{origin.device}-{tag[0]}")

    def new_id(self) -> str:
        """A UUIDv7 greater than every other in this file, inside `writing`.

        So the newest event stays the newest, even if the clock went back or a merge brought events from a clock that
        ran ahead.
        """
        assert self._database.conn.in_transaction
        try:
            self._latest = self._drawn(self._surroundings.now(), self._latest)
        except ValueError as error:  # the newest one there is none any more
            raise DamagedRow from error
        return self._latest

    def id_at(self, moment: datetime, *, after: str | None) -> str:
        """A UUIDv7 of an earlier moment, for what was decided elsewhere; at the latest of now.

        Greater than `after`, but not than all others: a later label stays the later one.
        """
        return self._drawn(min(moment, self._surroundings.now()), after)

    def at_least_now(self) -> datetime:
        """Now, or the moment of the newest row here, where this clock is behind it."""
        with self._explained():
            return at_least(self._database.conn, self._surroundings.now())

    def now(self) -> str:
        """ISO 8601 UTC, with milliseconds."""
        return iso(self._surroundings.now())

    def _stamp_anew(self) -> None:
        """Stamp anew what a clock that ran ahead has stamped, so that it is not later than what follows.

        Only here: whoever has the file open may remember identifiers.
        """
        with self._explained():
            now = self._surroundings.now()
            ahead = ahead_of(self._database.conn, now)
            if ahead is None or not ahead.is_clocks_fault:
                return
        with self.writing():
            # Another process may have done it.
            ahead = ahead_of(self._database.conn, now)
            if ahead and stamp_anew(self._database.conn, ahead, now=now, draw=self._drawn):
                self.allow_fewer()

    def _drawn(self, moment: datetime, after: str | None) -> str:
        """A UUIDv7 of a moment, greater than `after`."""
        now_ms, entropy = int(moment.timestamp() * 1000), self._surroundings.random(ENTROPY_BYTES)
        return uuid7(now_ms=now_ms, entropy=entropy, after=after)

    def _check_version(self) -> None:
        """A newer Karuta may have migrated the file while it was open here."""
        version = int(self._database.execute("PRAGMA user_version").fetchone()[0])
        if version != self._schema.version:
            raise LibraryError(
                "The label file at {path} was changed by another version of Karuta; close this one "
                "and open the library with the newer one. Nothing was saved.",
                path=self.folder.labels_db,
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
            raise  # a bug of ours, for the log
        except sqlite3.Error as error:
            raise self._as_sentence(error) from error

    def _as_sentence(self, error: sqlite3.Error) -> LibraryError:
        path = self.folder.labels_db
        code = getattr(error, "sqlite_errorcode", 0)
        if (code & 0xFF) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return damaged(self.folder, str(error))
        busy = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if (code & 0xFF) in busy and (holder := lock_holder(path)):
            return LibraryError(
                "The label file at {path} is in use by {holder}; wait for it to finish and try "
                "again. Nothing was saved.",
                path=path,
                holder=holder,
            )
        return door.explained(error, path, self._schema.noun, self._schema.restored)
