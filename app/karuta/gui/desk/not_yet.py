"""Says why nobody can say yet that something is not in the catalogue. Decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject

from karuta.domain.label import Kind
from karuta.gui.desk.desk import Desk
from karuta.gui.library.lookup_queue import LookupQueue
from karuta.gui.library.session import Tasks


class NotYet(QObject):
    """Cards may still be coming, or a look at those that are here."""

    def __init__(self, desk: Desk, tasks: Tasks, lookup_queue: LookupQueue) -> None:
        super().__init__(desk)
        self._desk, self._tasks, self._lookup_queue = desk, tasks, lookup_queue

    def why(self, kind: Kind) -> str:
        """Why nobody can say yet that something is not in the catalogue; empty where it stands, or of another kind."""
        if kind is Kind.UNKNOWN and (self._tasks.adding or self._lookup_queue.is_waiting):
            return self.tr("Cards are still being added; wait until then to say what is not in the catalogue")
        return ""

    def why_here(self, kind: Kind) -> str:
        """Why not yet of the card on the desk: a look at the catalogue that stands has to have come."""
        on_desk, about = self._desk.on_desk, self._desk.sighting or self._desk.photo
        if kind is not Kind.UNKNOWN or on_desk is None or about is None:
            return ""
        if why := self.why(kind):
            return why
        sighting = self._desk.sighting
        if not (on_desk.photo.looked_up if sighting is None else sighting.verdict is not None):
            return self.tr("Not looked up yet, so it is not known whether it is in the catalogue")
        # Of a photo that has moved, opens no more, or is decided, no newer look comes by itself.
        comes = on_desk.place is not None and on_desk.photo.error is None and self._desk.label is None
        if not comes or not self._lookup_queue.awaits_newer(on_desk.photo.photo.sha256, [about.evidence]):
            return ""
        if self._lookup_queue.is_stopped:
            return self.tr("Nothing can be looked up now, so it is not known whether the newer cards include it")
        return self.tr("Newer matches are on their way: press again when they have come")
