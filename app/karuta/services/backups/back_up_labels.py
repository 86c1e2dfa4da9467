"""Copies of the label file: one a day by whoever writes, one before much is changed at once, one when it is asked for.

Each is looked over when it is made, and thinned by age and room. With a second folder each goes there too.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from karuta.domain.backups import Copy, Examined, is_due
from karuta.domain.errors import LibraryError, reason_of
from karuta.paths import LibraryFolder
from karuta.store import label_backups
from karuta.store.backups import backups_of
from karuta.store.label_file import LabelFile, has_labels
from karuta.store.witness import read_witness, write_witness

MANY = 100
"""More events than this in one action, and a copy is made before it."""


@dataclass(frozen=True)
class Made:
    """A copy that was just made. `trouble`: why it is not in the second folder too."""

    backup: Examined
    trouble: LibraryError | None = None


def back_up_now(library: LibraryFolder, second: Path | None = None, *, to: Path | None = None) -> Made:
    """A copy beside the label file, or in the folder `to`. Raises `LabelsAstray`, `LibraryError`."""
    LabelFile.open_reading(library).close()  # says what is wrong with it
    if to is not None:
        return Made(_looked_over(label_backups.copy_labels_to(library, to)))
    made = label_backups.back_up_labels(library)
    assert made is not None
    return Made(_looked_over(made), _mirrored(library, made, second))


def back_up_labels_if_due(library: LibraryFolder, second: Path | None = None, *, now: datetime | None = None) -> bool:
    """The day's copy, without holding up whoever labels; False where somebody wrote meanwhile: ask again.

    Nothing is to be done where today has one, and where nothing was written since one; but a second folder that was
    not there gets the newest one later. Raises `LibraryError`.
    """
    moment = now or datetime.now(UTC).astimezone()
    if is_day_without(library, now=moment):
        made = label_backups.back_up_labels(library, calmly=True, now=moment)
        if made is None:
            return False
        if (trouble := _mirrored(library, made, second, now=moment)) is not None:
            raise trouble
    elif second is not None and second.parent.is_dir():
        made = next(reversed(backups_of(library.labels_db, library.backups)), None)
        if made is not None and not (second / made.name).is_file():
            _mirrored(library, made, second, now=moment)
    return True


def is_day_without(library: LibraryFolder, *, now: datetime) -> bool:
    """Whether a copy is to be made today. One that was made before the first label is none for a file with labels."""
    if not has_labels(library) or not label_backups.anything_new(library):
        return False
    made = [one for one in label_backups.label_backups(library.backups) if not one.kept]
    if label_backups.has_events(library):
        made = [one for one in made if one.facts is None or one.facts.events]
    return is_due([Copy(one.path.name, one.made) for one in made], now)


def back_up_before(library: LibraryFolder) -> None:
    """Before much is changed at once: a copy of what is there, unless there is one. Raises `LibraryError`."""
    if has_labels(library) and label_backups.has_events(library) and label_backups.anything_new(library):
        label_backups.back_up_labels(library)


def _looked_over(path: Path) -> Examined:
    return label_backups.examine(label_backups.at_a_glance(path))


def _mirrored(
    library: LibraryFolder, made: Path, second: Path | None, *, now: datetime | None = None
) -> LibraryError | None:
    """Why the copy is not in the second folder; None where it is, or where none was chosen."""
    if second is None:
        return None
    try:
        if not second.parent.is_dir():
            # Not made: where a disk is not connected, its folder would be made on this one.
            return LibraryError(
                "The second folder for backups {folder} is not there; connect its disk or choose another.",
                folder=second.parent,
            )
        label_backups.mirror(made, second, now=now)
    except LibraryError as error:
        return error
    except OSError as error:
        return LibraryError(
            "The backup could not be copied to {folder} ({reason}); fix that or choose another folder.",
            folder=second,
            reason=reason_of(error),
        )
    with suppress(OSError):
        witness = read_witness(library)
        if witness is not None and witness.second != str(second):
            write_witness(library, replace(witness, second=str(second)))
    return None
