"""The order in which a blind review shows matches, and how the best-first order is found again; keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from karuta.domain.match import Match

BLIND = "blind review"
"""What an event says of the order in which its matches were shown, where it was drawn by lot (`reordered_by`)."""


def drawn_by_lot(matches: Sequence[Match], seed: str) -> tuple[Match, ...]:
    """The same matches in an order that says nothing of them; the same seed draws the same order."""
    return tuple(sorted(matches, key=lambda match: sha256(f"{seed}:{match.card}".encode()).digest()))


def best_first(shown: Sequence[Match], reordered_by: str | None) -> tuple[Match, ...]:
    """The matches of an event as the lookup ranked them, where a lot had ordered them on the screen; else as shown.

    Who asks what was suggested first, or what stood above the choice, asks this: a place drawn by lot is no opinion.
    """
    if reordered_by != BLIND:
        return tuple(shown)
    return tuple(sorted(shown, key=lambda match: (-(match.probability or 0.0), -match.score, match.card.card_id)))
