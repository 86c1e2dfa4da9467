"""Two models on the labels of this library by people, from the stored crops, and which labels are likely wrong.

The labels are split in two by their photos. What varies between photos is learned from one half and reduced in the
other. So a wrong label does not help to judge itself, as it would in a model that learned it by heart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import CardKey
from karuta.domain.errors import PictureError
from karuta.domain.gate import Comparison, Doubt, DoubtfulLabel, Question
from karuta.engine.decode import decode
from karuta.engine.embed import unit
from karuta.paths import LibraryFolder
from karuta.services.library.keeping.crops import Crops, crops_for_reading
from karuta.services.models.contender import Answers, Bench, Contender, Make, compare_answers
from karuta.store.confirmed_crops import ConfirmedCrop, confirmed_crops
from karuta.store.label_file import LabelFile, has_labels
from karuta.training.head.task import held_out
from karuta.training.model_folder import normalising_map, within_class_covariance

BY_FAR = 0.2
"""Chosen on simulated labels, one in twenty of them wrong: less doubts so many right labels of a very strange look that
the gate would come near to refusing them, more misses labels that name the next card of the list."""
RIDGE = 0.5
FEWEST = 20
"""Of one half: fewer labels tell nothing of a look."""
_ROWS = 512

Vectors = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Contradiction:
    """How much closer each label's crop is to another card's picture than to any of its own, and to which card.

    `margins`: (n,), 0 if its own card's picture is the nearest. `seen`: (n), the nearest picture's card.
    """

    margins: NDArray[np.float32]
    seen: tuple[CardKey, ...]


def doubtful_labels(old: Contender, crops: Vectors, labels: Sequence[ConfirmedCrop]) -> Doubt:
    """`crops`: (n, dimension), the old model's unit vectors of the labels' crops; `labels`: those learned from.

    The card of each has a picture. With too few labels to tell, nothing is doubted.
    """
    contradicted = contradiction(old, crops, labels)
    if contradicted is None:
        return Doubt(len(labels), ())
    names = {artwork.card: artwork.name for artwork in old.view.artworks}
    return Doubt(
        len(labels),
        tuple(
            DoubtfulLabel(
                labels[row].photo,
                names[labels[row].card],
                names.get(contradicted.seen[row], str(contradicted.seen[row])),
            )
            for row in np.flatnonzero(contradicted.margins > BY_FAR).tolist()
        ),
    )


def contradiction(old: Contender, crops: Vectors, labels: Sequence[ConfirmedCrop]) -> Contradiction | None:
    """Each half is judged by what the other says of the look; None if there are too few labels."""
    own = old.pictures_of_cards()
    places = [own[label.card] for label in labels]
    half = np.array([int(label.photo_sha256[:8], 16) % 2 for label in labels], dtype=np.intp)
    if min(int((half == side).sum()) for side in (0, 1)) < FEWEST:
        return None
    nearest = [some[int((old.stock.vectors[some] @ crop).argmax())] for some, crop in zip(places, crops, strict=True)]
    margins = np.zeros(len(labels), dtype=np.float32)
    best = np.zeros(len(labels), dtype=np.intp)
    for side in (0, 1):
        others = half != side
        covariance = within_class_covariance(crops[others] - old.stock.vectors[np.array(nearest)[others]])
        look_past = normalising_map(covariance, ridge=RIDGE)
        artworks = unit((old.stock.vectors @ look_past).astype(np.float32))
        rows = np.flatnonzero(half == side)
        for at in range(0, len(rows), _ROWS):
            some = rows[at : at + _ROWS]
            scores = unit((crops[some] @ look_past).astype(np.float32)) @ artworks.T
            best[some] = scores.argmax(axis=1)
            for row, seen in zip(some, scores, strict=True):
                margins[row] = seen[best[row]] - seen[places[row]].max()
    shown = [[artwork.card for artwork in old.view.by_picture[old.stock.pictures[place]]] for place in best]
    agreed = np.array([label.card in cards for label, cards in zip(labels, shown, strict=True)], dtype=np.bool_)
    margins[agreed] = 0.0
    return Contradiction(margins, tuple(cards[0] for cards in shown))


@dataclass(frozen=True)
class ListedCard:
    game: str
    card_id: str
    name: str

    @property
    def key(self) -> CardKey:
        return CardKey(self.game, self.card_id)


@dataclass(frozen=True)
class ChangedAnswer:
    """A label on whose crop two models answer otherwise. `old`, `new`: the cards that each puts first."""

    photo_sha256: str
    sighting_id: str
    old: tuple[ListedCard, ...]
    new: tuple[ListedCard, ...]


MOST_CHANGES = 500
ALL, HELD_OUT = "labels", "held-out labels"
RARE = 2
"""A card with at most so many confirmed labels is rare here."""


@dataclass(frozen=True)
class LabelComparisons:
    """All labels, and those that the new model has not seen; None if there are none.

    `doubt`: what speaks against the labels that it learned from; None for a model that learned from no label.
    `changes`: the labels on which it answers otherwise, those that it loses first; at most `MOST_CHANGES`.
    """

    all: Comparison | None
    held_out: Comparison | None
    doubt: Doubt | None = None
    changes: tuple[ChangedAnswer, ...] = ()


def compare_on_labels(
    bench: Bench,
    *,
    old: Contender,
    new: Contender,
    unseen: Callable[[ConfirmedCrop], bool] | None = None,
    learned: Callable[[ConfirmedCrop], bool] | None = None,
) -> LabelComparisons:
    """`unseen`: which labels the new model has not seen; by default those of the new-card fold, which none sees.

    `learned`: which it learned from, None if none. Labels of cards without a picture are left out, because no model
    could be right. Raises `LibraryError` for an older file.
    """
    labels = _labels(bench.folder, old)
    if not labels:
        return LabelComparisons(None, None)
    with LabelFile.open_reading(bench.folder) as file, crops_for_reading(file) as kept:
        shown = bench.shown([old, new], _crops(labels, kept), total=len(labels), step="labels")
    usable = [labels[number] for number in shown[old.network].numbers]
    if not usable:
        return LabelComparisons(None, None)
    first, second = bench.answers((old, new), shown, [label.card for label in usable])
    questions = _questions(usable)

    def of(name: str, which: Callable[[ConfirmedCrop], bool]) -> Comparison | None:
        rows = [at for at, label in enumerate(usable) if which(label)]
        return compare_answers(name, questions, old=first, new=second, rows=rows)

    taught = [at for at, label in enumerate(usable) if learned is not None and learned(label)]
    doubt = doubtful_labels(old, first.vectors[taught], [usable[at] for at in taught]) if taught else None
    changes = _changes(usable, first, second, {artwork.card: artwork.name for artwork in old.view.artworks})
    return LabelComparisons(of(ALL, lambda label: True), of(HELD_OUT, unseen or of_the_fold), doubt, changes)


def _changes(
    labels: Sequence[ConfirmedCrop], old: Answers, new: Answers, names: Mapping[CardKey, str]
) -> tuple[ChangedAnswer, ...]:
    """Cards that share a picture are one answer where both models have it right."""

    def named(cards: Sequence[CardKey]) -> tuple[ListedCard, ...]:
        return tuple(ListedCard(*card, names.get(card, card.card_id)) for card in cards)

    differ = [
        at
        for at in range(len(labels))
        if old.listed[at][:1] != new.listed[at][:1] and not (old.offered[at] and new.offered[at])
    ]
    lost_first = sorted(differ, key=lambda at: (bool(new.offered[at]), not old.offered[at]))
    return tuple(
        ChangedAnswer(labels[at].photo_sha256, labels[at].sighting_id, named(old.listed[at]), named(new.listed[at]))
        for at in lost_first[:MOST_CHANGES]
    )


def _crops(labels: Sequence[ConfirmedCrop], kept: Crops) -> Iterator[tuple[int, Make]]:
    """The labels' crops that are there. `doctor` reports the others."""
    for number, label in enumerate(labels):
        file = kept.find(label.crop_sha256)
        if file is None:
            continue
        try:
            crop = decode(file.path)
        except PictureError:
            continue
        yield number, lambda size, crop=crop: crop  # type: ignore[misc]


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
