"""Groups what is not in the catalogue into probable new cards, and writes them as a table.

A model's own vectors are compared, so what only another model has looked at is left out until it is looked up again.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.file_names import written
from karuta.domain.unknowns import Grouping, KnownNow, UnknownCard, Unknowns
from karuta.files import write_whole
from karuta.json_files import read_kept
from karuta.paths import LibraryFolder
from karuta.services.library.open_library import active_model_folder, library_model
from karuta.store.label_file import LabelFile
from karuta.store.queue import queue_counts
from karuta.store.traits import unknown_rows

FILE = "unknowns.json"
# A name goes with so many of a group's cards: one of them is enough to find it again.
_KEPT_WITH = 20


def read_names(library: LibraryFolder) -> dict[str, str]:
    """The name of a group, by the sighting of some of its cards."""
    return dict(read_kept(library.root / FILE, dict[str, str], instead={}).value)


def keep_name(library: LibraryFolder, cards: Sequence[UnknownCard], name: str) -> dict[str, str]:
    """Call the group of these cards so; with an empty name, nothing any more. All names. Raises `OSError`."""
    names = {sighting: kept_name for sighting, kept_name in read_names(library).items() if not _is_of(sighting, cards)}
    if called := " ".join(name.split()):
        names |= {card.sighting_id: called for card in cards[:_KEPT_WITH]}
    text = json.dumps(names, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    write_whole(library.root / FILE, lambda part: part.write_bytes(text))
    return names


def _is_of(sighting: str, cards: Sequence[UnknownCard]) -> bool:
    return any(card.sighting_id == sighting for card in cards)


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
    grouping, known_now = Grouping(), list[KnownNow]()
    grouped, photos = 0, queue_counts(file).photos
    for rows in unknown_rows(file, model_hash):
        cancel.check()
        grouping.add(rows.cards, rows.vectors)
        known_now += rows.known_now
        grouped += len(rows.cards)
        told(grouped, photos)
    return Unknowns(grouping.groups(names), tuple(known_now))


COLUMNS = ("group", "name", "cards", "photo", "photo_sha256", "sighting_id", "kind")


def export_unknowns(unknowns: Unknowns, out: Path) -> int:
    """A row for each sighting, group after group; how many. `kind`: `labelled` by a person, or `judged`.

    Raises `OSError`; `out` is as it was, then.
    """

    def write(beside: Path) -> None:
        with beside.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as text:
            lines = csv.writer(text)
            lines.writerow(written(COLUMNS))
            for number, group in enumerate(unknowns.groups, start=1):
                for card in group.cards:
                    state = "labelled" if card.is_labelled else "judged"
                    place = (card.photo_sha256, card.sighting_id, state)
                    names = (group.name, len(group.cards), card.photo_name)
                    lines.writerow(written((number, *names, *place)))

    write_whole(out, write)
    return unknowns.count
