"""A look reads a share of the files and the next one goes on there, so that all are read in turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from karuta.paths import LibraryFolder
from karuta.services.library.keeping.checking import ReadProgress, memory_of


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "files").mkdir()
    paths = [tmp_path / "files" / f"{number:02}" for number in range(10)]
    for path in paths:
        path.write_bytes(b"x" * 100)
    return paths


def looked(memory: Path | None, files: list[Path], *, most: int = 300, kind: str = "crops") -> list[str]:
    progress = ReadProgress(memory, most=most)
    taken = progress.next_share(kind, files)
    progress.remember()
    return [path.name for path in taken]


def test_every_file_is_read_in_turn_and_then_the_first_again(tmp_path: Path, files: list[Path]) -> None:
    memory = tmp_path / "cache" / "memory.json"
    rounds = [looked(memory, list(reversed(files))) for _ in range(4)]
    assert rounds == [["00", "01", "02"], ["03", "04", "05"], ["06", "07", "08"], ["09", "00", "01"]]


def test_kinds_go_on_each_by_itself_and_so_do_libraries(tmp_path: Path, files: list[Path]) -> None:
    memory = tmp_path / "memory.json"
    assert looked(memory, files, kind="crops") == looked(memory, files, kind="artworks")
    assert memory_of(tmp_path, LibraryFolder(tmp_path / "a")) != memory_of(tmp_path, LibraryFolder(tmp_path / "b"))


@pytest.mark.parametrize("said", ["", "[]", '{"crops": 7}', "nonsense"])
def test_a_memory_that_cannot_be_read_or_written_begins_anew(tmp_path: Path, files: list[Path], said: str) -> None:
    memory = tmp_path / "memory.json"
    memory.write_text(said, encoding="utf-8")
    assert looked(memory, files) == ["00", "01", "02"]
    (tmp_path / "file").write_bytes(b"")
    assert looked(tmp_path / "file" / "memory.json", files) == ["00", "01", "02"]
