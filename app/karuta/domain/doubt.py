"""When a confirmation stands against the evidence: it is taken, marked, and easily taken back; refuses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.match import Match

SLIP = 0.01
"""Whoever presses keys all day presses a wrong one about once in a hundred. Where Karuta gives all other cards together
less than that, a key that names one of them is more likely a slip than right. It is about fingers, so it does not move
with a model."""


@dataclass(frozen=True)
class LabelDoubt:
    """What a confirmation stands against. `sure_of`: the name of the card that Karuta is sure of; None where the
    confirmed card was ruled out on another photo of the same shot.
    """

    sure_of: str | None


def doubt_about(card: CardKey, shown: Sequence[Match], *, ruled_out: bool = False) -> LabelDoubt | None:
    """`shown`: the matches that stood on the screen, in that order. `ruled_out`: a person did, on the same shot.

    A card whose picture is the likeliest one's too cannot be told from it, so nothing stands against it.
    """
    first = max(shown, key=lambda match: match.probability or 0.0, default=None)
    if first is not None and (first.probability or 0.0) >= 1 - SLIP and first.card != card:
        chosen = next((match for match in shown if match.card == card), None)
        if chosen is None or chosen.picture_sha256 != first.picture_sha256:
            return LabelDoubt(first.name)
    return LabelDoubt(None) if ruled_out else None
