"""One line of a sighting's history: who said what, when, through which door, and whether it counts now."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.doubt import LabelDoubt
from karuta.domain.label import Kind, Source


@dataclass(frozen=True)
class HistoryEntry:
    """`name`, `printing`: of the card, where one is named. `taken_back`: by an undo. `counts`: the current label.

    `doubt`: what stood against it when it was said.
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
