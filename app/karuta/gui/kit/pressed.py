"""How long ago the key or button that is dealt with now was pressed: a window that hangs hears of it late.

Changes nothing. Systems stamp what is pressed with milliseconds of a clock of their own.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputEvent, QWindow

PROMPT_SECONDS = 0.03
"""What is no later than this is dealt with at once."""
SAME_CLOCK_SECONDS = 5.0
"""A first stamp that is so near to the clock here is of the same clock: X and Wayland on this machine, macOS."""
LONGEST_SECONDS = 60.0
"""What seems older by another machine's clock shows that this clock was set."""
_DRIFT = 1e-4
_WRAPS = 2**32
_PRESSES = frozenset(
    (
        *(QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease),
        *(QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick),
    )
)


class EventClock:
    """Tells by its stamp how old an event is.

    Stamps of a clock that is not ours (the screen is another machine's) are compared with the promptest one so far. A
    system that stamps when it hands over (0 stands for that too) says nothing: what it sends is as old as it is late.
    """

    def __init__(self) -> None:
        self._is_ours: bool | None = None
        self._promptest = 0.0
        self._compared_at = 0.0

    def age(self, stamp: int, now: float) -> float:
        """Seconds; `stamp` in milliseconds, `now` by `time.monotonic`."""
        if not stamp:
            return 0.0
        behind = (now * 1000 - stamp) % _WRAPS / 1000
        if behind > _WRAPS / 2000:
            behind -= _WRAPS / 1000
        if self._is_ours is None:
            self._is_ours = -PROMPT_SECONDS <= behind < SAME_CLOCK_SECONDS
            self._promptest, self._compared_at = behind, now
        if self._is_ours:
            return max(0.0, behind)
        # Two clocks do not run alike: what was prompt an hour ago is not what is prompt now.
        prompt = self._promptest + (now - self._compared_at) * _DRIFT
        if behind < prompt or behind - prompt > LONGEST_SECONDS:
            prompt = behind
        self._promptest, self._compared_at = prompt, now
        return behind - prompt


class Pressed(QObject):
    """Listens to the program's windows, where the system's events come in before any widget has them.

    `ago`: seconds since what is dealt with now was pressed, or let go.
    """

    def __init__(self, application: QGuiApplication, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(application)
        self._clock = clock
        self._events = EventClock()
        self._heard: set[QWindow] = set()
        self.ago = 0.0
        application.focusWindowChanged.connect(self._listen)
        for window in application.allWindows():
            self._listen(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QInputEvent):
            age = self._events.age(event.timestamp(), self._clock())
            if event.type() in _PRESSES:
                self.ago = age if age > PROMPT_SECONDS else 0.0
                if self.ago:
                    # What comes without a key, such as a screen reader's press of a button, is not late.
                    QTimer.singleShot(0, self, self._forget)
        return False

    def _forget(self) -> None:
        self.ago = 0.0

    def _listen(self, window: QWindow | None) -> None:
        if window is not None and window not in self._heard:
            self._heard.add(window)
            window.destroyed.connect(lambda _=None, window=window: self._heard.discard(window))
            window.installEventFilter(self)


def pressed_ago() -> float:
    """Of the application's one listener, which is there from the first question on."""
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    found = application.findChild(Pressed, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return (found or Pressed(application)).ago
