"""Lets a person find a batch or listing among very many, and shows it in the list. Reads nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from karuta.domain.queue import BatchSummary
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.gui.queue.batch_dialog import BatchDialog


class FindBatch(QObject):
    """`show` puts a dialog over the window."""

    def __init__(self, arrangement: QueueArrangement, window: QWidget, show: Callable[[QDialog], None]) -> None:
        super().__init__(window)
        self._arrangement = arrangement
        self._window = window
        self._show = show

    def among(self, places: Sequence[BatchSummary]) -> None:
        dialog = BatchDialog(places, self._window)
        dialog.chosen.connect(lambda place: self._arrangement.choose_place(place.batch, place.listing))
        self._show(dialog)
