"""Makes sightings of one place that different devices found one, and parts them again. Draws no new identifier."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from karuta.domain.label import Points, parsed_corners
from karuta.domain.sighting import SAME_SIGHTING, iou
from karuta.store.label_file import LabelFile
from karuta.store.seals import seal_of

_AT_ONCE = 500
# Photos of which some sightings may count as one, or do.
_OF_SEVERAL = """SELECT value FROM json_each(?) WHERE
    (SELECT min(sighting_id) < max(sighting_id) FROM events WHERE photo_sha256 = value AND sighting_id > '')
    OR EXISTS (SELECT 1 FROM events AS e JOIN joined AS j ON j.id = e.id WHERE e.photo_sha256 = value)"""
_FOUNDED = """SELECT photo_sha256, named, min(id), corners, device FROM (
    SELECT e.photo_sha256, coalesce(j.sighting_id, e.sighting_id) AS named, e.id, e.corners, e.device
    FROM events AS e LEFT JOIN joined AS j ON j.id = e.id
    WHERE e.photo_sha256 IN (SELECT value FROM json_each(?)) AND e.sighting_id > '' AND e.corners IS NOT NULL)
    GROUP BY photo_sha256, named ORDER BY min(id)"""
_OF_SIGHTING = """SELECT e.*, j.sighting_id, j.seal, s.seal FROM events AS e LEFT JOIN joined AS j ON j.id = e.id
    LEFT JOIN seals AS s ON s.row_id = e.id AND s.of_table = 'events'
    WHERE e.photo_sha256 = ? AND coalesce(j.sighting_id, e.sighting_id) = ? AND e.sighting_id <> ?"""


def join_sightings(file: LabelFile, photos: Iterable[str]) -> None:
    """Sightings of one place that different devices found are one: that of the oldest event.

    It depends on the set of events alone. Each event keeps the sighting that it names, and its seal, in `joined`.
    """
    some = [photo for (photo,) in file.rows(_OF_SEVERAL, [json.dumps(sorted(photos))])]
    for at in range(0, len(some), _AT_ONCE):
        founded: dict[str, list[tuple[str, Points, str]]] = defaultdict(list)
        for photo, name, _, corners, device in file.rows(_FOUNDED, [json.dumps(some[at : at + _AT_ONCE])]):
            founded[photo].append((name, parsed_corners(corners) or (), device))
        for photo, sightings in founded.items():
            if len(sightings) > 1:
                for name, meant in _meant(sightings).items():
                    _count_for(file, photo, name, meant)


def _meant(sightings: Sequence[tuple[str, Points, str]]) -> dict[str, str]:
    """Each sighting's identifier -> the one that it counts for, given in the order of their first events."""
    first: dict[str, tuple[Points, set[str]]] = {}
    meant: dict[str, str] = {}
    for name, corners, device in sightings:
        near = [(iou(corners, there), other) for other, (there, devices) in first.items() if device not in devices]
        best = max(near, default=(0.0, ""))
        if best[0] > SAME_SIGHTING:
            meant[name] = best[1]
            first[best[1]][1].add(device)
        else:
            meant[name] = name
            first[name] = (corners, {device})
    return meant


def _count_for(file: LabelFile, photo: str, name: str, meant: str) -> None:
    columns = [row[1] for row in file.rows("PRAGMA table_info(events)")]
    at = columns.index("sighting_id")
    for *row, named, written, seal in file.rows(_OF_SIGHTING, [photo, name, meant]):
        event = row[columns.index("id")]
        original, first = (row[at], seal) if named is None else (named, written)
        row[at] = meant
        file.change("UPDATE events SET sighting_id = ? WHERE id = ?", [(meant, event)])
        sealed = seal_of("events", columns, row)
        file.change("UPDATE seals SET seal = ? WHERE row_id = ? AND of_table = 'events'", [(sealed, event)])
        if meant == original:
            file.change("DELETE FROM joined WHERE id = ?", [(event,)])
        else:
            file.change("INSERT OR REPLACE INTO joined VALUES (?, ?, ?)", [(event, original, first)])
