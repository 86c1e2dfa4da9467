"""How many labels each card of a library has, in the catalogue or not. Changes nothing."""

from __future__ import annotations

from karuta.domain.card import CardKey
from karuta.paths import LibraryFolder
from karuta.store.label_counts import labels_of_cards
from karuta.store.label_file import LabelFile, has_labels


def labels_by_card(library: LibraryFolder) -> dict[CardKey, int]:
    """Current labels; empty if there is no label file. Raises `LibraryError`."""
    if not has_labels(library):
        return {}
    with LabelFile.open_reading(library) as file:
        return labels_of_cards(file)
