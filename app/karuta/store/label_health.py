"""Facts about a label file for the findings of `karuta doctor`. Repairs only the queue, which can be derived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from karuta.store.label_file import LabelFile
from karuta.store.seals import BrokenSeal


@dataclass(frozen=True)
class LabelHealth:
    """`queue_astray`: photos whose queue row differs from what their events say."""

    labels: int
    photos: int
    queue_astray: int


def label_health(file: LabelFile) -> LabelHealth:
    labels, photos = (file.one(f"SELECT count(*) FROM {table}") for table in ("current_labels", "photos"))
    astray = file.one(
        """SELECT (SELECT count(*) FROM (SELECT * FROM queue_now EXCEPT SELECT * FROM queue))
        + (SELECT count(*) FROM queue WHERE photo_sha256 NOT IN (SELECT sha256 FROM photos))"""
    )
    return LabelHealth(
        labels=labels[0] if labels else 0,
        photos=photos[0] if photos else 0,
        queue_astray=astray[0] if astray else 0,
    )


def mend_queue(file: LabelFile) -> int:
    """Derive queue rows again from the events where they differ. Returns for how many photos. Raises `LibraryError`."""
    with file.writing():
        astray = file.rows("SELECT photo_sha256 FROM (SELECT * FROM queue_now EXCEPT SELECT * FROM queue)")
        stray = file.rows("SELECT photo_sha256 FROM queue WHERE photo_sha256 NOT IN (SELECT sha256 FROM photos)")
        file.change("DELETE FROM queue WHERE photo_sha256 = ?", [*astray, *stray])
        file.change("INSERT INTO queue SELECT * FROM queue_now WHERE photo_sha256 = ?", astray)
    return len({*astray, *stray})


def resting_on(file: LabelFile, broken: Sequence[BrokenSeal]) -> frozenset[str]:
    """The photos whose labels may be affected by such rows: those they name, or whose actions they settle."""
    photos = {one.photo_sha256 for one in broken if one.photo_sha256 is not None}
    for one in broken:
        if one.target_action_id is not None:
            sql = "SELECT photo_sha256 FROM events WHERE action_id = ? AND photo_sha256 IS NOT NULL"
            photos |= {row[0] for row in file.rows(sql, [one.target_action_id])}
        if one.table == "imports":
            photos |= {row[0] for row in file.rows("SELECT photo_sha256 FROM events WHERE id = ?", [one.row_id])}
    return frozenset(photos)
