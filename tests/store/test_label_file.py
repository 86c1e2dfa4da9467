"""The label file opens safely: made, migrated after a verified backup, refused with a sentence, never half changed."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.disk_record import record_disk
from tests.labelling import ANNA, draw_photo, put_photo, square
from tests.next_version import next_version
from tests.read_only import take_writing_away

from karuta.domain.errors import LibraryError, LibraryReadOnly
from karuta.domain.label import Kind
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide, set_corners
from karuta.services.labels.open_labels import labels_at_hand
from karuta.services.labels.undo import undo
from karuta.store import database as door
from karuta.store.backups import backups_of
from karuta.store.database import Database, PlainConnection
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health
from karuta.store.label_shape import parts_of, shape_of
from karuta.store.labels_schema import SCHEMA, migrations
from karuta.store.seals import seal_unsealed


def filled(library: LibraryFolder, photo: Path) -> str:
    with LabelFile.open_writing(library) as file:
        sha256 = put_photo(file, draw_photo(photo))
        decide(file, [Choice(sha256, Kind.UNKNOWN)], ANNA)
    return sha256


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_a_power_cut_takes_nothing_that_was_written(library: LibraryFolder) -> None:
    """EXTRA is 3: the folder is flushed after a commit, or the journal that is gone comes back and undoes it."""
    LabelFile.open_writing(library).close()
    for opening in (LabelFile.open_writing, LabelFile.open_reading):
        with opening(library) as file:
            assert file.first_row("PRAGMA synchronous") == (3,)
            assert file.first_row("PRAGMA fullfsync") == (1,)


def test_nor_the_name_of_a_new_label_file(library: LibraryFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = record_disk(monkeypatch)
    LabelFile.open_writing(library).close()
    assert disk.folders_flushed[-1] == library.root.parent
    assert disk.has_flushed(library.root)
    assert not disk.owed


def test_a_newer_file_is_refused_and_left_alone(library: LibraryFolder, tmp_path: Path) -> None:
    filled(library, tmp_path / "a.png")
    LabelFile.open_writing(library, schema=next_version()).close()
    before = library.labels_db.read_bytes()
    for opening in (LabelFile.open_reading, LabelFile.open_writing):
        with pytest.raises(LibraryError, match="newer Karuta"):
            opening(library)
    assert library.labels_db.read_bytes() == before


def test_an_older_file_is_read_as_it_would_be_after_its_migration_and_is_not_migrated(
    library: LibraryFolder, tmp_path: Path
) -> None:
    filled(library, tmp_path / "a.png")
    before = {path: path.read_bytes() for path in library.root.rglob("*") if path.is_file()}
    with LabelFile.open_reading(library, schema=next_version()) as file:
        assert file.rows("SELECT kind, mood FROM events") == [("unknown", None)]
        assert file.complaint() is None and file.broken_seals() == []
        with pytest.raises(LibraryError), file.writing():
            file.change("DELETE FROM events", [()])
    assert {path: path.read_bytes() for path in library.root.rglob("*") if path.is_file()} == before


def test_what_a_killed_writer_left_is_read_where_nothing_can_be_written(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(library, tmp_path / "a.png")
    leave_hot_journal(library.labels_db)
    take_writing_away(library.root, monkeypatch)
    before = {path: path.read_bytes() for path in library.root.rglob("*") if path.is_file()}
    with LabelFile.open_reading(library) as file:
        assert file.rows("SELECT kind FROM events") == [("unknown",)]
    assert {path: path.read_bytes() for path in library.root.rglob("*") if path.is_file()} == before


def test_a_file_that_can_only_be_looked_at_keeps_photos_until_it_is_closed_and_takes_no_event(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(library, tmp_path / "a.png")
    take_writing_away(library.root, monkeypatch)
    before = library.labels_db.read_bytes()
    with labels_at_hand(LibraryFolder(library.root, made=tmp_path / "made")) as file:
        photo = put_photo(file, draw_photo(tmp_path / "b.png", 5))
        assert file.value("SELECT count(*) FROM photos") == 2
        for kind in (Kind.UNKNOWN, Kind.SKIP):
            with pytest.raises(LibraryReadOnly, match="can only be read"):
                decide(file, [Choice(photo, kind)], ANNA)
        with pytest.raises(LibraryReadOnly):
            undo(file, ANNA)
    assert library.labels_db.read_bytes() == before


def leave_hot_journal(path: Path) -> None:
    """As if a writer was killed: all events are gone from the file, and the journal beside it has them."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA cache_size=1")
        file.execute("BEGIN IMMEDIATE")
        file.execute("UPDATE events SET kind = 'skip'")
        file.execute("CREATE TABLE more AS SELECT * FROM events, sightings, lookups")
        left = {name: path.with_name(name).read_bytes() for name in ("labels.db", "labels.db-journal")}
        file.execute("ROLLBACK")
    for name, content in left.items():
        path.with_name(name).write_bytes(content)


