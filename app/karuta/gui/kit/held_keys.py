"""Tells keys that are held down from keys that are pressed again, whatever the system calls them; does nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent

# A held key comes as pairs of release and press with nothing between them, where the system does not mark them.
# A finger needs longer than this to let go and press again.
SAME_PRESS_SECONDS = 0.03


class HeldKeys(QObject):
    """An event filter for a window, which hears of a key after the widget that has it. `is_held`: the key that is
    dealt with now has been down before.
    """

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._released: dict[int, float] = {}
        self.is_held = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent):
            kind, key = event.type(), event.key()
            if kind == QEvent.Type.ShortcutOverride:
                self._pressed(key, repeated=event.isAutoRepeat())
            elif kind == QEvent.Type.KeyRelease:
                self._released[key] = self._clock()
                self.is_held = False
        return False

    def _pressed(self, key: int, *, repeated: bool) -> None:
        released = self._released.get(key)
        again = released is not None and self._clock() - released < SAME_PRESS_SECONDS
        # Whoever heard of its first press: what was let go this very moment was down.
        self.is_held = repeated or again
