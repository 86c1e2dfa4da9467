"""Whether a person can have seen what was last put on the screen: a key that comes sooner is not about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from karuta.gui.kit.pressed import pressed_ago

RIPE_SECONDS = 0.1
"""Nobody reads another photo, card, list or question and presses a key within this time."""


class Seen(QObject):
    """What is there counts as seen `RIPE_SECONDS` after it was painted: by one of `views` and by all of `also`, each
    with something to paint (`has_something`; a picture may still be on its way). `anew`: other things are there. What
    counts is when a key was pressed (`pressed_ago`), not when it is dealt with.
    """

    def __init__(
        self,
        views: Sequence[QWidget],
        *,
        also: Sequence[QWidget] = (),
        has_something: Callable[[QWidget], bool] = lambda view: True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(views[0])
        self._views = views
        self._has_something = has_something
        self._also = also
        self._clock = clock
        self._painted_at: float | None = None
        self._is_painted = False
        self._resting_until: float | None = None
        self._missing = set(also)
        pressed_ago()  # it listens from now on
        for view in (*views, *also):
            view.installEventFilter(self)

    @property
    def is_ripe(self) -> bool:
        seen_since, resting_until = self._painted_at, self._resting_until
        pressed_at = self._clock() - pressed_ago()
        if resting_until is not None and pressed_at < resting_until:
            return False
        return seen_since is not None and pressed_at - seen_since >= RIPE_SECONDS and self.is_as_painted()

    def is_as_painted(self) -> bool:
        """Whether nothing that is not told of by `anew` has changed since it was painted."""
        return True

    def rest(self, seconds: float) -> None:
        """Nothing counts as seen for so long, whatever is painted."""
        self._resting_until = self._clock() + seconds

    def anew(self) -> None:
        self._painted_at = None
        self._is_painted = False
        self._missing = set(self._also)
        # What looks the same would not be painted again, and no key would ever count.
        for view in (*self._views, *self._also):
            view.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show:
            # It was hidden behind something else while the rest was painted.
            self.anew()
        if event.type() == QEvent.Type.Paint and self._painted_at is None and isinstance(watched, QWidget):
            has_something = self._has_something(watched)
            # What is hidden behind something else will not be painted.
            painted = {watched} if has_something else set()
            self._missing = {view for view in self._missing - painted if view.isVisible()}
            self._is_painted = self._is_painted or (watched in self._views and has_something)
            if self._is_painted and not self._missing:
                self._painted_at = self._clock()
        return False
