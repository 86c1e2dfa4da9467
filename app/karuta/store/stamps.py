"""The order of a label file's rows where a clock ran ahead: its rows are stamped anew. Changes no row that has left it.

A row's identifier begins with the time, and is its place in the order of all. Rows that are stamped far ahead would be
later than whatever is decided until then, and nobody would take what follows them. So they say once more, under
identifiers of now, what they said. What was written stays in `set_aside`, and is undone wherever else it is or comes.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from karuta.domain.journal import first_ahead, is_behind, iso, moment_of, waits
from karuta.domain.label import Kind, Source
from karuta.store.event_lines import written_line
from karuta.store.seals import SEALED, SUGGESTED, seal_of, seal_rows

_TIMED = ("events", "places", "outlines", "lookups")
_AT_ONCE = 500
_DERIVED_AT_ONCE = 2000
# What merges brought is somebody else's to stamp.
_BROUGHT = """SELECT r.id, r.time FROM (SELECT brought FROM merges WHERE json_valid(brought)) AS m,
    json_each(m.brought, '$.{table}') AS b JOIN {table} AS r ON r.id = b.value WHERE b.value > ?"""
_SOME = """SELECT s.seal, {joined}, r.* FROM {table} AS r
    LEFT JOIN seals AS s ON s.row_id = r.id AND s.of_table = '{table}' {join} WHERE r.id > ? ORDER BY r.id LIMIT ?"""
_JOIN = "LEFT JOIN joined AS j ON j.id = r.id"
# The labels of an import have the time of the export, and keep the identifier of their action.
_ACTIONS = """SELECT DISTINCT action_id FROM events AS e WHERE id > ?1 AND action_id > ?1
    AND NOT EXISTS (SELECT 1 FROM events AS o WHERE o.action_id = e.action_id AND o.id <= ?1)"""
_SAID = f"""SELECT action_id, annotator, device, source, max(id) FROM events
    WHERE action_id IN (SELECT value FROM json_each(?)) AND target_action_id IS NULL
    AND source <> '{Source.MERGE.value}' GROUP BY action_id ORDER BY action_id"""
_UNDO = ("id", "action_id", "kind", "target_action_id", "time", "annotator", "device", "source")
_OF_ACTIONS = """SELECT DISTINCT photo_sha256 FROM events WHERE photo_sha256 IS NOT NULL
    AND action_id IN (SELECT value FROM json_each(?))"""


class _Unsound(Exception):  # noqa: N818 - the condition is the point
    """A row that is not as it was written: whoever looks for damage names it."""


def newest_identifier(connection: sqlite3.Connection, *, up_to: str = "~") -> str | None:
    newest = [connection.execute(f"SELECT max(id) FROM {table} WHERE id <= ?", [up_to]).fetchone() for table in _TIMED]
    return max((str(name) for (name,) in newest if name is not None), default=None)


@dataclass(frozen=True)
class RowsAhead:
    """The rows of a label file that are stamped ahead of a clock: those later than `limit`.

    `before`: the last that is not. `is_clocks_fault`: a clock was ahead when they were stamped; otherwise it may be
    this one that is behind.
    """

    limit: str
    before: str | None
    is_clocks_fault: bool


def at_least(connection: sqlite3.Connection, now: datetime) -> datetime:
    """Now, or the moment of the newest row where it is this clock that is behind."""
    ahead, newest = ahead_of(connection, now), newest_identifier(connection)
    return now if ahead is None or ahead.is_clocks_fault or newest is None else moment_of(newest)


def ahead_of(connection: sqlite3.Connection, now: datetime) -> RowsAhead | None:
    """What is stamped ahead of a clock; None where nothing is, or one of the rows has an identifier that is none."""
    limit = first_ahead(now)
    try:
        ahead = _ahead(connection, now, limit)
    except ValueError:
        return None
    if ahead is None or not ahead.is_clocks_fault:
        return ahead
    brought = [row for table in _TIMED[:3] for row in connection.execute(_BROUGHT.format(table=table), [limit])]
    if any(waits(name, time, now=now) for name, time in brought):
        # Others' rows were taken when this clock was there already.
        return RowsAhead(limit, ahead.before, is_clocks_fault=False)
    return _ahead(connection, now, first_ahead(now, of=max(name for name, _ in brought))) if brought else ahead


def _ahead(connection: sqlite3.Connection, now: datetime, limit: str) -> RowsAhead | None:
    first = [connection.execute(f"SELECT min(id) FROM {table} WHERE id > ?", [limit]).fetchone() for table in _TIMED]
    after = min((str(name) for (name,) in first if name is not None), default=None)
    if after is None:
        return None
    before, newest = newest_identifier(connection, up_to=limit), newest_identifier(connection) or after
    is_fault = not is_behind(now, before=before, after=after, newest=newest)
    return RowsAhead(limit, before, is_clocks_fault=is_fault)


@dataclass
class _Restamping:
    """`names`: old identifier -> new one. `aside`: the identifiers of what was written, by table."""

    connection: sqlite3.Connection
    limit: str
    now: str
    names: Mapping[str, str]
    photos: set[str] = field(default_factory=set)
    aside: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in SEALED})

    def rows(self) -> Iterator[list[bytes]]:
        """Stamp every sealed row anew, some at a time; gives each as it was written. Raises `_Unsound`."""
        for table in SEALED:
            is_event = table == "events"
            sql = _SOME.format(
                table=table,
                joined="j.sighting_id, j.seal" if is_event else "NULL, NULL",
                join=_JOIN if is_event else "",
            )
            while True:
                cursor = self.connection.execute(sql, [self.limit, _AT_ONCE])
                columns = tuple(column[0] for column in cursor.description[3:])
                batch = cursor.fetchall()
                if not batch:
                    break
                yield [self._anew(table, columns, row) for row in batch]

    def _anew(self, table: str, columns: tuple[str, ...], joined_row: tuple[Any, ...]) -> bytes:
        seal, named, written, *row = joined_row
        values = dict(zip(columns, row, strict=True))
        new = values | {column: self._renamed(column, values[column]) for column in values if values[column]}
        if (values.get("time") or "") > self.now:
            new["time"] = iso(moment_of(new["id"]))
        if seal != seal_of(table, columns, row):
            raise _Unsound
        changed = [column for column in columns if new[column] != values[column]]
        sets = ", ".join(f"{column} = ?" for column in changed)
        self.connection.execute(
            f"UPDATE {table} SET {sets} WHERE id = ?", [*(new[column] for column in changed), values["id"]]
        )
        self.connection.execute(
            "UPDATE seals SET row_id = ?, seal = ? WHERE row_id = ? AND of_table = ?",
            [new["id"], seal_of(table, columns, tuple(new.values())), values["id"], table],
        )
        if named is not None:
            values["sighting_id"], seal, new["sighting_id"] = named, written, named
            own = seal_of(table, columns, tuple(new.values()))
            self.connection.execute("UPDATE joined SET id = ?, seal = ? WHERE id = ?", [new["id"], own, values["id"]])
        if photo := values.get("photo_sha256"):
            self.photos.add(photo)
        self.aside[table].append(values["id"])
        return written_line(values, seal, []) if table == "events" else written_line({}, b"", [(table, values, seal)])

    def _renamed(self, column: str, value: Any) -> Any:
        if column in ("id", "action_id", "target_action_id"):
            return self.names.get(value, value)
        if column == "follows":
            return " ".join(sorted(self.names.get(name, name) for name in value.split()))
        return value

    def looks(self) -> None:
        """Looks, which bear no seal but those of what they saw."""
        batch = self.connection.execute("SELECT id, photo_sha256 FROM lookups WHERE id > ?", [self.limit]).fetchall()
        for name, photo in batch:
            new = self.names[name]
            self.connection.execute(
                "UPDATE lookups SET id = ?, time = min(time, ?) WHERE id = ?", [new, iso(moment_of(new)), name]
            )
            seen = self.connection.execute(
                f"SELECT rowid, seal, {', '.join(SUGGESTED)} FROM suggestions WHERE lookup_id = ?", [name]
            ).fetchall()
            for row, seal, *values in seen:
                if seal not in (None, seal_of("suggestions", SUGGESTED, values)):
                    raise _Unsound
                values[SUGGESTED.index("lookup_id")] = new
                own = None if seal is None else seal_of("suggestions", SUGGESTED, values)
                sql = "UPDATE suggestions SET lookup_id = ?, seal = ? WHERE rowid = ?"
                self.connection.execute(sql, [new, own, row])
            self.photos.add(photo)

    def merges(self) -> None:
        """What this library notes of its own merges is known by their events."""
        for old in self.aside["events"]:
            new = self.names[old]
            sql = "UPDATE merges SET id = ?1 || substr(id, 37) WHERE id >= ?2 AND id < ?2 || '0'"
            self.connection.execute(sql, [new, old])
            self.connection.execute("UPDATE set_aside SET merge_id = ? WHERE merge_id = ?", [new, old])


def stamp_anew(
    connection: sqlite3.Connection, ahead: RowsAhead, *, now: datetime, draw: Callable[[datetime, str | None], str]
) -> bool:
    """Stamp what is ahead anew, in its order, inside a transaction. `draw`: an identifier of a moment, after another.

    Its moment is the time that the row says, where the clock was right by then, else that of the row before it: what
    others decided in between stays later. False where a row is not as it was written: nothing is changed then.
    """
    connection.execute("SAVEPOINT stamps")
    try:
        _stamp(connection, ahead, now, draw)
    except (_Unsound, ValueError, TypeError):
        connection.execute("ROLLBACK TO stamps")
        return False
    finally:
        connection.execute("RELEASE stamps")
    return True


def _stamp(
    connection: sqlite3.Connection, ahead: RowsAhead, now: datetime, draw: Callable[[datetime, str | None], str]
) -> None:
    latest, latest_time = ahead.before, iso(now)

    def drawn(time: str | None = None) -> str:
        nonlocal latest
        if time is not None and time <= latest_time:
            moment = datetime.fromisoformat(time)
        else:
            moment = now if latest is None else moment_of(latest)
        latest = draw(moment, latest)
        return latest

    actions = [name for (name,) in connection.execute(_ACTIONS, [ahead.limit])]
    # Undone before they are said again: the next undo of a person is of what was said.
    undone = []
    for action, *who, _ in connection.execute(_SAID, [json.dumps(actions)]).fetchall():
        name = drawn()
        undone.append((name, name, Kind.UNDO.value, action, iso(moment_of(name)), *who))
    times: dict[str, str | None] = dict.fromkeys(actions)
    for table in ("imports", *_TIMED):
        time = "NULL" if table == "imports" else "time"
        times.update(connection.execute(f"SELECT id, {time} FROM {table} WHERE id > ?", [ahead.limit]).fetchall())
    names = {name: drawn(times[name]) for name in sorted(times)}
    anew = _Restamping(connection, ahead.limit, latest_time, names)
    noted = drawn()
    for part, lines in enumerate(anew.rows()):
        kept = zlib.compress(b"".join(lines), 1)
        connection.execute("INSERT INTO set_aside (merge_id, part, lines) VALUES (?, ?, ?)", [noted, part, kept])
    anew.looks()
    anew.merges()
    brought = {**anew.aside, "photos": {}, "touched": sorted(anew.photos)}
    connection.execute("INSERT INTO merges (id, brought) VALUES (?, ?)", [noted, json.dumps(brought)])
    connection.executemany(f"INSERT INTO events ({', '.join(_UNDO)}) VALUES ({', '.join('?' * len(_UNDO))})", undone)
    seal_rows(connection, "events", _UNDO, undone, conflict="")
    settled = "SELECT DISTINCT target_action_id FROM events WHERE id > ? AND target_action_id IS NOT NULL"
    targets = [name for (name,) in connection.execute(settled, [ahead.before or ""])]
    anew.photos.update(photo for (photo,) in connection.execute(_OF_ACTIONS, [json.dumps(targets)]))
    _derive_queue(connection, sorted(anew.photos))


def _derive_queue(connection: sqlite3.Connection, photos: Sequence[str]) -> None:
    for at in range(0, len(photos), _DERIVED_AT_ONCE):
        keys = [json.dumps(photos[at : at + _DERIVED_AT_ONCE])]
        connection.execute("DELETE FROM queue WHERE photo_sha256 IN (SELECT value FROM json_each(?))", keys)
        sql = "SELECT * FROM queue_now WHERE photo_sha256 IN (SELECT value FROM json_each(?))"
        connection.execute(f"INSERT INTO queue {sql}", keys)
