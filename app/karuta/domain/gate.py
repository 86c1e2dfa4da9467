"""Whether a model may take another's place: what is asked of it, and where it falls short; measures nothing."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.comparison import Comparison, Paired

ALLOWED_LOSS = 0.003
"""Of the standard test: a larger loss must be ruled out by the paired 95 % interval."""

LEAST_LABELS = 30
"""Fewer held-out labels say nothing, whatever they say."""

LEAST_CARDS = 10
"""Held-out labels of fewer cards say how these cards do, not how the library does."""


@dataclass(frozen=True)
class Ruling:
    """`worse`: sentences, each a reason to refuse. `untold`: why the library's own labels are too few to tell, or None.

    A person may take the choice where labels are too few; a refusal only by force.
    """

    worse: tuple[str, ...]
    untold: str | None

    def passes(self, *, few_labels: bool = False) -> bool:
        return not self.worse and (self.untold is None or few_labels)


def rule(standard: Comparison, labels: Comparison | None) -> Ruling:
    """`standard`: the standard test. `labels`: the library's labels that the new model has not seen, None without."""
    worse = _on_the_standard_test(standard)
    if labels is None:
        return Ruling(worse, "the library has no label that the new model has not seen")
    lost, untold = _on_labels(labels.overall)
    return Ruling(worse + lost, untold)


def _on_the_standard_test(standard: Comparison) -> tuple[str, ...]:
    overall = standard.overall
    if overall.low >= -ALLOWED_LOSS:
        return ()
    text = f"on the standard test {_shares(overall)}, and a loss of {_points(-overall.low)} is not ruled out"
    return (f"{text} (allowed: {_points(ALLOWED_LOSS)}){_worst_part(standard)}",)


def _worst_part(standard: Comparison) -> str:
    """Where it loses most, for the one who has to find out why."""
    parts = [("new cards", standard.new_cards), ("rare cards", standard.rare_cards)]
    parts += [(f"{column} {value}", part) for column, found in standard.by.items() for value, part in found.items()]
    losing = [(part.gain.gain, name) for name, part in parts if part is not None and part.gain.gain < 0]
    return f", most on {min(losing)[1]} ({_points(min(losing)[0])})" if losing else ""


def _on_labels(found: Paired) -> tuple[tuple[str, ...], str | None]:
    few = found.counts.n < LEAST_LABELS or found.cards < LEAST_CARDS
    if found.gain.gain < 0 and (few or found.gain.high < 0):
        return (f"on your own labels {_shares(found)}",), None
    if few:
        held = f"{found.counts.n} labels of {found.cards} cards that the new model has not seen"
        return (), f"{held} are too few ({LEAST_LABELS} labels of {LEAST_CARDS} cards are needed)"
    if found.gain.gain <= 0:
        return (f"on your own labels there is no gain: {_shares(found)}",), None
    if found.by_card.low <= 0:
        return (), f"on your own labels {_shares(found)}; that may be chance (p = {found.p:.2f})"
    return (), None


def _shares(found: Paired) -> str:
    new = found.counts.both + found.counts.only_new
    old = found.counts.both + found.counts.only_old
    return f"{new:,} of {found.counts.n:,} are right instead of {old:,}"


def _points(share: float) -> str:
    return f"{100 * share:.2f} points"
