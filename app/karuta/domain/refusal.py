"""Refused suggestions: which cards stood above the one that a person chose, and how they move below the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.label import Kind
from karuta.domain.match import Match

REORDERED_BY = "rejections"
"""What a label says of the order in which its matches were shown, where refused ones had been moved below."""


@dataclass(frozen=True)
class Answered:
    """What a person said about a sighting while `shown` was on the screen, in that order."""

    kind: Kind
    card: CardKey | None
    shown: tuple[Match, ...]

    @property
    def refused(self) -> tuple[Match, ...]:
        """What a person refused: all cards above the chosen one.

        All of them, if the chosen card is not among them or the person said that the card is unknown, a back,
        or that there is none. None for an unreadable crop: nobody says there which card it is not.
        """
        if self.kind in (Kind.UNKNOWN, Kind.NO_CARD, Kind.BACK):
            return self.shown
        if self.kind is not Kind.CONFIRM:
            return ()
        places = [place for place, match in enumerate(self.shown) if match.card == self.card]
        return self.shown[: places[0]] if places else self.shown


@dataclass(frozen=True)
class HardNegative:
    """A crop and a card that it resembles but is not. `chosen`: what it is; None if `kind` names no card."""

    photo_sha256: str
    sighting_id: str
    crop_sha256: str
    kind: Kind
    chosen: CardKey | None
    refused: CardKey
    score: float


def still_refused(answers: Iterable[Answered]) -> dict[CardKey, Match]:
    """Every card that was refused and not chosen since, as it was last shown. `answers`: oldest first."""
    refused: dict[CardKey, Match] = {}
    for answer in answers:
        refused.update((match.card, match) for match in answer.refused)
        if answer.card is not None:
            refused.pop(answer.card, None)
    return refused


def in_order_of(matches: Sequence[Match], shown: Sequence[CardKey]) -> tuple[Match, ...] | None:
    """Put matches in the order in which they were decided upon; None where the list has other cards since."""
    places = {card: place for place, card in enumerate(shown)}
    if not places or places.keys() != {match.card for match in matches}:
        return None
    return tuple(sorted(matches, key=lambda match: places[match.card]))


def refused_last(matches: Sequence[Match], refused: Collection[CardKey]) -> tuple[Match, ...]:
    """The same matches in the same order, except that refused ones come last."""
    return tuple(sorted(matches, key=lambda match: match.card in refused))
