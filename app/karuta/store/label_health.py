"""Facts about a label file for the findings of `karuta doctor`, and damaged rows restored from a sound copy.

A seal says what was written, so a row that matches its seal is the right row, wherever it lies. Nothing else is taken
from a copy.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from karuta.domain.errors import LibraryError
from karuta.files import make_file
from karuta.paths import LibraryFolder
from karuta.store import database as door
from karuta.store.label_backups import back_up_labels
from karuta.store.label_file import LabelFile
from karuta.store.label_shape import named_parts, take_out_strange
from karuta.store.labels_schema import SCHEMA
from karuta.store.seals import SEALED, BrokenSeal, SealFault, seal_of
from karuta.store.stamps import ahead_of
from karuta.store.witness import opened_to_look


@dataclass(frozen=True)
class LabelHealth:
    """`queue_astray`: photos whose queue row differs from what their events say."""

    labels: int
    photos: int
    queue_astray: int


@dataclass(frozen=True)
class StampedAhead:
    """An event that is stamped far ahead of this computer's clock."""

    event_id: str
    photo: str | None
    annotator: str
    device: str


@dataclass(frozen=True)
class Stamps:
    """`ahead`: events stamped ahead of this computer's clock; `may_go`: whether the next write stamps them anew.

    `anew`: how many were stamped anew up to now.
    """

    ahead: list[StampedAhead]
    may_go: bool
    anew: int


def stamps_of(file: LabelFile) -> Stamps:
    ahead_of_clock = ahead_of(file.connection, datetime.fromisoformat(file.now()))
    sql = "SELECT id, photo_name, annotator, device FROM events WHERE id > ? AND source <> 'merge' ORDER BY id"
    ahead = [] if ahead_of_clock is None else [StampedAhead(*row) for row in file.rows(sql, [ahead_of_clock.limit])]
    return Stamps(ahead, ahead_of_clock is not None and ahead_of_clock.is_clocks_fault, int(file.value(_ANEW)))


# What was stamped anew is put aside as what an undone merge brought, but no event says that there was one.
_ANEW = """SELECT count(*) FROM (SELECT brought FROM merges WHERE json_valid(brought)
        AND id IN (SELECT merge_id FROM set_aside) AND id NOT IN (SELECT id FROM events)) AS m,
    json_each(m.brought, '$.events')"""


def label_health(file: LabelFile) -> LabelHealth:
    labels, photos = (file.value(f"SELECT count(*) FROM {table}") for table in ("current_labels", "photos"))
    astray = file.value(
        """SELECT (SELECT count(*) FROM (SELECT * FROM queue_now EXCEPT SELECT * FROM queue))
        + (SELECT count(*) FROM queue WHERE photo_sha256 NOT IN (SELECT sha256 FROM photos))"""
    )
    return LabelHealth(labels, photos, astray)


def mend_queue(file: LabelFile) -> int:
    """Derive queue rows again from the events where they differ. Returns for how many photos. Raises `LibraryError`."""
    with file.writing():
        astray = file.rows("SELECT photo_sha256 FROM (SELECT * FROM queue_now EXCEPT SELECT * FROM queue)")
        stray = file.rows("SELECT photo_sha256 FROM queue WHERE photo_sha256 NOT IN (SELECT sha256 FROM photos)")
        file.change("DELETE FROM queue WHERE photo_sha256 = ?", [*astray, *stray])
        file.change("INSERT INTO queue SELECT * FROM queue_now WHERE photo_sha256 = ?", astray)
    return len({*astray, *stray})


def mend_parts(folder: LibraryFolder) -> str:
    """Take out of the label file what Karuta did not make, and make again what it made; a backup comes first.

    Returns what that was, in words. Raises `LibraryError`.
    """
    back_up_labels(folder)
    database = door.open_writing(folder.labels_db, SCHEMA)
    try:
        return named_parts(take_out_strange(database, SCHEMA))
    except sqlite3.Error as error:
        raise LibraryError(
            "The label file at {path} has parts that could not be taken out ({error}); `karuta labels export` takes "
            "its labels along.",
            path=folder.labels_db,
            error=error,
        ) from error
    finally:
        database.conn.close()


def resting_on(file: LabelFile, broken: Sequence[BrokenSeal]) -> frozenset[str]:
    """The photos whose labels may be affected by such rows: those they name, or whose actions they settle."""
    photos = {seal.photo_sha256 for seal in broken if seal.photo_sha256 is not None}
    for seal in broken:
        if seal.target_action_id is not None:
            sql = "SELECT photo_sha256 FROM events WHERE action_id = ? AND photo_sha256 IS NOT NULL"
            photos |= {row[0] for row in file.rows(sql, [seal.target_action_id])}
        if seal.table == "imports":
            photos |= {row[0] for row in file.rows("SELECT photo_sha256 FROM events WHERE id = ?", [seal.row_id])}
    return frozenset(photos)


@dataclass(frozen=True)
class _Written:
    """A row and its seal, which match."""

    columns: tuple[str, ...]
    values: tuple[object, ...]
    seal: bytes


