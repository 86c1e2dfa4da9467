"""Which labels contradict what Karuta was sure of, or what was ruled out on the same shot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from karuta.domain.doubt import HistoryEntry, LabelDoubt, doubt_about
from karuta.domain.queue import QueueRow
from karuta.services.labels.refusals import answers_on_the_shot
from karuta.store.confirmed_lists import ConfirmedList, all_confirmations, standing_confirmations
from karuta.store.current_labels import on_the_desk
from karuta.store.histories import whole_history
from karuta.store.label_file import LabelFile
from karuta.store.queue import queue_rows

Shots = Mapping[str, Collection[str]]
"""Photo -> all photos of the same shot, where there are others."""


def doubt_of(file: LabelFile, photo: str, sighting: str, shots: Shots) -> LabelDoubt | None:
    """What contradicts a sighting's current label."""
    said = [one for one in standing_confirmations(file, [photo]) if one.sighting_id == sighting]
    return next((doubt for _, doubt in _doubted(file, said, shots)), None)


def rows_with_doubts(file: LabelFile, photos: Sequence[str], shots: Shots) -> list[QueueRow]:
    """Rows of the queue, each with whether one of its labels is doubtful."""
    rows = queue_rows(file, photos)
    decided = [row.photo_sha256 for row in rows if row.decided]
    found = {one.photo_sha256 for one, _ in _doubted(file, standing_confirmations(file, decided), shots)}
    return [replace(row, is_doubted=row.photo_sha256 in found) for row in rows]


def history_with_doubts(file: LabelFile, photo: str, sighting: str, shots: Shots) -> list[HistoryEntry]:
    """A sighting's history, oldest first, with the doubt about each label at its time."""
    said = all_confirmations(file, photo, sighting)
    doubts = {one.event_id: doubt for one, doubt in _doubted(file, said, shots)}
    return [replace(entry, doubt=doubts.get(entry.event_id)) for entry in whole_history(file, photo, sighting)]


def _doubted(
    file: LabelFile, said: Sequence[ConfirmedList], shots: Shots
) -> Iterator[tuple[ConfirmedList, LabelDoubt]]:
    copied: dict[str, list[ConfirmedList]] = defaultdict(list)
    for one in said:
        if one.card is not None and one.photo_sha256 in shots:
            copied[one.photo_sha256].append(one)
    ruled_out: set[str] = set()
    for desk in on_the_desk(file, list(copied)):
        photo = desk.photo.sha256
        for one in copied[photo]:
            before = answers_on_the_shot(file, desk, shots[photo], sighting=one.sighting_id, until=one.event_id)
            if one.card in before:
                ruled_out.add(one.event_id)
    for one in said:
        doubt = doubt_about(one.card, one.shown, ruled_out=one.event_id in ruled_out)
        if doubt is not None:
            yield one, doubt
