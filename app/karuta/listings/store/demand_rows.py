"""Reads from labels.db which cards people named, and what was found of decided listings. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.errors import DamagedRow
from karuta.domain.label import NAMES_A_CARD
from karuta.domain.shape import Misshapen, parsed
from karuta.store.kinds import IN_FORCE, sql_list
from karuta.store.label_file import LabelFile
from karuta.store.shown_events import FIRST, SHOWN


@dataclass(frozen=True)
class LabelledTimes:
    """How often people named a card. `below_first`: how often it was not the first of the matches that were shown."""

    card: CardKey
    name: str
    times: int
    below_first: int


@dataclass(frozen=True)
class DecidedListing:
    """What a check had found, as `karuta check` prints it, and the card that the agent named, if any."""

    found: dict[str, Any]
    named: CardKey | None


def labelled_times(file: LabelFile) -> list[LabelledTimes]:
    """People's current labels by card."""
    game, card_id = (FIRST.format(matches=SHOWN, key=key) for key in ("game", "card_id"))
    rows = file.rows(
        f"""SELECT game, card_id, max(name), count(*), sum(shown IS NOT NULL AND json_array_length(shown) > 0
            AND NOT ({game} IS game AND {card_id} IS card_id))
        FROM true_labels WHERE kind IN {sql_list(NAMES_A_CARD)} GROUP BY 1, 2"""
    )
    return [LabelledTimes(CardKey(game, card), name or card, times, below) for game, card, name, times, below in rows]


def decided_listings(file: LabelFile) -> Iterator[DecidedListing]:
    """Of each listing the newest decision in force, whoever made it. Raises `DamagedRow`."""
    rows = file.rows(
        f"""SELECT game, card_id, json_extract(checked, '$.found') FROM events WHERE id IN (
            SELECT max(e.id) FROM events AS e WHERE e.kind = 'check' AND {IN_FORCE} GROUP BY e.checked_key)
        ORDER BY id"""
    )
    for game, card, text in rows:
        try:
            found = parsed(text or "{}")
        except Misshapen as error:
            raise DamagedRow() from error
        yield DecidedListing(found if isinstance(found, dict) else {}, None if card is None else CardKey(game, card))
