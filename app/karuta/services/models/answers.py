"""What two contenders answer to the same crops: as a lookup would, and by their embeddings alone. Uses no index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.gate import Comparison, Question, compare, with_embedding
from karuta.domain.ranking import Likeness
from karuta.engine.likeness import once
from karuta.services.catalogue.embed_artworks import Progress
from karuta.services.models.contender import Contender, Shown

_ROWS = 64


@dataclass(frozen=True, eq=False)
class Answers:
    """The answers of one contender.

    `offered`: (n,) whether a lookup would put the card first. `nearest`: (n,) the same by the scores alone. `vectors`:
    (n, dimension) float32, the crops' embeddings.
    """

    offered: NDArray[np.bool_]
    nearest: NDArray[np.bool_]
    vectors: NDArray[np.float32]


def answers_of(
    contenders: Sequence[Contender],
    shown: Mapping[str, Shown],
    cards: Sequence[CardKey],
    *,
    cancel: CancelToken,
    progress: Progress,
) -> list[Answers]:
    """In the contenders' order. `shown`: by network, the crops; `cards`: what each of them shows.

    A crop is compared with a picture once, whichever contender ranks it among its first.
    """
    vectors = [one.model.embedder.project(shown[one.network].pooled) for one in contenders]
    offered = np.zeros((len(contenders), len(cards)), dtype=np.bool_)
    for at in range(0, len(cards), _ROWS):
        cancel.check()
        some = slice(at, min(at + _ROWS, len(cards)))
        known: dict[bytes, Likeness] = {}
        for number, one in enumerate(contenders):
            crops = shown[one.network].reliefs[some]
            likenesses = [known.setdefault(crop.tobytes(), once(one.likeness_to(crop))) for crop in crops]
            offered[number, some] = one.offered_first(vectors[number][some], cards[some], likenesses)
        progress(some.stop, len(cards))
    return [
        Answers(found, one.nearest_is(seen, cards), seen)
        for one, found, seen in zip(contenders, offered, vectors, strict=True)
    ]


def compare_answers(
    name: str, questions: Sequence[Question], *, old: Answers, new: Answers, rows: Sequence[int] | None = None
) -> Comparison | None:
    """Of these rows of the questions (all of them by default); None if there are none."""
    chosen = np.arange(len(questions)) if rows is None else np.asarray(rows, dtype=np.intp)
    asked = [questions[at] for at in chosen]
    found = compare(name, asked, old=old.offered[chosen].tolist(), new=new.offered[chosen].tolist())
    if found is None:
        return None
    return with_embedding(found, asked, old=old.nearest[chosen].tolist(), new=new.nearest[chosen].tolist())
