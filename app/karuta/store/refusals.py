"""Reads from labels.db what people answered to the matches on the screen, and all that was said. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.doubt import Answered, HistoryEntry
from karuta.domain.label import (
    DECIDES,
    MOVES_IN_THE_QUEUE,
    REMARKS,
    STRIKES,
    Kind,
    Points,
    Source,
    parsed_corners,
)
from karuta.store.events import OF_DONE_AGAIN
from karuta.store.kinds import IN_FORCE, sql_list
from karuta.store.label_file import LabelFile
from karuta.store.match_json import card_of, parsed_shown
from karuta.store.rechecks import DISPUTED

_ANSWER = "e.id, e.photo_sha256, e.sighting_id, e.corners, e.annotator, e.kind, e.game, e.card_id, {shown}"
# A command or an import names a card without having shown any: it refuses none, and what it confirms is not refused.
_ANSWERS = f"""SELECT {_ANSWER.format(shown="CASE e.source WHEN 'window' THEN e.shown END, e.reordered_by")}
    FROM events_in_force AS e WHERE e.sighting_id > '' AND (e.kind = '{Kind.CONFIRM}' OR (e.source = 'window'
        AND e.shown IS NOT NULL AND e.kind IN {sql_list(DECIDES | STRIKES)}))
    AND e.photo_sha256 IN ({{marks}}) ORDER BY e.id"""
_DECISIONS = f"""SELECT {_ANSWER.format(shown="e.shown, e.reordered_by")} FROM {{view}} AS e
    WHERE e.kind IN {sql_list(DECIDES)} AND e.source IN ('window', 'check')"""


@dataclass(frozen=True)
class ShownAnswer:
    """One answer by a person, the sighting that it was about, and the list that it answers."""

    event_id: str
    photo_sha256: str
    sighting_id: str
    corners_text: str | None
    answered: Answered

    @property
    def corners(self) -> Points | None:
        return parsed_corners(self.corners_text)


@dataclass(frozen=True)
class Settled:
    """A sighting with a crop and an undisputed label, and that label."""

    photo_sha256: str
    sighting_id: str
    crop_sha256: str
    kind: Kind
    card: CardKey | None


def answers_of(file: LabelFile, photos: Sequence[str]) -> list[ShownAnswer]:
    """Every answer in force about the sightings of these photos, oldest first."""
    return [_answer(*row) for row in file.rows_among(_ANSWERS, photos)]


def standing_answers(file: LabelFile, photos: Sequence[str]) -> list[ShownAnswer]:
    """Of these photos, a person's answers that are current labels."""
    sql = f"{_DECISIONS.format(view='current_labels')} AND e.photo_sha256 IN ({{marks}})"
    return [_answer(*row) for row in file.rows_among(sql, photos)]


def all_answers(file: LabelFile, photo_sha256: str, sighting_id: str) -> list[ShownAnswer]:
    """All such answers that one sighting ever had."""
    sql = f"{_DECISIONS.format(view='events')} AND e.photo_sha256 = ? AND e.sighting_id = ?"
    return [_answer(*row) for row in file.rows(sql, [photo_sha256, sighting_id])]


def answered_photos(file: LabelFile) -> list[str]:
    """The hashes of all photos about which a person answered in the window."""
    rows = file.rows(
        "SELECT DISTINCT photo_sha256 FROM events WHERE source = 'window' AND shown IS NOT NULL ORDER BY photo_sha256"
    )
    return [row[0] for row in rows]


def settled_labels(file: LabelFile, photos: Sequence[str]) -> list[Settled]:
    """Current labels by people about these photos' sightings that name a card, or say that there is none to name."""
    rows = file.rows_among(
        f"""SELECT c.photo_sha256, c.sighting_id, g.crop_sha256, c.kind, c.game, c.card_id
        FROM true_labels AS c JOIN sightings AS g ON g.id = c.sighting_id
        WHERE c.kind <> 'unreadable' AND c.sighting_id > '' AND g.crop_sha256 IS NOT NULL AND NOT {DISPUTED}
        AND c.photo_sha256 IN ({{marks}})""",
        photos,
    )
    return [Settled(photo, sighting, crop, Kind(kind), card_of(*card)) for photo, sighting, crop, kind, *card in rows]


def _answer(event: str, photo: str, sighting: str, corners: str | None, *values: Any) -> ShownAnswer:
    annotator, kind, game, card_id, *shown = values
    answered = Answered(Kind(kind), card_of(game, card_id), parsed_shown(*shown), annotator)
    return ShownAnswer(event, photo, sighting, corners, answered)


_EVENTS = f"""SELECT e.id, e.time, e.annotator, e.kind, e.name, e.printing, e.source, e.game, e.card_id,
    NOT {IN_FORCE},
    e.id IN (SELECT c.id FROM current_labels AS c WHERE c.photo_sha256 = e.photo_sha256
        AND c.sighting_id = e.sighting_id),
    e.action_id, CASE WHEN {OF_DONE_AGAIN.format(e="e")} THEN (SELECT count(*) FROM events AS a
        WHERE a.action_id = e.action_id AND a.annotator = e.annotator AND {OF_DONE_AGAIN.format(e="a")}) ELSE 0 END
    FROM events AS e WHERE e.photo_sha256 = ? AND (e.sighting_id = ? OR e.kind IN {sql_list(REMARKS)})
    AND (e.kind NOT IN {sql_list(MOVES_IN_THE_QUEUE)} OR e.card_id IS NOT NULL) ORDER BY e.id"""


def whole_history(file: LabelFile, photo_sha256: str, sighting_id: str) -> list[HistoryEntry]:
    """Who said what about a sighting (with "": about the photo), and when; oldest first. Remarks on its photo too."""
    return [
        HistoryEntry(
            time,
            annotator,
            Kind(kind),
            name,
            printing,
            Source(source),
            taken_back=bool(undone),
            counts=bool(current),
            event_id=event,
            card=card_of(game or None, card_id or None),
            action_id=action,
            again=again if undone else 0,
        )
        for event, time, annotator, kind, name, printing, source, game, card_id, undone, current, action, again in (
            file.rows(_EVENTS, [photo_sha256, sighting_id])
        )
    ]
