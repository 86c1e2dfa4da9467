"""A library on a medium that cannot be written, whoever runs the test: the system refuses what Python would write."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

_CHANGES = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.chmod", "os.utime", "os.truncate", "os.symlink")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_media: list[Path] = []
_hooked: list[bool] = []


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if not _media or (event != "open" and event not in _CHANGES):
        return
    if event == "open" and not int(str(arguments[2])) & _WRITES:
        return
    for path in arguments[: 2 if event in ("os.rename", "os.symlink") else 1]:
        if isinstance(path, (str, bytes, os.PathLike)) and _lies_there(path):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), os.fspath(path))


def _lies_there(path: str | bytes | os.PathLike[str]) -> bool:
    place = Path(os.fsdecode(path)).absolute()
    return any(place.is_relative_to(root) for root in _media)


def take_writing_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now to the end of the test. SQLite, which Python does not hear, asks `os.access` by our own code."""
    if not _hooked:
        sys.addaudithook(_refuse)
        _hooked.append(True)
    allowed = os.access

    def access(path: str | Path, mode: int) -> bool:
        return not (mode & os.W_OK and _lies_there(path)) and allowed(path, mode)

    monkeypatch.setattr(os, "access", access)
    monkeypatch.setattr(sys.modules[__name__], "_media", [folder.absolute()])
