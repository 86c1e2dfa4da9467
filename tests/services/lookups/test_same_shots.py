"""Copies in a library are found once, kept, known to a later window, and worked out anew where the record is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.copies import as_thumbnail, cropped, saved
from tests.pictures import card, photo_of

from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder
from karuta.services.lookups.same_shots import ShotBook
from karuta.store.picture_files import keep_thumbnail

PLACE = np.array([(120.0, 90.0), (330.0, 110.0), (310.0, 420.0), (100.0, 400.0)])


def photo(seed: int, *, moved: float = 0.0) -> Image.Image:
    return Image.fromarray(photo_of(card(seed), PLACE + moved, size=(480, 560), ground=(70, 60, 50)))


def name(letter: str) -> str:
    return letter * 64


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    """Photos a and c are one shot; b is a second shot of the same card; d is of another card; e was never looked up."""
    library = LibraryFolder(tmp_path / "library")
    kept = {
        "a": photo(1),
        "b": photo(1, moved=40.0),
        "c": saved(cropped(photo(1), 0.03, 0.01, 0, 0.02), 50),
        "d": photo(2),
    }
    for letter, picture in kept.items():
        keep_thumbnail(library, name(letter), as_thumbnail(picture))
    return library


def compared(library: LibraryFolder, letters: Iterable[str]) -> list[tuple[str, str]]:
    book = ShotBook(library)
    try:
        return [pair for some in book.compare(map(name, letters), CancelToken()) for pair in some]
    finally:
        book.close()


def known(library: LibraryFolder) -> list[tuple[str, str]]:
    book = ShotBook(library)
    try:
        return book.pairs()
    finally:
        book.close()


def test_only_the_copy_is_the_same_shot(library: LibraryFolder) -> None:
    assert compared(library, "abcde") == [(name("a"), name("c"))]


def test_a_later_book_knows_the_pairs_and_compares_with_what_came_before(library: LibraryFolder) -> None:
    assert compared(library, "ab") == []
    assert compared(library, "abcd") == [(name("a"), name("c"))]
    assert known(library) == [(name("a"), name("c"))]
    assert compared(library, "abcd") == []


@pytest.mark.parametrize("damage", ["no database", "newer", "a stranger's", "torn"])
def test_a_record_that_cannot_be_used_is_made_anew(library: LibraryFolder, damage: str) -> None:
    compared(library, "abcd")
    path = library.shots_db
    if damage == "no database":
        path.write_bytes(b"no database at all" * 400)
    elif damage == "torn":
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2 // 4096 * 4096] + b"\x55" * 4096)
    else:
        with closing(sqlite3.connect(path)) as opened, opened:
            opened.execute(f"PRAGMA {'user_version' if damage == 'newer' else 'application_id'}=77")
        opened.close()
    assert known(library) == []
    assert compared(library, "abcd") == [(name("a"), name("c"))]
