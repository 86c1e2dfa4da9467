"""Tells which rows of a truth file a library has imported already; writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from karuta.domain.card import CardKey
from karuta.domain.label import Kind, Source
from karuta.store.label_file import LabelFile


def import_stands(file: LabelFile, photo_sha256: str, sighting_id: str, kind: Kind, cards: Sequence[CardKey]) -> bool:
    """Whether an import that is not undone gave a sighting this label (one of `cards`), whatever followed it."""
    rows = file.rows(
        "SELECT game, card_id FROM events_in_force "
        "WHERE photo_sha256 = ? AND sighting_id = ? AND kind = ? AND source = ?",
        [photo_sha256, sighting_id, kind.value, Source.IMPORT.value],
    )
    return any(not cards or CardKey(*row) in cards for row in rows)
