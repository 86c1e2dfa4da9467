"""Says beforehand what adding sources of cards would change. Changes nothing, anywhere.

They are added as by `catalogue add`, to a copy of the catalogue that is thrown away. Then the new pictures are
compared with existing ones, confirmed labels are looked up again, and cards with a picture are counted.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.engine.decode import decode
from karuta.engine.model import Model, load_model
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import AddReport, name_of, together
from karuta.services.catalogue.new_pictures import Collision, NewPictures
from karuta.services.catalogue.pack_pictures import (
    EmbeddedBatch,
    PackPictures,
    PackProgress,
    PictureFiles,
)
from karuta.services.catalogue.sources.card_source import CardSource
from karuta.services.catalogue.sources.table_columns import TablePreview
from karuta.services.catalogue.take_in import take_in
from karuta.services.library.open_library import library_model, shipped_model_folder
from karuta.store.cards import Catalogue


@dataclass(frozen=True)
class Coverage:
    """How many of all cards would have a picture. `missing`: cards without one, by set, most first."""

    cards: int
    with_picture: int
    missing: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Rehearsal:
    """The effect that adding would have. `report`: what `catalogue add` would report.

    `new_printings`: how many more there would be. `labels_changed`: confirmed labels whose first match would change.
    `table`: of a list.
    """

    report: AddReport
    new_printings: int
    collisions: tuple[Collision, ...]
    labels_changed: int
    labels: int
    coverage: Coverage
    table: TablePreview | None = None


def rehearse_packs(
    sources: Sequence[CardSource],
    *,
    pack: str | None,
    name: str,
    library: LibraryFolder,
    resources: Path,
    cancel: CancelToken,
    progress: PackProgress,
) -> Rehearsal:
    """`name`: what they are called together.

    Raises `CatalogueError` for a source that cannot be read, `LibraryError` and `ModelError`.
    """
    model = _model(library, resources)
    reports: list[AddReport] = []
    paths: dict[str, Path] = {}
    with Catalogue.open_for_now(library.catalogue_db) as catalogue:
        before, printings = catalogue.view(), catalogue.summary().printings
        for source in sources:
            own, started = name_of(source, pack), time.perf_counter()
            staged = catalogue.stage(own)
            pictures = PackPictures(
                library=library,
                catalogue=catalogue,
                engine=_Decoding(model.hash),
                cancel=cancel,
                progress=lambda _, done, total: progress("pictures", done, total),
                copies=False,
            )
            report = take_in(source, catalogue, staged, pictures.bring, pack=own, cancel=cancel, progress=progress)
            staged.put_in_force()
            paths.update(pictures.faces)
            reports.append(replace(report, seconds=round(time.perf_counter() - started, 3)))
        new = NewPictures(library, model, catalogue, before, paths, cancel, progress)
        labels_changed, labels = new.labels_changed()
        return Rehearsal(
            report=together(reports, name=name),
            new_printings=max(0, catalogue.summary().printings - printings),
            collisions=tuple(new.collisions()),
            labels_changed=labels_changed,
            labels=labels,
            coverage=_coverage(catalogue),
        )


def _model(library: LibraryFolder, resources: Path) -> Model:
    if library.catalogue_db.is_file():
        return library_model(library)
    return load_model(shipped_model_folder(resources))


class _Decoding:
    """In place of what embeds pictures: says which cannot be decoded."""

    def __init__(self, model_hash: str) -> None:
        self.model_hash = model_hash

    def embedded(self, batches: Iterable[PictureFiles]) -> Iterator[EmbeddedBatch]:
        for files in batches:
            refused: dict[str, str] = {}
            for sha256, path in files:
                try:
                    decode(path)
                except PictureError as error:
                    refused[sha256] = error.message
            yield EmbeddedBatch([], np.empty((0, 0), dtype=np.float32), refused)


def _coverage(catalogue: Catalogue) -> Coverage:
    cards = set(catalogue.card_hashes())
    bare = cards - {card for card, _ in catalogue.pictured_cards()}
    missing: Counter[str] = Counter()
    for card in sorted(bare):
        sets = dict.fromkeys(printing.set_code.partition("-")[0] for printing in catalogue.printings(card))
        missing.update(list(sets) or [""])
    return Coverage(len(cards), len(cards) - len(bare), tuple(missing.most_common()))
