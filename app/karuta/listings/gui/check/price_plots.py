"""Sales of a card over time as a plot, with the listing's own price. Counts nothing.

Loaded with the first price that is shown: pyqtgraph takes most of a second.
"""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt

from karuta.gui.kit.plot import Plot
from karuta.gui.kit.theme import GRID, Role
from karuta.listings.services.check.listing_prices import PriceEvidence, dated
from karuta.listings.services.prices.price_guide import money

_TICKS = 3
_SHORT_DAYS = 62


class PricePlot(Plot):
    """Prices are placed by their logarithm, as they are judged."""

    def show_price(self, found: PriceEvidence) -> None:
        self._draw = lambda: self._draw_price(found)
        self._draw()

    def _draw_price(self, found: PriceEvidence) -> None:
        points = dated(found)
        self.begin(is_empty=not points)
        if not points:
            return
        quartiles = found.usual.group.quartiles
        if quartiles is not None:
            low, median, high = map(math.log10, quartiles)
            colour = self._theme.colour(Role.ACCENT)
            colour.setAlpha(40)
            band = pyqtgraph.LinearRegionItem(
                (low, high), "horizontal", brush=colour, pen=self.pen(Role.LINE), movable=False
            )
            self.addItem(band)
            self.addItem(self._across(median, Role.ACCENT, Qt.PenStyle.DashLine))
        for side, role in ((True, Role.DOUBT), (False, Role.ACCENT)):
            some = [(day, math.log10(price)) for day, price, at in points if bool(at) is side]
            if some:
                x, y = np.array(some, dtype=np.float64).T
                fill = None if side else self.brush(role)
                self.plot(x, y, pen=None, symbol="o", symbolSize=7, symbolPen=self.pen(role), symbolBrush=fill)
        if found.price:
            self.addItem(self._across(math.log10(found.price), Role.BAD, Qt.PenStyle.SolidLine))
        self._ticks(found, [day for day, _, _ in points])

    def _across(self, at: float, role: Role, style: Qt.PenStyle) -> pyqtgraph.InfiniteLine:
        pen = self.pen(role)
        pen.setStyle(style)
        return pyqtgraph.InfiniteLine(at, angle=0, pen=pen)

    def _ticks(self, found: PriceEvidence, days: list[int]) -> None:
        prices = [sale.sale.price for sale in found.sales] + ([found.price] if found.price else [])
        low, high = math.log10(min(prices)), math.log10(max(prices))
        room = max(0.1, 0.12 * (high - low))
        self.setYRange(low - room, high + room, padding=0)
        steps = [low + (high - low) * at / (_TICKS - 1) for at in range(_TICKS)] if high - low > 1e-6 else [low]
        self.getAxis("left").setTicks([[(at, money(float(f"{10**at:.3g}"))) for at in steps]])
        first, last = min(days), max(days)
        ends = [first, last] if last - first > 1 else [first]
        # A whole date beside the edge would have no room.
        form = "%Y-%m" if last - first > _SHORT_DAYS else "%m-%d"
        self.getAxis("bottom").setTicks([[(at, date.fromordinal(at).strftime(form)) for at in ends]])
        space = max(1.0, 0.2 * (last - first))
        self.setXRange(first - space, last + space, padding=0)
        self.getAxis("left").setWidth(7 * GRID)
