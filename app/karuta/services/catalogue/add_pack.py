"""Adds sources of cards to a library: their cards, their pictures, their vectors, then the index. Retrains nothing.

An addition is there whole or not at all. Everything is stored where nobody looks yet: vectors and copies of pictures
first, then rows of an addition that is not in force. Then the index is prepared, and one write puts the addition in
force. If it is killed at any point, the old catalogue answers, with the sources that were whole, and the next run
continues. A folder that brings nothing new writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, replace
from typing import TypeVar

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, CatalogueError
from karuta.domain.sentence import Sentence
from karuta.paths import LibraryFolder
from karuta.services.catalogue.beside_catalogue import keep_beside, keep_sources
from karuta.services.catalogue.pack_pictures import ArtworkEmbedder, PackPictures, PackProgress
from karuta.services.catalogue.rebuild_index import rebuild_if_possible
from karuta.services.catalogue.sources.card_source import CardSource
from karuta.services.catalogue.take_in import AddReport, Fates, Tally, Unpaired, take_in
from karuta.store.cards import Catalogue
from karuta.store.lock import writer
from karuta.store.staged_pack import PackOrigin

__all__ = ["AddReport", "ReadyIndex", "Tally", "Unpaired", "add_packs", "as_text", "together"]

Counts = TypeVar("Counts", Tally, Unpaired, Fates)

ReadyIndex = Callable[[Catalogue, LibraryFolder, list[str]], object]
"""Makes the index hold these pictures (hashes, sorted, each with its vector), which are live or about to be."""


def add_packs(
    sources: Sequence[CardSource],
    *,
    pack: str | None,
    place: str,
    library: LibraryFolder,
    engine: ArtworkEmbedder,
    ready_index: ReadyIndex,
    cancel: CancelToken,
    progress: PackProgress,
) -> list[AddReport]:
    """Add each source under a pack name (its own unless given); a report of each.

    `place`: where they lie, as `karuta pack list` shows it. `ready_index` is called before an addition is in force,
    and again afterwards if pictures were retired. It is also called if nothing is new, because an earlier run may have
    been stopped. Raises `CatalogueError` for a source that cannot be read, `LibraryError` for a library that cannot be
    written.
    """
    reports: list[AddReport] = []
    with (
        writer(library.root / "catalogue.lock", "karuta catalogue add"),
        Catalogue.open_writing(library.catalogue_db) as catalogue,
    ):
        before = readied = set(catalogue.view().by_picture)
        for source in sources:
            name, started = name_of(source, pack), time.perf_counter()
            with _nothing_added(name):
                staged = catalogue.stage(name, PackOrigin(source.format, as_text(place)))
                pictures = PackPictures(
                    library=library, catalogue=catalogue, engine=engine, cancel=cancel, progress=progress
                )
                report = take_in(source, catalogue, staged, pictures.bring, pack=name, cancel=cancel, progress=progress)
                cancel.check()
                readied = readied | pictures.faces.keys()
                ready_index(catalogue, library, sorted(readied))
                staged.put_in_force()
            keep_sources(library, catalogue)
            seconds = round(time.perf_counter() - started, 3)
            reports.append(replace(report, seconds=seconds, mended=len(before & pictures.copied)))
        if readied != (after := set(catalogue.view().by_picture)):
            rebuild_if_possible(lambda: ready_index(catalogue, library, sorted(after)))
        keep_beside(library, catalogue)
    return reports


def name_of(source: CardSource, pack: str | None) -> str:
    """The pack's name: as a person gave it, or the source's own."""
    return as_text((pack or "").strip() or source.name)


@contextmanager
def _nothing_added(pack: str) -> Iterator[None]:
    """A stop comes only while nothing is in force."""
    try:
        yield
    except Cancelled as error:
        raise Cancelled(
            "Stopped; nothing of {pack} was added. Adding it again goes on from there.", pack=pack
        ) from error


def as_text(name: str) -> str:
    """A file's name may hold bytes that are not text."""
    return name.encode("utf-8", "replace").decode("utf-8")


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
