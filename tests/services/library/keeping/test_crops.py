"""A lost crop is cut again from its photo: the same bytes, or one that answers as the label did; else it says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.kept import DAMAGES, PHOTOS, flip, photograph

from karuta.domain.cancel import CancelToken
from karuta.engine.decode import decode
from karuta.files import file_hash
from karuta.paths import LibraryFolder
from karuta.services.library.keeping.checking import ReadProgress
from karuta.services.library.keeping.crops import Crops, Lost, mend_next_crops
from karuta.store.confirmed_crops import crops_of_labels
from karuta.store.label_file import LabelFile
from karuta.store.picture_files import crop_file, sound_crop


def names(library: LibraryFolder) -> list[str]:
    with LabelFile.open_reading(library) as file:
        found = sorted(crops_of_labels(file))
    assert len(found) == PHOTOS
    return found


def photo_of_crop(library: LibraryFolder, place: Path, crop: str) -> Path:
    with LabelFile.open_reading(library) as file:
        [(photo,)] = file.rows("SELECT photo_sha256 FROM sightings WHERE crop_sha256 = ?", [crop])
    return next(path for path in (place / "photos").iterdir() if file_hash(path) == photo)


def change_corners(library: LibraryFolder, *, by: float) -> None:
    """As if the crops had been cut elsewhere than the file says."""
    with LabelFile.open_writing(library) as file, file.writing():
        for name, text in file.rows("SELECT id, corners FROM sightings"):
            moved = " ".join(f"{float(value) + by:.2f}" for value in text.split())
            file.change("UPDATE sightings SET corners = ? WHERE id = ?", [(moved, name)])


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_lost_or_damaged_crop_comes_back_to_the_last_bit(
    library: LibraryFolder, damage: Callable[[Path], None]
) -> None:
    crop = names(library)[0]
    before = crop_file(library, crop).read_bytes()
    damage(crop_file(library, crop))
    assert sound_crop(library, crop) is None
    with LabelFile.open_reading(library) as file:
        crops = Crops(file)
        found = crops.find(crop)
    assert found is not None and found.sha256 == crop
    assert crop_file(library, crop).read_bytes() == before
    assert (crops.remade, crops.lost) == (1, {})


def test_a_photo_that_is_another_picture_now_is_not_cut(library: LibraryFolder, place: Path) -> None:
    """Its name and its length are the same."""
    crop = names(library)[0]
    crop_file(library, crop).unlink()
    photo = photo_of_crop(library, place, crop)
    length = photo.stat().st_size
    photo.write_bytes(photograph(place / "other.jpg", 5).read_bytes()[:length].ljust(length, b"\0"))
    with LabelFile.open_reading(library) as file:
        crops = Crops(file)
        assert crops.find(crop) is None
    assert crops.lost == {crop: Lost.NO_PHOTO}
    assert not crop_file(library, crop).exists()


def test_what_cannot_be_had_to_the_last_bit_stands_in_where_it_answers_as_the_label_did(
    library: LibraryFolder,
) -> None:
    crop = names(library)[0]
    before = decode(crop_file(library, crop))
    crop_file(library, crop).unlink()
    change_corners(library, by=0.3)
    with LabelFile.open_reading(library) as file:
        crops = Crops(file)
        found = crops.find(crop)
    assert found is not None and found.sha256 != crop == found.path.stem.partition("-")[0]
    assert file_hash(found.path) == found.sha256
    assert sound_crop(library, crop) == found
    assert np.abs(decode(found.path).astype(int) - before).mean() < 6


def test_what_answers_otherwise_than_the_label_did_is_refused(library: LibraryFolder) -> None:
    crop = names(library)[0]
    crop_file(library, crop).unlink()
    change_corners(library, by=90)
    with LabelFile.open_reading(library) as file:
        crops = Crops(file)
        assert crops.find(crop) is None
    assert crops.lost == {crop: Lost.ANOTHER}
    assert sound_crop(library, crop) is None


def test_without_the_model_that_saw_it_nothing_stands_in(library: LibraryFolder) -> None:
    crop = names(library)[0]
    crop_file(library, crop).unlink()
    change_corners(library, by=0.3)
    with LabelFile.open_writing(library) as file:
        with file.writing():
            for table in ("events", "lookups"):
                file.change(f"UPDATE {table} SET model_hash = ?", [("0" * 64,)])
        crops = Crops(file)
        assert crops.find(crop) is None
    assert crops.lost == {crop: Lost.NOT_PROVEN}


def crops_in(library: LibraryFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in library.crops.rglob("*.webp")}


def test_lost_and_damaged_crops_come_back_some_at_a_time(library: LibraryFolder, tmp_path: Path) -> None:
    before = crops_in(library)
    first, *others = sorted(library.crops.rglob("*.webp"))
    flip(first)
    for path in others:
        path.unlink()
    memory = tmp_path / "memory.json"
    ended = [mend_next_crops(library, ReadProgress(memory), cancel=CancelToken(), most=1) for _ in range(PHOTOS + 1)]
    assert ended == [False] * PHOTOS + [True]
    assert crops_in(library) == before
