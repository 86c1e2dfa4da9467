"""Finds photos that wait for a person, or for their card, and whose look is stale; writes nothing."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from dataclasses import asdict

from karuta.domain.queue import PhotoState, QueueFilter
from karuta.domain.recognition import Grounds
from karuta.store.label_file import LabelFile
from karuta.store.queue import queue_in_portions
from karuta.store.traits import IS_LABELLED

_UNDECIDED = QueueFilter(states=frozenset({PhotoState.OPEN, PhotoState.WAITING}))
_DONE = QueueFilter(states=frozenset({PhotoState.DONE}))
# An older look does not record its grounds, and counts as stale.
_STALE = (
    "({look}.model_hash IS NOT :model_hash OR {look}.artworks_hash IS NOT :artworks_hash "
    "OR {look}.reader_hash IS NOT :reader_hash)"
)
_STALE_BY_HAND = f"""EXISTS (SELECT 1 FROM corners_by_hand AS h JOIN outlines AS o ON o.id = h.outline_id
    WHERE h.photo_sha256 = q.photo_sha256 AND {_STALE.format(look="o")}
    AND NOT EXISTS (SELECT 1 FROM current_labels AS c
        WHERE c.photo_sha256 = h.photo_sha256 AND c.sighting_id = h.sighting_id))"""


def needing_look(file: LabelFile, grounds: Grounds, *, portion: int = 500) -> Generator[list[str], None, None]:
    """Undecided photos of the queue whose look rests on other grounds than these, or that have none; in stack order,
    some at a time, so that others get their turn in between. After them decided ones with a card that somebody said is
    not in the catalogue: it may be by now.

    So is one of which a look at corners that a person set does.
    """
    for some in queue_in_portions(file, wanted=_UNDECIDED, portion=portion):
        yield needing_look_among(file, grounds, some)
    for some in queue_in_portions(file, wanted=_DONE, portion=portion):
        yield needing_look_among(file, grounds, some)


def needing_look_among(file: LabelFile, grounds: Grounds, photos: Sequence[str]) -> list[str]:
    """Those of these photos, in their order."""
    rows = file.rows(
        f"""SELECT q.photo_sha256 FROM json_each(:photos) AS asked
        CROSS JOIN queued AS q ON q.photo_sha256 = asked.value
        LEFT JOIN lookups AS l ON l.id = (SELECT max(id) FROM lookups WHERE photo_sha256 = q.photo_sha256)
        WHERE NOT q.removed AND (q.state IN ('open', 'waiting')
            OR (q.state = 'done' AND q.decided AND {IS_LABELLED.format(photo="q.photo_sha256")}))
        AND (l.id IS NULL OR {_STALE.format(look="l")} OR {_STALE_BY_HAND})
        ORDER BY asked.key""",
        asdict(grounds) | {"photos": json.dumps(list(photos))},
    )
    return [row[0] for row in rows]
