"""Reads the flags and notes that stand on photos. Writes nothing; `labels/remark` stores them as events.

Of each photo the newest note in force counts, whoever wrote it, and the newest of flag and unflag. So two copies of a
library that are joined agree.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from karuta.domain.label import NO_REMARKS, REMARKS, WHOLE_PHOTO, Kind, Remarks, note_text
from karuta.store.kinds import IN_FORCE, sql_list
from karuta.store.label_file import LabelFile

_FLAGS = {Kind.FLAG, Kind.UNFLAG}
# Of one photo, by the index that begins with photo and sighting. A note's text stands where a label has a card's name.
_NEWEST = f"""(SELECT e.{{column}} FROM events AS e WHERE e.photo_sha256 = {{photo}} AND e.sighting_id = '{WHOLE_PHOTO}'
    AND e.kind IN {{kinds}} AND {IN_FORCE} ORDER BY e.id DESC LIMIT 1)"""


def flagged(photo: str) -> str:
    """Whether a photo is flagged, as SQL. `photo`: the column with its hash."""
    newest = _NEWEST.format(column="kind", photo=photo, kinds=sql_list(_FLAGS))
    return f"({newest} IS '{Kind.FLAG.value}')"


def note(photo: str) -> str:
    """The text of a photo's note as SQL, NULL if it has none."""
    return _NEWEST.format(column="name", photo=photo, kinds=sql_list({Kind.NOTE}))


def standing_events(photo: str) -> str:
    """The events of a photo's newest flag or unflag and of its newest note, as SQL: a list for IN."""
    newest = (_NEWEST.format(column="id", photo=photo, kinds=sql_list(kinds)) for kinds in (_FLAGS, {Kind.NOTE}))
    return f"({', '.join(newest)})"


_OF_PHOTOS = f"""SELECT asked.value, {flagged("asked.value")}, {note("asked.value")} FROM json_each(?) AS asked"""
_EVER = f"SELECT DISTINCT photo_sha256 FROM events WHERE photo_sha256 IS NOT NULL AND kind IN {sql_list(REMARKS)}"


def remarks_of(file: LabelFile, photos: Sequence[str]) -> dict[str, Remarks]:
    """What stands on each of these photos; those with nothing are left out."""
    # A label file of another laptop may hold any text.
    found = {
        photo: Remarks(bool(is_flagged), note_text(text or ""))
        for photo, is_flagged, text in file.rows(_OF_PHOTOS, [json.dumps(photos)])
    }
    return {photo: remarks for photo, remarks in found.items() if remarks != NO_REMARKS}


def remarked_photos(file: LabelFile) -> list[str]:
    """The photos on which a flag or a note stands, in the order in which they arrived."""
    rows = file.rows(
        f"""SELECT photo_sha256 FROM ({_EVER}) LEFT JOIN queue USING (photo_sha256)
        WHERE {flagged("photo_sha256")} OR {note("photo_sha256")} IS NOT NULL
        ORDER BY coalesce(first_place, ''), photo_sha256"""
    )
    return [row[0] for row in rows]


def remarked_before(file: LabelFile, photo: str) -> frozenset[Kind]:
    """The kinds of remarks on a photo that are in force, whatever followed them."""
    sql = f"""SELECT DISTINCT e.kind FROM events AS e WHERE e.photo_sha256 = ? AND e.sighting_id = '{WHOLE_PHOTO}'
        AND e.kind IN {sql_list(REMARKS)} AND {IN_FORCE}"""
    return frozenset(Kind(row[0]) for row in file.rows(sql, [photo]))
