"""What is printed joins what the picture says: matches, their probabilities and the verdict anew. Pure.

Set code and passcode are two witnesses. Each says of each card by how much its strings fit better than what fits
nothing, and the probabilities are weighed with that, also that of the cards that are not among the matches. The
picture's own list stays with whoever gave it: labels, replay and the gate never see this one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
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


class Said(StrEnum):
    """What the print says of the first match."""

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
    """`said`: None where the print says nothing of the first match."""

    matches: tuple[Match, ...]
    verdict: Verdict
    said: Said | None


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
    if not matches or any(one is None for one in stated):
        return JoinedMatches(tuple(matches), verdict, None)
    before = [float(one) for one in stated if one is not None]
    weights = [sum(one.weight(match.card) for one in witnesses) for match in matches]
    outside = sum(one.weight_elsewhere for one in witnesses)
    rest = max(1e-6, 1.0 - sum(before))
    top = max(*weights, outside)
    odds = [share * math.exp(weight - top) for share, weight in zip(before, weights, strict=True)]
    total = sum(odds) + rest * math.exp(outside - top)
    shares = [one / total for one in odds]
    order = sorted(range(len(matches)), key=lambda at: (-shares[at], at))
    found = [replace(matches[at], probability=shares[at], reordered=place != at) for place, at in enumerate(order)]
    if stranger is not None and (share := 1.0 - sum(shares)) >= LIKELY:
        known = replace(stranger, probability=share, by="reading", reordered=True)
        verdict = _raised(verdict, share, outside - max(weights))
        return JoinedMatches((known, *found)[: len(matches)], verdict, Said.AGREES)
    first = order[0]
    rivals = [weight for at, weight in enumerate(weights) if at != first] + [outside]
    support = weights[first] - max(rivals)
    if support >= AGREES:
        return JoinedMatches(tuple(found), _raised(verdict, shares[first], support), Said.AGREES)
    if support <= -AGREES:
        lowered = verdict if verdict in (Verdict.UNKNOWN, Verdict.UNREADABLE) else Verdict.UNSURE
        return JoinedMatches(tuple(found), lowered, Said.CONTRADICTS)
    return JoinedMatches(tuple(found), verdict if first == 0 else _lower(verdict), None)


def _weight(ratio: float | None) -> float:
    return 0.0 if ratio is None else WARMTH * (max(NOTHING, min(ratio, 0.0)) - NOTHING)


def _raised(verdict: Verdict, share: float, support: float) -> Verdict:
    """A picture that knew nobody is outweighed for sure only by both witnesses together."""
    enough = SURELY + AGREES if verdict in (Verdict.UNKNOWN, Verdict.UNREADABLE) else SURELY
    if share >= SURE and support >= enough:
        return Verdict.SURE
    return Verdict.LIKELY if share >= LIKELY and verdict is not Verdict.SURE else verdict


def _lower(verdict: Verdict) -> Verdict:
    return Verdict.UNSURE if verdict in (Verdict.SURE, Verdict.LIKELY) else verdict
