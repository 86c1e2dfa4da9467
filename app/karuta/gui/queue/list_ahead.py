"""The list that comes after the photo on the desk, and the one that a person waits for. Reads nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from karuta.domain.desk import DeskPhoto
from karuta.domain.queue import EVERYTHING, QueueFilter, QueueOrder
from karuta.gui.queue.drawn_round import Place
from karuta.gui.queue.queues import queue_of


@dataclass(frozen=True)
class Ahead:
    """The list as shown, from the photo on the desk on and around to it; with its filter and its order.

    `waiting`: what of it is looked at anew, where that was drawn.
    """

    photos: Sequence[str] = ()
    filter: QueueFilter = EVERYTHING
    order: QueueOrder = QueueOrder.STACK
    waiting: frozenset[Place] | None = None

    def asks(self, photo: DeskPhoto) -> bool:
        """Whether something in it waits for a person."""
        if self.waiting is None:
            return bool(queue_of(self.filter).asks(photo))
        return any(
            (photo.photo.sha256, sighting.sighting_id) in self.waiting
            for sighting in photo.sightings
            if sighting.matches
        )

    def without(self, places: Iterable[Place]) -> Ahead:
        """Once these are answered."""
        if self.waiting is None:
            return self
        waiting = self.waiting.difference(places)
        return replace(
            self,
            waiting=waiting,
            filter=replace(self.filter, drawn=frozenset(photo for photo, _ in waiting)),
        )


class AwaitedList(QObject):
    """`changed`: the old list is on its way out now, or the one that was asked for stands (or nothing came of it).

    `wishes`: how often a person has asked for another list.

    A text is spelt until its cards are known; a filter or an order is read until its list is. `overtaken`: a person has
    done something that counts more than what they wanted of the list.
    """

    changed = Signal(bool)
    overtaken = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.wishes = 0
        self._texts = 0
        self._is_spelt = False
        self.is_read = False

    @property
    def is_awaited(self) -> bool:
        return self._is_spelt or self.is_read

    def spell(self) -> int:
        """Another text is being typed; the number of it."""
        self._texts += 1
        self._set(spelt=True, read=self.is_read)
        return self._texts

    def spelt(self, text: int) -> None:
        """The cards of this text are known; if a newer one is being typed, that one counts."""
        self._set(spelt=self._is_spelt and not self.is_newest(text), read=self.is_read)

    def is_newest(self, text: int) -> bool:
        return text == self._texts

    def read(self) -> None:
        """Another list is being read."""
        self._set(spelt=self._is_spelt, read=True)

    def stands(self) -> None:
        """It was read, or cannot be."""
        self._set(spelt=self._is_spelt, read=False)

    def _set(self, *, spelt: bool, read: bool) -> None:
        before = self.is_awaited
        self._is_spelt, self.is_read = spelt, read
        if self.is_awaited != before:
            self.changed.emit(self.is_awaited)
