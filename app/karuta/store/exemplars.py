"""Reads from labels.db which crops people have confirmed as which card without dispute. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from karuta.domain.card import CardKey
from karuta.domain.label import parsed_corners
from karuta.domain.match import Exemplar
from karuta.domain.sighting import is_card_shaped, picture_corners
from karuta.store.label_file import LabelFile
from karuta.store.match_json import parsed_embedding
from karuta.store.rechecks import DISPUTED

# A stored embedding belongs to the crop only if the model that made it is the one asked for.
_CONFIRMED = f"""SELECT g.corners, c.photo_sha256, c.sighting_id, g.crop_sha256, c.game, c.card_id,
    CASE WHEN c.model_hash = ? THEN c.embedding END
    FROM true_labels AS c JOIN sightings AS g ON g.id = c.sighting_id
    WHERE c.kind = 'confirm' AND c.sighting_id > '' AND g.crop_sha256 IS NOT NULL AND NOT {DISPUTED}"""


def exemplars_of(file: LabelFile, photos: Sequence[str] | None, *, model_hash: str, dimension: int) -> list[Exemplar]:
    """The exemplars of these photos (None: of all): undisputed current labels by people, of crops that may show a whole
    card.

    `vector` is the one stored with the label; None if another model made it, or if it is damaged.
    """
    if photos is None:
        rows = file.rows(_CONFIRMED, [model_hash])
    else:
        rows = file.rows_among(f"{_CONFIRMED} AND c.photo_sha256 IN ({{marks}})", photos, model_hash)
    return [
        _exemplar(*row, dimension=dimension)
        for corners, *row in rows
        if is_card_shaped(parsed_corners(corners) or picture_corners())
    ]


def _exemplar(
    photo: str, sighting: str, crop: str, game: str, card_id: str, embedding: bytes | None, *, dimension: int
) -> Exemplar:
    whole = embedding if embedding is not None and len(embedding) == 4 * dimension else None
    return Exemplar(photo, sighting, crop, CardKey(game, card_id), parsed_embedding(whole))
