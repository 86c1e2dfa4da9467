"""A library remembers outside its label file that it had labels, and nobody takes a lost file for a new one."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.labelling import ANNA
from tests.lost_labels import LOST, Had, events, label, remove

from karuta.domain.backups import FaultKind, LabelFacts, Witness
from karuta.domain.errors import LibraryError
from karuta.domain.label import Kind
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.store import label_guard
from karuta.store.label_file import LabelFile, has_labels
from karuta.store.label_guard import LabelsAstray
from karuta.store.witness import read_witness

KINDS = {
    "missing": FaultKind.LOST,
    "zero bytes": FaultKind.LOST,
    "truncated": FaultKind.DAMAGED,
    "garbage header": FaultKind.DAMAGED,
    "flipped page": FaultKind.DAMAGED,
    "older file": FaultKind.LOST,
    "another library's": FaultKind.LOST,
    "journal beside an old file": FaultKind.DAMAGED,
    "backups damaged in part": FaultKind.LOST,
}


def astray(library: LibraryFolder) -> LabelsAstray:
    with pytest.raises(LabelsAstray) as refused:
        LabelFile.open_writing(library)
    return refused.value


@pytest.mark.parametrize("state", KINDS)
def test_nobody_writes_to_a_lost_file_and_the_newest_sound_backup_is_named(had: Had, state: str) -> None:
    LOST[state](had)
    error = astray(had.library)
    assert f"`karuta restore {had.backup.name}` restores 4 events" in str(error)
    assert "`karuta restore --empty` starts empty" in str(error)
    assert str(error).endswith(".")
    assert "\n" not in str(error)
    # What a leftover journal makes of an old file is damage or not, and shorter in any case.
    assert error.kind in {KINDS[state], *([FaultKind.LOST] if "journal" in state else [])}
    if state != "zero bytes":
        assert not had.library.labels_db.exists() or had.library.labels_db.stat().st_size


@pytest.mark.parametrize("state", ["missing", "zero bytes", "garbage header", "older file", "another library's"])
def test_whoever_reads_is_told_the_same(had: Had, state: str) -> None:
    LOST[state](had)
    for look in (LabelFile.open_reading, has_labels):
        with pytest.raises(LabelsAstray, match=f"karuta restore {had.backup.name}"):
            look(had.library)


def test_a_new_library_has_nothing_to_remember(library: LibraryFolder, tmp_path: Path) -> None:
    assert not has_labels(library)
    LabelFile.open_writing(library).close()
    library.labels_db.unlink()
    LabelFile.open_writing(library).close()
    library.labels_db.write_bytes(b"")  # the very first command was killed
    label(library, tmp_path, 1)
    assert len(events(library.labels_db)) == 1


def test_an_empty_file_that_never_was_one_is_no_older_karutas(library: LibraryFolder) -> None:
    library.root.mkdir()
    library.labels_db.touch()
    with pytest.raises(LibraryError, match=r"There is no label file .*`karuta confirm"):
        LabelFile.open_reading(library)


def test_what_was_written_is_remembered_when_the_file_is_closed(library: LibraryFolder, tmp_path: Path) -> None:
    found = label(library, tmp_path, 1, 2)
    assert read_witness(library) == Witness(LabelFacts(2, found[-1]))


def test_a_library_of_before_is_remembered_by_its_backups(had: Had) -> None:
    had.library.witness_json.unlink()
    remove(had)
    assert "is missing, and it held 4 events" in str(astray(had.library))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"facts": 3}', b"[" * 9000, b'{"facts": {"events": -1}}'])
def test_a_damaged_witness_is_none(had: Had, content: bytes) -> None:
    had.library.witness_json.write_bytes(content)
    assert has_labels(had.library)
    remove(had)
    assert astray(had.library).kind is FaultKind.LOST  # the backups tell


def test_the_witness_is_a_lower_bound_while_somebody_else_writes(library: LibraryFolder, tmp_path: Path) -> None:
    found = label(library, tmp_path, 1)
    with LabelFile.open_writing(library) as first:
        label(library, tmp_path, 2, 3)
        decide(first, [Choice(_photo(first), Kind.NO_CARD)], ANNA)
    witness = read_witness(library)
    assert witness is not None
    assert len(found) < witness.facts.events <= 4
    assert len(label(library, tmp_path, 4)) == 5


def test_what_was_taken_back_is_not_remembered(library: LibraryFolder, tmp_path: Path) -> None:
    label(library, tmp_path, 1)
    with LabelFile.open_writing(library) as file:
        with pytest.raises(RuntimeError), file.writing():
            decide(file, [Choice(_photo(file), Kind.NO_CARD)] * 9, ANNA)
            raise RuntimeError
        decide(file, [Choice(_photo(file), Kind.NO_CARD)], ANNA)
    witness = read_witness(library)
    assert witness is not None
    assert witness.facts.events == 2


def test_events_that_were_deleted_are_missed(library: LibraryFolder, tmp_path: Path) -> None:
    label(library, tmp_path, 1, 2, 3)
    with closing(sqlite3.connect(library.labels_db)) as file, file:
        file.execute("DELETE FROM events WHERE id = (SELECT min(id) FROM events)")
    assert "is shorter than it was: it holds 2 of 3 events" in str(astray(library))


def test_a_file_that_is_taken_away_while_it_is_open_is_not_written(library: LibraryFolder, tmp_path: Path) -> None:
    label(library, tmp_path, 1)
    with LabelFile.open_writing(library) as file:
        photo = _photo(file)
        library.labels_db.rename(tmp_path / "elsewhere.db")
        with pytest.raises(LibraryError, match="moved or replaced while it was open; nothing was saved"):
            decide(file, [Choice(photo, Kind.NO_CARD)], ANNA)
    assert len(events(tmp_path / "elsewhere.db")) == 1
    witness = json.loads(library.witness_json.read_text(encoding="utf-8"))
    assert witness["facts"]["events"] == 1


def test_without_the_right_to_look_nobody_says_that_there_never_were_labels(
    had: Had, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove(had)

    def closed(folder: LibraryFolder) -> Witness:
        raise PermissionError(13, "Permission denied", str(folder.witness_json))

    monkeypatch.setattr(label_guard, "read_witness", closed)
    error = astray(had.library)
    assert error.kind is FaultKind.CLOSED
    assert str(error).endswith("backups is not readable (Permission denied); change its permissions.")
    assert error.advice == "change its permissions"


def _photo(file: LabelFile) -> str:
    return str(file.rows("SELECT sha256 FROM photos ORDER BY 1")[0][0])
