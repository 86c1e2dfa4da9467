"""A list that says what to do while nothing is in it; knows no rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QWidget

from karuta.gui.theme import GRID, Role, Theme


class EmptyList(QListView):
    """`words` stand where the rows will be."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = ""

    @property
    def words(self) -> str:
        return self._words

    def set_words(self, words: str) -> None:
        self._words = words
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        model = self.model()
        if self._words and (model is None or model.rowCount() == 0):
            painter = QPainter(self.viewport())
            painter.setPen(self._theme.colour(Role.MUTED))
            place = self.viewport().rect().adjusted(GRID + GRID // 2, GRID, -GRID, -GRID)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), self._words)
