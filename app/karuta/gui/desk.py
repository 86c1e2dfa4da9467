"""Which photo and sighting are on the desk, and what a person decides about them; draws nothing.

A decision is handed to the store lane, and the desk moves on only when it is on the disk. One that could not be
saved stays on the desk as unsaved, with its reason, until it is saved or replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.errors import KarutaError, LibraryError
from karuta.domain.journal import Action
from karuta.domain.label import WHOLE_PHOTO, ChosenCard, Kind, Label, Origin, Points
from karuta.domain.match import Match
from karuta.domain.refusal import REORDERED_BY, refused_last
from karuta.gui.desk_reading import (
    Ahead,
    Done,
    OnDesk,
    after_decision,
    next_photo,
    photos_coming,
    place_to_show,
    read_photo,
)
from karuta.gui.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.services.arrange_queue import remove, skip
from karuta.services.decide import Choice, decide
from karuta.services.open_labels import LabelFile
from karuta.services.set_corners import set_corners
from karuta.services.undo import NothingLeft, redo, undo

ORDERING = frozenset({Kind.SKIP, Kind.REMOVE})
_NEXT_OPEN = "next"


@dataclass(frozen=True)
class Unsaved:
    """A decision that is not on the disk, and why."""

    choice: Choice
    reason: str


class Desk(QObject):
    """One photo, one of its sightings (or the whole photo where there is none), one match."""

    photo_shown = Signal()
    sighting_shown = Signal()
    match_chosen = Signal()
    unsaved_changed = Signal()
    saved = Signal(object)
    decided = Signal(int)
    coming = Signal(object)
    rows_changed = Signal(object)
    order_changed = Signal()
    said = Signal(str)
    nothing_open = Signal()
    nothing_left = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.on_desk: OnDesk | None = None
        self.place_of_sighting = 0
        self.place_of_match = 0
        self.unsaved: dict[tuple[str, str], Unsaved] = {}
        # What comes after the photo on the desk: the list as it is shown, once there is one.
        self.ahead: Callable[[], Ahead] = Ahead
        self._saving = False
        self._asked: str | None = None

    # What is on the desk

    @property
    def photo(self) -> DeskPhoto | None:
        return self.on_desk.photo if self.on_desk else None

    @property
    def photo_id(self) -> str | None:
        return self.photo.photo.sha256 if self.photo else None

    @property
    def sighting(self) -> LiveSighting | None:
        sightings = self.photo.sightings if self.photo else ()
        return sightings[self.place_of_sighting] if self.place_of_sighting < len(sightings) else None

    @property
    def label(self) -> Label | None:
        """The label of what a key would decide about."""
        if self.sighting is not None:
            return self.sighting.label
        return self.photo.whole_photo if self.photo else None

    @property
    def refused(self) -> frozenset[CardKey]:
        """Cards that a person refused for this sighting."""
        if self.on_desk is None or self.sighting is None:
            return frozenset()
        return self.on_desk.refused.get(self.sighting.sighting_id, frozenset())

    @property
    def matches(self) -> tuple[Match, ...]:
        """What was suggested, with what was refused before below the others."""
        return refused_last(self.sighting.matches, self.refused) if self.sighting else ()

    @property
    def match(self) -> Match | None:
        return self.matches[self.place_of_match] if self.place_of_match < len(self.matches) else None

    @property
    def is_saving(self) -> bool:
        return self._saving

    @property
    def is_settled(self) -> bool:
        return not self._saving and self._asked is None

    # Putting photos on the desk

    def put(self, photo: str) -> None:
        """Put a photo on the desk as soon as it is read."""
        self._asked = photo
        self._session.store.submit(
            lambda file, token: read_photo(file, photo),
            done=self._read,
            failed=self._not_read,
            key="desk",
            urgency=Urgency.NOW,
        )

    def put_next_open(self) -> None:
        """The next photo that waits for a person, else nothing."""
        self._asked = _NEXT_OPEN
        ahead = self.ahead()
        self._session.store.submit(
            lambda file, token: next_photo(file, ahead),
            done=self._next_read,
            failed=self._not_read,
            key="desk",
            urgency=Urgency.NOW,
        )

    def refresh(self) -> None:
        """Read the same photo anew; not where another is on its way here, which would then be lost."""
        if self.photo_id is not None and not self._saving and self._asked in (None, self.photo_id):
            self.put(self.photo_id)

    def clear(self) -> None:
        self.on_desk = None
        self.place_of_sighting = self.place_of_match = 0
        self.photo_shown.emit()
        self.sighting_shown.emit()

    def choose_sighting(self, place: int) -> None:
        count = len(self.photo.sightings) if self.photo else 0
        if count:
            self.place_of_sighting = place % count
            self.place_of_match = 0
            self.sighting_shown.emit()

    def choose_match(self, place: int) -> None:
        if 0 <= place < len(self.matches):
            self.place_of_match = place
            self.match_chosen.emit()

    # Deciding

    def confirm_match(self, place: int) -> None:
        """Confirm the match at this place, from 0; nothing where there is none."""
        if 0 <= place < len(self.matches):
            match = self.matches[place]
            self.confirm(ChosenCard(match.card, match.name))

    def confirm(self, card: ChosenCard) -> None:
        self._decide(Kind.CONFIRM, card)

    def decide(self, kind: Kind) -> None:
        self._decide(kind, None)

    def retry(self) -> None:
        """Save again what could not be saved."""
        choices = [unsaved.choice for unsaved in self.unsaved.values()]
        if choices and not self._saving:
            self._store(choices)

    def skip(self) -> None:
        photo = self.photo_id
        if photo is not None:
            self._act(lambda file, origin: skip(file, [photo], origin), leaving=photo)

    def remove(self, photos: Sequence[str]) -> None:
        if photos:
            self._act(lambda file, origin: remove(file, photos, origin), leaving=self.photo_id)

    def set_corners(self, corners: Points, *, of: str | None, failed: Callable[[], None]) -> None:
        """Set the corners of a sighting, or (without `of`) draw one; that one is shown. `failed`: it is not saved."""
        photo = self.photo_id
        if photo is None or self._saving:
            return
        meant: list[str] = []

        def act(file: LabelFile, origin: Origin) -> Action:
            done = set_corners(file, photo, corners, origin, of=of)
            meant.append(done.sighting_id)
            return done.action

        def did_not(error: Exception) -> None:
            self._did_not(error)
            failed()

        self._submit(
            act, lambda file, action: Done(action, read_photo(file, photo), sighting=meant[0]), self._did, did_not
        )

    def undo(self) -> None:
        self._act(undo, leaving=None)

    def redo(self) -> None:
        self._act(redo, leaving=None)

    def took(self, done: Done, labels: int) -> None:
        """A decision about many photos at once was stored beside the desk: go on as after one of its own."""
        self.decided.emit(labels)
        self._did(done)

    def _decide(self, kind: Kind, card: ChosenCard | None) -> None:
        """A key counts for what is on the screen: while a decision is being stored there is nothing to decide."""
        photo = self.photo
        if photo is None or self._saving:
            return
        sighting = self.sighting
        choice = Choice(photo.photo.sha256, kind, sighting.sighting_id if sighting else WHOLE_PHOTO, card)
        if sighting is not None and self.matches != sighting.matches:
            choice = replace(choice, shown=self.matches, reordered_by=REORDERED_BY)
        self._store([choice])

    def _store(self, choices: list[Choice]) -> None:
        here, ahead = self.photo_id, self.ahead()

        def act(file: LabelFile, origin: Origin) -> Action:
            return decide(file, choices, origin)

        def did(done: Done) -> None:
            for choice in choices:
                self.unsaved.pop((choice.photo_sha256, choice.sighting_id), None)
            self.unsaved_changed.emit()
            self.decided.emit(len(choices))
            self._did(done)

        def did_not(error: Exception) -> None:
            self._saving = False
            for choice in choices:
                self.unsaved[choice.photo_sha256, choice.sighting_id] = Unsaved(choice, sentence(error))
            self.unsaved_changed.emit()

        advance = self._session.settings.advance
        self._submit(
            act,
            lambda file, action: after_decision(file, action, here, ahead, advance=advance),
            did,
            did_not,
        )

    def _act(self, act: Callable[[LabelFile, Origin], Action], *, leaving: str | None) -> None:
        """An action on the queue or the journal. `leaving`: the photo that makes room for the next one."""
        ahead = self.ahead()

        def then(file: LabelFile, action: Action) -> Done:
            if leaving is not None:
                if leaving not in action.photos:
                    return Done(action, None)
                found = next_photo(file, ahead)
                return Done(action, found, all_decided=found is None)
            touched = next(iter(action.photos)) if len(action.photos) == 1 else None
            return Done(action, read_photo(file, touched) if touched else None)

        if not self._saving:
            self._submit(act, then, self._did, self._did_not)

    def _submit(
        self,
        act: Callable[[LabelFile, Origin], Action],
        then: Callable[[LabelFile, Action], Done],
        did: Callable[[Done], None],
        did_not: Callable[[Exception], None],
    ) -> None:
        try:
            origin = self._session.origin
        except KarutaError as error:
            did_not(error)
            return
        self._saving = True

        def work(file: LabelFile) -> Done:
            action = act(file, origin)
            try:
                return then(file, action)
            except LibraryError:
                # It is stored; only what comes next could not be read.
                return Done(action, None)

        # `keep`: it is stored even when the window is closed before its turn.
        self._session.store.submit(
            lambda file, token: work(file), done=did, failed=did_not, urgency=Urgency.NOW, keep=True
        )

    def _did_not(self, error: Exception) -> None:
        self._saving = False
        (self.nothing_left if isinstance(error, NothingLeft) else self.said).emit(sentence(error))

    def _did(self, done: Done) -> None:
        self._saving = False
        self.saved.emit(done.action)
        if done.action.kind in ORDERING:
            self.order_changed.emit()
        self.rows_changed.emit(done.action.photos)
        if done.shown is not None:
            stays = done.all_decided or done.stays or done.action.kind is Kind.CORNERS
            self._show(done.shown, advance=not stays, sighting=done.sighting)
            if done.all_decided:
                self.nothing_open.emit()
        elif done.all_decided:
            self.clear()
        else:
            self.refresh()

    # Reading

    def _read(self, found: OnDesk | None) -> None:
        self._asked = None
        if found is not None:
            self._show(found)

    def _next_read(self, found: OnDesk | None) -> None:
        self._read(found)
        if found is None:
            self.nothing_open.emit()

    def _not_read(self, error: Exception) -> None:
        self._asked = None
        self.said.emit(sentence(error))

    def _show(self, found: OnDesk, *, advance: bool = False, sighting: str | None = None) -> None:
        """`advance`: after a decision, to the next open sighting; else `sighting`, or the same with its match."""
        same = found.photo.photo.sha256 == self.photo_id
        here = self.sighting.sighting_id if self.sighting and same else None
        before = sighting or here
        chosen = self.place_of_match if same else 0
        self._asked = None
        self.on_desk = found
        self.place_of_sighting = place_to_show(found.photo, before, advance=advance or not same)
        stays = self.sighting is not None and self.sighting.sighting_id == before
        self.place_of_match = chosen if stays and chosen < len(self.matches) else 0
        self.photo_shown.emit()
        self.sighting_shown.emit()
        self._look_ahead()

    def _look_ahead(self) -> None:
        ahead = self.ahead()
        self._session.store.submit(
            lambda file, token: photos_coming(file, ahead),
            done=self.coming.emit,
            failed=lambda error: None,
            key="coming",
            urgency=Urgency.SOON,
        )
