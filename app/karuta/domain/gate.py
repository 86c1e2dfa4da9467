"""Whether a model may replace another: both on the same questions, what is required, where it falls short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from karuta.domain.sentence import Sentence, commas, counted_cards, counted_labels
from karuta.domain.statistics import Gain, PairedCounts, bootstrap, counts, mcnemar, newcombe, wilson

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
class Paired(PairedCounts):
    """How often each model was right on the same questions, which are about so many different `cards`.

    `gain` has a score interval (it keeps a width even if the models never differ), `by_card` a bootstrap interval that
    draws whole cards. `p`: McNemar's exact test.
    """

    cards: int
    by_card: Gain

    @property
    def gain(self) -> Gain:
        return newcombe(self)

    @property
    def p(self) -> float:
        return mcnemar(self)

    @property
    def low(self) -> float:
        """The lower end of the wider interval: the loss that cannot be ruled out."""
        return min(self.gain.low, self.by_card.low)

    @property
    def high(self) -> float:
        return max(self.gain.high, self.by_card.high)


WHOLE = "all"
BY_SCORES, NEW_CARDS, RARE_CARDS = Sentence("by scores alone"), Sentence("new cards"), Sentence("rare cards")
PARTS = (WHOLE, BY_SCORES, NEW_CARDS, RARE_CARDS)


@dataclass(frozen=True)
class Comparison:
    """One set of questions, whole and in parts; a part without questions is left out.

    `parts`: by one of `PARTS`. `BY_SCORES` is the whole set before pictures are compared with the crop, where that was
    asked. `by`: condition -> value -> the questions that have it.
    """

    name: str
    parts: Mapping[str, Paired]
    by: Mapping[str, Mapping[str, Paired]]

    @property
    def whole(self) -> Paired:
        return self.parts[WHOLE]

    @property
    def rows(self) -> list[tuple[str, Paired]]:
        """The parts that there are, in the order of `PARTS`."""
        return [(part, self.parts[part]) for part in PARTS if part in self.parts]


Outcomes = Sequence[bool]
"""Whether a model was right, one for each question."""


def compare(
    name: str,
    questions: Sequence[Question],
    *,
    old: Outcomes,
    new: Outcomes,
    by_scores: tuple[Outcomes, Outcomes] | None = None,
) -> Comparison | None:
    """`by_scores`: the old model's and the new one's, by the scores alone. None if there are no questions."""
    if not questions:
        return None
    cards = np.array([question.card for question in questions], dtype=np.object_)

    def of(chosen: NDArray[np.bool_], draws: int = PART_DRAWS, right: tuple[Outcomes, Outcomes] = (old, new)) -> Paired:
        before, now = (np.asarray(outcomes, dtype=np.bool_)[chosen] for outcomes in right)
        by_card = bootstrap(before, now, groups=cards[chosen].tolist(), draws=draws)
        return Paired(**vars(counts(before, now)), cards=len(set(cards[chosen])), by_card=by_card)

    whole = np.ones(len(questions), dtype=np.bool_)
    parts: dict[str, Paired] = {WHOLE: of(whole, DRAWS)}
    if by_scores is not None:
        parts[BY_SCORES] = of(whole, DRAWS, by_scores)
    flags = {
        NEW_CARDS: [question.is_new for question in questions],
        RARE_CARDS: [question.is_rare for question in questions],
    }
    parts |= {part: of(np.array(chosen)) for part, chosen in flags.items() if any(chosen)}
    by = {
        column: {value: of(values == value) for value in sorted(set(values.tolist()))}
        for column, values in _columns(questions).items()
    }
    return Comparison(name, parts, by)


def _columns(questions: Sequence[Question]) -> dict[str, NDArray[np.str_]]:
    names = dict.fromkeys(name for question in questions for name in question.conditions)
    columns = {name: np.array([question.conditions.get(name, "") for question in questions]) for name in names}
    return {name: values for name, values in columns.items() if len(set(values.tolist())) <= MOST_VALUES}


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
    """Whether a model may take another's place. `worse`: reasons to refuse it, as parts of sentences.

    `untold`: why the own labels are too few to tell, or None: then a person may decide. A refusal takes `--force`.
    """

    worse: tuple[Sentence, ...] = ()
    untold: Sentence | None = None

    @property
    def reasons(self) -> tuple[Sentence, ...]:
        """Why it does not pass; empty if it does."""
        return (*self.worse, *((self.untold,) if self.untold else ()))

    def passes_by(self, *, few_labels: bool = False, force: bool = False) -> str | None:
        """`gate`, or what a person has decided: `few labels` are enough, or `force`; None if it is refused."""
        if not self.reasons:
            return "gate"
        if few_labels and not self.worse:
            return "few labels"
        return "force" if force else None


def rule(standard: Comparison, labels: Comparison | None, doubt: Doubt | None = None) -> Ruling:
    """`standard`: the standard test.

    `labels`: the test on labels that the new model has not seen, None if there are none. `doubt`: what speaks against
    the labels that it learned from, None if the model does not list them.
    """
    own = _on_labels(labels)
    return Ruling((*_on_the_standard_test(standard), *_on_what_it_learned(doubt), *own.worse), own.untold)


def _on_the_standard_test(standard: Comparison) -> Iterator[Sentence]:
    """By the answers as a lookup gives them, and by the scores alone.

    Comparing pictures with the crop can hide that a model finds less, but only among the first nine cards. In a larger
    catalogue, or where pictures are missing, the loss would show.
    """
    if standard.whole.low < -ALLOWED_LOSS:
        loss, worst = _loss(standard.whole, _shares(standard.whole)), _worst_part(standard)
        if worst is None:
            yield loss
        else:
            yield Sentence("{loss}, most on {part} ({gain} points)", loss=loss, part=worst[1], gain=_points(worst[0]))
    scores = standard.parts.get(BY_SCORES)
    if scores is not None and scores.low < -ALLOWED_LOSS:
        shares = Sentence("{shares} by the scores alone, before pictures are compared", shares=_shares(scores))
        yield _loss(scores, shares)


def _loss(paired: Paired, shares: Sentence) -> Sentence:
    return Sentence(
        "on the standard test {shares}, and a loss of {loss} points is not ruled out (allowed: {allowed})",
        shares=shares,
        loss=_points(-paired.low),
        allowed=_points(ALLOWED_LOSS),
    )


def _worst_part(standard: Comparison) -> tuple[float, str] | None:
    """The part with the largest loss, for whoever has to find the cause."""
    parts = [(name, part) for name, part in standard.rows if name in (NEW_CARDS, RARE_CARDS)]
    parts += [
        (f"{column} {value}", part)
        for column, parts_by_value in standard.by.items()
        for value, part in parts_by_value.items()
    ]
    losing = [(part.gain.gain, name) for name, part in parts if part.gain.gain < 0]
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


def _on_labels(labels: Comparison | None) -> Ruling:
    """The answers may not get worse; a gain may show in them or in the scores alone.

    Where comparing pictures already makes nearly every answer right, better scores still make more answers sure and
    separate strangers better.
    """
    if labels is None:
        return Ruling(untold=Sentence("the library has no label that the new model has not seen"))
    answers, scores = labels.whole, labels.parts.get(BY_SCORES)
    few = answers.n < LEAST_LABELS or answers.cards < LEAST_CARDS
    shares = _shares(answers)
    if answers.gain.gain < 0 and (few or answers.gain.high < 0):
        return Ruling((Sentence("on your own labels {shares}", shares=shares),))
    if few:
        untold = Sentence(
            "there are too few labels that the new model has not seen: {labels} of {cards}, and {least} of "
            "{least_cards} are needed",
            labels=counted_labels(answers.n),
            cards=counted_cards(answers.cards),
            least=counted_labels(LEAST_LABELS),
            least_cards=counted_cards(LEAST_CARDS),
        )
        return Ruling(untold=untold)
    if scores is not None and scores.gain.high < 0:
        return Ruling((Sentence("on your own labels {shares} by the scores alone", shares=_shares(scores)),))
    gains = [paired for paired in (answers, scores) if paired is not None and paired.gain.gain > 0]
    if answers.gain.gain < 0 or not gains:
        return Ruling((Sentence("on your own labels there is no gain: {shares}", shares=shares),))
    if all(paired.by_card.low <= 0 for paired in gains):
        p = f"{min(paired.p for paired in gains):.2f}"
        return Ruling(untold=Sentence("on your own labels {shares}; that may be chance (p = {p})", shares=shares, p=p))
    return Ruling()


def _shares(paired: Paired) -> Sentence:
    new, n = f"{paired.now:,}", f"{paired.n:,}"
    if paired.now == paired.before:
        return Sentence("no change: {new} of {n}", new=new, n=n)
    return Sentence("{new} of {n} correct, was {old}", new=new, n=n, old=f"{paired.before:,}")


def _points(share: float) -> str:
    return f"{100 * share:.2f}"
