"""Why a match stands where it does, from what was kept with it: score, lead, nearest picture.

The words are the window's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from karuta.domain.card import Artwork
from karuta.domain.match import Match, Verdict

CLEAR_LEAD = 0.1
"""What a person sees as clear, in the score of the first match less that of the second."""

_LEAST_PROBABILITY = 0.005
"""What is less is shown as 0 %: what orders such matches is nothing that a person needs to know."""

_OPEN = frozenset({Verdict.LIKELY, Verdict.UNSURE})


class Nearest(StrEnum):
    """Which picture of the card was the nearest one."""

    ONLY = "only"
    MAIN = "main"
    ALTERNATE = "alternate"
    EXEMPLAR = "exemplar"
    GONE = "gone"


@dataclass(frozen=True)
class Reason:
    """What placed a match.

    `lead`: its score minus the best other card's, negative if it is behind; None without another card. `number`: which
    of the card's alternate artworks, from 1. `twin`: a card that shares the nearest picture, so that no picture can
    tell them apart. `alike`: 1 if it stands before a card with a better score because its picture is more alike, -1 if
    it stands behind one with a worse score, else 0.
    """

    score: float
    lead: float | None
    nearest: Nearest
    number: int = 0
    twin: str | None = None
    alike: int = 0


def reason_for(matches: Sequence[Match], place: int, artworks: Sequence[Artwork] = ()) -> Reason:
    """Why the match at this place (from 0) stands there. `artworks`: its card's, main ones first."""
    match = matches[place]
    others = [other for at, other in enumerate(matches) if at != place]
    twin = next((other.name for other in others if other.picture_sha256 == match.picture_sha256), None)
    # A card with the same picture is no competitor: it cannot score lower.
    rivals = [other.score for other in others if other.picture_sha256 != match.picture_sha256]
    nearest, number = _nearest(match, artworks)
    return Reason(
        score=match.score,
        lead=match.score - max(rivals) if rivals else None,
        nearest=nearest,
        number=number,
        twin=twin,
        alike=_alike(match, others),
    )


def are_close(matches: Sequence[Match], verdict: Verdict | None) -> bool:
    """Whether the first two are worth a close look: neither is sure, and each has a picture of its own."""
    if verdict not in _OPEN or len(matches) < 2:
        return False
    first, second = matches[:2]
    return first.picture_sha256 != second.picture_sha256 and abs(first.score - second.score) < CLEAR_LEAD


def _alike(match: Match, others: Sequence[Match]) -> int:
    """Whether likeness, and not the score, decided. A refusal by a person moves a card but leaves the probabilities."""
    for other in others:
        if match.probability is None or other.probability is None:
            continue
        if max(match.probability, other.probability) < _LEAST_PROBABILITY:
            continue
        if (other.score - match.score) * (other.probability - match.probability) < 0:
            return 1 if match.probability > other.probability else -1
    return 0


def _nearest(match: Match, artworks: Sequence[Artwork]) -> tuple[Nearest, int]:
    if match.exemplar:
        return Nearest.EXEMPLAR, 0
    found = next((one for one in artworks if one.picture_sha256 == match.picture_sha256), None)
    if found is None:
        return Nearest.GONE, 0
    if found.is_main:
        return (Nearest.ONLY if len(artworks) == 1 else Nearest.MAIN), 0
    alternates = [one.picture_sha256 for one in artworks if not one.is_main]
    return Nearest.ALTERNATE, alternates.index(match.picture_sha256) + 1
