"""Groups what is not in the catalogue into probable new cards, and finds what is by now; decides nothing.

A model's own vectors are compared, so what only another model has looked at is left out until it is looked up again.
"""

from __future__ import annotations

from collections.abc import Callable

from karuta.domain.cancel import CancelToken
from karuta.domain.unknowns import Grouping, KnownNow, Unknowns
from karuta.paths import LibraryFolder
from karuta.services.labels.unknown_names import read_names
from karuta.services.library.open_library import active_model_folder, library_model
from karuta.store.label_file import LabelFile
from karuta.store.queue import queue_counts
from karuta.store.traits import unknown_rows

__all__ = ["group_unknowns", "unknowns_of"]

Told = Callable[[int, int], None]
"""Called with (sightings grouped, photos in the queue)."""


def unknowns_of(library: LibraryFolder, *, cancel: CancelToken, told: Told) -> Unknowns:
    """All of a library. Raises `LibraryError`, `ModelError` and `Cancelled`."""
    active_model_folder(library)
    model = library_model(library)
    with LabelFile.open_reading(library) as file:
        return group_unknowns(file, model.hash, names=read_names(library), cancel=cancel, told=told)


def group_unknowns(
    file: LabelFile, model_hash: str, *, names: dict[str, str] | None = None, cancel: CancelToken, told: Told
) -> Unknowns:
    """In short reads, with as many vectors in memory as there are groups."""
    grouping, known = Grouping(), list[KnownNow]()
    done, photos = 0, queue_counts(file).photos
    for rows in unknown_rows(file, model_hash):
        cancel.check()
        grouping.add(rows.cards, rows.vectors)
        known += rows.known_now
        done += len(rows.cards)
        told(done, photos)
    return Unknowns(grouping.groups(names), tuple(known))
