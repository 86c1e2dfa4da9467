"""For tests of lost labels: a library with labels and backups, and the ways in which its label file is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from karuta.paths import LibraryFolder
from karuta.services.labels.decide import decide
from karuta.store.label_backups import back_up_labels
from karuta.store.label_file import LabelFile
from tests.labelling import BY_COMMAND, confirmed, draw_photo, put_photo


def label(library: LibraryFolder, photos: Path, *seeds: int) -> list[str]:
    """Label one photo a seed; the events' names, each one action."""
    with LabelFile.open_writing(library) as file:
        for seed in seeds:
            photo = put_photo(file, draw_photo(photos / f"{seed}.png", seed))
            sighting = file.rows("SELECT id FROM sightings WHERE photo_sha256 = ?", [photo])[0][0]
            decide(file, [confirmed(photo, sighting, 1 + seed % 9)], BY_COMMAND)
    return events(library.labels_db)


def events(path: Path) -> list[str]:
    # Not for reading alone: what a killed writer left half done is taken back first.
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as file:
        return [row[0] for row in file.execute("SELECT id FROM events ORDER BY id")]


@dataclass(frozen=True)
class Had:
    """What a library had before its label file was lost: five labels, the first four in the backup, three in `old`."""

    library: LibraryFolder
    events: Sequence[str]
    backup: Path
    old: Path
    other: Path

    @property
    def backed_up(self) -> list[str]:
        return list(self.events[:4])

    def copied(self, library: LibraryFolder, folder: Path) -> Had:
        """The same in places that are not there yet."""
        shutil.copytree(self.library.root, library.root)
        shutil.copytree(self.old.parent, folder)
        other = folder / self.other.relative_to(self.old.parent)
        return Had(library, self.events, library.backups / self.backup.name, folder / self.old.name, other)


def library_with_backup(library: LibraryFolder, folder: Path) -> Had:
    """Five labels; a backup of four; beside the library an old copy of three and another library's file."""
    folder.mkdir(parents=True, exist_ok=True)
    label(library, folder, 1, 2, 3)
    old = Path(shutil.copyfile(library.labels_db, folder / "old.db"))
    label(library, folder, 4)
    backup = back_up_labels(library)
    assert backup is not None
    found = label(library, folder, 5)
    other = LibraryFolder(folder / "other")
    label(other, folder, *range(11, 17))
    return Had(library, found, backup, old, other.labels_db)


def remove(had: Had) -> None:
    had.library.labels_db.unlink()


def empty(had: Had) -> None:
    had.library.labels_db.write_bytes(b"")


def cut_off(had: Had) -> None:
    path = had.library.labels_db
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)


def scribble_head(had: Had) -> None:
    _overwrite(had.library.labels_db, 0, b"\xa5" * 100)


def flip_page(had: Had) -> None:
    """The root of an index: SQLite opens the file, and its own check complains."""
    flip_page_of(had.library.labels_db)


def flip_page_of(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        root = file.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events_by_action'").fetchone()[0]
    _overwrite(path, (root - 1) * 4096, b"\xff" * 40)


def put_old_file(had: Had) -> None:
    shutil.copyfile(had.old, had.library.labels_db)


def put_other_library(had: Had) -> None:
    shutil.copyfile(had.other, had.library.labels_db)


def leave_journal(had: Had) -> None:
    """An old file in place, and beside it the journal of a writer of the newer one that was killed."""
    path = had.library.labels_db
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA cache_size=1")  # so that pages are written, and the journal before them
        file.execute("BEGIN IMMEDIATE")
        file.execute("UPDATE events SET name = name || 'x'")
        file.execute("CREATE TABLE more AS SELECT * FROM events, sightings, lookups")
        journal = path.with_name("labels.db-journal").read_bytes()
        file.execute("ROLLBACK")
    shutil.copyfile(had.old, path)
    path.with_name("labels.db-journal").write_bytes(journal)


def damage_backups(had: Had) -> None:
    """The file is gone, a newer backup is cut off and the newest is scribbled over."""
    remove(had)
    whole = had.backup.read_bytes()
    for name, content in (("20990101T000000000000", whole[:9000]), ("20990102T000000000000", b"?" * 5000)):
        (had.library.backups / f"labels-v2-{name}Z.db").write_bytes(content)


LOST: dict[str, Callable[[Had], None]] = {
    "missing": remove,
    "zero bytes": empty,
    "truncated": cut_off,
    "garbage header": scribble_head,
    "flipped page": flip_page,
    "older file": put_old_file,
    "another library's": put_other_library,
    "journal beside an old file": leave_journal,
    "backups damaged in part": damage_backups,
}
"""Each takes away the label file, in its way."""


def _overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def root_obeys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may do everything; for a test it obeys the rights of a file as everybody else does."""
    allowed = os.access

    def access(path: str | Path, mode: int) -> bool:
        if not allowed(path, mode):
            return False
        bits = Path(path).stat().st_mode
        return not (mode & os.W_OK and not bits & 0o200) and not (mode & os.R_OK and not bits & 0o400)

    monkeypatch.setattr(os, "access", access)
