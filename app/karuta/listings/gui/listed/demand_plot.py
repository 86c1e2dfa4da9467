"""Cards by how often they are listed (across) and looked for (up), both on a scale of tens. Counts nothing.

Loaded when the page opens: pyqtgraph takes most of a second.
"""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from karuta.domain.card import CardKey
from karuta.gui.kit.plot import Plot
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.listings.domain.popularity import Popularity

_LEAST = 10


class DemandPlot(Plot):
    """Many cards share a place: a dot is a place. The line is where a card's share of both is the same."""

    def __init__(self, theme: Theme, title: str, *, empty: str, parent: QWidget) -> None:
        self._of: dict[CardKey, tuple[int, int]] = {}
        self._marked: tuple[int, int] | None = None
        self._ring: pyqtgraph.PlotDataItem | None = None
        super().__init__(theme, title, empty=empty, parent=parent)

    def show_cards(self, found: Popularity, marked: CardKey | None = None) -> None:
        self._places = {(row.demand.listed, row.demand.looked_for) for row in found.rows if not row.is_common}
        self._common = {(row.demand.listed, row.demand.looked_for) for row in found.rows if row.is_common}
        self._of = {row.demand.card: (row.demand.listed, row.demand.looked_for) for row in found.rows}
        self._totals = (found.listed.total, found.looked_for.total)
        self._marked = self._of.get(marked) if marked is not None else None
        self._draw = self._draw_cards
        self._draw()

    def mark(self, card: CardKey | None) -> None:
        """A ring around the place of the marked row."""
        self._marked = self._of.get(card) if card is not None else None
        self._draw_ring()

    def _draw_cards(self) -> None:
        is_empty = not any(self._totals)
        self._ring = None
        self.begin(is_empty=is_empty)
        if is_empty:
            return
        most = [max(_LEAST, *(place[side] for place in self._places | self._common)) for side in (0, 1)]
        if all(self._totals):
            self._even(most)
        for places, role, size in ((self._places, Role.MUTED, 5), (self._common, Role.DOUBT, 9)):
            if places:
                x, y = np.log10(np.array(sorted(places), dtype=np.float64).T + 1.0)
                self.plot(x, y, pen=None, symbol="o", symbolSize=size, symbolPen=None, symbolBrush=self.brush(role))
        self._ring = self.plot(
            [], [], pen=None, symbol="o", symbolSize=13, symbolPen=self.pen(Role.ACCENT, 2.0), symbolBrush=None
        )
        self._draw_ring()
        for axis, side in (("bottom", 0), ("left", 1)):
            tens = [0, *(10**power for power in range(math.ceil(math.log10(most[side] + 1)) + 1))]
            self.getAxis(axis).setTicks([[(math.log10(count + 1), f"{count:,}") for count in tens]])
        self.setXRange(-0.08, math.log10(most[0] + 1) + 0.12, padding=0)
        self.setYRange(-0.08, math.log10(most[1] + 1) + 0.12, padding=0)
        self.getAxis("left").setWidth(7 * GRID)

    def _draw_ring(self) -> None:
        if self._ring is not None:
            places = [self._marked] if self._marked is not None else []
            self._ring.setData(*([math.log10(place[side] + 1) for place in places] for side in (0, 1)))

    def _even(self, most: list[int]) -> None:
        """As many of all looks as of all listings."""
        listed, looked_for = self._totals
        x = np.linspace(0.0, math.log10(most[0] + 1), 80)
        y = np.log10((10**x - 1) * looked_for / listed + 1)
        pen = self.pen(Role.LINE)
        pen.setStyle(Qt.PenStyle.DashLine)
        self.plot(x, y, pen=pen)
