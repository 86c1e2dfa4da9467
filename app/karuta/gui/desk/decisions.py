"""Decisions of a person about the photo on the desk: passed to the store lane, one at a time. Shows nothing.

The desk moves on only when a decision is on the disk. One that could not be saved is kept as unsaved, with the reason,
until it is saved or replaced.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from karuta.domain.card import CardKey
from karuta.domain.doubt import REORDERED_BY
from karuta.domain.errors import KarutaError, Known, LibraryReadOnly, LibraryReplaced, is_known
from karuta.domain.journal import Action
from karuta.domain.label import WHOLE_PHOTO, CardGone, ChosenCard, Kind, Origin, Points
from karuta.domain.queue import DecidedTogether
from karuta.domain.recheck import BLIND, ReviewAnswer, followed
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.reading import DeskStep
from karuta.gui.library.session import Session, sentence
from karuta.gui.queue.queues import Queue
from karuta.jobs.lane import Failed, Urgency
from karuta.services.labels.decide import Choice, decide, set_corners
from karuta.services.labels.open_labels import LabelFile
from karuta.services.labels.refusals import Shots, doubt_of
from karuta.services.labels.second_look import beside_the_label
from karuta.services.labels.undo import NothingLeft, do_again, lost_redo, redo, redoable, undo
from karuta.services.lookups.read_queue import remove, skip

log = logging.getLogger(__name__)

ORDERING = frozenset({Kind.SKIP, Kind.REMOVE})


@dataclass(frozen=True)
class Unsaved:
    """A decision that is not on the disk, and why. `has_place`: saving it again may work."""

    choice: Choice
    reason: str
    has_place: bool = True


@dataclass(frozen=True)
class DecisionOutcome:
    """The result of one action, told after the desk has moved on: either `step` or `error` is set."""

    # What was stored, and what the desk shows next.
    step: DeskStep | None = None
    # Why nothing was stored.
    error: Known | None = None
    # How many sightings or photos were decided.
    labels: int = 0
    # How many an action done again has skipped, because they were labelled in the meantime.
    left_out: int = 0
    # `Kind.UNDO` or `Kind.REDO`, where it was one.
    back: Kind | None = None
    # Whether the decision is kept in `Decisions.unsaved`, to be tried again.
    is_unsaved: bool = False


class SeenAtDesk:
    """Answers whether a person saw what a key refers to. This one says yes to everything; a window has its own."""

    def may_decide(self) -> bool:
        """Whether a key that comes now refers to what is on the screen, and is not being held down."""
        return True

    def may_take_return(self) -> bool:
        """Whether what Return does now, and the match that it takes, was on the screen when the key was pressed."""
        return True

    def is_in_sight(self, place: int) -> bool:
        """Whether the match at this place can be seen."""
        del place
        return True

    def print_read(self, card: CardKey | None) -> str | None:
        """The text that was read in print on the desk's card, where that is `card`; else None."""
        del card
        return None

    def finish(self) -> str | None:
        """The finish that a person has chosen for the desk's card; None where nobody has."""
        return None


