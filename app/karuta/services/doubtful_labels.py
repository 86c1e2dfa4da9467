"""Which labels are likely wrong: looked at by a model that has learned the library's look from the other labels alone.

The labels are divided in two by their photos; what photos change is learned from one half and looked past in the
other. So a wrong label has no part in judging itself, as it has in a model that has learned it by heart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from karuta.domain.card import CardKey
from karuta.domain.gate import Doubt, DoubtfulLabel
from karuta.engine.embed import unit
from karuta.services.contender import Contender
from karuta.store.confirmed_crops import ConfirmedCrop
from karuta.training.calming import calming, changes_spread

BY_FAR = 0.2
"""Of 2,000 labels of a strange look, of which 97 named a card by lot, 94 were contradicted by so much, and 1 of the
1,903 right ones (`lite0-contrast720`)."""
RIDGE = 0.5
FEWEST = 20
"""Of one half: fewer labels tell nothing of a look."""
_ROWS = 512

Vectors = NDArray[np.float32]


def doubtful_labels(old: Contender, crops: Vectors, labels: Sequence[ConfirmedCrop]) -> Doubt:
    """`crops`: (n, dimension), the old model's unit vectors of the labels' crops; `labels`: that were learned from.

    The card of each has a picture. The first half is judged by what the second says of the look, and the other way.
    """
    own = old.pictures_of_cards()
    places = [own[label.card] for label in labels]
    half = np.array([int(label.photo_sha256[:8], 16) % 2 for label in labels], dtype=np.intp)
    if min(int((half == side).sum()) for side in (0, 1)) < FEWEST:
        return Doubt(len(labels), ())
    nearest = [some[int((old.stock.vectors[some] @ crop).argmax())] for some, crop in zip(places, crops, strict=True)]
    found: dict[int, CardKey] = {}
    for side in (0, 1):
        others = half != side
        spread = changes_spread(crops[others] - old.stock.vectors[np.array(nearest)[others]])
        calm = calming(spread, ridge=RIDGE)
        found |= _contradicted(old, crops, labels, places, np.flatnonzero(half == side), calm)
    names = {artwork.card: artwork.name for artwork in old.view.artworks}
    return Doubt(
        len(labels),
        tuple(
            DoubtfulLabel(labels[row].photo, names[labels[row].card], names.get(seen, str(seen)))
            for row, seen in sorted(found.items())
        ),
    )


def _contradicted(
    old: Contender,
    crops: Vectors,
    labels: Sequence[ConfirmedCrop],
    places: Sequence[Sequence[int]],
    rows: NDArray[np.intp],
    calm: NDArray[np.float64],
) -> dict[int, CardKey]:
    """The rows whose crop is far nearer to another card's picture than to any of its own; and that card."""
    artworks = unit((old.stock.vectors @ calm).astype(np.float32))
    found = {}
    for at in range(0, len(rows), _ROWS):
        some = rows[at : at + _ROWS]
        scores = unit((crops[some] @ calm).astype(np.float32)) @ artworks.T
        for row, seen in zip(some.tolist(), scores, strict=True):
            best = int(seen.argmax())
            shown = [artwork.card for artwork in old.view.by_picture.get(old.stock.pictures[best], ())]
            if shown and labels[row].card not in shown and seen[best] - seen[list(places[row])].max() > BY_FAR:
                found[row] = shown[0]
    return found
