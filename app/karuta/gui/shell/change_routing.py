"""Keeps the list in step with the library: fetches visible rows, and whatever anybody changed. Draws nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject

from karuta.domain.photo import KeptPhoto
from karuta.domain.queue import Changes, QueueRow
from karuta.gui.desk.library_parts import LibraryParts
from karuta.gui.kit.failures import ignored_if_known
from karuta.jobs.lane import Urgency
from karuta.services.labels.doubts import rows_with_doubts


class ChangeRouting(QObject):
    """Is told of every change, and tells the list, desk, lookups, shots and counts what to read again."""

    def __init__(self, parts: LibraryParts) -> None:
        super().__init__(parts.session)
        self._parts = parts
        self._queue = parts.queue_model
        self._arrangement = parts.arrangement
        parts.queue_model.wanted.connect(self._fetch_rows)

    def kept(self, kept: Sequence[KeptPhoto]) -> None:
        """Photos came into the library."""
        self._parts.lookup_queue.add((one.added.photo.sha256, one.path) for one in kept)
        if any(not one.added.is_new for one in kept):
            # One that had been removed is back, at its old place.
            self._arrangement.reload()
        if self._arrangement.is_narrowed:
            self._fetch_rows([one.added.photo.sha256 for one in kept])
        self._parts.progress.recount()

    def looked(self, photo: str) -> None:
        """A look at a photo is stored: where it is on the desk, it is shown before anything else is read."""
        if photo == self._parts.desk.photo_id:
            self._parts.desk.refresh()
        self._parts.outside_changes.tell([photo])
        self._arrangement.looked()

    def changed(self, photos: Collection[str]) -> None:
        if self._arrangement.is_narrowed:
            self._fetch_rows(list(photos))
        else:
            self._queue.refresh(photos)
        self._parts.progress.recount()

    def written(self, changes: Changes) -> None:
        """Here, or by another process."""
        self.changed(changes.photos)
        unknown = [photo for photo in changes.photos if not self._queue.index_of(photo).isValid()]
        if changes.reorders or (unknown and not self._arrangement.is_narrowed):
            self._arrangement.reload()
        if unknown:
            self._parts.lookup_queue.consider(unknown)
        if self._parts.desk.photo_id in changes.photos:
            self._parts.desk.refresh()

    def _fetch_rows(self, photos: Sequence[str]) -> None:
        def came(rows: list[QueueRow]) -> None:
            self._queue.set_rows(photos, rows)
            self._arrangement.settle(rows)

        shots = self._parts.same_shots.of(photos)
        self._parts.session.store_lane.submit(
            lambda file, token: rows_with_doubts(file, photos, shots),
            done=came,
            failed=ignored_if_known(lambda: self._queue.set_rows(photos, [])),  # they are asked for again
            urgency=Urgency.SOON,
        )
