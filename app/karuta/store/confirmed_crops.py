"""Reads confirmed sightings and their crops, to learn from, to search and to cut again. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.doubt import Answered
from karuta.domain.label import ANSWERS_A_LIST, Kind, Points, parsed_corners
from karuta.domain.match import Match
from karuta.domain.recheck import ReviewAnswer
from karuta.domain.sighting import is_card_shaped, picture_corners
from karuta.domain.training_set import Conflict, LastWord, LeftOut, TrainingLabel
from karuta.store.kinds import sql_list
from karuta.store.label_counts import labelled_photos
from karuta.store.label_file import LabelFile
from karuta.store.match_json import card_of, parsed_embedding, parsed_shown
from karuta.store.rechecks import DISPUTED_PLACES, disagreements


@dataclass(frozen=True)
class ConfirmedCrop:
    """A person's current label that names a card, and the crop that it is about. `photo`: the file's name."""

    event_id: str
    card: CardKey
    crop_sha256: str
    photo_sha256: str
    sighting_id: str
    annotator: str
    time: str
    batch: str | None
    listing: str | None
    photo: str


def confirmed_crops(file: LabelFile) -> list[ConfirmedCrop]:
    """In the order of confirmation. Disputed, withdrawn and automatic labels are left out, and strips with a name."""
    rows = file.rows(
        f"""SELECT g.corners, t.id, t.game, t.card_id, g.crop_sha256, t.photo_sha256, t.sighting_id, t.annotator,
            t.time, t.batch, t.listing, t.photo_name
        FROM true_labels AS t JOIN sightings AS g ON g.id = t.sighting_id
        WHERE t.kind = 'confirm' AND g.crop_sha256 IS NOT NULL
        AND (t.photo_sha256, t.sighting_id) NOT IN ({DISPUTED_PLACES})
        ORDER BY t.id"""
    )
    return [
        ConfirmedCrop(event, CardKey(game, card), *rest)
        for corners, event, game, card, *rest in rows
        if is_card_shaped(parsed_corners(corners) or picture_corners())
    ]


MACHINE = Kind.AUTO_CONFIRM.value


@dataclass(frozen=True)
class AutomaticLabel:
    """A machine's current label, or one that a person has since followed with a label (`right`: the same one)."""

    event_id: str
    photo_sha256: str
    sighting_id: str
    right: bool | None


def said_about_shown(file: LabelFile, *, model_hash: str, newest: int, cancel: CancelToken) -> list[Answered]:
    """The `newest` labels by people on what this model had suggested, oldest first; disputed ones are left out.

    Raises `Cancelled`.
    """
    rows = file.rows(
        f"""SELECT t.kind, t.game, t.card_id, t.shown, t.reordered_by FROM true_labels AS t
        WHERE t.model_hash = ? AND t.shown IS NOT NULL AND t.kind IN {sql_list(ANSWERS_A_LIST)}
        AND (t.photo_sha256, t.sighting_id) NOT IN ({DISPUTED_PLACES}) ORDER BY t.id DESC LIMIT ?""",
        [model_hash, newest],
    )
    answers = []
    for kind, game, card, *shown in reversed(rows):
        # Parsing four thousand lists of matches takes a fifth of a second.
        cancel.check()
        answers.append(Answered(Kind(kind), card_of(game, card), parsed_shown(*shown)))
    return answers


def automatic_labels(file: LabelFile) -> list[AutomaticLabel]:
    """Every machine's label in force, oldest first, and what a person said about it since, unless that is disputed."""
    rows = file.rows(
        f"""SELECT a.id, a.photo_sha256, a.sighting_id, t.kind, t.game IS a.game AND t.card_id IS a.card_id
        FROM events_in_force AS a LEFT JOIN true_labels AS t
            ON t.photo_sha256 = a.photo_sha256 AND t.sighting_id = a.sighting_id
            AND (t.photo_sha256, t.sighting_id) NOT IN ({DISPUTED_PLACES})
        WHERE a.kind = '{MACHINE}' ORDER BY a.id"""
    )
    return [
        AutomaticLabel(event, photo, name, None if kind is None else kind == Kind.CONFIRM.value and bool(same))
        for event, photo, name, kind, same in rows
    ]


_MOST_REFUSED = 5
# `true_labels` leaves out machine labels, and what was withdrawn or undone.
_CONFIRMED = """SELECT c.id, c.photo_sha256, c.sighting_id, s.crop_sha256, c.corners, c.game, c.card_id, c.name,
    c.shown, c.reordered_by, c.annotator, c.time, c.batch, c.listing, c.model_hash
    FROM true_labels AS c LEFT JOIN sightings AS s ON s.id = c.sighting_id
    WHERE c.kind = 'confirm' AND c.photo_sha256 IN ({marks}) ORDER BY c.photo_sha256, c.sighting_id"""


def confirmed_labels(file: LabelFile) -> list[TrainingLabel]:
    """Every current confirmation by a person, by photo and sighting. Short reads, so that nobody is blocked."""
    return [_label(row) for row in file.rows_among(_CONFIRMED, sorted(labelled_photos(file)))]


