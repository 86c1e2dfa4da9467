"""The parts that work on one open library, and the panels that show them, each in one bundle; and what presents them.

They are joined by the composition. What is built from a bundle takes it whole and keeps what it uses.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from karuta.gui.desk.corner_edits import CornerEdits
from karuta.gui.desk.decisions import Decisions
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.match_model import MatchModel
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.desk.not_yet import NotYet
from karuta.gui.desk.reading import Prefetch, PrintAsked
from karuta.gui.kit.commands import Commands
from karuta.gui.kit.notice import Voice, Weight
from karuta.gui.library.card_facts import CatalogueStatus, FetchedCards
from karuta.gui.library.lookup_queue import LookupQueue
from karuta.gui.library.outside_changes import OutsideChanges, Viewed
from karuta.gui.library.own_labels import ExemplarFeed, LibraryConfidence
from karuta.gui.library.pictures import AsidePhotos, Pictures
from karuta.gui.library.same_shots import SameShots
from karuta.gui.library.session import Session, Tasks
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.progress import QueueProgress
from karuta.gui.queue.queue_model import QueueModel
from karuta.gui.queue.queue_panel import QueuePanel


class LibraryParts(QObject):
    """What works on one open library, and the models that show it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.voice = Voice(self)
        self.tasks = Tasks(session)
        self.pictures = Pictures(session)
        self.aside_photos = AsidePhotos(session)
        self.card_facts = FetchedCards(session)
        self.catalogue_status = CatalogueStatus(session)
        self.lookup_queue = LookupQueue(session, warning=self.voice.about("search"))
        self.exemplar_feed = ExemplarFeed(session)
        self.own_confidence = LibraryConfidence(session)
        self.queue_model = QueueModel(self.pictures, self.card_facts, self)
        self.same_shots = SameShots(session, changed=self.queue_model.set_shots, failed=self.voice.trouble.emit)
        self.arrangement = QueueArrangement(
            session, self.queue_model, lambda: self.desk.photo_id, trouble=self.voice.about("queue")
        )
        prefetch = Prefetch(self.lookup_queue, self.card_facts, self.pictures)
        self.desk = Desk(session, self.arrangement, prepare=prefetch.prepare, trouble=self.voice.about("desk"))
        self.not_yet = NotYet(self.desk, self.tasks, self.lookup_queue)
        self.decisions = Decisions(
            session,
            self.desk,
            refused=self.voice.refused.emit,
            why_not_yet=self.not_yet.why_here,
            shots_of=self.same_shots.of,
        )
        self.corner_edits = CornerEdits(session, self.desk, self.decisions, trouble=self.voice.about("corners"))
        self.print_asked = PrintAsked(session)
        self.match_model = MatchModel(self.card_facts, self.pictures, self)
        self.progress = QueueProgress(session)
        self.outside_changes = OutsideChanges(session, self._viewed)

    def _viewed(self) -> Viewed:
        arrangement = self.arrangement
        return Viewed(
            annotator=arrangement.annotator,
            listed=None if arrangement.is_narrowed else self.queue_model.fetched,
            shots_of=self.same_shots.of,
            provenance=self.lookup_queue.provenance,
            asking=self.exemplar_feed.asking,
        )


@dataclass(frozen=True)
class Panels:
    """All that a person sees and presses: the photo on the desk, its matches, the list, and the commands."""

    desk: DeskPanel
    matches: MatchPanel
    queue: QueuePanel
    commands: Commands


class Presenter(QObject):
    """Says in the panels how things stand at the desk."""

    def __init__(self, parts: LibraryParts, panels: Panels, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._panels = parts, panels
        self._desk, self._session = parts.desk, parts.session
        self._commands, self._queue, self._notice = panels.commands, panels.queue, panels.desk.notice

    def _offer(
        self, text: str, weight: Weight, *, about: str, command: str, button: str = "", beneath: bool = False
    ) -> None:
        """A notice with a command to press. `button`: its words, if not the command's own."""
        action = self._commands[command]
        button = button or action.text()
        self._notice.say(text, weight, key=about, button=button, do=action.trigger, beneath=beneath)
