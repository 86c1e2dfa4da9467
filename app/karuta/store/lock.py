"""The lock for long writes to a library, and who holds a file, as far as the system tells. Breaks no lock.

Opening the file to query `fcntl` would drop this process's own locks on closing. So the only safe source is the
kernel's list of locks, which only Linux has.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from karuta import clock
from karuta.domain.errors import LibraryError
from karuta.domain.sentence import Sentence
from karuta.domain.shape import Misshapen
from karuta.files import make_file, make_folder, mode_for_file
from karuta.json_files import read_json

WAIT_SECONDS = 5.0


@dataclass(frozen=True)
class _Holder:
    pid: int
    doing: str
    since: float


@contextmanager
def writer(lock_file: Path, doing: str, *, timeout: float | None = None) -> Iterator[None]:
    """Hold a library's long-writer lock. Raises `LibraryError` after `timeout` seconds, naming who holds it.

    The operating system frees the lock when its holder dies. A note beside it names the holder.
    """
    import filelock  # what only reads holds no lock

    make_folder(lock_file.parent)
    note = lock_file.with_suffix(".holder")
    lock = filelock.FileLock(lock_file, mode=mode_for_file(lock_file))
    try:
        lock.acquire(timeout=WAIT_SECONDS if timeout is None else timeout, poll_interval=0.05)
    except filelock.Timeout as error:
        raise LibraryError(
            "{holder} is changing this library; wait for it to finish and try again.", holder=_holder(note)
        ) from error
    try:
        # If the disk refuses the note, it may still take the data; if not, the write will say so.
        with suppress(OSError):
            note.unlink(missing_ok=True)
            make_file(note)
            note.write_text(
                json.dumps({"pid": os.getpid(), "doing": doing, "since": clock.now().timestamp()}), encoding="utf-8"
            )
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)
        lock.release()


@contextmanager
def without_window(lock_file: Path) -> Iterator[None]:
    """Hold the lock of an open window, so that none opens meanwhile. Raises `LibraryError` if one is open."""
    import filelock

    lock = filelock.FileLock(lock_file, mode=mode_for_file(lock_file), is_singleton=False)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise LibraryError(
            "A window has the library at {folder} open, so this was not done; close it and try again.",
            folder=lock_file.parent,
        ) from error
    try:
        yield
    finally:
        lock.release()


_LOCK_NAME = "in-use.lock"


@contextmanager
def scratch_folder(prefix: str) -> Iterator[Path]:
    """A temporary folder for what is somebody else's. Those that a killed program left are removed first.

    Raises `OSError`.
    """
    _remove_left(prefix)
    with ExitStack() as stack:
        for _ in range(_TRIES):
            folder = Path(tempfile.mkdtemp(prefix=prefix))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            if _is_held(folder, stack):
                break
        else:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), os.fspath(folder))
        yield folder


_TRIES = 5


def _is_held(folder: Path, stack: ExitStack) -> bool:
    """Lock a folder that was just made. False where another process took it for one that was left, and removed it."""
    import filelock

    # Another thread may close it.
    lock = filelock.FileLock(folder / _LOCK_NAME, is_singleton=False, thread_local=False)
    try:
        lock.acquire()
    except FileNotFoundError:
        return False
    stack.callback(lock.release)
    return (folder / _LOCK_NAME).exists()


def _remove_left(prefix: str) -> None:
    import filelock

    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        # One that is just being made has no lock yet; a stranger's is not ours to look into.
        if folder.is_symlink() or not (folder / _LOCK_NAME).exists():
            continue
        with suppress(OSError, filelock.Timeout):
            with filelock.FileLock(folder / _LOCK_NAME, timeout=0, is_singleton=False):
                pass
            shutil.rmtree(folder)


def _holder(note: Path) -> str:
    try:
        held = read_json(note, _Holder)
        minutes = max(0.0, clock.now().timestamp() - held.since) / 60
        return Sentence(
            "`{command}` (process {process}, for {minutes} min)",
            command=held.doing,
            process=held.pid,
            minutes=round(minutes),
        )
    except (OSError, Misshapen):
        return Sentence("Another Karuta")


_KERNEL_LIST = Path("/proc/locks")


def lock_holder(path: Path) -> str | None:
    """`process 1234 (karuta labels import a.csv)`, or None if nobody else writes or the system does not tell."""
    try:
        inode = path.stat().st_ino
        lines = _KERNEL_LIST.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        # `1: POSIX ADVISORY WRITE 1234 fd:01:131073 1073741825 1073741825`; a waiting process has `->` in second place.
        fields = line.split()
        if len(fields) < 6 or fields[3] != "WRITE" or not fields[5].endswith(f":{inode}"):
            continue
        if fields[4].isdigit() and int(fields[4]) not in (0, os.getpid()):
            return _described(int(fields[4]))
    return None


def _described(process: int) -> str:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        words = []
    command = " ".join(Path(word).name if i == 0 else word for i, word in enumerate(words) if word)
    shown = command if len(command) <= 80 else f"{command[:79]}…"
    if not shown:
        return Sentence("process {process}", process=process)
    return Sentence("process {process} ({command})", process=process, command=shown)
