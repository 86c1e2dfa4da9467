"""A backup comes back by its name or its path, with no window open, and from ten states of a lost label file."""

from __future__ import annotations

from pathlib import Path

import filelock
import pytest
from tests.lost_labels import LOST, Had, events, flip_page_of, label

from karuta.domain.errors import LibraryError
from karuta.paths import LibraryFolder
from karuta.services.backups.label_state import LabelsAstray, refuse_where_astray
from karuta.services.backups.restore import restore, what_would_change
from karuta.services.labels.open_labels import labels_for_writing


@pytest.mark.parametrize("state", LOST)
def test_from_every_state_the_sentence_says_what_brings_the_labels_back(had: Had, state: str) -> None:
    LOST[state](had)
    with pytest.raises(LabelsAstray) as refused:
        labels_for_writing(had.library)
    name = str(refused.value).split("`karuta restore ")[1].split("`")[0]
    restore(had.library, name)
    refuse_where_astray(had.library)
    assert events(had.library.labels_db) == had.backed_up


def test_a_dry_run_changes_nothing(had: Had) -> None:
    def seen() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in had.library.root.rglob("*") if path.is_file()}

    before = seen()
    for wanted, lost in ((had.backup.name, 1), (None, 5), (str(had.other), 5)):
        assert what_would_change(had.library, wanted).lost == lost
    assert seen() == before


def test_a_path_anywhere_comes_back_also_into_a_library_that_is_not_there(had: Had, tmp_path: Path) -> None:
    new = LibraryFolder(tmp_path / "new" / "library")
    done = restore(new, str(had.old))
    assert (done.gained, done.lost, done.kept_as) == (3, 0, None)
    assert events(new.labels_db) == list(had.events[:3])
    label(new, tmp_path, 44)


@pytest.mark.parametrize("wanted", ["labels-v2-20200101T000000000000Z.db", "no/such/file.db", ""])
def test_what_is_not_there_is_one_sentence(had: Had, wanted: str) -> None:
    with pytest.raises(LibraryError, match=r"There is no backup .*`karuta backups` lists"):
        restore(had.library, wanted)


def test_what_is_damaged_does_not_come_back_and_the_newest_sound_one_is_named(had: Had) -> None:
    flip_page_of(had.old)
    before = had.library.labels_db.read_bytes()
    for wanted in (str(had.old), __file__):
        with pytest.raises(LibraryError, match=f"cannot be restored: .*`karuta restore {had.backup.name}`"):
            restore(had.library, wanted)
    assert had.library.labels_db.read_bytes() == before


def test_with_a_window_open_nothing_is_restored_from_elsewhere(had: Had) -> None:
    before = events(had.library.labels_db)
    with (
        filelock.FileLock(had.library.window_lock, is_singleton=False),
        pytest.raises(LibraryError, match=r"A window has the library at .* open, so this was not done; close it"),
    ):
        restore(had.library, had.backup.name)
    assert events(had.library.labels_db) == before
    assert restore(had.library, had.backup.name).lost == 1
