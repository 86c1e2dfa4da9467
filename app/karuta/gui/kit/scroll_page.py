"""A page that is shown whole if there is room for it, and scrolls vertically if not."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class ScrollPage(QScrollArea):
    """Always as wide as its page requires: nothing scrolls sideways."""

    def __init__(self, page: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = page
        self.setWidget(page)

    def sizeHint(self) -> QSize:  # noqa: N802
        return self._page.sizeHint() + QSize(self._bar, 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._page.minimumSizeHint().width() + self._bar, super().minimumSizeHint().height())

    @property
    def _bar(self) -> int:
        return self.verticalScrollBar().sizeHint().width()
