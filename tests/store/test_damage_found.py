"""Damage of a label file is found when it is opened or backed up, and by the doctor; labels beside it are kept."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.labelling import ANNA, confirmed, draw_photo, library_in, put_photo

from karuta.domain.errors import KarutaError
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import back_up_now
from karuta.services.labels.check_labels import check_labels
from karuta.services.labels.decide import decide
from karuta.services.library.keeping.checking import RepairContext
from karuta.services.library.keeping.labels_kept import mend_labels
from karuta.store.label_file import LabelFile

SEEDS = 40
PHOTOS = 8


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    folder = tmp_path_factory.mktemp("verified")
    library = library_in(folder)
    with LabelFile.open_writing(library) as file:
        for number in range(PHOTOS):
            put_photo(file, draw_photo(folder / f"{number}.png", number))
        for photo, sighting in seen(file):
            decide(file, [confirmed(photo, sighting, 1)], ANNA)
    return library


def seen(file: LabelFile) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in file.rows("SELECT photo_sha256, id FROM sightings ORDER BY rowid")]


def label(file: LabelFile, number: int) -> None:
    photo, sighting = seen(file)[number]
    decide(file, [confirmed(photo, sighting, 2)], ANNA)


def change(library: LibraryFolder, sql: str) -> None:
    with closing(sqlite3.connect(library.labels_db, isolation_level=None)) as raw:
        raw.execute(sql)


def test_a_label_that_is_said_to_be_saved_is_there_and_damage_beside_it_is_named(library: LibraryFolder) -> None:
    sound, witness = library.labels_db.read_bytes(), library.witness_json.read_bytes()
    refused = named = 0
    for seed in range(SEEDS):
        lot = random.Random(f"found {seed}")
        data = bytearray(sound)
        data[lot.randrange(len(data))] ^= 1 << lot.randrange(8)
        library.labels_db.write_bytes(data)
        library.witness_json.write_bytes(witness)
        try:
            with LabelFile.open_writing(library) as file:
                label(file, seed % PHOTOS)
                newest = file.value("SELECT max(id) FROM events")
        except KarutaError:
            refused += 1
            continue
        wrong = [finding for finding in check_labels(library) if not finding.ok]
        assert "labels" not in [finding.check for finding in wrong], seed
        named += bool(wrong)
        with LabelFile.open_reading(library) as file:
            assert file.value("SELECT max(id) FROM events") == newest, seed
            assert newest not in [row.row_id for row in file.broken_seals()], seed
    assert refused and named


def test_a_backup_of_altered_rows_is_not_sound_and_an_older_one_gives_them_back(
    library: LibraryFolder, tmp_path: Path
) -> None:
    assert back_up_now(library).sound
    change(library, "UPDATE events SET card_id = '9' WHERE rowid = 1")
    with LabelFile.open_writing(library) as file:
        label(file, 0)
    assert not back_up_now(library).sound
    assert [finding.check for finding in check_labels(library) if not finding.ok] == ["seals"]
    list(mend_labels(RepairContext(library, tmp_path)))
    assert all(finding.ok for finding in check_labels(library))


@pytest.mark.parametrize("value", ["'7'", "CAST(x'ff39' AS TEXT)"], ids=["another", "no text"])
def test_what_was_seen_has_a_seal_of_its_own_and_a_repair_forgets_what_is_damaged(
    library: LibraryFolder, tmp_path: Path, value: str
) -> None:
    change(library, f"UPDATE suggestions SET top_card_id = {value} WHERE rowid = 1")
    assert "looks" in [finding.check for finding in check_labels(library) if not finding.ok]
    list(mend_labels(RepairContext(library, tmp_path)))
    assert all(finding.ok for finding in check_labels(library))
    with LabelFile.open_reading(library) as file:
        assert file.rows("SELECT count(*) FROM lookups") == [(PHOTOS - 1,)]
        assert file.rows("SELECT count(*) FROM current_labels") == [(PHOTOS,)]
