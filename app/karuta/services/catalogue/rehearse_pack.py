"""Says beforehand what adding a source of cards would change. Changes nothing, anywhere.

The source is added as by `catalogue add`, to a copy of the catalogue that is thrown away. Then the new pictures are
compared with existing ones, confirmed labels are looked up again, and cards with a picture are counted.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.catalogue import NewArtwork
from karuta.domain.errors import PictureError, reason_of
from karuta.domain.sentence import Sentence
from karuta.engine.decode import decode
from karuta.engine.model import Model, load_model
from karuta.files import file_hash
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_pack import AddReport, as_text
from karuta.services.catalogue.catalogue_folder import ArtworkRow, SkippedRow
from karuta.services.catalogue.new_pictures import Collision, NewPictures
from karuta.services.catalogue.pack_pictures import PackProgress, skipped_row
from karuta.services.catalogue.sources.any_list import PreviewedRow
from karuta.services.catalogue.sources.card_source import CardSource
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
    `preview`: the first rows of a list, and what they would become.
    """

    report: AddReport
    new_printings: int
    collisions: tuple[Collision, ...]
    labels_changed: int
    labels: int
    coverage: Coverage
    columns: tuple[str, ...] = ()
    preview: tuple[PreviewedRow, ...] = ()


def rehearse_pack(
    source: CardSource,
    *,
    pack: str | None,
    library: LibraryFolder,
    resources: Path,
    cancel: CancelToken,
    progress: PackProgress,
) -> Rehearsal:
    """Raises `CatalogueError` for a source that cannot be read, `LibraryError` and `ModelError`."""
    started = time.perf_counter()
    name = as_text((pack or "").strip() or source.name)
    paths: dict[tuple[CardKey, str], Path] = {}
    with Catalogue.open_for_now(library.catalogue_db) as catalogue:
        before, printings = catalogue.view(), catalogue.summary().printings

        def bring(rows: Sequence[ArtworkRow]) -> Iterator[NewArtwork | SkippedRow]:
            paths.update({(row.card, row.file): row.path for row in rows})
            return _bring(rows, set(before.by_picture), cancel, progress)

        staged = catalogue.stage(name)
        report = take_in(source, catalogue, staged, bring, pack=name, cancel=cancel, progress=progress)
        staged.put_in_force()
        model = _model(library, resources)
        pictures = NewPictures(library, model, catalogue, before, paths, cancel, progress)
        labels_changed, labels = pictures.labels_changed()
        collisions = tuple(pictures.collisions())
        return Rehearsal(
            report=replace(report, seconds=round(time.perf_counter() - started, 3)),
            new_printings=max(0, catalogue.summary().printings - printings),
            collisions=collisions,
            labels_changed=labels_changed,
            labels=labels,
            coverage=_coverage(catalogue),
        )


def _model(library: LibraryFolder, resources: Path) -> Model:
    if library.catalogue_db.is_file():
        return library_model(library)
    return load_model(shipped_model_folder(resources))


def _bring(
    rows: Sequence[ArtworkRow], there: set[str], cancel: CancelToken, progress: PackProgress
) -> Iterator[NewArtwork | SkippedRow]:
    """Every row whose picture can be read and decoded; those in the library were before. Others get a reason."""
    for done, row in enumerate(rows, start=1):
        cancel.check()
        try:
            picture = file_hash(row.path)
            if picture not in there:
                decode(row.path)
            yield NewArtwork(row.card, row.file, row.artwork, picture, row.path.suffix.lower())
        except OSError as error:
            reason = Sentence("picture {file} cannot be read: {reason}", file=row.file, reason=reason_of(error))
            yield skipped_row(row, reason)
        except PictureError as error:
            yield skipped_row(row, error.message)
        progress("pictures", done, len(rows))


def _coverage(catalogue: Catalogue) -> Coverage:
    cards = set(catalogue.card_hashes())
    bare = cards - {card for card, _ in catalogue.pictured_cards()}
    missing: Counter[str] = Counter()
    for card in sorted(bare):
        sets = dict.fromkeys(printing.set_code.partition("-")[0] for printing in catalogue.printings(card))
        missing.update(list(sets) or [""])
    return Coverage(len(cards), len(cards) - len(bare), tuple(missing.most_common()))
