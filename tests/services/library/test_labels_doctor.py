"""The doctor's look at a label file names what is wrong and the one thing to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.labelling import ANNA, confirmed, draw_photo, library_in, put_photo

from karuta.paths import LibraryFolder, resources_folder
from karuta.services.labels.check_labels import check_labels
from karuta.services.labels.decide import decide
from karuta.services.library.doctor import repair
from karuta.services.library.keeping.checking import RepairContext
from karuta.store.backups import back_up
from karuta.store.label_file import LabelFile


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    library = library_in(tmp_path)
    with LabelFile.open_writing(library) as file:
        photo = put_photo(file, draw_photo(tmp_path / "a.png"))
        decide(file, [confirmed(photo, file.rows("SELECT id FROM sightings")[0][0])], ANNA)
    return library


def test_a_damaged_file_points_to_the_newest_backup(library: LibraryFolder) -> None:
    back_up(library.labels_db, library.backups, "label file")
    newest = back_up(library.labels_db, library.backups, "label file")
    with LabelFile.open_reading(library) as file:
        root = file.rows("SELECT rootpage FROM sqlite_master WHERE name = 'events_by_action'")[0][0]
    data = bytearray(library.labels_db.read_bytes())
    data[(root - 1) * 4096 : (root - 1) * 4096 + 40] = b"\xff" * 40
    library.labels_db.write_bytes(bytes(data))
    (wrong,) = (finding for finding in check_labels(library) if not finding.ok)
    assert wrong.advice is not None
    assert f"`karuta restore {newest.name}`" in wrong.advice


def test_a_queue_that_went_astray_is_told(library: LibraryFolder) -> None:
    with LabelFile.open_writing(library) as file, file.writing():
        file.change("DELETE FROM queue", [()])
    assert [finding.check for finding in check_labels(library) if not finding.ok] == ["queue"]


def test_what_the_system_refuses_to_a_repair_is_said(library: LibraryFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with LabelFile.open_writing(library) as file, file.writing():
        file.change("DELETE FROM queue", [()])

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(library.labels_db))

    monkeypatch.setattr("karuta.store.label_file.LabelFile.open_writing", refuse)
    said = [text for finding in repair(RepairContext(library, resources_folder())) for text in finding.done]
    assert any("Permission denied" in text for text in said), said
