"""Takes back, or restores, an annotator's last action with all its events. Deletes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.journal import Action
from karuta.domain.label import LabelError, Origin
from karuta.store import events
from karuta.store.label_file import LabelFile


@dataclass(frozen=True)
class Left:
    """Whether there is an action to take back, and one to bring back."""

    undo: bool
    redo: bool


class NothingLeft(LabelError):  # noqa: N818 - the condition is the point
    """There is no action to undo, or none to redo."""


def undo(file: LabelFile, origin: Origin) -> Action:
    """Take back the annotator's last action that is not undone. Raises `NothingLeft`, `LibraryError`."""
    action = events.undo(file, origin)
    if action is None:
        raise NothingLeft(
            "Nothing to undo: {annotator} has no action left to undo in this library.", annotator=origin.annotator
        )
    return action


def redo(file: LabelFile, origin: Origin) -> Action:
    """Bring back what the annotator's last undo took.

    Raises `NothingLeft`, also after a new action, and `LibraryError`.
    """
    action = events.redo(file, origin)
    if action is None:
        raise NothingLeft(
            "Nothing to redo: {annotator} has undone nothing since the last new action.", annotator=origin.annotator
        )
    return action


def what_is_left(file: LabelFile, annotator: str) -> Left:
    """Whether an undo, or a redo, would find something; fast for a journal of any length."""
    return Left(undo=events.can_undo(file, annotator), redo=events.can_redo(file, annotator))
