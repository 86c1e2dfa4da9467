"""Reads from labels.db which cards people named last. Writes nothing."""

from __future__ import annotations

from karuta.domain.card import CardKey
from karuta.domain.label import BY_A_MACHINE, NAMES_A_CARD
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile

# Only the newest events are searched, so it costs the same in any file.
_EVENTS = 1000


def confirmed_last(file: LabelFile, limit: int) -> list[CardKey]:
    """The newest first, each once."""
    rows = file.rows(
        f"""SELECT game, card_id FROM (SELECT id, kind, game, card_id FROM events ORDER BY id DESC LIMIT {_EVENTS})
        WHERE kind IN {sql_list(NAMES_A_CARD - BY_A_MACHINE)} AND card_id IS NOT NULL ORDER BY id DESC"""
    )
    return list(dict.fromkeys(CardKey(*row) for row in rows))[:limit]
