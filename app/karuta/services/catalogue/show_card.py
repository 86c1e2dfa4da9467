"""Shows one card with its printings and artworks; changes nothing."""

from __future__ import annotations

from karuta.domain.catalogue import StoredCard
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue


def show_card(library: LibraryFolder, card_id: str) -> StoredCard:
    """`card_id`: `game:card_id`, or bare where one game has it.

    Raises `CatalogueError` for an unknown or ambiguous card, `LibraryError` where there is no catalogue.
    """
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return catalogue.details(catalogue.find(card_id))
