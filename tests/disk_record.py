"""For tests of what a power cut leaves: which names a program gave and took, and what it flushed, in order."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest


@dataclass
class DiskRecord:
    """`owed`: folders whose names a power cut would still take. `early`: renamed before its bytes were flushed."""

    owed: set[Path] = field(default_factory=set)
    early: list[Path] = field(default_factory=list)
    folders_flushed: list[Path] = field(default_factory=list)
    _flushed: set[tuple[int, int]] = field(default_factory=set)

    def named(self, path: Path) -> None:
        self.owed.add(path.parent.resolve())

    def moved(self, source: Path, target: Path) -> None:
        if source.is_file() and _inode(source.stat()) not in self._flushed:
            self.early.append(target)

    def has_flushed(self, path: Path) -> bool:
        return _inode(path.stat()) in self._flushed

    def flushed(self, status: os.stat_result) -> None:
        self._flushed.add(_inode(status))
        done = {folder for folder in self.owed if not folder.exists() or _inode(folder.stat()) == _inode(status)}
        self.owed -= done
        self.folders_flushed += sorted(done)


def record_disk(monkeypatch: pytest.MonkeyPatch) -> DiskRecord:
    """Hears Python's own calls alone: what SQLite does is heard by the long check, and its pragmas are tested."""
    record = DiskRecord()

    def heard(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*paths: Any, **rest: Any) -> Any:
            places = [Path(path) for path in paths if isinstance(path, str | os.PathLike)]
            if len(places) == 2:
                record.moved(*places)
            done = call(*paths, **rest)
            for place in places:
                record.named(place)
            return done

        return wrapped

    def fsync(handle: int) -> None:
        flush(handle)
        record.flushed(os.fstat(handle))

    flush = os.fsync
    monkeypatch.setattr(os, "fsync", fsync)
    for name in ("replace", "rename", "mkdir", "unlink"):
        monkeypatch.setattr(os, name, heard(getattr(os, name)))
    return record


def _inode(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
