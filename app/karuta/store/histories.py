"""Reads from labels.db everything ever said about a sighting, including what was taken back. Writes nothing."""

from __future__ import annotations

from karuta.domain.card import CardKey
from karuta.domain.doubt import HistoryEntry
from karuta.domain.label import MOVES_IN_THE_QUEUE, REMARKS, Kind, Source
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile

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
