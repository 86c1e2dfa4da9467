"""Keeps the desk in the list: where another filter's list stands without its photo, one of that list comes.

The next one that waits, or the first where all are decided. Keys count for what stands in the list. What a person
opens, takes back or brings back is their newer wish.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from karuta.domain.queue import QueueFilter
from karuta.gui.desk.library_parts import LibraryParts
from karuta.gui.desk.reading import Done


class DeskInList(QObject):
    """Moves nothing while a decision is stored, which says itself what comes next: it looks again after that."""

    def __init__(self, parts: LibraryParts) -> None:
        super().__init__(parts.desk)
        self._desk = parts.desk
        self._arrangement = arrangement = parts.arrangement
        self._queue = parts.queue_model
        self._looks_again = False
        # The photo that something was taken back on, and which filter was chosen by then: None where it is not known
        # yet, because a text is being typed or its list read.
        self._taken_back: tuple[str | None, QueueFilter | None] | None = None
        arrangement.shown.connect(self._know_filter)
        arrangement.narrowed.connect(self._look)
        # How often another list had been asked for when an undo was.
        self._wishes_then = 0
        parts.decisions.taking_back.connect(self._ask_back)
        parts.decisions.over.connect(self._over)
        parts.decisions.undone.connect(self._stand)
        parts.decisions.redone.connect(self._stand)

    def _ask_back(self) -> None:
        self._wishes_then = self._arrangement.awaited.wishes

    def _stand(self, done: Done) -> None:
        """The list of a filter that was chosen before does not take the desk away again, nor does Enter before it; one
        that was chosen since does.
        """
        if self._arrangement.awaited.wishes != self._wishes_then:
            return
        self._arrangement.awaited.overtaken.emit()
        if done.shown is not None:
            wanted = None if self._arrangement.awaited.is_awaited else self._arrangement.wanted
            self._taken_back = (self._desk.photo_id, wanted)

    def _know_filter(self) -> None:
        """A list stands; if no other is on its way, its filter is what was chosen when something was taken back."""
        if self._taken_back is not None and self._taken_back[1] is None and not self._arrangement.awaited.is_awaited:
            self._taken_back = (self._taken_back[0], self._arrangement.wanted)

    def _over(self) -> None:
        if self._looks_again:
            self._look()

    def _look(self) -> None:
        self._looks_again = self._desk.is_held
        if self._looks_again:
            return
        here = self._desk.opening or self._desk.photo_id
        if self._taken_back == (here, None):
            return
        stands, self._taken_back = (here, self._arrangement.wanted) == self._taken_back, None
        if stands:
            return
        if self._queue.neighbour(None, 1) is None:
            self._desk.clear()
        elif not (here and self._queue.index_of(here).isValid()):
            self._desk.put_next_open(or_first=True)
