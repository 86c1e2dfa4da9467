"""Pictures that a label cites are on the disk before it is, with their names and those of their folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.disk_record import record_disk

from karuta.paths import LibraryFolder
from karuta.store.picture_files import crop_file, keep_crop, keep_photo


def test_a_crop_and_a_pasted_photo_outlast_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library, disk = LibraryFolder(tmp_path / "library"), record_disk(monkeypatch)
    crop = crop_file(library, keep_crop(library, b"crop"))
    photo = keep_photo(library, b"photo", suffix=".png")
    assert disk.has_flushed(crop)
    assert disk.has_flushed(photo)
    assert not disk.early
    assert not disk.owed


def test_one_that_is_there_already_may_be_from_somebody_who_died_before_its_name_was_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = LibraryFolder(tmp_path / "library")
    crop = crop_file(library, keep_crop(library, b"crop"))
    disk = record_disk(monkeypatch)
    assert crop_file(library, keep_crop(library, b"crop")) == crop
    assert disk.has_flushed(crop.parent)
