"""Reads a label file's summary over an open connection, and compares two files event by event. Writes nothing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from karuta.domain.backups import NOTHING, LabelFacts
from karuta.store.connection import PlainConnection


def label_facts(connection: sqlite3.Connection) -> LabelFacts:
    """How many events, and the newest. Takes some tens of milliseconds for a million."""
    events, last = connection.execute("SELECT count(*), max(id) FROM events").fetchone()
    return LabelFacts(int(events), last)


def holds_event(connection: sqlite3.Connection, event: str | None) -> bool:
    """Whether this event is in the file. None (the newest event of an empty file) counts as present."""
    return event is None or connection.execute("SELECT 1 FROM events WHERE id = ?", [event]).fetchone() is not None


def opened_to_look(path: Path) -> sqlite3.Connection:
    """For reading only, a file of any version. Raises `sqlite3.Error`.

    What a killed writer left half done is rolled back first: a reader that may not do so could read nothing.
    """
    left = path.with_name(f"{path.name}-journal").exists()
    mode = "rw" if left and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) else "ro"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=5, isolation_level=None, factory=PlainConnection
    )
    connection.execute("PRAGMA query_only=ON")
    return connection


def events_missing(whole: Path | None, other: Path | None) -> int:
    """How many events of `whole` are missing from `other`, as far as `whole` can be read. None: a file without events.

    Raises `sqlite3.Error` if `other` cannot be read.
    """
    if whole is None:
        return 0
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE there (id TEXT PRIMARY KEY) WITHOUT ROWID")
        if other is not None:
            with closing(opened_to_look(other)) as file:
                connection.executemany("INSERT INTO there VALUES (?)", file.execute("SELECT id FROM events"))
        missing = 0
        try:
            with closing(opened_to_look(whole)) as file:
                for (event,) in file.execute("SELECT id FROM events"):
                    missing += connection.execute("SELECT 1 FROM there WHERE id = ?", [event]).fetchone() is None
        except sqlite3.DatabaseError:
            pass  # a damaged file: what could be read of it counts
    return missing


def facts_of_file(path: Path) -> LabelFacts:
    """Raises `sqlite3.Error`."""
    with closing(opened_to_look(path)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
            return NOTHING
        return label_facts(connection)
