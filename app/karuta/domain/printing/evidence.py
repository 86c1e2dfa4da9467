"""Joins what is printed with what the picture says: matches, their probabilities and the verdict anew. Pure.

Set code, passcode and name are witnesses. Each says of each card by how much its strings fit better than what fits
nothing, and the probabilities are weighed with that, also that of the cards that are not among the matches. The
picture's own list stays with whoever gave it: labels, replay and the gate never see this one.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from karuta.domain.card import CardKey
from karuta.domain.match import Match, Verdict

# What fits worse than this fits nothing; and how far a ratio is trusted.
NOTHING, WARMTH = -8.0, 0.8
# The print agrees with a card that it fits by so much better than any other one (natural logarithms), and makes it sure
# from `SURELY` on; it contradicts one that it fits by so much worse than another. One witness says 6.4 at most.
AGREES, SURELY = 4.0, 6.0
SURE, LIKELY = 0.99, 0.5


# Glare may hide the rest of a longer name: one that begins or ends with what is read fits worse by no more than this.
HIDDEN = 3.0


class PrintSays(StrEnum):
    """The print's word on the first match."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True)
class PrintWitness:
    """One kind of string. `ratios`: of each match that has such strings, the best's. `elsewhere`: of a card that is not
    among the matches, or of letters that are clearly no card's of these; None where nothing speaks for that.
    """

    ratios: Mapping[CardKey, float] = field(default_factory=dict)
    elsewhere: float | None = None

    def weight(self, card: CardKey) -> float:
        return _weight(self.ratios.get(card))

    @property
    def weight_elsewhere(self) -> float:
        return _weight(self.elsewhere)


@dataclass(frozen=True)
class JoinedMatches:
    """`print_says`: None where the print says nothing of the first match."""

    matches: tuple[Match, ...]
    verdict: Verdict
    print_says: PrintSays | None


def joined(
    matches: Sequence[Match],
    verdict: Verdict,
    witnesses: Sequence[PrintWitness],
    *,
    stranger: Match | None = None,
) -> JoinedMatches:
    """The matches as picture and print together have them.

    `stranger`: a card without a picture that the print names, to which `elsewhere` belongs; it may become the first
    match. Without probabilities nothing changes.
    """
    stated = [match.probability for match in matches]
    if not matches or any(value is None for value in stated):
        return JoinedMatches(tuple(matches), verdict, None)
    before = [float(value) for value in stated if value is not None]
    weights = [sum(witness.weight(match.card) for witness in witnesses) for match in matches]
    outside = sum(witness.weight_elsewhere for witness in witnesses)
    rest = max(1e-6, 1.0 - sum(before))
    top = max(*weights, outside)
    odds = [share * math.exp(weight - top) for share, weight in zip(before, weights, strict=True)]
    total = sum(odds) + rest * math.exp(outside - top)
    shares = [odd / total for odd in odds]
    order = sorted(range(len(matches)), key=lambda at: (-shares[at], at))
    reordered = [replace(matches[at], probability=shares[at], reordered=place != at) for place, at in enumerate(order)]
    if stranger is not None and (share := 1.0 - sum(shares)) >= LIKELY:
        named = replace(stranger, probability=share, by="reading", reordered=True)
        # A picture that knew another card is never outweighed for sure.
        verdict = Verdict.LIKELY if verdict.accepts else _raised(verdict, share, outside - max(weights))
        return JoinedMatches((named, *reordered)[: len(matches)], verdict, PrintSays.AGREES)
    first = order[0]
    rivals = [weight for at, weight in enumerate(weights) if at != first] + [outside]
    support = weights[first] - max(rivals)
    if support >= AGREES:
        return JoinedMatches(tuple(reordered), _raised(verdict, shares[first], support), PrintSays.AGREES)
    if support <= -AGREES:
        lowered = verdict if verdict in (Verdict.UNKNOWN, Verdict.UNREADABLE) else Verdict.UNSURE
        return JoinedMatches(tuple(reordered), lowered, PrintSays.CONTRADICTS)
    return JoinedMatches(tuple(reordered), verdict if first == 0 else _lower(verdict), None)


def _weight(ratio: float | None) -> float:
    return 0.0 if ratio is None else WARMTH * (max(NOTHING, min(ratio, 0.0)) - NOTHING)


def _raised(verdict: Verdict, share: float, support: float) -> Verdict:
    """A picture that knew nobody is outweighed for sure only by both witnesses together."""
    enough = SURELY + AGREES if verdict in (Verdict.UNKNOWN, Verdict.UNREADABLE) else SURELY
    if share >= SURE and support >= enough:
        return Verdict.SURE
    return Verdict.LIKELY if share >= LIKELY and verdict is not Verdict.SURE else verdict


def _lower(verdict: Verdict) -> Verdict:
    return Verdict.UNSURE if verdict.accepts else verdict


class LongerNames:
    """The names that begin or end with another one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(names)
        self._backwards = sorted(name[::-1] for name in self._names)

    def with_part(self, name: str) -> set[str]:
        names = {text[::-1] for text in _beginning(self._backwards, name[::-1])}
        return (names | set(_beginning(self._names, name))) - {name}


def _beginning(names: Sequence[str], part: str) -> Sequence[str]:
    at = bisect_left(names, part)
    end = at
    while end < len(names) and names[end].startswith(part):
        end += 1
    return names[at:end]
