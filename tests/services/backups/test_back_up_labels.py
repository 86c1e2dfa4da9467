"""A copy is made each day on which something was written, before much is changed, and on the second disk too."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.labelling import ANNA, ToldRecogniser, draw_photo, find_card, library_in
from tests.lost_labels import damage_backups, events, flip_page_of, label, library_with_backup, remove

from karuta.domain.label import Kind
from karuta.paths import LibraryFolder
from karuta.services.backups.back_up_labels import back_up_before, back_up_labels_if_due, back_up_now
from karuta.services.backups.list_backups import check_backups, examined_backups, second_place
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.import_labels import import_labels
from karuta.store import backups
from karuta.store.label_backups import back_up_labels
from karuta.store.label_file import LabelFile
from karuta.store.label_guard import LabelsAstray
from karuta.store.witness import read_witness

TODAY = datetime.now().astimezone().replace(hour=12, minute=0)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    library = library_in(tmp_path)
    label(library, tmp_path, 1, 2)
    return library


def copies(library: LibraryFolder) -> list[Path]:
    return backups.backups_of(library.labels_db, library.backups)


def test_a_backup_is_made_once_a_day_and_only_where_something_was_written(
    library: LibraryFolder, tmp_path: Path
) -> None:
    back_up_labels_if_due(library, now=TODAY)
    assert len(copies(library)) == 1
    label(library, tmp_path, 3)
    back_up_labels_if_due(library, now=TODAY + timedelta(hours=11))
    assert len(copies(library)) == 1
    back_up_labels_if_due(library, now=TOMORROW)
    assert len(copies(library)) == 2
    back_up_labels_if_due(library, now=TOMORROW + timedelta(days=1))
    assert len(copies(library)) == 2
    back_up_labels_if_due(LibraryFolder(library.root / "none"), now=TODAY)


def test_one_of_a_clock_that_was_ahead_stops_no_other(library: LibraryFolder, tmp_path: Path) -> None:
    back_up_labels(library, now=TODAY.replace(year=2088))
    label(library, tmp_path, 3)
    back_up_labels_if_due(library, now=TODAY)
    label(library, tmp_path, 4)
    back_up_labels_if_due(library, now=TOMORROW)
    assert [backups.made_at(copy).year for copy in copies(library)].count(2088) == 1
    assert len(copies(library)) == 3


def test_a_lost_file_is_not_backed_up(library: LibraryFolder) -> None:
    remove(library_with_backup(library, library.root.parent / "more"))
    before = copies(library)
    for make in (back_up_labels_if_due, back_up_before, back_up_now):
        with pytest.raises(LabelsAstray):
            make(library)
    assert copies(library) == before


def choices(file: LabelFile, photo: str, count: int) -> list[Choice]:
    return [Choice(photo, Kind.NO_CARD)] * count


@pytest.mark.parametrize(("count", "made"), [(100, 0), (101, 1)])
def test_before_more_than_a_hundred_at_once_a_copy_is_made(library: LibraryFolder, count: int, made: int) -> None:
    with LabelFile.open_writing(library) as file:
        photo = file.rows("SELECT sha256 FROM photos")[0][0]
        decide(file, choices(file, photo, count), ANNA)
    assert [len(events(copy)) for copy in copies(library)] == [2] * made


def test_before_an_import_a_copy_is_made(library: LibraryFolder, tmp_path: Path) -> None:
    draw_photo(tmp_path / "new.png", 77)
    truth = tmp_path / "truth.csv"
    truth.write_text("photo,card_id\nnew.png,3\n", encoding="utf-8")
    told = ToldRecogniser()
    with LabelFile.open_writing(library) as file:
        import_labels(file, truth, origin=ANNA, find_card=find_card, recognise=told, recognise_corners=told.at)
    assert [len(events(copy)) for copy in copies(library)] == [2]


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def test_the_second_folder_gets_each_copy_in_a_folder_of_the_library(library: LibraryFolder, disk: Path) -> None:
    disk.mkdir()
    second = second_place(library, str(disk))
    assert second is not None
    assert second != second_place(LibraryFolder(library.root.with_name("other")), str(disk))
    back_up_labels_if_due(library, second, now=TODAY)
    (copy,) = copies(library)
    assert (second / copy.name).read_bytes() == copy.read_bytes()
    witness = read_witness(library)
    assert witness is not None
    assert witness.second == str(second)
    library.labels_db.unlink()
    copy.unlink()
    with pytest.raises(LabelsAstray, match=f"karuta restore {second / copy.name}"):
        LabelFile.open_writing(library)


def test_the_list_reads_each_through_and_tells_a_second_copy_only_where_the_first_is_of_no_use(
    library: LibraryFolder, disk: Path, tmp_path: Path
) -> None:
    disk.mkdir()
    second = second_place(library, str(disk))
    assert second is not None
    back_up_labels_if_due(library, second, now=TODAY)
    label(library, tmp_path, 3)
    back_up_labels_if_due(library, second, now=TOMORROW)
    older, newer = copies(library)
    assert [(backup.backup.path, backup.sound) for backup in examined_backups(library, second)] == [
        (newer, True),
        (older, True),
    ]
    flip_page_of(older)
    assert [(backup.backup.path, backup.sound) for backup in examined_backups(library, second)] == [
        (newer, True),
        (older, False),
        (second / older.name, True),
    ]


def test_the_doctor_says_how_the_backups_are(library: LibraryFolder, tmp_path: Path) -> None:
    (found,) = check_backups(library)
    assert (found.ok, found.message) == (True, "none yet; the next command that writes makes one")
    had = library_with_backup(library, tmp_path / "more")
    (found,) = check_backups(library)
    assert found.message.startswith("1 sound, the newest of ")
    damage_backups(had)
    found, *wrong = check_backups(library)
    assert found.ok
    assert [(finding.ok, finding.advice and finding.advice.split(";")[0][:6]) for finding in wrong] == [
        (False, "delete")
    ] * 2
    assert wrong[0].message == "labels-v2-20990102T000000000000Z.db: it is damaged (file is not a database)"
    *_, gone = check_backups(library, tmp_path / "stick" / "library")
    assert (gone.ok, gone.advice) == (False, "connect its disk or choose another")
