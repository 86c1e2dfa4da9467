"""Space presses the button that has the focus, even if a command has that key too. Decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication

from karuta.gui.kit.action_button import ActionButton


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
