"""Lessons of this library's own labels: exemplars for the recogniser, and how often its claims were right here.

Both follow the labels as they come. Decides nothing and shows nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, Signal

from karuta.domain.match import Match
from karuta.domain.own_confidence import NOTHING_LEARNED, OwnConfidence, claimed
from karuta.domain.statistics import Share
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.labels.own_confidence import own_confidence
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.exemplars import (
    Asking,
    PhotoExemplars,
    asking,
    embed_lacking,
    read_exemplars,
    take_exemplars,
)


class ExemplarFeed(QObject):
    """`asking`: the model that needs exemplars, as far as it is known."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.asking: Asking | None = None

    def start(self) -> None:
        """Embed crops that only another model has embedded, while nothing else is to be done."""
        self._session.engine_lane.submit(
            lambda opened, token: asking(opened),
            done=self._know,
            failed=ignore_expected(),  # it is asked again with the first label
            urgency=Urgency.LATER,
        )
        self._session.engine_lane.submit_steps(
            lambda opened, token: embed_lacking(opened),
            each=lambda left: None,
            failed=ignore_expected(),  # a library without cards: the desk says so
            key="embed exemplars",
            urgency=Urgency.LATER,
        )

    def _know(self, what: Asking | None) -> None:
        self.asking = what

    def tell(self, photos: Collection[str], exemplars: PhotoExemplars | None = None) -> None:
        """Something was decided about these photos: pass their exemplars to the recogniser. `exemplars`: as they
        were read for `asking`; they are read again where another model answers by now.
        """
        some = sorted(photos)

        def take(opened: OpenLibrary) -> Asking | None:
            what = asking(opened)
            if exemplars is not None and exemplars.asking == what:
                take_exemplars(opened, exemplars)
            return what

        def taken(what: Asking | None) -> None:
            self._know(what)
            if what is not None and (exemplars is None or exemplars.asking != what):
                self._read(some, what)

        self._session.engine_lane.submit(
            lambda opened, token: take(opened), done=taken, failed=ignore_expected(), urgency=Urgency.SOON
        )

    def _read(self, photos: list[str], what: Asking) -> None:
        self._session.store_lane.submit(
            lambda file, token: read_exemplars(file, photos, what),
            done=lambda exemplars: self.tell(photos, exemplars),
            failed=ignore_expected(),  # they answer from the next start on
            urgency=Urgency.SOON,
        )


EVERY_LABELS = 20


class LibraryConfidence(QObject):
    """`learned`: the figures have changed."""

    learned = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._own = NOTHING_LEARNED
        self._since = 0

    def share_of(self, matches: Sequence[Match]) -> Share | None:
        """How often claims like this one were right in this library; None if there are too few."""
        claim = claimed(matches)
        return None if claim is None else self._own.share_of(claim)

    def count(self, labels: int) -> None:
        """This many more labels were given."""
        self._since += labels
        if self._since >= EVERY_LABELS:
            self.learn()

    def learn(self) -> None:
        """After the label and the lookup under way."""
        self._since = 0
        self._session.engine_lane.submit(
            lambda opened, token: opened.recogniser.model.hash,
            done=self._learn_of,
            failed=ignore_expected(),  # no model, no claims; others report it
            key="confidence",
            urgency=Urgency.LATER,
        )

    def _learn_of(self, model_hash: str) -> None:
        self._session.store_lane.submit(
            lambda file, token: own_confidence(file, model_hash=model_hash, cancel=token),
            done=self._came,
            failed=ignore_expected(),  # learned at the next turn
            key="confidence",
            urgency=Urgency.LATER,
            yields=True,
        )

    def _came(self, own: OwnConfidence) -> None:
        self._own = own
        self.learned.emit()
