"""Takes back, or restores, an annotator's last action with all its events; flags photos and writes notes on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from karuta.domain.journal import Action
from karuta.domain.label import NO_REMARKS, Kind, LabelError, Origin, note_text
from karuta.services.labels.decide import Choice, decide
from karuta.store import events
from karuta.store.current_labels import remarks_of
from karuta.store.label_file import LabelFile
from karuta.store.merge import bring_back, set_aside


@dataclass(frozen=True)
class Left:
    """Whether there is an action to take back, and one to bring back."""

    undo: bool
    redo: bool


class NothingLeft(LabelError):  # noqa: N818 - the condition is the point
    """There is no action to undo, or none to redo."""


def undo(file: LabelFile, origin: Origin) -> Action:
    """Take back the annotator's last action that is not undone. Raises `NothingLeft`, `LibraryError`."""
    with file.writing():
        action = events.undo(file, origin)
        if action is not None and action.kind is Kind.MERGE:
            return set_aside(file, action)
    if action is None:
        raise NothingLeft(
            "Nothing to undo: {annotator} has no action left to undo in this library.", annotator=origin.annotator
        )
    return action


def redo(file: LabelFile, origin: Origin) -> Action:
    """Bring back what the annotator's last undo took.

    Raises `NothingLeft`, also after a new action, and `LibraryError`.
    """
    with file.writing():
        action = events.redo(file, origin)
        if action is not None and action.kind is Kind.MERGE:
            return bring_back(file, action)
    if action is None:
        raise NothingLeft(
            "Nothing to redo: {annotator} has undone nothing since the last new action.", annotator=origin.annotator
        )
    return action


def what_is_left(file: LabelFile, annotator: str) -> Left:
    """Whether an undo, or a redo, would find something; fast for a journal of any length."""
    return Left(undo=events.can_undo(file, annotator), redo=events.can_redo(file, annotator))


def flag(file: LabelFile, photos: Sequence[str], origin: Origin, *, on: bool) -> Action:
    """Flag photos (by hash), or take their flags away."""
    return decide(file, [Choice(photo, Kind.FLAG if on else Kind.UNFLAG) for photo in photos], origin)


def flag_all(file: LabelFile, photos: Sequence[str], origin: Origin) -> Action:
    """Flag those of these photos that are not flagged; where all are, take their flags away."""
    with file.writing():
        standing = remarks_of(file, photos)
        without = [photo for photo in photos if not standing.get(photo, NO_REMARKS).is_flagged]
        return flag(file, without or photos, origin, on=bool(without))


def write_note(file: LabelFile, photos: Sequence[str], text: str, origin: Origin) -> Action:
    """Write the same note on photos (by hash), in place of what they had; an empty one takes theirs away."""
    return decide(file, [Choice(photo, Kind.NOTE, note=note_text(text)) for photo in photos], origin)
