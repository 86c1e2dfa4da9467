"""The window's three columns: the queue, the photo, and what stands beside it; and what covers the last two."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.desk.match_panel import MatchPanel
from karuta.gui.kit.theme import GRID
from karuta.gui.queue.items import Items
from karuta.gui.queue.queue_panel import LIST_WIDTH, QueuePanel


class WindowColumns(QSplitter):
    """`panel`: the matches, or what a queue of other items brings; on `side` the search may stand over it.

    `other_width`: of the queue as a list where it is a grid, or the other way round, in pixels; 0 where it was not
    shown so yet.
    """

    def __init__(self, queue: QueuePanel, desk: DeskPanel, matches: MatchPanel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent, childrenCollapsible=False, handleWidth=1)
        self.setObjectName("columns")
        self._queue, self._desk, self._matches = queue, desk, matches
        self.side, self.panel = QStackedWidget(parent), QStackedWidget(parent)
        self.panel.addWidget(matches)
        self.side.addWidget(self.panel)
        self._uncovered: list[int] = []
        self.other_width = 0
        for column, grows in ((queue, 0), (desk, 1), (self.side, 0)):
            self.addWidget(column)
            self.setStretchFactor(self.count() - 1, grows)
        self.setSizes([LIST_WIDTH, 82 * GRID, 44 * GRID])

    def show_items(self, items: Items | None) -> None:
        """Show a queue's own items and their panel in the place of photos and matches; None: these again."""
        self._queue.show_items(items)
        panel = items.panel if items is not None and items.panel is not None else self._matches
        if self.panel.indexOf(panel) < 0:
            self.panel.addWidget(panel)
        self.panel.setCurrentWidget(panel)

    def takes_keys_beside(self) -> QWidget:
        panel = self.panel.currentWidget() or self._matches
        return self._matches.list if panel is self._matches else panel.focusProxy() or panel

    def cover(self, over: QWidget | None) -> None:
        """Show a widget in the place of photo and matches, or those again, as wide as they were."""
        if over is not None:
            self._uncovered = self.sizes()
        self._desk.cover(over)
        self.side.setVisible(over is None)
        if over is None:
            self.setSizes(self._uncovered)

    def toggle_grid(self) -> None:
        """The queue as a grid or as a list, each as wide as it was last; a first grid shares with the desk what there
        is, which stays beside it: keys are about that.
        """
        queue, desk, side = self.sizes()
        first = LIST_WIDTH if self._queue.is_grid else (queue + desk) // 2
        wide, self.other_width = self.other_width or first, queue
        self._queue.shape(is_grid=not self._queue.is_grid, step=self._queue.step)
        self.setSizes([wide, max(1, queue + desk - wide), side])
        self._queue.list.setFocus()
