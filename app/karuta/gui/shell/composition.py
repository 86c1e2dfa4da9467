"""Builds what works on one library and joins it: who hears of what; paints nothing and stores nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from karuta.domain.journal import Action
from karuta.domain.queue import QueueCounts
from karuta.gui.desk.corner_edits import CornerEdits
from karuta.gui.desk.decisions import Decisions
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.match_model import MatchModel
from karuta.gui.desk.prefetch import Prefetch
from karuta.gui.features.bulk_confirm.bulk import Bulk
from karuta.gui.intake.importer import Importer
from karuta.gui.intake.intake import Intake
from karuta.gui.intake.watched_folder import WatchedFolder
from karuta.gui.kit.translate import kind_words, words_of
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.catalogue_status import CatalogueStatus
from karuta.gui.library.exemplar_feed import ExemplarFeed
from karuta.gui.library.lookup_queue import LookupQueue
from karuta.gui.library.outside_changes import OutsideChanges
from karuta.gui.library.own_confidence import LibraryConfidence
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.same_shots import SameShots
from karuta.gui.library.session import Session
from karuta.gui.library.tasks import Tasks
from karuta.gui.library.upkeep import Upkeep
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.progress import QueueProgress
from karuta.gui.queue.queue_model import QueueModel
from karuta.gui.shell.change_routing import ChangeRouting
from karuta.jobs.lane import Urgency


class Composition(QObject):
    """Everything about one library that is not a widget.

    `counted`: newer counts, or another number of photos on their way in. `said`, `trouble`: sentences for a person.
    """

    counted = Signal(object)
    said = Signal(str)
    trouble = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.pictures = Pictures(session)
        self.cards = FetchedCards(session)
        self.stock = CatalogueStatus(session)
        self.intake = Importer(session)
        self.look_ahead = LookupQueue(session)
        self.watch = OutsideChanges(session)
        self.upkeep = Upkeep(session)
        self.desk = Desk(session)
        self.deciding = Decisions(session, self.desk)
        self.corners = CornerEdits(session, self.desk, self.deciding)
        self.chores = Tasks(session)
        self.exemplars = ExemplarFeed(session)
        self.same_shots = SameShots(session)
        self.watched = WatchedFolder(session)
        self.confidence = LibraryConfidence(session)
        self.queue = QueueModel(self.pictures, self)
        self.matches = MatchModel(self.cards, self.pictures, self)
        self.arrangement = QueueArrangement(session, self.queue, lambda: self.desk.photo_id)
        self.desk.ahead = self.arrangement.ahead
        self.look_ahead.spared = lambda: self.desk.photo_id
        self.progress = QueueProgress(session)
        self.ways_in = Intake(self.intake, self.queue, self.desk, is_all_done=self._is_all_done)
        self.bulk = Bulk(session, self.desk, self.deciding)
        self._coming = Prefetch(session, self.look_ahead, self.cards, self.pictures)
        self._keeping_up = ChangeRouting(
            session,
            queue=self.queue,
            arrangement=self.arrangement,
            desk=self.desk,
            look_ahead=self.look_ahead,
            same_shots=self.same_shots,
            progress=self.progress,
        )
        self.is_ready = False
        self._join_desk()
        self._join_library()
        self._join_voices()

    @property
    def counts(self) -> QueueCounts | None:
        return self.progress.counts

    @property
    def is_settled(self) -> bool:
        """Whether everything has come that there is to see of the photo on the desk."""
        photo = self.desk.photo
        if not (self.is_ready and self.desk.is_settled and self.stock.has_cards is not None and self.intake.is_idle):
            return False
        if not (self.pictures.is_idle and self.cards.is_idle and self.corners.is_idle and self.counts is not None):
            return False
        return photo is None or photo.looked_up or photo.error is not None or self.look_ahead.is_stopped

    # From the window

    def start(self, photos: Sequence[Path]) -> None:
        """Open the library; with photos, add them, the first on the desk."""
        self.arrangement.start(lambda: self._list(put_first=not photos))
        if photos:
            self.ways_in.add(photos, show_first=True)
        self.look_ahead.start()
        self.look_ahead.again()
        self.watch.start()
        self.upkeep.start()
        self.exemplars.start()
        self.watched.start()
        self.stock.ask()
        # The engine opens while the window is drawn, not when the first photo is waited for.
        self.session.engine.submit(
            lambda opened, token: opened.warning,
            done=lambda warning: self.trouble.emit(words_of(warning)) if warning else None,
            failed=lambda error: None,
            urgency=Urgency.LATER,
        )

    def catalogue_changed(self) -> None:
        """Other cards, or another model: open the engine anew, look up what waits, and what is undecided again."""
        self.cards.forget()
        self.stock.ask()
        self.look_ahead.resume()
        self.look_ahead.start()
        self.look_ahead.again()
        self.confidence.learn()
        self.desk.refresh()

    def close(self) -> None:
        self.watch.stop()
        self.upkeep.stop()
        self.session.close()

    # Joining

    def _join_desk(self) -> None:
        """Who hears what a person sees and does."""
        desk, deciding = self.desk, self.deciding
        desk.photo_shown.connect(self.arrangement.tidy)
        desk.photo_shown.connect(self.look_ahead.go_on)
        desk.photo_shown.connect(self._on_desk)
        desk.sighting_shown.connect(self._sighting)
        desk.coming.connect(self._coming.prepare)
        deciding.rows_changed.connect(self._keeping_up.changed)
        deciding.rows_changed.connect(self.exemplars.tell)
        deciding.order_changed.connect(self.arrangement.reload)
        deciding.decided.connect(self.progress.decided)
        deciding.saved.connect(self._saved)
        self.arrangement.narrowed.connect(self._narrowed)

    def _join_library(self) -> None:
        """Who hears what comes into the library, or is found in it."""
        self.ways_in.kept.connect(self._keeping_up.kept)
        self.ways_in.changed.connect(lambda: self.counted.emit(self.counts))
        self.watched.appeared.connect(self.ways_in.add_arrivals)
        self.look_ahead.looked.connect(self._keeping_up.looked)
        self.look_ahead.missing.connect(lambda photo: self._keeping_up.changed([photo]))
        self.corners.looked.connect(self._keeping_up.looked)
        self.watch.changed.connect(lambda changes: self.exemplars.tell(changes.photos))
        self.watch.changed.connect(self._keeping_up.changed_beside)
        self.watch.catalogue_changed.connect(self.catalogue_changed)
        self.progress.counted.connect(self.counted)
        self.same_shots.changed.connect(lambda photos: self.queue.set_shots(self.same_shots.shots, photos))

    def _join_voices(self) -> None:
        """What any of them says to a person."""
        self.deciding.nothing_left.connect(self.said)
        for trouble in (
            self.desk.said,
            self.deciding.said,
            self.corners.trouble,
            self.look_ahead.warning,
            self.arrangement.failed,
            self.ways_in.trouble,
            self.chores.failed,
            self.upkeep.trouble,
            self.same_shots.failed,
            self.watched.trouble,
        ):
            trouble.connect(self.trouble)

    def _list(self, *, put_first: bool) -> None:
        self.arrangement.reload(done=self._listed)
        if put_first:
            self.desk.put_next_open()

    def _listed(self) -> None:
        self.is_ready = True
        self.same_shots.start(self.queue.photos)
        self.confidence.learn()
        self.progress.recount()

    def _is_all_done(self) -> bool:
        return self.counts is not None and self.counts.open + self.counts.waiting == 0

    def _narrowed(self) -> None:
        """Keys count for what stands in the list: where the photo on the desk left it, another comes on the desk."""
        on_desk = self.desk.photo_id
        if self.queue.rowCount() and not (on_desk and self.queue.index_of(on_desk).isValid()):
            self.desk.put_next_open()

    def _saved(self, action: Action) -> None:
        self.confidence.count(action.events)
        what = action.card or kind_words(action.kind)
        if action.events > 1:
            self.said.emit(self.tr("Saved: {what}, {count} times").format(what=what, count=action.events))
        else:
            self.said.emit(self.tr("Saved: {what} · {photo}").format(what=what, photo=action.photo))

    def _on_desk(self) -> None:
        """The photo on the desk is looked up before all others."""
        photo, on_desk = self.desk.photo, self.desk.on_desk
        if photo is not None and on_desk is not None and on_desk.place and not photo.looked_up and not photo.error:
            self.look_ahead.now(photo.photo.sha256, on_desk.place)

    def _sighting(self) -> None:
        label = self.desk.label
        self.matches.set_matches(self.desk.matches, label.card if label else None, self.desk.refused)
