"""Labels against the evidence: when one is in doubt, which cards were refused, and the history that shows both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from karuta.domain.card import CardKey
from karuta.domain.label import STRIKES, Kind, Source
from karuta.domain.match import Match

SLIP = 0.01
"""Whoever presses keys all day presses a wrong one about once in a hundred. Where Karuta gives a card less than that,
and another one more than all the rest, a key that names the first is more likely a slip than right. It is about
fingers, so it does not move with a model."""
LIKELIER = 0.5


REORDERED_BY = "rejections"
"""A label's note on the order in which its matches were shown, where refused ones had been moved below."""


@dataclass(frozen=True)
class LabelDoubt:
    """The evidence against a label. `likelier`: the name of the card that was far likelier, and `card` its
    identity; both None where the confirmed card was ruled out on another photo of the same shot.
    """

    likelier: str | None
    card: CardKey | None = None


class ShownMatch(Protocol):
    """A match on the screen, of a lookup or of a listing's photo. `picture_sha256`: its nearest artwork's."""

    @property
    def card(self) -> CardKey: ...
    @property
    def name(self) -> str: ...
    @property
    def probability(self) -> float | None: ...
    @property
    def picture_sha256(self) -> str: ...


def doubt_about(card: CardKey | None, shown: Sequence[ShownMatch], *, ruled_out: bool = False) -> LabelDoubt | None:
    """`card`: None where a person named none (not in the catalogue, no card, a back, unreadable), which is at most as
    likely as all that is not listed. `shown`: the matches on the screen, in that order. `ruled_out`: a person ruled the
    card out on the same shot.

    A card with the same picture as the likeliest one cannot be told from it, so there is no doubt then.
    """
    first = max(shown, key=lambda match: match.probability or 0.0, default=None)
    if first is not None and first.card != card and (first.probability or 0.0) > LIKELIER:
        chosen = next((match for match in shown if match.card == card), None)
        # A card that is not listed is at most as likely as all unlisted cards together.
        left = 1 - sum(match.probability or 0.0 for match in shown)
        probability = left if chosen is None else chosen.probability or 0.0
        is_alike = chosen is not None and chosen.picture_sha256 == first.picture_sha256
        if probability < SLIP and not is_alike:
            return LabelDoubt(first.name, first.card)
    return LabelDoubt(None) if ruled_out else None


@dataclass(frozen=True)
class HistoryEntry:
    """`name`, `printing`: of the card, if one is named; of a note, `name` is its text. `taken_back`: undone.

    `counts`: it is the current label. `doubt`: what it contradicted when it was given. `action_id`: of its action.
    `again`: how many things that its annotator said in that one, which is undone, they can say once more.
    """

    time: str
    annotator: str
    kind: Kind
    name: str | None
    printing: str | None
    source: Source
    taken_back: bool
    counts: bool
    event_id: str = ""
    doubt: LabelDoubt | None = None
    card: CardKey | None = None
    action_id: str = ""
    again: int = 0


@dataclass(frozen=True)
class Answered:
    """A person's answer about a sighting while `shown` was on the screen, in that order."""

    kind: Kind
    card: CardKey | None
    shown: tuple[Match, ...]
    annotator: str = ""

    @property
    def refused(self) -> tuple[Match, ...]:
        """The cards that a person refused: all cards above the chosen one.

        All of them, if the chosen card is not among them or the person said that the card is unknown, a back,
        or that there is none. None for an unreadable crop: nobody says there which card it is not. A strike refuses the
        one that it names.
        """
        if self.kind in STRIKES:
            return tuple(match for match in self.shown if match.card == self.card)
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
        if answer.card is not None and answer.kind not in STRIKES:
            refused.pop(answer.card, None)
    return refused


@dataclass(frozen=True)
class RuledOut:
    """A match that a person refused, and who did so last."""

    match: Match
    annotator: str


def refused_by(answers: Sequence[Answered]) -> dict[CardKey, str]:
    """Every card that is still refused, and who refused it last. `answers`: oldest first."""
    whose = {match.card: answer.annotator for answer in answers for match in answer.refused}
    return {card: whose[card] for card in still_refused(answers)}


def in_order_of(matches: Sequence[Match], shown: Sequence[CardKey]) -> tuple[Match, ...] | None:
    """Put matches in the order in which they were decided upon; None where the list has other cards since."""
    places = {card: place for place, card in enumerate(shown)}
    if not places or places.keys() != {match.card for match in matches}:
        return None
    return tuple(sorted(matches, key=lambda match: places[match.card]))


def refused_last(matches: Sequence[Match], refused: Collection[CardKey]) -> tuple[Match, ...]:
    """The matches in their order, except that refused ones come last."""
    return tuple(sorted(matches, key=lambda match: match.card in refused))
