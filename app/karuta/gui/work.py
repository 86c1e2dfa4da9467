"""Joins desk, queue and lanes with the panels: who hears what; paints nothing and stores nothing itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from karuta.domain.errors import KarutaError
from karuta.domain.journal import Action
from karuta.domain.match import Match
from karuta.domain.photo import Arrival, Refused
from karuta.domain.queue import Changes, QueueCounts, QueueRow
from karuta.gui.arrangement import Arrangement
from karuta.gui.bulk import Bulk
from karuta.gui.cards import Cards
from karuta.gui.chores import Chores
from karuta.gui.confidence import Confidence
from karuta.gui.corners import CornersByHand
from karuta.gui.deciding import Deciding
from karuta.gui.desk import Desk
from karuta.gui.desk_reading import OnDesk
from karuta.gui.dropped import PictureBytes
from karuta.gui.exemplars import ExemplarFeed
from karuta.gui.intake import Intake, Kept
from karuta.gui.look_ahead import LookAhead
from karuta.gui.models.match_model import MatchModel
from karuta.gui.models.queue_model import QueueModel
from karuta.gui.pictures import Pictures
from karuta.gui.progress import Progress
from karuta.gui.same_shots import SameShots
from karuta.gui.session import Session
from karuta.gui.translate import kind_words, words_of
from karuta.gui.upkeep import Upkeep
from karuta.gui.watch import Watch
from karuta.gui.watched_folder import WatchedFolder
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.describe_catalogue import describe_catalogue
from karuta.services.read_queue import crop_path, queue_rows


class Work(QObject):
    """Everything about one library that is not a widget."""

    counted = Signal(object)
    said = Signal(str)
    trouble = Signal(str)
    refused = Signal(object)
    emptiness_known = Signal()
    order_shown = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.pictures = Pictures(session)
        self.cards = Cards(session)
        self.intake = Intake(session)
        self.look_ahead = LookAhead(session)
        self.watch = Watch(session)
        self.upkeep = Upkeep(session)
        self.desk = Desk(session)
        self.deciding = Deciding(session, self.desk)
        self.corners = CornersByHand(session, self.desk, self.deciding)
        self.chores = Chores(session)
        self.exemplars = ExemplarFeed(session)
        self.same_shots = SameShots(session)
        self.watched = WatchedFolder(session)
        self.confidence = Confidence(session)
        self.queue = QueueModel(self.pictures, self)
        self.matches = MatchModel(self.cards, self.pictures, self)
        self.arrangement = Arrangement(session, self.queue, lambda: self.desk.photo_id)
        self.desk.ahead = self.arrangement.ahead
        self.look_ahead.spared = lambda: self.desk.photo_id
        self.progress = Progress(session)
        self.bulk = Bulk(session, self.desk, self.deciding)
        self.has_cards: bool | None = None
        self.is_ready = False
        self._first_wanted = False
        self._step_wanted = False
        self._next_open_wanted = False
        self._next_matches: tuple[Match, ...] = ()
        self._join()

    @property
    def counts(self) -> QueueCounts | None:
        return self.progress.counts

    # From the window

    def start(self, photos: Sequence[Path]) -> None:
        """Open the library; with photos, add them, the first on the desk."""
        self.arrangement.start(lambda: self._list(put_first=not photos))
        if photos:
            self._first_wanted = True
            self.intake.add(photos)
        self.look_ahead.start()
        self.look_ahead.again()
        self.watch.start()
        self.upkeep.start()
        self.exemplars.start()
        self.watched.start()
        self.ask_for_cards()
        # The engine opens while the window is drawn, not when the first photo is waited for.
        self.session.engine.submit(
            lambda opened, token: opened.warning,
            done=lambda warning: self.trouble.emit(words_of(warning)) if warning else None,
            failed=lambda error: None,
            urgency=Urgency.LATER,
        )

    def add(self, paths: Sequence[Path], *, show_first: bool | None = None) -> None:
        """Dropped, opened or named. The first comes on the desk where that is free."""
        self._first_wanted = self._desk_is_free if show_first is None else show_first
        self.intake.add(paths)

    def add_image(self, image: QImage) -> None:
        """A picture that was pasted or dropped without a file."""
        self._first_wanted = self._desk_is_free
        self.intake.add_image(image)

    def add_picture(self, picture: PictureBytes) -> None:
        """A picture file's bytes that were pasted or dropped without a file."""
        self._first_wanted = self._desk_is_free
        self.intake.add_picture(picture)

    @property
    def awaits_more(self) -> bool:
        """Whether photos that are not in the library yet may be the next ones to decide."""
        return self.queue.arriving > 0 or not self.intake.is_idle

    @property
    def _desk_is_free(self) -> bool:
        done = self.counts is not None and self.counts.open + self.counts.waiting == 0
        return self.desk.photo is None or done

    def step(self, by: int) -> None:
        """Walk the queue."""
        photo = self.queue.neighbour(self.desk.photo_id, by)
        # The next one may still be on its way in: it comes on the desk when it is there.
        self._step_wanted = photo is None and by > 0 and self.queue.arriving > 0
        if photo is not None:
            self.desk.put(photo)

    def ask_for_cards(self) -> None:
        """Whether the library has a catalogue to answer from."""
        self.session.cards.submit(
            lambda library, token: _has_cards(library),
            done=self._cards_known,
            failed=lambda error: None,
            key="has cards",
        )

    def catalogue_changed(self) -> None:
        """Other cards, or another model: open the engine anew, look up what waits, and what is undecided again."""
        self.cards.forget()
        self.ask_for_cards()
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

    def _join(self) -> None:
        self.queue.wanted.connect(self._fetch_rows)
        self.intake.listed.connect(self._arriving)
        self.intake.kept.connect(self._kept)
        self.intake.refused.connect(self._refused)
        self.intake.failed.connect(self._intake_failed)
        self.look_ahead.looked.connect(self._looked)
        self.corners.looked.connect(self._looked)
        self.corners.trouble.connect(self.trouble)
        self.look_ahead.missing.connect(lambda photo: self._changed([photo]))
        self.look_ahead.warning.connect(self.trouble)
        self.deciding.rows_changed.connect(self._changed)
        self.deciding.rows_changed.connect(self.exemplars.tell)
        self.watch.changed.connect(lambda changes: self.exemplars.tell(changes.photos))
        self.deciding.order_changed.connect(self.arrangement.reload)
        self.deciding.decided.connect(self.progress.decided)
        self.desk.photo_shown.connect(self.arrangement.tidy)
        self.desk.photo_shown.connect(self.look_ahead.go_on)
        self.arrangement.shown.connect(self.order_shown)
        self.arrangement.narrowed.connect(self._narrowed)
        self.arrangement.failed.connect(self.trouble)
        self.progress.counted.connect(self.counted)
        self.deciding.saved.connect(self._saved)
        self.desk.said.connect(self.trouble)
        self.deciding.said.connect(self.trouble)
        self.deciding.nothing_left.connect(self.said)
        self.desk.nothing_open.connect(self._nothing_open)
        self.desk.coming.connect(self._coming)
        self.desk.photo_shown.connect(self._on_desk)
        self.desk.sighting_shown.connect(self._sighting)
        self.watch.changed.connect(self._changed_beside)
        self.watch.catalogue_changed.connect(self.catalogue_changed)
        self.chores.failed.connect(self.trouble)
        self.upkeep.trouble.connect(self.trouble)
        self.cards.known.connect(self._fetch_artworks)
        self.same_shots.changed.connect(lambda photos: self.queue.set_shots(self.same_shots.shots, photos))
        self.same_shots.failed.connect(self.trouble)
        self.watched.appeared.connect(self._appeared)
        self.watched.trouble.connect(self.trouble)

    def _list(self, *, put_first: bool) -> None:
        self.arrangement.reload(done=self._listed)
        if put_first:
            self.desk.put_next_open()

    def _narrowed(self) -> None:
        """Keys count for what stands in the list: where the photo on the desk left it, another comes on the desk."""
        on_desk = self.desk.photo_id
        if self.queue.rowCount() and not (on_desk and self.queue.index_of(on_desk).isValid()):
            self.desk.put_next_open()

    def _listed(self) -> None:
        self.is_ready = True
        self.same_shots.start(self.queue.photos)
        self.confidence.learn()
        self.progress.recount()

    def _fetch_rows(self, photos: Sequence[str]) -> None:
        def came(rows: list[QueueRow]) -> None:
            self.queue.set_rows(photos, rows)
            self.arrangement.settle(rows)

        self.session.store.submit(
            lambda file, token: queue_rows(file, photos),
            done=came,
            failed=lambda error: self.queue.set_rows(photos, []),
            urgency=Urgency.SOON,
        )

    def _arriving(self, arrivals: list[object]) -> None:
        self.queue.list_arrivals(arrivals)  # type: ignore[arg-type]
        self.counted.emit(self.counts)

    def _kept(self, kept: list[Kept]) -> None:
        self.queue.arrived(kept)
        if self._first_wanted:
            self._first_wanted = False
            self.desk.put(kept[0].added.photo.sha256)
        elif self._step_wanted:
            self.step(1)
        elif self._next_open_wanted:
            self._next_open_wanted = False
            self.desk.put_next_open()
        self.look_ahead.add((one.added.photo.sha256, one.path) for one in kept)
        if any(not one.added.is_new for one in kept):
            # One that had been removed is back, at its old place.
            self.arrangement.reload()
        if self.arrangement.is_narrowed:
            self._fetch_rows([one.added.photo.sha256 for one in kept])
        self.progress.recount()

    def _appeared(self, found: list[Arrival]) -> None:
        self._first_wanted = self._desk_is_free
        self.intake.add_arrivals(found)

    def _refused(self, refused: list[Refused]) -> None:
        self.queue.refuse(refused)
        self.refused.emit(refused)
        self.counted.emit(self.counts)
        if self._next_open_wanted and not self.queue.arriving:
            self.desk.put_next_open()

    def _nothing_open(self) -> None:
        """Somebody was quicker than the folder that is coming in: its next photo comes on the desk by itself."""
        self._next_open_wanted = self.awaits_more

    def _intake_failed(self, reason: str) -> None:
        self.queue.give_up_arrivals()
        self.trouble.emit(reason)

    def _looked(self, photo: str) -> None:
        self.same_shots.want([photo])
        self._changed([photo])
        self.arrangement.looked()
        if photo == self.desk.photo_id:
            self.desk.refresh()

    def _changed(self, photos: Collection[str]) -> None:
        if self.arrangement.is_narrowed:
            self._fetch_rows(list(photos))
        else:
            self.queue.refresh(photos)
        self.progress.recount()

    def _changed_beside(self, changes: Changes) -> None:
        self._changed(changes.photos)
        self.same_shots.want(changes.photos)
        unknown = [photo for photo in changes.photos if not self.queue.index_of(photo).isValid()]
        if changes.reorders or (unknown and not self.arrangement.is_narrowed):
            self.arrangement.reload()
        if unknown:
            self.look_ahead.consider(unknown)
        if self.desk.photo_id in changes.photos:
            self.desk.refresh()

    def _saved(self, action: Action) -> None:
        self.confidence.count(action.events)
        what = action.card or kind_words(action.kind)
        if action.events > 1:
            self.said.emit(self.tr("Saved: {what}, {count} times").format(what=what, count=action.events))
        else:
            self.said.emit(self.tr("Saved: {what} · {photo}").format(what=what, photo=action.photo))

    def _cards_known(self, has_cards: bool) -> None:  # noqa: FBT001 - a slot
        self.has_cards = has_cards
        self.emptiness_known.emit()

    def _on_desk(self) -> None:
        """The photo on the desk is looked up before all others."""
        photo, on_desk = self.desk.photo, self.desk.on_desk
        if photo is not None and on_desk is not None and on_desk.place and not photo.looked_up and not photo.error:
            self.look_ahead.now(photo.photo.sha256, on_desk.place)

    def _sighting(self) -> None:
        label = self.desk.label
        self.matches.set_matches(self.desk.matches, label.card if label else None, self.desk.refused)

    def _coming(self, photos: list[OnDesk]) -> None:
        """What the next photos will show is fetched while this one is looked at."""
        self.look_ahead.prefer([one.photo.photo.sha256 for one in photos])
        for one in photos:
            if one.place is not None:
                self.pictures.photo(one.photo.photo.sha256, one.place, urgency=Urgency.AHEAD)
            first = one.photo.sightings[0] if one.photo.sightings else None
            if first is not None:
                self._next_matches = first.matches
                self.cards.want((match.card for match in first.matches), urgency=Urgency.AHEAD)
                self._fetch_artworks()
                crop = crop_path(self.session.library, first.crop_sha256) if first.crop_sha256 else None
                if crop is not None:
                    self.pictures.artwork(crop, urgency=Urgency.AHEAD)

    def _fetch_artworks(self) -> None:
        """Those of the matches that come next, as far as it is known where they lie."""
        for match in self._next_matches:
            facts = self.cards[match.card]
            path = (facts.pictures.get(match.picture_sha256) or facts.main) if facts else None
            if path is not None:
                self.pictures.artwork(path, urgency=Urgency.AHEAD)


def _has_cards(library: LibraryFolder) -> bool:
    try:
        return describe_catalogue(library).artworks > 0
    except KarutaError:
        return False
