"""Files and folders that last: whole or not at all, on the disk when it is said so; knows nothing of what is in them.

A file is on the disk when it was flushed; its name, and every rename, creation and removal, only when the folder was.
So whoever promises that something is kept writes it through here.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from karuta.domain.errors import FULL

# File systems (some of the network, FUSE) that cannot flush a folder say one of these.
_CANNOT_FLUSH = frozenset((errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF))


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a file beside `path`, flush it, then rename it: the old file or the new, never between.

    When this returns the new one is there, after a power cut too. An `OSError` names `path`.
    """
    # A name of its own: two lanes that made the same thumbnail at once took the file from under each other.
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    with naming(path, beside):
        try:
            write(beside)
            flush_file(beside)
            beside.replace(path)
        except BaseException:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
        flush_folder(path.parent)
    return path


def make_folder(folder: Path) -> Path:
    """Make a folder, and those above it that are missing, so that they are there after a power cut too."""
    missing: list[Path] = []
    at = folder
    while not at.is_dir() and at != at.parent:
        missing.append(at)
        at = at.parent
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        flush_folder(each.parent)
    return folder


def move(source: Path, target: Path) -> Path:
    """Rename a file or a folder, in place of what has that name, so that it has it after a power cut too."""
    source.replace(target)
    flush_folder(target.parent)
    if source.parent != target.parent:
        flush_folder(source.parent)
    return target


def remove(path: Path) -> None:
    """Remove a file if it is there; it does not come back after a power cut."""
    with suppress(FileNotFoundError):
        path.unlink()
        flush_folder(path.parent)


def flush_file(path: Path) -> None:
    """Have the disk hold what was written to a file. Its name is `flush_folder`'s."""
    # Windows flushes only what is open for writing; elsewhere a file that may only be read can be flushed too.
    mode = "rb+" if os.access(path, os.W_OK) else "rb"
    with path.open(mode) as file:
        _flush(file.fileno())


def flush_folder(folder: Path) -> None:
    """Have the disk hold which names are in a folder; Windows does so by itself. Raises `OSError`."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        # A folder that may be written and not read.
        return
    try:
        _flush(handle)
    except OSError as error:
        if error.errno not in _CANNOT_FLUSH:
            error.filename = os.fspath(folder)
            raise
    finally:
        os.close(handle)


def flush_tree(folder: Path) -> None:
    """Have the disk hold a folder with all that is in it."""
    for place, _, names in os.walk(folder):
        for name in names:
            flush_file(Path(place, name))
        flush_folder(Path(place))


def _flush(handle: int) -> None:
    if sys.platform == "darwin":
        # Its fsync leaves the bytes in the disk's own memory.
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


@contextmanager
def naming(path: Path, beside: Path) -> Iterator[None]:
    """An error of the system names the file that a person knows."""
    try:
        yield
    except OSError as error:
        # Python's copy of a file names what is copied, whichever of the two failed.
        unnamed = error.filename is None or str(error.filename).startswith(os.fspath(beside))
        if error.errno is not None and (unnamed or error.errno in FULL):
            error.filename = os.fspath(path)
        raise
