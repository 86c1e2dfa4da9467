"""The rows that a verdict is fitted on: how sightings are answered in catalogues of many sizes. Fits nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karuta.domain.calibration import CropQuality
from karuta.domain.ranking import COMPARED, RANKS, PictureSimilarity
from karuta.engine.similarity import ContrastMap, most_and_least
from karuta.training.photographer import Grade

Vectors = NDArray[np.float32]
# What should hold for all catalogues is fitted on many sizes.
SIZES = (1, 2, 4, 12, 50, 200, 800, 2000, 6000)
# How much a similarity counts relative to a score: 0.8 to 1.5 had the same crops right, 0.4 fewer.
SIMILARITY_WEIGHT = 1.0


@dataclass(frozen=True, eq=False)
class Sighted:
    """One sighting in a simulated photo. `card`: number of the artwork that it shows, None if it is not a card.

    `look`: its crop's contrast map, see `engine.similarity`.
    """

    card: int | None
    grade: Grade
    embedding: Vectors
    quality: CropQuality
    look: ContrastMap


@dataclass(frozen=True, eq=False)
class Rows:
    """Answers, one per row.

    `evidence` (n, 4) as `Evidence.features`; `quality` (n, 5); `right` (n,); `has_card` (n,): the card is in that
    catalogue; `sighted` (n,): the sighting's number; `size` (n,): of the catalogue, or one more. A catalogue of one
    card has no gaps: NaN. `likened` (n, 5), `likened_right` (n,): the same evidence and outcome after the first cards'
    pictures were compared with the crop; `least` (n, 1): how alike the first one is where it is least.
    """

    evidence: NDArray[np.float64]
    quality: NDArray[np.float64]
    right: NDArray[np.bool_]
    likened: NDArray[np.float64]
    likened_right: NDArray[np.bool_]
    least: NDArray[np.float64]
    has_card: NDArray[np.bool_]
    sighted: NDArray[np.intp]
    size: NDArray[np.intp]


class Alike:
    """How alike sightings and pictures are; each pair is compared only once.

    `looks`: gives the contrast map of a picture by its number. The similarities do not depend on the model.
    """

    def __init__(self, looks: Callable[[int], ContrastMap]) -> None:
        self._looks = looks
        self._similarities: dict[int, dict[int, PictureSimilarity]] = {}

    def of(self, number: int, look: ContrastMap, pictures: NDArray[np.intp]) -> dict[int, PictureSimilarity]:
        """The rows of sighting `number` with at least these pictures; many at once cost less than one by one."""
        similarities = self._similarities.setdefault(number, {})
        new = [int(picture) for picture in np.unique(pictures) if int(picture) not in similarities]
        likeness = most_and_least(look, [self._looks(picture) for picture in new])
        similarities.update(zip(new, (PictureSimilarity(*entry) for entry in likeness.tolist()), strict=True))
        return similarities


def answers(
    sighted: Sequence[Sighted],
    vectors: Vectors,
    cards: NDArray[np.intp],
    *,
    alike: Alike | None,
    sizes: Sequence[int],
    seed: int,
    weight: float = SIMILARITY_WEIGHT,
) -> Rows:
    """Every sighting, searched in a random catalogue of each size with its card in it and without.

    `vectors`: (pictures, dimension), the whole catalogue. `cards`: (pictures,), each one's card as a number. `alike`:
    similarities, or None (then the rows' `likened` is NaN). `weight`: how much a similarity counts relative to a score.
    """
    rows: list[_Row] = []
    count = int(cards.max()) + 1
    for number, sighting in enumerate(sighted):
        asked = _Asked(sighting, vectors, cards)
        questions = list(_questions(sighting, cards, count=count, sizes=sizes, seed=seed, number=number))
        firsts = [asked.first(question.members) for question in questions]
        if alike is not None:
            pictures = asked.pictures(np.concatenate([first[:COMPARED] for first in firsts]))
            asked.compare(alike.of(number, sighting.look, pictures), weight=weight)
        rows += [asked.row(question, first) for question, first in zip(questions, firsts, strict=True)]
    return Rows(
        evidence=np.array([row.evidence for row in rows]),
        quality=np.array([sighted[row.number].quality.features for row in rows]),
        right=np.array([row.right for row in rows]),
        likened=np.array([row.likened for row in rows]),
        likened_right=np.array([row.likened_right for row in rows]),
        least=np.array([[row.least] for row in rows]),
        has_card=np.array([row.has_card for row in rows]),
        sighted=np.array([row.number for row in rows], dtype=np.intp),
        size=np.array([row.size for row in rows], dtype=np.intp),
    )


@dataclass(frozen=True)
class _Row:
    evidence: tuple[float, ...]
    right: bool
    likened: tuple[float, ...]
    likened_right: bool
    least: float
    has_card: bool
    number: int
    size: int


@dataclass(frozen=True, eq=False)
class _Question:
    """One sighting in one catalogue: its cards by number; `own`: the sighting's, None if the catalogue lacks it."""

    members: NDArray[np.intp]
    own: int | None
    number: int
    size: int


def _questions(
    sighting: Sighted, cards: NDArray[np.intp], *, count: int, sizes: Sequence[int], seed: int, number: int
) -> Iterator[_Question]:
    own = None if sighting.card is None else int(cards[sighting.card])
    for size in (*(s for s in sizes if s < count), count):
        rng = np.random.default_rng([seed, number, size])
        others = rng.permutation(count)[: size + 1]
        others = others[others != own][:size] if own is not None else others[:size]
        yield _Question(others, None, number, size)
        if own is not None:
            yield _Question(np.append(others[: size - 1], own), own, number, size)


class _Asked:
    """One sighting's scores with every card, and its similarities with those that are compared."""

    def __init__(self, sighting: Sighted, vectors: Vectors, cards: NDArray[np.intp]) -> None:
        scores = vectors @ sighting.embedding
        order = np.argsort(-scores, kind="stable")
        distinct, first = np.unique(cards[order], return_index=True)
        # Each card by its best picture.
        self._picture = np.zeros(int(cards.max()) + 1, dtype=np.intp)
        self._picture[distinct] = order[first]
        self._best = np.full(int(cards.max()) + 1, -np.inf)
        self._best[distinct] = scores[order[first]]
        self._alike: dict[int, PictureSimilarity] | None = None
        self._weight = 0.0

    def first(self, members: NDArray[np.intp]) -> NDArray[np.intp]:
        """The best cards of a catalogue, by score."""
        return members[np.argsort(-self._best[members], kind="stable")[: RANKS.stop]]

    def pictures(self, cards: NDArray[np.intp]) -> NDArray[np.intp]:
        return self._picture[cards]

    def compare(self, alike: dict[int, PictureSimilarity], *, weight: float) -> None:
        """`alike`: by picture, at least for the cards that are compared."""
        self._alike, self._weight = alike, weight

    def row(self, question: _Question, order: NDArray[np.intp]) -> _Row:
        scores, own = self._best[order], question.own
        second = float(scores[0] - scores[1]) if len(scores) > 1 else float("nan")
        evidence = (float(scores[0]), second, _rest_gap(scores), float(np.log10(len(question.members))))
        likened, least, place = self._likened(order, scores)
        return _Row(
            evidence=evidence,
            right=own is not None and int(order[0]) == own,
            likened=(*likened, evidence[3]),
            likened_right=own is not None and int(order[place]) == own,
            least=least,
            has_card=own is not None,
            number=question.number,
            size=question.size,
        )

    def _likened(self, order: NDArray[np.intp], scores: NDArray[np.float64]) -> tuple[tuple[float, ...], float, int]:
        """Score, similarity and gaps of the card that is first by both; how alike it is where it is least; its place by
        score among those compared.
        """
        if self._alike is None:
            return (float("nan"),) * 4, float("nan"), 0
        likened = [self._alike[int(picture)] for picture in self._picture[order[:COMPARED]]]
        alike = np.array([similarity.most for similarity in likened])
        strengths = scores[:COMPARED] + self._weight * alike
        place = int(strengths.argmax())
        gap = float(strengths[place] - np.delete(strengths, place).max()) if len(strengths) > 1 else float("nan")
        moved = np.append(scores[place], np.delete(scores, place))
        return (float(moved[0]), float(alike[place]), gap, _rest_gap(moved)), likened[place].least, place


def _rest_gap(scores: NDArray[np.float64]) -> float:
    return float(scores[0] - scores[1:].mean()) if len(scores) > 1 else float("nan")
