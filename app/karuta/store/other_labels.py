"""Reads the events of another library: a label file, or JSON Lines of sealed events. Trusts nothing, writes nothing.

Every row bears its seal out, or nothing is taken. JSON Lines, and what an older Karuta wrote or what was left half
written, are read from a copy in a folder of its own.
"""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from karuta.domain.errors import reason_of
from karuta.domain.journal import waits
from karuta.domain.label import Source
from karuta.domain.sentence import Sentence, quoted
from karuta.files import open_regular
from karuta.lines import lines_of
from karuta.store import database as door
from karuta.store.database import PlainConnection, some_rows
from karuta.store.event_lines import NothingTaken, fill, read_line
from karuta.store.label_shape import named_parts, strange_parts
from karuta.store.labels_schema import SCHEMA
from karuta.store.lock import scratch_folder
from karuta.store.seals import SEALED, seal_of
from karuta.store.written_rows import LOOKS, Unfit, check_row, fit_rows

_AT_ONCE = 500
_SQLITE = b"SQLite format 3\0"
_WAL = 2
# What a merge noted for its own library is left out, and an event is read as it was written.
_ROWS = """SELECT r.{order}, s.seal, {joined}, r.* FROM {table} AS r {indexed}
    LEFT JOIN seals AS s ON s.row_id = r.id AND s.of_table = '{table}' {join}
    WHERE r.{order} > ? {which} ORDER BY r.{order} LIMIT {count}"""
_JOIN = "LEFT JOIN joined AS j ON j.id = r.id"


