"""Puts a library's training set together and writes it to a folder, for the command line and the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.sentence import Sentence
from karuta.domain.training_set import Side
from karuta.paths import LibraryFolder
from karuta.services.exports.export_training import export_training
from karuta.services.labels.check_seals import refuse_damaged
from karuta.services.labels.open_labels import labels_for_reading
from karuta.services.library.keeping.crops import crops_for_reading, left_out
from karuta.services.models.training_set import catalogue_pictures, reasons_of_lost, training_set


@dataclass(frozen=True)
class TrainingExported:
    """`sides`: how many labels are on each side. `lost`: sentences about labels with lost crops."""

    checksum: str
    sides: Mapping[Side, int]
    conflicts: int
    left_out: int
    lost: tuple[Sentence, ...]

    @property
    def labels(self) -> int:
        return sum(self.sides.values())


def export_training_set(
    library: LibraryFolder,
    out: Path,
    *,
    force: bool,
    cancel: CancelToken | None = None,
    told: Callable[[int, int], None] | None = None,
) -> TrainingExported:
    """Raises `LibraryError`, `LabelError`, `DamagedLabels`, `OSError`, `Cancelled`; `out` is unchanged then."""
    catalogue = catalogue_pictures(library)
    with labels_for_reading(library) as file, crops_for_reading(file) as crops:
        refuse_damaged(file)
        found = training_set(file, catalogue, find_crop=crops.find)
        export_training(
            found, catalogue, out, library=library, find_crop=crops.find, force=force, cancel=cancel, told=told
        )
        return TrainingExported(
            checksum=found.checksum,
            sides={side: len(found.on(side)) for side in Side},
            conflicts=len(found.conflicts),
            left_out=len(found.left_out),
            lost=left_out(reasons_of_lost(found, crops)),
        )
