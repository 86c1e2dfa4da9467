"""The cards that somebody confirmed last, to choose one of them again. Changes nothing."""

from __future__ import annotations

from karuta.domain.card import CardKey
from karuta.services.labels.open_labels import LabelFile
from karuta.store.current_labels import confirmed_last


def recent_cards(file: LabelFile, limit: int) -> list[CardKey]:
    """The newest first, each once."""
    return confirmed_last(file, limit)
