"""One line of a sighting's history: who said what, when, from where, and whether it counts now."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.doubt import LabelDoubt
from karuta.domain.label import Kind, Source


@dataclass(frozen=True)
class HistoryEntry:
    """`name`, `printing`: of the card, if one is named; of a note, `name` is its text. `taken_back`: undone.

    `counts`: it is the current label. `doubt`: what it contradicted when it was given.
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
