"""Rehearses a source of cards (a folder, a file or a zip): opens it as `add_folder` does, and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder
from karuta.services.catalogue.pack_pictures import PackProgress
from karuta.services.catalogue.rehearse_pack import Rehearsal, rehearse_pack
from karuta.services.catalogue.several_packs import together
from karuta.services.catalogue.sources.card_source import SourceOptions
from karuta.services.catalogue.sources.recognise import AUTO, open_source
from karuta.services.catalogue.sources.remembered_columns import recall
from karuta.services.catalogue.sources.source_files import pack_name


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

    def tell(done: int, total: int) -> None:
        cancel.check()
        progress("reading", done, total)

    said = replace(options or SourceOptions(), tell=tell, recalled=partial(recall, library))
    with open_source(folder, format=format, options=said, cancel=cancel) as sources:
        found = [
            rehearse_pack(source, pack=pack, library=library, resources=resources, cancel=cancel, progress=progress)
            for source in sources
        ]
    return _together(found, name=pack or pack_name(folder))


def _together(found: Sequence[Rehearsal], *, name: str) -> Rehearsal:
    """Each pack was rehearsed on its own; the last one's coverage is closest to that of all together."""
    return replace(
        max(found, key=lambda one: one.coverage.cards),
        report=together([one.report for one in found], name=name),
        new_printings=sum(one.new_printings for one in found),
        collisions=tuple(collision for one in found for collision in one.collisions),
        labels_changed=max(one.labels_changed for one in found),
    )
