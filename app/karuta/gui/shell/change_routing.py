"""Keeps the list in step with the library: fetches visible rows, and whatever anybody changed. Draws nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject

from karuta.domain.photo import KeptPhoto
from karuta.domain.queue import Changes, QueueRow
from karuta.gui.desk.desk import Desk
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.library.lookup_queue import LookupQueue
from karuta.gui.library.same_shots import SameShots
from karuta.gui.library.session import Session
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.progress import QueueProgress
from karuta.gui.queue.queue_model import QueueModel
from karuta.jobs.lane import Urgency
from karuta.services.labels.refusals import rows_with_doubts


class ChangeRouting(QObject):
    """Is told of every change, and tells the list, desk, lookups, shots and counts what to read again."""

    def __init__(
        self,
        session: Session,
        *,
        queue: QueueModel,
        arrangement: QueueArrangement,
        desk: Desk,
        lookup_queue: LookupQueue,
        same_shots: SameShots,
        progress: QueueProgress,
    ) -> None:
        super().__init__(session)
        self._session = session
        self._queue = queue
        self._arrangement = arrangement
        self._desk = desk
        self._lookup_queue = lookup_queue
        self._same_shots = same_shots
        self._progress = progress
        queue.wanted.connect(self._fetch_rows)

    def kept(self, kept: Sequence[KeptPhoto]) -> None:
        """Photos came into the library."""
        self._lookup_queue.add((one.added.photo.sha256, one.path) for one in kept)
        if any(not one.added.is_new for one in kept):
            # One that had been removed is back, at its old place.
            self._arrangement.reload()
        if self._arrangement.is_narrowed:
            self._fetch_rows([one.added.photo.sha256 for one in kept])
        self._progress.recount()

    def looked(self, photo: str) -> None:
        """A look at a photo is stored."""
        self._same_shots.want([photo])
        self.changed([photo])
        self._arrangement.looked()
        if photo == self._desk.photo_id:
            self._desk.refresh()

    def changed(self, photos: Collection[str]) -> None:
        if self._arrangement.is_narrowed:
            self._fetch_rows(list(photos))
        else:
            self._queue.refresh(photos)
        self._progress.recount()

    def changed_beside(self, changes: Changes) -> None:
        """Another process may have written it."""
        self.changed(changes.photos)
        self._same_shots.want(changes.photos)
        unknown = [photo for photo in changes.photos if not self._queue.index_of(photo).isValid()]
        if changes.reorders or (unknown and not self._arrangement.is_narrowed):
            self._arrangement.reload()
        if unknown:
            self._lookup_queue.consider(unknown)
        if self._desk.photo_id in changes.photos:
            self._desk.refresh()

    def _fetch_rows(self, photos: Sequence[str]) -> None:
        def came(rows: list[QueueRow]) -> None:
            self._queue.set_rows(photos, rows)
            self._arrangement.settle(rows)

        shots = self._same_shots.of(photos)
        self._session.store_lane.submit(
            lambda file, token: rows_with_doubts(file, photos, shots),
            done=came,
            failed=ignored_if_known(lambda: self._queue.set_rows(photos, [])),  # they are asked for again
            urgency=Urgency.SOON,
        )