def disputes(file: LabelFile) -> list[Conflict]:
    """The disputed sightings, by photo and sighting; those who said something by name."""
    disputed = sorted(disagreements(file), key=lambda dispute: (dispute.photo_sha256, dispute.sighting_id))
    return [
        Conflict(
            LeftOut.DISPUTED,
            dispute.photo_sha256,
            dispute.sighting_id,
            dispute.crop_sha256,
            tuple(LastWord(word.annotator, word.kind, word.card) for word in sorted(dispute.answers, key=_annotator)),
        )
        for dispute in disputed
    ]


def _annotator(word: ReviewAnswer) -> str:
    return word.annotator


def refused(shown: Sequence[Match], chosen: CardKey) -> tuple[CardKey, ...]:
    """The cards before the chosen one. If that was not shown, only the first: the rest was hardly read."""
    cards = [match.card for match in shown]
    before = cards[: cards.index(chosen)] if chosen in cards else cards[:1]
    return tuple(dict.fromkeys(before))[:_MOST_REFUSED]


def _label(row: tuple[Any, ...]) -> TrainingLabel:
    event, photo, sighting, crop, corners, game, card_id, name, shown, ordered, *rest = row
    card = CardKey(game, card_id)
    place = (event, photo, sighting, crop, parsed_corners(corners))
    return TrainingLabel(*place, card, name, refused(parsed_shown(shown, ordered), card), *rest)


@dataclass(frozen=True)
class CropSource:
    """A place in a photo. `sighting_id` is None for corners that a person set and that were looked up on their own."""

    crop_sha256: str
    photo_sha256: str
    sighting_id: str | None
    corners: Points


@dataclass(frozen=True, eq=False)
class CropEvidence:
    """The embedding that one model computed there: (dimension,) float32, unit length."""

    model_hash: str
    embedding: NDArray[np.float32]


_PHOTOS_AT_ONCE = 500
_SOURCES = """SELECT crop_sha256, photo_sha256, id, corners FROM sightings WHERE crop_sha256 IS NOT NULL AND {which}
    UNION SELECT crop_sha256, photo_sha256, NULL, corners FROM outlines WHERE crop_sha256 IS NOT NULL AND {which}
    ORDER BY 2, 3, 4"""
_LABELLED = """SELECT s.crop_sha256 FROM current_labels AS c JOIN sightings AS s ON s.id = c.sighting_id
    WHERE s.crop_sha256 IS NOT NULL
    UNION SELECT o.crop_sha256 FROM current_labels AS c
        JOIN corners_by_hand AS h ON h.photo_sha256 = c.photo_sha256 AND h.sighting_id = c.sighting_id
        JOIN outlines AS o ON o.id = h.outline_id
    WHERE o.crop_sha256 IS NOT NULL"""


def sources_of_crop(file: LabelFile, crop_sha256: str) -> list[CropSource]:
    """Every place where this crop was cut: two photos may have the same pixels."""
    return _read(file, "crop_sha256 = ?", [crop_sha256])


def crops_of_photos(file: LabelFile) -> Iterator[CropSource]:
    """All crops that the file names, grouped by photo. In short reads, because a long one would block labels."""
    after, sql = "", "SELECT sha256 FROM photos WHERE sha256 > ? ORDER BY sha256 LIMIT ?"
    while photos := [str(row[0]) for row in file.rows(sql, [after, _PHOTOS_AT_ONCE])]:
        yield from _read(file, f"photo_sha256 IN ({', '.join('?' * len(photos))})", photos)
        after = photos[-1]


def crops_of_labels(file: LabelFile) -> set[str]:
    """The crops of them that belong to a label."""
    return {str(row[0]) for row in file.rows(_LABELLED)}


def evidence_of(file: LabelFile, source: CropSource) -> list[CropEvidence]:
    """The embeddings computed at this place: when something was decided there, and at the last look."""
    if source.sighting_id is None:
        rows = file.rows(
            "SELECT model_hash, embedding FROM outlines WHERE photo_sha256 = ? AND crop_sha256 = ? ORDER BY id",
            [source.photo_sha256, source.crop_sha256],
        )
    else:
        rows = file.rows(
            """SELECT model_hash, embedding FROM events WHERE photo_sha256 = :photo AND sighting_id = :sighting
            UNION ALL SELECT l.model_hash, s.embedding FROM suggestions AS s JOIN lookups AS l ON l.id = s.lookup_id
            WHERE s.sighting_id = :sighting AND l.photo_sha256 = :photo""",
            {"photo": source.photo_sha256, "sighting": source.sighting_id},
        )
    embedded = ((model, parsed_embedding(embedding)) for model, embedding in rows if model is not None)
    return [CropEvidence(str(model), vector) for model, vector in embedded if vector is not None]


def _read(file: LabelFile, which: str, values: list[str]) -> list[CropSource]:
    rows = file.rows(_SOURCES.format(which=which), [*values, *values])
    crops = ((crop, photo, sighting, parsed_corners(corners)) for crop, photo, sighting, corners in rows)
    return [CropSource(crop, photo, sighting, corners) for crop, photo, sighting, corners in crops if corners]
