"""Whether a person can have seen what is on the desk: a key that comes sooner is not about it; stores nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from karuta.gui.desk.desk import Desk

RIPE_SECONDS = 0.1
"""Nobody reads another photo, card or list and presses a key within this time."""


class Sight(QObject):
    """Follows the desk. What is there counts as seen `RIPE_SECONDS` after one of `views` was painted."""

    def __init__(self, desk: Desk, views: Sequence[QWidget], clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(views[0])
        self._desk = desk
        self._clock = clock
        self._shown: object = None
        self._painted_at: float | None = None
        desk.photo_shown.connect(self._changed)
        desk.sighting_shown.connect(self._changed)
        for view in views:
            view.installEventFilter(self)

    @property
    def is_ripe(self) -> bool:
        return self._painted_at is not None and self._clock() - self._painted_at >= RIPE_SECONDS

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and self._painted_at is None:
            self._painted_at = self._clock()
        return False

    def _changed(self) -> None:
        """Another photo, card or list; a label on the same one changes nothing that has to be read anew."""
        desk = self._desk
        sighting = desk.sighting.sighting_id if desk.sighting else None
        shown = (desk.photo_id, sighting, tuple(match.card for match in desk.matches))
        if shown != self._shown:
            self._shown, self._painted_at = shown, None
