"""Durable files and folders: written whole or not at all, and on the disk when a call returns. Knows no content.

What is new in a library is for its owner alone, or for the group that shares the library; see `rights_for_group`.

A file is on the disk once it was flushed. Its name, and every rename, creation and removal, is on the disk only once
the folder was flushed. So whatever must be kept is written through here.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from karuta.domain.errors import FULL, IrregularFile, KarutaError

# Errors of file systems (some network ones, FUSE) that cannot flush a folder.
_CANNOT_FLUSH = frozenset((errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF))


# Roots of libraries, as `LibraryFolder` names them.
_libraries: set[Path] = set()


def note_library(root: Path) -> None:
    """What this process makes below this folder gets the rights of a library's files."""
    _libraries.add(root.absolute())


def rights_for_group(path: Path) -> int | None:
    """The rights that the group has of something new at this place, as bits of a mode; nobody else has any.

    Those that it has of the library's folder, where that is setgid or the group may write there: people share it. A
    library that is not there yet takes after the folder that it is made in. None: this is no place in a library, and
    the person's umask decides.
    """
    place = path.absolute()
    root = next((folder for folder in (place, *place.parents) if folder in _libraries), None)
    if root is None:
        return None
    there = next((status for folder in (root, *root.parents) if (status := stat_or_none(folder)) is not None), None)
    is_shared = there is not None and there.st_mode & (stat.S_ISGID | stat.S_IWGRP) and not there.st_mode & stat.S_IWOTH
    return there.st_mode & stat.S_IRWXG if there is not None and is_shared else 0


def mode_for_file(path: Path) -> int:
    """The mode of a new file; outside a library before the umask is applied."""
    group = rights_for_group(path)
    return 0o666 if group is None else 0o600 | group & 0o060


def make_file(path: Path) -> None:
    """Make an empty file for what does not come from `write_whole`. Raises `FileExistsError`, and `OSError`."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode_for_file(path)))
    _grant(path)


def _grant(path: Path) -> None:
    """Give a new file in a library its rights, whatever the umask says; what is another person's stays theirs."""
    if rights_for_group(path) is not None:
        with suppress(PermissionError):
            path.chmod(mode_for_file(path))


def open_regular(path: Path) -> io.FileIO:
    """Open a file whose name a stranger chose: in a table, a folder, an archive, a drop.

    Waits for nobody: a pipe may never be written to, and a device may never end. Raises `IrregularFile` for these,
    and `OSError`.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        # Some devices do something when they are opened.
        raise IrregularFile(path)
    # Not only asked but opened so: between the two it may have become another.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
        if not stat.S_ISREG(mode):
            raise IrregularFile(path)
        return io.FileIO(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


PDF = ".pdf"
_PAGE = re.compile(r"(.+\.pdf)#([1-9]\d{0,5})", re.IGNORECASE | re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class PdfPage:
    """The page `number`, from 1, of the PDF `file`."""

    file: Path
    number: int


def page_of(path: Path) -> PdfPage | None:
    """The page of a PDF that `FILE.pdf#3` names; None for any other name, and where a file is really called so."""
    named = _PAGE.fullmatch(path.name)
    if named is None or stat_or_none(path) is not None:
        return None
    return PdfPage(path.with_name(named[1]), int(named[2]))


def page_named(file: Path | str, number: int) -> str:
    """How the page of a PDF is named; the file as it was given."""
    return f"{file}#{number}"


def pages_like(path: Path, names: Iterable[str]) -> list[Path]:
    """The photos in a file that may be those of these names: the file, and of a PDF its pages of the same numbers."""
    if path.suffix.lower() != PDF:
        return [path]
    numbers = {int(named[2]) for name in names if (named := _PAGE.fullmatch(name))}
    return [path, *(Path(page_named(path, number)) for number in sorted(numbers))]


def holding(path: Path) -> Path:
    """The file that holds a photo: a page's PDF, else `path` itself."""
    page = page_of(path)
    return path if page is None else page.file


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex; of a PDF's page, that of the file's hash and the page's number."""
    page = page_of(path)
    if page is not None:
        own = _pdf_hash(page.file, stamp_of(page.file))
        return hashlib.sha256(page_named(own, page.number).encode()).hexdigest()
    with io.BufferedReader(open_regular(path)) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


FileStamp = tuple[int, ...]


def stamp_of(path: Path) -> FileStamp:
    """Equal for as long as nobody wrote the file. Raises `OSError`."""
    status = path.stat()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


@lru_cache(maxsize=8)
def _pdf_hash(path: Path, _: FileStamp) -> str:
    """Read once, not for each page."""
    return file_hash(path)


def hash_or_none(path: Path) -> str | None:
    """`file_hash`; None for a file that is not there or cannot be read."""
    try:
        return file_hash(path)
    except OSError:
        return None