class Decisions(QObject):
    """`saved`: an `Action` is on the disk; the desk has not gone on yet. `over`: it has, and this became of it (a
    `DecisionOutcome`). `taking_back`: an undo or a redo was asked for. `decided_before`: what is on the desk has a
    label and was not opened.
    """

    saved = Signal(object)
    over = Signal(object)
    taking_back = Signal()
    decided_before = Signal()

    def __init__(
        self,
        session: Session,
        desk: Desk,
        *,
        refused: Callable[[str], object],
        why_not_yet: Callable[[Kind], str],
        shots_of: Callable[[Sequence[str]], Shots],
    ) -> None:
        """`refused`: hears why a key did nothing. `why_not_yet`: why this cannot be said yet of the card on the desk,
        as far as it depends on the catalogue; else empty. `shots_of`: photo -> all photos of its shot, if there are
        others.
        """
        super().__init__(session)
        self._session = session
        self._desk = desk
        self._refused, self._why_not_yet, self._shots_of = refused, why_not_yet, shots_of
        self.unsaved: dict[tuple[str, str], Unsaved] = {}
        # By their ids, the queue in which actions were done here.
        self.done_in: dict[str, Queue] = {}
        # The window's, once it is there: it shows what is decided about.
        self.seen = SeenAtDesk()

    def may_decide(self) -> bool:
        """As what is seen at the desk has it."""
        return self.seen.may_decide()

    def too_quick(self) -> None:
        """A key came before anybody can have seen what it would have decided; nothing was stored."""
        self._refused(self.tr("Too quick: press again"))

    def confirm_match(self, place: int, *, printing: str | None = None) -> None:
        """Confirm the match at this place, from 0; does nothing if there is none. One out of sight is only marked.

        `printing`: the set code of the issue that it is; None: only the card is said.
        """
        desk = self._desk
        if 0 <= place < len(desk.rows):
            if desk.takes_keys and desk.takes_label and not self.seen.is_in_sight(place):
                desk.choose_match(place)
                text = self.tr("Match {number} was out of sight: press again")
                self._refused(text.format(number=place + 1))
                return
            row = desk.rows[place]
            if isinstance(row, ReviewAnswer):
                self._decide(row.kind, None if row.card is None else ChosenCard(row.card, row.name or "", row.printing))
            else:
                self.confirm(ChosenCard(row.card, row.name, printing))

    def take_return(self) -> None:
        """Do what Return does, as the desk shows it."""
        does = self._desk.return_key
        if does.kind is None and self._desk.queue.enter_needs_mark:
            self._refused(self.tr("Mark one first: ↓, or a number"))
        elif does.kind is not None and not self.seen.may_take_return():
            self.too_quick()
        elif does.place is not None:
            self.confirm_match(does.place)
        elif does.kind is not None:
            self.decide(does.kind)

    def confirm(self, card: ChosenCard) -> None:
        self._decide(Kind.CONFIRM, card)

    def decide(self, kind: Kind) -> None:
        self._decide(kind, None)

    def retry(self) -> None:
        """Save what could not be saved again."""
        choices = [unsaved.choice for unsaved in self.unsaved.values()]
        if choices and not self._desk.is_held:
            self._store(choices)

    def skip(self) -> None:
        photo, drawn, sighting = self._desk.photo_id, self._desk.round, self._desk.sighting
        if drawn is not None and photo is not None and sighting is not None:
            if self._desk.takes_keys:
                drawn.pass_over(photo, sighting.sighting_id)
                self._desk.put_next_open()
        elif photo is not None:
            self._act(lambda file, origin: skip(file, [photo], origin), leaving=photo)

    def remove(self, photos: Sequence[str]) -> None:
        if photos:
            self._act(lambda file, origin: remove(file, photos, origin), leaving=self._desk.photo_id)

    def remark(self, act: Callable[[LabelFile, Origin], Action]) -> None:
        """Store a flag or a note about some photos. What is on the desk stays there, opened or not."""
        if not self._desk.is_held:
            self._submit(act, lambda file, action: DeskStep(action, None), self._did, self._did_not)

    def set_corners(self, corners: Points, *, of: str | None, failed: Callable[[], None]) -> None:
        """Set the corners of a sighting, or (without `of`) draw one, which is then shown. `failed`: it is not saved."""
        photo = self._desk.photo_id
        if photo is None or self._desk.is_held:
            return
        names: list[str] = []
        reader = self._desk.reader

        def act(file: LabelFile, origin: Origin) -> Action:
            action = set_corners(file, photo, corners, origin, of=of)
            names.append(action.sighting_id)
            return action.action

        def did_not(error: Known) -> None:
            self._did_not(error)
            failed()

        self._submit(
            act, lambda file, action: DeskStep(action, reader.photo(file, photo), sighting=names[0]), self._did, did_not
        )

    def undo(self, seen: str = "") -> None:
        """Take the last action back; one on several photos, or of another queue, only where it is the one that was
        `seen`, by its id.
        """
        self._take_back(partial(undo, seen=seen, of_other_queues=self._of_other_queues), Kind.UNDO)

    def redo(self, seen: str = "") -> None:
        self._take_back(partial(redo, seen=seen, of_other_queues=self._of_other_queues), Kind.REDO)

    @property
    def _of_other_queues(self) -> frozenset[str]:
        """What was done in another queue than the one that is shown."""
        queue_here = self._desk.queue.id
        return frozenset(action for action, queue in self.done_in.items() if queue.id != queue_here)

    def _take_back(self, move: Callable[[LabelFile, Origin], Action], back: Kind) -> None:
        self.taking_back.emit()
        self._act(move, leaving=None, did=lambda step: self._settled(step, back))

    def do_again(self, action_id: str, photo: str, sighting: str) -> None:
        """Say an undone action once more, as a new one. `photo`, `sighting`: where its history is looked at."""
        left_out: list[int] = []
        reader = self._desk.reader

        def act(file: LabelFile, origin: Origin) -> Action:
            action = do_again(file, action_id, origin, photo=photo, sighting=sighting)
            assert action.action is not None
            left_out.append(action.left_out)
            return action.action

        def did(step: DeskStep) -> None:
            self._did(step, labels=step.action.events, left_out=left_out[0])

        def then(file: LabelFile, action: Action) -> DeskStep:
            return DeskStep(action, reader.photo(file, photo), stays=True, sighting=sighting or None)

        if self._desk.is_held:
            self.too_quick()
        else:
            self._submit(act, then, did, self._did_not)

    def took(self, step: DeskStep, labels: int) -> None:
        """A decision about many photos at once was stored beside the desk: go on as after one of its own."""
        self.done_in[step.action.action_id] = self._desk.queue
        self._did(step, labels=labels)

    def together(self, act: Callable[[LabelFile, Origin], DecidedTogether], over: Callable[[str], None]) -> None:
        """Decide many that were shown beside the desk, as one action. `over`: it is on the disk, or why nothing is."""
        photo, ahead, reader = self._desk.photo_id, self._desk.ahead(), self._desk.reader

        def store(file: LabelFile, origin: Origin) -> Action:
            action = act(file, origin).action
            if action is None:
                raise NothingLeft("Nothing was saved: all of these were decided in the meantime.")
            return action

        def did(step: DeskStep) -> None:
            self.took(step, step.action.events)
            over("")

        def did_not(error: Known) -> None:
            self._did_not(error)
            over(sentence(error))

        self._submit(store, lambda file, action: reader.after_decision(file, action, photo, ahead), did, did_not)

    def strike(self, act: Callable[[LabelFile, Origin], Action | None], over: Callable[[bool, str], None]) -> None:
        """Store what decides nothing beside the desk, where a decision may be on its way.

        `over`: whether it is on the disk, and why not; `act` may have found nothing to do.
        """

        def did(step: DeskStep | None) -> None:
            over(step is not None, "")
            if step is not None:
                self.saved.emit(step.action)
                self._desk.refresh()
                self.over.emit(DecisionOutcome(step))

        def did_not(error: Known) -> None:
            over(False, sentence(error))  # noqa: FBT003 - whether it is on the disk

        try:
            origin = self._session.origin
        except KarutaError as error:
            did_not(error)
            return

        def work(file: LabelFile) -> DeskStep | None:
            before = redoable(file, origin.annotator)
            action = act(file, origin)
            if action is None:
                return None
            return step_after(file, origin.annotator, before, action, lambda: DeskStep(action, None))

        self._session.store_lane.submit(
            lambda file, token: work(file), done=did, failed=did_not, urgency=Urgency.NOW, keep=True
        )

    def _decide(self, kind: Kind, card: ChosenCard | None) -> None:
        """A key refers to what is on the screen: while a decision is being stored there is nothing to decide."""
        desk, photo = self._desk, self._desk.photo
        if photo is None or desk.photo_id is None:
            return
        if not desk.takes_keys:
            self.too_quick()
            return
        if not desk.takes_label:
            self.decided_before.emit()
            return
        if not self.may_decide():
            self.too_quick()
            return
        if why := self._why_not_yet(kind):
            self._refused(why)
            return
        if card is not None and kind is Kind.CONFIRM:
            card = replace(card, finish=self.seen.finish())
        sighting = desk.sighting
        about = sighting.sighting_id if sighting else WHOLE_PHOTO
        # What others said of it is on the screen: whoever decides knows it.
        choice = Choice(photo.photo.sha256, kind, about, card, follows=followed(desk.answers))
        if not desk.sides:
            evidence = replace(
                (sighting or photo).evidence, print_read=self.seen.print_read(card.key if card else None)
            )
            choice = replace(choice, evidence=evidence)
        if kind is Kind.BACK and sighting is not None:
            choice = replace(choice, game=sighting.back)
        if desk.is_blind:
            choice = replace(choice, shown=desk.matches, reordered_by=BLIND)
        elif sighting is not None and not desk.sides and desk.matches != sighting.matches:
            choice = replace(choice, shown=desk.matches, reordered_by=REORDERED_BY)
        self._store([choice])

    def _store(self, choices: list[Choice]) -> None:
        photo, reader, drawn = self._desk.photo_id, self._desk.reader, self._desk.round
        is_blind = self._desk.is_blind
        places = [(choice.photo_sha256, choice.sighting_id) for choice in choices]
        ahead = self._desk.ahead().without(places)

        def act(file: LabelFile, origin: Origin) -> Action:
            kept = [beside_the_label(file, choice) if choice.reordered_by == BLIND else choice for choice in choices]
            return decide(file, kept, origin)

        def did(step: DeskStep) -> None:
            for choice, place in zip(choices, places, strict=True):
                self.unsaved.pop(place, None)
                if drawn is not None:
                    drawn.answer(place, choice.kind, choice.card.key if choice.card else None)
            self._did(step, labels=len(choices))

        def did_not(error: Known) -> None:
            if isinstance(error, CardGone | LibraryReadOnly):
                self._did_not(error)
                return
            has_place = not isinstance(error, LibraryReplaced)
            for choice in choices:
                unsaved = Unsaved(choice, sentence(error), has_place)
                self.unsaved[choice.photo_sha256, choice.sighting_id] = unsaved
            self._did_not(error, is_unsaved=True)

        advance = self._session.settings.advance
        shots = self._shots_of([choice.photo_sha256 for choice in choices])

        def then(file: LabelFile, action: Action) -> DeskStep:
            outcome = reader.after_decision(file, action, photo, ahead, advance=advance)
            # What speaks against an answer would tell the next one.
            is_told = len(choices) == 1 and not is_blind
            return replace(outcome, doubt=doubt_of(file, *places[0], shots)) if is_told else outcome

        self._submit(act, then, did, did_not)

    def _act(
        self,
        act: Callable[[LabelFile, Origin], Action],
        *,
        leaving: str | None,
        did: Callable[[DeskStep], None] | None = None,
    ) -> None:
        """An action on the queue or the journal. `leaving`: the photo that leaves the desk for the next one."""
        ahead, reader = self._desk.ahead(), self._desk.reader

        def then(file: LabelFile, action: Action) -> DeskStep:
            if leaving is not None:
                if leaving not in action.photos:
                    return DeskStep(action, None)
                next_photo = reader.next_photo(file, ahead)
                return DeskStep(action, next_photo, all_decided=next_photo is None)
            # Undo and redo: the desk stands on what was taken back, or brought back.
            touched = next(iter(action.photos)) if len(action.photos) == 1 else None
            return DeskStep(
                action, reader.photo(file, touched) if touched else None, stays=True, sighting=action.sighting
            )

        if not self._desk.is_held:
            self._submit(act, then, did or self._did, self._did_not)

    def _submit(
        self,
        act: Callable[[LabelFile, Origin], Action],
        then: Callable[[LabelFile, Action], DeskStep],
        did: Callable[[DeskStep], None],
        did_not: Failed,
    ) -> None:
        try:
            origin = self._session.origin
        except KarutaError as error:
            did_not(error)
            return
        self._desk.hold()
        self._session.step_back()

        def work(file: LabelFile) -> DeskStep:
            before = redoable(file, origin.annotator)
            action = act(file, origin)
            return step_after(file, origin.annotator, before, action, lambda: then(file, action))

        queue = self._desk.queue

        def stored(step: DeskStep) -> None:
            self.done_in[step.action.action_id] = queue
            did(step)

        # `keep`: it is stored even if the window is closed before its turn.
        self._session.store_lane.submit(
            lambda file, token: work(file), done=stored, failed=did_not, urgency=Urgency.NOW, keep=True
        )

    def _did_not(self, error: Known, *, is_unsaved: bool = False) -> None:
        self._desk.release()
        self.over.emit(DecisionOutcome(error=error, is_unsaved=is_unsaved))

    def _settled(self, step: DeskStep, back: Kind) -> None:
        if (drawn := self._desk.round) is not None:
            for photo in step.action.photos:
                (drawn.take_back if back is Kind.UNDO else drawn.bring_back)((photo, step.action.sighting))
        self._tell(step)
        self._desk.stand_on(step)
        self.over.emit(DecisionOutcome(step, back=back))

    def _did(self, step: DeskStep, *, labels: int = 0, left_out: int = 0) -> None:
        self._tell(step)
        self._desk.go_on(step)
        self.over.emit(DecisionOutcome(step, labels=labels, left_out=left_out))

    def _tell(self, step: DeskStep) -> None:
        self._desk.release()
        self.saved.emit(step.action)


