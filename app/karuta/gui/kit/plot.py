"""A plot in the window's colours, drawn with pyqtgraph. Counts nothing.

pyqtgraph takes most of a second to load, so this is imported when a page with plots opens, and never with the window.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from karuta.gui.kit.prose import Prose
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.theme import GRID, Role, Theme


class Plot(Retranslating, pyqtgraph.PlotWidget):  # type: ignore[misc]
    """A plot that cannot be dragged. `empty`: the text if there is nothing to plot."""

    def __init__(self, theme: Theme, title: str, *, empty: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = title
        self._draw: Callable[[], None] = lambda: None
        self.setAccessibleName(title)
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(28 * GRID)
        self.empty = Prose(empty, self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        over = QVBoxLayout(self)
        over.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 2 * GRID)
        over.addWidget(self.empty)
        # No axes and no words before anything is known.
        self.begin(is_empty=True)
        self.empty.hide()
        self.built()
        self.retint()

    def retint(self) -> None:
        self.setBackground(self._theme.colour(Role.SURFACE))
        # pyqtgraph puts it into a template of HTML.
        self.setTitle(escape(self._title), color=self._theme.colour(Role.TEXT), size="10pt")
        # Over the axis too: a title that is wider than what is plotted would push the plot out of its frame.
        layout = self.plotItem.layout
        layout.removeItem(self.plotItem.titleLabel)
        layout.addItem(self.plotItem.titleLabel, 0, 0, 1, 3)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(pyqtgraph.mkPen(self._theme.colour(Role.LINE)))
            axis.setTextPen(pyqtgraph.mkPen(self._theme.colour(Role.MUTED)))
        self._draw()

    def begin(self, *, is_empty: bool) -> None:
        """Clear the plot; if there is nothing to draw, words replace the axes."""
        self.clear()
        self.empty.setVisible(is_empty)
        for side in ("left", "bottom"):
            self.showAxis(side, not is_empty)

    def pen(self, role: Role, width: float = 1.5) -> Any:
        return pyqtgraph.mkPen(self._theme.colour(role), width=width)

    def brush(self, role: Role) -> Any:
        return pyqtgraph.mkBrush(self._theme.colour(role))
