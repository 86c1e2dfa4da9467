"""What is new in a library is its owner's alone, or the group's where people share it; nothing that it gets is left."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from karuta import files
from karuta.files import make_file, make_folder, write_whole
from karuta.paths import LibraryFolder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such rights there")


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def fill(library: LibraryFolder) -> None:
    make_folder(library.crops / "ab")
    write_whole(library.crops / "ab" / "crop.webp", lambda beside: beside.write_bytes(b"crop"))
    write_whole(library.queue_view, lambda beside: beside.write_bytes(b"view"))
    make_file(library.root / "made")


def rights(library: LibraryFolder) -> tuple[set[int], set[int]]:
    """Of folders and of files."""
    below = list(library.root.rglob("*"))
    return {mode(path) for path in below if path.is_dir()}, {mode(path) for path in below if path.is_file()}


@pytest.mark.parametrize("before", [None, 0o755])
def test_a_library_is_its_owners_alone_also_where_its_folder_was_there_already(
    tmp_path: Path, before: int | None
) -> None:
    library = LibraryFolder(tmp_path / "library")
    if before is not None:
        library.root.mkdir(before)
    fill(library)
    assert rights(library) == ({0o700}, {0o600})
    assert mode(library.root) == (before or 0o700)


@pytest.mark.parametrize(
    ("given", "folders", "plain"), [(0o770, 0o770, 0o660), (0o2750, 0o2750, 0o640), (0o2775, 0o2770, 0o660)]
)
def test_where_a_group_shares_the_library_it_keeps_its_rights_in_all_that_is_new(
    tmp_path: Path, given: int, folders: int, plain: int
) -> None:
    library = LibraryFolder(tmp_path / "library")
    library.root.mkdir()
    library.root.chmod(given)
    fill(library)
    assert rights(library) == ({folders}, {plain})


def test_a_library_that_is_made_in_a_shared_folder_is_shared(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2770)
    library = LibraryFolder(shared / "library")
    make_folder(library.root)
    fill(library)
    assert mode(library.root) == 0o2770
    assert rights(library) == ({0o2770}, {0o660})
    everybodys = tmp_path / "everybody's"
    everybodys.mkdir()
    everybodys.chmod(0o1777)
    mine = LibraryFolder(everybodys / "library")
    make_folder(mine.root)
    assert mode(mine.root) == 0o700


def test_outside_a_library_the_umask_decides(tmp_path: Path) -> None:
    make_folder(tmp_path / "out")
    write_whole(tmp_path / "out" / "labels.csv", lambda beside: beside.write_bytes(b"labels"))
    assert (mode(tmp_path / "out"), mode(tmp_path / "out" / "labels.csv")) == (0o755, 0o644)
    assert files.rights_for_group(tmp_path / "out") is None
