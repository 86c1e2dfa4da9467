"""Which cards are held out of training. A hash of the card's key decides, so it never changes."""

from __future__ import annotations

import hashlib

HELD_OUT_OF = 10


def held_out(game: str, card_id: str) -> bool:
    """One card in ten, whatever else is in the catalogue; with all its artworks and faces."""
    digest = hashlib.sha256(f"{game}:{card_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % HELD_OUT_OF == 0
