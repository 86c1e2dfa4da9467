"""Take back, or bring back, an annotator's last action with all its events; nothing is deleted by it."""

from __future__ import annotations

from karuta.domain.journal import Action
from karuta.domain.label import LabelError, Origin
from karuta.store import events
from karuta.store.label_file import LabelFile


class NothingLeft(LabelError):  # noqa: N818 - the condition is the point
    """There is no action to undo, or none to redo."""


def undo(file: LabelFile, origin: Origin) -> Action:
    """Take back the annotator's last action that is not undone. Raises `NothingLeft`, `LibraryError`."""
    action = events.undo(file, origin)
    if action is None:
        raise NothingLeft(
            "Nothing to undo: {annotator} has no action in this library that is not undone.", annotator=origin.annotator
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


def next_undo(file: LabelFile, annotator: str) -> Action | None:
    """What `undo` would take back, for a menu's text."""
    return events.next_undo(file, annotator)


def next_redo(file: LabelFile, annotator: str) -> Action | None:
    """What `redo` would bring back."""
    return events.next_redo(file, annotator)
