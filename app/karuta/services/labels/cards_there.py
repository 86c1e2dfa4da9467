"""Whether cards are still in the catalogue: a list that stands on the screen may name some that were taken back."""

from __future__ import annotations

from collections.abc import Iterable

from karuta.domain.card import CardKey
from karuta.domain.errors import KarutaError
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue


def gone_cards(library: LibraryFolder, cards: Iterable[CardKey]) -> frozenset[CardKey]:
    """Those of these cards that the catalogue does not have. None where it cannot be read: labels need no catalogue."""
    try:
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            return frozenset(card for card in set(cards) if not catalogue.has(card))
    except KarutaError:
        return frozenset()
