"""Replaces the label file by another, and keeps the old one. If killed at any moment, one or the other is in place.

The new file is made beside the old one and checked. Then, while nobody can write to the old one, it gets a second name
among the backups, the witness says that either file is right, and one rename puts the new one in its place.
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from karuta import clock
from karuta.domain.backups import NOTHING, LabelFacts, Restored, Witness
from karuta.domain.errors import LibraryError, reason_of
from karuta.files import flush_file, flush_folder, make_file, make_folder, move, remove
from karuta.json_files import put_aside
from karuta.paths import LibraryFolder
from karuta.store import database as door
from karuta.store.backups import refuse_without_room
from karuta.store.database import complaint_of
from karuta.store.label_backups import kept_name
from karuta.store.labels_schema import SCHEMA
from karuta.store.lock import lock_holder
from karuta.store.witness import events_missing, facts_of_file, opened_to_look, read_witness, write_witness

log = logging.getLogger(__name__)

_PARTS = ".labels.db.*.part*"
_BESIDE = ("-journal", "-wal", "-shm")


def difference(folder: LibraryFolder, source: Path | None) -> Restored:
    """The changes if `source` were put in place; None: an empty file. Raises `LibraryError`; changes nothing.

    Of a damaged present file, what can be read counts.
    """
    present = folder.labels_db if folder.labels_db.is_file() else None
    try:
        lost = events_missing(present, source)
    except sqlite3.Error as error:
        raise door.explained(error, source or folder.labels_db, SCHEMA.noun) from error
    try:
        gained = events_missing(source, present)
    except sqlite3.Error:
        gained = facts_of_file(source).events if source else 0
    return Restored(gained, lost)


def replace_labels(folder: LibraryFolder, source: Path | None, *, now: datetime | None = None) -> Restored:
    """Put a copy of `source`, a sound label file, in place; None: an empty one.

    Raises `LibraryError` if the present file is in use, or the disk refuses; the file is unchanged then.
    """
    path = folder.labels_db
    try:
        make_folder(folder.backups)
        for litter in folder.root.glob(_PARTS):  # left by a restore that was killed
            remove(litter)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            facts = _made(part, source)
            with nobody_writes(path) as is_held:
                changes = difference(folder, part)
                kept = _kept(folder, now or clock.now(), is_held=is_held)
                _put_in_place(folder, part, facts)
        finally:
            for litter in (part, *(part.with_name(part.name + end) for end in _BESIDE)):
                with suppress(OSError):
                    remove(litter)
    except sqlite3.Error as error:
        raise door.explained(error, path, SCHEMA.noun) from error
    except OSError as error:
        raise LibraryError(
            "The label file at {path} could not be replaced ({reason}: {place}), so it was left as it was; fix that "
            "and try again.",
            path=path,
            reason=reason_of(error),
            place=error.filename or path,
        ) from error
    return replace(changes, kept_as=kept)


def _made(part: Path, source: Path | None) -> LabelFacts:
    """Writes the new file, whole, of the current version, to the disk. Returns what it holds."""
    with suppress(FileExistsError):
        make_file(part)
    if source is not None:
        refuse_without_room(source.stat().st_size, part.parent)
        with closing(opened_to_look(source)) as file, closing(sqlite3.connect(part, isolation_level=None)) as copy:
            file.backup(copy)
    door.open_writing(part, SCHEMA).conn.close()
    with closing(opened_to_look(part)) as copy:
        complaint = complaint_of(copy)
    facts = facts_of_file(part)
    if complaint or facts != (facts_of_file(source) if source else NOTHING):
        raise LibraryError(
            "{file} could not be copied as it is ({complaint}), so the label file was left as it was; try another "
            "backup.",
            file=source or part,
            complaint=complaint or "other events",
        )
    flush_file(part)
    return facts


@contextmanager
def nobody_writes(path: Path) -> Iterator[bool]:
    """Blocks writers of the present file; what a killed writer left half done is rolled back first.

    False if that is impossible: nobody can write a file that SQLite cannot open as a database. Raises `LibraryError` if
    somebody has it open.
    """
    if not path.is_file() or not path.stat().st_size:
        yield False
        return
    with closing(sqlite3.connect(path, timeout=door.BUSY_SECONDS, isolation_level=None)) as present:
        try:
            present.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise _in_use(path) from error
        if present.in_transaction and _has_journal(path):
            # SQLite repairs the head of a truncated file at once; its journal would then be applied to the new file.
            present.execute("ROLLBACK")
        try:
            yield present.in_transaction
        finally:
            if present.in_transaction:
                present.execute("ROLLBACK")


def _has_journal(path: Path) -> bool:
    journal = path.with_name(f"{path.name}-journal")
    return journal.exists() and journal.stat().st_size > 0


def _in_use(path: Path) -> LibraryError:
    if holder := lock_holder(path):
        return LibraryError(
            "The label file at {path} is in use by {holder}; wait for it to finish and try again. Nothing was changed.",
            path=path,
            holder=holder,
        )
    return LibraryError(
        "The label file at {path} is in use by another program; wait for it to finish and try again. "
        "Nothing was changed.",
        path=path,
    )


def _kept(folder: LibraryFolder, moment: datetime, *, is_held: bool) -> Path | None:
    """Gives the present file, and what belongs to it, a second name."""
    path, kept = folder.labels_db, folder.backups / kept_name(moment)
    is_there = path.is_file()
    if is_there:
        try:
            os.link(path, kept)
        except OSError:
            _copied(path, kept, is_held=is_held)
        flush_folder(folder.backups)
    elif path.is_dir() and (aside := put_aside(path)) is not None:
        log.warning("The folder %s is called %s now.", path, aside.name)
    _aside(folder, kept)
    return kept if is_there else None


def _copied(path: Path, kept: Path, *, is_held: bool) -> None:
    """For a disk without hard links. A file that cannot even be read is moved instead; a kill may then leave none."""
    if is_held:
        # Through SQLite: closing the file after reading it directly would release the lock on it.
        with closing(opened_to_look(path)) as file, closing(sqlite3.connect(kept, isolation_level=None)) as copy:
            file.backup(copy)
    else:
        try:
            shutil.copyfile(path, kept)
        except PermissionError:
            move(path, kept)
    flush_file(kept)


def _aside(folder: LibraryFolder, kept: Path) -> None:
    """A journal that is still there does not belong to the new file: SQLite would apply it."""
    for end in _BESIDE:
        beside = folder.labels_db.with_name(folder.labels_db.name + end)
        if beside.exists():
            move(beside, kept.with_name(kept.name + end))


def _put_in_place(folder: LibraryFolder, part: Path, facts: LabelFacts) -> None:
    before = _remembered(folder, otherwise=facts)
    write_witness(folder, replace(before, instead=facts))
    try:
        move(part, folder.labels_db)
        write_witness(folder, replace(before, facts=facts, instead=None))
    except OSError as error:
        if part.exists():
            raise
        # It is in place, and the witness says that either file is right.
        log.warning(
            "The label file is restored, but the disk did not confirm that it lasts (%s: %s); check the disk, and make "
            "a copy with `karuta backup --to DIR`.",
            reason_of(error),
            error.filename or folder.labels_db,
        )


def _remembered(folder: LibraryFolder, *, otherwise: LabelFacts) -> Witness:
    """The witness of the present file; without one, what can be read of the file."""
    with suppress(OSError):
        if (witness := read_witness(folder)) is not None:
            return witness
    with suppress(sqlite3.Error):
        return Witness(facts_of_file(folder.labels_db))
    return Witness(otherwise)
