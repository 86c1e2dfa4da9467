"""Says what a library's catalogue holds: packs, cards, artworks, languages. Changes nothing."""

from __future__ import annotations

from karuta.domain.catalogue import CatalogueSummary
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue


def describe_catalogue(library: LibraryFolder) -> CatalogueSummary:
    """Raises `LibraryError` if there is no catalogue."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return catalogue.summary()