def test_an_older_file_is_copied_before_it_is_migrated(library: LibraryFolder, tmp_path: Path) -> None:
    filled(library, tmp_path / "a.png")
    LabelFile.open_writing(library, schema=next_version()).close()
    (copy,) = backups_of(library.labels_db, library.backups)
    assert rows(copy, "PRAGMA user_version") == [(SCHEMA.version,)]
    assert rows(copy, "PRAGMA application_id") == [(SCHEMA.application_id,)]
    assert rows(copy, "SELECT kind FROM events") == [("unknown",)]
    assert rows(library.labels_db, "SELECT kind, mood FROM events") == [("unknown", None)]


def test_a_migration_that_fails_leaves_the_file_as_it_was(library: LibraryFolder, tmp_path: Path) -> None:
    filled(library, tmp_path / "a.png")

    def break_off(database: Database) -> None:
        database.execute("SELECT no such thing")

    before = rows(library.labels_db, "SELECT * FROM sqlite_master")
    with pytest.raises(LibraryError):
        LabelFile.open_writing(library, schema=next_version(break_off))
    assert rows(library.labels_db, "SELECT * FROM sqlite_master") == before
    assert rows(library.labels_db, "PRAGMA user_version") == [(SCHEMA.version,)]
    LabelFile.open_writing(library).close()


def test_without_a_backup_there_is_no_migration(library: LibraryFolder, tmp_path: Path) -> None:
    filled(library, tmp_path / "a.png")
    shutil.rmtree(library.backups)
    library.backups.write_text("a file where the folder should be")
    with pytest.raises(LibraryError, match="could not be backed up"):
        LabelFile.open_writing(library, schema=next_version())
    assert rows(library.labels_db, "PRAGMA user_version") == [(SCHEMA.version,)]


@pytest.mark.parametrize("content", [b"not a database at all, but longer than a header" * 9, b"SQLite format 3\0" * 99])
def test_a_file_that_is_no_database_is_refused_in_a_sentence(library: LibraryFolder, content: bytes) -> None:
    library.root.mkdir()
    library.labels_db.write_bytes(content)
    for opening in (LabelFile.open_reading, LabelFile.open_writing):
        with pytest.raises(LibraryError, match="damaged"):
            opening(library)
    assert library.labels_db.read_bytes() == content


def test_a_strangers_database_is_refused(library: LibraryFolder) -> None:
    library.root.mkdir()
    with closing(sqlite3.connect(library.labels_db)) as stranger:
        stranger.execute("CREATE TABLE diary (day)")
    with pytest.raises(LibraryError, match="not a Karuta label file"):
        LabelFile.open_writing(library)


