"""Takes back, restores or repeats an annotator's actions with all their events; flags photos and writes notes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from karuta.domain.journal import Action
from karuta.domain.label import NO_REMARKS, Kind, LabelError, Origin, note_text
from karuta.domain.queue import DecidedTogether
from karuta.services.backups.back_up_labels import MANY, back_up_before
from karuta.services.labels.decide import Choice, decide
from karuta.store import events
from karuta.store.current_labels import remarks_of
from karuta.store.events import lost_redo as lost_redo
from karuta.store.events import redoable as redoable
from karuta.store.label_file import LabelFile
from karuta.store.merge import bring_back, set_aside, with_what_it_brought


@dataclass(frozen=True)
class Left:
    """Whether there is an action to take back, and one to bring back."""

    undo: bool
    redo: bool


class NothingLeft(LabelError):  # noqa: N818 - the condition is the point
    """There is no action to undo, or none to redo."""


class SaysFirst(LabelError):  # noqa: N818 - the condition is the point
    """The next undo, or redo, is about more than one photo, or was done elsewhere, and whoever pressed the key has not
    seen that yet.
    """

    def __init__(self, action: Action) -> None:
        super().__init__("What would change is not on the screen; ask for it once more.")
        self.action = action


def undo(
    file: LabelFile, origin: Origin, *, seen: str | None = None, of_other_queues: Collection[str] = frozenset()
) -> Action:
    """Take back the annotator's last action that is not undone. Raises `NothingLeft`, `LibraryError`.

    `seen`: the action that was shown to whoever asks, "" for none: another one that is about several photos, or is one
    `of_other_queues`, raises `SaysFirst`. None: they need not have seen it.
    """
    with file.writing():
        action = _asked(file, events.next_to_undo(file, origin.annotator), seen, of_other_queues)
        if action is not None:
            events.settle_action(file, Kind.UNDO, action, origin)
            if action.kind is Kind.MERGE:
                set_aside(file, action)
            return action
    raise NothingLeft(
        "Nothing to undo: {annotator} has no action left to undo in this library.", annotator=origin.annotator
    )


def redo(
    file: LabelFile, origin: Origin, *, seen: str | None = None, of_other_queues: Collection[str] = frozenset()
) -> Action:
    """Bring back what the annotator's last undo took; `seen` and `of_other_queues` as for `undo`.

    Raises `NothingLeft`, also after a new action, `SaysFirst`, and `LibraryError`.
    """
    with file.writing():
        action = _asked(file, events.next_to_redo(file, origin.annotator), seen, of_other_queues)
        if action is not None:
            events.settle_action(file, Kind.REDO, action, origin)
            if action.kind is Kind.MERGE:
                bring_back(file, action)
            return action
    raise NothingLeft(
        "Nothing to redo: {annotator} has undone nothing since the last new action.", annotator=origin.annotator
    )


def _asked(file: LabelFile, action: Action | None, seen: str | None, of_other_queues: Collection[str]) -> Action | None:
    if action is not None and action.kind is Kind.MERGE:
        action = with_what_it_brought(file, action)
    is_seen = action is None or seen in (None, action.action_id)
    if action is not None and not is_seen and (action.is_of_several or action.action_id in of_other_queues):
        raise SaysFirst(action)
    return action


def do_again(file: LabelFile, action_id: str, origin: Origin, *, photo: str, sighting: str) -> DecidedTogether:
    """Say what the annotator had said in an undone action once more, as a new one. Raises `NothingLeft`,
    `LibraryError`.

    What somebody labelled meanwhile is left out, unless it is this sighting, whose history is looked at.
    """
    if events.count_again(file, action_id, origin.annotator) > MANY:
        back_up_before(file.folder)
    with file.writing():
        action = events.do_again(file, action_id, origin, besides=(photo, sighting))
    if action.action is None:
        raise NothingLeft("Nothing was saved: all of it is in force again, or somebody has labelled it since.")
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
