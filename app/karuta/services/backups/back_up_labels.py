"""Copies of the label file: one a day by whoever writes, one before many changes at once, one on request.

Each is verified when it is made, and thinned by age and disk space. If a second folder is set, each goes there too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from karuta import clock
from karuta.domain.backups import Examined, is_due
from karuta.domain.errors import KarutaError, LibraryError, reason_of, refused_by_system
from karuta.paths import LibraryFolder
from karuta.services.backups.label_state import refuse_where_astray
from karuta.services.backups.list_backups import not_there
from karuta.store import label_backups
from karuta.store.backups import backups_of
from karuta.store.label_backups import Told, untold
from karuta.store.label_file import LabelFile, has_labels
from karuta.store.label_guard import LabelsAstray
from karuta.store.witness import read_witness, write_witness

MANY = 100
"""More events than this in one action, and a copy is made before it."""


@contextmanager
def guarded_write(library: LibraryFolder, second: Path | None, *, say: Callable[[str], None]) -> Iterator[None]:
    """For what changes a library: refused if the label file is not what it was, until a person has chosen.

    Afterwards the daily copy is made, if today has none and something was written. Raises `LabelsAstray`.
    """
    refuse_where_astray(library, second)
    yield
    keep_days_copy(library, second, say=say)


def keep_days_copy(library: LibraryFolder, second: Path | None, *, say: Callable[[str], None]) -> None:
    """The daily copy, if today has none. If it cannot be made, that is said, and nothing fails."""
    try:
        back_up_labels_if_due(library, second)
    except LabelsAstray:
        say("Today's backup was not made, because the label file is damaged.")
    except (KarutaError, OSError) as error:
        why = error.sentence if isinstance(error, KarutaError) else refused_by_system(error)
        say(f"What was done is stored; only today's backup was not made. {why} `karuta backup` makes it.")


def back_up_now(library: LibraryFolder, *, to: Path | None = None, told: Told = untold) -> Examined:
    """A copy beside the label file, or in the folder `to`. Raises `LabelsAstray`, `LibraryError`."""
    LabelFile.open_reading(library).close()  # it says what is wrong
    return label_backups.examine(label_backups.at_a_glance(label_backups.back_up_labels(library, to=to, told=told)))


def back_up_labels_if_due(library: LibraryFolder, second: Path | None = None, *, now: datetime | None = None) -> None:
    """Today's copy. Nothing is done if there is one from today, or if nothing was written since the last one.

    But a second folder that was not there before gets the newest copy later. Raises `LibraryError`.
    """
    moment = now or clock.on_the_wall()
    is_due_today = is_day_without(library, now=moment)
    if is_due_today:
        label_backups.back_up_labels(library, now=moment)
    if second is not None and (is_due_today or second.parent.is_dir()):
        fill_second(library, second, now=moment)


def is_day_without(library: LibraryFolder, *, now: datetime) -> bool:
    """Whether a copy is to be made today. A copy made before the first label does not count once there are labels."""
    if not has_labels(library) or not label_backups.anything_new(library):
        return False
    made = [backup for backup in label_backups.label_backups(library.backups) if not backup.kept]
    if label_backups.has_events(library):
        made = [backup for backup in made if backup.facts is None or backup.facts.events]
    return is_due(made, now)


def back_up_before(library: LibraryFolder, *, told: Told = untold) -> bool:
    """Before many changes at once: a copy of the file, unless there is one of this state. Raises `LibraryError`.

    Whether one was made, and every row in it is as it was written.
    """
    if has_labels(library) and label_backups.has_events(library) and label_backups.anything_new(library):
        return label_backups.is_of_sound_rows(label_backups.back_up_labels(library, told=told))
    return False


def fill_second(library: LibraryFolder, second: Path, *, now: datetime | None = None) -> None:
    """The newest copy is kept in the second folder too. Raises `LibraryError` if it cannot be."""
    copies = backups_of(library.labels_db, library.backups)
    if not copies or (second / copies[-1].name).is_file():
        return
    if not second.parent.is_dir():
        # Not created: if a disk is not connected, its folder would be made on this one.
        raise not_there(second.parent)
    try:
        label_backups.mirror(copies[-1], second, now=now)
    except OSError as error:
        raise LibraryError(
            "The backup could not be copied to {folder} ({reason}); fix that or choose another folder.",
            folder=second,
            reason=reason_of(error),
        ) from error
    with suppress(OSError):
        witness = read_witness(library)
        if witness is not None and witness.second != str(second):
            write_witness(library, replace(witness, second=str(second)))
