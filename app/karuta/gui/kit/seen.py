"""Whether a person can have seen what was last put on the screen: a key that comes sooner is not about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

RIPE_SECONDS = 0.1
"""Nobody reads another photo, card, list or question and presses a key within this time."""


class Seen(QObject):
    """What is there counts as seen `RIPE_SECONDS` after one of `views` was painted; `anew`: other things are there."""

    def __init__(self, views: Sequence[QWidget], clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(views[0])
        self._clock = clock
        self._painted_at: float | None = None
        for view in views:
            view.installEventFilter(self)

    @property
    def is_ripe(self) -> bool:
        return self._painted_at is not None and self._clock() - self._painted_at >= RIPE_SECONDS

    def anew(self) -> None:
        self._painted_at = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and self._painted_at is None:
            self._painted_at = self._clock()
        return False
