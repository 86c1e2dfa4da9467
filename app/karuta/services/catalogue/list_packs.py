"""Lists the packs of a catalogue and what each brought. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.catalogue import PackSummary, StoredAddition
from karuta.paths import LibraryFolder
from karuta.services.catalogue.browse_cards import labels_by_card
from karuta.store.cards import Catalogue


@dataclass(frozen=True)
class PackDetails:
    """A pack in force with all its additions, the newest first. `labels`: current labels of cards that it names."""

    pack: PackSummary
    additions: tuple[StoredAddition, ...]
    labels: int


def list_packs(library: LibraryFolder) -> list[PackSummary]:
    """The packs in force, that with the newest addition first. Raises `LibraryError` if there is no catalogue."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return catalogue.packs()


def show_pack(library: LibraryFolder, name: str) -> PackDetails:
    """Raises `CatalogueError` for a pack that is not in force, `LibraryError` if there is no catalogue."""
    [details] = _shown(library, name)
    return details


def show_packs(library: LibraryFolder) -> list[PackDetails]:
    """All packs in force, as `list_packs` orders them. Raises `LibraryError` if there is no catalogue."""
    return _shown(library, None)


def _shown(library: LibraryFolder, name: str | None) -> list[PackDetails]:
    labels = labels_by_card(library)  # reads them all
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        if name is not None:
            catalogue.additions(name)  # refuses an unknown one
        return [
            PackDetails(
                pack,
                tuple(catalogue.additions(pack.name)),
                sum(labels.get(card, 0) for card in catalogue.card_hashes(pack=pack.name)),
            )
            for pack in catalogue.packs()
            if name in (None, pack.name)
        ]
