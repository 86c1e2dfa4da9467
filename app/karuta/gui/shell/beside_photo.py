"""What stands beside the photo, and what covers both. Decides nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.queue.items import Items


class BesidePhoto(QStackedWidget):
    """The matches, or the panel that a queue of other items brings."""

    def __init__(self, matches: MatchPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self._matches = matches
        self.addWidget(matches)

    def show_items(self, items: Items | None) -> None:
        """The panel of these; the matches without any."""
        panel = items.panel if items is not None and items.panel is not None else self._matches
        if self.indexOf(panel) < 0:
            self.addWidget(panel)
        self.setCurrentWidget(panel)

    def takes_keys(self) -> QWidget:
        panel = self.currentWidget() or self._matches
        return self._matches.list if panel is self._matches else panel.focusProxy() or panel


class Cover:
    """Shows a widget in the place of photo and matches, or those again, as wide as they were."""

    def __init__(self, desk: DeskPanel, side: QWidget, columns: QSplitter) -> None:
        self._desk, self._side, self._columns = desk, side, columns
        self._uncovered: list[int] = []

    def __call__(self, over: QWidget | None) -> None:
        if over is not None:
            self._uncovered = self._columns.sizes()
        self._desk.cover(over)
        self._side.setVisible(over is None)
        if over is None:
            self._columns.setSizes(self._uncovered)
