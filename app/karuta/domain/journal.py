"""Which action an undo takes back and a redo restores, from one annotator's events. Stores nothing.

An action is one thing that a person did: one event, or many (a bulk confirm, an import). Undo and redo are events too.
The result depends only on the set of events and their identifiers, which are in time order. So two copies of a library
that are merged agree, whichever was merged into which.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.label import WHOLE_PHOTO, Kind


@dataclass(frozen=True)
class JournalEntry:
    """What undo needs to know of an event. Only an undo or a redo has a `target_action_id`."""

    event_id: str
    action_id: str
    kind: Kind
    target_action_id: str | None = None


@dataclass(frozen=True)
class Action:
    """One thing that a person did.

    `kind`, `card` (its name), `key`, `photo` (its file's name) and `sighting` are those of its first event, which was
    about that sighting or, with `WHOLE_PHOTO`, about the photo. `photos`: the hashes of all photos that it touches.
    `printing`: the set code that its first event names.
    """

    action_id: str
    events: int
    kind: Kind
    card: str | None
    photo: str
    photos: frozenset[str]
    sighting: str = WHOLE_PHOTO
    key: CardKey | None = None
    printing: str | None = None


def action_to_undo(newest_first: Iterable[JournalEntry]) -> str | None:
    """The annotator's last action that is not undone, or None. Reads back no further than needed."""
    settled: dict[str, bool] = {}
    for entry in newest_first:
        if entry.target_action_id is not None:
            # The newest undo or redo of an action counts, and it is always newer than the action.
            settled.setdefault(entry.target_action_id, entry.kind is Kind.UNDO)
        elif not settled.get(entry.action_id, False):
            return entry.action_id
    return None


def action_to_redo(newest_first: Iterable[JournalEntry]) -> str | None:
    """The action that the annotator's last undo took back (and no redo restored); None once they did something else."""
    settled: set[str] = set()
    for entry in newest_first:
        if entry.target_action_id is None:
            return None
        if entry.target_action_id not in settled and entry.kind is Kind.UNDO:
            return entry.target_action_id
        settled.add(entry.target_action_id)
    return None
