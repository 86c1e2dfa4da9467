"""Reads label events with what was shown when they were made, some at a time. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import CardKey
from karuta.domain.match import Match
from karuta.domain.recognition import Forest, parsed_searched
from karuta.store.label_file import LabelFile
from karuta.store.match_json import parsed_embedding, parsed_shown

_AT_ONCE = 500


@dataclass(frozen=True, eq=False)
class ShownEvent:
    """One label event, in force or not. `embedding`: (dimension,) float32, the query; None for an import without one.

    `forest`: what had proposed the candidates; None if the search was exact.
    """

    event_id: str
    photo_sha256: str
    photo: str
    sighting_id: str
    crop_sha256: str | None
    card: CardKey | None
    model_hash: str | None
    index_hash: str | None
    artworks_hash: str | None
    forest: Forest | None
    shown: tuple[Match, ...]
    embedding: NDArray[np.float32] | None


def shown_events(file: LabelFile) -> Iterator[list[ShownEvent]]:
    """Every label event that showed matches, oldest first, in short reads."""
    after = ""
    while True:
        rows = file.rows(
            """SELECT e.id, e.photo_sha256, e.photo_name, e.sighting_id, s.crop_sha256, e.game, e.card_id,
                e.model_hash, e.index_hash, e.artworks_hash, e.searched, e.shown, e.reordered_by,
                e.embedding
            FROM events AS e LEFT JOIN sightings AS s ON s.id = e.sighting_id
            WHERE e.shown IS NOT NULL AND e.id > ? ORDER BY e.id LIMIT ?""",
            [after, _AT_ONCE],
        )
        if not rows:
            return
        after = rows[-1][0]
        yield [_event(row) for row in rows]


def _event(row: tuple[Any, ...]) -> ShownEvent:
    event, photo, name, sighting, crop, game, card, model, index, artworks, searched, shown, ordered, embedding = row
    return ShownEvent(
        event_id=event,
        photo_sha256=photo,
        photo=name,
        sighting_id=sighting,
        crop_sha256=crop,
        card=None if card is None else CardKey(game, card),
        model_hash=model,
        index_hash=index,
        artworks_hash=artworks,
        forest=parsed_searched(searched),
        shown=parsed_shown(shown, ordered),
        embedding=parsed_embedding(embedding),
    )


def embedding_of_crop(file: LabelFile, crop_sha256: str, *, model_hash: str) -> NDArray[np.float32] | None:
    """The embedding that this model gave when something was decided about the crop; None if it never did."""
    row = file.one(
        """SELECT e.embedding FROM events AS e JOIN sightings AS s ON s.id = e.sighting_id
        WHERE s.crop_sha256 = ? AND e.model_hash = ? AND e.embedding IS NOT NULL ORDER BY e.id LIMIT 1""",
        [crop_sha256, model_hash],
    )
    return parsed_embedding(row[0]) if row else None


def count_shown_events(file: LabelFile) -> int:
    row = file.one("SELECT count(*) FROM events WHERE shown IS NOT NULL")
    return int(row[0]) if row else 0
