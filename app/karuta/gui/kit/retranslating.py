"""A widget's own ways: new texts when the language changes, the focus returned when it hides. Knows no text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHideEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from PySide6.QtWidgets import QWidget as _Widget
else:
    # A second Qt class among the bases would be a second widget in C++.
    _Widget = object


class Retranslating(_Widget):
    """Placed before Qt's class: `class Panel(Retranslating, QWidget)`; the panel calls `built` at the end."""

    _is_built = False

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if self._is_built and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif self._is_built and event.type() == QEvent.Type.PaletteChange:
            self.retint()
        super().changeEvent(event)

    def built(self) -> None:
        """Every widget exists: set the texts, now and whenever the language changes."""
        self._is_built = True
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text that this widget holds."""

    def retint(self) -> None:
        """Draw again what was drawn once in the old colours, such as icons."""


class LeavesFocus(_Widget):
    """A bar that comes and goes: the focus returns to where a person works, never to the next button.

    Placed before Qt's class, like `Retranslating`. `home`: what gets the focus when the bar has gone."""

    home: QWidget | None = None

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Qt would give the focus to the next widget in the chain, which may be a button that decides."""
        self.give_focus_back()
        super().hideEvent(event)

    def give_focus_back(self) -> None:
        focused = self.window().focusWidget()
        if focused is not None and self.home is not None and self.isAncestorOf(focused):
            self.home.setFocus()
