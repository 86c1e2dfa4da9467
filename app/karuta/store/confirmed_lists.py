"""Reads from labels.db what was answered to the matches on the screen: a card, or none of them. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from karuta.domain.card import CardKey
from karuta.domain.label import SAYS_WHICH_CARD
from karuta.domain.match import Match
from karuta.store.kinds import sql_list
from karuta.store.label_file import LabelFile
from karuta.store.match_json import parsed_shown

_SOME = 500
_COLUMNS = "c.id, c.photo_sha256, c.sighting_id, c.game, c.card_id, c.shown, c.reordered_by"
# Labels given by a command or read from a file had no list on a screen.
_IN_THE_WINDOW = f"c.kind IN {sql_list(SAYS_WHICH_CARD)} AND c.source IN ('window', 'check')"


@dataclass(frozen=True)
class ConfirmedList:
    """One answer by a person in the window, and the list that it answers. `card`: None for *not in the catalogue*."""

    event_id: str
    photo_sha256: str
    sighting_id: str
    card: CardKey | None
    shown: tuple[Match, ...]


def standing_confirmations(file: LabelFile, photos: Sequence[str]) -> list[ConfirmedList]:
    """Of these photos, the answers that are current labels."""
    found: list[ConfirmedList] = []
    for at in range(0, len(photos), _SOME):
        some = photos[at : at + _SOME]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT {_COLUMNS} FROM current_labels AS c WHERE {_IN_THE_WINDOW} AND c.photo_sha256 IN ({marks})"
        found += [_confirmed(row) for row in file.rows(sql, some)]
    return found


def all_confirmations(file: LabelFile, photo_sha256: str, sighting_id: str) -> list[ConfirmedList]:
    """All answers that one sighting ever had."""
    sql = f"SELECT {_COLUMNS} FROM events AS c WHERE {_IN_THE_WINDOW} AND c.photo_sha256 = ? AND c.sighting_id = ?"
    return [_confirmed(row) for row in file.rows(sql, [photo_sha256, sighting_id])]


def _confirmed(row: tuple[Any, ...]) -> ConfirmedList:
    event, photo, sighting, game, card_id, *shown = row
    card = None if card_id is None else CardKey(game, card_id)
    return ConfirmedList(event, photo, sighting, card, parsed_shown(*shown))
