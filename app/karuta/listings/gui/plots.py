"""Plots of sales over time and of supply and demand. Counts nothing.

Loaded when the first of them is shown: pyqtgraph takes most of a second.
"""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from karuta.domain.card import CardKey
from karuta.gui.kit.plot import Plot
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.listings.domain.popularity import Popularity
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
