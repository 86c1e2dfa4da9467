"""Reads where crops were cut and with which embeddings they answered, so that they can be cut again; writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.domain.label import Points, parsed_corners
from karuta.store.label_file import LabelFile
from karuta.store.match_json import parsed_embedding


@dataclass(frozen=True)
class CropSource:
    """A place in a photo. `sighting_id` is None for corners that a person set and a lookup looked at by themselves."""

    crop_sha256: str
    photo_sha256: str
    sighting_id: str | None
    corners: Points


@dataclass(frozen=True, eq=False)
class CropEvidence:
    """What one model answered with there: (dimension,) float32, unit."""

    model_hash: str
    embedding: NDArray[np.float32]


_PHOTOS_AT_ONCE = 500
_SOURCES = """SELECT crop_sha256, photo_sha256, id, corners FROM sightings WHERE crop_sha256 IS NOT NULL AND {which}
    UNION SELECT crop_sha256, photo_sha256, NULL, corners FROM outlines WHERE crop_sha256 IS NOT NULL AND {which}
    ORDER BY 2, 3, 4"""
_LABELLED = """SELECT s.crop_sha256 FROM current_labels AS c JOIN sightings AS s ON s.id = c.sighting_id
    WHERE s.crop_sha256 IS NOT NULL
    UNION SELECT o.crop_sha256 FROM current_labels AS c
        JOIN corners_by_hand AS h ON h.photo_sha256 = c.photo_sha256 AND h.sighting_id = c.sighting_id
        JOIN outlines AS o ON o.id = h.outline_id
    WHERE o.crop_sha256 IS NOT NULL"""


def sources_of_crop(file: LabelFile, crop_sha256: str) -> list[CropSource]:
    """Everywhere that this crop was cut: the same pixels may stand in two photos."""
    return _read(file, "crop_sha256 = ?", [crop_sha256])


def crops_of_photos(file: LabelFile) -> Iterator[CropSource]:
    """All crops that the file names, a photo's together; in short reads, for a long one would keep labels out."""
    after = ""
    while True:
        photos = [
            str(row[0])
            for row in file.rows(
                "SELECT sha256 FROM photos WHERE sha256 > ? ORDER BY sha256 LIMIT ?", [after, _PHOTOS_AT_ONCE]
            )
        ]
        if not photos:
            return
        yield from _read(file, f"photo_sha256 IN ({', '.join('?' * len(photos))})", photos)
        after = photos[-1]


def crops_of_labels(file: LabelFile) -> set[str]:
    """Those of them that belong to a label."""
    return {str(row[0]) for row in file.rows(_LABELLED)}


def evidence_of(file: LabelFile, source: CropSource) -> list[CropEvidence]:
    """What was answered at this place: when something was decided there, and when it was last looked at."""
    if source.sighting_id is None:
        rows = file.rows(
            "SELECT model_hash, embedding FROM outlines WHERE photo_sha256 = ? AND crop_sha256 = ? ORDER BY id",
            [source.photo_sha256, source.crop_sha256],
        )
    else:
        rows = file.rows(
            """SELECT model_hash, embedding FROM events WHERE photo_sha256 = :photo AND sighting_id = :sighting
            UNION ALL SELECT l.model_hash, s.embedding FROM suggestions AS s JOIN lookups AS l ON l.id = s.lookup_id
            WHERE s.sighting_id = :sighting AND l.photo_sha256 = :photo""",
            {"photo": source.photo_sha256, "sighting": source.sighting_id},
        )
    found = ((model, parsed_embedding(embedding)) for model, embedding in rows if model is not None)
    return [CropEvidence(str(model), vector) for model, vector in found if vector is not None]


def _read(file: LabelFile, which: str, values: list[str]) -> list[CropSource]:
    rows = file.rows(_SOURCES.format(which=which), [*values, *values])
    found = ((crop, photo, sighting, parsed_corners(corners)) for crop, photo, sighting, corners in rows)
    return [CropSource(crop, photo, sighting, corners) for crop, photo, sighting, corners in found if corners]
