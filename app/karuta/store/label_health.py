"""Facts about a label file from which `karuta doctor` draws its findings; writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from karuta.store.label_file import LabelFile
from karuta.store.seals import BrokenSeal


@dataclass(frozen=True)
class LabelHealth:
    """`queue_astray`: photos whose kept facts differ from their events; `crops`: of all labelled sightings."""

    labels: int
    photos: int
    queue_astray: int
    crops: tuple[str, ...]


def label_health(file: LabelFile) -> LabelHealth:
    labels, photos = (file.one(f"SELECT count(*) FROM {table}") for table in ("current_labels", "photos"))
    astray = file.one(
        """SELECT (SELECT count(*) FROM (SELECT * FROM queue_now EXCEPT SELECT * FROM queue))
        + (SELECT count(*) FROM queue WHERE photo_sha256 NOT IN (SELECT sha256 FROM photos))"""
    )
    crops = file.rows(
        """SELECT s.crop_sha256 FROM current_labels AS c JOIN sightings AS s ON s.id = c.sighting_id
        WHERE s.crop_sha256 IS NOT NULL
        UNION SELECT o.crop_sha256 FROM current_labels AS c
            JOIN corners_by_hand AS h ON h.photo_sha256 = c.photo_sha256 AND h.sighting_id = c.sighting_id
            JOIN outlines AS o ON o.id = h.outline_id
        WHERE o.crop_sha256 IS NOT NULL ORDER BY 1"""
    )
    return LabelHealth(
        labels=labels[0] if labels else 0,
        photos=photos[0] if photos else 0,
        queue_astray=astray[0] if astray else 0,
        crops=tuple(row[0] for row in crops),
    )


def resting_on(file: LabelFile, broken: Sequence[BrokenSeal]) -> frozenset[str]:
    """The photos whose labels may be other than was said: those that such rows name, or whose actions they settle."""
    photos = {one.photo_sha256 for one in broken if one.photo_sha256 is not None}
    for one in broken:
        if one.target_action_id is not None:
            sql = "SELECT photo_sha256 FROM events WHERE action_id = ? AND photo_sha256 IS NOT NULL"
            photos |= {row[0] for row in file.rows(sql, [one.target_action_id])}
        if one.table == "imports":
            photos |= {row[0] for row in file.rows("SELECT photo_sha256 FROM events WHERE id = ?", [one.row_id])}
    return frozenset(photos)
