"""Joins what works on one library: who hears of what, and what is read again of the list. Paints and stores nothing.

The composition alone has it. Everybody else is handed its parts, or the few of them that they use.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from karuta.domain.journal import Action
from karuta.domain.label import REMARKS, STRIKES, CardGone, Kind
from karuta.domain.photo import KeptPhoto
from karuta.domain.queue import QueueCounts, QueueRow
from karuta.gui.desk.decisions import ORDERING, DecisionOutcome, GoneCards
from karuta.gui.desk.desk_in_list import DeskInList
from karuta.gui.desk.library_parts import LibraryParts
from karuta.gui.desk.reading import DeskStep
from karuta.gui.intake.intake import DropTaken, Intake
from karuta.gui.intake.watched_folder import WatchedFolder
from karuta.gui.kit.failures import ignore_expected, report_to
from karuta.gui.kit.notice import GIVEN
from karuta.gui.kit.translate import kind_words
from karuta.gui.library.outside_changes import Changed
from karuta.gui.library.session import Session, sentence
from karuta.gui.library.upkeep import SelfTesting, Upkeep
from karuta.jobs.lane import Urgency
from karuta.services.labels.refusals import rows_with_doubts
from karuta.services.labels.undo import NothingLeft, SaysFirst


class ChangeRouting(QObject):
    """Is told of every change, and tells the list, desk, lookups, shots and counts what to read again."""

    def __init__(self, parts: LibraryParts) -> None:
        super().__init__(parts.session)
        self._parts = parts
        self._queue = parts.queue_model
        self._arrangement = parts.arrangement
        parts.queue_model.rows_wanted.connect(self._fetch_rows)

    def kept(self, kept: Sequence[KeptPhoto]) -> None:
        """Photos came into the library."""
        self._parts.lookup_queue.add((photo.added.photo.sha256, photo.path) for photo in kept)
        if any(not photo.added.is_new for photo in kept):
            # One that had been removed is back, at its old place.
            self._arrangement.reload()
        if self._arrangement.is_narrowed:
            self._fetch_rows([photo.added.photo.sha256 for photo in kept])
        self._parts.progress.recount()

    def looked(self, photo: str) -> None:
        """A look at a photo is stored: where it is on the desk, it is shown before anything else is read."""
        if photo == self._parts.desk.photo_id:
            self._parts.desk.refresh()
        self._parts.outside_changes.tell([photo])
        self._arrangement.looked()

    def changed(self, photos: Collection[str]) -> None:
        if self._arrangement.is_narrowed:
            self._fetch_rows(list(photos))
        else:
            self._queue.refresh(photos)
        self._parts.progress.recount()

    def written(self, changed: Changed) -> None:
        """Here, or by another process."""
        if not changed.photos:
            return
        parts, photos = self._parts, changed.photos
        self._rows_came(changed.read, changed.rows)
        parts.progress.recount()
        unknown = [photo for photo in photos if not self._queue.index_of(photo).isValid()]
        if changed.reorders or (unknown and not self._arrangement.is_narrowed):
            self._arrangement.reload()
        if unknown:
            parts.lookup_queue.consider(unknown)
        if parts.desk.photo_id in photos:
            parts.desk.refresh()
        # An undo may have made them undecided.
        parts.lookup_queue.add_stale(changed.stale)
        if changed.labels:
            parts.exemplar_feed.tell(photos, changed.exemplars)
        if changed.looks:
            parts.same_shots.want(photos)

    def _rows_came(self, asked: Sequence[str], rows: Sequence[QueueRow]) -> None:
        self._queue.set_rows(asked, rows)
        self._arrangement.settle(rows)

    def _fetch_rows(self, photos: Sequence[str]) -> None:
        shots = self._parts.same_shots.of(photos)
        self._parts.session.store_lane.submit(
            lambda file, token: rows_with_doubts(file, photos, shots),
            done=lambda rows: self._rows_came(photos, rows),
            failed=ignore_expected(lambda: self._queue.set_rows(photos, [])),  # they are asked for again
            urgency=Urgency.SOON,
        )


class LibraryWork(LibraryParts):
    """Everything about one library that is not a widget."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.upkeep = Upkeep(session, self.voice.about("upkeep"))
        self.self_testing = SelfTesting(session)
        self.intake = Intake(
            session,
            self.queue_model,
            self.desk,
            is_all_done=self._is_all_done,
            taken=self._taken,
            shown=self._came_by_itself,
            trouble=self.voice.about(GIVEN),
        )
        self.importer = self.intake.importer
        self.watched_folder = WatchedFolder(
            session, appeared=self.intake.add_arrivals, trouble=self.voice.about("watched folder")
        )
        self._changes = ChangeRouting(self)
        self.is_ready = False
        # The catalogue, while cards are being added here.
        self._is_changed = False
        self._join_desk()
        self._join_library()
        self._join_voices()
        # After what is said of a decision: it may put another photo on the desk.
        self._in_list = DeskInList(self)

    @property
    def counts(self) -> QueueCounts | None:
        return self.progress.counts

    @property
    def is_settled(self) -> bool:
        """Whether everything about the photo on the desk has arrived."""
        photo = self.desk.photo
        has_come = self.is_ready and self.desk.is_settled and self.importer.is_idle and self.pictures.is_idle
        if not has_come or self.catalogue_status.has_cards is None or self.counts is None:
            return False
        if not (self.card_facts.is_idle and self.corner_edits.is_idle) or self.lookup_queue.is_waiting:
            return False
        return photo is None or photo.looked_up or photo.error is not None or self.lookup_queue.is_stopped

    # From the composition

    def start(self, photos: Sequence[Path], *, listed: Callable[[], object] = lambda: None) -> None:
        """Open the library; with photos, add them, the first on the desk. `listed`: told once the list stands.

        While its cards are still being made, nothing is looked up until `catalogue_changed`.
        """
        self._tell_listed = listed
        self.arrangement.start(lambda photo: self._list(put_first=not photos, rather=photo))
        if photos:
            self.intake.add(photos, show_first=True)
        self.lookup_queue.start()
        self.outside_changes.start()
        self.exemplar_feed.start()
        if self.session.read_only is None:
            self.upkeep.start()
            self.self_testing.start_later()
            self.watched_folder.start()
        if not self.lookup_queue.is_waiting:
            self._open_engine()

    def _open_engine(self) -> None:
        self.lookup_queue.find_stale()
        self.catalogue_status.ask()
        self.lookup_queue.open_engine()

    def catalogue_changed(self) -> None:
        """Other cards, or another model: open the engine again, look up what waits, and what is undecided once more."""
        self._is_changed = False
        self.card_facts.forget()
        self.print_asked.forget()
        self.catalogue_status.ask_anew()
        self.lookup_queue.resume()
        self.lookup_queue.start()
        self.lookup_queue.find_stale()
        self.own_confidence.learn()
        if self.session.read_only is None:
            self.upkeep.keep_contrasts()
            self.self_testing.start_later()
        self.desk.refresh()

    def _first_cards(self) -> None:
        """Until they are here photos wait: looked up among none, each would be said to be unknown."""
        if self.tasks.adding and self.catalogue_status.has_cards is False:
            self.lookup_queue.wait()

    def _changed_outside(self, changed: Changed) -> None:
        """Look at the catalogue anew; what is added here only at its end."""
        self._is_changed |= changed.cards
        if changed.cards and not self.tasks.adding:
            self.catalogue_changed()

    def _cards_are_here(self) -> None:
        """Or they were stopped. Where the task has told of its end itself, nothing is left to do."""
        if not self.tasks.adding and (self._is_changed or self.lookup_queue.is_waiting):
            self.catalogue_changed()

    def close(self) -> None:
        self.arrangement.leave()
        self.outside_changes.stop()
        self.upkeep.stop()
        self.self_testing.close()
        self.session.close()

    # Joining

    def _join_desk(self) -> None:
        """Who hears what a person sees and does."""
        desk, decisions = self.desk, self.decisions
        self.arrangement.changed.connect(self._enter)
        desk.photo_shown.connect(self.arrangement.tidy)
        desk.photo_shown.connect(self.lookup_queue.go_on)
        desk.photo_shown.connect(self._on_desk)
        desk.sighting_shown.connect(self._sighting)
        decisions.saved.connect(lambda action: self.outside_changes.tell(action.photos))
        decisions.saved.connect(self._saved)
        decisions.over.connect(self._over)
        self.arrangement.awaited.changed.connect(lambda is_awaited: self.intake.stay() if is_awaited else None)

    def _join_library(self) -> None:
        """Who hears what comes into the library, or is found in it."""
        self.intake.kept.connect(self._changes.kept)
        self.intake.changed.connect(lambda: self.progress.counted.emit(self.counts))
        self.lookup_queue.looked.connect(self._changes.looked)
        self.lookup_queue.missing.connect(lambda photo: self._changes.changed([photo]))
        self.corner_edits.looked.connect(self._changes.looked)
        self.outside_changes.changed.connect(self._changes.written)
        self.outside_changes.changed.connect(self._changed_outside)
        self.tasks.began.connect(lambda _: self._first_cards())
        self.tasks.ended.connect(self._cards_are_here, Qt.ConnectionType.QueuedConnection)

    def _join_voices(self) -> None:
        """Join what these parts tell a person."""
        self.tasks.failed.connect(self.voice.persistent)
        self.tasks.began.connect(self.voice.finished)
        GoneCards(self.decisions, self.desk, left=lambda: self.voice.finished.emit("decision"))

    def _list(self, *, put_first: bool, rather: str | None) -> None:
        if put_first:
            # Read before the list: that takes the first one for the desk where none is there yet.
            self.desk.put_next_open(rather=rather)
        self.arrangement.reload(done=self._listed)

    def _listed(self) -> None:
        self.is_ready = True
        self.same_shots.start(self.queue_model.photos)
        self.own_confidence.learn()
        self.progress.recount()
        self._tell_listed()

    def _is_all_done(self) -> bool:
        return self.counts is not None and self.counts.open + self.counts.waiting == 0

    def _over(self, outcome: DecisionOutcome) -> None:
        """Say what became of what a person did."""
        error = outcome.error
        if outcome.labels:
            self.progress.decided(outcome.labels)
        if outcome.left_out:
            text = self.tr("{count} were labelled since and left as they are", "", outcome.left_out)
            self.voice.info.emit(text.format(count=f"{outcome.left_out:,}"))
        if outcome.step is not None and outcome.back is not None:
            is_undo = outcome.back is Kind.UNDO
            self.intake.stay()
            self._settled(self.tr("Undone: {what}") if is_undo else self.tr("Redone: {what}"), outcome.step)
        elif isinstance(error, NothingLeft):
            self.voice.info.emit(sentence(error))
        elif error is not None and not (outcome.is_unsaved or isinstance(error, SaysFirst)):
            report_to(lambda text: self.voice.persistent.emit("decision", text))(error)
        if isinstance(error, CardGone):
            # That shows before the next check for outside changes; the photo's look is made again.
            self.catalogue_changed()

    def _saved(self, action: Action) -> None:
        self.voice.finished.emit("decision")
        self.own_confidence.count(action.events)
        what = self._what(action)
        text = self.tr("Saved: {what} · {photo}").format(what=what, photo=action.photo)
        if action.kind in ORDERING | REMARKS and action.key is None:
            # No label: it says itself what was done.
            text = self._remarked(action)
        elif action.events > 1:
            text = self.tr("Saved: {what}").format(what=self._several(action))
        self.voice.info.emit(text)

    def _came_by_itself(self, photo: str) -> None:
        self.voice.info.emit(self.tr("{photo} came from the watched folder").format(photo=photo))

    def _taken(self, taken: DropTaken) -> None:
        """The result of a drop; whoever drops a known photo wants to see where it is."""
        new = self.tr("{count} added", "", taken.new).format(count=f"{taken.new:,}")
        if not taken.were_here:
            self.voice.info.emit(new)
            return
        were_here = self.tr("{count} were here", "", len(taken.were_here)).format(count=f"{len(taken.were_here):,}")
        text = f"{new}, {were_here}" if taken.new else were_here
        self.voice.offer.emit(GIVEN, text, self.tr("Show"), lambda: self.desk.put(taken.were_here[0]))

    def _settled(self, text: str, step: DeskStep) -> None:
        """Say what was undone or redone, and where: the desk shows it."""
        action, photo = step.action, self.desk.photo
        what = self.tr("{what} on {photo}").format(what=self._what(action), photo=action.photo)
        if action.kind in REMARKS | {Kind.MERGE}:
            what = self._remarked(action)
        elif action.events > 1:
            what = self._several(action)
        elif photo is not None and len(photo.sightings) > 1 and self.desk.sighting is not None:
            what = self.tr("{what}, card {number}").format(what=what, number=self.desk.sighting.number)
        self.voice.info.emit(text.format(what=what))

    def _remarked(self, action: Action) -> str:
        """Words for what was done about a photo, or about how many."""
        return f"{kind_words(action.kind)} · {self._photos(action)}"

    def _several(self, action: Action) -> str:
        """Words for a decision about so many cards, and where they are."""
        cards = self.tr("{count} cards").format(count=f"{action.events:,}")
        return f"{cards} · {self._photos(action)}"

    def _photos(self, action: Action) -> str:
        """The photo's name, or how many there are."""
        count = len(action.photos)
        return self.tr("{count} photos", "", count).format(count=f"{count:,}") if count > 1 else action.photo

    def _what(self, action: Action) -> str:
        if not action.card or action.kind in REMARKS:
            return kind_words(action.kind)
        name = self.card_facts.name(action.key, action.card)
        if action.kind in STRIKES:
            return self.tr("{card} ruled out").format(card=name)
        return f"{name} {action.printing}" if action.printing else name

    def _enter(self) -> None:
        """List and desk are those of the queue that was chosen."""
        queue = self.arrangement.queue
        self.queue_model.hide_words(hidden=queue.is_blind)
        self.desk.enter(queue, self.arrangement.round if queue.draws else None)

    def _on_desk(self) -> None:
        """The library's photo on the desk is looked up before all others."""
        on_desk, sha256 = self.desk.on_desk, self.desk.photo_id
        if on_desk is None or sha256 is None or on_desk.place is None:
            return
        if not on_desk.photo.looked_up and not on_desk.photo.error:
            self.lookup_queue.now(sha256, on_desk.place)

    def _sighting(self) -> None:
        label = self.desk.label
        sighting, shows = self.desk.sighting, self.desk.shows_suggestions
        # What only a machine has said keeps its number, and so does a side: that key takes it.
        card = None if label is None or label.is_by_machine or self.desk.sides else label.card
        self.match_model.set_matches(
            self.desk.rows,
            card,
            self.desk.refused,
            verdict=sighting.verdict if sighting and shows and self.desk.ruled_out is None else None,
            is_blind=self.desk.is_blind,
        )
