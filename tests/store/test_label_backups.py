"""Backups of labels are looked over when they are made and when they are listed, and none goes that is still wanted."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.labelling import library_in
from tests.lost_labels import events, flip_page_of, label

from karuta.domain.backups import LabelFacts
from karuta.domain.errors import LibraryError
from karuta.paths import LibraryFolder
from karuta.store import backups
from karuta.store.label_backups import (
    anything_new,
    at_a_glance,
    back_up_labels,
    examine,
    label_backups,
    mirror,
    newest_sound,
    thin,
)

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    library = library_in(tmp_path)
    label(library, tmp_path, 1, 2)
    return library


def made(library: LibraryFolder, *, now: datetime | None = None) -> Path:
    return back_up_labels(library, now=now)


def names(library: LibraryFolder) -> set[str]:
    return {backup.path.name for backup in label_backups(library.backups)}


def test_a_backup_holds_what_the_file_holds_and_says_so(library: LibraryFolder) -> None:
    found = events(library.labels_db)
    one = examine(at_a_glance(made(library, now=NOW)))
    assert one.sound
    assert (one.facts, one.labels) == (LabelFacts(2, found[-1]), 2)
    assert one.backup.made == NOW
    assert events(one.backup.path) == found


def test_a_copy_whose_index_is_damaged_is_no_backup(library: LibraryFolder) -> None:
    """What `quick_check` does not see: an index that lacks a row of its table."""
    with closing(sqlite3.connect(library.labels_db, isolation_level=None)) as file:
        file.execute("PRAGMA writable_schema=ON")
        file.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '(action_id)', '(kind)') WHERE name = 'events_by_action'"
        )
    with pytest.raises(LibraryError, match="damaged"):
        back_up_labels(library)
    assert names(library) == set()


@pytest.mark.parametrize("with_card", [True, False])
def test_a_damaged_backup_is_seen(library: LibraryFolder, *, with_card: bool) -> None:
    copy = made(library)
    if not with_card:
        copy.with_suffix(".json").unlink()
    assert examine(at_a_glance(copy)).sound
    flip_page_of(copy)
    assert not examine(at_a_glance(copy)).sound
    copy.write_bytes(b"")
    assert not examine(at_a_glance(copy)).sound
    assert newest_sound(library) is None


def test_a_letter_that_changed_in_the_file_is_named_in_its_backup_which_is_not_the_newest_sound_one(
    library: LibraryFolder, tmp_path: Path
) -> None:
    sound = made(library)
    label(library, tmp_path, 3)
    changed, *_ = events(library.labels_db)
    with closing(sqlite3.connect(library.labels_db)) as file, file:
        file.execute("UPDATE events SET card_id = '9' WHERE id = ?", [changed])
    copy = made(library)
    for _ in range(2):  # by its card, and read through
        one = examine(at_a_glance(copy))
        assert (one.fault, one.sound, one.broken) == (None, False, (changed,))
        copy.with_suffix(".json").unlink(missing_ok=True)
    best = newest_sound(library)
    assert best is not None
    assert best.backup.path == sound


def test_a_backup_of_a_newer_karuta_is_told_of_and_stops_nothing(library: LibraryFolder, tmp_path: Path) -> None:
    newer = library.backups / "labels-v99-20990101T000000000000Z.db"
    shutil.copyfile(library.labels_db, newer)
    with closing(sqlite3.connect(newer)) as file:
        file.execute("PRAGMA user_version=99")
    one = examine(at_a_glance(newer))
    assert one.is_newer
    assert not one.sound
    first = made(library)
    label(library, tmp_path, 3)
    assert anything_new(library)
    second = made(library)
    assert names(library) == {newer.name, first.name, second.name}
    best = newest_sound(library)
    assert best is not None
    assert best.backup.path == second


def test_of_a_clock_that_was_ahead_the_newest_labels_are_the_newest_backup(
    library: LibraryFolder, tmp_path: Path
) -> None:
    made(library, now=NOW.replace(year=2090))
    label(library, tmp_path, 3)
    newest = made(library, now=NOW)
    best = newest_sound(library)
    assert best is not None
    assert best.backup.path == newest


def test_a_backup_that_holds_more_than_the_newest_is_never_thinned_away(library: LibraryFolder, tmp_path: Path) -> None:
    few = shutil.copyfile(library.labels_db, tmp_path / "few.db")
    label(library, tmp_path, 3)
    better = made(library, now=NOW)
    shutil.copyfile(few, library.labels_db)
    library.witness_json.unlink()
    poor = made(library, now=NOW + timedelta(days=1))
    days = [f"labels-v2-{NOW + timedelta(days=day):%Y%m%dT%H%M%S%f}Z" for day in range(6, 500, 5)]
    for name in days:
        for suffix in (".db", ".json"):
            shutil.copyfile(poor.with_suffix(suffix), library.backups / f"{name}{suffix}")
    made(library, now=NOW + timedelta(days=500))
    left = names(library)
    assert better.name in left
    assert {f"{name}.db" for name in days} - left
    assert f"{days[0]}.db" not in left
    assert not (library.backups / f"{days[0]}.json").exists()


def test_nor_is_one_that_cannot_be_read(library: LibraryFolder) -> None:
    torn = library.backups / "labels-v2-20250101T000000000000Z.db"
    torn.write_bytes(made(library, now=NOW).read_bytes()[:5000])
    thin(made(library, now=NOW + timedelta(days=400)), now=NOW + timedelta(days=400))
    assert torn.exists()


def test_when_the_disk_is_nearly_full_the_old_ones_go_and_the_last_sound_one_stays(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(library, now=NOW)
    size = first.stat().st_size
    usage = shutil.disk_usage(library.backups)
    for hour, free, left in ((1, 100 * size, 2), (2, 27 * size, 3), (3, 27 * size, 3), (4, 3 * size, 1)):
        monkeypatch.setattr(backups, "_LEFT_FREE_BYTES", 0)
        monkeypatch.setattr(backups.shutil, "disk_usage", lambda place, free=free: usage._replace(free=free))
        newest = made(library, now=NOW + timedelta(hours=hour))
        assert len(names(library)) == left
        assert newest.name in names(library)


def test_a_backup_that_does_not_fit_is_one_sentence(library: LibraryFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(library.backups)
    monkeypatch.setattr(backups.shutil, "disk_usage", lambda place: usage._replace(free=1000))
    with pytest.raises(LibraryError, match=r"no room for a backup of 1 MB in .*; free some space"):
        back_up_labels(library)
    assert names(library) == set()


def test_the_second_disk_gets_the_same_bytes(library: LibraryFolder, tmp_path: Path) -> None:
    copy = made(library)
    second = mirror(copy, tmp_path / "disk" / "library")
    assert second.read_bytes() == copy.read_bytes()
    assert examine(at_a_glance(second)).sound
    best = newest_sound(library, second.parent)
    assert best is not None
    copy.unlink()
    best = newest_sound(library, second.parent)
    assert best is not None
    assert best.backup.path == second
