"""Reads the confirmed sightings that have a crop, with what was shown when they were confirmed. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.store.label_file import LabelFile

# Sightings on which two annotators' last labels differ teach nothing until they agree.
DISPUTED = """SELECT photo_sha256, sighting_id FROM labels_by_annotator GROUP BY photo_sha256, sighting_id
    HAVING count(DISTINCT kind || char(31) || coalesce(game, '') || char(31) || coalesce(card_id, '')) > 1"""
"""(photo, sighting) of what annotators disagree about."""


@dataclass(frozen=True)
class ConfirmedCrop:
    """A person's current label that names a card, and the crop that it is about. `photo`: the file's name."""

    event_id: str
    card: CardKey
    crop_sha256: str
    photo_sha256: str
    sighting_id: str
    annotator: str
    time: str
    batch: str | None
    listing: str | None
    photo: str


def confirmed_crops(file: LabelFile) -> list[ConfirmedCrop]:
    """In the order of confirmation. Disputed, withdrawn and automatic labels are left out."""
    rows = file.rows(
        f"""SELECT t.id, t.game, t.card_id, g.crop_sha256, t.photo_sha256, t.sighting_id, t.annotator, t.time,
            t.batch, t.listing, t.photo_name
        FROM true_labels AS t JOIN sightings AS g ON g.id = t.sighting_id
        WHERE t.kind = 'confirm' AND g.crop_sha256 IS NOT NULL
        AND (t.photo_sha256, t.sighting_id) NOT IN ({DISPUTED})
        ORDER BY t.id"""
    )
    return [ConfirmedCrop(event, CardKey(game, card), *rest) for event, game, card, *rest in rows]
