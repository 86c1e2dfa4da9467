"""Says what in a label file Karuta did not make: triggers, views, indexes and columns; and takes that out.

Whoever hands a label file on may have added them: a trigger can take out again what is written. Tables that are not
Karuta's do nothing, and are left alone.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from typing import NamedTuple

from karuta.domain.errors import LibraryError
from karuta.domain.sentence import Sentence, commas
from karuta.store.database import Database, Schema, writing

_OTHERS = "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name <> '_sqlite_migrations'"
_PARTS = f"""SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'table' AND {_OTHERS}
    UNION ALL SELECT 'column', c.name, m.name, c.hidden FROM (SELECT name FROM sqlite_master
        WHERE type = 'table' AND {_OTHERS}) AS m JOIN pragma_table_xinfo(m.name) AS c"""
_FIRST = ("trigger", "view", "index", "column")


class FilePart(NamedTuple):
    """`kind`: as SQLite names it, or `column`. `made`: the statement that makes it; of a column whether it is
    hidden.
    """

    kind: str
    name: str
    table: str
    made: str


class StrangeParts(LibraryError):  # noqa: N818 - the condition is the point
    """A label file with parts that Karuta did not make, or without some that it made."""

    def __init__(self, path: object, parts: str) -> None:
        """`parts`: as `named_parts` names them."""
        super().__init__(_STRANGE, path=path, parts=parts)


_STRANGE = Sentence(
    "The label file at {path} has parts that Karuta did not make, or lacks some: {parts}. Nothing is written to it; "
    "`karuta doctor --repair` puts that right after a backup."
)


def named_parts(parts: list[FilePart]) -> str:
    return commas([f"{part.kind} {part.name} ({part.table})" for part in parts])


def strange_parts(file: sqlite3.Connection, schema: Schema) -> list[FilePart]:
    """What differs from what the migrations make, each once. `file`: of the schema's version."""
    parts = parts_of(file)
    if shape_of(parts) == schema.shape:
        return []
    ours = _made_by(schema)
    tables = {part.table for part in ours if part.kind == "column"}
    strange = {part for part in parts - ours if part.kind != "column" or part.table in tables}
    gone = {
        part for part in ours - parts if (part.kind, part.name) not in {strange_part[:2] for strange_part in strange}
    }
    return sorted(strange | gone, key=lambda part: (_FIRST.index(part.kind), part))


def shape_of(parts: set[FilePart]) -> str:
    """A hash of all parts."""
    return hashlib.sha256(json.dumps(sorted(parts)).encode()).hexdigest()


def take_out_strange(database: Database, schema: Schema) -> list[FilePart]:
    """Take them out, and make those of ours that are changed or gone. Returns them. Raises `sqlite3.Error`."""
    strange, ours = strange_parts(database.conn, schema), _made_by(schema)
    with writing(database):
        for part in strange:
            if part.kind == "column":
                if part not in ours:
                    database.execute(f"ALTER TABLE {_quoted(part.table)} DROP COLUMN {_quoted(part.name)}")
            else:
                database.execute(f"DROP {part.kind} IF EXISTS {_quoted(part.name)}")
        parts = parts_of(database.conn)
        for part in sorted(ours - parts, key=lambda part: -_FIRST.index(part.kind)):
            if part.kind != "column":
                database.execute(part.made)
    return strange


def parts_of(file: sqlite3.Connection) -> set[FilePart]:
    """All that a file has."""
    return {
        FilePart(kind, name, table, " ".join(str(made).split())) for kind, name, table, made in file.execute(_PARTS)
    }


def _made_by(schema: Schema) -> set[FilePart]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
        for step in schema.migrations.steps.values():
            step(Database(empty))
        return parts_of(empty)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
