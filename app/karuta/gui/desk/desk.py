"""The photo, sighting and match on the desk, and how they get there. Stores nothing, draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto, ListGain, LiveSighting, ReturnKey, held, successor, what_return_does
from karuta.domain.doubt import RuledOut, in_order_of, refused_last
from karuta.domain.errors import Known
from karuta.domain.label import WHOLE_PHOTO, Kind, Label
from karuta.domain.match import Match
from karuta.domain.recheck import ReviewAnswer
from karuta.gui.desk.reading import DeskReader, DeskStep, OnDesk, drawn_only, is_decided, place_to_show
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.notice import Trouble
from karuta.gui.library.session import Session
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.drawn_round import DrawnRound
from karuta.gui.queue.list_ahead import Ahead
from karuta.gui.queue.queues import ALL, Queue
from karuta.jobs.lane import Job, Urgency
from karuta.services.labels.open_labels import LabelFile
from karuta.services.labels.refusals import Refusals

_MOST_PERSONS = 3
_NEXT_OPEN, _ONE_OF_SOME = "next", "one of some"


class Desk(QObject):
    """One photo, one of its sightings (or the whole photo where there is none), one match.

    `nothing_open`: no photo waits for a person. `is_match_marked`: a person marked the match; else it is the first one.
    `gain`: what a newer list brings that waits for a key (`show_newer`); None where none does.
    """

    photo_shown = Signal()
    sighting_shown = Signal()
    match_chosen = Signal()
    nothing_open = Signal()

    def __init__(
        self,
        session: Session,
        arrangement: QueueArrangement,
        *,
        prepare: Callable[[Sequence[OnDesk]], None],
        trouble: Trouble,
    ) -> None:
        """`prepare`: the photos that come next, so that they are there at once. `trouble`: why none came."""
        super().__init__(session)
        self._session = session
        self._list, self._prepare, self._trouble = arrangement, prepare, trouble
        self.reader = DeskReader()
        self.on_desk: OnDesk | None = None
        self.place_of_sighting = 0
        self.place_of_match = 0
        self.is_match_marked = False
        self.gain: ListGain | None = None
        self._newer: OnDesk | None = None
        self.is_held = False  # while a decision about it is being stored, which determines what comes next
        self.queue = ALL
        # What is looked at anew, in a queue whose cards are drawn.
        self.round: DrawnRound | None = None
        # Another queue was entered meanwhile: what comes next in the one before is not wanted any more.
        self._has_left = False
        self._asked: str | None = None
        # The photo that a person opened, and the one that is being read because of that.
        self._opened: str | None = None
        self._opening: str | None = None
        self._reading: Job | None = None

    def ahead(self) -> Ahead:
        """What comes after the photo on the desk: the list as shown."""
        return self._list.ahead()

    # What is on the desk

    @property
    def photo(self) -> DeskPhoto | None:
        return self.on_desk.photo if self.on_desk else None

    @property
    def photo_id(self) -> str | None:
        """The photo of the library that is on the desk."""
        return self.on_desk.photo.photo.sha256 if self.on_desk and self.on_desk.is_kept else None

    @property
    def sighting(self) -> LiveSighting | None:
        sightings = self.photo.sightings if self.photo else ()
        return sightings[self.place_of_sighting] if self.place_of_sighting < len(sightings) else None

    @property
    def label(self) -> Label | None:
        """The current label of what a key would decide about."""
        if self.sighting is not None:
            return self.sighting.label
        return self.photo.whole_photo if self.photo else None

    @property
    def answers(self) -> tuple[ReviewAnswer, ...]:
        """What people said last of it."""
        subject = self.sighting or self.photo
        return subject.answers if subject else ()

    @property
    def sides(self) -> tuple[ReviewAnswer, ...]:
        """What people say of the card, and models, in a queue where a key takes one of these answers and no match."""
        if not self.queue.has_sides or self.label is None:
            return ()
        if self.round is not None and self.photo_id is not None and self.sighting is not None:
            models = self.round.drawn.get((self.photo_id, self.sighting.sighting_id), ())
            return (*self.answers[-_MOST_PERSONS:], *models)
        return self.answers if self.label.is_disputed else ()

    @property
    def is_blind(self) -> bool:
        """Whether what was said of it is hidden, and what Karuta suggests."""
        return self.round is not None and self.queue.is_blind

    @property
    def shows_suggestions(self) -> bool:
        """Whether what Karuta suggests stands beside it, in its order."""
        return not self.sides and not self.is_blind

    @property
    def rows(self) -> tuple[Match | ReviewAnswer, ...]:
        """What is listed beside the photo, each with a key that takes it."""
        return self.sides or self.matches

    @property
    def refused(self) -> frozenset[CardKey]:
        """Cards that a person refused for this sighting."""
        return self.refused_for(self.sighting) if self.sighting is not None else frozenset()

    def refused_for(self, sighting: LiveSighting) -> frozenset[CardKey]:
        """Cards ruled out for a sighting of the photo: by a label in force, or on the wall; not the one that its own
        label confirms.
        """
        label = sighting.label
        confirmed = label.card if label is not None and label.kind is Kind.CONFIRM else None
        return frozenset(self._refused(sighting)) - {confirmed}

    @property
    def ruled_out(self) -> RuledOut | None:
        """The card that the verdict is about, where a person ruled it out."""
        return self.sighting.ruled_out(self._refused(self.sighting)) if self.sighting else None

    def _refused(self, sighting: LiveSighting) -> Refusals:
        return self.on_desk.refused.get(sighting.sighting_id, {}) if self.on_desk else {}

    @property
    def matches(self) -> tuple[Match, ...]:
        """The suggestions, with those refused before below the others; of a decided card as they were decided upon: a
        slip is mended by the key that was meant.
        """
        if self.on_desk is None or self.sighting is None:
            return ()
        matches, shown = self.sighting.matches, self.on_desk.decided_upon.get(self.sighting.sighting_id, ())
        if self.sighting.is_known_now:
            shown = ()  # what answers now stands first
        return in_order_of(matches, shown) or refused_last(matches, self.refused)

    @property
    def match(self) -> Match | None:
        """The marked one; of a side, the card that it names."""
        row = self.rows[self.place_of_match] if self.place_of_match < len(self.rows) else None
        if not isinstance(row, ReviewAnswer):
            return row
        return None if row.card is None else Match(row.card, row.name or "", "", "", 0.0, None, exemplar=False)

    @property
    def takes_keys(self) -> bool:
        """Whether a key would count for what is on the screen: not while a decision is stored, which says what comes
        next, and not while another photo is on its way here.
        """
        return not self.is_held and not self.awaits_other

    @property
    def was_opened(self) -> bool:
        """Whether a person put the photo here."""
        return self.photo_id is not None and self._opened == self.photo_id

    @property
    def is_opened(self) -> bool:
        """Whether a person put the photo here, so that a decided card may be decided again. Where the list includes
        decided photos, that is always deliberate.
        """
        return self.was_opened or (self.photo_id is not None and not self._list.filter.asks_for_open)

    @property
    def takes_label(self) -> bool:
        """A decided card takes another label only if it was opened on purpose."""
        return self.label is None or self.is_opened

    @property
    def return_key(self) -> ReturnKey:
        """The meaning of Return, which the panel beside it shows. It stays while the desk takes no keys: a mark that
        went meanwhile would be back unpainted. Of a photo that is kept nowhere it decides nothing.
        """
        if self.on_desk is not None and not self.on_desk.is_kept:
            return ReturnKey()
        marked = self.place_of_match if self.is_match_marked else None
        if self.queue.enter_needs_mark or self.sides:
            named = [place for place, row in enumerate(self.rows) if self.label and row.card == self.label.card]
            keeps = named[0] if named and self.queue.enter is Kind.CONFIRM else None
            place = keeps if marked is None else marked
            return ReturnKey() if place is None else ReturnKey(Kind.CONFIRM, place)
        about = self.queue.about(self.photo) if self.photo is not None and self.queue.enter is not None else ()
        if marked is None and self.place_of_sighting in about:
            return ReturnKey(self.queue.enter)
        claimed = self.sighting.matches[:1] if self.sighting else ()
        return what_return_does(
            self.sighting.verdict if self.sighting else None,
            is_ruled_out=any(match.one_of or match.card in self.refused for match in claimed),
            matches=len(self.matches),
            marked=marked,
            is_back=self.sighting is not None and self.sighting.back is not None,
            is_decided=self.sighting is not None and is_decided(self.sighting),
            is_nothing=self.sighting is not None and self.sighting.is_nothing,
        )

    @property
    def awaits_other(self) -> bool:
        """Whether another photo is being read for the desk."""
        return self._asked not in (None, self.photo_id)

    @property
    def opening(self) -> str | None:
        """That photo, where a person opens it."""
        return self._opening if self.awaits_other else None

    @property
    def has_newer(self) -> bool:
        """Whether a newer look waits for a key."""
        return self._newer is not None

    @property
    def is_settled(self) -> bool:
        return not self.is_held and self._asked is None

    # Putting photos on the desk

    def put(self, photo: str, *, on_purpose: bool = True) -> None:
        """Put a photo on the desk as soon as it is read. `on_purpose`: a person opens it."""
        self._asked = photo
        self._opening = photo if on_purpose else None
        self._reading = self._session.store_lane.submit(
            lambda file, token: self.reader.photo(file, photo),
            done=self._read,
            failed=self._not_read,
            key="desk",
            urgency=Urgency.NOW,
        )

    def put_one_of(self, photos: Sequence[str]) -> None:
        """Put the first of these that waits for a person; else another photo that does; else the first of these."""
        self._put_by_itself(_ONE_OF_SOME, lambda file, ahead: self.reader.first_of(file, photos, ahead), self._read)

    def put_next_open(self, *, or_first: bool = False, rather: str | None = None) -> None:
        """Put the next photo that waits for a person: `rather` this one, if it does. `or_first`: where none does, the
        first one of the list.
        """
        self._put_by_itself(
            _NEXT_OPEN,
            lambda file, ahead: self.reader.next_photo(file, ahead, or_first=or_first, rather=rather),
            self._next_read,
        )

    def _put_by_itself(
        self, asked: str, read: Callable[[LabelFile, Ahead], OnDesk | None], show: Callable[[OnDesk | None], None]
    ) -> None:
        """Put what `read` finds by the list's filter; where a person has chosen another since, one of that comes."""
        ahead = self.ahead()
        self._asked, self._opening = asked, None

        def came(read: OnDesk | None) -> None:
            if self.ahead().filter != ahead.filter:
                self.put_next_open(or_first=True)
            else:
                show(read)

        self._reading = self._session.store_lane.submit(
            lambda file, token: read(file, ahead), done=came, failed=self._not_read, key="desk", urgency=Urgency.NOW
        )

    def refresh(self) -> None:
        """Read the same photo anew; not where another is on its way here, which would then be lost."""
        if self.photo_id is not None and not self.is_held and self._asked in (None, self.photo_id):
            is_being_opened = self._asked == self._opening == self.photo_id
            self.put(self.photo_id, on_purpose=is_being_opened or self._opened == self.photo_id)

    def clear(self) -> None:
        """Nothing is on the desk; what a person has opened before does not come there either, nor what was there, nor
        the next one of another list.
        """
        if self._reading is not None and (self._opening is not None or self._asked in (self.photo_id, _NEXT_OPEN)):
            self._reading.drop()
            self._asked = None
        self.on_desk = self._newer = self.gain = None
        self.place_of_sighting = self.place_of_match = 0
        self.is_match_marked = False
        self._trouble.over()
        self.photo_shown.emit()
        self.sighting_shown.emit()

    def lay(self, read: OnDesk | None, place: int = 0) -> None:
        """A photo of no library, for a queue of other items, with this card in front; None: nothing lies there."""
        if self._reading is not None:
            self._reading.drop()
        self._asked = self._opened = self._newer = self.gain = None
        self.on_desk, self.place_of_sighting = read, place
        self._mark_none()
        self.photo_shown.emit()
        self.sighting_shown.emit()

    def enter(self, queue: Queue, drawn: DrawnRound | None = None) -> None:
        """What keys mean is the queue's from now on; what another one has put here, with another meaning, goes."""
        before, self.queue, self.round = self.queue, queue, drawn
        if queue.manner != before.manner:
            self._has_left = self.is_held
            self.clear()

    def open_here(self) -> None:
        """A person wants to change a label of what is on the desk already."""
        if self.photo_id is not None and self.takes_keys:
            self._opened = self.photo_id
            self.sighting_shown.emit()

    def choose_sighting(self, place: int) -> None:
        sightings = self.photo.sightings if self.photo else ()
        if not sightings:
            return
        # A person points at it.
        self._opened = self.photo_id
        chosen = sightings[place % len(sightings)]
        if self._newer is not None and chosen is not self.sighting:
            self._take_newer(chosen)
            return
        self.place_of_sighting = place % len(sightings)
        self._mark_none()
        self.sighting_shown.emit()

    def show_newer(self) -> None:
        """Show the newer list that waits: list, verdict and the meaning of Return change together."""
        if self._newer is not None and self.sighting is not None:
            self._take_newer(self.sighting)

    def _take_newer(self, sighting: LiveSighting) -> None:
        """The photo as the newest look sees it, with this card in front."""
        assert self._newer is not None
        self.on_desk, self._newer, self.gain = self._newer, None, None
        there = successor(sighting, self.on_desk.photo)
        self.place_of_sighting = 0 if there is None else self.on_desk.photo.sightings.index(there)
        self._mark_none()
        self._trouble.over()
        self.photo_shown.emit()
        self.sighting_shown.emit()

    def _mark_none(self) -> None:
        self.place_of_match = 0
        self.is_match_marked = False

    def choose_match(self, place: int) -> None:
        """A person marks a match; not while a decision is stored, whose mark would come after it."""
        if 0 <= place < len(self.rows):
            if self.takes_keys:
                self.place_of_match = place
                self.is_match_marked = True
            self.match_chosen.emit()

    def step_match(self, by: int) -> None:
        """Mark the next match or the one before; the first one where none is shown as Return's. Of a photo that is kept
        nowhere Return takes none, so there it is the one beside the photo.
        """
        is_kept = self.on_desk is None or self.on_desk.is_kept
        shown = self.return_key.place if is_kept else self.place_of_match
        self.choose_match(0 if shown is None else shown + by)

    # While a decision is being stored

    def hold(self) -> None:
        self.is_held, self._has_left = True, False

    def release(self) -> None:
        self.is_held = False

    def stand_on(self, step: DeskStep) -> None:
        """On what was taken back, or brought back: a photo that is on its way here by itself stays away."""
        if step.shown is not None and self._reading is not None and self.opening is None and not self._has_left:
            self._reading.drop()
            self._asked = None
        self.go_on(step)

    def go_on(self, step: DeskStep) -> None:
        """To what a stored decision leads to; where a person opens another photo meanwhile, that one comes."""
        has_left, self._has_left = self._has_left, False
        if self.opening is not None or has_left:
            return
        if step.shown is not None:
            self._opened = self._stays_open(step)
            stays = step.all_decided or step.stays or step.action.kind is Kind.CORNERS
            self._show(step.shown, advance=not stays, sighting=step.sighting)
            if step.all_decided:
                self.nothing_open.emit()
        elif step.all_decided:
            self.clear()
        else:
            self.refresh()

    def _stays_open(self, step: DeskStep) -> str | None:
        """The desk stays if a person opened the photo on purpose.

        It also stays if they set corners, so that a label can still be corrected.
        """
        shown = step.shown.photo.photo.sha256 if step.shown else None
        if step.action.kind is Kind.CORNERS:
            return self._opened if self._opened == shown else None
        return shown if step.stays and step.sighting is None else None

    # Reading

    def _read(self, read: OnDesk | None) -> None:
        self._asked = None
        if read is not None:
            self._opened = self._opening if self._opening == read.photo.photo.sha256 else None
            self._show(read)

    def _next_read(self, read: OnDesk | None) -> None:
        self._read(read)
        if read is None and self.round is not None:
            self.clear()
        if read is None:
            self.nothing_open.emit()

    def _not_read(self, error: Known) -> None:
        self._asked = None
        self._trouble.hear(error)

    def _show(self, read: OnDesk, *, advance: bool = False, sighting: str | None = None) -> None:
        """`advance`: after a decision, to the next undecided sighting.

        Otherwise `sighting` is shown, or the same one with its match.
        """
        photo = read.photo.photo.sha256
        if self.queue.items is not None or (self.round is not None and photo not in self.round.photos):
            # None of that queue's: with it that queue is left.
            self._list.step_out()
        elif self.round is not None:
            self.round.remember(read.photo)
            read = drawn_only(read, self.round, is_blind=self.queue.is_blind)
            if not read.photo.sightings:
                self.round.pass_over(photo)
                self.put_next_open()
                return
        same = photo == self.photo_id
        same_sighting = self.sighting if same else None
        is_whole = same and same_sighting is None and self.photo is not None and bool(self.photo.sightings)
        before = sighting or (same_sighting.sighting_id if same_sighting else WHOLE_PHOTO if is_whole else None)
        marked = self.place_of_match if same and self.is_match_marked else None
        match, ruled_out, sides = self.match, self.refused, self.sides
        self._asked = None
        self._take(read, same_sighting, before, advance=advance or (not same and sighting is None))
        stays = (self.sighting.sighting_id if self.sighting is not None else WHOLE_PHOTO) == before
        self.is_match_marked = marked is not None and stays and marked < len(self.rows)
        is_told_anew = same_sighting is not None and (_event(same_sighting.label), ruled_out) != (
            _event(self.label),
            self.refused,
        )
        if sides != self.sides:
            # A place among sides is none among matches.
            self.is_match_marked = False
        elif self.is_match_marked and marked is not None and match is not None and is_told_anew:
            # Whoever marked it may have said since that it is not this one: Return after that does not mean the mark.
            is_meant = self.rows[marked].card == match.card
            self.is_match_marked = is_meant and match.card not in self.refused
        self.place_of_match = marked if marked is not None and self.is_match_marked else 0
        self._trouble.over()
        self.photo_shown.emit()
        self.sighting_shown.emit()
        self._look_ahead()

    def _take(self, read: OnDesk, sighting: LiveSighting | None, before: str | None, *, advance: bool) -> None:
        """`here`: the card that is on the screen. It keeps its list, unless another one comes in front."""
        self._newer = self.gain = None
        asks = self.queue.places(read.photo) if advance else None
        waits = self.round is None or sighting is None or (self.photo_id, sighting.sighting_id) in self.round.waiting
        stands = held(sighting, read.photo) if sighting is not None and waits else None
        if sighting is not None and stands is not None:
            place = place_to_show(stands.photo, before, asks=self.queue.places(stands.photo) if advance else None)
            if stands.photo.sightings[place].sighting_id == sighting.sighting_id:
                self._newer, self.gain = read, stands.gain
                self.on_desk, self.place_of_sighting = replace(read, photo=stands.photo), place
                return
        self.on_desk, self.place_of_sighting = read, place_to_show(read.photo, before, asks=asks)

    def _look_ahead(self) -> None:
        ahead = self.ahead()
        self._session.store_lane.submit(
            lambda file, token: self.reader.upcoming(file, ahead),
            done=self._prepare,
            failed=ignore_expected(),  # nothing is prepared then
            key="coming",
            urgency=Urgency.SOON,
        )


def _event(label: Label | None) -> str | None:
    return label.event_id if label else None
