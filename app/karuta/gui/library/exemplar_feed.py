"""Keeps the recogniser's exemplars in step with the labels: after each decision, beside the lookups.

Decides nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from karuta.gui.kit.failures import ignored_if_known, only_logged
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.lookups.exemplars import (
    Asking,
    PhotoExemplars,
    asking,
    embed_lacking,
    read_exemplars,
    take_exemplars,
)

log = logging.getLogger(__name__)


class ExemplarFeed(QObject):
    """`taken`: the recogniser knows what was decided about these photos."""

    taken = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def start(self) -> None:
        """Embed crops that only another model has embedded, while nothing else is to be done."""
        self._session.engine_lane.submit_steps(
            lambda opened, token: embed_lacking(opened),
            each=lambda left: None,
            failed=ignored_if_known(),  # a library without cards: the desk says so
            key="embed exemplars",
            urgency=Urgency.LATER,
        )

    def tell(self, photos: Collection[str]) -> None:
        """Something was decided about these photos: read their exemplars, and pass them to the recogniser."""
        some = sorted(photos)

        def asked(what: Asking | None) -> None:
            if what is not None:
                self._read(some, what)

        self._session.engine_lane.submit(
            lambda opened, token: asking(opened), done=asked, failed=ignored_if_known(), urgency=Urgency.SOON
        )

    def _read(self, photos: list[str], what: Asking) -> None:
        self._session.store_lane.submit(
            lambda file, token: read_exemplars(file, photos, what),
            done=lambda found: self._take(photos, found),
            failed=only_logged(log, "exemplars"),
            urgency=Urgency.SOON,
        )

    def _take(self, photos: list[str], found: PhotoExemplars) -> None:
        self._session.engine_lane.submit(
            lambda opened, token: take_exemplars(opened, found),
            done=lambda _: self.taken.emit(photos),
            failed=only_logged(log, "exemplars"),
            urgency=Urgency.SOON,
        )
