"""Adds or rehearses a source of cards with the library's own model and index: connects `add_packs` with the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.engine.model import Model
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import AddReport, add_packs, together
from karuta.services.catalogue.embed_pack import ClusterEmbedder, ModelEmbedder, OnCluster
from karuta.services.catalogue.pack_pictures import PackProgress
from karuta.services.catalogue.rebuild_index import rebuild_index
from karuta.services.catalogue.rehearse_pack import Rehearsal, rehearse_packs
from karuta.services.catalogue.sources.card_source import CardSource, SourceOptions
from karuta.services.catalogue.sources.list_map import ListMap, read_map, recall, remember, write_map
from karuta.services.catalogue.sources.picture_folder import pack_name
from karuta.services.catalogue.sources.recognise import AUTO, open_source
from karuta.services.library.open_library import ready_for_writing
from karuta.store.cards import Catalogue


def add_folder(
    folder: Path,
    *,
    pack: str | None,
    library: LibraryFolder,
    resources: Path,
    cancel: CancelToken,
    progress: PackProgress,
    format: str = AUTO,
    options: SourceOptions | None = None,
    cluster: OnCluster | None = None,
) -> AddReport:
    """`karuta catalogue add`. Creates the library if there is none, but not for something that is no source of cards.

    `folder`: a folder, a file or a zip. `cluster`: what embeds its pictures on other computers, with the same vectors.
    Raises `CatalogueError`, `LibraryError` and `ModelError`; `KarutaError` for a cluster that cannot do it.
    """
    options = options or SourceOptions()
    with _opened(folder, format, options, library=library, cancel=cancel, progress=progress) as sources:
        model = ready_for_writing(library, resources)
        reports = add_sources(
            sources,
            pack=pack,
            place=str(folder.absolute()),
            library=library,
            model=model,
            cancel=cancel,
            progress=progress,
            cluster=cluster,
        )
        report = together(reports, name=pack or pack_name(folder))
        for source in sources:
            if source.columns is not None and options.columns:
                remember(library, source.columns.columns, options.columns)
    return report


@contextmanager
def _opened(
    folder: Path,
    format: str,
    options: SourceOptions,
    *,
    library: LibraryFolder,
    cancel: CancelToken,
    progress: PackProgress,
) -> Iterator[tuple[CardSource, ...]]:
    """The source with the library's memory of its columns; how they were taken is saved at the end, where asked for.

    Raises `CatalogueError`, also where the map cannot be written, or would replace something else.
    """

    def tell(done: int, total: int) -> None:
        cancel.check()
        progress("reading", done, total)

    options = replace(options, tell=tell, recalled=partial(recall, library))
    with open_source(folder, format=format, options=options, cancel=cancel) as sources:
        yield sources
        if options.save_map is not None:
            if options.save_map.exists():
                read_map(options.save_map)
            first = sources[0]
            variants = None if first.columns is None else first.columns.variants
            written = ListMap(first.format, options.game or "", first.fields, variants)
            write_map(options.save_map, written)


def add_sources(
    sources: Sequence[CardSource],
    *,
    pack: str | None,
    place: str,
    library: LibraryFolder,
    model: Model,
    cancel: CancelToken,
    progress: PackProgress,
    cluster: OnCluster | None = None,
) -> list[AddReport]:
    """`add_packs` with a library's own model and index."""

    def ready_index(catalogue: Catalogue, place: LibraryFolder, pictures: list[str]) -> None:
        rebuild_index(
            catalogue,
            place,
            model,
            cancel=cancel,
            progress=lambda done, total: progress("vectors", done, total),
            pictures=pictures,
        )

    return add_packs(
        sources,
        pack=pack,
        place=place,
        library=library,
        engine=ModelEmbedder(model) if cluster is None else ClusterEmbedder(model.hash, library, cluster),
        ready_index=ready_index,
        cancel=cancel,
        progress=progress,
    )


def rehearse_folder(
    folder: Path,
    *,
    pack: str | None,
    library: LibraryFolder,
    resources: Path,
    cancel: CancelToken,
    progress: PackProgress,
    format: str = AUTO,
    options: SourceOptions | None = None,
) -> Rehearsal:
    """`karuta catalogue add --rehearse`. Raises `CatalogueError`, `LibraryError` and `ModelError`."""
    options = options or SourceOptions()
    with _opened(folder, format, options, library=library, cancel=cancel, progress=progress) as sources:
        rehearsal = rehearse_packs(
            sources,
            pack=pack,
            name=pack or pack_name(folder),
            library=library,
            resources=resources,
            cancel=cancel,
            progress=progress,
        )
        return replace(rehearsal, table=sources[0].preview())
