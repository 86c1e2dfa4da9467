"""When the sentence that a card is gone has had its time: with the list that it was chosen from. Says nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from karuta.domain.card import CardKey
from karuta.gui.desk.decisions import Decisions
from karuta.gui.desk.desk import Desk


class GoneCards(QObject):
    """`left`: another photo is on the desk, or its newer list, which has no such card."""

    left = Signal()

    def __init__(self, decisions: Decisions, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._said: tuple[str | None, tuple[CardKey, ...]] | None = None
        decisions.gone.connect(lambda photo: self._keep())
        for newer in (decisions.saved, decisions.trouble):
            newer.connect(lambda _: self._forget())
        desk.photo_shown.connect(self._look)

    @property
    def _here(self) -> tuple[str | None, tuple[CardKey, ...]]:
        return self._desk.photo_id, tuple(match.card for match in self._desk.matches)

    def _keep(self) -> None:
        self._said = self._here

    def _forget(self) -> None:
        """Something else is said of decisions by now."""
        self._said = None

    def _look(self) -> None:
        if self._said is not None and self._said != self._here:
            self._said = None
            self.left.emit()