def test_a_new_file_that_another_process_makes_between_two_looks_is_ours(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = door._pragma
    looks: list[str] = []

    def between(database: Database, name: str) -> int:
        found = look(database, name)
        looks.append(name)
        if len(looks) == 1:
            monkeypatch.setattr(door, "BUSY_SECONDS", 0.05)
            with suppress(LibraryError):  # the other one may have to wait
                LabelFile.open_writing(library).close()
        return found

    monkeypatch.setattr(door, "_pragma", between)
    LabelFile.open_writing(library).close()
    assert rows(library.labels_db, "SELECT count(*) FROM events") == [(0,)]


def test_a_file_that_a_newer_karuta_migrated_meanwhile_is_not_written(library: LibraryFolder, tmp_path: Path) -> None:
    sha256 = filled(library, tmp_path / "a.png")
    with LabelFile.open_writing(library) as file:
        LabelFile.open_writing(library, schema=next_version()).close()
        with pytest.raises(LibraryError, match="another version"):
            decide(file, [Choice(sha256, Kind.NO_CARD)], ANNA)
    assert rows(library.labels_db, "SELECT count(*) FROM events") == [(1,)]


def test_a_full_disk_is_one_sentence_and_loses_nothing(library: LibraryFolder, tmp_path: Path) -> None:
    sha256 = filled(library, tmp_path / "a.png")
    with LabelFile.open_writing(library) as file:
        pages = file.first_row("PRAGMA page_count")
        assert pages is not None
        file.rows(f"PRAGMA max_page_count={pages[0]}")
        many = [Choice(sha256, Kind.NO_CARD)] * 200
        with pytest.raises(LibraryError, match="full; free some space"):
            decide(file, many, ANNA)
        assert file.first_row("SELECT count(*) FROM events") == (1,)
        file.rows("PRAGMA max_page_count=1000000")
        decide(file, many, ANNA)
        assert file.first_row("SELECT count(*) FROM events") == (201,)
    assert rows(library.labels_db, "PRAGMA integrity_check") == [("ok",)]


class FolderNotFlushed(PlainConnection):
    """A disk that fails in the last step of a commit: the journal is gone, and the folder is not flushed."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        cursor = super().execute(sql, parameters)
        if sql == "COMMIT" and self.total_changes:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_DIR_FSYNC
            raise error
        return cursor


@pytest.mark.parametrize("lasts", [True, False])
def test_a_commit_of_which_only_the_last_step_failed_is_no_failure(
    library: LibraryFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    lasts: bool,  # noqa: FBT001 - a parameter of pytest
) -> None:
    sha256 = filled(library, tmp_path / "a.png")
    monkeypatch.setattr(door, "PlainConnection", FolderNotFlushed)
    if not lasts:
        monkeypatch.setattr(door, "flush_folder", refused)
    with LabelFile.open_writing(library) as file:
        decide(file, [Choice(sha256, Kind.NO_CARD)], ANNA)
        decide(file, [Choice(sha256, Kind.NO_CARD)], ANNA)
    assert rows(library.labels_db, "SELECT count(*) FROM events") == [(3,)]
    said = [record.getMessage() for record in caplog.records if "did not confirm" in record.getMessage()]
    assert len(said) == (0 if lasts else 2)
    assert lasts or f"It is stored in {library.labels_db}" in said[0]


def refused(folder: Path) -> None:
    raise OSError(errno.EIO, "Input/output error", str(folder))


NEXT = {version: after for version, (_, after) in enumerate(pairwise(migrations.steps), start=1)}
OLDER = "01900000-0000-7000-8000-00000000000"
SAID = (
    "INSERT INTO photos VALUES ('aa', 1)",
    "INSERT INTO places VALUES ('1', 'aa', 't', 'd', 'a.png', 'a.png', 0, 1, NULL, NULL)",
    f"INSERT INTO lookups (id, photo_sha256, time) VALUES ('{OLDER}1', 'aa', 't')",
    f"""INSERT INTO suggestions (lookup_id, sighting_id, verdict, certainty, matches)
        VALUES ('{OLDER}1', 's', 'sure', 1, '[]')""",
    f"""INSERT INTO events (id, action_id, kind, time, annotator, device, source, photo_sha256, sighting_id)
        VALUES ('{OLDER}2', '{OLDER}2', 'unknown', 't', 'anna', 'desk', 'window', 'aa', '')""",
    f"""INSERT INTO events (id, action_id, kind, target_action_id, time, annotator, device, source)
        VALUES ('{OLDER}3', '{OLDER}3', 'undo', '{OLDER}2', 't', 'ben', 'other', 'window')""",
)


@pytest.mark.parametrize("version", NEXT)
def test_a_label_file_of_any_version_is_brought_up_to_date(library: LibraryFolder, version: int) -> None:
    library.root.mkdir()
    with closing(sqlite3.connect(library.labels_db, isolation_level=None)) as raw:
        SCHEMA.migrations.apply(Database(raw), stop_before=NEXT[version])
        for statement in (*SAID, f"PRAGMA application_id={SCHEMA.application_id}", f"PRAGMA user_version={version}"):
            raw.execute(statement)
        if version > 2:
            raw.execute("BEGIN")
            seal_unsealed(raw)
            raw.execute("COMMIT")
    with LabelFile.open_writing(library) as file:
        assert file.first_row("PRAGMA user_version") == (SCHEMA.version,)
        assert (file.broken_seals(), file.broken_suggestions(), label_health(file).queue_astray) == ([], [], 0)
        assert file.value("SELECT count(*) FROM seals WHERE of_table = 'events'") == 2
        # Ben's undo took Anna's label back before an undo asked whose action it is.
        assert file.rows("SELECT kind, annotator FROM current_labels") == [("unknown", "anna")]
        assert file.value("SELECT whole_photo FROM queue") == "unknown"
        decide(file, [Choice("aa", Kind.NO_CARD)], ANNA)
        set_corners(file, "aa", square(), ANNA)
        assert (file.broken_seals(), label_health(file).queue_astray) == ([], 0)
    with closing(sqlite3.connect(library.labels_db)) as raw:
        assert shape_of(parts_of(raw)) == SCHEMA.shape
