"""A feature of the window: one class in a folder of its own, one row in `gui/shell/features.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from karuta.domain.queue import EVERYTHING
from karuta.gui.desk.decisions import Decisions
from karuta.gui.desk.desk import Desk
from karuta.gui.intake.intake import Intake
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.held_keys import HeldKeys
from karuta.gui.kit.notice import Voice
from karuta.gui.library.card_facts import CatalogueStatus, FetchedCards
from karuta.gui.library.lookup_queue import LookupQueue
from karuta.gui.library.own_labels import ExemplarFeed
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session, Tasks
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.progress import QueueProgress
from karuta.gui.queue.queue_model import QueueModel
from karuta.services.labels.refusals import Shots


@dataclass(frozen=True)
class WindowParts:
    """The parts of the window that stand below the features; none of them is a feature.

    `catalogue_changed`: to be called when cards, pictures or the model are other ones. `help_over`: shows a page of
    help over a dialog. `shots_of`: which of these photos are of one press of a camera's button.
    `selected`: the photos that are marked in the list.
    """

    kit: DialogKit
    session: Session
    voice: Voice
    tasks: Tasks
    pictures: Pictures
    card_facts: FetchedCards
    catalogue_status: CatalogueStatus
    catalogue_changed: Callable[[], None]
    desk: Desk
    decisions: Decisions
    queue_model: QueueModel
    arrangement: QueueArrangement
    progress: QueueProgress
    exemplar_feed: ExemplarFeed
    intake: Intake
    lookup_queue: LookupQueue
    shots_of: Callable[[Sequence[str]], Shots]
    selected: Callable[[], Sequence[str]]
    held_keys: HeldKeys
    help_over: Callable[[QDialog, str], None]

    def put_on_desk(self, photo: str) -> None:
        """On the desk, and marked in the queue: where a filter hides it, all photos are shown."""
        if not self.queue_model.index_of(photo).isValid():
            self.arrangement.choose(wanted=EVERYTHING)
        self.desk.put(photo)


class Feature(QObject):
    """The commands of one subject."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.kit.window)
        self._parts = parts
        self._kit = parts.kit
        self._session = parts.session
        self._voice = parts.voice

    def command_actions(self) -> CommandActions:
        """What each of its commands does, by the command's id in `kit/command_table`."""
        return {}
