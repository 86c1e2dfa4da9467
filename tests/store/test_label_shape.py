"""What Karuta did not make in a label file is named before anything is written to it, and taken out after a backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.labelling import ANNA, confirmed, draw_photo, library_in, put_photo

from karuta.domain.errors import NotKept
from karuta.domain.label import Kind
from karuta.paths import LibraryFolder
from karuta.services.labels.check_labels import check_labels
from karuta.services.labels.decide import Choice, decide
from karuta.store import label_file
from karuta.store.database import Database
from karuta.store.label_backups import label_backups
from karuta.store.label_file import LabelFile
from karuta.store.label_health import mend_parts
from karuta.store.label_shape import StrangeParts, parts_of, shape_of, strange_parts
from karuta.store.labels_schema import SCHEMA

EATEN = "CREATE TRIGGER eaten AFTER INSERT ON events BEGIN DELETE FROM events WHERE id = new.id; END"
ADDED = {
    "trigger eaten (events)": (EATEN,),
    "view all_mine (all_mine)": ("CREATE VIEW all_mine AS SELECT * FROM events",),
    "index one_a_day (events)": ("CREATE UNIQUE INDEX one_a_day ON events (kind)",),
    "column mood (events)": ("ALTER TABLE events ADD COLUMN mood TEXT",),
    "view current_labels (current_labels)": (
        "DROP VIEW current_labels",
        "CREATE VIEW current_labels AS SELECT * FROM events WHERE 0",
    ),
    "view sides (sides)": ("DROP VIEW sides",),
}


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    library = library_in(tmp_path)
    with LabelFile.open_writing(library) as file:
        decide(file, [Choice(put_photo(file, draw_photo(tmp_path / "a.png")), Kind.UNKNOWN)], ANNA)
    return library


def run(library: LibraryFolder, *statements: str) -> None:
    with closing(sqlite3.connect(library.labels_db, isolation_level=None)) as file:
        for statement in statements:
            file.execute(statement)


def test_the_shape_is_that_of_the_migrations(library: LibraryFolder) -> None:
    """After a new migration: what this test finds goes into `labels_schema.SCHEMA`."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
        for step in SCHEMA.migrations.steps.values():
            step(Database(empty))
        assert strange_parts(empty, SCHEMA) == []
    assert SCHEMA.shape == shape_of_file(library)


def shape_of_file(library: LibraryFolder) -> str:
    with closing(sqlite3.connect(library.labels_db)) as file:
        return shape_of(parts_of(file))


@pytest.mark.parametrize("part", ADDED)
def test_a_part_that_is_not_ours_is_named_at_opening_and_by_the_doctor_which_takes_it_out(
    library: LibraryFolder, part: str, caplog: pytest.LogCaptureFixture
) -> None:
    run(library, *ADDED[part])
    with pytest.raises(StrangeParts, match="parts that Karuta did not make, or lacks some: ") as refused:
        LabelFile.open_writing(library)
    assert f" {part}" in str(refused.value)
    assert "restore" not in str(refused.value)
    with LabelFile.open_reading(library) as file:
        assert file.value("SELECT count(*) FROM events") == 1
    assert part in caplog.text
    (finding,) = check_labels(library)
    assert not finding.ok and part in finding.message
    assert part in mend_parts(library)
    assert len(label_backups(library.backups)) == 1
    with LabelFile.open_writing(library) as file:
        assert file.value("SELECT count(*) FROM current_labels") == 1
    assert all(finding.ok for finding in check_labels(library))
    assert shape_of_file(library) == SCHEMA.shape


@pytest.mark.parametrize(
    "eats",
    [
        EATEN,
        "CREATE TRIGGER eaten BEFORE INSERT ON events BEGIN SELECT raise(IGNORE); END",
        "CREATE TRIGGER eaten AFTER INSERT ON seals BEGIN DELETE FROM events WHERE id = new.row_id; END",
        "CREATE TRIGGER eaten AFTER INSERT ON events BEGIN UPDATE events SET kind = 'skip' WHERE id = new.id; END",
    ],
)
def test_what_is_not_in_the_file_when_it_is_read_back_is_not_saved(
    library: LibraryFolder, tmp_path: Path, eats: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(label_file, "strange_parts", lambda file, schema: [])  # whatever it overlooks
    with LabelFile.open_writing(library) as file:
        photo = put_photo(file, draw_photo(tmp_path / "b.png", 5))
        before = file.rows("SELECT * FROM events")
        run(library, eats)
        sighting = file.value("SELECT id FROM sightings WHERE photo_sha256 = ?", [photo])
        with pytest.raises(NotKept, match="did not keep what was written into it"):
            decide(file, [confirmed(photo, sighting, 2)], ANNA)
        assert file.rows("SELECT * FROM events") == before