def size_or_none(path: Path) -> int | None:
    """The bytes of a file, or of a page's PDF; None where there is none, or none can be under this name."""
    status = stat_or_none(holding(path))
    return status.st_size if status is not None and stat.S_ISREG(status.st_mode) else None


def is_folder(path: Path) -> bool:
    """False, too, where nothing can be under this name: `Path.is_dir` raises where it is too long or not to be seen."""
    status = stat_or_none(path)
    return status is not None and stat.S_ISDIR(status.st_mode)


def stat_or_none(path: Path) -> os.stat_result | None:
    """Ask the system about a file or a folder. None: nothing is there, or nothing can have this name."""
    with suppress(OSError, ValueError):
        return path.stat()
    return None


def files_in(folder: Path) -> list[Path]:
    """The files of a folder, by name; none if it cannot be read."""
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return []


def refusal_to_write(path: Path) -> OSError | None:
    """The system's, for a file or a folder that this user may not change; None if they may, or if nothing is there."""
    if not path.exists() or os.access(path, os.W_OK):
        return None
    # Windows has no such call.
    mount = os.statvfs(path).f_flag if hasattr(os, "statvfs") else 0
    number = errno.EROFS if mount & getattr(os, "ST_RDONLY", 1) else errno.EACCES
    return OSError(number, os.strerror(number), os.fspath(path))


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a file beside `path`, flush it, then rename it: the old file or the new one, never a mixture.

    A link stays, and its target is written. When this returns, the new one survives a power cut. An `OSError` names
    `path`. Raises `KarutaError` where there is something that is no file.
    """
    path = written_over(path)
    # A unique name: two lanes that made one thumbnail at once took the file from each other.
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


def copy_whole(source: Path, target: Path) -> Path:
    """Copy a file and its time through `write_whole`, and read the copy again.

    Raises `OSError`, also where the copy is not what was read.
    """

    def write(beside: Path) -> None:
        before = source.stat()
        shutil.copyfile(source, beside)
        os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
        if file_hash(beside) != file_hash(source):
            raise OSError(None, "what was written is not what was read", os.fspath(target))

    return write_whole(target, write)


def written_over(path: Path) -> Path:
    """The file that is written where a person names `path`: a link's target.

    Raises `KarutaError` where a device, a pipe or the like is there: it is not replaced by a file.
    """
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    with suppress(FileNotFoundError, NotADirectoryError):
        mode = target.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise KarutaError("{path} is a device or a pipe, not a file to write to; choose another name.", path=path)
    return target


def make_folder(folder: Path) -> Path:
    """Make a folder and its missing parents, so that they survive a power cut."""
    missing: list[Path] = []
    at = folder
    while not at.is_dir() and at != at.parent:
        missing.append(at)
        at = at.parent
    for each in reversed(missing):
        group = rights_for_group(each)
        with suppress(FileExistsError):
            each.mkdir(0o777 if group is None else 0o700)
            if group is not None:
                each.chmod(0o700 | group | each.stat().st_mode & stat.S_ISGID)
        flush_folder(each.parent)
    return folder


def move(source: Path, target: Path) -> Path:
    """Rename a file or a folder, replacing what has that name; the new name survives a power cut."""
    source.replace(target)
    flush_folder(target.parent)
    if source.parent != target.parent:
        flush_folder(source.parent)
    return target


def remove(path: Path) -> None:
    """Remove a file if it exists; it does not come back after a power cut."""
    with suppress(FileNotFoundError):
        path.unlink()
        flush_folder(path.parent)


def flush_file(path: Path) -> None:
    """Flush a new file's content to the disk, with the rights that it gets. Its name needs `flush_folder`."""
    _grant(path)
    # Windows flushes only files opened for writing; elsewhere a read-only file can be flushed too.
    mode = "rb+" if os.access(path, os.W_OK) else "rb"
    with path.open(mode) as file:
        _flush(file.fileno())


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk; Windows does that by itself. Raises `OSError`."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        # A folder that may be written but not read.
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
    """Flush a folder and everything in it to the disk."""
    for place, _, names in os.walk(folder):
        for name in names:
            flush_file(Path(place, name))
        flush_folder(Path(place))


def _flush(handle: int) -> None:
    if sys.platform == "darwin":
        # On this system, fsync leaves the bytes in the disk's cache.
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


@contextmanager
def naming(path: Path, beside: Path) -> Iterator[None]:
    """The system's error, with the file name that a person knows."""
    try:
        yield
    except OSError as error:
        # Python's copy names its source, whichever of the two files failed.
        unnamed = error.filename is None or str(error.filename).startswith(os.fspath(beside))
        if error.errno is not None and (unnamed or error.errno in FULL):
            error.filename = os.fspath(path)
        raise
