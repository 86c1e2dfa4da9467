"""Builds the index again from the catalogue, or says how it compares with it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, IndexDamaged, LibraryError, refused_by_system
from karuta.engine.index import WALKED_WHOLE, build_index, open_index, read_manifest, trees_for
from karuta.engine.model import Model, model_hash, read_model_card
from karuta.engine.search import stock_hash
from karuta.paths import LibraryFolder
from karuta.services.catalogue.embed_artworks import Progress, embedded
from karuta.services.catalogue.kept_pictures import keep_all, keep_missing_contrasts, keep_missing_siblings
from karuta.services.library.open_library import (
    active_model_folder,
    index_folder,
    ready_for_writing,
    refuse_without_library,
    stored_vectors,
)
from karuta.store.cards import Catalogue
from karuta.store.lock import writer

log = logging.getLogger(__name__)
LAG_SHARE = 0.05
"""Of a large index's pictures, so many may have come or gone before it is built anew."""


@dataclass(frozen=True)
class IndexReport:
    """The report of a rebuild. `missing`: live artworks whose file is missing or damaged, left out of the index."""

    name: str
    index_hash: str
    pictures: int
    embedded: int
    missing: tuple[str, ...]
    rebuilt: bool


def rebuild_library_index(
    folder: LibraryFolder, resources: Path, *, cancel: CancelToken, progress: Progress
) -> IndexReport:
    """`karuta index rebuild`. Raises `LibraryError` if there is no library to index."""
    refuse_without_library(folder)
    with writer(folder.root / "catalogue.lock", "karuta index rebuild"):
        model = ready_for_writing(folder, resources)
        with Catalogue.open_writing(folder.catalogue_db) as catalogue:
            report = rebuild_index(catalogue, folder, model, cancel=cancel, progress=progress, anew=True)
        keep_all(keep_missing_contrasts, folder, cancel=cancel, progress=lambda done, total: None)
        keep_all(keep_missing_siblings, folder, cancel=cancel, progress=lambda done, total: None)
        return report


def rebuild_index(
    catalogue: Catalogue,
    folder: LibraryFolder,
    model: Model,
    *,
    cancel: CancelToken,
    progress: Progress,
    anew: bool = False,
    pictures: Sequence[str] | None = None,
) -> IndexReport:
    """Bring the index up to date. If it is current and sound (and not `anew`), nothing is written.

    `pictures`: what it should hold, sorted; all live ones unless given.
    """
    artworks = sorted(catalogue.view().by_picture) if pictures is None else pictures
    backs = [back.picture_sha256 for back in catalogue.backs()]
    embedded, missing = embed_missing(catalogue, folder, model, [*artworks, *backs], cancel=cancel, progress=progress)
    missing -= set(backs) - set(artworks)
    live = [picture for picture in artworks if picture not in missing]
    current = stock_hash(live, model.hash)
    if not anew and _is_current(folder, model, current, live):
        return IndexReport("annoy", current, len(live), embedded, tuple(sorted(missing)), rebuilt=False)
    cancel.check()
    manifest = build_index(
        index_folder(folder, model.hash), stored_vectors(catalogue, live, model), model_hash=model.hash
    )
    return IndexReport(
        manifest.name, manifest.index_hash, manifest.items, embedded, tuple(sorted(missing)), rebuilt=True
    )


def rebuild_if_possible(rebuild: Callable[[], object]) -> None:
    """Let the index follow the catalogue.

    If that fails or is stopped, the index holds more or less than is live, and the answers are still right.
    """
    try:
        rebuild()
    except (Cancelled, LibraryError) as error:
        log.warning("the index does not follow the catalogue for now: %s", error)
    except OSError as error:
        log.warning("the index does not follow the catalogue for now: %s", refused_by_system(error))


def embed_missing(
    catalogue: Catalogue,
    folder: LibraryFolder,
    model: Model,
    pictures: Sequence[str],
    *,
    cancel: CancelToken,
    progress: Progress,
) -> tuple[int, set[str]]:
    """Vectors for those of the pictures without one of this model. Returns how many, and whose files are unusable."""
    lacking = catalogue.missing_vectors(pictures, model.hash)
    missing = set(lacking)
    for pictures, vectors in embedded(catalogue, folder, model, lacking, cancel=cancel, progress=progress):
        catalogue.add_vectors(pictures, vectors, model.hash)
        missing -= set(pictures)
    return len(lacking) - len(missing), missing


def lags_a_little(held: Collection[str], live: Collection[str]) -> bool:
    """Whether an index of these pictures may answer for the live ones: what it lacks is compared exactly.

    Only for many pictures: building a forest over 100,000 takes minutes, over 12,000 seconds.
    """
    return len(held) > WALKED_WHOLE and len({*held} ^ {*live}) <= LAG_SHARE * len(held)


def _is_current(folder: LibraryFolder, model: Model, index_hash: str, live: Sequence[str]) -> bool:
    try:
        place = index_folder(folder, model.hash)
        manifest = read_manifest(place)
        if manifest.annoy is None:
            return manifest.index_hash == index_hash
        if manifest.trees != trees_for(manifest.items):
            return False
        if manifest.index_hash != index_hash and manifest.items <= WALKED_WHOLE:
            return False
        _, stock, _ = open_index(place, model_hash=model.hash, dimension=model.embedder.dimension)
    except IndexDamaged:
        return False
    return manifest.index_hash == index_hash or lags_a_little(stock.pictures, live)


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
