"""Moves damaged files of a library aside, into a folder of the day, so that nothing is lost by mending; mends nothing.

Which are dropped when the folder grows too large is the one thing that is ever deleted here: the oldest first.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from karuta.domain.errors import LibraryError, reason_of
from karuta.files import make_folder, move, remove
from karuta.paths import LibraryFolder

MOST_BYTES = 500_000_000


def set_aside(folder: LibraryFolder, path: Path, *, now: datetime | None = None) -> Path | None:
    """Move a file or folder of the library into `damaged/<day>/`, under its place in the library; its new place.

    None where there was none, or an empty file: that is removed, for there is nothing in it. Raises `LibraryError`.
    """
    try:
        if not path.exists():
            return None
        if path.is_file() and not path.stat().st_size:
            remove(path)
            return None
        day = folder.damaged / f"{now or datetime.now(UTC):%Y-%m-%d}"
        target = _free(day / path.relative_to(folder.root))
        make_folder(target.parent)
        move(path, target)
    except OSError as error:
        raise LibraryError(
            "The damaged file {path} could not be moved aside ({reason}); fix that and try again.",
            path=path,
            reason=reason_of(error),
        ) from error
    return target


def thin_out_damaged(folder: LibraryFolder, *, most: int = MOST_BYTES) -> int:
    """Drop the oldest of what was set aside until `most` bytes are left; how many files were dropped."""
    files = sorted(path for path in folder.damaged.rglob("*") if path.is_file())
    sizes = [path.stat().st_size for path in files]
    left, dropped = sum(sizes), 0
    for path, size in zip(files, sizes, strict=True):
        if left <= most:
            break
        with suppress(OSError):
            path.unlink()
            left, dropped = left - size, dropped + 1
    for place in sorted((path for path in folder.damaged.rglob("*") if path.is_dir()), reverse=True):
        with suppress(OSError):  # not empty
            place.rmdir()
    return dropped


def _free(path: Path) -> Path:
    """The path, or the first `name.2`, `name.3`, ... that nothing has yet."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}.{number}")
    return candidate
