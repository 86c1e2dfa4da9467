"""Keeps the desk in the list: where another filter's list stands without its photo, one of that list comes.

The next one that waits, or the first where all are decided. Keys count for what stands in the list. What a person
opens, takes back or brings back is their newer wish.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from karuta.gui.desk.decisions import DecisionOutcome
from karuta.gui.desk.library_parts import LibraryParts


class DeskInList(QObject):
    """Moves nothing while a decision is stored, which says itself what comes next: it looks again after that."""

    def __init__(self, parts: LibraryParts) -> None:
        super().__init__(parts.desk)
        self._desk = parts.desk
        self._arrangement = arrangement = parts.arrangement
        self._queue = parts.queue_model
        self._looks_again = False
        # The photo that something was taken back on, and how often a list had been asked for when that was.
        self._taken_back: tuple[str | None, int] | None = None
        self._wishes_then = 0
        arrangement.narrowed.connect(self._look)
        parts.decisions.taking_back.connect(self._ask_back)
        parts.decisions.over.connect(self._over)

    def _ask_back(self) -> None:
        """A person wants what is taken back now, not the photo that Enter waits for."""
        self._wishes_then = self._arrangement.awaited.wishes
        self._arrangement.awaited.overtaken.emit()

    def _over(self, outcome: DecisionOutcome) -> None:
        if outcome.back is not None and outcome.step is not None and outcome.step.shown is not None:
            # No list that was asked for before takes the desk away again; one that was asked for since does.
            self._taken_back = (self._desk.photo_id, self._wishes_then)
        if self._looks_again:
            self._look()

    def _look(self) -> None:
        self._looks_again = self._desk.is_held
        if self._looks_again or self._arrangement.queue.items is not None:
            return
        photo = self._desk.opening or self._desk.photo_id
        if self._taken_back == (photo, self._arrangement.awaited.wishes):
            return
        place = self._arrangement.place_in_queue()
        if self._queue.neighbour(None, 1) is None:
            self._desk.clear()
        elif place is not None or not (photo and self._queue.index_of(photo).isValid()):
            self._desk.put_next_open(or_first=True, rather=place)
