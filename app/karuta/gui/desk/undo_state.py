"""Offers undo and redo where the journal holds something for them; takes nothing back itself."""

from __future__ import annotations

from PySide6.QtCore import QObject

from karuta.domain.errors import KarutaError
from karuta.gui.kit.commands import Commands
from karuta.gui.shell.composition import Composition
from karuta.jobs.lane import Urgency
from karuta.services.labels.undo import Left, what_is_left


class UndoState(QObject):
    """Until the journal has answered both are offered: a key that follows a decision at once is never lost."""

    def __init__(self, work: Composition, commands: Commands) -> None:
        super().__init__(commands)
        self._session = work.session
        self._commands = commands
        work.arrangement.shown.connect(self.ask)
        work.deciding.saved.connect(self._saved)
        work.watch.changed.connect(self.ask)

    def ask(self) -> None:
        try:
            annotator = self._session.origin.annotator
        except KarutaError:
            return  # who decides under such a name is told so
        self._session.store.submit(
            lambda file, token: what_is_left(file, annotator),
            done=self._offer,
            failed=lambda error: None,
            key="journal ends",
            urgency=Urgency.SOON,
        )

    def _saved(self) -> None:
        self._offer(Left(undo=True, redo=True))
        self.ask()

    def _offer(self, left: Left) -> None:
        self._commands.enable({"undo": left.undo, "redo": left.redo})
