"""The log file: five files of a megabyte at most, shared by every process of Karuta.

The window, commands beside it and a training write into one file, so that there is one place to look. A writer takes a
lock, opens the file, adds an entry and closes it. So no process keeps it open, Windows too can rename it when it is
full, and no entry is torn. Bugs are rare; a millisecond for each does not matter.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

NAME = "karuta.log"
FILES = 5
MOST_BYTES = 1_000_000
_PATIENCE_SECONDS = 1.0


class LogFile:
    """The file in a folder. Both are created with the first entry, so that reading creates nothing."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    @property
    def path(self) -> Path:
        return self._folder / NAME

    def add(self, entry: str) -> None:
        """Raises `OSError` if it could not be written."""
        data = f"{entry}\n".encode("utf-8", errors="backslashreplace")[: self._most_bytes]
        self._folder.mkdir(parents=True, exist_ok=True)
        with alone(self._folder) as is_alone:
            if is_alone:
                self._make_room(len(data))
            with self.path.open("ab") as file:
                file.write(data)

    def _make_room(self, size: int) -> None:
        if not self.path.is_file() or self.path.stat().st_size + size <= self._most_bytes:
            return
        files = log_files(self._folder)
        # Somebody may be reading one of them; Windows then refuses to rename it, and the next entry tries again.
        with contextlib.suppress(PermissionError):
            for older, newer in zip(reversed(files), reversed(files[:-1]), strict=False):
                if newer.is_file():
                    newer.replace(older)


def log_files(folder: Path) -> list[Path]:
    """The newest first, whether they exist or not."""
    return [folder / NAME, *(folder / f"{NAME}.{number}" for number in range(1, FILES))]


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """While nobody else writes into this folder.

    False if somebody took too long; then the entry is written all the same.
    """
    # Imported here: it is needed only for bugs, and takes time to load.
    import filelock

    lock = filelock.FileLock(folder / f"{NAME}.lock", timeout=_PATIENCE_SECONDS, is_singleton=False)
    is_alone = True
    try:
        lock.acquire()
    except (filelock.Timeout, NotImplementedError):  # or a file system without locks
        is_alone = False
    try:
        yield is_alone
    finally:
        if is_alone:
            lock.release()
