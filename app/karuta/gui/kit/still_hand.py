"""Whether a person pauses: no key and no mouse for some seconds, in any window of the program. Changes nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

STILL_MS = 5000
"""Who reads a list of matches moves the mouse or presses a key sooner."""

_MOVES = frozenset(
    (
        *(QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.Wheel, QEvent.Type.DragMove, QEvent.Type.Drop),
        *(QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease),
        *(QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletMove, QEvent.Type.InputMethod),
    )
)


class StillHand(QObject):
    """`stilled`: there is a pause now. Never while a dialog is open, because somebody reads it.

    It listens to the program's windows, where the system's events come in before any widget has them. So a key counts
    even if no widget takes it, and painting costs nothing.
    """

    stilled = Signal()

    def __init__(self, window: QWidget, *, still_ms: int | None = None) -> None:
        super().__init__(window)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STILL_MS if still_ms is None else still_ms)
        self._timer.timeout.connect(self._rest)
        self._heard: set[QWindow] = set()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._listen)
        self._window = window
        window.installEventFilter(self)
        self._timer.start()

    @property
    def is_still(self) -> bool:
        return not self._timer.isActive() and QApplication.activeModalWidget() is None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._window:
            if event.type() is QEvent.Type.Show:
                self._listen(self._window.windowHandle())
        elif event.type() in _MOVES:
            self._timer.start()
        return False

    def _rest(self) -> None:
        if self.is_still:
            self.stilled.emit()
        else:
            self._timer.start()

    def _listen(self, window: QWindow | None) -> None:
        """A window that is shown, or a dialog over it."""
        if window is not None and window not in self._heard:
            self._heard.add(window)
            window.destroyed.connect(lambda _=None, window=window: self._heard.discard(window))
            window.installEventFilter(self)
            self._timer.start()
