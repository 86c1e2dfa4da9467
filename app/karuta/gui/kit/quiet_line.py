"""One line of quiet words that says as much as fits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.theme import Role, Theme


class QuietLine(QWidget):
    """The first of several texts that fits; the longest is in the tool tip and in the accessible name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, role: Role = Role.MUTED) -> None:
        super().__init__(parent)
        self._theme, self._role = theme, role
        self._texts: Sequence[str] = ("",)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        return self._texts[0]

    def say(self, texts: Sequence[str]) -> None:
        """The longest first."""
        self._texts = texts or ("",)
        self.setToolTip(self.text)
        self.setAccessibleName(self.text)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, QFontMetrics(self.font()).height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        metrics = QFontMetrics(self.font())
        fits = (text for text in self._texts if metrics.horizontalAdvance(text) <= self.width())
        text = next(fits, self._texts[-1])
        paint.words(QPainter(self), text, self.rect(), self.font(), self._theme, role=self._role)
