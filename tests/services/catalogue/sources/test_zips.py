"""Zips of any source are read in place; what leads out, links, passwords and bombs are refused whole."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pytest
from tests.packs import small_pack
from tests.sources import add_source

from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import Tally


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def packed(folder: Path, target: Path, *, below: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, below + path.relative_to(folder).as_posix())
        archive.writestr("__MACOSX/._cards.jsonl", b"clutter")
    return target


@pytest.mark.parametrize("below", ["", "inner folder/"])
def test_a_zip_is_added_as_its_folder_is_and_leaves_nothing_behind(
    tmp_path: Path, library: LibraryFolder, temporary: Path, below: str
) -> None:
    path = packed(small_pack(tmp_path / "pack", 3), tmp_path / "spring.zip", below=below)
    report = add_source(path, library)
    assert (report.format, report.pack, report.cards, report.artworks) == (
        "karuta",
        "spring",
        Tally(3, 0, 0),
        Tally(3, 0, 0),
    )
    assert list(temporary.iterdir()) == []
    assert add_source(path, library).artworks == Tally(0, 0, 3)


@pytest.mark.parametrize(
    "name", ["../out.png", "/etc/out.png", "a/../../out.png", "C:\\out.png", "..\\out.png", "\\out.png"]
)
def test_a_name_that_leads_out_is_refused(tmp_path: Path, library: LibraryFolder, temporary: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("cards.csv", "id,name\n1,One\n")
        entry = zipfile.ZipInfo("x")
        entry.filename = name
        archive.writestr(entry, b"out")
    with pytest.raises(CatalogueError, match="leads out of its folder; nothing was unpacked"):
        add_source(tmp_path / "bad.zip", library)
    assert not list(tmp_path.rglob("out.png"))
    assert list(temporary.iterdir()) == []
    assert not library.root.exists()


def test_a_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path, library: LibraryFolder, temporary: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cards.json", b"0" * 60_000_000)
    with pytest.raises(CatalogueError, match="is too large for a zip of cards when unpacked"):
        add_source(tmp_path / "bomb.zip", library)
    assert list(temporary.iterdir()) == []


def test_a_file_that_is_longer_than_the_zip_says_is_not_written_out(tmp_path: Path, library: LibraryFolder) -> None:
    path = packed(small_pack(tmp_path / "pack", 2), tmp_path / "pack.zip")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("images/0002.png").file_size
    at = data.rfind(size.to_bytes(4, "little"))
    data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    report = add_source(path, library)
    assert [row.file for row in report.skipped if row.file.startswith("images/")] == ["images/0002.png"]
    assert report.artworks.added == 1


def test_the_only_zip_of_a_folder_is_opened(tmp_path: Path, library: LibraryFolder) -> None:
    (tmp_path / "Lädchen").mkdir()
    packed(small_pack(tmp_path / "shapes", 2), tmp_path / "Lädchen" / "cards.zip")
    assert add_source(tmp_path / "Lädchen", library).cards == Tally(2, 0, 0)
    packed(tmp_path / "shapes", tmp_path / "Lädchen" / "others.zip")
    with pytest.raises(CatalogueError, match="contains no cards"):
        add_source(tmp_path / "Lädchen", library)


def test_a_name_that_no_disk_takes_is_one_row_and_the_other_files_go_in(tmp_path: Path, library: LibraryFolder) -> None:
    path = packed(small_pack(tmp_path / "pack", 3), tmp_path / "spring.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(f"images/{'x' * 300}.png", b"picture")
        archive.writestr(f"{'y' * 300}/1.png", b"picture")
    report = add_source(path, library)
    assert (report.cards.added, report.artworks.added) == (3, 3)
    assert [(row.file[:8], len(row.file), row.reason) for row in report.skipped] == [
        ("images/x", 81, "its name cannot be used: File name too long"),
        ("yyyyyyyy", 81, "its name cannot be used: File name too long"),
    ]
