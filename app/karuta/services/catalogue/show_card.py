"""Shows one card with its printings and artworks. Changes nothing."""

from __future__ import annotations

from karuta.domain.catalogue import StoredCard
from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.labelled_cards import labels_by_card
from karuta.store.cards import Catalogue


def show_card(library: LibraryFolder, card_id: str) -> StoredCard:
    """`card_id`: `game:card_id`, or bare if only one game has it.

    A card that was taken back is shown if a label names it. Raises `CatalogueError` for an unknown or ambiguous card,
    `LibraryError` if there is no catalogue.
    """
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        try:
            return catalogue.details(catalogue.find(card_id))
        except CatalogueError:
            gone = catalogue.gone_card(card_id)
            if gone is None or gone.card.key not in labels_by_card(library):
                raise
            return gone
