"""The desk while a person compares: photo and artwork above, the difference lens below. Only arranges."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from karuta.gui.desk.compare_view import CompareView
from karuta.gui.desk.lens_strip import LensStrip
from karuta.gui.kit.theme import Theme


class ComparePanel(QWidget):
    """`view` and `lens`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = CompareView(theme, self)
        self.lens = LensStrip(theme, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 3)
        layout.addWidget(self.lens, 2)
