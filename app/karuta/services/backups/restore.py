"""Restores a backup or begins anew: says what that gains and loses, and keeps the present file."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from karuta.domain.backups import Examined, Restored
from karuta.domain.errors import LibraryError
from karuta.files import make_folder
from karuta.paths import LibraryFolder
from karuta.services.backups.list_backups import newest_sound, written_as
from karuta.store.label_backups import at_a_glance, examine
from karuta.store.lock import without_window
from karuta.store.replace_labels import difference, replace_labels


def what_would_change(library: LibraryFolder, backup: str | None, second: Path | None = None) -> Restored:
    """Preview `restore`. Raises `LibraryError` if it cannot. Changes nothing."""
    source = None if backup is None else _usable(library, backup, second)
    changes = difference(library, source.backup.path if source else None)
    return replace(changes, broken=source.broken) if source else changes


def restore(
    library: LibraryFolder, backup: str | None, second: Path | None = None, *, has_window: bool = False
) -> Restored:
    """Put a backup in the label file's place; `backup` None: begin anew with an empty one.

    `backup`: a file's name as listed, or a path. `has_window`: the caller holds the library's window lock. Raises
    `LibraryError`; the label file is unchanged then.
    """
    source = None if backup is None else _usable(library, backup, second)
    make_folder(library.root)
    with nullcontext() if has_window else without_window(library.window_lock):
        restored = replace_labels(library, source.backup.path if source else None)
    return replace(restored, broken=source.broken) if source else restored


def find_backup(library: LibraryFolder, name: str, second: Path | None = None) -> Examined:
    """The file that is meant, read through; of two with one name the sound one. Raises `LibraryError` for none."""
    places = [Path(name)]
    if Path(name).name == name:
        places = [place / name for place in (library.backups, second) if place is not None] + places
    examined = [examine(at_a_glance(place)) for place in places if place.is_file()]
    if not examined:
        raise LibraryError("There is no backup {name}; `karuta backups` lists those of this library.", name=name)
    return next(
        (backup for backup in examined if backup.sound),
        next((item for item in examined if item.fault is None), examined[0]),
    )


def _usable(library: LibraryFolder, name: str, second: Path | None) -> Examined:
    examined = find_backup(library, name, second)
    if examined.fault is None:
        return examined
    best = newest_sound(library, second)
    if best is None:
        raise LibraryError(
            "{file} cannot be restored: {fault}; try another copy.",
            file=examined.backup.path,
            fault=examined.fault,
        )
    raise LibraryError(
        "{file} cannot be restored: {fault}; `karuta restore {best}` restores the newest intact one.",
        file=examined.backup.path,
        fault=examined.fault,
        best=written_as(library, best.backup),
    )
