"""Moves a library in three steps, so that one complete copy always exists.

It is copied while it is open; then closed, and what has changed is copied; then the new one is opened and the old one
removed.

Both folders are marked on the way (`store/move_marks`), so that nobody writes into one that will be written over or
removed. A move that was broken off is ended by the next one to the same place, or by `karuta doctor --repair`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError, reason_of
from karuta.domain.photo import Stamp
from karuta.domain.sentence import Sentence, counted_things
from karuta.files import copy_whole, make_folder
from karuta.paths import LibraryFolder, is_library
from karuta.store.lock import without_window, writer
from karuta.store.move_marks import (
    AWAY,
    HERE,
    MARKS,
    broken_move,
    is_half_a_mark,
    mark,
    marked,
    refuse_while_moved,
    unmark,
)
from karuta.store.replace_labels import difference, nobody_writes

_SPARE_BYTES = 50_000_000
# Of a process that has the library open; the last to come are the databases, and of these the labels.
_LEFT = (".lock", ".holder", ".part")
_NOTES = "window.notes"
_LAST = ("catalogue.db", "labels.db")


@dataclass(frozen=True)
class Move:
    """A library, and the folder where it goes. `copied`: each file as it was when it was copied last."""

    old: LibraryFolder
    new: LibraryFolder
    copied: dict[Path, Stamp]


def begin_move(
    library: LibraryFolder, target: Path, *, cancel: CancelToken, tell: Callable[[int, int], object]
) -> Move:
    """Copy everything but the label file, while the library may be open. `finish_move` copies what changes meanwhile.

    Raises `LibraryError` (a folder in itself, over something, a full disk, a file that cannot be read), `Cancelled`.
    A refused target is left as it was; after any later failure what was copied is removed.
    """
    move = Move(library, LibraryFolder(target.absolute()), {})
    try:
        _refuse(move)
    except OSError as error:
        raise _explained(error, move) from error
    with _whole_or_given_up(move):
        make_folder(move.new.root)
        mark(move.new.root, HERE, library.root)
        # A copy of the label file that is half written could not be asked which events it holds.
        names = _files(library.root)[:-1] if library.labels_db.exists() else _files(library.root)
        for number, name in enumerate(names):
            cancel.check()
            tell(number, len(names))
            _copy(move, name)
    return move


def finish_move(move: Move) -> None:
    """Copy again what has changed since. The library must be closed. Afterwards the new one is whole.

    Raises `LibraryError`; the old one is as it was, and nothing is left in the new place.
    """
    with _whole_or_given_up(move), writer(move.old.root / "catalogue.lock", "moving the library"):
        mark(move.old.root, AWAY, move.new.root)
        with nobody_writes(move.old.labels_db):
            pass  # whoever was writing has ended, and whoever comes now sees the mark
        names = _files(move.old.root)
        for gone in set(_files(move.new.root)) - set(names):
            (move.new.root / gone).unlink()
        for name in names:
            _copy(move, name)
        if not _unchanged_since_copy(move):
            raise OSError("another program is changing it")
        unmark(move.new.root, HERE)


def end_move(move: Move) -> bool:
    """Remove the old library if no file in it has changed since it was copied. False if one has, or if that failed."""
    try:
        if not _unchanged_since_copy(move):
            return False
        _clear(move.old.root)
        move.old.root.rmdir()
    except OSError:
        return False
    return True


def end_broken_move(folder: LibraryFolder) -> Sentence | None:
    """End the move of which this folder has a mark; what was done, or None without a mark.

    Raises `LibraryError` if a window has either library open, or if it cannot be ended.
    """
    broken = broken_move(folder.root)
    if broken is None:
        return None
    old, new = LibraryFolder(broken.old), LibraryFolder(broken.new)
    if marked(new.root, HERE) is None:
        return _end_last_step(old, new)
    if not is_library(old.root):
        unmark(new.root, HERE)
        return Sentence("the move ended without {old}, which is gone; what had arrived is kept", old=old.root)
    with without_window(old.window_lock), without_window(new.window_lock):
        move = begin_move(old, new.root, cancel=CancelToken(), tell=lambda *_: None)
        finish_move(move)
        return _ended(move)


# Inside


@contextmanager
def _whole_or_given_up(move: Move) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        give_up_move(move)
        if isinstance(error, OSError):
            raise _explained(error, move) from error
        raise


def _end_last_step(old: LibraryFolder, new: LibraryFolder) -> Sentence:
    """All has arrived, or nothing was begun."""
    if not is_library(new.root):
        unmark(old.root, AWAY)
        return Sentence("nothing had been moved to {new}, so the library stays here", new=new.root)
    if count := _events_missing(old.labels_db, new):
        raise LibraryError(
            "{old} holds {events} that {new} does not have; `karuta --library {new} labels "
            "merge {old}` takes them, then repair again.",
            old=old.root,
            new=new.root,
            events=counted_things(count, "event"),
        )
    with without_window(old.window_lock):
        arrived = [name for name in _files(old.root) if os.path.lexists(new.root / name)]
        return _ended(Move(old, new, {name: _stamp(old.root / name) for name in arrived}))


def _ended(move: Move) -> Sentence:
    if end_move(move):
        return Sentence("the library is in {new}", new=move.new.root)
    return Sentence("the library is in {new}, but {old} could not be removed", new=move.new.root, old=move.old.root)


def _events_missing(whole: Path, other: LibraryFolder) -> int:
    """How many events of a label file a library does not have. Raises `LibraryError`."""
    return difference(other, whole).gained if whole.is_file() else 0


def _refuse(move: Move) -> None:
    """Raises `LibraryError`, and `OSError`."""
    old, new = move.old.root.resolve(), move.new.root.resolve()
    if new == old or old in new.parents or new in old.parents:
        raise LibraryError("A library cannot be moved into itself; choose a folder outside {folder}.", folder=old)
    if move.new.root.is_dir() and marked(move.new.root, HERE) == move.old.root:  # an earlier move was broken off there
        _refuse_over_labels(move)
    else:
        refuse_while_moved(move.old.root)  # to somewhere else
        if new.exists() and not (new.is_dir() and all(map(is_half_a_mark, new.iterdir()))):
            raise LibraryError("{folder} is not empty; choose an empty folder for the library.", folder=new)
    above = next(folder for folder in (new, *new.parents) if folder.is_dir())
    needed = sum(_stamp(move.old.root / name).size for name in _files(move.old.root)) + _SPARE_BYTES
    free = shutil.disk_usage(above).free
    if free < needed:
        raise LibraryError(
            "There is no room for the library in {folder}: it needs {needed} MB, and {free} MB are free.",
            folder=new,
            needed=f"{needed // 1_000_000:,}",
            free=f"{free // 1_000_000:,}",
        )


def _refuse_over_labels(move: Move) -> None:
    """A Karuta that knew no marks may have labelled in a folder that a move was broken off in."""
    old_file, new_file = move.old.labels_db, move.new.labels_db
    if old_file.is_file() and new_file.is_file() and _stamp(old_file) == _stamp(new_file):
        return
    if count := _events_missing(new_file, move.old):
        raise LibraryError(
            "{new} holds {events} that the library at {old} does not have, so nothing is moved over them; `karuta "
            "--library {old} labels merge {new}` takes them.",
            new=move.new.root,
            old=move.old.root,
            events=counted_things(count, "event"),
        )


def _files(root: Path) -> list[Path]:
    """Files and links below a folder, relative to it, but for marks and those of a process that has it open.

    The databases stand last.
    """
    inside: list[Path] = []
    for place, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != _NOTES]
        links = [name for name in folders if Path(place, name).is_symlink()]
        paths = (Path(place, name) for name in (*names, *links) if not name.endswith(_LEFT) and name not in MARKS)
        inside += (path.relative_to(root) for path in paths)
    return sorted(inside, key=lambda name: (_LAST.index(str(name)) if str(name) in _LAST else -1, name))


def _copy(move: Move, name: Path) -> None:
    """A file that was copied and has not changed since is left alone."""
    source, target = move.old.root / name, move.new.root / name
    now = _stamp(source)
    if move.copied.get(name) == now:
        return
    make_folder(target.parent)
    if source.is_symlink():
        target.unlink(missing_ok=True)
        target.symlink_to(os.path.realpath(source))
    else:
        try:
            copy_whole(source, target)
        except OSError:
            if _stamp(source) == now:
                raise
            # It was written meanwhile, and is copied again once nobody does that.
    move.copied[name] = now


def _unchanged_since_copy(move: Move) -> bool:
    """Whether each file of the old library is as it was when it was copied."""
    return all(move.copied.get(name) == _stamp(move.old.root / name) for name in _files(move.old.root))


def _stamp(path: Path) -> Stamp:
    status = path.lstat()
    return Stamp(status.st_size, status.st_mtime_ns)


def give_up_move(move: Move) -> None:
    """The library stays where it is; what was copied is removed."""
    with suppress(OSError):
        _clear(move.new.root)
    with suppress(OSError):
        unmark(move.old.root, AWAY)


def _clear(root: Path) -> None:
    """Remove what is in a marked folder; the mark goes last, so nobody writes into a part of a library.

    The folder itself stays. Raises `OSError`; the mark is still there then.
    """
    for path in sorted(root.iterdir(), key=lambda path: path.name in MARKS):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _explained(error: OSError, move: Move) -> LibraryError:
    return LibraryError(
        "The library could not be moved to {folder} ({reason}); it is where it was.",
        folder=move.new.root,
        reason=reason_of(error),
    )
