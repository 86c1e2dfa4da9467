"""Whether a model may replace another: both on the same questions, what is required, where it falls short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from karuta.domain.sentence import Sentence, commas, counted_cards, counted_labels
from karuta.domain.statistics import Gain, PairedCounts, Share, bootstrap, counts, mcnemar, newcombe, wilson

MOST_VALUES = 50
"""A column with more values than this names photos, not conditions."""

DRAWS, PART_DRAWS = 2000, 500
"""Of the bootstrap: what the gate rules on, and what only tells where to look."""


ALLOWED_LOSS = 0.003
"""Of the standard test: a larger loss must be ruled out by the paired 95 % interval."""

LEAST_LABELS = 30
"""Fewer held-out labels say nothing, whatever they say."""

LEAST_CARDS = 10
"""Held-out labels of fewer cards say how these cards do, not how the library does."""


ALLOWED_DOUBT = 0.01
"""Of the labels that a model learned from: a larger share of likely wrong ones must not be proven (95 %)."""


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
    """The comparison, with how often each model was right on the same questions by its scores alone."""
    first, second = np.asarray(old, dtype=np.bool_), np.asarray(new, dtype=np.bool_)
    cards = [question.card for question in questions]
    return replace(found, embedding=_paired(first, second, cards, seed=seed, draws=DRAWS))


def _columns(questions: Sequence[Question]) -> dict[str, NDArray[np.str_]]:
    names = dict.fromkeys(name for question in questions for name in question.conditions)
    columns = {name: np.array([question.conditions.get(name, "") for question in questions]) for name in names}
    return {name: values for name, values in columns.items() if len(set(values.tolist())) <= MOST_VALUES}


def _paired(old: NDArray[np.bool_], new: NDArray[np.bool_], cards: Sequence[str], *, seed: int, draws: int) -> Paired:
    table = counts(old, new)
    before, after = (wilson(table.both + only, table.n) for only in (table.only_old, table.only_new))
    by_card = bootstrap(old, new, groups=cards, seed=seed, draws=draws)
    return Paired(table, len(set(cards)), before, after, newcombe(table), by_card, mcnemar(table))


@dataclass(frozen=True)
class DoubtfulLabel:
    """A label that a model learned from and that is likely wrong: its crop looks far more like the card `seen`."""

    photo: str
    card: str
    seen: str


@dataclass(frozen=True)
class Doubt:
    """`labels`: how many labels the new model learned from; `doubtful`: those that are likely wrong."""

    labels: int
    doubtful: tuple[DoubtfulLabel, ...]


@dataclass(frozen=True)
class Ruling:
    """The decision. `worse`: reasons to refuse, as parts of sentences.

    `untold`: why the own labels are too few, or None. If only labels are too few, a person may decide to go on; a
    refusal takes `--force`.
    """

    worse: tuple[Sentence, ...]
    untold: Sentence | None

    def passes(self, *, few_labels: bool = False) -> bool:
        return not self.worse and (self.untold is None or few_labels)


def rule(standard: Comparison, labels: Comparison | None, doubt: Doubt | None = None) -> Ruling:
    """`standard`: the standard test.

    `labels`: the test on labels that the new model has not seen, None if there are none. `doubt`: what speaks against
    the labels that it learned from, None if the model does not list them.
    """
    worse = (*_on_the_standard_test(standard), *_on_what_it_learned(doubt))
    if labels is None:
        return Ruling(worse, Sentence("the library has no label that the new model has not seen"))
    lost, untold = _on_labels(labels)
    return Ruling((*worse, *lost), untold)


def _on_the_standard_test(standard: Comparison) -> tuple[Sentence, ...]:
    return (*_answers(standard), *_scores_alone(standard.embedding))


def _scores_alone(found: Paired | None) -> tuple[Sentence, ...]:
    """Comparing pictures with the crop can hide that a model finds less, but only among the first nine cards.

    In a larger catalogue, or where pictures are missing, the loss would show.
    """
    if found is None or found.low >= -ALLOWED_LOSS:
        return ()
    return (
        Sentence(
            "on the standard test {shares} by the scores alone, before pictures are compared, and a loss of {loss} "
            "points is not ruled out (allowed: {allowed})",
            shares=_shares(found),
            loss=_points(-found.low),
            allowed=_points(ALLOWED_LOSS),
        ),
    )


def _answers(standard: Comparison) -> tuple[Sentence, ...]:
    """By the answers as a lookup gives them."""
    overall = standard.overall
    if overall.low >= -ALLOWED_LOSS:
        return ()
    said = {"shares": _shares(overall), "loss": _points(-overall.low), "allowed": _points(ALLOWED_LOSS)}
    worst = _worst_part(standard)
    if worst is None:
        return (
            Sentence(
                "on the standard test {shares}, and a loss of {loss} points is not ruled out (allowed: {allowed})",
                **said,
            ),
        )
    return (
        Sentence(
            "on the standard test {shares}, and a loss of {loss} points is not ruled out (allowed: {allowed}), most on "
            "{part} ({gain} points)",
            **said,
            part=worst[1],
            gain=_points(worst[0]),
        ),
    )


def _worst_part(standard: Comparison) -> tuple[float, str] | None:
    """The part with the largest loss, for whoever has to find the cause."""
    parts: list[tuple[str, Paired | None]] = [
        (Sentence("new cards"), standard.new_cards),
        (Sentence("rare cards"), standard.rare_cards),
    ]
    parts += [(f"{column} {value}", part) for column, found in standard.by.items() for value, part in found.items()]
    losing = [(part.gain.gain, name) for name, part in parts if part is not None and part.gain.gain < 0]
    return min(losing) if losing else None


def _on_what_it_learned(doubt: Doubt | None) -> tuple[Sentence, ...]:
    """A model that learned from wrong labels may still measure well, so the labels are judged too."""
    if doubt is None or not doubt.doubtful:
        return ()
    if wilson(len(doubt.doubtful), doubt.labels).low <= ALLOWED_DOUBT:
        return ()
    return (
        Sentence(
            "it was trained on labels that are likely wrong, {count} of {labels}; check them first: {named}",
            count=f"{len(doubt.doubtful):,}",
            labels=f"{doubt.labels:,}",
            named=_named(doubt.doubtful),
        ),
    )


def _named(doubtful: Sequence[DoubtfulLabel], *, most: int = 3) -> str:
    some = [f"{label.photo} ({label.card} / {label.seen}?)" for label in doubtful[:most]]
    return commas([*some, *(["…"] if len(doubtful) > most else [])])


def _on_labels(labels: Comparison) -> tuple[tuple[Sentence, ...], Sentence | None]:
    """The answers may not get worse; a gain may show in them or in the scores alone.

    Where comparing pictures already makes nearly every answer right, better scores still make more answers sure and
    separate strangers better.
    """
    found, scores = labels.overall, labels.embedding
    few = found.counts.n < LEAST_LABELS or found.cards < LEAST_CARDS
    shares = _shares(found)
    if found.gain.gain < 0 and (few or found.gain.high < 0):
        return (Sentence("on your own labels {shares}", shares=shares),), None
    if few:
        return (), Sentence(
            "there are too few labels that the new model has not seen: {labels} of {cards}, and {least} of "
            "{least_cards} are needed",
            labels=counted_labels(found.counts.n),
            cards=counted_cards(found.cards),
            least=counted_labels(LEAST_LABELS),
            least_cards=counted_cards(LEAST_CARDS),
        )
    if scores is not None and scores.gain.high < 0:
        return (Sentence("on your own labels {shares} by the scores alone", shares=_shares(scores)),), None
    gains = [paired for paired in (found, scores) if paired is not None and paired.gain.gain > 0]
    if found.gain.gain < 0 or not gains:
        return (Sentence("on your own labels there is no gain: {shares}", shares=shares),), None
    if all(gain.by_card.low <= 0 for gain in gains):
        return (), Sentence(
            "on your own labels {shares}; that may be chance (p = {p})",
            shares=shares,
            p=f"{min(gain.p for gain in gains):.2f}",
        )
    return (), None


def _shares(found: Paired) -> Sentence:
    new = found.counts.both + found.counts.only_new
    old = found.counts.both + found.counts.only_old
    n = f"{found.counts.n:,}"
    if new == old:
        return Sentence("no change: {new} of {n}", new=f"{new:,}", n=n)
    return Sentence("{new} of {n} correct, was {old}", new=f"{new:,}", n=n, old=f"{old:,}")


def _points(share: float) -> str:
    return f"{100 * share:.2f}"
