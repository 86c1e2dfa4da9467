"""Writes a folder whole or not at all, in place of an older one that stays until then. Knows no content.

If the system can, the two are exchanged in one move. If not, there is a moment between two renames in which neither has
the name. A process that dies in it leaves the older folder hidden beside it, and the next one brings it back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from karuta.files import flush_folder, flush_tree, make_folder, move, naming

_CANNOT = frozenset((errno.ENOSYS, errno.EINVAL, errno.ENOTSUP))
_HERE = -100  # AT_FDCWD: paths are as given
_SWAP = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def write_folder_whole(path: Path, fill: Callable[[Path], object]) -> Path:
    """Let `fill` fill a new folder beside `path`, flush it, then give it the name: the old folder or the new one.

    When this returns, the new one survives a power cut. An `OSError` names `path`.
    """
    path = path.resolve() if path.is_symlink() else path
    bring_back(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    make_folder(beside)
    try:
        with naming(path, beside):
            fill(beside)
            flush_tree(beside)
            if not path.exists():
                move(beside, path)
            elif exchange(beside, path):
                flush_folder(path.parent)
            else:
                _replace(path, beside)
    finally:
        # After an exchange this is the older folder.
        shutil.rmtree(beside, ignore_errors=True)
    return path


def bring_back(path: Path) -> None:
    """Restore a folder whose replacement was interrupted, and remove half-made ones beside it.

    Raises `OSError`.
    """
    old, parts = _left_beside(path)
    if old and not path.exists():
        move(old.pop(), path)
    for folder in [*old, *(part for part in parts if not _is_filled(part))]:
        shutil.rmtree(folder, ignore_errors=True)


def exchange(folder: Path, other_folder: Path) -> bool:
    """Exchange two folders in one move; false if the system or the disk cannot do that.

    Raises `OSError` if it can but fails.
    """
    if sys.platform == "win32":
        return False
    system, names = ctypes.CDLL(None, use_errno=True), (os.fsencode(folder), os.fsencode(other_folder))
    if hasattr(system, "renameat2"):
        failed = system.renameat2(_HERE, names[0], _HERE, names[1], _SWAP)
    elif hasattr(system, "renamex_np"):
        failed = system.renamex_np(*names, _SWAP)
    else:
        return False
    number = ctypes.get_errno()
    if failed and number not in _CANNOT:
        raise OSError(number, os.strerror(number), os.fspath(other_folder))
    return not failed


def _replace(path: Path, beside: Path) -> None:
    old = beside.with_suffix(".old")
    move(path, old)
    try:
        move(beside, path)
    except BaseException:
        with suppress(OSError):
            move(old, path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _left_beside(path: Path) -> tuple[list[Path], list[Path]]:
    """The older folders, the newest last, and those that are half-made."""
    if not path.parent.is_dir():
        return [], []
    named = re.compile(rf"\.{re.escape(path.name)}\.\d+-[0-9a-f]{{8}}\.(old|part)")
    folders = [entry for entry in path.parent.iterdir() if named.fullmatch(entry.name) and entry.is_dir()]
    folders.sort(key=lambda entry: entry.stat().st_mtime_ns)
    return [item for item in folders if item.suffix == ".old"], [item for item in folders if item.suffix == ".part"]


def _is_filled(part: Path) -> bool:
    """Whether the process that its name tells is still there; true if the system does not say."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(int(part.name.split(".")[-2].split("-")[0]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True
