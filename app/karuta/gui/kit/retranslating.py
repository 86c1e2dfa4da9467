"""What a widget does when the language or the palette changes. Knows no text and no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent

if TYPE_CHECKING:
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
