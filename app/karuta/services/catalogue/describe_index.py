"""Compares the index with the catalogue, for `karuta index info`. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.errors import IndexDamaged
from karuta.engine.index import open_index
from karuta.engine.model import model_hash, read_model_card
from karuta.paths import LibraryFolder
from karuta.services.catalogue.index_place import index_folder
from karuta.services.library.open_library import active_model_folder
from karuta.store.cards import Catalogue


@dataclass(frozen=True)
class IndexState:
    """The index beside the catalogue. `behind`: live pictures that it lacks."""

    name: str
    index_hash: str | None
    model: str
    pictures: int
    trees: int | None
    behind: int
    damage: str | None


def describe_index(folder: LibraryFolder) -> IndexState:
    """`karuta index info`; reads only."""
    card = read_model_card(active_model_folder(folder))
    digest = model_hash(card)
    with Catalogue.open_reading(folder.catalogue_db) as catalogue:
        live = set(catalogue.view().by_picture)
    title = f"{card['name']}@{digest[:12]}"
    place = index_folder(folder, digest)
    try:
        _, stock, manifest = open_index(place, model_hash=digest, dimension=int(card["projection"]["dimension"]))
    except IndexDamaged as error:
        return IndexState("exact", None, title, 0, None, len(live), str(error))
    behind = len(live - set(stock.pictures))
    return IndexState(manifest.name, manifest.index_hash, title, len(stock), manifest.trees, behind, None)
