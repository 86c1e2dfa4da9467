"""Where a person may have files written: onto nothing of a library, onto nothing that is read, onto others by wish."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from karuta.domain.errors import KarutaError
from karuta.paths import check_target


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    (folder / "artworks").mkdir(parents=True)
    for name in ("labels.db", "artworks/a.webp"):
        (folder / name).write_bytes(b"kept")
    return folder


@pytest.mark.parametrize("name", ["labels.db", "artworks/a.webp"])
def test_no_file_of_a_library_is_written_over(library: Path, name: str) -> None:
    with pytest.raises(KarutaError, match="belongs to the library"):
        check_target(library / name, force=True)
    check_target(library / "new.csv", force=False)
    (library.parent / "report.csv").touch()
    check_target(library / ".." / "report.csv", force=True)


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_nor_is_one_through_a_link_into_a_library_or_out_of_it(library: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.db").touch()
    (tmp_path / "in").symlink_to(library / "labels.db")
    (library / "catalogue.db").symlink_to(tmp_path / "elsewhere.db")
    for out in (tmp_path / "in", library / "catalogue.db"):
        with pytest.raises(KarutaError, match="belongs to the library"):
            check_target(out, force=True)


def test_what_is_read_is_not_written_over_and_another_file_by_force_alone(tmp_path: Path) -> None:
    read, other = tmp_path / "photos" / "a.jpg", tmp_path / "other"
    read.parent.mkdir()
    read.touch()
    other.touch()
    for reads in ([None, tmp_path / "gone", read], [read.parent]):
        with pytest.raises(KarutaError, match="is read for this"):
            check_target(read.parent / ".." / "photos" / "a.jpg", force=True, reads=reads)
        check_target(other, force=True, reads=reads)
    with pytest.raises(KarutaError, match="replace it with --force"):
        check_target(other, force=False)


def test_a_place_that_cannot_hold_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KarutaError, match="is a folder"):
        check_target(tmp_path, force=True)
    with pytest.raises(KarutaError, match="There is no folder"):
        check_target(tmp_path / "none" / "report.html", force=True)
