"""Another label file comes in place of the present one whole or not at all, and the present one is kept."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.disk_record import record_disk
from tests.lost_labels import LOST, Had, events, label, remove

from karuta.domain.backups import LabelFacts, Restored, Witness
from karuta.domain.errors import LibraryError
from karuta.paths import LibraryFolder
from karuta.store import database as door
from karuta.store import replace_labels as store
from karuta.store.label_file import LabelFile, has_labels
from karuta.store.labels_schema import SCHEMA
from karuta.store.replace_labels import difference, replace_labels
from karuta.store.witness import read_witness


def test_a_folder_in_the_place_of_the_label_file_is_told_and_put_aside(had: Had) -> None:
    path = had.library.labels_db
    path.unlink()
    (path / "of somebody").mkdir(parents=True)
    for opening in (LabelFile.open_reading, LabelFile.open_writing):
        with pytest.raises(LibraryError, match="is a folder, not a label file; `karuta restore labels-v"):
            opening(had.library)
    done = replace_labels(had.library, had.backup)
    assert (done.gained, done.lost) == (4, 0)
    assert events(path) == had.backed_up
    assert (path.with_name("labels.db.damaged") / "of somebody").is_dir()


@pytest.mark.parametrize("step", ["the folder is not flushed", "the witness is not written"])
def test_a_disk_that_fails_once_the_new_file_is_in_place_is_no_failure(
    had: Had, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    moved, written = store.move, store.write_witness

    def move(source: Path, target: Path) -> Path:
        moved(source, target)
        if target == had.library.labels_db and step == "the folder is not flushed":
            raise OSError(errno.EIO, "Input/output error", str(target.parent))
        return target

    def write(folder: LibraryFolder, witness: Witness) -> None:
        if witness.instead is None and step == "the witness is not written":
            raise OSError(errno.ENOSPC, "No space left on device", str(folder.witness_json))
        written(folder, witness)

    monkeypatch.setattr(store, "move", move)
    monkeypatch.setattr(store, "write_witness", write)
    done = replace_labels(had.library, had.backup)
    assert done.kept_as is not None and done.kept_as.is_file()
    assert events(had.library.labels_db) == had.backed_up
    assert "is restored, but the disk did not confirm that it lasts" in caplog.text
    assert "karuta backup" in caplog.text
    assert label(had.library, had.backup.parent.parent.parent / "photos", 6)  # either file is right by the witness


GAINED_AND_LOST = {"missing": Restored(4, 0), "older file": Restored(1, 0), "another library's": Restored(4, 6)}


@pytest.mark.parametrize("state", LOST)
def test_from_every_state_all_labels_of_the_backup_come_back_and_what_was_there_is_kept(had: Had, state: str) -> None:
    LOST[state](had)
    path = had.library.labels_db
    before = path.read_bytes() if path.exists() else None
    expected = difference(had.library, had.backup)
    done = replace_labels(had.library, had.backup)
    assert Restored(done.gained, done.lost) == expected
    assert expected == GAINED_AND_LOST.get(state, expected)
    assert events(path) == had.backed_up
    assert read_witness(had.library) == Witness(LabelFacts(4, had.backed_up[-1]))
    if before is None:
        assert done.kept_as is None
    else:
        assert done.kept_as is not None
        if "journal" not in state:  # that was played into the old file when it was opened, or lies beside it
            assert done.kept_as.read_bytes() == before
    assert not list(had.library.root.glob("labels.db-*"))
    assert not list(had.library.root.glob(".*"))
    assert not list(had.library.backups.glob("*-journal")) or "journal" in state
    found = label(had.library, had.backup.parent.parent.parent / "photos", 6)
    assert len(found) == 5


def test_to_begin_anew_keeps_what_was_there(had: Had) -> None:
    done = replace_labels(had.library, None)
    assert (done.gained, done.lost) == (0, 5)
    assert events(had.library.labels_db) == []
    assert done.kept_as is not None
    assert events(done.kept_as) == list(had.events)
    assert read_witness(had.library) == Witness(LabelFacts(0, None))
    replace_labels(had.library, done.kept_as)
    assert events(had.library.labels_db) == list(had.events)


def test_an_older_karutas_backup_comes_back_as_one_of_this_version(had: Had, tmp_path: Path) -> None:
    old = tmp_path / "v1.db"
    schema = door.Schema("label file", SCHEMA.application_id, 1, _first_step(), SCHEMA.made_by, SCHEMA.mended_by)
    door.open_writing(old, schema).conn.close()
    replace_labels(had.library, old)
    with LabelFile.open_reading(had.library) as file:
        assert file.first_row("PRAGMA user_version") == (SCHEMA.version,)


def test_everything_is_on_the_disk_when_it_is_said(had: Had, monkeypatch: pytest.MonkeyPatch) -> None:
    record = record_disk(monkeypatch)
    replace_labels(had.library, had.backup)
    assert record.owed == set()
    assert record.early == []


def test_a_disk_without_second_names_keeps_a_copy(had: Had, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*paths: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    done = replace_labels(had.library, had.backup)
    assert done.kept_as is not None
    assert events(done.kept_as) == list(had.events)
    assert events(had.library.labels_db) == had.backed_up


@contextmanager
def writer(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def test_while_somebody_writes_nothing_is_replaced(had: Had, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "BUSY_SECONDS", 0.05)
    inode = had.library.labels_db.stat().st_ino
    with writer(had.library.labels_db), pytest.raises(LibraryError, match=r"in use by .*Nothing was changed"):
        replace_labels(had.library, had.backup)
    assert had.library.labels_db.stat().st_ino == inode
    assert events(had.library.labels_db) == list(had.events)


def test_who_had_the_old_file_open_saves_nothing_into_it(had: Had) -> None:
    with LabelFile.open_writing(had.library) as file:
        done = replace_labels(had.library, had.backup)
        with pytest.raises(LibraryError, match="replaced while it was open; nothing was saved"), file.writing():
            file.insert("photos", ("sha256", "bytes"), [("x", 1)])
    assert done.kept_as is not None
    assert events(done.kept_as) == list(had.events)
    assert read_witness(had.library) == Witness(LabelFacts(4, had.backed_up[-1]))


def test_a_disk_that_refuses_leaves_the_file_as_it_was(had: Had, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(store, "move", full)
    with pytest.raises(LibraryError, match=r"could not be replaced \(No space left on device"):
        replace_labels(had.library, had.backup)
    assert events(had.library.labels_db) == list(had.events)
    assert has_labels(had.library)
    assert not list(had.library.root.glob(".labels*"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills copies of itself")
@pytest.mark.parametrize("change", [remove, lambda had: None], ids=["missing", "whole"])
def test_killed_at_any_moment_it_is_one_file_or_the_other(had: Had, change: Callable[[Had], None]) -> None:
    """A child a moment: it dies by itself at its n-th call of the system that Python hears of."""
    change(had)
    path = had.library.labels_db
    before = events(path) if path.exists() else None
    kept = shutil.copytree(had.library.root, had.library.root.with_name("as-it-was"))
    script = [sys.executable, "-c", KILLED, str(had.library.root), str(kept), str(had.backup.name)]
    done = subprocess.run(script, capture_output=True, text=True, check=True, timeout=120)
    states = [line.split() for line in done.stdout.splitlines()]
    assert len(states) > 20
    found = {tuple(state) for state in states}
    # Each file as the witness has it, so nothing asks a person to choose between them.
    whole = str(len(before)) if before is not None else "none"
    assert found == {(whole, "ok" if before is not None else "lost"), ("4", "ok")}


# For each moment: a fresh copy of the library, a child that restores and dies there, and what is left.
KILLED = """
import os, shutil, sqlite3, sys
from pathlib import Path
from karuta.paths import LibraryFolder
from karuta.store.label_guard import LabelsAstray
from karuta.store.label_file import has_labels
from karuta.store.replace_labels import replace_labels

root, kept, backup = sys.argv[1:]
library = LibraryFolder(Path(root))
HEARD = ("os.", "open", "sqlite3.connect", "shutil.")

def die_at(moment):
    heard = 0
    def hear(event, arguments):
        nonlocal heard
        if event.startswith(HEARD) and event != "os.scandir":
            heard += 1
            if heard == moment:
                os._exit(9)
    sys.addaudithook(hear)

moment = 0
while True:
    moment += 1
    shutil.rmtree(root)
    shutil.copytree(kept, root)
    child = os.fork()
    if not child:
        die_at(moment)
        replace_labels(library, library.backups / backup)
        os._exit(0)
    over = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    try:
        has_labels(library)
        state = "ok"
    except LabelsAstray as error:
        state = error.kind.value
    held = "none"
    if library.labels_db.exists():
        file = sqlite3.connect(library.labels_db)
        held = file.execute("SELECT count(*) FROM events").fetchone()[0]
        file.close()
    print(held, state, flush=True)
    if over:
        break
"""


def _first_step() -> object:
    first = door.Migrations("labels")
    first()(next(iter(SCHEMA.migrations.steps.values())))
    return first
