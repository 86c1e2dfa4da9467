"""Takes packs back: one write restores the catalogue as if they had not been added. Labels are not touched.

Vectors and pictures stay, because labels show them. Before the write the index is given the pictures that come back,
and after it those that left are taken out: so it lacks none that is there, unless it cannot be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.catalogue import Standing
from karuta.domain.errors import CatalogueError
from karuta.paths import LibraryFolder
from karuta.services.catalogue.beside_catalogue import keep_beside, keep_sources
from karuta.services.catalogue.browse_cards import labels_by_card
from karuta.services.catalogue.embed_artworks import Progress
from karuta.services.catalogue.rebuild_index import rebuild_if_possible, rebuild_index
from karuta.services.library.open_library import ready_for_writing, refuse_without_library
from karuta.store.cards import Catalogue
from karuta.store.lock import writer


@dataclass(frozen=True)
class TakenBack:
    """The things that left the catalogue. `labels`: current labels of the cards that left; they stay."""

    pack: str
    cards: int
    artworks: int
    labels: int


def remove_pack(
    library: LibraryFolder, resources: Path, *, name: str, cancel: CancelToken, progress: Progress
) -> TakenBack:
    """Take all additions of a pack back. Raises `CatalogueError` for a pack that is not in force, `LibraryError`."""
    return _take_back(library, resources, name, doing="karuta pack remove", cancel=cancel, progress=progress)


def roll_back(library: LibraryFolder, resources: Path, *, cancel: CancelToken, progress: Progress) -> TakenBack:
    """Take the newest addition back. Raises `CatalogueError` if there is none, and `LibraryError`."""
    return _take_back(library, resources, None, doing="karuta pack rollback", cancel=cancel, progress=progress)


def _take_back(
    library: LibraryFolder, resources: Path, pack: str | None, *, doing: str, cancel: CancelToken, progress: Progress
) -> TakenBack:
    """`pack`: whose additions; None: the newest one alone."""
    refuse_without_library(library)
    labels = labels_by_card(library)
    with writer(library.root / "catalogue.lock", doing), Catalogue.open_writing(library.catalogue_db) as catalogue:
        going = [addition for addition in catalogue.additions(pack) if addition.standing is Standing.IN_FORCE]
        if not going:
            raise CatalogueError("Nothing to roll back: the catalogue has no pack.")
        if pack is None:
            going = going[:1]
        model = ready_for_writing(library, resources)
        cards, artworks = set(catalogue.card_hashes()), len(catalogue.view().artworks)
        numbers = [addition.number for addition in going]
        live = catalogue.view().by_picture.keys()
        if not (held := live | _pictures_without(library, numbers)) <= live:
            rebuild_if_possible(
                lambda: rebuild_index(
                    catalogue, library, model, cancel=cancel, progress=progress, pictures=sorted(held)
                )
            )
        cancel.check()
        catalogue.take_back(numbers)
        gone = cards - set(catalogue.card_hashes())
        rebuild_if_possible(lambda: rebuild_index(catalogue, library, model, cancel=CancelToken(), progress=progress))
        keep_sources(library, catalogue)
        keep_beside(library, catalogue)
        return TakenBack(
            pack=going[0].pack,
            cards=len(gone),
            artworks=artworks - len(catalogue.view().artworks),
            labels=sum(labels.get(card, 0) for card in gone),
        )


def _pictures_without(library: LibraryFolder, additions: Sequence[int]) -> set[str]:
    """The pictures of the catalogue as it will be without these additions, with those that they replaced."""
    with Catalogue.open_for_now(library.catalogue_db) as catalogue:
        catalogue.take_back(additions)
        return set(catalogue.view().by_picture)
