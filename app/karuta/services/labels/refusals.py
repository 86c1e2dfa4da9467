"""Labels that contradict what Karuta was sure of, and refused suggestions: for the desk, and for training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto
from karuta.domain.doubt import Answered, HardNegative, HistoryEntry, LabelDoubt, doubt_about, still_refused
from karuta.domain.label import Points
from karuta.domain.queue import QueueRow
from karuta.domain.sighting import settled
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile
from karuta.store.queue import queue_rows
from karuta.store.refusals import (
    ConfirmedList,
    SightingAnswer,
    all_confirmations,
    answered_photos,
    answers_of,
    settled_labels,
    sizes_of,
    standing_confirmations,
    whole_history,
)

NearDuplicates = Callable[[LabelFile, str], Collection[str]]
"""The hashes of the library's other photos that are the same shot as one."""

_SOME = 200


def none_alike(file: LabelFile, photo_sha256: str) -> Collection[str]:
    """Every photo is the same shot only as itself."""
    del file, photo_sha256
    return ()


def refused_before(
    file: LabelFile, desk: DeskPhoto, *, near_duplicates: NearDuplicates = none_alike
) -> Mapping[str, frozenset[CardKey]]:
    """For each sighting (by id) of a photo, the cards that a person refused for it, here or in a near-duplicate.

    A near-duplicate's sighting is this one if it is at the same place in its picture.
    """
    photo = desk.photo.sha256
    alike = [other for other in near_duplicates(file, photo) if other != photo]
    answers: dict[str, list[Answered]] = defaultdict(list)
    known = {sighting.sighting_id: sighting.corners for sighting in desk.sightings}
    found = answers_of(file, [photo, *alike])
    places = _same_place(known, desk.size, found, sizes_of(file, alike) if alike else {})
    for one in found:
        sighting = one.sighting_id if one.photo_sha256 == photo else places.get((one.photo_sha256, one.sighting_id))
        if sighting is not None:
            answers[sighting].append(one.answered)
    return {sighting: frozenset(still_refused(some)) for sighting, some in answers.items()}


def decided_upon(file: LabelFile, desk: DeskPhoto) -> Mapping[str, tuple[CardKey, ...]]:
    """For each decided sighting (by id) of a photo, the cards in the order in which its label had shown them."""
    labels = {one.label.event_id: one.sighting_id for one in desk.sightings if one.label is not None}
    if not labels:
        return {}
    answers = {one.event_id: one.answered.shown for one in answers_of(file, [desk.photo.sha256])}
    return {name: tuple(match.card for match in answers.get(event, ())) for event, name in labels.items()}


def answers_on_the_shot(
    file: LabelFile, desk: DeskPhoto, shot: Collection[str], *, sighting: str, until: str
) -> Collection[CardKey]:
    """The cards that people had ruled out for a sighting on the other photos of its shot, before the event `until`."""
    others = [other for other in shot if other != desk.photo.sha256]
    known = {one.sighting_id: one.corners for one in desk.sightings if one.sighting_id == sighting}
    found = [one for one in answers_of(file, others) if one.event_id < until]
    places = _same_place(known, desk.size, found, sizes_of(file, others))
    return still_refused(one.answered for one in found if (one.photo_sha256, one.sighting_id) in places).keys()


def hard_negatives(file: LabelFile) -> Iterator[HardNegative]:
    """Every crop with each card that was suggested for it, refused, and is wrong, by photo.

    Only for an undisputed current label by a person; an undone refusal does not count.
    """
    photos = answered_photos(file)
    for at in range(0, len(photos), _SOME):
        some = photos[at : at + _SOME]
        answers: dict[tuple[str, str], list[Answered]] = defaultdict(list)
        for one in answers_of(file, some):
            answers[one.photo_sha256, one.sighting_id].append(one.answered)
        for label in settled_labels(file, some):
            refused = still_refused(answers.get((label.photo_sha256, label.sighting_id), ()))
            for card, match in sorted(refused.items()):
                if card != label.card:
                    yield HardNegative(
                        photo_sha256=label.photo_sha256,
                        sighting_id=label.sighting_id,
                        crop_sha256=label.crop_sha256,
                        kind=label.kind,
                        chosen=label.card,
                        refused=card,
                        score=match.score,
                    )


def _same_place(
    known: Mapping[str, Points],
    size: tuple[int, int] | None,
    found: Sequence[SightingAnswer],
    sizes: Mapping[str, tuple[int, int]],
) -> dict[tuple[str, str], str]:
    """(other photo, its sighting) -> the sighting here at the same relative place."""
    if size is None:
        return {}
    names = list(known)
    here = [_shares(known[name], size) for name in names]
    result: dict[tuple[str, str], str] = {}
    for photo, other_size in sizes.items():
        theirs = {one.sighting_id: one.corners for one in found if one.photo_sha256 == photo and one.corners}
        there = list(theirs)
        met = settled([_shares(theirs[name], other_size) for name in there], here)
        result |= {(photo, there[at]): names[place] for at, place in met.items() if place is not None}
    return result


def _shares(corners: Points, size: tuple[int, int]) -> list[tuple[float, float]]:
    return [(x / size[0], y / size[1]) for x, y in corners]


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
