"""Enables undo and redo if the journal has something for them. Takes nothing back itself."""

from __future__ import annotations

from PySide6.QtCore import QObject

from karuta.domain.errors import KarutaError
from karuta.gui.desk.decisions import Decisions
from karuta.gui.kit.commands import Commands
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.library.outside_changes import OutsideChanges
from karuta.gui.library.session import Session
from karuta.gui.queue.arrangement import QueueArrangement
from karuta.jobs.lane import Urgency
from karuta.services.labels.undo import Left, what_is_left


class UndoState(QObject):
    """Until the journal has answered, both are enabled: a key right after a decision is never lost."""

    def __init__(
        self,
        *,
        session: Session,
        decisions: Decisions,
        arrangement: QueueArrangement,
        outside_changes: OutsideChanges,
        commands: Commands,
    ) -> None:
        super().__init__(commands)
        self._session = session
        self._commands = commands
        arrangement.shown.connect(self.ask)
        decisions.saved.connect(self._saved)
        outside_changes.changed.connect(self.ask)

    def ask(self) -> None:
        try:
            annotator = self._session.origin.annotator
        except KarutaError:
            return  # whoever decides under such a name is told so
        self._session.store_lane.submit(
            lambda file, token: what_is_left(file, annotator),
            done=self._offer,
            failed=ignored_if_known(),  # both stay as they are
            key="journal ends",
            urgency=Urgency.SOON,
        )

    def _saved(self) -> None:
        self._offer(Left(undo=True, redo=True))
        self.ask()

    def _offer(self, left: Left) -> None:
        self._commands.know({"undo": left.undo, "redo": left.redo})
