"""Two models on the same questions: paired figures, overall and for new cards, rare cards and each condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from karuta.domain.paired import Gain, PairedCounts, bootstrap, counts, mcnemar, newcombe
from karuta.domain.statistics import Share, wilson

MOST_VALUES = 50
"""A column with more values than this names photos, not conditions."""

DRAWS, PART_DRAWS = 2000, 500
"""Of the bootstrap: what the gate rules on, and what only tells where to look."""


@dataclass(frozen=True)
class Question:
    """One card to recognise.

    `card`: groups questions that are not independent (forty photos of one card count as one witness). `is_new`: in the
    fold that no training sees. `is_rare`: the library has hardly any label of it. `conditions`: the conditions of the
    photo, by column name.
    """

    card: str
    is_new: bool = False
    is_rare: bool = False
    conditions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Paired:
    """How often each model was right on the same questions.

    `gain` has a score interval (it keeps a width even if the models never differ), `by_card` a bootstrap interval that
    draws whole cards. `p`: McNemar's exact test. `cards`: how many different cards were asked about.
    """

    counts: PairedCounts
    cards: int
    old: Share
    new: Share
    gain: Gain
    by_card: Gain
    p: float

    @property
    def low(self) -> float:
        """The lower end of the wider interval: the loss that cannot be ruled out."""
        return min(self.gain.low, self.by_card.low)


@dataclass(frozen=True)
class Comparison:
    """One set of questions, whole and in parts; a part without questions is None.

    `embedding`: the whole set by the scores alone, before pictures are compared with the crop; None if that was not
    asked.
    """

    name: str
    overall: Paired
    new_cards: Paired | None
    rare_cards: Paired | None
    by: Mapping[str, Mapping[str, Paired]]
    embedding: Paired | None = None


def compare(
    name: str, questions: Sequence[Question], *, old: Sequence[bool], new: Sequence[bool], seed: int = 0
) -> Comparison | None:
    """`old` and `new`: whether each model was right, one outcome per question. None if there are no questions."""
    if not questions:
        return None
    first, second = np.asarray(old, dtype=np.bool_), np.asarray(new, dtype=np.bool_)
    cards = np.array([question.card for question in questions], dtype=np.object_)

    def of(chosen: NDArray[np.bool_], draws: int = PART_DRAWS) -> Paired | None:
        if not chosen.any():
            return None
        return _paired(first[chosen], second[chosen], cards[chosen].tolist(), seed=seed, draws=draws)

    overall = of(np.ones(len(questions), dtype=np.bool_), DRAWS)
    assert overall is not None
    return Comparison(
        name=name,
        overall=overall,
        new_cards=of(np.array([question.is_new for question in questions])),
        rare_cards=of(np.array([question.is_rare for question in questions])),
        by={
            column: {
                value: found for value in sorted(set(values.tolist())) if (found := of(values == value)) is not None
            }
            for column, values in _columns(questions).items()
        },
    )


def with_embedding(
    found: Comparison, questions: Sequence[Question], *, old: Sequence[bool], new: Sequence[bool], seed: int = 0
) -> Comparison:
    """The same, with how often each model was right on the same questions by its scores alone."""
    first, second = np.asarray(old, dtype=np.bool_), np.asarray(new, dtype=np.bool_)
    cards = [question.card for question in questions]
    return replace(found, embedding=_paired(first, second, cards, seed=seed, draws=DRAWS))


def _columns(questions: Sequence[Question]) -> dict[str, NDArray[np.str_]]:
    names = dict.fromkeys(name for question in questions for name in question.conditions)
    columns = {name: np.array([question.conditions.get(name, "") for question in questions]) for name in names}
    return {name: values for name, values in columns.items() if len(set(values.tolist())) <= MOST_VALUES}


def _paired(old: NDArray[np.bool_], new: NDArray[np.bool_], cards: Sequence[str], *, seed: int, draws: int) -> Paired:
    table = counts(old, new)
    return Paired(
        counts=table,
        cards=len(set(cards)),
        old=wilson(table.both + table.only_old, table.n),
        new=wilson(table.both + table.only_new, table.n),
        gain=newcombe(table),
        by_card=bootstrap(old, new, groups=cards, seed=seed, draws=draws),
        p=mcnemar(table),
    )