def mend_rows(file: LabelFile, copies: Sequence[Path]) -> int:
    """Look for each broken row in the copies, in their order, and put it back. Returns how many.

    Raises `LibraryError`.
    """
    broken = file.broken_seals()
    astray = {
        seal: broken_seal
        for broken_seal in broken
        if broken_seal.fault is SealFault.GONE and (seal := _seal_here(file, broken_seal))
    }
    mended = 0
    for copy in copies:
        if not broken:
            break
        from_copy = dict(_found_in(copy, file, [broken_seal for broken_seal in broken if broken_seal.table in SEALED]))
        with file.writing():
            for broken_seal, written in from_copy.items():
                _put_back(file, broken_seal, written)
                other = astray.get(written.seal, broken_seal)
                if other != broken_seal:
                    # The same seal under another identifier is this row with its identifier altered: no two rows share
                    # a seal.
                    sql = "DELETE FROM seals WHERE row_id = ? AND of_table = ?"
                    file.change(sql, [(other.row_id, other.table)])
        mended += len(from_copy)
        broken = [broken_seal for broken_seal in broken if broken_seal not in from_copy]
    return mended


def leave_out_rows(file: LabelFile, to: Path) -> int:
    """Move rows that are not as they were written out of the file, as JSON Lines appended to `to`. Returns how many.

    What a seal alone is left of stays told. Raises `LibraryError` and `OSError`; nothing has left the file then.
    """
    there = [seal for seal in file.broken_seals() if seal.table in SEALED and seal.fault is not SealFault.GONE]
    if not there:
        return 0
    with suppress(FileExistsError):
        make_file(to)
    with file.writing():
        with to.open("a", encoding="utf-8") as out:
            for broken_seal in there:
                out.writelines(
                    f"{json.dumps(row)}\n" for row in file.as_they_are(broken_seal.table, broken_seal.row_id)
                )
            out.flush()
            os.fsync(out.fileno())
        for seal in there:
            file.remove(seal.table, seal.row_id)
    return len(there)


def _found_in(copy: Path, file: LabelFile, broken: Sequence[BrokenSeal]) -> Iterator[tuple[BrokenSeal, _Written]]:
    """The rows that a copy has unaltered."""
    try:
        with closing(opened_to_look(copy)) as connection:
            sealed = bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'seals'").fetchone())
            for seal in broken:
                try:
                    written = _written(connection, seal, _seal_here(file, seal), sealed=sealed)
                except sqlite3.OperationalError:  # the copy is older than that table, or its row is damaged too
                    continue
                if written is not None:
                    yield seal, written
    except sqlite3.Error:  # a damaged copy cannot help
        return


def _written(
    connection: sqlite3.Connection, broken_seal: BrokenSeal, own_seal: bytes | None, *, sealed: bool
) -> _Written | None:
    cursor = connection.execute(f"SELECT * FROM {broken_seal.table} WHERE id = ?", [broken_seal.row_id])
    row = cursor.fetchone()
    if row is None:
        return None
    columns = tuple(column[0] for column in cursor.description)
    seal = seal_of(broken_seal.table, columns, row)
    copied_seal: bytes | None = None
    if sealed:
        sql = "SELECT seal FROM seals WHERE row_id = ? AND of_table = ?"
        own_row = connection.execute(sql, [broken_seal.row_id, broken_seal.table]).fetchone()
        copied_seal = own_row[0] if own_row else None
    # Checked against the seal in this file or, if that was altered itself, against the one in the copy.
    return _Written(columns, row, seal) if seal in (own_seal, copied_seal) else None


def _seal_here(file: LabelFile, broken_seal: BrokenSeal) -> bytes | None:
    sql = "SELECT seal FROM seals WHERE row_id = ? AND of_table = ?"
    seal: bytes | None = file.value(sql, [broken_seal.row_id, broken_seal.table])
    return seal


def _put_back(file: LabelFile, broken_seal: BrokenSeal, written: _Written) -> None:
    file.change(f"DELETE FROM {broken_seal.table} WHERE id = ?", [(broken_seal.row_id,)])
    if broken_seal.fault is SealFault.GONE:
        _drop_namesake(file, broken_seal.table, written)
    marks = ", ".join("?" * len(written.columns))
    file.change(f"INSERT INTO {broken_seal.table} ({', '.join(written.columns)}) VALUES ({marks})", [written.values])
    sql = "INSERT OR REPLACE INTO seals (row_id, of_table, seal) VALUES (?, ?, ?)"
    file.change(sql, [(broken_seal.row_id, broken_seal.table, written.seal)])


def _drop_namesake(file: LabelFile, table: str, written: _Written) -> None:
    """Drop a row that was never written and equals this one except for its identifier: it is this one, altered."""
    others = [(name, value) for name, value in zip(written.columns, written.values, strict=True) if name != "id"]
    same = " AND ".join(f"{name} IS ?" for name, _ in others)
    file.change(
        f"DELETE FROM {table} WHERE {same} AND NOT EXISTS (SELECT 1 FROM seals WHERE row_id = id AND of_table = ?)",
        [(*(value for _, value in others), table)],
    )
