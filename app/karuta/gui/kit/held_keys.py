"""Tells keys that are held down, or pressed once too often, from others; and when nobody touches anything.

However the system reports them. Space presses the button that has the focus, though a command may have that key too.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from karuta.gui.kit.action_button import ActionButton
from karuta.gui.kit.seen import now, pressed, pressed_at

# Some systems report a held key as unmarked pairs of release and press without a pause. A finger needs longer than this
# to release and press again.
SAME_PRESS_SECONDS = 0.03
SPENT_SECONDS = 1.0
"""A hand that pages with one key presses it once more before the eye has seen that there was nothing left to page."""


class HeldKeys(QObject):
    """An event filter for a window, which sees a key after the focused widget.

    `is_held`: whether the key being handled was already down, or is spent: it has turned a page or closed what it was
    pressed for (`spend`), and since then neither another key was pressed nor has a second passed.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._released: dict[int, float] = {}
        self._spent: int | None = None
        self._spent_at = 0.0
        # The key that was pressed last.
        self.key: int | None = None
        self.is_held = False

    def spend(self, key: int | None) -> None:
        """This key has done what it was pressed for. What is there now it did not mean; nobody can have seen that."""
        self._spent, self._spent_at = key, now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QKeyEvent):
            kind, key = event.type(), event.key()
            if kind == QEvent.Type.ShortcutOverride:
                self._pressed(key, repeated=event.isAutoRepeat())
            elif kind == QEvent.Type.KeyRelease:
                self._released[key] = pressed_at()
                self.is_held = False
        return False

    def _pressed(self, key: int, *, repeated: bool) -> None:
        at, released = pressed_at(), self._released.get(key)
        again = released is not None and at - released < SAME_PRESS_SECONDS
        self.key = key
        if key != self._spent or not (repeated or again or at - self._spent_at < SPENT_SECONDS):
            self._spent = None
        # A widget saw its first press: a key released just now was down.
        self.is_held = repeated or again or key == self._spent


class SpacePresses(QObject):
    """An event filter for a window, which sees a key before its commands do. Buttons of commands ignore Space."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        focus = QApplication.focusWidget()
        if event.key() != Qt.Key.Key_Space or not isinstance(focus, QAbstractButton) or isinstance(focus, ActionButton):
            return False
        event.accept()
        return True


IDLE_MS = 5000
"""Who reads a list of matches moves the mouse or presses a key sooner."""


class IdleTimer(QTimer):
    """`idle`: told when nobody has touched the program's windows for a while. Never while a dialog is open, because
    somebody reads it.
    """

    def __init__(self, window: QWidget, idle: Callable[[], object]) -> None:
        super().__init__(window, singleShot=True, interval=IDLE_MS)
        self._idle = idle
        self.timeout.connect(self._rest)
        pressed().touched.connect(self.start)
        self.start()

    @property
    def is_idle(self) -> bool:
        return not self.isActive() and QApplication.activeModalWidget() is None

    def _rest(self) -> None:
        if self.is_idle:
            self._idle()
        else:
            self.start()
