"""Checks before opening that a library's label file is the one that was there. Mends nothing.

A library remembers outside the file that it had labels (the witness). If the file contradicts the witness, nothing
reads or writes it as if it were new. A person first chooses between a backup and beginning anew.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from karuta import clock
from karuta.domain.backups import NOTHING, Examined, FaultKind, LabelFacts, Witness
from karuta.domain.errors import LibraryError, LibraryReadOnly, reason_of
from karuta.domain.sentence import Sentence, counted_things
from karuta.files import refusal_to_write
from karuta.paths import LibraryFolder
from karuta.store.database import Schema, code_of, explained
from karuta.store.label_backups import newest_sound
from karuta.store.move_marks import refuse_while_moved
from karuta.store.witness import holds_event, label_facts, opened_to_look, read_witness

COUNTED_BYTES = 64_000_000
"""In a larger file only the newest event is looked for; `karuta doctor` counts."""

_DAMAGE = frozenset((sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR))


class LabelsAstray(LibraryError):  # noqa: N818 - the condition is the point
    """The label file is not what it was. `best`: the newest sound backup, None if there is none."""

    def __init__(
        self, template: str, kind: FaultKind, folder: LibraryFolder, second: Path | None = None, **values: object
    ) -> None:
        """`path`: what is wrong, the label file unless `values` say another one. `second`: a folder of backups."""
        self.kind = kind
        self.best = _best(folder, second)
        super().__init__(template, **{"path": folder.labels_db, "mend": _mend(self.best), **values})

    @property
    def fault(self) -> str:
        """The fault, without its remedy."""
        return self._parts[0]

    @property
    def advice(self) -> str:
        """Only what to do about it."""
        return self._parts[1]

    @property
    def _parts(self) -> tuple[str, str]:
        text = str(self).removesuffix(".")
        mend = str(self.sentence.values["mend"])
        before = text.removesuffix(mend)
        fault, _, first = before.rpartition("; ")
        return fault, first + text[len(before) :]


@dataclass(frozen=True)
class Looked:
    """`witness` None: nothing is remembered yet. `facts`: what the file holds at least; None if that is unknown.

    `has_tables`: there is a file, and it has been made a label file.
    """

    witness: Witness | None
    facts: LabelFacts | None
    has_tables: bool = True


def look_at_labels(folder: LibraryFolder, schema: Schema, *, writing: bool, thorough: bool = False) -> Looked:
    """Raises `LabelsAstray`, and `LibraryError` if the file is in use or cannot be opened.

    `writing`: it must be writable too (`LibraryReadOnly`), and no event may be missing. For reading, the newest event
    is enough.
    `thorough`: count events however large the file is.
    """
    size = _size_of(folder)
    if writing or not size:  # of what is moved, the label file comes last
        refuse_while_moved(folder.root)
    if writing:
        refuse_read_only(folder)
    witness, hidden = _remembered(folder)
    if folder.labels_db.is_dir():
        raise LabelsAstray("{path} is a folder, not a label file; {mend}.", FaultKind.DAMAGED, folder)
    if not size:
        _never_had_any(folder, witness, hidden, is_there=size is not None)
        return Looked(witness, NOTHING, has_tables=False)
    if not os.access(folder.labels_db, os.R_OK):
        raise _closed(folder, folder.labels_db, PermissionError(13, os.strerror(13)))
    try:
        with closing(opened_to_look(folder.labels_db)) as file:
            tables = file.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if not tables:
                _never_had_any(folder, witness, hidden, is_there=True)
                return Looked(witness, NOTHING, has_tables=False)
            is_ours = file.execute("PRAGMA application_id").fetchone()[0] == schema.application_id
            version = file.execute("PRAGMA user_version").fetchone()[0]
            if is_ours and version > schema.version:
                return Looked(witness, None)  # whoever opens it reports it
            if not is_ours:
                _strange(folder, witness)
                return Looked(witness, None)
            return Looked(
                witness, _borne_out(folder, file, witness, count=thorough or (writing and size <= COUNTED_BYTES))
            )
    except sqlite3.DatabaseError as error:
        if code_of(error) in _DAMAGE:
            raise damaged(folder, str(error)) from error
        raise explained(error, folder.labels_db, schema.noun) from error


def damaged(folder: LibraryFolder, complaint: str) -> LabelsAstray:
    """The error for a label file in which SQLite finds a fault."""
    return LabelsAstray(
        "The label file at {path} is damaged ({complaint}); {mend}.", FaultKind.DAMAGED, folder, complaint=complaint
    )


def _remembered(folder: LibraryFolder) -> tuple[Witness | None, OSError | None]:
    try:
        return read_witness(folder), None
    except OSError as error:
        return None, error


def _size_of(folder: LibraryFolder) -> int | None:
    """None: there is no such file."""
    try:
        return folder.labels_db.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _closed(folder, folder.labels_db, error) from error


def refuse_read_only(folder: LibraryFolder) -> None:
    """Raises `LibraryReadOnly` where this user may not write the library, on a read-only medium for example."""
    for path in (folder.root, folder.labels_db):
        if (refusal := refusal_to_write(path)) is not None:
            raise LibraryReadOnly(
                "{path} cannot be written ({reason}), so its library can only be read; change its permissions, or copy "
                "the library to a folder of your own.",
                path=path,
                reason=reason_of(refusal),
            )


def _closed(folder: LibraryFolder, path: Path, error: OSError) -> LabelsAstray:
    """It may be whole, so no backup is offered."""
    return LabelsAstray(
        "{path} is not readable ({reason}); change its permissions.",
        FaultKind.CLOSED,
        folder,
        path=path,
        reason=reason_of(error),
    )


def _never_had_any(folder: LibraryFolder, witness: Witness | None, hidden: OSError | None, *, is_there: bool) -> None:
    """No label file, or one without tables, is right if there never was a label."""
    if hidden is not None:
        raise _closed(folder, folder.backups, hidden)
    if witness is None:
        # Made by a Karuta without a witness, so its backups tell.
        best = _best(folder)
        events = best.facts.events if best and best.facts else 0
    else:
        events = witness.least
    if not events:
        return
    if is_there:
        raise LabelsAstray(
            "The label file at {path} is empty, and it held {events}; {mend}.",
            FaultKind.LOST,
            folder,
            events=counted_things(events, "event"),
        )
    raise missing(folder, events)


def missing(folder: LibraryFolder, events: int, second: Path | None = None) -> LabelsAstray:
    """The error for a label file that is gone although there was one. `second`: where its backups lie besides."""
    return LabelsAstray(
        "The label file at {path} is missing, and it held {events}; {mend}.",
        FaultKind.LOST,
        folder,
        second,
        events=counted_things(events, "event"),
    )


def _strange(folder: LibraryFolder, witness: Witness | None) -> None:
    if witness is not None and witness.least:
        raise LabelsAstray(
            "{path} is not a Karuta label file, and the one that was there held {events}; {mend}.",
            FaultKind.DAMAGED,
            folder,
            events=counted_things(witness.least, "event"),
        )


def _borne_out(folder: LibraryFolder, file: sqlite3.Connection, witness: Witness | None, *, count: bool) -> LabelFacts:
    """The contents of the file, if it bears out all that the witness remembers; else raises `LabelsAstray`."""
    held = label_facts(file) if count else None
    if witness is None:
        return held or NOTHING
    possible = [facts for facts in (witness.facts, witness.instead) if facts is not None]
    for facts in possible:
        if holds_event(file, facts.last) and (held is None or held.events >= facts.events):
            return held or facts
    held = held or label_facts(file)
    if held.events < witness.least:
        raise LabelsAstray(
            "The label file at {path} is shorter than it was: it holds {held} of {events}; {mend}.",
            FaultKind.LOST,
            folder,
            held=f"{held.events:,}",
            events=counted_things(witness.least, "event"),
        )
    raise LabelsAstray(
        "The label file at {path} is not the one that was there: the newest of {events} is not in it; {mend}.",
        FaultKind.LOST,
        folder,
        events=counted_things(witness.least, "event"),
    )


def _best(folder: LibraryFolder, second: Path | None = None) -> Examined | None:
    with suppress(OSError):
        witness = None if second else read_witness(folder)
        second = Path(witness.second) if witness and witness.second else second
    return newest_sound(folder, second)


def _mend(best: Examined | None) -> Sentence:
    if best is None or best.facts is None:
        return Sentence(
            "no backup is intact, but `karuta restore FILE` restores another copy, and `karuta restore --empty` starts "
            "empty"
        )
    in_library = best.backup.path.parent.name == "backups"
    return Sentence(
        "`karuta restore {backup}` restores {events} of {made}, and `karuta restore --empty` starts empty",
        backup=best.backup.path.name if in_library else best.backup.path,
        events=counted_things(best.facts.events, "event"),
        made=f"{clock.in_this_zone(best.backup.made):%Y-%m-%d %H:%M}",
    )
