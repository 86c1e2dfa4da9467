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
    SAYS_WHICH_CARD,
    Kind,
    Points,
    Source,
    parsed_corners,
)
from karuta.domain.match import Match
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile
from karuta.store.match_json import parsed_shown
from karuta.store.rechecks import DISPUTED

_SOME = 200
# A command or an import names a card without having shown any.
_ANSWERS = f"""SELECT e.photo_sha256, e.sighting_id, e.corners, e.kind, e.game, e.card_id, e.shown,
    e.reordered_by, e.id
    FROM events_in_force AS e WHERE e.source = 'window' AND e.sighting_id > '' AND e.shown IS NOT NULL
    AND e.kind IN {sql_list(DECIDES)} AND e.photo_sha256 IN ({{marks}}) ORDER BY e.id"""


@dataclass(frozen=True)
class SightingAnswer:
    """An answer and the sighting that it was about."""

    photo_sha256: str
    sighting_id: str
    corners: Points | None
    answered: Answered
    event_id: str


@dataclass(frozen=True)
class Settled:
    """A sighting with a crop and an undisputed label, and that label."""

    photo_sha256: str
    sighting_id: str
    crop_sha256: str
    kind: Kind
    card: CardKey | None


def answers_of(file: LabelFile, photos: Sequence[str]) -> list[SightingAnswer]:
    """Every answer in force about the sightings of these photos, oldest first."""
    found: list[SightingAnswer] = []
    for at in range(0, len(photos), _SOME):
        some = photos[at : at + _SOME]
        found += [_answer(*row) for row in file.rows(_ANSWERS.format(marks=", ".join("?" * len(some))), some)]
    return found


def answered_photos(file: LabelFile) -> list[str]:
    """The hashes of all photos about which a person answered in the window."""
    rows = file.rows(
        "SELECT DISTINCT photo_sha256 FROM events WHERE source = 'window' AND shown IS NOT NULL ORDER BY photo_sha256"
    )
    return [row[0] for row in rows]


def settled_labels(file: LabelFile, photos: Sequence[str]) -> list[Settled]:
    """Current labels by people about these photos' sightings that name a card, or say that there is none to name."""
    found: list[Settled] = []
    for at in range(0, len(photos), _SOME):
        some = photos[at : at + _SOME]
        rows = file.rows(
            f"""SELECT c.photo_sha256, c.sighting_id, g.crop_sha256, c.kind, c.game, c.card_id
            FROM true_labels AS c JOIN sightings AS g ON g.id = c.sighting_id
            WHERE c.kind <> 'unreadable' AND c.sighting_id > '' AND g.crop_sha256 IS NOT NULL AND NOT {DISPUTED}
            AND c.photo_sha256 IN ({", ".join("?" * len(some))})""",
            some,
        )
        found += [
            Settled(photo, sighting, crop, Kind(kind), _card(game, card))
            for photo, sighting, crop, kind, game, card in rows
        ]
    return found


def sizes_of(file: LabelFile, photos: Sequence[str]) -> dict[str, tuple[int, int]]:
    """(width, height) of those photos that were looked up."""
    rows = file.rows(
        f"""SELECT photo_sha256, width, height, max(id) FROM lookups WHERE width IS NOT NULL
        AND photo_sha256 IN ({", ".join("?" * len(photos))}) GROUP BY photo_sha256""",
        list(photos),
    )
    return {photo: (width, height) for photo, width, height, _ in rows}


def _answer(*row: Any) -> SightingAnswer:
    photo, sighting, corners, kind, game, card, shown, ordered, event = row
    answered = Answered(Kind(kind), _card(game, card), parsed_shown(shown, ordered))
    return SightingAnswer(photo, sighting, parsed_corners(corners), answered, event)


def _card(game: str | None, card_id: str | None) -> CardKey | None:
    return None if game is None or card_id is None else CardKey(game, card_id)


_AT_ONCE = 500
_COLUMNS = "c.id, c.photo_sha256, c.sighting_id, c.game, c.card_id, c.shown, c.reordered_by"
# Labels given by a command or read from a file had no list on a screen.
_IN_THE_WINDOW = f"c.kind IN {sql_list(SAYS_WHICH_CARD)} AND c.source IN ('window', 'check')"


@dataclass(frozen=True)
class ConfirmedList:
    """One answer by a person in the window, and the list that it answers. `card`: None for *not in the catalogue*."""

    event_id: str
    photo_sha256: str
    sighting_id: str
    card: CardKey | None
    shown: tuple[Match, ...]


def standing_confirmations(file: LabelFile, photos: Sequence[str]) -> list[ConfirmedList]:
    """Of these photos, the answers that are current labels."""
    found: list[ConfirmedList] = []
    for at in range(0, len(photos), _AT_ONCE):
        some = photos[at : at + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT {_COLUMNS} FROM current_labels AS c WHERE {_IN_THE_WINDOW} AND c.photo_sha256 IN ({marks})"
        found += [_confirmed(row) for row in file.rows(sql, some)]
    return found


def all_confirmations(file: LabelFile, photo_sha256: str, sighting_id: str) -> list[ConfirmedList]:
    """All answers that one sighting ever had."""
    sql = f"SELECT {_COLUMNS} FROM events AS c WHERE {_IN_THE_WINDOW} AND c.photo_sha256 = ? AND c.sighting_id = ?"
    return [_confirmed(row) for row in file.rows(sql, [photo_sha256, sighting_id])]


def _confirmed(row: tuple[Any, ...]) -> ConfirmedList:
    event, photo, sighting, game, card_id, *shown = row
    card = None if card_id is None else CardKey(game, card_id)
    return ConfirmedList(event, photo, sighting, card, parsed_shown(*shown))


_EVENTS = f"""SELECT e.id, e.time, e.annotator, e.kind, e.name, e.printing, e.source, e.game, e.card_id,
    coalesce((SELECT u.kind FROM events AS u WHERE u.target_action_id = e.action_id ORDER BY u.id DESC LIMIT 1), 'redo')
        = 'undo',
    e.id IN (SELECT c.id FROM current_labels AS c WHERE c.photo_sha256 = e.photo_sha256
        AND c.sighting_id = e.sighting_id)
    FROM events AS e WHERE e.photo_sha256 = ? AND (e.sighting_id = ? OR e.kind IN {sql_list(REMARKS)})
    AND e.kind NOT IN {sql_list(MOVES_IN_THE_QUEUE)} ORDER BY e.id"""


def whole_history(file: LabelFile, photo_sha256: str, sighting_id: str) -> list[HistoryEntry]:
    """Who said what about a sighting (with "": about the photo), and when; oldest first. Remarks on its photo too."""
    return [
        HistoryEntry(
            time=time,
            annotator=annotator,
            kind=Kind(kind),
            name=name,
            printing=printing,
            source=Source(source),
            taken_back=bool(undone),
            counts=bool(current),
            event_id=event,
            card=CardKey(game, card_id) if game and card_id else None,
        )
        for event, time, annotator, kind, name, printing, source, game, card_id, undone, current in file.rows(
            _EVENTS, [photo_sha256, sighting_id]
        )
    ]
