"""Lists a library's backups, their places, and what is wrong with them. Changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from pathlib import Path

from karuta import clock
from karuta.domain.backups import Examined, LabelBackup
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError, reason_of
from karuta.domain.sentence import Sentence, counted
from karuta.paths import LibraryFolder
from karuta.services.library.keeping.checking import Finding, fine, wrong
from karuta.store.label_backups import examine, label_backups, newest_sound
from karuta.store.label_file import has_labels
from karuta.store.label_guard import LabelsAstray

# Passed on by name: rooms above do not know the store.
__all__ = ["examined_backups", "fault_of", "newest_sound", "written_as"]


def unread_folders(library: LibraryFolder, second: Path | None = None) -> list[LibraryError]:
    """Why backups may be missing in the list: folders that cannot be read, or are not there."""
    faults: list[LibraryError] = []
    if second is not None and not second.parent.is_dir():
        faults.append(not_there(second.parent))
    for place in filter(None, (library.backups, second)):
        try:
            next(place.iterdir(), None)
        except FileNotFoundError:
            continue
        except OSError as error:
            faults.append(
                LibraryError(
                    "The backup folder {folder} is not readable ({reason}); change its permissions.",
                    folder=place,
                    reason=reason_of(error),
                )
            )
    return faults


def examined_backups(
    library: LibraryFolder, second: Path | None = None, *, cancel: CancelToken | None = None
) -> Generator[Examined, None, None]:
    """Each backup worth listing, newest first, read through. Takes some seconds for some gigabytes.

    A copy on the second disk is listed only if the one beside the label file is unsound or missing; a file that a
    restore put aside only if it can be restored.
    """
    by_name: dict[str, Examined] = {}
    for backup in label_backups(library.backups, second):
        if cancel is not None:
            cancel.check()
        first = by_name.get(backup.path.name)
        if first is not None and first.sound:
            continue
        examined = examine(backup)
        if backup.kept and not examined.sound:
            continue
        by_name[backup.path.name] = examined
        yield examined


def fault_of(examined: Examined) -> Sentence | None:
    """Why a backup is not sound; None for one that is."""
    if examined.fault is not None or not examined.broken:
        return examined.fault
    if len(examined.broken) == 1:
        return Sentence("one row in it is not as it was written")
    return Sentence("{count} rows in it are not as they were written", count=f"{len(examined.broken):,}")


def written_as(library: LibraryFolder, backup: LabelBackup) -> str:
    """As `karuta restore` takes it: the name of one beside the label file, else a path."""
    return backup.path.name if backup.path.parent == library.backups else str(backup.path)


def not_there(folder: Path) -> LibraryError:
    """The error where the disk of a second folder is not connected."""
    return LibraryError(
        "The second folder for backups {folder} is not there; connect its disk or choose another.", folder=folder
    )


def second_place(library: LibraryFolder, chosen: str) -> Path | None:
    """This library's own subfolder of the chosen folder, so that several libraries may share it. Creates nothing."""
    if not chosen:
        return None
    root = library.root.resolve()
    return Path(chosen).expanduser() / f"{root.name}-{hashlib.sha256(str(root).encode()).hexdigest()[:8]}"


def on_one_disk(path: Path, other_path: Path) -> bool:
    """Whether both lie on the same disk, as far as the system tells."""
    try:
        return path.stat().st_dev == other_path.stat().st_dev
    except OSError:
        return False


def check_backups(library: LibraryFolder, second: Path | None = None) -> Iterator[Finding]:
    """How many are sound and when the newest was made; then each unsound one, and each folder that cannot be read."""
    backups = list(examined_backups(library, second))
    yield fine("backups", _summary(library, [backup for backup in backups if backup.sound]))
    for backup in backups:
        fault = fault_of(backup)
        if fault is None:
            continue
        advice = Sentence("delete {file}; the others stay as they are", file=backup.backup.path)
        if backup.fault is None:
            advice = Sentence(
                "keep an older one that is intact; this one was made from a label file that was damaged already"
            )
        message = Sentence("{name}: {fault}", name=written_as(library, backup.backup), fault=fault)
        yield fine("backups", message) if backup.is_newer else wrong("backups", message, advice)
    for error in unread_folders(library, second):
        head, _, what_next = str(error).rstrip(".").rpartition("; ")
        yield wrong("backups", head, what_next)


def _summary(library: LibraryFolder, sound: list[Examined]) -> str:
    if not sound:
        try:
            return "none yet; the next command that writes makes one" if has_labels(library) else "none yet"
        except LabelsAstray:
            return "none"
    newest = sound[0]
    events = counted(newest.facts.events, "event") if newest.facts else ""
    when = f"{clock.in_this_zone(newest.backup.made):%Y-%m-%d %H:%M}"
    return f"{len(sound)} sound, the newest of {when} with {events}"
