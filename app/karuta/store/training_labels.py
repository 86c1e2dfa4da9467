"""Reads from labels.db what may teach a model, and what people dispute. Decides no split and opens no picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.label import parsed_corners
from karuta.domain.match import Match
from karuta.domain.training_set import Conflict, LastWord, LeftOut, TrainingLabel
from karuta.store.label_file import LabelFile
from karuta.store.match_json import parsed_shown
from karuta.store.standing import labelled_photos

_SOME = 500
_MOST_REFUSED = 5
# `true_labels` leaves out machine labels, and what was withdrawn or undone.
_CONFIRMED = """SELECT c.id, c.photo_sha256, c.sighting_id, s.crop_sha256, c.corners, c.game, c.card_id, c.name,
    c.shown, c.reordered_by, c.annotator, c.time, c.batch, c.listing, c.model_hash
    FROM true_labels AS c LEFT JOIN sightings AS s ON s.id = c.sighting_id
    WHERE c.kind = 'confirm' AND c.photo_sha256 IN ({marks}) ORDER BY c.photo_sha256, c.sighting_id"""
_LAST_WORDS = """SELECT w.photo_sha256, w.sighting_id, s.crop_sha256, w.annotator, w.kind, w.game, w.card_id
    FROM labels_by_annotator AS w LEFT JOIN sightings AS s ON s.id = w.sighting_id
    WHERE w.photo_sha256 IN ({marks}) ORDER BY w.photo_sha256, w.sighting_id, w.annotator"""


def confirmed_labels(file: LabelFile) -> list[TrainingLabel]:
    """Every current confirmation by a person, by photo and sighting. Short reads, so that nobody is blocked."""
    photos = sorted(labelled_photos(file))
    return [_label(row) for some in _parts(photos) for row in file.rows(_CONFIRMED.format(marks=_marks(some)), some)]


def disputes(file: LabelFile) -> list[Conflict]:
    """The sightings on which annotators' last labels differ."""
    photos = [row[0] for row in file.rows("SELECT photo_sha256 FROM queue WHERE disputed > 0 ORDER BY photo_sha256")]
    found: list[Conflict] = []
    for some in _parts(photos):
        words: dict[tuple[str, str, str | None], list[LastWord]] = defaultdict(list)
        for photo, sighting, crop, annotator, kind, game, card_id in file.rows(
            _LAST_WORDS.format(marks=_marks(some)), some
        ):
            card = None if card_id is None else CardKey(game, card_id)
            words[photo, sighting, crop].append(LastWord(annotator, kind, card))
        found += [
            Conflict(LeftOut.DISPUTED, *place, tuple(said))
            for place, said in words.items()
            if len({(one.kind, one.card) for one in said}) > 1
        ]
    return found


def refused(shown: Sequence[Match], chosen: CardKey) -> tuple[CardKey, ...]:
    """The cards before the chosen one. If that was not shown, only the first: the rest was hardly read."""
    cards = [match.card for match in shown]
    before = cards[: cards.index(chosen)] if chosen in cards else cards[:1]
    return tuple(dict.fromkeys(before))[:_MOST_REFUSED]


def _label(row: tuple[Any, ...]) -> TrainingLabel:
    event, photo, sighting, crop, corners, game, card_id, name, shown, ordered, *rest = row
    card = CardKey(game, card_id)
    annotator, time, batch, listing, model_hash = rest
    return TrainingLabel(
        event_id=event,
        photo_sha256=photo,
        sighting_id=sighting,
        crop_sha256=crop,
        corners=parsed_corners(corners),
        card=card,
        name=name,
        refused=refused(parsed_shown(shown, ordered), card),
        annotator=annotator,
        time=time,
        batch=batch,
        listing=listing,
        model_hash=model_hash,
    )


def _parts(photos: Sequence[str]) -> list[Sequence[str]]:
    return [photos[at : at + _SOME] for at in range(0, len(photos), _SOME)]


def _marks(some: Sequence[str]) -> str:
    return ", ".join("?" * len(some))
