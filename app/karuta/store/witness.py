"""The witness: a small file beside the backups that remembers what the label file held.

It is never ahead of that file.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

from karuta.domain.backups import NOTHING, LabelFacts, Witness
from karuta.domain.shape import Misshapen
from karuta.files import make_folder, write_whole
from karuta.json_files import read_json
from karuta.paths import LibraryFolder
from karuta.store.database import connected, may_change, opened_as_it_lies

_MOST_BYTES = 10_000
_WAIT_MS = 200
_HAS_ASIDE = "SELECT 1 FROM sqlite_master WHERE name = 'set_aside'"
_ASIDE = """SELECT value FROM merges, json_each(brought, '$.events')
    WHERE merges.id IN (SELECT merge_id FROM set_aside) AND json_valid(brought)"""


def read_witness(folder: LibraryFolder) -> Witness | None:
    """None if there is none, or if it is damaged. Raises `OSError` if it cannot be read."""
    try:
        return read_json(folder.witness_json, Witness, most=_MOST_BYTES, halves=True)
    except (FileNotFoundError, NotADirectoryError, Misshapen):
        return None


def write_witness(folder: LibraryFolder, witness: Witness) -> None:
    """Raises `OSError`; the old one is unchanged then."""
    text = json.dumps({"format": 1, **asdict(witness)}, indent=2)
    make_folder(folder.backups)
    write_whole(folder.witness_json, lambda beside: beside.write_text(text, encoding="utf-8"))


def bear_witness(folder: LibraryFolder, connection: sqlite3.Connection, inode: Inode, facts: LabelFacts) -> bool:
    """Record what the file of this connection holds, unless it is no longer the library's. Returns whether it did.

    A restore holds the file's write lock until the witness is that of the new file. So this takes the lock too, and
    gives way if somebody else has it: the old record is still true. Raises `OSError`.
    """
    connection.execute(f"PRAGMA busy_timeout={_WAIT_MS}")
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.execute("PRAGMA busy_timeout=5000")
    try:
        if inode != inode_of(folder.labels_db):
            return False
        before = read_witness(folder)
        write_witness(folder, replace(before, facts=facts, instead=None) if before else Witness(facts))
        return True
    finally:
        connection.execute("ROLLBACK")


Inode = tuple[int, int] | None


def inode_of(path: Path) -> Inode:
    """The identity of a file, whatever its name; None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


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
    connection = connected(path, "rw") if left and may_change(path) else opened_as_it_lies(path)
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
                # What a merge brought that was undone is not lost.
                aside = file.execute(_ASIDE) if file.execute(_HAS_ASIDE).fetchone() else ()
                connection.executemany("INSERT OR IGNORE INTO there VALUES (?)", aside)
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
