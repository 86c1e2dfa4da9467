"""Which files are read this time: a share of each kind, continuing where the last check ended. Reads none.

A library of 100,000 labels has 7 GB of crops, and nobody waits for that each time. So a check reads at most
`MOST_BYTES` of each kind, in order of name, and starts over after the last. The position is stored outside the library,
because a check changes nothing in it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path

from karuta.files import make_folder, write_whole
from karuta.json_files import read_kept
from karuta.paths import LibraryFolder

MOST_BYTES = 150_000_000

log = logging.getLogger(__name__)


def memory_of(state: Path, library: LibraryFolder) -> Path:
    """The file in which a library's rounds are kept."""
    name = hashlib.sha256(str(library.root).encode("utf-8", "replace")).hexdigest()[:16]
    return state / "read-through" / f"{name}.json"


class Rounds:
    """`memory`: the file with the last position; without it every file is read."""

    def __init__(self, memory: Path | None = None, *, most: int | None = None) -> None:
        self._memory = memory
        self._most = MOST_BYTES if most is None else most
        self._last: dict[str, str] = {} if memory is None else dict(read_kept(memory, dict[str, str], instead={}).value)

    def take(self, kind: str, files: Sequence[Path]) -> list[Path]:
        """Those of the files to be read now; a missing file counts as read."""
        ordered = sorted(files, key=lambda path: path.name)
        if self._memory is None or not ordered:
            return ordered
        last = self._last.get(kind, "")
        begin = next((at for at, path in enumerate(ordered) if path.name > last), 0)
        taken: list[Path] = []
        left = self._most
        for path in [*ordered[begin:], *ordered[:begin]]:
            if left <= 0:
                break
            taken.append(path)
            left -= _size(path)
        self._last[kind] = taken[-1].name
        return taken

    def stopped_at(self, kind: str, path: Path) -> None:
        """Continue after this file next time, although more of them were taken."""
        self._last[kind] = path.name

    def remember(self) -> None:
        """Store the position. If the disk refuses, the next check only begins again at the same place."""
        if self._memory is None:
            return
        text = json.dumps(self._last)
        try:
            make_folder(self._memory.parent)
            write_whole(self._memory, lambda beside: beside.write_text(text, encoding="utf-8"))
        except OSError as error:
            log.warning("%s", error)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
