"""Lets a person find a batch or listing among very many, and shows it in the list. Reads nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from karuta.domain.queue import BatchSummary
from karuta.gui.kit.find_dialog import FindDialog, FindRow
from karuta.gui.queue.arrangement import QueueArrangement


class FindBatch(QObject):
    """`show` puts a dialog over the window."""

    def __init__(self, arrangement: QueueArrangement, window: QWidget, show: Callable[[QDialog], None]) -> None:
        super().__init__(window)
        self._arrangement = arrangement
        self._window = window
        self._show = show

    def among(self, places: Sequence[BatchSummary]) -> None:
        all_places = _with_whole_batches(places)
        rows = [FindRow(f"{_words(place)}   {place.photos:,}", _words(place)) for place in all_places]
        dialog = FindDialog(
            rows,
            title=self.tr("Find a batch or listing"),
            name=self.tr("Batch or listing to find"),
            parent=self._window,
        )
        dialog.chosen.connect(lambda at: self._arrangement.choose_place(all_places[at].batch, all_places[at].listing))
        self._show(dialog)


def _words(place: BatchSummary) -> str:
    return " › ".join(part for part in (place.batch, place.listing) if part)


def _with_whole_batches(places: Sequence[BatchSummary]) -> list[BatchSummary]:
    """Each batch with all its photos, then its listings."""
    whole: dict[str, list[BatchSummary]] = {}
    for place in places:
        if place.batch is not None:
            whole.setdefault(place.batch, []).append(place)
    result: list[BatchSummary] = []
    for batch, parts in whole.items():
        photos, done = sum(part.photos for part in parts), sum(part.done for part in parts)
        result.append(BatchSummary(batch, None, photos, done))
        result += [part for part in parts if part.listing is not None]
    return result
