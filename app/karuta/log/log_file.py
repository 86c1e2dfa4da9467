"""The log file: five files of a megabyte at most, shared by every process of Karuta.

The window, commands beside it and a training write into one file, so that there is one place to look. A writer takes a
lock, opens the file, adds an entry and closes it. So no process keeps it open, Windows too can rename it when it is
full, and no entry is torn. Bugs are rare; a millisecond for each does not matter.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

NAME = "karuta.log"
FILES = 5
MOST_BYTES = 1_000_000
_PATIENCE_SECONDS = 1.0


class LogFile(RotatingFileHandler):
    """The file in a folder. Both are created with the first entry, so that reading creates nothing.

    `handle` raises `OSError` if an entry could not be written.
    """

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(
            folder / NAME,
            maxBytes=most_bytes,
            backupCount=FILES - 1,
            encoding="utf-8",
            errors="backslashreplace",
            delay=True,
        )
        self.path = folder / NAME

    def emit(self, record: logging.LogRecord) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with alone(self.path.parent):
            try:
                super().emit(record)
            finally:
                self.close()

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record)[: self.maxBytes - 1]

    def doRollover(self) -> None:  # noqa: N802 - Python's name
        # Somebody may be reading one of the files; Windows then refuses to rename it, and the next entry tries again.
        with contextlib.suppress(PermissionError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - as above
        raise  # noqa: PLE0704 - the handler calls this where it caught the error


def log_files(folder: Path) -> list[Path]:
    """The newest first, whether they exist or not."""
    return [folder / NAME, *(folder / f"{NAME}.{number}" for number in range(1, FILES))]


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While nobody else writes into this folder; if somebody takes too long, the entry is written all the same."""
    # Imported here: it is needed only for bugs, and takes time to load.
    import filelock

    lock = filelock.FileLock(folder / f"{NAME}.lock", timeout=_PATIENCE_SECONDS, is_singleton=False)
    with contextlib.suppress(filelock.Timeout, NotImplementedError):  # or a file system without locks
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
