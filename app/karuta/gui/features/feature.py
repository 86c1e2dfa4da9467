"""A feature of the window: one class in a folder of its own, one row in `gui/shell/features.py`; and its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject

from karuta.domain.queue import EVERYTHING
from karuta.gui.desk.decisions import Decisions
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.reading import PrintAsked
from karuta.gui.intake.intake import Intake
from karuta.gui.kit.commands import CommandActions, Commands
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.held_keys import HeldKeys
from karuta.gui.kit.notice import Voice
from karuta.gui.kit.while_alive import Asker, while_alive
from karuta.gui.library.card_facts import CatalogueStatus, FetchedCards
from karuta.gui.library.lookup_queue import LookupQueue
from karuta.gui.library.outside_changes import OutsideChanges
from karuta.gui.library.own_labels import ExemplarFeed
from karuta.gui.library.pictures import AsidePhotos, Pictures
from karuta.gui.library.session import Session, Tasks, Work
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.progress import QueueProgress
from karuta.gui.queue.queue_model import QueueModel
from karuta.gui.queue.queues import Queue
from karuta.services.labels.refusals import Shots
from karuta.settings import Settings

Result = TypeVar("Result")


@dataclass(frozen=True)
class WindowParts:
    """The parts that stand below the features, as the composition has built them; none of them is a feature.

    `selected`: the photos that are marked in the list. `set_settings`: keeps what a person agreed to. `help_at`:
    shows a page of help. `catalogue_changed`: called when cards, pictures or the model are other ones.
    `shots_of`: photos of one press of a camera's button with these.
    """

    session: Session
    voice: Voice
    tasks: Tasks
    pictures: Pictures
    aside_photos: AsidePhotos
    card_facts: FetchedCards
    catalogue_status: CatalogueStatus
    lookup_queue: LookupQueue
    exemplar_feed: ExemplarFeed
    outside_changes: OutsideChanges
    desk: Desk
    decisions: Decisions
    print_asked: PrintAsked
    queue_model: QueueModel
    arrangement: QueueArrangement
    progress: QueueProgress
    intake: Intake
    kit: DialogKit
    commands: Commands
    held_keys: HeldKeys
    desk_panel: DeskPanel
    selected: Callable[[], Sequence[str]]
    set_settings: Callable[[Settings], None]
    help_at: Callable[[str], None]
    catalogue_changed: Callable[[], None]
    shots_of: Callable[[Sequence[str]], Shots]

    def put_on_desk(self, photo: str) -> None:
        """On the desk, and marked in the queue: where a filter hides it, all photos are shown."""
        if not self.queue_model.index_of(photo).isValid():
            self.arrangement.choose(queue_filter=EVERYTHING)
        self.desk.put(photo)


class Feature(QObject):
    """The commands of one subject. `_quietly`: asks a lane for what nobody misses where it fails."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts.kit.window)
        self._quietly = Asker(self, ignore_expected())
        self._parts = parts
        self._kit = parts.kit
        self._session = parts.session
        self._voice = parts.voice

    def command_actions(self) -> CommandActions:
        """Actions of its commands, by the command's id in `kit/command_table`."""
        return {}

    def queues(self) -> Sequence[Queue]:
        """Queues of other items than the library's photos, which it joins to the table."""
        return ()


class Page(Dialog):
    """A dialog of a feature, which asks the window's parts itself. `_quietly`: as a feature."""

    def __init__(self, title: str, parts: WindowParts) -> None:
        super().__init__(title, parts.kit.window)
        self._quietly = Asker(self, ignore_expected())
        self._parts = parts
        self._kit = parts.kit
        self._session = parts.session
        self._voice = parts.voice

    def change_catalogue(
        self,
        title: str,
        work: Work[Result],
        words_of_result: Callable[[Result], str],
        shown: Callable[[Result | None], object],
        *,
        adds_cards: bool = False,
    ) -> None:
        """It goes on where the page is closed meanwhile. `words_of_result`: what came of it; the window says so.
        `shown`: the page hears of it, None where it was not done.
        """
        shows = while_alive(self, shown)

        def done(result: Result) -> None:
            self._parts.catalogue_changed()
            self._voice.info.emit(words_of_result(result))
            shows(result)

        self._parts.tasks.start(title, work, done, undone=lambda: shows(None), adds_cards=adds_cards)
