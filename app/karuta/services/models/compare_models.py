"""Two models side by side, on a library's labels and other requested tests. Changes nothing in the library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.gate import Comparison
from karuta.domain.truth import Truth
from karuta.engine.model import CARD
from karuta.paths import LibraryFolder
from karuta.services.models.compare_on_labels import compare_on_labels, label_counts_by_card
from karuta.services.models.compare_on_photos import compare_on_photos
from karuta.services.models.contender import Told, contender, contenders_reliefs
from karuta.services.models.list_models import find_model
from karuta.services.models.standard_test import standard_test
from karuta.services.models.unseen_labels import unseen_labels
from karuta.store.cards import Catalogue


@dataclass(frozen=True, eq=False)
class ComparisonRequest:
    """`truth` with the folder of its `photos`, or None. `crops`: how many of the standard test, 0 for none."""

    old: str
    new: str
    truth: Truth | None = None
    photos: Path = Path()
    crops: int = 0


@dataclass(frozen=True)
class ModelComparison:
    """Both models' titles, and every set of questions that was used."""

    old: str
    new: str
    sets: tuple[Comparison, ...]


def compare_models(
    folder: LibraryFolder, resources: Path, asked: ComparisonRequest, *, cancel: CancelToken, told: Told
) -> ModelComparison:
    """`old` and `new` name models of the library, or folders elsewhere. Raises `LibraryError`, `ModelError`."""
    places = [_place(folder, resources, name) for name in (asked.old, asked.new)]
    with Catalogue.open_reading(folder.catalogue_db) as catalogue:
        reliefs = contenders_reliefs(catalogue, folder)
        old, new = (contender(catalogue, reliefs, folder, place, cancel=cancel, told=told) for place in places)
        labels = compare_on_labels(
            folder,
            old=old,
            new=new,
            unseen=unseen_labels(old, new),
            cancel=cancel,
            told=told,
        )
        sets = [labels.all, labels.held_out]
        if asked.truth is not None:
            found = compare_on_photos(
                asked.truth,
                asked.photos,
                old=old,
                new=new,
                resources=resources,
                labels_of_card=label_counts_by_card(folder),
                cancel=cancel,
                progress=lambda done, total: told("photos", done, total),
            )
            sets.insert(0, found)
        if asked.crops:
            test = standard_test(
                catalogue,
                folder,
                old=old,
                new=new,
                crops=asked.crops,
                keep=False,
                cancel=cancel,
                told=told,
            )
            sets.append(test)
    return ModelComparison(old.model.title, new.model.title, tuple(one for one in sets if one is not None))


def _place(folder: LibraryFolder, resources: Path, name: str) -> Path:
    elsewhere = Path(name)
    return elsewhere if (elsewhere / CARD).is_file() else find_model(folder, resources, name).folder
