"""Whether what a label showed comes back from stored vectors: scores, and the list up to ties; pure numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from karuta.domain.card import CardKey
from karuta.domain.match import Match

TOLERANCE = 1e-4
"""Between a score as it was shown and as it comes out of the stored vectors."""


@dataclass(frozen=True)
class Replayed:
    """What became of one label. `event_id` and `card` are the label's; `card` is None where it names none.

    `shown`: how many matches stood on screen, `checked`: of how many the score could be asked again; `lost`: artworks
    whose vector is gone. `largest`: the largest difference of a score. `same_list`: whether a search over the same
    pictures gives the same list, an exact one or else the forest that had proposed it, made again; None where it is not
    known which pictures there were, and where that forest cannot be made here (`not_provable_here`).
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
        """What does not come back, None where everything that could be asked does."""
        if self.lost:
            return f"{self.lost} of {self.shown} pictures that were shown have no vector of that model any more"
        if self.largest > TOLERANCE:
            return f"a score differs by {self.largest:.6f}"
        return "a search gives another list" if self.same_list is False else None


def same_beside(shown: Sequence[Match], best: Mapping[CardKey, float]) -> bool:
    """The same where confirmed crops were shown too, by what is beside them; `best`: of artworks alone."""
    crops = {match.card for match in shown if match.exemplar}
    others = [match for match in shown if not match.exemplar]
    return same_list(others, {card: score for card, score in best.items() if card not in crops} if crops else best)


def same_list(shown: Sequence[Match], best: Mapping[CardKey, float]) -> bool:
    """Whether the best cards of an exact search are those shown. `best`: every card's score, of the same pictures.

    Up to ties: two lists are the same when their scores are, place by place, and every card has its own score. The
    order on screen may be another one (what re-ordered it is in the event), so both are compared best first.
    """
    told = sorted((match.score for match in shown), reverse=True)
    found = nlargest(len(shown), best.values())
    if len(found) != len(told) or any(abs(a - b) > TOLERANCE for a, b in zip(told, found, strict=True)):
        return False
    return all(abs(best.get(match.card, -2.0) - match.score) <= TOLERANCE for match in shown)
