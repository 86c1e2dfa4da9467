"""What was read of a card's print is part of its label: stored with it, sealed with it, absent from older ones."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

from tests.labelling import ANNA, library_in, stepping

from karuta.domain.label import NO_EVIDENCE, Decision, Kind, Subject
from karuta.store import labels_schema
from karuta.store.database import Database
from karuta.store.events import append
from karuta.store.label_file import LabelFile

READ = '{"verdict":"read"}'


def unknown(print_read: str | None) -> Decision:
    return Decision(Kind.UNKNOWN, Subject("a" * 64, "p.jpg"), evidence=replace(NO_EVIDENCE, print_read=print_read))


def test_it_is_stored_and_sealed_with_the_label(tmp_path: Path) -> None:
    with LabelFile.open_writing(library_in(tmp_path), surroundings=stepping()) as file:
        append(file, [unknown(READ), unknown(None)], ANNA)
        assert file.rows("SELECT print_read FROM events ORDER BY id") == [(READ,), (None,)]
        assert file.broken_seals() == []
        with file.writing():
            file.change("UPDATE events SET print_read = ? WHERE print_read IS NOT NULL", [('{"verdict":"likely"}',)])
        assert [seal.fault for seal in file.broken_seals()] == ["altered"]


def test_a_file_of_the_version_before_keeps_its_labels_and_their_seals(tmp_path: Path) -> None:
    library = library_in(tmp_path)
    library.root.mkdir(parents=True)
    older = Database(sqlite3.connect(library.labels_db, isolation_level=None))
    labels_schema.migrations.apply(older, stop_before="m007_print_that_was_read")
    older.execute(f"PRAGMA application_id={labels_schema.SCHEMA.application_id}")
    older.execute("PRAGMA user_version=6")
    with older.conn:
        older.execute(
            "INSERT INTO events (id, action_id, kind, time, annotator, device, source, photo_sha256, sighting_id) "
            "VALUES ('01', '01', 'unknown', '2026-01-01T00:00:00.000Z', 'anna', 'desk', 'window', 'aa', '')"
        )
        labels_schema.seal_unsealed(older.conn)
    older.conn.close()
    with LabelFile.open_writing(library) as file:
        assert file.first_row("PRAGMA user_version") == (labels_schema.SCHEMA.version,)
        assert file.rows("SELECT kind, print_read FROM current_labels") == [("unknown", None)]
        assert file.broken_seals() == []
