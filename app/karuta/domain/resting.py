"""Tells which files of a watched folder are new and have come to rest; looks at no disk."""

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
    """Is shown the folder again and again. A file that is still being written changes between two looks."""

    def __init__(self, known: Collection[Path] = ()) -> None:
        """`known`: files that were dealt with before, in whatever state they are found first."""
        self._known: dict[Path, Stamp | None] = dict.fromkeys(known)
        self._growing: dict[Path, Stamp] = {}

    @property
    def is_waiting(self) -> bool:
        """Whether a file was seen that may still be growing."""
        return bool(self._growing)

    def see(self, files: Mapping[Path, Stamp]) -> list[Path]:
        """The files that are new (or written anew) and are as they were at the last look; each is given once."""
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
