"""Reads sightings that no card of the catalogue answers for, and for which of them one does by now; writes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.domain.unknowns import KnownNow, UnknownCard
from karuta.store.label_file import LabelFile
from karuta.store.match_json import parsed_embedding, parsed_matches

_PORTION = 400
_ANSWERS = "('sure', 'likely')"
# Photos in which anything may be unknown, in order of arrival.
_PHOTOS = """SELECT photo_sha256, position FROM queued WHERE NOT removed AND sightings > 0
    AND position >= ? AND (position > ? OR photo_sha256 > ?) ORDER BY position, photo_sha256 LIMIT ?"""
# As the newest look saw it; as the label's own did, where the newest is of another model.
_UNKNOWN = """SELECT q.photo_sha256, q.name, s.sighting_id, g.crop_sha256, 0, s.embedding
    FROM json_each(:photos) AS asked CROSS JOIN queue AS q ON q.photo_sha256 = asked.value
    JOIN lookups AS l ON l.id = q.lookup_id JOIN suggestions AS s ON s.lookup_id = l.id
    JOIN sightings AS g ON g.id = s.sighting_id
    WHERE s.verdict = 'unknown' AND s.back IS NULL AND l.model_hash = :model AND q.whole_photo IS NULL
    AND s.embedding IS NOT NULL AND NOT EXISTS (SELECT 1 FROM current_labels AS c
        WHERE c.photo_sha256 = q.photo_sha256 AND c.sighting_id = s.sighting_id)
    UNION ALL
    SELECT q.photo_sha256, q.name, c.sighting_id, g.crop_sha256, 1,
        CASE WHEN l.model_hash = :model AND s.embedding IS NOT NULL THEN s.embedding
            WHEN c.model_hash = :model THEN c.embedding END AS vector
    FROM json_each(:photos) AS asked CROSS JOIN queue AS q ON q.photo_sha256 = asked.value AND q.decided > 0
    JOIN current_labels AS c ON c.photo_sha256 = q.photo_sha256 AND c.kind = 'unknown' AND c.sighting_id > ''
    LEFT JOIN lookups AS l ON l.id = q.lookup_id
    LEFT JOIN suggestions AS s ON s.lookup_id = l.id AND s.sighting_id = c.sighting_id
    LEFT JOIN sightings AS g ON g.id = c.sighting_id
    WHERE vector IS NOT NULL"""
# A label that was given with the present catalogue before one's eyes stands, whatever the look says.
_KNOWN = f"""FROM current_labels AS c JOIN queue AS k ON k.photo_sha256 = c.photo_sha256
    JOIN lookups AS l ON l.id = k.lookup_id
    JOIN suggestions AS s ON s.lookup_id = l.id AND s.sighting_id = c.sighting_id
    WHERE c.kind = 'unknown' AND c.sighting_id > '' AND s.verdict IN {_ANSWERS}
    AND (c.artworks_hash IS NOT l.artworks_hash OR c.model_hash IS NOT l.model_hash)"""
MAY_BE_KNOWN = f"EXISTS (SELECT 1 {_KNOWN} AND c.photo_sha256 = {{photo}})"
"""Whether a photo holds a card that was labelled as not in the catalogue and that a card answers for by now."""
IS_LABELLED = """EXISTS (SELECT 1 FROM current_labels AS c
    WHERE c.photo_sha256 = {photo} AND c.kind = 'unknown' AND c.sighting_id > '')"""
"""Whether somebody said of a card in a photo that it is not in the catalogue."""


@dataclass(frozen=True, eq=False)
class UnknownRows:
    """Some sightings with their embeddings, (n, dimension) float32, and those that a card answers for by now."""

    cards: tuple[UnknownCard, ...]
    vectors: NDArray[np.float32]
    known_now: tuple[KnownNow, ...]


def unknown_rows(file: LabelFile, model_hash: str, *, portion: int = _PORTION) -> Iterator[UnknownRows]:
    """All of them, in order of arrival, some photos at a time. Vectors of other models are left out."""
    photo, position = "", ""
    while rows := file.rows(_PHOTOS, [position, position, photo, portion]):
        yield _of_photos(file, [row[0] for row in rows], model_hash)
        photo, position = rows[-1]


def _of_photos(file: LabelFile, photos: Sequence[str], model_hash: str) -> UnknownRows:
    asked = {"photos": json.dumps(list(photos)), "model": model_hash}
    place = {photo: number for number, photo in enumerate(photos)}
    rows = sorted(file.rows(_UNKNOWN, asked), key=lambda row: (place[row[0]], row[2]))
    cards: list[UnknownCard] = []
    vectors: list[NDArray[np.float32]] = []
    for photo, name, sighting, crop, is_labelled, data in rows:
        vector = parsed_embedding(data)
        if vector is not None and (not vectors or vector.shape == vectors[0].shape):
            cards.append(UnknownCard(photo, name, sighting, crop, is_labelled=bool(is_labelled)))
            vectors.append(vector)
    known = _known_now(file, [card.photo_sha256 for card in cards if card.is_labelled])
    answered = {one.card.sighting_id for one in known}
    kept = [at for at, card in enumerate(cards) if card.sighting_id not in answered]
    empty = np.zeros((0, 1), dtype=np.float32)
    return UnknownRows(
        tuple(cards[at] for at in kept), np.stack([vectors[at] for at in kept]) if kept else empty, tuple(known)
    )


def _known_now(file: LabelFile, photos: Sequence[str]) -> list[KnownNow]:
    rows = file.rows(
        f"""SELECT k.photo_sha256, k.name, c.sighting_id,
            (SELECT g.crop_sha256 FROM sightings AS g WHERE g.id = c.sighting_id), s.matches {_KNOWN}
        AND c.photo_sha256 IN (SELECT value FROM json_each(?)) ORDER BY c.id""",
        [json.dumps(sorted(set(photos)))],
    )
    return [
        KnownNow(UnknownCard(photo, name, sighting, crop, is_labelled=True), found[0])
        for photo, name, sighting, crop, matches in rows
        if (found := parsed_matches(matches))
    ]