@dataclass(frozen=True)
class SealedRows:
    """Some rows of a sealed table, verified, with the seals that they were written with."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    seals: list[bytes]


@dataclass(frozen=True)
class OtherLabels:
    """`name`: what a person calls it. `crops`: the folder of its crops, None without one.

    `waiting`: events that were left out because a clock was ahead, and on which device.
    """

    connection: sqlite3.Connection
    name: str
    crops: Path | None = None
    waiting: dict[str, str] = field(default_factory=dict)

    def rows(self, table: str, *, now: datetime | None = None, by_id: bool = False) -> Iterator[SealedRows]:
        """Every row of a sealed table, some at a time. Raises `NothingTaken` for one that Karuta did not write so.

        `now`: rows that a clock far ahead has stamped are left out; None: they are this library's own. `by_id`: in that
        order, else as they lie.
        """
        of_events = table == "events"
        sql = _ROWS.format(
            table=table,
            order="id" if by_id else "rowid",
            indexed="" if by_id else "NOT INDEXED",
            joined="j.sighting_id, j.seal" if of_events else "NULL, NULL",
            join=_JOIN if of_events else "",
            which=f"AND r.source <> '{Source.MERGE.value}'" if of_events else "",
            count=_AT_ONCE,
        )
        after: object = "" if by_id else -1 << 63
        while True:
            cursor = self.connection.execute(sql, [after])
            columns = tuple(column[0] for column in cursor.description[4:])
            batch = some_rows(cursor)
            if not batch:
                return
            after = batch[-1][0]
            rows, seals = [], []
            for _, seal, named, written, *values in batch:
                row, sealed = self._as_written(table, columns, tuple(values), seal, named, written)
                if now is not None:
                    if (why := why_not_taken(table, columns, row)) is not None:
                        self.refuse(why)
                    if self._waits(table, dict(zip(columns, row, strict=True)), now):
                        continue
                rows.append(row)
                seals.append(sealed)
            yield SealedRows(table, columns, rows, seals)

    def looks(self, table: str, *, now: datetime | None = None) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a table of `LOOKS` as this Karuta orders its columns; unfit ones are left out.

        `now`: and those that a clock far ahead has stamped.
        """
        after = -1 << 63
        while True:
            sql = f"SELECT {', '.join(LOOKS[table])}, rowid FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid"
            batch = self.connection.execute(f"{sql} LIMIT {_AT_ONCE}", [after]).fetchall()
            if not batch:
                return
            after = batch[-1][-1]
            rows = fit_rows(table, [row[:-1] for row in batch])
            if now is not None and table == "lookups":
                rows = [row for row in rows if not waits(row[0], row[2], now=now)]
            yield rows

    def suggestions(self, lookups: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
        """What these looks saw, likewise."""
        columns = ", ".join(LOOKS["suggestions"])
        sql = f"SELECT {columns} FROM suggestions WHERE lookup_id IN (SELECT value FROM json_each(?))"
        for at in range(0, len(lookups), _AT_ONCE):
            batch = self.connection.execute(sql, [json.dumps(lookups[at : at + _AT_ONCE])]).fetchall()
            yield fit_rows("suggestions", batch)

    @property
    def size(self) -> int:
        """How many rows `rows` and `looks` read, about."""
        counts = (f"(SELECT count(*) FROM {table})" for table in (*SEALED, "photos", "sightings", "lookups"))
        return int(self.connection.execute(f"SELECT {' + '.join(counts)}").fetchone()[0])

    def check_whole(self) -> None:
        """Raises `NothingTaken` where a row is gone whose seal is still there."""
        there = " OR ".join(f"of_table = '{table}' AND row_id IN (SELECT id FROM {table})" for table in SEALED)
        gone = self.connection.execute(f"SELECT row_id, of_table FROM seals WHERE NOT ({there}) LIMIT 1").fetchone()
        if gone is not None:
            self.refuse(Sentence("a row of {table} is gone ({row})", table=gone[1], row=gone[0]))

    def _as_written(
        self, table: str, columns: tuple[str, ...], row: tuple[Any, ...], seal: object, named: object, written: Any
    ) -> tuple[tuple[Any, ...], bytes]:
        try:
            own_seal = seal_of(table, columns, row)
        except (TypeError, ValueError, OverflowError):
            own_seal = b""
        if not own_seal or seal not in (None, own_seal):
            self._broken(table, columns, row)
        if written is None:
            return row, own_seal
        at = columns.index("sighting_id")
        row = (*row[:at], named, *row[at + 1 :])
        if seal_of(table, columns, row) != written:
            self._broken(table, columns, row)
        return row, written

    def _waits(self, table: str, values: Mapping[str, Any], now: datetime) -> bool:
        """Whether a row is taken only once its time has come."""
        is_waiting = waits(values["id"], values.get("time"), now=now)
        if is_waiting and table == "events":
            self.waiting[values["id"]] = values["device"]
        return is_waiting

    def _broken(self, table: str, columns: tuple[str, ...], row: tuple[Any, ...]) -> NoReturn:
        name = quoted(row[columns.index("id")])
        self.refuse(
            Sentence("{row} of {table} is not as it was written (its hash does not match)", table=table, row=name)
        )

    def refuse(self, why: Sentence) -> NoReturn:
        raise NothingTaken("Nothing was taken from {other}: {why}.", other=self.name, why=why)


def why_not_taken(table: str, columns: tuple[str, ...], row: tuple[Any, ...]) -> Sentence | None:
    """Why a row of somebody else's, whose seal bears it out, is not taken; None where it is. Asks of no other row."""
    try:
        check_row(table, columns, row)
    except Unfit as error:
        name = quoted(row[columns.index("id")])
        return Sentence("{row} of {table} was not written by Karuta: {why}", row=name, table=table, why=str(error))
    return None


@contextmanager
def opened_other(path: Path) -> Iterator[OtherLabels]:
    """The library in the folder `path`, its label file, or JSON Lines of events.

    Raises `NothingTaken` with a sentence for anything else, `LibraryError`, and whatever reading it raises as these.
    """
    file = path / "labels.db" if path.is_dir() else path
    crops = file.parent / "crops" if file.name == "labels.db" else None
    with scratch_folder("karuta-merge-") as scratch:
        try:
            if file != path and file.is_symlink():
                raise NothingTaken("{path} is a link, so nothing was taken from it; name the file itself.", path=file)
            with open_regular(file) as source:
                head = source.read(100)
            connection = _connected(file, head, scratch)
        except OSError as error:
            raise NothingTaken("{path} cannot be read ({reason}).", path=file, reason=reason_of(error)) from error
        except sqlite3.Error as error:
            raise _damaged(file, error) from error
        with closing(connection):
            try:
                _check_columns(connection, file)
                yield OtherLabels(connection, str(path), crops)
            except sqlite3.DatabaseError as error:
                raise _damaged(file, error) from error


def _damaged(file: Path, error: sqlite3.Error) -> NothingTaken:
    return NothingTaken(
        "The label file {path} is damaged or in use ({error}), so nothing was taken from it; "
        "`karuta doctor` there says what can be done.",
        path=file,
        error=error,
    )


def _connected(file: Path, head: bytes, folder: Path) -> sqlite3.Connection:
    if not head and file.suffix == ".db":
        raise NothingTaken("{path} is empty, so nothing was taken from it; copy it once more.", path=file)
    if not head.startswith(_SQLITE):
        copy = folder / "lines.db"
        # Read a byte at a time otherwise.
        with io.BufferedReader(open_regular(file)) as source:
            fill(copy, (read_line(line.data, line.number, file) for line in lines_of(source)), file)
        return _read_only(copy)
    beside = [file.with_name(f"{file.name}{end}") for end in ("-journal", "-wal")]
    if _WAL in head[18:20] or any(path.exists() and path.lstat().st_size for path in beside):
        # SQLite would mend or make files beside it.
        copy = folder / "copy.db"
        for path in (file, *beside):
            if path.exists() and stat.S_ISREG(path.lstat().st_mode):
                with (
                    open_regular(path) as source,
                    (folder / path.name.replace(file.name, copy.name)).open("wb") as target,
                ):
                    shutil.copyfileobj(source, target)
        with closing(sqlite3.connect(copy)) as whole:
            whole.execute("PRAGMA journal_mode=DELETE").fetchall()
        file = copy
    connection = _read_only(file)
    try:
        _check_schema(connection, file)
        if connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA.version:
            return connection
        # An older one is brought up to date in a copy.
        older = folder / "older.db"
        with closing(sqlite3.connect(older, isolation_level=None)) as target:
            connection.backup(target)
        door.open_writing(older, SCHEMA).conn.close()
    except BaseException:
        connection.close()
        raise
    connection.close()
    return _read_only(older)


def _read_only(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=5, isolation_level=None, factory=PlainConnection
    )
    connection.execute("PRAGMA trusted_schema=OFF")
    # Held to the end: nobody who writes there meanwhile is seen in part.
    connection.execute("BEGIN")
    return connection


def _check_schema(connection: sqlite3.Connection, file: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != SCHEMA.application_id:
        raise NothingTaken("{path} is not a Karuta label file, so nothing was taken from it.", path=file)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA.version:
        raise NothingTaken(
            "{path} was written by a newer Karuta (version {version}, this one knows {known}); update this one.",
            path=file,
            version=version,
            known=SCHEMA.version,
        )
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    needed = {"events", "places", *LOOKS, *((*SEALED, "seals", "joined") if version == SCHEMA.version else ())}
    hidden = [
        table for table in needed & tables for row in connection.execute(f"PRAGMA table_xinfo({table})") if row[6]
    ]
    if not needed <= tables or hidden:
        raise NothingTaken("{path} does not have the tables of a label file, so nothing was taken from it.", path=file)


def _check_columns(connection: sqlite3.Connection, file: Path) -> None:
    """Its rows are taken column by column. Its triggers and views do nothing here."""
    if columns := [part for part in strange_parts(connection, SCHEMA) if part.kind == "column"]:
        raise NothingTaken(
            "{path} has columns that Karuta did not make, or lacks some ({parts}), so nothing was taken from it; "
            "`karuta doctor --repair` there puts that right.",
            path=file,
            parts=named_parts(columns),
        )


@contextmanager
def opened_lines(lines: Iterable[bytes], name: str) -> Iterator[OtherLabels]:
    """Open lines as `written_line` writes them."""
    with scratch_folder("karuta-merge-") as folder:
        copy = folder / "lines.db"
        fill(copy, (read_line(line, number, Path(name)) for number, line in enumerate(lines, start=1)), Path(name))
        with closing(_read_only(copy)) as connection:
            yield OtherLabels(connection, name)
