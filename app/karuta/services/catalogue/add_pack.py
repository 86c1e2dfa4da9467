"""Adds a source of cards to a library: its cards, its pictures, their vectors, then the index. Retrains nothing.

An addition is there whole or not at all. Everything is stored where nobody looks yet: vectors and copies of pictures
first, then rows of an addition that is not in force. Then the index is prepared, and one write puts the addition in
force. If it is killed at any point, the old catalogue answers, and the next run continues. A folder that brings nothing
new writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled
from karuta.paths import LibraryFolder
from karuta.services.catalogue.beside_catalogue import keep_beside, keep_sources
from karuta.services.catalogue.pack_pictures import ArtworkEmbedder, PackPictures, PackProgress
from karuta.services.catalogue.rebuild_index import rebuild_if_possible
from karuta.services.catalogue.sources.card_source import CardSource
from karuta.services.catalogue.take_in import AddReport, Tally, Unpaired, take_in
from karuta.store.cards import Catalogue
from karuta.store.lock import writer
from karuta.store.staged_pack import PackOrigin

__all__ = ["AddReport", "ReadyIndex", "Tally", "Unpaired", "add_pack", "as_text"]


ReadyIndex = Callable[[Catalogue, LibraryFolder, list[str]], object]
"""Makes the index hold these pictures (hashes, sorted, each with its vector), which are live or about to be."""


def add_pack(
    source: CardSource,
    *,
    pack: str | None,
    place: str,
    library: LibraryFolder,
    engine: ArtworkEmbedder,
    ready_index: ReadyIndex,
    cancel: CancelToken,
    progress: PackProgress,
) -> AddReport:
    """Add a source under a pack name (its own unless given).

    `place`: where it lies, as `karuta pack list` shows it. `ready_index` is called before the addition is in force, and
    again afterwards if pictures were retired. It is also called if nothing is new, because an earlier run may have been
    stopped. Raises `CatalogueError` for a source that cannot be read, `LibraryError` for a library that cannot be
    written.
    """
    name, started = as_text((pack or "").strip() or source.name), time.perf_counter()
    with (
        _nothing_added(name),
        writer(library.root / "catalogue.lock", "karuta catalogue add"),
        Catalogue.open_writing(library.catalogue_db) as catalogue,
    ):
        staged = catalogue.stage(name, PackOrigin(source.format, as_text(place)))
        pictures = PackPictures(library=library, catalogue=catalogue, engine=engine, cancel=cancel, progress=progress)
        before = set(catalogue.view().by_picture)
        report = take_in(source, catalogue, staged, pictures.bring, pack=name, cancel=cancel, progress=progress)
        cancel.check()
        readied = before | pictures.faces.keys()
        ready_index(catalogue, library, sorted(readied))
        staged.put_in_force()
        if readied != (after := set(catalogue.view().by_picture)):
            rebuild_if_possible(lambda: ready_index(catalogue, library, sorted(after)))
        keep_sources(library, catalogue)
        keep_beside(library, catalogue)
    return replace(report, seconds=round(time.perf_counter() - started, 3), mended=len(before & pictures.copied))


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
