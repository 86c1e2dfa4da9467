"""Labels that contradict what Karuta was sure of, and refused suggestions: for the desk, and for training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto
from karuta.domain.doubt import (
    Answered,
    HardNegative,
    HistoryEntry,
    LabelDoubt,
    RuledOut,
    doubt_about,
    refused_by,
    still_refused,
)
from karuta.domain.label import Points
from karuta.domain.queue import QueueRow
from karuta.domain.sighting import settled
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile
from karuta.store.photos import photo_sizes
from karuta.store.queue import queue_rows
from karuta.store.refusals import (
    ShownAnswer,
    all_answers,
    answered_photos,
    answers_of,
    settled_labels,
    standing_answers,
    whole_history,
)

_SOME = 200


Refusals = Mapping[CardKey, str]
"""The cards that people refused for a sighting, and who did so last."""


def refused_before(file: LabelFile, desk: DeskPhoto) -> Mapping[str, Refusals]:
    """For each sighting (by id) of a photo, the cards that a person refused for it."""
    return {sighting: cards for (_, sighting), cards in refused_in(file, [desk.photo.sha256]).items()}


def refused_in(file: LabelFile, photos: Sequence[str]) -> Mapping[tuple[str, str], Refusals]:
    """For each (photo, sighting) of these photos, the cards that a person refused for it; only where there are any."""
    answers: dict[tuple[str, str], list[Answered]] = defaultdict(list)
    for answer in answers_of(file, photos):
        answers[answer.photo_sha256, answer.sighting_id].append(answer.answered)
    return {place: cards for place, some in answers.items() if (cards := refused_by(some))}


def decided_upon(file: LabelFile, desk: DeskPhoto) -> Mapping[str, tuple[CardKey, ...]]:
    """For each decided sighting (by id) of a photo, the cards in the order in which its label had shown them."""
    labels = {
        sighting.label.event_id: sighting.sighting_id for sighting in desk.sightings if sighting.label is not None
    }
    if not labels:
        return {}
    answers = {answer.event_id: answer.answered.shown for answer in answers_of(file, [desk.photo.sha256])}
    return {name: tuple(match.card for match in answers.get(event, ())) for event, name in labels.items()}


def answers_on_the_shot(
    file: LabelFile, desk: DeskPhoto, shot: Collection[str], *, sighting: str, until: str
) -> Collection[CardKey]:
    """The cards that people had ruled out for a sighting on the other photos of its shot, before the event `until`."""
    others = [other for other in shot if other != desk.photo.sha256]
    known_names = {
        live_sighting.sighting_id: live_sighting.corners
        for live_sighting in desk.sightings
        if live_sighting.sighting_id == sighting
    }
    answers = [answer for answer in answers_of(file, others) if answer.event_id < until]
    places = _same_place(known_names, desk.size, answers, photo_sizes(file, others))
    return still_refused(
        answer.answered for answer in answers if (answer.photo_sha256, answer.sighting_id) in places
    ).keys()


def hard_negatives(file: LabelFile) -> Iterator[HardNegative]:
    """Every crop with each card that was suggested for it, refused, and is wrong, by photo.

    Only for an undisputed current label by a person; an undone refusal does not count.
    """
    photos = answered_photos(file)
    for at in range(0, len(photos), _SOME):
        some = photos[at : at + _SOME]
        answers: dict[tuple[str, str], list[Answered]] = defaultdict(list)
        for answer in answers_of(file, some):
            answers[answer.photo_sha256, answer.sighting_id].append(answer.answered)
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
    corners: Mapping[str, Points],
    size: tuple[int, int] | None,
    answers: Sequence[ShownAnswer],
    sizes: Mapping[str, tuple[int, int]],
) -> dict[tuple[str, str], str]:
    """(other photo, its sighting) -> the sighting here at the same relative place."""
    if size is None:
        return {}
    names = list(corners)
    shares = [_shares(corners[name], size) for name in names]
    result: dict[tuple[str, str], str] = {}
    for photo, other_size in sizes.items():
        theirs = {
            answer.sighting_id: answer.corners for answer in answers if answer.photo_sha256 == photo and answer.corners
        }
        there = list(theirs)
        met = settled([_shares(theirs[name], other_size) for name in there], shares)
        result |= {(photo, there[at]): names[place] for at, place in met.items() if place is not None}
    return result


def _shares(corners: Points, size: tuple[int, int]) -> list[tuple[float, float]]:
    return [(x / size[0], y / size[1]) for x, y in corners]


Shots = Mapping[str, Collection[str]]
"""Photo -> all photos of the same shot, where there are others."""


def doubt_of(file: LabelFile, photo: str, sighting: str, shots: Shots) -> LabelDoubt | None:
    """Say what contradicts a sighting's current label."""
    answers = [answer for answer in standing_answers(file, [photo]) if answer.sighting_id == sighting]
    return next((doubt for _, doubt in _doubted(file, answers, shots)), None)


def rows_with_doubts(file: LabelFile, photos: Sequence[str], shots: Shots) -> list[QueueRow]:
    """Rows of the queue, each with whether one of its labels is doubtful, and which first match is ruled out."""
    rows = queue_rows(file, photos)
    decided = [row.photo_sha256 for row in rows if row.decided]
    doubted = {answer.photo_sha256 for answer, _ in _doubted(file, standing_answers(file, decided), shots)}
    struck = _ruled_out(file, [row.photo_sha256 for row in rows if row.top_card is not None])
    return [
        replace(row, is_doubted=row.photo_sha256 in doubted, ruled_out=struck.get(row.photo_sha256)) for row in rows
    ]


def _ruled_out(file: LabelFile, photos: Sequence[str]) -> dict[str, RuledOut]:
    """Of these photos, the first match of an undecided card that a person ruled out there."""
    refused = refused_in(file, photos)
    return {
        desk.photo.sha256: ruled_out
        for desk in on_the_desk(file, sorted({photo for photo, _ in refused}))
        for sighting in desk.sightings
        if (ruled_out := sighting.ruled_out(refused.get((desk.photo.sha256, sighting.sighting_id), {})))
    }


def history_with_doubts(file: LabelFile, photo: str, sighting: str, shots: Shots) -> list[HistoryEntry]:
    """A sighting's history, oldest first, with the doubt about each label at its time."""
    answers = all_answers(file, photo, sighting)
    doubts = {answer.event_id: doubt for answer, doubt in _doubted(file, answers, shots)}
    return [replace(entry, doubt=doubts.get(entry.event_id)) for entry in whole_history(file, photo, sighting)]


def _doubted(file: LabelFile, answers: Sequence[ShownAnswer], shots: Shots) -> Iterator[tuple[ShownAnswer, LabelDoubt]]:
    copied: dict[str, list[ShownAnswer]] = defaultdict(list)
    for answer in answers:
        if answer.answered.card is not None and answer.photo_sha256 in shots:
            copied[answer.photo_sha256].append(answer)
    ruled_out: set[str] = set()
    for desk in on_the_desk(file, list(copied)):
        photo = desk.photo.sha256
        for item in copied[photo]:
            before = answers_on_the_shot(file, desk, shots[photo], sighting=item.sighting_id, until=item.event_id)
            if item.answered.card in before:
                ruled_out.add(item.event_id)
    for answer in answers:
        card, shown = answer.answered.card, answer.answered.shown
        if (doubt := doubt_about(card, shown, ruled_out=answer.event_id in ruled_out)) is not None:
            yield answer, doubt
