"""Leaving a library: asks about what is not saved, then ends what runs, so that nothing of it is left behind."""

from __future__ import annotations

from PySide6.QtCore import QObject

from karuta.gui.features.training.training import Training
from karuta.gui.kit.ask import Ask
from karuta.gui.kit.dialog_host import DialogHost
from karuta.gui.shell.composition import Composition


class Closing(QObject):
    """A dialog that is open is given up; a training keeps what it has come to."""

    def __init__(self, work: Composition, ask: Ask, dialogs: DialogHost, training: Training) -> None:
        super().__init__(work)
        self._work = work
        self._ask = ask
        self._dialogs = dialogs
        self._training = training

    def is_agreed(self) -> bool:
        unsaved = len(self._work.deciding.unsaved)
        if not unsaved:
            return True
        text = self.tr("{count} decisions are not saved and would be lost.")
        if unsaved == 1:
            text = self.tr("One decision is not saved and would be lost.")
        return self._ask.agrees(self.tr("Not saved"), text.format(count=unsaved), deed=self.tr("Close"))

    def leave(self) -> None:
        if self._dialogs.current is not None:
            self._dialogs.current.reject()
        self._training.close()
        self._work.close()
