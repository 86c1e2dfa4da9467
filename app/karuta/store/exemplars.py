"""Reads from labels.db which crops persons have confirmed as which card, and agree about; writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from karuta.domain.card import CardKey
from karuta.domain.exemplar import Exemplar
from karuta.store.label_file import LabelFile
from karuta.store.match_json import parsed_embedding
from karuta.store.rechecks import DISPUTED

_SOME = 500
# An embedding is that of the crop only where the model that made it is the one that is asked for.
_CONFIRMED = f"""SELECT c.photo_sha256, c.sighting_id, g.crop_sha256, c.game, c.card_id,
    CASE WHEN c.model_hash = ? THEN c.embedding END
    FROM true_labels AS c JOIN sightings AS g ON g.id = c.sighting_id
    WHERE c.kind = 'confirm' AND c.sighting_id > '' AND g.crop_sha256 IS NOT NULL AND NOT {DISPUTED}"""


def exemplars_of(file: LabelFile, photos: Sequence[str] | None, *, model_hash: str, dimension: int) -> list[Exemplar]:
    """The exemplars of these photos (None: of all): current labels of persons that nobody contradicts.

    A vector is that with which the label was made; None where another model made it, or where it is damaged.
    """
    if photos is None:
        rows = file.rows(_CONFIRMED, [model_hash])
    else:
        rows = []
        for at in range(0, len(photos), _SOME):
            some = photos[at : at + _SOME]
            marks = ", ".join("?" * len(some))
            rows += file.rows(f"{_CONFIRMED} AND c.photo_sha256 IN ({marks})", [model_hash, *some])
    return [_exemplar(*row, dimension=dimension) for row in rows]


def _exemplar(
    photo: str, sighting: str, crop: str, game: str, card_id: str, embedding: bytes | None, *, dimension: int
) -> Exemplar:
    whole = embedding if embedding is not None and len(embedding) == 4 * dimension else None
    return Exemplar(photo, sighting, crop, CardKey(game, card_id), parsed_embedding(whole))
