"""Finds undecided photos whose look rests on another model, catalogue or reader than the present ones. Looks none up.

Decisions stay as they are, and so does a label's evidence.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject

from karuta.domain.recognition import Grounds
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.library.lookup_queue import LookupQueue
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.lookups.read_queue import needing_look, needing_look_among


class StaleLooks(QObject):
    """Passes them to the lookup queue, and searches again when a look comes back that rests on something else."""

    def __init__(self, session: Session, lookup_queue: LookupQueue) -> None:
        super().__init__(session)
        self._session = session
        self._lookup_queue = lookup_queue
        lookup_queue.outdated.connect(self.find)

    def find(self) -> None:
        """All of them, given what answers now."""
        self._session.engine_lane.submit(
            lambda opened, token: opened.recogniser.grounds,
            done=self._find,
            failed=ignored_if_known(),  # the lookup queue reports what is wrong
            key="grounds",
            urgency=Urgency.LATER,
        )

    def consider(self, photos: Collection[str]) -> None:
        """Those of these photos that somebody changed something about: an undo may have made them undecided."""
        grounds = self._lookup_queue.grounds
        if grounds is not None and photos:
            self._session.store_lane.submit(
                lambda file, token: needing_look_among(file, grounds, sorted(photos)),
                done=self._lookup_queue.add_stale,
                failed=ignored_if_known(),  # they are found at the next start
                urgency=Urgency.LATER,
            )

    def _find(self, grounds: Grounds) -> None:
        self._lookup_queue.grounds = grounds
        self._session.store_lane.submit_steps(
            lambda file, token: needing_look(file, grounds),
            each=self._lookup_queue.add_stale,
            failed=ignored_if_known(),  # they are found at the next start
            key="stale",
            urgency=Urgency.LATER,
        )
