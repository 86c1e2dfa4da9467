"""A few words over several lines of about equal length: no break inside a word, no single letter on the last."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from karuta.gui.kit.whole_words import whole_words

_HIGH = 10_000


class Caption(QLabel):
    """As many lines as its width requires, and only as wide as that many lines need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    def setText(self, text: str) -> None:  # noqa: N802
        self._said = text
        self._balance()

    def text(self) -> str:
        """The text as it was set, without the marks for line breaks."""
        return self._said

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._balance()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._balance()

    def _balance(self) -> None:
        """Japanese breaks anywhere: inside words, and even so that the last line has a single letter."""
        room = self.width()
        shown = whole_words(self._said)
        if self._bounds(room, shown).width() > room:
            shown = self._said  # a word wider than the available room
        if super().text() != shown:
            super().setText(shown)
        # Half of it is the least width for as many lines, unless words are too long.
        least, enough = max(1, room // 2), max(1, room)
        height = self._bounds(enough, shown).height()
        while least < enough:
            middle = (least + enough) // 2
            needs = self._bounds(middle, shown)
            # Wider than allowed: a word that cannot be broken.
            if needs.height() > height or needs.width() > middle:
                least = middle + 1
            else:
                enough = middle
        spare = max(0, room - enough)
        self.setContentsMargins(spare // 2, 0, spare - spare // 2, 0)

    def _bounds(self, width: int, text: str) -> QRect:
        flags = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
        return self.fontMetrics().boundingRect(QRect(0, 0, width, _HIGH), flags, text)
