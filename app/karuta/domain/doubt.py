"""When a label contradicts the evidence. It is stored, marked, and easy to take back; nothing is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from karuta.domain.card import CardKey

SLIP = 0.01
"""Whoever presses keys all day presses a wrong one about once in a hundred. Where Karuta gives a card less than that,
and another one more than all the rest, a key that names the first is more likely a slip than right. It is about
fingers, so it does not move with a model."""
LIKELIER = 0.5


@dataclass(frozen=True)
class LabelDoubt:
    """What a label stands against. `likelier`: the name of the card that was far likelier, and `card` its
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
    """`card`: None where a person said that it is not in the catalogue, which is at most as likely as all that is not
    listed. `shown`: the matches on the screen, in that order. `ruled_out`: a person ruled the card out on the same
    shot.

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
