"""Adds or rehearses a source of cards with the library's own model and index: connects `add_pack` with the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import CatalogueError
from karuta.domain.sentence import Sentence
from karuta.engine.model import Model
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import AddReport, Tally, Unpaired, add_pack
from karuta.services.catalogue.embed_pack import ClusterEmbedder, ModelEmbedder, OnCluster
from karuta.services.catalogue.pack_pictures import PackProgress
from karuta.services.catalogue.rebuild_index import rebuild_index
from karuta.services.catalogue.rehearse_pack import Rehearsal, rehearse_pack
from karuta.services.catalogue.sources.card_source import CardSource, SourceOptions
from karuta.services.catalogue.sources.list_map import ListMap, read_map, recall, remember, write_map
from karuta.services.catalogue.sources.picture_folder import pack_name
from karuta.services.catalogue.sources.recognise import AUTO, open_source
from karuta.services.catalogue.take_in import Fates
from karuta.services.library.open_library import ready_for_writing
from karuta.store.cards import Catalogue

Counts = TypeVar("Counts", Tally, Unpaired, Fates)


def together(reports: Sequence[AddReport], *, name: str) -> AddReport:
    """`name`: what the packs are called together. For one pack, its own report.

    Raises `CatalogueError` where there were rows, and nothing could be used.
    """
    skipped = [row for report in reports for row in report.skipped]
    if skipped and not any(report.fates.cards or _sum(report.artworks) or _sum(report.backs) for report in reports):
        reason = skipped[0].reason
        raise CatalogueError(
            "None of the rows of {name} can be used ({count} skipped). Help, Libraries and catalogues, lists what "
            "Karuta reads. The first that was skipped, {place}: {reason}",
            name=name,
            count=f"{len(skipped):,}",
            place=skipped[0].place,
            reason=reason if reason.endswith(".") else Sentence("{reason}.", reason=reason),
        )
    if len(reports) == 1:
        return reports[0]
    fates = _summed([report.fates for report in reports])
    return AddReport(
        pack=name,
        cards=_summed([report.cards for report in reports]),
        artworks=_summed([report.artworks for report in reports]),
        skipped=tuple(skipped),
        seconds=round(sum(report.seconds for report in reports), 3),
        mended=sum(report.mended for report in reports),
        format=reports[0].format,
        joined=sum(report.joined for report in reports),
        unpaired=_summed([report.unpaired for report in reports]),
        backs=_summed([report.backs for report in reports]),
        packs=tuple(report.pack for report in reports),
        fates=fates,
        shared_ids=fates.shared_ids,
        map=reports[0].map,
        unused=reports[0].unused,
        game=next((report.game for report in reports if report.game), ""),
    )


def _sum(tally: Tally) -> int:
    return sum(astuple(tally))


def _summed(counts: Sequence[Counts]) -> Counts:
    """Field by field."""
    return type(counts[0])(*map(sum, zip(*map(astuple, counts), strict=True)))


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
        reports = [
            add_source(
                source,
                pack=pack,
                place=str(folder.absolute()),
                library=library,
                model=model,
                cancel=cancel,
                progress=progress,
                cluster=cluster,
            )
            for source in sources
        ]
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


def add_source(
    source: CardSource,
    *,
    pack: str | None,
    place: str,
    library: LibraryFolder,
    model: Model,
    cancel: CancelToken,
    progress: PackProgress,
    cluster: OnCluster | None = None,
) -> AddReport:
    """`add_pack` with a library's own model and index."""

    def ready_index(catalogue: Catalogue, place: LibraryFolder, pictures: list[str]) -> None:
        rebuild_index(
            catalogue,
            place,
            model,
            cancel=cancel,
            progress=lambda done, total: progress("vectors", done, total),
            pictures=pictures,
        )

    return add_pack(
        source,
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
        rehearsals = [
            rehearse_pack(source, pack=pack, library=library, resources=resources, cancel=cancel, progress=progress)
            for source in sources
        ]
        rehearsal = _together(rehearsals, name=pack or pack_name(folder))
        return replace(rehearsal, table=sources[0].preview())


def _together(rehearsals: Sequence[Rehearsal], *, name: str) -> Rehearsal:
    """Each pack was rehearsed on its own; the last one's coverage is closest to that of all together."""
    return replace(
        max(rehearsals, key=lambda rehearsal: rehearsal.coverage.cards),
        report=together([rehearsal.report for rehearsal in rehearsals], name=name),
        new_printings=sum(rehearsal.new_printings for rehearsal in rehearsals),
        collisions=tuple(collision for rehearsal in rehearsals for collision in rehearsal.collisions),
        labels_changed=max(rehearsal.labels_changed for rehearsal in rehearsals),
    )
