"""Moves a library to another folder in three steps, so that a whole one is always somewhere: copied while it is open,
made even while it is closed, and the old one removed once the new one is open. Opens no database.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError, reason_of
from karuta.files import file_hash, make_folder, write_whole
from karuta.files import move as rename
from karuta.paths import LibraryFolder
from karuta.store.lock import writer

MARK = "library is being moved here"
"""A file in a folder that is not a whole library yet. It names the library, and only that one goes on there."""
_SPARE_BYTES = 50_000_000
# Of a process that has the library open; the last rows to come are the labels'.
_LEFT = (".lock", ".holder", ".part")
_NOTES = "window.notes"
_LAST = ("catalogue.db", "labels.db")


@dataclass(frozen=True)
class Move:
    """A library, and the folder where it goes. `databases`: size and time of the old ones when they were copied."""

    old: LibraryFolder
    new: LibraryFolder
    databases: tuple[tuple[int, int] | None, ...] = ()


def begin_move(
    library: LibraryFolder, target: Path, *, cancel: CancelToken, tell: Callable[[int, int], object]
) -> Move:
    """Copy everything, while the library may be open. What is written meanwhile `finish_move` copies again.

    Raises `LibraryError` (a folder in itself, over something, a full disk, a file that cannot be read), `Cancelled`;
    nothing is left in `target` then.
    """
    move = Move(library, LibraryFolder(target.absolute()))
    files = list(_files(library.root))
    _refuse(move, files)
    try:
        make_folder(move.new.root)
        write_whole(move.new.root / MARK, lambda path: path.write_text(str(library.root), encoding="utf-8"))
        for done, name in enumerate(files):
            cancel.check()
            tell(done, len(files))
            _copy(move, name)
    except OSError as error:
        _clear(move.new.root)
        raise _explained(error, move) from error
    except BaseException:
        _clear(move.new.root)
        raise
    return move


def finish_move(move: Move) -> Move:
    """Copy again what has changed since. The library must be closed. Afterwards the new one is whole.

    Raises `LibraryError`; the old one is as it was, and nothing is left in the new place.
    """
    try:
        names = set(_files(move.old.root))
        for gone in set(_files(move.new.root)) - names - {Path(MARK)}:
            (move.new.root / gone).unlink()
        with writer(move.old.root / "catalogue.lock", "moving the library"):
            for name in sorted(names, key=lambda path: (path.name in _LAST, path)):
                _copy(move, name)
            databases = _databases(move.old)
            if databases != _databases(move.new):
                raise OSError("another program is changing it")
        (move.new.root / MARK).unlink()
    except OSError as error:
        _clear(move.new.root)
        raise _explained(error, move) from error
    return replace(move, databases=databases)


def end_move(move: Move) -> bool:
    """Remove the old library, if all of it is in the new place; false if something came since, and it stays."""
    try:
        if _databases(move.old) != move.databases:
            return False
        if not all((move.new.root / name).exists() for name in _files(move.old.root)):
            return False
        # Out of sight by one step: nobody opens half a library.
        aside = move.old.root.with_name(f".{move.old.root.name}.moved-{secrets.token_hex(4)}")
        rename(move.old.root, aside)
    except OSError:
        return False
    shutil.rmtree(aside, ignore_errors=True)
    return True


# Inside


def _refuse(move: Move, files: list[Path]) -> None:
    old, new = move.old.root.resolve(), move.new.root.resolve()
    if new == old or old in new.parents or new in old.parents:
        raise LibraryError("A library cannot be moved into itself; choose a folder outside {folder}.", folder=old)
    if new.exists() and not _is_ours(move):
        try:
            has_something = not new.is_dir() or any(new.iterdir())
        except OSError as error:
            raise _explained(error, move) from error
        if has_something:
            raise LibraryError("{folder} is not empty; choose an empty folder for the library.", folder=new)
    above = next(folder for folder in (new, *new.parents) if folder.is_dir())
    needed = sum((move.old.root / name).lstat().st_size for name in files) + _SPARE_BYTES
    free = shutil.disk_usage(above).free
    if free < needed:
        raise LibraryError(
            "There is no room for the library in {folder}: it needs {needed} MB, and {free} MB are free.",
            folder=new,
            needed=f"{needed // 1_000_000:,}",
            free=f"{free // 1_000_000:,}",
        )


def _is_ours(move: Move) -> bool:
    """Whether an earlier move of this library was broken off there."""
    try:
        return (move.new.root / MARK).read_text(encoding="utf-8") == str(move.old.root)
    except (OSError, ValueError):
        return False


def _files(root: Path) -> Iterator[Path]:
    """Files and links below a folder, relative to it, but for those of a process that has it open."""
    for place, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != _NOTES]
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in (*names, *links):
            if not name.endswith(_LEFT):
                yield Path(place, name).relative_to(root)


def _copy(move: Move, name: Path) -> None:
    """A file that was copied and has not changed since is left alone. Each copy is read again and compared."""
    source, target = move.old.root / name, move.new.root / name
    if source.is_symlink():
        make_folder(target.parent)
        target.unlink(missing_ok=True)
        target.symlink_to(os.path.realpath(source))
        return
    before = source.stat()
    with suppress(FileNotFoundError):
        found = target.stat()
        if (found.st_size, found.st_mtime_ns) == (before.st_size, before.st_mtime_ns):
            return

    def write(beside: Path) -> None:
        shutil.copyfile(source, beside)
        os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))

    make_folder(target.parent)
    write_whole(target, write)
    if source.stat().st_mtime_ns == before.st_mtime_ns and file_hash(source) != file_hash(target):
        raise OSError(f"{target} is not what was copied")


def _databases(library: LibraryFolder) -> tuple[tuple[int, int] | None, ...]:
    found: list[tuple[int, int] | None] = []
    for path in (library.root / name for name in _LAST):
        try:
            status = path.stat()
            found.append((status.st_size, status.st_mtime_ns))
        except FileNotFoundError:
            found.append(None)
    return tuple(found)


def give_up_move(move: Move) -> None:
    """The library stays where it is; what was copied is removed."""
    _clear(move.new.root)


def _clear(root: Path) -> None:
    """What a move has begun; the folder itself stays."""
    with suppress(OSError):
        for path in root.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _explained(error: OSError, move: Move) -> LibraryError:
    return LibraryError(
        "The library could not be moved to {folder} ({reason}); it is where it was.",
        folder=move.new.root,
        reason=reason_of(error),
    )
