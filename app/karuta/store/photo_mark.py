"""Tells in one short query whether anything was written about a photo since it was read. Reads none of it."""

from __future__ import annotations

from typing import Any

from karuta.store.label_file import LabelFile

PhotoMark = tuple[Any, ...]
"""Equal where nothing was written about the photo: no label, undo, look, outline or place, by whatever process."""

# By rows and not by identifiers, because an import brings identifiers of an earlier time. A drawn sighting changes the
# newest lookup, so its rows count too.
_MARK = """SELECT
    (SELECT max(e.rowid) FROM events AS e WHERE e.photo_sha256 = :photo),
    (SELECT max(u.rowid) FROM events AS e JOIN events AS u ON u.target_action_id = e.action_id
        WHERE e.photo_sha256 = :photo),
    (SELECT max(x.rowid) FROM places AS x WHERE x.photo_sha256 = :photo),
    (SELECT max(x.rowid) FROM outlines AS x WHERE x.photo_sha256 = :photo),
    l.id, count(s.rowid), max(s.rowid)
    FROM (SELECT max(id) AS id FROM lookups WHERE photo_sha256 = :photo) AS l
    LEFT JOIN suggestions AS s ON s.lookup_id = l.id"""


def photo_mark(file: LabelFile, photo_sha256: str) -> PhotoMark:
    return file.one(_MARK, {"photo": photo_sha256}) or ()
