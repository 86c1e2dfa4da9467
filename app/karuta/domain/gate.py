"""Whether a model may replace another: what is required, and where it falls short. Measures nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from karuta.domain.comparison import Comparison, Paired
from karuta.domain.counted import counted_cards, counted_labels
from karuta.domain.sentence import Sentence, commas
from karuta.domain.statistics import wilson

ALLOWED_LOSS = 0.003
"""Of the standard test: a larger loss must be ruled out by the paired 95 % interval."""

LEAST_LABELS = 30
"""Fewer held-out labels say nothing, whatever they say."""

LEAST_CARDS = 10
"""Held-out labels of fewer cards say how these cards do, not how the library does."""


ALLOWED_DOUBT = 0.01
"""Of the labels that a model learned from: a larger share of likely wrong ones must not be proven (95 %)."""


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
    shares, loss, allowed = _shares(overall), _points(-overall.low), _points(ALLOWED_LOSS)
    worst = _worst_part(standard)
    if worst is None:
        return (
            Sentence(
                "on the standard test {shares}, and a loss of {loss} points is not ruled out (allowed: {allowed})",
                shares=shares,
                loss=loss,
                allowed=allowed,
            ),
        )
    gain, part = worst
    return (
        Sentence(
            "on the standard test {shares}, and a loss of {loss} points is not ruled out (allowed: {allowed}), most on "
            "{part} ({gain} points)",
            shares=shares,
            loss=loss,
            allowed=allowed,
            part=part,
            gain=_points(gain),
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
    some = [f"{one.photo} ({one.card} / {one.seen}?)" for one in doubtful[:most]]
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
    gains = [one for one in (found, scores) if one is not None and one.gain.gain > 0]
    if found.gain.gain < 0 or not gains:
        return (Sentence("on your own labels there is no gain: {shares}", shares=shares),), None
    if all(one.by_card.low <= 0 for one in gains):
        return (), Sentence(
            "on your own labels {shares}; that may be chance (p = {p})",
            shares=shares,
            p=f"{min(one.p for one in gains):.2f}",
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
