"""Asks once what an unreadable card on the desk lacks, and remembers the answer. Shows nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from karuta.domain.desk import LiveSighting
from karuta.domain.recognition import Missing
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.library.session import Session
from karuta.services.lookups.look_up import missing_parts

Answer = tuple[Missing, ...]


class MissingAsked(QObject):
    """`known`: there is another answer."""

    known = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._answers: dict[str, Answer] = {}

    def of(self, sighting: LiveSighting, size: tuple[int, int] | None) -> Answer:
        """Empty while it is not known, or where nothing is."""
        crop = sighting.crop_sha256
        if crop is None or size is None:
            return ()
        if crop not in self._answers:
            self._answers[crop] = ()
            self._session.engine_lane.submit(
                lambda opened, token: missing_parts(opened, crop, sighting.corners, size),
                done=self._came(crop),
                failed=ignored_if_known(),  # the verdict stands without a reason
            )
        return self._answers[crop]

    def _came(self, crop: str) -> Callable[[Answer], None]:
        def came(found: Answer) -> None:
            self._answers[crop] = found
            if found:
                self.known.emit()

        return came
