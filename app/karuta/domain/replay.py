"""Whether stored vectors give back what a label showed: the scores, and the list up to ties. Pure numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from karuta.domain.card import CardKey
from karuta.domain.match import Match
from karuta.domain.ranking import COMPARED, MOST_COMPARED, NEARLY

TOLERANCE = 1e-4
"""Between a score as it was shown and as it comes out of the stored vectors."""


@dataclass(frozen=True)
class Replayed:
    """The result for one label. `event_id` and `card` are the label's; `card` is None if it names none.

    `shown`: how many matches were on the screen. `checked`: how many scores could be computed again. `lost`: artworks
    without a vector. `largest`: the largest difference of a score. `same_list`: whether a search over the same pictures
    gives the same list. The search is exact or, if a forest proposed the list, uses that forest built again. It is None
    if the pictures of that time are not known, or if the forest cannot be built here (`not_provable_here`).
    """

    event_id: str
    photo_sha256: str
    sighting_id: str
    card: CardKey | None
    model_hash: str | None
    shown: int
    checked: int
    lost: int
    largest: float
    same_list: bool | None
    not_provable_here: bool = False

    @property
    def fault(self) -> str | None:
        """What does not come back; None if everything that could be checked does."""
        if self.lost:
            return f"{self.lost} of {self.shown} pictures that were shown have no vector of that model any more"
        if self.largest > TOLERANCE:
            return f"a score differs by {self.largest:.6f}"
        return "a search gives another list" if self.same_list is False else None


def same_beside(shown: Sequence[Match], best: Mapping[CardKey, float]) -> bool:
    """The same if confirmed crops were shown too, checked by the artworks between them; `best`: of artworks alone."""
    crops = {match.card for match in shown if match.exemplar}
    others = [match for match in shown if not match.exemplar]
    rest = {card: score for card, score in best.items() if card not in crops} if crops else best
    return same_list(others, rest) or (len(shown) >= COMPARED and _one_from_behind(others, rest, shown))


def same_list(shown: Sequence[Match], best: Mapping[CardKey, float]) -> bool:
    """Whether the best cards of an exact search are those shown. `best`: every card's score over the same pictures.

    Two lists are the same up to ties if their scores agree place by place and every card has its own score. The order
    on the screen may differ (the event says what changed it), so both are sorted best first.
    """
    told = sorted((match.score for match in shown), reverse=True)
    found = nlargest(len(shown), best.values())
    if len(found) != len(told) or any(abs(a - b) > TOLERANCE for a, b in zip(told, found, strict=True)):
        return False
    return all(abs(best.get(match.card, -2.0) - match.score) <= TOLERANCE for match in shown)


def _one_from_behind(others: Sequence[Match], best: Mapping[CardKey, float], shown: Sequence[Match]) -> bool:
    """Whether all but one are the first ones, and that one is a candidate that its picture may have brought forward.

    `others`: those `shown` that are artworks. A candidate has nearly the first one's score, is among the first few, and
    became the likeliest of the list.
    """
    if not others or any(abs(best.get(match.card, -2.0) - match.score) > TOLERANCE for match in others):
        return False
    found = nlargest(MOST_COMPARED, best.values())
    least = found[min(len(others), len(found)) - 1]
    brought = [match for match in others if match.score < least - TOLERANCE]
    first = max(match.score for match in (*others, *shown))
    bound = max(max(first, found[0]) - NEARLY, found[-1]) - TOLERANCE
    return len(brought) <= 1 and all(one.score >= bound and _was_first(one, shown) for one in brought)


def _was_first(one: Match, shown: Sequence[Match]) -> bool:
    """A person may have refused it since, which moved it; its probability stayed."""
    others = [match.probability or 0.0 for match in shown if match.card != one.card]
    return shown[0].card == one.card or (one.probability or 0.0) > max(others, default=0.0)
