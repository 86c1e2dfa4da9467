"""Asks what is printed on the card on the desk, in a lane of its own, and remembers the newest answers. Shows nothing.

Nothing waits for it: the list, the verdict and what a key does are the same with it and without.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from karuta.domain.card import CardKey
from karuta.domain.desk import LiveSighting
from karuta.domain.label import Points
from karuta.gui.desk.reading import OnDesk
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.lookups.read_desk_print import DeskPrint, is_read_at_desk

_KEPT = 64


@dataclass(frozen=True)
class _Asked:
    """What an answer is about: other corners or another list are another question."""

    photo: str
    corners: Points
    cards: tuple[CardKey, ...]


class PrintAsked(QObject):
    """`known`: there is another answer."""

    known = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._answers: OrderedDict[_Asked, DeskPrint | None] = OrderedDict()
        # By another catalogue: shown until it is read again.
        self._former: dict[_Asked, DeskPrint | None] = {}
        self._waiting: _Asked | None = None

    @property
    def is_idle(self) -> bool:
        return self._waiting is None

    def of(self, on_desk: OnDesk | None, sighting: LiveSighting | None) -> DeskPrint | None:
        """None while it is not known, and where nothing can be read."""
        asked = _asked(on_desk, sighting)
        if asked is None:
            return None
        return self._answers[asked] if asked in self._answers else self._former.get(asked)

    def is_known(self, on_desk: OnDesk | None, sighting: LiveSighting | None) -> bool:
        """Whether it was read, or cannot be."""
        asked = _asked(on_desk, sighting)
        return asked is None or asked in self._answers

    def ask(self, on_desk: OnDesk | None, sighting: LiveSighting | None) -> None:
        """Have it read, unless it is known: an answer stands, whatever its batch says later. What was asked before and
        has not begun is not read any more.
        """
        asked = _asked(on_desk, sighting)
        if asked is None or asked in self._answers or asked == self._waiting:
            return
        assert on_desk is not None and sighting is not None
        place, size = on_desk.place, on_desk.photo.size
        if place is None or size is None:
            return
        batch = on_desk.batch if self._session.settings.batch_set else None
        self._waiting = asked
        self._session.prints_lane.submit(
            lambda reader, token: reader.within(reader.read(place, size, sighting), batch),
            done=lambda found: self._came(asked, found),
            failed=ignored_if_known(lambda: self._came(asked, None)),  # the card is recognised without it
            key="print",
            urgency=Urgency.LATER,
        )

    def forget(self) -> None:
        """The catalogue has changed."""
        self._former = dict(self._answers)
        self._answers.clear()
        self._waiting = None
        self._session.prints_lane.reopen()
        self.known.emit()

    def _came(self, asked: _Asked, found: DeskPrint | None) -> None:
        if self._waiting == asked:
            self._waiting = None
        self._answers[asked] = found
        while len(self._answers) > _KEPT:
            self._answers.popitem(last=False)
        self.known.emit()


def _asked(on_desk: OnDesk | None, sighting: LiveSighting | None) -> _Asked | None:
    if on_desk is None or sighting is None or not is_read_at_desk(sighting):
        return None
    return _Asked(on_desk.photo.photo.sha256, sighting.corners, tuple(match.card for match in sighting.matches))
