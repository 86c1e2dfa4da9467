"""Marks of a library that is being moved: while one lies in a folder, nothing is written to the library's files there.

The old folder is marked before its files are copied for the last time, the new one from the first copy until all of
it has arrived. So whenever a move is broken off, at most one of the two is written to.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.errors import LibraryReadOnly
from karuta.domain.sentence import Sentence
from karuta.files import remove, write_whole

HERE = "library is being moved here"
"""In the new folder: the path of the old one. Only the library of that path goes on there."""
AWAY = "library is being moved away"
"""In the old folder: the path of the new one."""
MARKS = (HERE, AWAY)


@dataclass(frozen=True)
class BrokenMove:
    """The move of which a folder has a mark."""

    old: Path
    new: Path


def mark(folder: Path, name: str, other: Path) -> None:
    """Raises `OSError`."""
    write_whole(folder / name, lambda beside: beside.write_bytes(os.fsencode(other)))
    for path in folder.iterdir():
        if is_half_a_mark(path):
            path.unlink(missing_ok=True)


def is_half_a_mark(path: Path) -> bool:
    """Whether a program that was killed has left it on the way to a mark."""
    return path.name.startswith(tuple(f".{name}." for name in MARKS)) and path.suffix == ".part"


def unmark(folder: Path, name: str) -> None:
    """Raises `OSError`."""
    remove(folder / name)


def marked(folder: Path, name: str) -> Path | None:
    """The folder that a mark names; None without the mark. Raises `OSError` if the mark cannot be read."""
    try:
        return Path(os.fsdecode((folder / name).read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return None


def broken_move(folder: Path) -> BrokenMove | None:
    """The move that has not ended in this folder, if any. Raises `OSError`."""
    if (old := marked(folder, HERE)) is not None:
        return BrokenMove(old, folder)
    if (new := marked(folder, AWAY)) is not None:
        return BrokenMove(folder, new)
    return None


def refuse_while_moved(folder: Path) -> None:
    """Raises `LibraryReadOnly` where the library in this folder is being moved."""
    if (move := broken_move(folder)) is not None:
        raise LibraryReadOnly(
            "The move of the library at {old} to {new} is not finished; `karuta --library {folder} doctor --repair` "
            "finishes it. Nothing was changed.",
            old=move.old,
            new=move.new,
            folder=folder,
            reason=Sentence("its move has not ended"),
        )
