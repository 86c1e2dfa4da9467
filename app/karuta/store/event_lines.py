"""Writes sealed events as lines of JSON, and makes a label file of such lines. Asks of no row whether it is sound."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from karuta.domain.errors import LibraryError
from karuta.domain.shape import parsed
from karuta.store import database as door
from karuta.store.labels_schema import SCHEMA
from karuta.store.seals import SEALED

Sealed = tuple[str, dict[str, Any], bytes]
"""Table, columns and seal of a row."""


class NothingTaken(LibraryError):  # noqa: N818 - the condition is the point
    """Another library of which nothing is taken, and why."""


def written_line(event: dict[str, Any], seal: bytes, beside: Sequence[tuple[str, dict[str, Any], bytes]]) -> bytes:
    """An event as a line of JSON: its columns that are not null, its seal, and what belongs to it (`with`).

    `beside`: table, columns and seal of each row: where its photo arrived, what was seen at corners set by hand, which
    file the event came from.
    """
    values = _plain(event) | {"seal": seal.hex()}
    if beside:
        values["with"] = [{"table": table} | _plain(row) | {"seal": own.hex()} for table, row, own in beside]
    return (
        json.dumps(values, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    )


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in row.items()
        if value is not None
    }


def read_line(data: bytes | None, number: int, file: Path) -> list[Sealed]:
    """The rows of a line of `file`, None: one that is too long. Raises `NothingTaken`."""
    try:
        if data is None:
            raise ValueError("the line is too long")
        if not data.strip():
            return []
        line = parsed(data)
        beside = [(row.pop("table"), row) for row in line.pop("with", [])]
        rows = beside if beside and "id" not in line else [("events", line), *beside]
        return [(table, *_sealed(row)) for table, row in rows]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NothingTaken(
            "{path} line {line} is not an event that Karuta wrote, so nothing was taken from it; `karuta labels "
            "export OUT --format events` writes them.",
            path=file,
            line=number,
        ) from error


def _sealed(row: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    seal = bytes.fromhex(row.pop("seal"))
    return {
        name: base64.b64decode(value["base64"], validate=True) if isinstance(value, dict) else value
        for name, value in row.items()
    }, seal


def fill(copy: Path, lines: Iterable[list[Sealed]], file: Path) -> None:
    """Make a label file of these rows at `copy`, each once. Raises `NothingTaken`; `file`: whose lines they are."""
    database = door.open_writing(copy, SCHEMA)
    connection = database.conn
    with closing(connection):
        columns = {
            table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})").fetchall()} for table in SEALED
        }
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        for number, rows in enumerate(lines, start=1):
            for table, row, seal in rows:
                if table not in columns or not set(row) <= columns[table]:
                    raise NothingTaken(
                        "{path} line {line} was written by a newer Karuta, so nothing was taken from it; update this "
                        "one.",
                        path=file,
                        line=number,
                    )
                try:
                    names, marks = ", ".join(row), ", ".join("?" * len(row))
                    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
                    connection.execute("INSERT INTO seals VALUES (?, ?, ?)", [row["id"], table, seal])
                except (sqlite3.Error, KeyError, OverflowError) as error:
                    raise NothingTaken(
                        "{path} line {line} cannot be used ({error}), so nothing was taken from it.",
                        path=file,
                        line=number,
                        error=error,
                    ) from error
        connection.execute("COMMIT")
