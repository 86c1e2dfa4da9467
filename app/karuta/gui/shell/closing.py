"""Leaving a library: asks about what is not saved, then ends what runs, so that nothing of it is left behind."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from karuta.gui.desk.decisions import Decisions
from karuta.gui.features.training.training import Training
from karuta.gui.kit.dialog_kit import DialogKit


class Closing(QObject):
    """A dialog that is open is given up; a training keeps what it has come to."""

    def __init__(
        self, *, decisions: Decisions, training: Training, close_library: Callable[[], None], kit: DialogKit
    ) -> None:
        super().__init__(kit.window)
        self._decisions = decisions
        self._close_library = close_library
        self._kit = kit
        self._training = training

    def is_agreed(self) -> bool:
        unsaved = len(self._decisions.unsaved)
        if not unsaved:
            return True
        text = self.tr("{count} decisions are not saved and would be lost.", "", unsaved)
        return self._kit.ask.agrees(self.tr("Not saved"), text.format(count=f"{unsaved:,}"), deed=self.tr("Close"))

    def leave(self) -> None:
        if self._kit.host.current is not None:
            self._kit.host.current.reject()
        self._training.close()
        self._close_library()
