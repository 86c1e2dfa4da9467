"""What exports need to know of photos: their size, and each sighting's crop. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from karuta.store.label_file import LabelFile

_SOME = 500


def photo_sizes(file: LabelFile, photos: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Width and height of the upright photo, from the newest lookup that could read it."""
    found: dict[str, tuple[int, int]] = {}
    for at in range(0, len(photos), _SOME):
        some = photos[at : at + _SOME]
        rows = file.rows(
            f"""SELECT photo_sha256, width, height, max(id) FROM lookups
            WHERE photo_sha256 IN ({_marks(some)}) AND width IS NOT NULL GROUP BY photo_sha256""",
            some,
        )
        found.update((photo, (int(width), int(height))) for photo, width, height, _ in rows)
    return found


def looked_up_photos(file: LabelFile) -> list[str]:
    """The photos that a lookup could read, sorted by hash."""
    rows = file.rows("SELECT DISTINCT photo_sha256 FROM lookups WHERE width IS NOT NULL ORDER BY photo_sha256")
    return [str(row[0]) for row in rows]


def crops_of(file: LabelFile, sightings: Sequence[str]) -> dict[str, str]:
    """The hash of each sighting's crop, if it has one."""
    found: dict[str, str] = {}
    for at in range(0, len(sightings), _SOME):
        some = sightings[at : at + _SOME]
        sql = f"SELECT id, crop_sha256 FROM sightings WHERE id IN ({_marks(some)}) AND crop_sha256 IS NOT NULL"
        found.update((row[0], row[1]) for row in file.rows(sql, some))
    return found


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
