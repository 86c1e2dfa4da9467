"""Finds files of a watched folder that are new and no longer change. Looks at no disk."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stamp:
    """A file's size and when it was last written, in nanoseconds."""

    size: int
    written: int


class Resting:
    """Is shown the folder again and again. A file that is still being written differs between two scans."""

    def __init__(self, known: Collection[Path] = ()) -> None:
        """`known`: files that were handled before, whatever their first stamp."""
        self._known: dict[Path, Stamp | None] = dict.fromkeys(known)
        self._growing: dict[Path, Stamp] = {}

    @property
    def is_waiting(self) -> bool:
        """Whether a file was seen that may still be growing."""
        return bool(self._growing)

    def see(self, files: Mapping[Path, Stamp]) -> list[Path]:
        """Files that are new (or rewritten) and unchanged since the last scan; each is returned once."""
        rested = []
        growing: dict[Path, Stamp] = {}
        for path, stamp in files.items():
            if path in self._known and self._known[path] in (None, stamp):
                self._known[path] = stamp
            elif stamp.size and self._growing.get(path) == stamp:
                self._known[path] = stamp
                rested.append(path)
            else:
                growing[path] = stamp
        self._growing = growing
        return rested
