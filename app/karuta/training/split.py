"""Which cards are held out of training: decided by a hash of the card's key, so it is the same for ever and for all."""

from __future__ import annotations

import hashlib

HELD_OUT_OF = 10


def held_out(game: str, card_id: str) -> bool:
    """One card in ten, whatever else is in the catalogue; all its artworks and faces go with it."""
    digest = hashlib.sha256(f"{game}:{card_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % HELD_OUT_OF == 0
