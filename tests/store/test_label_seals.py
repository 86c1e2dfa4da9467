"""What a disk changes in a row that nobody ever changes is found and named, whichever column it is."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.labelling import ANNA, BEN, LEFT, RIGHT, ToldRecogniser, chosen, draw_photo, match, put_photo, square

from karuta.domain.label import Evidence, Kind
from karuta.domain.match import Verdict
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide, set_corners
from karuta.store import events
from karuta.store.database import Database
from karuta.store.label_file import LabelFile
from karuta.store.labels_schema import SCHEMA
from karuta.store.outlines import SeenPhoto, SeenSighting, keep_outlines
from karuta.store.seals import SEALED, broken_seals, broken_seals_in, seal_of

with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
    SCHEMA.migrations.apply(Database(empty))
    TRIGGERS = dict(empty.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    """Every kind of row that is sealed: labels, an undo, a redo, corners by hand and what was seen there."""
    folder = tmp_path_factory.mktemp("made")
    library = LibraryFolder(folder / "library")
    told = ToldRecogniser({"a.png": (LEFT, RIGHT)})
    with LabelFile.open_writing(library) as file:
        photo = put_photo(file, draw_photo(folder / "a.png"), recognise=told)
        one, other = (row[0] for row in file.rows("SELECT id FROM sightings ORDER BY corners DESC"))
        decide(file, [Choice(photo, Kind.CONFIRM, one, chosen(1), file_sha256="ff", file_line=7)], ANNA)
        decide(file, [Choice(photo, Kind.NO_CARD), Choice(photo, Kind.UNREADABLE, other)], BEN)
        set_corners(file, photo, square(40, 40), ANNA, of=other)
        seen = SeenSighting(square(40, 40), "cc", b"\0" * 8, Verdict.LIKELY, (match(2),))
        keep_outlines(
            file, photo, SeenPhoto((80, 80), (seen,), Evidence(None, (), None, "m@1", "m" * 64, "i@1", "i" * 64))
        )
        for step in (events.undo, events.redo, events.undo):
            assert step(file, BEN)
    return library


@pytest.fixture
def raw(library: LibraryFolder) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(library.labels_db, isolation_level=None)) as connection:
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER {trigger}")
        yield connection


def finish(raw: sqlite3.Connection) -> None:
    """With its triggers again: Karuta writes to no file that lacks them."""
    for trigger in TRIGGERS.values():
        raw.execute(trigger)
    raw.close()


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_column_of_any_row_that_changes_is_found_and_the_row_is_named(
    made: LibraryFolder, data: st.DataObject
) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        with closing(sqlite3.connect(made.labels_db)) as disk:
            disk.backup(memory)
        table = data.draw(st.sampled_from([table for table in SEALED if table != "imports"]))
        columns = [row[1] for row in memory.execute(f"PRAGMA table_info({table})").fetchall()]
        column = data.draw(st.sampled_from(columns))
        rows = memory.execute(f"SELECT rowid, id, CAST({column} AS BLOB), typeof({column}) FROM {table}").fetchall()
        rowid, name, value, kind = data.draw(st.sampled_from(rows))
        changed, as_type = data.draw(st.sampled_from(list(flips(value, kind))))
        memory.execute("PRAGMA ignore_check_constraints=ON")
        try:
            memory.execute(f"UPDATE {table} SET {column} = CAST(? AS {as_type}) WHERE rowid = ?", [changed, rowid])
        except sqlite3.IntegrityError:
            return  # NOT NULL: SQLite itself would complain
        stored = memory.execute(
            f"SELECT CAST({column} AS BLOB), typeof({column}) FROM {table} WHERE rowid = ?", [rowid]
        )
        if stored.fetchone() == (value, kind):
            return  # the column's type brought it back
        assert name in {seal.row_id for seal in broken_seals(memory)}


def flips(value: bytes | None, kind: str) -> Iterator[tuple[bytes | None, str]]:
    if value is None:
        yield from ((b"x", "TEXT"), (b"", "BLOB"), (b"1", "INTEGER"))
        return
    yield None, "TEXT"
    yield value, "BLOB" if kind == "text" else "TEXT"
    as_type = {"text": "TEXT", "blob": "BLOB", "integer": "INTEGER", "real": "REAL"}[kind]
    if kind in ("integer", "real"):
        yield str(float(value) + 1).encode(), as_type
        return
    for at in range(min(len(value), 40)):
        yield bytes([*value[:at], value[at] ^ 1, *value[at + 1 :]]), as_type
        yield bytes([*value[:at], value[at] ^ 128, *value[at + 1 :]]), as_type
    yield value + b"\0", as_type
    yield value[:-1], as_type


@pytest.mark.skipif(not hasattr(sqlite3.Connection, "deserialize"), reason="SQLite without deserialize")
def test_no_bit_of_the_file_changes_what_was_said_unseen(made: LibraryFolder) -> None:
    data, dice, noticed = made.labels_db.read_bytes(), random.Random(7), 0
    said = everything_said(data)
    assert said is not None and all(said[:3])
    for _ in range(400):
        at = dice.randrange(len(data))
        altered = data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]
        try:
            unnoticed = everything_said(altered)
        except (sqlite3.Error, UnicodeDecodeError):
            continue
        assert unnoticed in (said, None), at
        noticed += unnoticed is None
    assert noticed > 20


def everything_said(data: bytes) -> list[list[str]] | None:
    """All rows that are sealed and what follows from them; None where SQLite or a seal notices that they changed."""
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.deserialize(data)
        if memory.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok" or broken_seals(memory):
            return None
        tables = (*SEALED, "current_labels", "corners_by_hand", "labels_by_annotator")
        return [sorted(map(repr, memory.execute(f"SELECT * FROM {table}"))) for table in tables]


def test_what_is_damaged_is_not_sealed_anew(library: LibraryFolder, raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE events SET id = 'x' || substr(id, 2) WHERE id = (SELECT min(id) FROM events)")
    raw.execute(
        "INSERT INTO events (id, action_id, kind, time, annotator, device, source) "
        "VALUES ('y', 'y', 'undo', 't', 'anna', 'desk', 'window')"
    )
    before = broken_seals_in(library.labels_db), raw.execute("SELECT * FROM seals").fetchall()
    assert before[0]
    finish(raw)
    with LabelFile.open_writing(library) as file:
        assert (file.broken_seals(), file.rows("SELECT * FROM seals")) == before


SEAL = "dd0d14e297836ae2030a27136616f62b"


def test_seals_are_the_same_on_any_day() -> None:
    # They lie in people's files: another hash of the same row would call every label damaged.
    row = {"id": "01", "text": "カード", "bytes": b"\0\1", "whole": 3, "real": 0.25, "yes": True, "none": None}
    assert seal_of("events", tuple(row), tuple(row.values())).hex() == SEAL
    assert seal_of("events", tuple(reversed(row)), tuple(reversed(row.values()))).hex() == SEAL
    assert seal_of("places", tuple(row), tuple(row.values())).hex() != SEAL
