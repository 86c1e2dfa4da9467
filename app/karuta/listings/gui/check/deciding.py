"""Stores what an agent decides, takes it back, brings it back, and counts the day. Chooses nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from karuta.domain.errors import KarutaError, Known
from karuta.domain.label import Origin, Points, Source
from karuta.domain.photo import Arrival
from karuta.gui.kit.while_alive import Asker, while_alive
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.listings.domain.check.checked import KeptDecision, ListingDecision, SettledCheck
from karuta.listings.gui.check.listing_book import ListingBook
from karuta.listings.services.check.decide_listing import (
    NamedCard,
    decide_listing,
    figures_since,
    kept_decisions,
    named_card,
    redo_listing,
    undo_listing,
)
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.services.labels.open_labels import LabelFile
from karuta.services.lookups.look_up import MATCHES_KEPT

Value = TypeVar("Value")
_Settle = Callable[[LabelFile, Origin, Callable[[KeptDecision], bool]], SettledCheck | None]


@dataclass(frozen=True)
class ShownCard:
    """Where on the screen the card was that an agent named."""

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
        self._settle(undo_listing, self.tr("Nothing to undo on this page."), back=True)

    def redo(self) -> None:
        self._settle(redo_listing, self.tr("Nothing to redo on this page."), back=False)

    def forget_asked(self) -> None:
        """Something else was done or is looked at: what was asked must be asked anew."""
        self._asked = None

    def count(self) -> None:
        """The day's figures, of who works here."""
        try:
            annotator = self._session.origin.annotator
        except KarutaError:
            return
        begins = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
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

        def done(kept: KeptDecision | None) -> None:
            self.is_busy = False
            self._book.keep(shown.key, kept)
            self.stored.emit(shown.key)
            self.count()

        self._write(work, done)

    def _settle(self, settle: _Settle, nothing: str, *, back: bool) -> None:
        origin = self._begin()
        if origin is None:
            return
        here, asked = frozenset(listing.key for listing in self._book.listings), self._asked

        def work(file: LabelFile) -> tuple[SettledCheck | None, Mapping[str, KeptDecision]]:
            found = settle(file, origin, lambda kept: kept.key in here or asked == (kept.key, kept.time, back))
            return found, {} if found is None else kept_decisions(file, [found.kept.key])

        def done(said: tuple[SettledCheck | None, Mapping[str, KeptDecision]]) -> None:
            found, now = said
            self.is_busy, self._asked = False, None
            if found is None:
                self.failed.emit(nothing)
            elif not found.is_done:
                self._asked = (found.kept.key, found.kept.time, back)
                self.asked.emit(found.kept, back)
            else:
                self._book.keep(found.kept.key, now.get(found.kept.key))
                self.settled.emit(found.kept)
                self.count()

        self._write(work, done)

    def _write(self, work: Callable[[LabelFile], Value], done: Callable[[Value], None]) -> None:
        self._ask(self._session.store_lane, work, done, urgency=Urgency.NOW, keep=True)

    def _fail(self, error: Known) -> None:
        self.is_busy = False
        self.failed.emit(sentence(error))
