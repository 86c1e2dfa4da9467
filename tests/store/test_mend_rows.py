"""A row that a disk changed is put back from a copy that has it as it was written, and from no other."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.labelling import ANNA, BEN, LEFT, RIGHT, ToldRecogniser, chosen, draw_photo, library_in, put_photo

from karuta.domain.label import Kind
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.store import events
from karuta.store.label_backups import back_up_labels
from karuta.store.label_file import LabelFile
from karuta.store.label_health import label_health, mend_queue, mend_rows

FIRST = "(SELECT min(id) FROM events)"


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    library = library_in(tmp_path)
    with LabelFile.open_writing(library) as file:
        photo = put_photo(file, draw_photo(tmp_path / "a.png"), recognise=ToldRecogniser({"a.png": (LEFT, RIGHT)}))
        one, other = (row[0] for row in file.rows("SELECT id FROM sightings ORDER BY id"))
        decide(file, [Choice(photo, Kind.CONFIRM, one, chosen(1))], ANNA)
        decide(file, [Choice(photo, Kind.UNKNOWN, one), Choice(photo, Kind.UNREADABLE, other)], BEN)
        events.undo(file, BEN)
    return library


@pytest.fixture
def copy(library: LibraryFolder) -> Path:
    made = back_up_labels(library)
    assert made is not None
    return made


def everything(library: LibraryFolder) -> list[str]:
    with closing(sqlite3.connect(library.labels_db)) as connection:
        connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        return sorted(connection.iterdump())


def damage(path: Path, *statements: str) -> None:
    """As a disk would: no trigger runs."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)
        for _, sql in triggers:
            raw.execute(sql)


def mended(library: LibraryFolder, *copies: Path) -> int:
    with LabelFile.open_writing(library) as file:
        count = mend_rows(file, copies)
        mend_queue(file)
        assert label_health(file).queue_astray == 0
        return count


DAMAGES = {
    "a card": f"UPDATE events SET card_id = '9' WHERE id = {FIRST}",
    "a photo": f"UPDATE events SET photo_sha256 = 'x' || substr(photo_sha256, 2) WHERE id = {FIRST}",
    "no text any more": f"UPDATE events SET name = CAST(x'ff80' AS TEXT) WHERE id = {FIRST}",
    "an embedding": f"UPDATE events SET embedding = NULL WHERE id = {FIRST}",
    "an undo": "UPDATE events SET target_action_id = id WHERE kind = 'undo'",
    "a place": "UPDATE places SET listing = 'elsewhere'",
    "an identifier": f"UPDATE events SET id = 'x' || substr(id, 2) WHERE id = {FIRST}",
    "a row that is gone": "DELETE FROM places",
    "a seal": f"UPDATE seals SET seal = x'00' WHERE row_id = {FIRST}",
    "a seal's name": f"UPDATE seals SET row_id = 'x' || substr(row_id, 2) WHERE row_id = {FIRST}",
    "a seal's table": f"UPDATE seals SET of_table = 'xvents' WHERE row_id = {FIRST}",
    "all events": "UPDATE events SET annotator = 'mallory'",
}


@pytest.mark.parametrize("what", DAMAGES)
def test_it_is_as_it_was_again(library: LibraryFolder, copy: Path, what: str) -> None:
    before = everything(library)
    damage(library.labels_db, DAMAGES[what])
    assert everything(library) != before
    assert mended(library, copy) > 0
    assert everything(library) == before


def test_what_came_since_the_copy_stays(library: LibraryFolder, copy: Path) -> None:
    with LabelFile.open_writing(library) as file:
        photo, sighting = file.rows("SELECT photo_sha256, sighting_id FROM events WHERE kind = 'confirm'")[0]
        decide(file, [Choice(photo, Kind.CONFIRM, sighting, chosen(7))], ANNA)
    before = everything(library)
    damage(library.labels_db, DAMAGES["a card"])
    assert mended(library, copy) == 1
    assert everything(library) == before


def test_a_copy_that_has_the_same_damage_mends_nothing_and_an_older_one_does(
    library: LibraryFolder, copy: Path, tmp_path: Path
) -> None:
    before = everything(library)
    damage(library.labels_db, DAMAGES["a card"])
    falsified = shutil.copyfile(library.labels_db, tmp_path / "falsified.db")
    assert mended(library, falsified, tmp_path / "none.db") == 0
    assert mended(library, falsified, copy) == 1
    assert everything(library) == before


def test_a_copy_of_before_there_were_seals_serves_where_the_seal_bears_it_out(
    library: LibraryFolder, copy: Path
) -> None:
    before = everything(library)
    damage(copy, "DROP TABLE seals", "DROP TABLE imports")
    damage(library.labels_db, DAMAGES["a card"])
    assert mended(library, copy) == 1
    assert everything(library) == before
    damage(library.labels_db, DAMAGES["a seal"], DAMAGES["a card"])
    assert mended(library, copy) == 0
