"""A bar that comes and goes: when it goes, the focus returns to where a person works, never to the next button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from PySide6.QtWidgets import QWidget as _Widget
else:
    # A second Qt class among the bases would be a second widget in C++.
    _Widget = object


class LeavesFocus(_Widget):
    """Placed before Qt's class, like `Retranslating`. `home`: what gets the focus when the bar has gone."""

    home: QWidget | None = None

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Qt would give the focus to the next widget in the chain, which may be a button that decides."""
        self.give_focus_back()
        super().hideEvent(event)

    def give_focus_back(self) -> None:
        focused = self.window().focusWidget()
        if focused is not None and self.home is not None and self.isAncestorOf(focused):
            self.home.setFocus()
