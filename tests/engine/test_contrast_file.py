"""Contrast maps are found again as they were kept; what is torn, damaged or of another release counts as missing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from karuta.engine.contrast_file import HEAD, ContrastFile, drop_other_contrasts, keep_contrasts
from karuta.engine.similarity import SIZE, KeptContrastMap


def name(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def one(number: int) -> KeptContrastMap:
    return np.random.default_rng(number).normal(size=SIZE[::-1]).astype(np.float16)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keep_contrasts(tmp_path / "reliefs", [(name(number), one(number)) for number in range(5)])
    return tmp_path / "reliefs"


def whole(folder: Path) -> list[int]:
    held = ContrastFile(folder)
    found = [number for number in range(20) if held.of(name(number)) is not None]
    assert all(np.array_equal(held.of(name(number)), one(number)) for number in found)
    return found


def test_what_was_kept_comes_back_and_more_is_added(folder: Path) -> None:
    assert whole(folder) == [0, 1, 2, 3, 4]
    keep_contrasts(folder, [(name(7), one(7)), (name(6), one(6))])
    assert whole(folder) == [0, 1, 2, 3, 4, 6, 7]
    assert ContrastFile(folder).lacking([name(8), name(1), name(9)]) == [name(8), name(9)]


def test_a_reader_sees_what_came_since_it_opened(folder: Path) -> None:
    reader = ContrastFile(folder)
    assert reader.of(name(9)) is None
    keep_contrasts(folder, [(name(9), one(9))])
    assert np.array_equal(reader.of(name(9)), one(9))
    assert np.array_equal(reader.of(name(4)), one(4))
    late = ContrastFile(folder.with_name("later"))
    assert late.of(name(1)) is None
    keep_contrasts(folder.with_name("later"), [(name(1), one(1))])
    assert np.array_equal(late.of(name(1)), one(1))


@pytest.mark.parametrize("file", ["names", "values"])
@pytest.mark.parametrize("lost", [1, 36, 5632])
def test_what_a_stopped_writer_left_makes_room(folder: Path, file: str, lost: int) -> None:
    path = folder / file
    path.write_bytes(path.read_bytes()[:-lost])
    left = whole(folder)
    assert left == list(range(len(left)))
    keep_contrasts(folder, [(name(9), one(9))])
    assert whole(folder) == [*left, 9]


@pytest.mark.parametrize("file", ["names", "values"])
def test_a_damaged_contrast_counts_as_missing_and_is_kept_again(folder: Path, file: str) -> None:
    path = folder / file
    damaged = bytearray(path.read_bytes())
    at = len(HEAD) + (len(damaged) - len(HEAD)) // 5 * 2 + 10
    damaged[at] ^= 0x40
    path.write_bytes(damaged)
    assert whole(folder) == [0, 1, 3, 4]
    keep_contrasts(folder, [(name(2), one(2))])
    assert whole(folder) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("text", [b"", b"karuta", b"karuta reliefs 2" + bytes(10_000)])
def test_files_of_another_release_make_room(folder: Path, text: bytes) -> None:
    (folder / "values").write_bytes(text)
    assert whole(folder) == []
    keep_contrasts(folder, [(name(9), one(9))])
    assert whole(folder) == [9]


def test_what_belongs_to_nobody_goes_once_it_is_more_than_half(folder: Path) -> None:
    assert not drop_other_contrasts(folder, [name(1), name(2), name(4)])
    assert whole(folder) == [0, 1, 2, 3, 4]
    assert drop_other_contrasts(folder, [name(4), name(1), name(12)])
    assert whole(folder) == [1, 4]
