"""A few words over several lines that are about equally long: none leaves a single letter for the last."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

_HIGH = 10_000


class Caption(QLabel):
    """As many lines as its width asks for, and only as wide as so many lines need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    def setText(self, text: str) -> None:  # noqa: N802
        super().setText(text)
        self._balance()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._balance()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._balance()

    def _balance(self) -> None:
        """Japanese breaks anywhere: a line too many by one letter would have it alone."""
        room = self.width()
        # Half of it is the least that as many lines can do with, but for words that cannot be broken.
        least, enough = max(1, room // 2), max(1, room)
        height = self._bounds(enough).height()
        while least < enough:
            middle = (least + enough) // 2
            needs = self._bounds(middle)
            # Wider than it may be: a word that cannot be broken.
            if needs.height() > height or needs.width() > middle:
                least = middle + 1
            else:
                enough = middle
        spare = max(0, room - enough)
        self.setContentsMargins(spare // 2, 0, spare - spare // 2, 0)

    def _bounds(self, width: int) -> QRect:
        flags = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
        return self.fontMetrics().boundingRect(QRect(0, 0, width, _HIGH), flags, self.text())
