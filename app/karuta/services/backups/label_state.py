"""Whether a library's label file is the one that was there. Whoever is about to write to the library asks."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from karuta.domain.errors import LibraryError, LibraryReadOnly
from karuta.paths import LibraryFolder
from karuta.store.label_backups import newest_sound
from karuta.store.label_guard import LabelsAstray as LabelsAstray
from karuta.store.label_guard import look_at_labels, missing
from karuta.store.label_guard import refuse_read_only as refuse_read_only
from karuta.store.labels_schema import SCHEMA
from karuta.store.move_marks import refuse_while_moved
from karuta.store.witness import read_witness


def refuse_where_astray(library: LibraryFolder, second: Path | None = None) -> None:
    """Raises `LabelsAstray` if the label file is not what it was: nothing is written until a person has chosen.

    `second`: where backups lie on another disk. It reveals a loss even if the library's own backups are gone too.
    """
    looked = look_at_labels(library, SCHEMA, writing=True)
    if looked.has_tables or looked.witness is not None or second is None:
        return
    best = newest_sound(library, second)
    if best is not None and best.facts is not None and best.facts.events:
        raise missing(library, best.facts.events, second)


def labels_astray(library: LibraryFolder, second: Path | None = None) -> LabelsAstray | None:
    """The state as a value; None if all is well, or if opening the file will report what is wrong."""
    try:
        if why_read_only(library) is None:
            refuse_where_astray(library, second)
        else:
            look_at_labels(library, SCHEMA, writing=False)
    except LabelsAstray as error:
        return error
    except LibraryError:
        return None
    return None


def why_read_only(library: LibraryFolder) -> LibraryReadOnly | None:
    """Why the library is not to be written, as what would write says it; None if it may be."""
    try:
        refuse_read_only(library)
        refuse_while_moved(library.root)
    except LibraryReadOnly as error:
        return error
    return None


def decisions_remembered(library: LibraryFolder) -> int:
    """How many events the label file had at least; 0 if nothing remembers."""
    with suppress(OSError):
        witness = read_witness(library)
        return witness.least if witness is not None else 0
    return 0
