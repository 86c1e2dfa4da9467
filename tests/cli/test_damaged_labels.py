"""A label file in which a disk changed something: `doctor` and `labels export` say what, and what works against it."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.commands import Run, Said
from tests.labelling import BY_COMMAND, confirmed, draw_photo, put_photo
from tests.packs import add, card, write_pack

from karuta.paths import LibraryFolder
from karuta.services.labels.decide import decide
from karuta.services.labels.undo import undo
from karuta.store.label_file import LabelFile


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    """Three photos with a label each; what had been said first about the last one was undone."""
    folder = LibraryFolder(tmp_path / "library")
    add(write_pack(tmp_path / "pack", [card("1", "Rain")]), folder)
    with LabelFile.open_writing(folder) as file:
        for number, name in enumerate(("a.png", "b.png", "c.png")):
            photo = put_photo(file, draw_photo(tmp_path / name, number))
            (sighting,) = file.rows("SELECT id FROM sightings WHERE photo_sha256 = ?", [photo])
            decide(file, [confirmed(photo, sighting[0], 4)], BY_COMMAND)
        undo(file, BY_COMMAND)
        decide(file, [confirmed(photo, sighting[0], 5)], BY_COMMAND)
    return folder


def altered(library: LibraryFolder, sql: str, of: str) -> str:
    """Change what an event holds, as a disk would: its identifier."""
    with closing(sqlite3.connect(library.labels_db, isolation_level=None)) as raw:
        (name,) = raw.execute(f"SELECT id FROM events WHERE {of}").fetchone()
        raw.execute(f"{sql} WHERE id = ?", [name])
    return str(name)


def finding(doctor: Said, check: str) -> dict[str, object]:
    return next(row for row in doctor.json if row["check"] == check)


def test_a_changed_card_is_told_by_the_doctor_with_what_works(run: Run, library: LibraryFolder) -> None:
    assert finding(run("doctor", "--json"), "seals")["ok"]
    name = altered(library, "UPDATE events SET card_id = '9'", "photo_name = 'a.png'")
    code, out, _ = run("doctor")
    assert code == 1 and f"event {name}" in out and "a.png" in out
    told = finding(run("doctor", "--json"), "seals")
    assert not told["ok"] and isinstance(told["rows"], list) and len(told["rows"]) == 1
    assert "karuta restore" in str(told["advice"])


def test_the_repair_takes_a_row_from_a_backup_and_leaves_what_came_since(
    run: Run, library: LibraryFolder, tmp_path: Path
) -> None:
    assert run("backup")[0] == 0
    with LabelFile.open_writing(library) as file:
        photo, sighting = file.rows("SELECT photo_sha256, sighting_id FROM events WHERE photo_name = 'b.png'")[0]
        decide(file, [confirmed(photo, sighting, 7)], BY_COMMAND)
    run("labels", "export", tmp_path / "before.csv")
    altered(library, "UPDATE events SET card_id = '9'", "photo_name = 'a.png'")
    assert "karuta doctor --repair" in str(finding(run("doctor", "--json"), "seals")["advice"])
    told = finding(run("doctor", "--repair", "--json"), "seals")
    assert (told["ok"], told["rows"]) == (True, [])
    assert run("labels", "export", tmp_path / "after.csv")[0] == 0
    assert (tmp_path / "after.csv").read_bytes() == (tmp_path / "before.csv").read_bytes()


def test_a_row_that_no_backup_has_leaves_the_file_where_a_person_says_so(run: Run, library: LibraryFolder) -> None:
    altered(library, "UPDATE events SET card_id = '9', embedding = x'ff00'", "photo_name = 'a.png'")
    assert run("doctor", "--leave-out")[0] == 2
    aside = library.backups / "left-out-rows.jsonl"
    out = run("doctor", "--repair", "--leave-out")[1]
    assert f"done: 1 row no longer in the label file, but in {aside}." in out
    (row,) = map(json.loads, aside.read_text(encoding="utf-8").splitlines())
    assert (row["table"], row["photo_name"], row["card_id"], row["embedding"]) == ("events", "a.png", "9", "ff00")
    assert finding(run("doctor", "--json"), "seals")["ok"] and finding(run("doctor", "--json"), "labels")["ok"]
    with LabelFile.open_writing(library) as file:
        photo, sighting = file.rows("SELECT photo_sha256, sighting_id FROM events WHERE photo_name = 'b.png'")[0]
        decide(file, [confirmed(photo, sighting, 7)], BY_COMMAND)


@pytest.mark.parametrize("form", ["csv", "jsonl", "coco", "label-studio", "folders", "training"])
def test_no_format_gives_a_falsified_label_away(run: Run, library: LibraryFolder, tmp_path: Path, form: str) -> None:
    altered(library, "UPDATE events SET card_id = '9'", "photo_name = 'a.png'")
    code, _, err = run("labels", "export", tmp_path / "out", "--format", form)
    assert code == 1
    assert "not as they were written: 1" in err
    assert "karuta doctor --repair" in err
    assert not (tmp_path / "out").exists()


def test_the_rest_is_exported_where_that_is_asked_for(run: Run, library: LibraryFolder, tmp_path: Path) -> None:
    name = altered(library, "UPDATE events SET card_id = '9'", "photo_name = 'a.png'")
    code, _, err = run("labels", "export", tmp_path / "out.csv", "--leave-out-damaged")
    assert code == 1
    assert f"event {name}" in err
    assert "depend on these rows: 1 photo" in err
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as text:
        assert [row["photo"] for row in csv.DictReader(text)] == ["b.png", "c.png"]


def test_a_photo_rests_on_the_undo_of_what_was_said_about_it(run: Run, library: LibraryFolder, tmp_path: Path) -> None:
    altered(library, "UPDATE events SET time = 'then'", "kind = 'undo'")
    assert run("labels", "export", tmp_path / "out.csv", "--leave-out-damaged")[0] == 1
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as text:
        assert [row["photo"] for row in csv.DictReader(text)] == ["a.png", "b.png"]


@pytest.mark.parametrize("length", [5000, -4096])
def test_a_truncated_label_file_is_not_sent_in_a_circle(run: Run, library: LibraryFolder, length: int) -> None:
    data = library.labels_db.read_bytes()
    library.labels_db.write_bytes(data[:length])
    code, out, err = run("doctor")
    assert code == 1
    assert "Traceback" not in err
    lines = out.splitlines()
    (at,) = (at for at, line in enumerate(lines) if line.startswith("WRONG  labels"))
    assert "karuta doctor" not in lines[at] + lines[at + 1]
    assert "karuta restore" in lines[at + 1]


def test_a_name_that_is_no_text_any_more_is_a_damaged_file_and_no_bug(
    run: Run, library: LibraryFolder, tmp_path: Path
) -> None:
    for path in (library.labels_db, library.catalogue_db):
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            raw.execute("PRAGMA writable_schema=ON")
            some = "(SELECT min(name) FROM sqlite_master WHERE sql LIKE 'CREATE INDEX%')"
            raw.execute(
                f"UPDATE sqlite_master SET sql = 'CREATE INDEX', name = CAST(x'f0' AS TEXT) WHERE name = {some}"
            )
    for command in (("labels", "stats"), ("labels", "export", tmp_path / "out.csv"), ("undo",), ("catalogue", "info")):
        code, out, err = run(*command)
        assert code == 1
        assert "is damaged" in err
        assert "went wrong" not in out + err
    assert "damaged" in run("doctor")[1]
