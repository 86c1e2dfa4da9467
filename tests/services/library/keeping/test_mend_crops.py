"""While the window is open lost crops come back by themselves, some at a time."""

from __future__ import annotations

from pathlib import Path

from tests.kept import PHOTOS, flip

from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder
from karuta.services.library.keeping.checking import ReadProgress
from karuta.services.library.keeping.crops import mend_next_crops


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
