"""The witness: a small file beside the backups that remembers what the label file held.

It is never ahead of that file.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, replace
from pathlib import Path

from karuta.domain.backups import LabelFacts, Witness
from karuta.domain.shape import Misshapen
from karuta.files import make_folder, write_whole
from karuta.json_files import read_json
from karuta.paths import LibraryFolder

_MOST_BYTES = 10_000
_WAIT_MS = 200


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
    """Which file it is, whatever its name; None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
