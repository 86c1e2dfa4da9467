"""A line of text in a window whose plain keys are commands: while it has the focus, they are only text.

Function keys are no text: F1, F6 and F11 stay the window's.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QToolButton, QWidget

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_LIST_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class SearchField(QLineEdit):
    """`entered`: Enter, once for each press. `left`: Esc. `shares_escape`: Esc in an empty field is also the window's,
    for a field that stands in it at all times. `list`: follows Up and Down while the field has the focus.
    """

    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shares_escape = False
        self.list: QAbstractItemView | None = None
        self.setClearButtonEnabled(True)
        self._name_clear()

    def _name_clear(self) -> None:
        """Qt gives the button no name."""
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(self.tr("Clear"))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name_clear()

    def event(self, event: QEvent) -> bool:
        """Qt's own line edit takes letters for itself, and would leave Enter to the window's shortcuts."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not event.modifiers() & _COMMANDS
            and not Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self.list is not None and event.key() in _LIST_KEYS:
            self.list.keyPressEvent(event)
        elif event.key() in ENTER:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            was_empty = not self.text()
            self.left.emit()
            if self.shares_escape and was_empty:
                super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)
