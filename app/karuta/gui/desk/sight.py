"""Whether a person can have seen what is on the desk: a key that comes sooner is not about it; stores nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from karuta.gui.desk.desk import Desk
from karuta.gui.kit.seen import Seen


class Sight(Seen):
    """Follows the desk."""

    def __init__(self, desk: Desk, views: Sequence[QWidget], clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(views, clock)
        self._desk = desk
        self._shown: object = None
        desk.photo_shown.connect(self._changed)
        desk.sighting_shown.connect(self._changed)

    def _changed(self) -> None:
        """Another photo, card or list; a label on the same one changes nothing that has to be read anew."""
        desk = self._desk
        sighting = desk.sighting.sighting_id if desk.sighting else None
        shown = (desk.photo_id, sighting, tuple(match.card for match in desk.matches))
        if shown != self._shown:
            self._shown = shown
            self.anew()
