"""Opens a zip of cards for as long as it is read: checked first, then unpacked into a temporary folder.

Refused as a whole: a path that leads out of the folder, a link, a password, and a zip bomb, which unpacks to more than
cards ever do.
"""

from __future__ import annotations

import errno
import lzma
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import CatalogueError, reason_of
from karuta.domain.sentence import Sentence
from karuta.domain.work import ENTRIES, Work
from karuta.services.catalogue.catalogue_folder import SkippedRow

SUFFIX = ".zip"
MOST_FILES = 500_000
MOST_BYTES = 60_000_000_000
# JSON of cards shrinks to a tenth or twentieth; deflate itself reaches 1:1,032, which zip bombs use.
_MOST_RATIO = 200
_SMALL = 20_000_000
_SPARED = 200_000_000
"""What is to stay free on the disk."""
_PIECE = 1 << 20
_MOST_SHOWN = 80
# What Python raises for a damaged zip.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    ValueError,
    RuntimeError,
    OverflowError,
)
_TAKEN = (FileExistsError, NotADirectoryError, IsADirectoryError)
# What systems say of a name that is too long, or that they do not take.
_BAD_NAME = (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ)
_NO_CARDS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class UnpackedZip:
    """`root`: the folder with the contents. `damaged`: the files that could not be unpacked."""

    root: Path
    damaged: tuple[SkippedRow, ...]


def is_zip(path: Path) -> bool:
    """XLSX files are zips too, but nobody calls them archives."""
    return path.suffix.lower() == SUFFIX and path.is_file()


@contextmanager
def unpacked(path: Path, cancel: CancelToken) -> Iterator[UnpackedZip]:
    """Raises `CatalogueError` for a zip that is refused, damaged as a whole, or does not fit on the disk."""
    with tempfile.TemporaryDirectory(prefix="karuta-", ignore_cleanup_errors=True) as place:
        root = Path(place, path.stem.strip(". ") or "cards")
        root.mkdir()
        try:
            with _opened(path) as packed:
                _count_entries(path, packed)
                members = [item for item in packed.infolist() if not item.is_dir() and not _is_clutter(item.filename)]
                _refuse(path, members, Path(place))
                damaged = tuple(_unpack(packed, members, root, cancel))
        except _BROKEN as error:
            raise CatalogueError("{path} is damaged or not a readable zip: {error}.", path=path, error=error) from error
        yield UnpackedZip(_inner(root), damaged)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise zipfile.BadZipFile("its table of contents is damaged") from error


def _count_entries(path: Path, packed: zipfile.ZipFile) -> None:
    work = Work(path, ENTRIES, size=path.stat().st_size)
    for member in packed.infolist():
        work.count(1 + member.filename.rstrip("/").count("/"))


def _refuse(path: Path, members: list[zipfile.ZipInfo], place: Path) -> None:
    for member in members:
        name = member.filename
        parts = {*PurePosixPath(name).parts, *PureWindowsPath(name).parts}
        if ".." in parts or PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or name.startswith("\\"):
            raise CatalogueError(
                "{path} contains {name}, which leads out of its folder; nothing was unpacked.", path=path, name=name
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise CatalogueError("{path} contains a link, {name}; nothing was unpacked.", path=path, name=name)
        if member.flag_bits & 0x1:
            raise CatalogueError("{path} is protected by a password; unpack it yourself and add the folder.", path=path)
        if member.file_size > max(_SMALL, _MOST_RATIO * member.compress_size):
            raise _bomb(path)
    total = sum(member.file_size for member in members)
    # Members that share compressed bytes make a small file endless.
    if len(members) > MOST_FILES or total > MOST_BYTES or sum(m.compress_size for m in members) > path.stat().st_size:
        raise _bomb(path)
    if total + _SPARED > shutil.disk_usage(place).free:
        raise CatalogueError(
            "{path} takes {megabytes} MB when unpacked, and the disk with {place} has less; free some space, or unpack "
            "it elsewhere and add the folder.",
            path=path,
            megabytes=total // 1_000_000 + 1,
            place=place.parent,
        )


def _bomb(path: Path) -> CatalogueError:
    return CatalogueError("{path} is too large for a zip of cards when unpacked; nothing was unpacked.", path=path)


def _unpack(
    packed: zipfile.ZipFile, members: list[zipfile.ZipInfo], root: Path, cancel: CancelToken
) -> Iterator[SkippedRow]:
    for member in members:
        cancel.check()
        target = root.joinpath(*PurePosixPath(member.filename.replace("\\", "/")).parts)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                for piece in _pieces(packed, member):
                    file.write(piece)
        except OSError as error:
            if error.errno not in _BAD_NAME and not isinstance(error, _TAKEN):
                raise
            taken = Sentence("two files in the zip have this name")
            reason = (
                taken
                if isinstance(error, _TAKEN)
                else Sentence("its name cannot be used: {reason}", reason=reason_of(error))
            )
            yield SkippedRow(_shown(member.filename), 0, reason)
        except _BROKEN as error:
            target.unlink(missing_ok=True)
            yield SkippedRow(_shown(member.filename), 0, Sentence("it cannot be unpacked: {reason}", reason=error))


def _shown(name: str) -> str:
    return name if len(name) <= _MOST_SHOWN else f"{name[:_MOST_SHOWN]}…"


def _pieces(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a file in the zip, at most as much as the zip declares."""
    left = member.file_size
    try:
        with packed.open(member) as source:
            while piece := source.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise zipfile.BadZipFile("it is longer than the zip says")
                yield piece
    except OSError as error:
        # An offset before the file's beginning.
        raise zipfile.BadZipFile(error.strerror or str(error)) from error


def _is_clutter(name: str) -> bool:
    return any(part in _NO_CARDS or part.startswith("._") for part in PurePosixPath(name).parts)


def _inner(root: Path) -> Path:
    """The one folder that holds everything, under the zip's name; else the root."""
    entries = list(root.iterdir())
    if len(entries) != 1 or not entries[0].is_dir():
        return root
    inner = root.parent / "inner" / root.name
    inner.parent.mkdir(exist_ok=True)
    return entries[0].rename(inner)
