"""Two models on the labels of this library by people, from the stored crops. Needs no photo, changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.gate import Comparison, Doubt, Question
from karuta.domain.pixels import Pixels
from karuta.engine.decode import decode
from karuta.paths import LibraryFolder
from karuta.services.library.keeping.crops import Crops, crops_for_reading
from karuta.services.models.answers import answers_of, compare_answers
from karuta.services.models.contender import Contender, Told, shown_crops
from karuta.services.models.doubtful_labels import doubtful_labels
from karuta.store.confirmed_crops import ConfirmedCrop, confirmed_crops
from karuta.store.label_file import LabelFile, has_labels
from karuta.training.head.task import held_out

ALL, HELD_OUT = "labels", "held-out labels"
RARE = 2
"""A card with at most so many confirmed labels is rare here."""


@dataclass(frozen=True)
class LabelComparisons:
    """All labels, and those that the new model has not seen; None if there are none.

    `doubt`: what speaks against the labels that it learned from; None for a model that learned from no label.
    """

    all: Comparison | None
    held_out: Comparison | None
    doubt: Doubt | None = None


def compare_on_labels(
    folder: LibraryFolder,
    *,
    old: Contender,
    new: Contender,
    unseen: Callable[[ConfirmedCrop], bool] | None = None,
    learned: Callable[[ConfirmedCrop], bool] | None = None,
    cancel: CancelToken,
    told: Told,
) -> LabelComparisons:
    """`unseen`: which labels the new model has not seen; by default those of the new-card fold, which none sees.

    `learned`: which it learned from, None if none. Labels of cards without a picture are left out, because no model
    could be right. Raises `LibraryError` for an older file.
    """
    labels = _labels(folder, old)
    if not labels:
        return LabelComparisons(None, None)
    usable: list[ConfirmedCrop] = []
    with LabelFile.open_reading(folder) as file, crops_for_reading(file) as kept:
        shown = shown_crops(
            [old, new],
            _crops(labels, usable, kept),
            total=len(labels),
            cancel=cancel,
            progress=lambda done, total: told("labels", done, total),
        )
    if not usable:
        return LabelComparisons(None, None)
    first, second = answers_of(
        (old, new),
        shown,
        [label.card for label in usable],
        cancel=cancel,
        progress=lambda done, total: told("likeness", done, total),
    )
    questions = _questions(usable)

    def of(name: str, which: Callable[[ConfirmedCrop], bool]) -> Comparison | None:
        rows = [at for at, label in enumerate(usable) if which(label)]
        return compare_answers(name, questions, old=first, new=second, rows=rows)

    taught = [at for at, label in enumerate(usable) if learned is not None and learned(label)]
    doubt = doubtful_labels(old, first.vectors[taught], [usable[at] for at in taught]) if taught else None
    return LabelComparisons(of(ALL, lambda label: True), of(HELD_OUT, unseen or of_the_fold), doubt)


def _crops(
    labels: Sequence[ConfirmedCrop], usable: list[ConfirmedCrop], kept: Crops
) -> Iterator[Callable[[tuple[int, int]], Pixels]]:
    """The labels' crops; labels with an available crop are added to `usable`. `doctor` reports the others."""
    for label in labels:
        found = kept.find(label.crop_sha256)
        if found is None:
            continue
        try:
            crop = decode(found.path)
        except PictureError:
            continue
        usable.append(label)
        yield lambda size, crop=crop: crop  # type: ignore[misc]


def of_the_fold(label: ConfirmedCrop) -> bool:
    """Whether the label's card is in the fold that no training ever sees."""
    return held_out(label.card.game, label.card.card_id)


def label_counts_by_card(folder: LibraryFolder) -> Counter[str]:
    """How many confirmed labels the library has of each card (`game:card_id`)."""
    if not has_labels(folder):
        return Counter()
    with LabelFile.open_reading(folder) as file:
        return Counter(str(label.card) for label in confirmed_crops(file))


def _labels(folder: LibraryFolder, contender: Contender) -> list[ConfirmedCrop]:
    if not has_labels(folder):
        return []
    matchable = {artwork.card for artwork in contender.view.artworks}
    with LabelFile.open_reading(folder) as file:
        return [label for label in confirmed_crops(file) if label.card in matchable]


def _questions(labels: Sequence[ConfirmedCrop]) -> list[Question]:
    often = Counter(label.card for label in labels)
    return [
        Question(
            card=str(label.card),
            is_new=of_the_fold(label),
            is_rare=often[label.card] <= RARE,
            conditions={"batch": label.batch or "", "annotator": label.annotator},
        )
        for label in labels
    ]
