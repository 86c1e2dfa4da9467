"""Tells keys that are held down from keys that are pressed again, however the system reports them.

Does nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent

from karuta.gui.kit.pressed import pressed_ago

# Some systems report a held key as unmarked pairs of release and press without a pause. A finger needs longer than this
# to release and press again.
SAME_PRESS_SECONDS = 0.03


class HeldKeys(QObject):
    """An event filter for a window, which sees a key after the focused widget.

    `is_held`: whether the key being handled was already down.
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
                self._released[key] = self._clock() - pressed_ago()
                self.is_held = False
        return False

    def _pressed(self, key: int, *, repeated: bool) -> None:
        released = self._released.get(key)
        again = released is not None and self._clock() - pressed_ago() - released < SAME_PRESS_SECONDS
        # A widget saw its first press: a key released just now was down.
        self.is_held = repeated or again
