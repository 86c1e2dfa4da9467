"""Pictures that a label cites are on the disk before it is, with their names and those of their folders."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.disk_record import record_disk
from tests.kept import DAMAGES

from karuta.paths import LibraryFolder
from karuta.store.damaged import set_aside, thin_out_damaged
from karuta.store.picture_files import (
    KeptCrop,
    crop_file,
    is_whole,
    keep_crop,
    keep_photo,
    keep_stand_in,
    keep_thumbnail,
    sound_crop,
    sound_thumbnail,
)


def test_a_crop_and_a_pasted_photo_outlast_a_power_cut(library: LibraryFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = record_disk(monkeypatch)
    crop = crop_file(library, keep_crop(library, b"crop"))
    photo = keep_photo(library, b"photo", suffix=".png")
    assert disk.has_flushed(crop)
    assert disk.has_flushed(photo)
    assert not disk.early
    assert not disk.owed


def test_one_that_is_there_already_may_be_from_somebody_who_died_before_its_name_was_flushed(
    library: LibraryFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    crop = crop_file(library, keep_crop(library, b"crop"))
    disk = record_disk(monkeypatch)
    assert crop_file(library, keep_crop(library, b"crop")) == crop
    assert disk.has_flushed(crop.parent)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_crop_or_photo_is_none_and_is_written_anew(
    library: LibraryFolder, damage: Callable[[Path], None]
) -> None:
    name = keep_crop(library, b"crop")
    crop, photo = crop_file(library, name), keep_photo(library, b"photo", suffix=".png")
    assert sound_crop(library, name) == KeptCrop(crop, name) and is_whole(photo)
    damage(crop)
    damage(photo)
    assert sound_crop(library, name) is None and not is_whole(photo)
    assert keep_crop(library, b"crop") == name and keep_photo(library, b"photo", suffix=".png") == photo
    assert (crop.read_bytes(), photo.read_bytes()) == (b"crop", b"photo")


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_thumbnail_is_none_and_is_written_anew(
    library: LibraryFolder, damage: Callable[[Path], None]
) -> None:
    """Most of its flipped bits would still decode; its seal says that they are others."""
    photo, data = "a1" * 32, jpeg()
    path = keep_thumbnail(library, photo, data)
    assert sound_thumbnail(library, photo) == path
    with Image.open(path) as sealed:
        assert sealed.size == (64, 48)
    damage(path)
    assert sound_thumbnail(library, photo) is None
    keep_thumbnail(library, photo, data)
    assert sound_thumbnail(library, photo) == path


def test_a_stand_in_is_checked_by_its_own_hash_and_the_crop_itself_comes_first(library: LibraryFolder) -> None:
    name = keep_crop(library, b"crop")
    crop_file(library, name).write_bytes(b"damaged")
    stand_in = keep_stand_in(library, name, b"nearly")
    assert sound_crop(library, name) == stand_in and stand_in.path.read_bytes() == b"nearly"
    assert not crop_file(library, name).exists()  # aside
    keep_crop(library, b"crop")
    assert sound_crop(library, name) == KeptCrop(crop_file(library, name), name)
    crop_file(library, name).unlink()
    stand_in.path.write_bytes(b"NEARLY")
    assert sound_crop(library, name) is None


def test_damaged_files_are_kept_by_day_each_and_the_oldest_go_first(library: LibraryFolder) -> None:
    places = []
    for day, content in ((1, b"first"), (1, b"again"), (2, b"later")):
        path = library.crops / "ab" / "abc.webp"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        places.append(set_aside(library, path, now=datetime(2026, 1, day, tzinfo=UTC)))
        assert not path.exists()
    assert [place.relative_to(library.damaged).as_posix() for place in places if place] == [
        "2026-01-01/crops/ab/abc.webp",
        "2026-01-01/crops/ab/abc.webp.2",
        "2026-01-02/crops/ab/abc.webp",
    ]
    assert thin_out_damaged(library, most=10) == 1
    assert [path.read_bytes() for path in sorted(library.damaged.rglob("*")) if path.is_file()] == [b"again", b"later"]
    assert thin_out_damaged(library, most=0) == 2
    assert list(library.damaged.iterdir()) == []


def jpeg() -> bytes:
    pixels = np.random.default_rng(1).integers(0, 256, (48, 64, 3)).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