def step_after(
    file: LabelFile, annotator: str, before: Sequence[str], action: Action, read: Callable[[], DeskStep]
) -> DeskStep:
    """The action is stored, even where what comes next cannot be read. In the lane's thread.

    `before`: what was `redoable` before it.
    """
    try:
        return replace(read(), lost=lost_redo(file, annotator, before, action))
    except Exception as error:
        if not is_known(error):
            log.error("what comes after a decision", exc_info=error)
        return DeskStep(action, None)


class GoneCards(QObject):
    """`left`: told when another photo is on the desk, or its newer list, which has no such card."""

    def __init__(self, decisions: Decisions, desk: Desk, *, left: Callable[[], object]) -> None:
        super().__init__(desk)
        self._desk, self._left = desk, left
        self._told_list: tuple[str | None, tuple[CardKey, ...]] | None = None
        decisions.over.connect(self._over)
        desk.photo_shown.connect(self._look)

    @property
    def _list_on_desk(self) -> tuple[str | None, tuple[CardKey, ...]]:
        return self._desk.photo_id, tuple(match.card for match in self._desk.matches)

    def _over(self, outcome: DecisionOutcome) -> None:
        """Of anything else, something else is said by now."""
        self._told_list = self._list_on_desk if isinstance(outcome.error, CardGone) else None

    def _look(self) -> None:
        if self._told_list is not None and self._told_list != self._list_on_desk:
            self._told_list = None
            self._left()
