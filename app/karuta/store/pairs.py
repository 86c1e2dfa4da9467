"""Reads undecided sightings with their likeliest card, for checking many at once. Writes nothing."""

from __future__ import annotations

import json
from typing import Any

from karuta.domain.match import Verdict
from karuta.domain.queue import Pair, PairsWanted
from karuta.store.label_file import LabelFile
from karuta.store.match_json import parsed_matches
from karuta.store.queue import where_for

# An open photo could be read and has no label on the whole photo.
_PAIRS = """SELECT queued.photo_sha256, queued.name, s.sighting_id, g.crop_sha256, s.verdict, s.certainty, s.matches
    FROM {source} JOIN lookups AS l
        ON l.id = (SELECT max(x.id) FROM lookups AS x WHERE x.photo_sha256 = queued.photo_sha256)
    JOIN suggestions AS s ON s.lookup_id = l.id
    JOIN sightings AS g ON g.id = s.sighting_id
    {where} AND queued.state = 'open' AND s.top_card_id IS NOT NULL {more}
    AND NOT EXISTS (SELECT 1 FROM current_labels AS c
        WHERE c.photo_sha256 = queued.photo_sha256 AND c.sighting_id = s.sighting_id)
    ORDER BY queued.position, s.sighting_id LIMIT ?"""


def undecided_pairs(file: LabelFile, wanted: PairsWanted, *, count: int) -> list[Pair]:
    """The first `count`, in stack order; never from a photo that was removed or could not be read."""
    values: list[Any] = []
    source = "queued"
    if wanted.photos is not None:
        source = "json_each(?) AS asked CROSS JOIN queued ON queued.photo_sha256 = asked.value"
        values.append(json.dumps(wanted.photos))
    where, narrowed = where_for(wanted.queue)
    more = ""
    values += narrowed
    if wanted.card is not None:
        more += " AND s.top_game = ? AND s.top_card_id = ?"
        values += [wanted.card.game, wanted.card.card_id]
    if wanted.verdict is not None:
        more += " AND s.verdict = ?"
        values.append(wanted.verdict.value)
    rows = file.rows(_PAIRS.format(source=source, where=where, more=more), [*values, count])
    return [_pair(row) for row in rows]


def _pair(row: tuple[Any, ...]) -> Pair:
    photo, name, sighting, crop, verdict, certainty, matches = row
    return Pair(photo, name, sighting, crop, Verdict(verdict), certainty, parsed_matches(matches)[0])
