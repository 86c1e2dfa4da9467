"""A lock between processes: the second starter waits until the first has finished or died."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def only_one(path: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Holds the lock file; `on_wait` is called once when another has it. Closing the file or dying frees it."""
    with path.open("ab") as stream:
        # A pip that outlives its killed starter still holds it.
        os.set_inheritable(stream.fileno(), True)  # noqa: FBT003 - takes no keyword
        if not _taken_at_once(stream.fileno()):
            on_wait()
            _wait_for(stream.fileno())
        yield


if sys.platform == "win32":
    import msvcrt

    def _taken_at_once(number: int) -> bool:
        os.lseek(number, 0, os.SEEK_SET)
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _wait_for(number: int) -> None:
        while True:
            os.lseek(number, 0, os.SEEK_SET)
            # Tries for ten seconds, then raises.
            with contextlib.suppress(OSError):
                msvcrt.locking(number, msvcrt.LK_LOCK, 1)
                return

else:
    import fcntl

    def _taken_at_once(number: int) -> bool:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # A file system without locks (some network folders): going on alone is the best there is.
            return True
        return True

    def _wait_for(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX)
