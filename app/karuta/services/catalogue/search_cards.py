"""Finds cards in a library by any language's name, reading, passcode or set code; changes nothing."""

from __future__ import annotations

from karuta.domain.catalogue import FoundCard
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue


def search_cards(library: LibraryFolder, text: str, *, limit: int = 10) -> tuple[FoundCard, ...]:
    """The best `limit` cards, best first; raises `LibraryError` where there is no catalogue to search."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return catalogue.search(text, limit)
