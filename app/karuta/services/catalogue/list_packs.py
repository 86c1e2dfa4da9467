"""Lists the packs of a catalogue and what each brought. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.catalogue import PackSummary, StoredAddition
from karuta.paths import LibraryFolder
from karuta.services.catalogue.labelled_cards import labels_by_card
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
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        additions = catalogue.additions(name)
        [pack] = [one for one in catalogue.packs() if one.name == name]
        cards = catalogue.card_hashes(pack=name)
    return PackDetails(pack, tuple(additions), sum(labels_by_card(library).get(card, 0) for card in cards))


def newest_addition(library: LibraryFolder) -> StoredAddition | None:
    """What `karuta pack rollback` would take back."""
    with Catalogue.open_reading(library.catalogue_db) as catalogue:
        return catalogue.newest_addition()
