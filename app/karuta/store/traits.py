"""The conditions on `queued` that ask for whose labels a photo has and what they say; writes nothing.

Each is asked of one photo at a time by an index, cheap questions first: a list of 100,000 is read in portions.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from karuta.domain.label import BY_A_MACHINE
from karuta.domain.queue import Trait
from karuta.domain.recheck import RECHECKS
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile
from karuta.store.rechecks import DISPUTED
from karuta.store.remarks import flagged, note
from karuta.store.unknowns import MAY_BE_KNOWN

_MACHINES, _LOOKED_AGAIN = sql_list(BY_A_MACHINE), sql_list(set(RECHECKS.values()))
_LABELLED = "(queued.decided > 0 OR queued.whole_photo IS NOT NULL)"
_A_LABEL = (
    f"({_LABELLED} AND EXISTS (SELECT 1 FROM current_labels AS c "
    "WHERE c.photo_sha256 = queued.photo_sha256 AND {so}))"
)
# Two annotators, or a second look: where there was neither, nobody contradicts anybody.
_MAY_BE_DISPUTED = f"""(queued.disputed > 0 OR EXISTS (SELECT 1 FROM events AS r
    WHERE r.photo_sha256 = queued.photo_sha256 AND r.kind IN {_LOOKED_AGAIN}))"""
# A machine's labels have an index of their own, and are asked for by it alone.
_WHERE = {
    Trait.MACHINE: "(queued.decided > 0 AND EXISTS (SELECT 1 FROM events AS a WHERE a.kind = 'auto_confirm' "
    "AND a.photo_sha256 = queued.photo_sha256) AND " + _A_LABEL.format(so=f"c.kind IN {_MACHINES}") + ")",
    Trait.MINE: _A_LABEL.format(so=f"c.annotator = ? AND c.kind NOT IN {_MACHINES}"),
    Trait.OTHERS: _A_LABEL.format(so=f"c.annotator <> ? AND c.kind NOT IN {_MACHINES}"),
    Trait.DISPUTED: f"({_MAY_BE_DISPUTED} AND " + _A_LABEL.format(so=f"c.kind NOT IN {_MACHINES} AND {DISPUTED}") + ")",
    Trait.PRINTED: _A_LABEL.format(so="c.printing > ''"),
    Trait.BACK: _A_LABEL.format(so="c.kind = 'back'"),
    Trait.FLAGGED: flagged("queued.photo_sha256"),
    Trait.NOTED: f"({note('queued.photo_sha256')} IS NOT NULL)",
    Trait.UNLABELLED: "(queued.decided = 0 AND queued.whole_photo IS NULL)",
    Trait.SKIPPED: "(queued.skipped AND queued.state <> 'done')",
    Trait.KNOWN_NOW: f"(queued.decided > 0 AND {MAY_BE_KNOWN.format(photo='queued.photo_sha256')})",
}
_OF_ACTION = """queued.photo_sha256 IN (SELECT c.photo_sha256 FROM events AS a CROSS JOIN current_labels AS c
    ON c.photo_sha256 = a.photo_sha256 AND c.id = a.id WHERE a.action_id = ?)"""


def where_trait(trait: Trait, annotator: str) -> tuple[str, list[Any]]:
    """The condition on `queued`, and its values."""
    where = _WHERE[trait]
    return where, [annotator] * where.count("?")


def where_action(action: str) -> tuple[str, list[Any]]:
    """Photos of which a label is the one that this action gave."""
    return _OF_ACTION, [action]


def disputed_among(file: LabelFile, photos: Sequence[str]) -> frozenset[str]:
    """Those of these photos of which a label is contradicted."""
    return _among(file, photos, Trait.DISPUTED)


def known_now_among(file: LabelFile, photos: Sequence[str]) -> frozenset[str]:
    """Those of these photos with a card that was not in the catalogue, and may be by now."""
    return _among(file, photos, Trait.KNOWN_NOW)


def _among(file: LabelFile, photos: Sequence[str], trait: Trait) -> frozenset[str]:
    rows = file.rows(
        f"""SELECT photo_sha256 FROM json_each(?) AS asked CROSS JOIN queued ON photo_sha256 = asked.value
        WHERE {_WHERE[trait]}""",
        [json.dumps(photos)],
    )
    return frozenset(row[0] for row in rows)
