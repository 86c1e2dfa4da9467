"""The listings of a page: what was found of each, what an agent decides about it, and the day's count. Shows nothing.

Findings come from the engine's lane: the one on the screen at once, the others one after the other while nothing else
waits, the next one first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from karuta import clock
from karuta.domain.doubt import LabelDoubt, doubt_about
from karuta.domain.errors import KarutaError, Known
from karuta.domain.label import Kind, Origin, Points, Source
from karuta.domain.photo import Arrival
from karuta.gui.kit.while_alive import Asker, while_alive
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Job, Urgency
from karuta.listings.domain.check.checked import KeptDecision, ListingDecision, SettledCheck
from karuta.listings.services.check.decide_listing import (
    NamedCard,
    decide_listing,
    figures_since,
    kept_decisions,
    named_card,
    settle_listing,
)
from karuta.listings.services.check.listing_sources import QueuedListing
from karuta.listings.services.check.look_at_listing import KeptLooks, ListingLook, ListingLooker
from karuta.listings.services.check.read_titles import open_title_reader
from karuta.listings.services.check.same_photos import SeenShots
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import LabelFile
from karuta.services.lookups.look_up import MATCHES_KEPT


class ListingBook(QObject):
    """Listings are named by their place, from 0. `given`: others are there. `changed`: a finding or a decision came.

    `refused`: why nothing can be checked here.
    """

    given = Signal()
    changed = Signal(int)
    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asker = Asker(self, self._refuse)
        self.listings: list[QueuedListing] = []
        self.looks: dict[int, ListingLook] = {}
        self.decisions: dict[str, KeptDecision] = {}
        self._shots = SeenShots()
        self._looker: ListingLooker | None = None
        self._place = 0
        self._jobs: dict[int, Job] = {}
        self._is_over = False

    def prepare(self) -> None:
        """Read the names of the catalogue, once; what waits begins then."""
        session = self._session
        work = partial(_looker, resources=session.resources)
        self._asker(session.cards_lane, work, self._prepared, key="titles of listings")

    def open(self, listings: Sequence[QueuedListing], then: Callable[[int], None]) -> None:
        """Others instead, with what is decided about them; `then` hears where the next undecided one stands."""
        keys = [listing.key for listing in listings]

        def came(decisions: Mapping[str, KeptDecision]) -> None:
            if self._is_over:
                return
            self._drop_all()
            self.listings, self.looks, self._shots = list(listings), {}, SeenShots()
            self.decisions.update(decisions)
            self._place = self._left_at()
            self.given.emit()
            then(self._place)

        def failed(error: Known) -> None:
            came({})
            self._refuse(error)

        work = partial(kept_decisions, keys=keys)
        self._asker(self._session.store_lane, work, came, failed=failed, key="decisions about listings")

    def take(self, listing: QueuedListing) -> int:
        """One more; returns its place."""
        self.listings.append(listing)
        self._asker(self._session.store_lane, partial(kept_decisions, keys=[listing.key]), self._decisions_came)
        self.given.emit()
        self._pump()
        return len(self.listings) - 1

    def stand_at(self, place: int) -> None:
        """This one is on the screen: it goes first, and those after it next."""
        self._place = place
        if place not in self._jobs and place not in self.looks and place < len(self.listings):
            self._ask(place, Urgency.NOW)
        self._pump()

    def decided(self, place: int) -> KeptDecision | None:
        return self.decisions.get(self.listings[place].key)

    def doubted(self, place: int) -> LabelDoubt | None:
        """Doubt about the label that was given with the decision about a listing; None where there is none."""
        kept, look = self.decided(place), self.looks.get(place)
        if kept is None or kept.decision.card is None or look is None:
            return None
        card = kept.decision.card.key
        lists = [seen.matches for seen in look.finding.seen]
        doubts = [doubt_about(card, shown) for shown in lists if any(match.card == card for match in shown)]
        return doubts[0] if doubts and None not in doubts else None

    def keep(self, key: str, decision: KeptDecision | None) -> None:
        """Take over what is decided about a listing now; None: nothing."""
        if decision is None:
            self.decisions.pop(key, None)
        else:
            self.decisions[key] = decision
        for place in self.places_of(key):
            self.changed.emit(place)

    def places_of(self, key: str) -> list[int]:
        return [place for place, listing in enumerate(self.listings) if listing.key == key]

    def same_photos(self, place: int) -> list[str]:
        """The other listings that have one of its photos, by their ids."""
        return sorted(self.listings[other].listing.listing_id for other in self._shots.others(place))

    def close(self) -> None:
        """Nothing is looked at any more."""
        self._is_over = True
        self._drop_all()

    # Inside

    def _left_at(self) -> int:
        """The next undecided place after the one that was decided last; the first where there is none."""
        times = [
            kept.time if (kept := self.decisions.get(listing.key)) is not None else "" for listing in self.listings
        ]
        last = max((place for place, time in enumerate(times) if time), key=times.__getitem__, default=-1)
        order = (*range(last + 1, len(times)), *range(last + 1))
        return next((place for place in order if not times[place]), 0)

    def _prepared(self, looker: ListingLooker) -> None:
        self._looker = looker
        self.stand_at(self._place)

    def _ask(self, place: int, urgency: Urgency) -> None:
        looker, queued = self._looker, self.listings[place]
        if looker is None or self._is_over:
            return
        self._jobs[place] = self._asker(
            self._session.engine_lane,
            lambda opened: looker.look(opened, queued),
            lambda look: self._came(place, look),
            failed=lambda error: self._did_not_come(place, error),
            urgency=urgency,
        )

    def _pump(self) -> None:
        """One is looked at ahead: the nearest after the one on the screen, then those before it."""
        if self._jobs:
            return
        count = len(self.listings)
        ahead = (place % count for place in range(self._place, self._place + count))
        place = next((number for number in ahead if number not in self.looks), None)
        if place is not None:
            self._ask(place, Urgency.NOW if place == self._place else Urgency.AHEAD)

    def _came(self, place: int, look: ListingLook) -> None:
        self._jobs.pop(place, None)
        self.looks[place] = look
        self._shots.add(place, look.checked.greys)
        for changed in (place, *self._shots.others(place)):
            self.changed.emit(changed)
        self._pump()

    def _did_not_come(self, place: int, error: Known) -> None:
        """The engine does not answer: nothing else is tried, and why is said."""
        self._jobs.pop(place, None)
        self._refuse(error)

    def _refuse(self, error: Known) -> None:
        if not self._is_over:
            self.refused.emit(sentence(error))

    def _decisions_came(self, decisions: Mapping[str, KeptDecision]) -> None:
        for key, decision in decisions.items():
            self.keep(key, decision)

    def _drop_all(self) -> None:
        for job in self._jobs.values():
            job.drop()
        self._jobs.clear()


def _looker(library: LibraryFolder, resources: Path) -> ListingLooker:
    kept = KeptLooks(library)
    kept.thin()
    return ListingLooker(open_title_reader(library, resources), resources, kept)


Value = TypeVar("Value")


@dataclass(frozen=True)
class ShownCard:
    """The place of the card that an agent named."""

    photo: str
    corners: Points


class Deciding(QObject):
    """One decision at a time. `stored`: about which listing. `settled`: one was taken or brought back.

    `asked`: the decision that would be taken back, or (False) brought back, is of no listing of the page: nothing was
    done, and the same once more does it.

    `failed`: why nothing was stored. `counted`: the day's figures.
    """

    stored = Signal(str)
    settled = Signal(object)
    asked = Signal(object, bool)
    failed = Signal(str)
    counted = Signal(object)

    def __init__(self, session: Session, book: ListingBook, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._book = session, book
        self._ask = Asker(self, self._fail)
        self.is_busy = False
        self._asked: tuple[str, str, bool] | None = None

    def decide(self, look: ListingLook, decision: ListingDecision, shown: ShownCard | None) -> None:
        """`shown`: where the card is that the decision names; then its label is stored too."""
        origin = self._begin()
        if origin is None:
            return
        if decision.card is None or shown is None:
            self._store(look, decision, origin, None)
            return
        card = decision.card
        path, library = look.path(shown.photo), self._session.library
        place = Arrival(path, look.queued.source or None, look.queued.listing.listing_id)
        self._session.engine_lane.submit(
            lambda opened, token: named_card(
                library,
                path,
                shown.corners,
                card,
                listing=place,
                recognise=lambda photo: opened.recogniser.recognise(photo, k=MATCHES_KEPT, cancel=token),
            ),
            # A decision is stored even if the page has gone by then.
            done=lambda named: self._store(look, decision, origin, named),
            failed=while_alive(self, self._fail),
            urgency=Urgency.NOW,
        )

    def undo(self) -> None:
        self._settle(Kind.UNDO, self.tr("Nothing to undo on this page."))

    def redo(self) -> None:
        self._settle(Kind.REDO, self.tr("Nothing to redo on this page."))

    def forget_asked(self) -> None:
        """Something else was done or is looked at: what was asked must be asked anew."""
        self._asked = None

    def count(self) -> None:
        """The day's figures, of who works here."""
        try:
            annotator = self._session.origin.annotator
        except KarutaError:
            return
        begins = clock.midnight(clock.on_the_wall().date())
        since = begins.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        self._ask(
            self._session.store_lane,
            lambda file: figures_since(file, annotator, since=since),
            self.counted.emit,
            failed=lambda error: self.failed.emit(sentence(error)),
            key="figures of checks",
        )

    # Inside

    def _begin(self) -> Origin | None:
        if self.is_busy:
            return None
        try:
            origin = replace(self._session.origin, source=Source.CHECK)
        except KarutaError as error:
            self.failed.emit(sentence(error))
            return None
        self.is_busy = True
        return origin

    def _store(self, look: ListingLook, decision: ListingDecision, origin: Origin, named: NamedCard | None) -> None:
        shown = look.shown

        def work(file: LabelFile) -> KeptDecision | None:
            decide_listing(file, shown, decision, origin, named=named)
            return kept_decisions(file, [shown.key]).get(shown.key)

        def stored(kept: KeptDecision | None) -> None:
            self.is_busy = False
            self._book.keep(shown.key, kept)
            self.stored.emit(shown.key)
            self.count()

        self._write(work, stored)

    def _settle(self, kind: Kind, nothing: str) -> None:
        origin, back = self._begin(), kind is Kind.UNDO
        if origin is None:
            return
        keys, asked = frozenset(listing.key for listing in self._book.listings), self._asked

        def work(file: LabelFile) -> tuple[SettledCheck | None, Mapping[str, KeptDecision]]:
            check = settle_listing(
                file, kind, origin, lambda kept: kept.key in keys or asked == (kept.key, kept.time, back)
            )
            return check, {} if check is None else kept_decisions(file, [check.kept.key])

        def settled(outcome: tuple[SettledCheck | None, Mapping[str, KeptDecision]]) -> None:
            check, now = outcome
            self.is_busy, self._asked = False, None
            if check is None:
                self.failed.emit(nothing)
            elif not check.is_done:
                self._asked = (check.kept.key, check.kept.time, back)
                self.asked.emit(check.kept, back)
            else:
                self._book.keep(check.kept.key, now.get(check.kept.key))
                self.settled.emit(check.kept)
                self.count()

        self._write(work, settled)

    def _write(self, work: Callable[[LabelFile], Value], then: Callable[[Value], None]) -> None:
        self._ask(self._session.store_lane, work, then, urgency=Urgency.NOW, keep=True)

    def _fail(self, error: Known) -> None:
        self.is_busy = False
        self.failed.emit(sentence(error))
