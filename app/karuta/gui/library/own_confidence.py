"""Keeps what this library's own labels say about the model's claims, updated as labels come. Shows nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from karuta.domain.auto_confirm import NOTHING_LEARNED, OwnConfidence, claimed
from karuta.domain.match import Match
from karuta.domain.statistics import Share
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.labels.auto_confirm import own_confidence

EVERY_LABELS = 20


class LibraryConfidence(QObject):
    """`learned`: the figures have changed."""

    learned = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._own = NOTHING_LEARNED
        self._since = 0

    def here(self, matches: Sequence[Match]) -> Share | None:
        """How often claims like this one were right in this library; None if there are too few."""
        claim = claimed(matches)
        return None if claim is None else self._own.here(claim)

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
            failed=ignored_if_known(),  # no model, no claims; others report it
            key="confidence",
            urgency=Urgency.LATER,
        )

    def _learn_of(self, model_hash: str) -> None:
        self._session.store_lane.submit(
            lambda file, token: own_confidence(file, model_hash=model_hash, cancel=token),
            done=self._came,
            failed=ignored_if_known(),  # learned at the next turn
            key="confidence",
            urgency=Urgency.LATER,
            yields=True,
        )

    def _came(self, own: OwnConfidence) -> None:
        self._own = own
        self.learned.emit()
