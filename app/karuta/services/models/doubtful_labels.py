"""Which labels are likely wrong, judged by a model that learned the library's look from other labels only.

The labels are split in two by their photos. What varies between photos is learned from one half and reduced in the
other. So a wrong label does not help to judge itself, as it would in a model that learned it by heart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import CardKey
from karuta.domain.gate import Doubt, DoubtfulLabel
from karuta.engine.embed import unit
from karuta.services.models.contender import Contender
from karuta.store.confirmed_crops import ConfirmedCrop
from karuta.training.model_folder import normalising_map, within_class_covariance

BY_FAR = 0.2
"""Chosen by `tests.long.wrong_labels`: less doubts so many right labels of a very strange look that the gate would
come near to refusing them, more misses labels that name the next card of the list."""
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
    found = contradiction(old, crops, labels)
    if found is None:
        return Doubt(len(labels), ())
    names = {artwork.card: artwork.name for artwork in old.view.artworks}
    return Doubt(
        len(labels),
        tuple(
            DoubtfulLabel(labels[row].photo, names[labels[row].card], names.get(found.seen[row], str(found.seen[row])))
            for row in np.flatnonzero(found.margins > BY_FAR).tolist()
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
