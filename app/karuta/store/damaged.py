"""Moves damaged files of a library into a folder of the day, so that a repair loses nothing. Repairs nothing.

When the folder grows too large, the oldest of them are deleted. Nothing else is ever deleted here.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from karuta import clock
from karuta.domain.errors import LibraryError, reason_of
from karuta.files import make_folder, move, remove
from karuta.paths import LibraryFolder

MOST_BYTES = 500_000_000


def set_aside(folder: LibraryFolder, path: Path, *, now: datetime | None = None) -> Path | None:
    """Move a file or folder of the library into `damaged/<day>/`, at the same relative path. Returns its new path.

    None if there was none, or an empty file, which is simply removed. Raises `LibraryError`.
    """
    try:
        if not path.exists():
            return None
        if path.is_file() and not path.stat().st_size:
            remove(path)
            return None
        day = folder.damaged / f"{now or clock.now():%Y-%m-%d}"
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
    """Delete the oldest files set aside until at most `most` bytes are left. Returns how many were deleted."""
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
    """The path, or the first free one of `name.2`, `name.3`, ..."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}.{number}")
    return candidate
