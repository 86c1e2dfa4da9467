"""Reads where crops were cut and which embeddings they had, so that they can be cut again. Writes nothing."""

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
    """A place in a photo. `sighting_id` is None for corners that a person set and that were looked up on their own."""

    crop_sha256: str
    photo_sha256: str
    sighting_id: str | None
    corners: Points


@dataclass(frozen=True, eq=False)
class CropEvidence:
    """The embedding that one model computed there: (dimension,) float32, unit length."""

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
    """Every place where this crop was cut: two photos may have the same pixels."""
    return _read(file, "crop_sha256 = ?", [crop_sha256])


def crops_of_photos(file: LabelFile) -> Iterator[CropSource]:
    """All crops that the file names, grouped by photo. In short reads, because a long one would block labels."""
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
    """The embeddings computed at this place: when something was decided there, and at the last look."""
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
