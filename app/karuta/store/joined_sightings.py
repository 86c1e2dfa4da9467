"""Makes sightings of one place that different devices found one, and parts them again. Draws no new identifier."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from karuta.domain.journal import sighting_id
from karuta.domain.label import Points, parsed_corners
from karuta.domain.sighting import SAME_SIGHTING, iou
from karuta.store.label_file import LabelFile
from karuta.store.seals import seal_of
from karuta.store.sightings import name_suggestions

_AT_ONCE = 500
_Named = tuple[Points, str]
"""Where a device first said that a sighting lies, and the device."""
# Photos of which some sightings may count as one, or do.
_OF_SEVERAL = """SELECT value FROM json_each(?) WHERE
    (SELECT min(sighting_id) < max(sighting_id) FROM events WHERE photo_sha256 = value AND sighting_id > '')
    OR EXISTS (SELECT 1 FROM events AS e JOIN joined AS j ON j.id = e.id WHERE e.photo_sha256 = value)"""
_FOUNDED = """SELECT photo_sha256, named, min(id), corners, device FROM (
    SELECT e.photo_sha256, coalesce(j.sighting_id, e.sighting_id) AS named, e.id, e.corners, e.device
    FROM events AS e LEFT JOIN joined AS j ON j.id = e.id
    WHERE e.photo_sha256 IN (SELECT value FROM json_each(?)) AND e.sighting_id > '' AND e.corners IS NOT NULL)
    GROUP BY photo_sha256, named, device ORDER BY min(id)"""
_OF_SIGHTING = """SELECT e.*, j.sighting_id, j.seal, s.seal FROM events AS e LEFT JOIN joined AS j ON j.id = e.id
    LEFT JOIN seals AS s ON s.row_id = e.id AND s.of_table = 'events'
    WHERE e.photo_sha256 = ? AND coalesce(j.sighting_id, e.sighting_id) = ? AND e.sighting_id <> ?"""
# Photos with an undecided suggestion, and with a label on what its newest look does not name.
_MISNAMED = """SELECT DISTINCT l.photo_sha256 FROM json_each(?) AS n JOIN lookups AS l ON l.photo_sha256 = n.value
    JOIN suggestions AS s ON s.lookup_id = l.id
    WHERE s.seen_as IS NOT NULL OR NOT EXISTS (SELECT 1 FROM events AS e
        WHERE e.photo_sha256 = l.photo_sha256 AND e.sighting_id = s.sighting_id)
    AND EXISTS (SELECT 1 FROM events AS e WHERE e.photo_sha256 = l.photo_sha256 AND e.sighting_id > ''
        AND NOT EXISTS (SELECT 1 FROM suggestions AS o
            WHERE o.lookup_id = l.id AND o.sighting_id = e.sighting_id))"""
_MEANT = """SELECT DISTINCT coalesce(j.sighting_id, e.sighting_id), e.sighting_id
    FROM events AS e LEFT JOIN joined AS j ON j.id = e.id WHERE e.photo_sha256 = ? AND e.sighting_id > ''"""
OF_PHOTOS = "photo_sha256 IN (SELECT value FROM json_each(?))"


def join_sightings(file: LabelFile, photos: Iterable[str]) -> set[str]:
    """Sightings of one place that different devices found are one: that of the oldest event. Returns where any changed.

    It depends on the set of events alone. Each event keeps the sighting that it names, and its seal, in `joined`. Where
    a sighting lies is what its identifier bears out, or else what every device says that named it: so nobody makes two
    sightings of others one by saying that they lie elsewhere.
    """
    changed: set[str] = set()
    some = [photo for (photo,) in file.rows(_OF_SEVERAL, keys_of(photos))]
    for at in range(0, len(some), _AT_ONCE):
        founded: dict[str, dict[str, list[_Named]]] = defaultdict(lambda: defaultdict(list))
        for photo, name, _, corners, device in file.rows(_FOUNDED, keys_of(some[at : at + _AT_ONCE])):
            founded[photo][name].append((parsed_corners(corners) or (), device))
        for photo, sightings in founded.items():
            if len(sightings) > 1:
                for name, joined in _joined_names(photo, sightings).items():
                    if _count_for(file, photo, name, joined):
                        changed.add(photo)
    return changed


def join_new(file: LabelFile, photos: Set[str]) -> None:
    """Join what new labels of these photos are about, inside `writing`; looks and queue follow."""
    changed = join_sightings(file, photos) | name_looks(file, photos)
    if changed:
        derive_queue(file, changed)


def name_looks(file: LabelFile, photos: Iterable[str]) -> set[str]:
    """What newest looks saw gets the names of labelled sightings, where it is the same. Returns where it may have."""
    misnamed = {photo for (photo,) in file.rows(_MISNAMED, keys_of(photos))}
    for photo in misnamed:
        name_suggestions(file, photo, dict(file.rows(_MEANT, [photo])))
    return misnamed


def derive_queue(file: LabelFile, photos: Iterable[str]) -> None:
    """Work out anew how these photos stand in the queue."""
    keys = [keys_of(photos)]
    file.change(f"DELETE FROM queue WHERE {OF_PHOTOS}", keys)
    file.change(f"INSERT INTO queue SELECT * FROM queue_now WHERE {OF_PHOTOS}", keys)


def keys_of(keys: Iterable[str]) -> tuple[str]:
    """The values of a statement that asks `json_each`."""
    return (json.dumps(sorted(keys)),)


def _joined_names(photo: str, sightings: Mapping[str, Sequence[_Named]]) -> dict[str, str]:
    """Each sighting's identifier -> the one that it counts for, given in the order of their first events."""
    first: dict[str, tuple[Sequence[Points], set[str]]] = {}
    joined: dict[str, str] = {}
    for name, named in sightings.items():
        lies_at, device = _lies_at(photo, name, named), named[0][1]
        near = [(_overlap(lies_at, there), other) for other, (there, devices) in first.items() if device not in devices]
        best = max(near, default=(0.0, ""))
        if best[0] > SAME_SIGHTING:
            joined[name] = best[1]
            first[best[1]][1].add(device)
        else:
            joined[name] = name
            first[name] = (lies_at, {device})
    return joined


def _lies_at(photo: str, name: str, named: Sequence[_Named]) -> Sequence[Points]:
    borne_out = next((corners for corners, _ in named if sighting_id(photo, corners) == name), None)
    return [corners for corners, _ in named] if borne_out is None else [borne_out]


def _overlap(places: Sequence[Points], others: Sequence[Points]) -> float:
    return min(iou(place, other) for place in places for other in others)


def _count_for(file: LabelFile, photo: str, name: str, joined: str) -> int:
    columns = [row[1] for row in file.rows("PRAGMA table_info(events)")]
    at = columns.index("sighting_id")
    events = file.rows(_OF_SIGHTING, [photo, name, joined])
    for *row, named, written, seal in events:
        event = row[columns.index("id")]
        original, first = (row[at], seal) if named is None else (named, written)
        row[at] = joined
        file.change("UPDATE events SET sighting_id = ? WHERE id = ?", [(joined, event)])
        sealed = seal_of("events", columns, row)
        file.change("UPDATE seals SET seal = ? WHERE row_id = ? AND of_table = 'events'", [(sealed, event)])
        if joined == original:
            file.change("DELETE FROM joined WHERE id = ?", [(event,)])
        else:
            file.change("INSERT OR REPLACE INTO joined VALUES (?, ?, ?)", [(event, original, first)])
    return len(events)
