"""The plots of the bias page, drawn with pyqtgraph in the window's colours. Counts nothing.

Loaded when the page opens: pyqtgraph takes most of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph

from karuta.domain.bias import BiasPart, CardBias
from karuta.gui.kit.plot import Plot
from karuta.gui.kit.theme import GRID, Role

BARS = 12
_TICKS = 8
# There is room for at least this many bars, so that a single one is no thicker than one of several.
_ROOM = 6
_FEW = 10
# The place of the names beside bars.
_NAMES = 22 * GRID
_NARROWEST = 2 * GRID


class SharesPlot(Plot):
    """Shares with their 95 % intervals side by side: weeks, models, annotators, packs."""

    def show_parts(self, parts: Sequence[BiasPart], *, joined: bool) -> None:
        """`joined`: consecutive points are connected, for a sequence in time."""
        self._draw = lambda: self._draw_parts(parts, joined=joined)
        self._draw()

    def _resized(self) -> None:
        self._draw()

    def _draw_parts(self, parts: Sequence[BiasPart], *, joined: bool) -> None:
        self.begin(is_empty=not parts)
        if not parts:
            return
        x = np.arange(len(parts), dtype=np.float64)
        share = np.array([100 * part.taken.share for part in parts])
        low = np.array([100 * part.taken.low for part in parts])
        high = np.array([100 * part.taken.high for part in parts])
        bars = pyqtgraph.ErrorBarItem(
            x=x, y=share, top=high - share, bottom=share - low, beam=0.15, pen=self.pen(Role.MUTED, 1.0)
        )
        self.addItem(bars)
        self.plot(
            x,
            share,
            pen=self.pen(Role.ACCENT) if joined else None,
            symbol="o",
            symbolSize=7,
            symbolPen=self.pen(Role.ACCENT),
            symbolBrush=self.brush(Role.ACCENT),
        )
        every = max(1, -(-len(parts) // _TICKS))
        # A name's place reaches half-way to the next ones.
        place = max(_NARROWEST, round(every * (self.width() - 6 * GRID) / (len(parts) + 0.6)) - GRID)
        names = [self.elided(part.name or "–", place) for part in parts]
        ticks = [(at, f"{names[at]}\n{part.taken.n:,}") for at, part in enumerate(parts) if at % every == 0]
        self.getAxis("bottom").setTicks([ticks])
        self.getAxis("bottom").setHeight(5 * GRID)
        self.setXRange(-0.8, len(parts) - 0.2, padding=0)
        self.setYRange(max(0.0, float(low.min()) - 3), 100.4, padding=0)


class CardsPlot(Plot):
    """A bar per card for how often it was suggested, and within it how often people agreed."""

    def show_cards(self, cards: Sequence[CardBias], named: Callable[[CardBias], str]) -> None:
        self._draw = lambda: self._draw_cards(list(cards[:BARS]), named)
        self._draw()

    def _draw_cards(self, some: Sequence[CardBias], named: Callable[[CardBias], str]) -> None:
        self.begin(is_empty=not some)
        if not some:
            return
        y = np.arange(len(some), 0, -1, dtype=np.float64)
        for role, counts, height in (
            (Role.DOUBT, [card.suggested for card in some], 0.62),
            (Role.ACCENT, [card.taken.k for card in some], 0.62),
        ):
            bars = pyqtgraph.BarGraphItem(
                x0=np.zeros(len(some)), y=y, height=height, width=np.array(counts), brush=self.brush(role), pen=None
            )
            self.addItem(bars)
        names = [(at, self.elided(named(card), _NAMES - 2 * GRID)) for at, card in zip(y, some, strict=True)]
        self.getAxis("left").setTicks([names])
        self.getAxis("left").setWidth(_NAMES)
        self.getAxis("left").setStyle(tickLength=0)
        most = max(card.suggested for card in some)
        self.setXRange(0, most * 1.05, padding=0)
        self.getAxis("bottom").setTicks([[(at, f"{at}") for at in range(most + 1)]] if most < _FEW else None)
        self.setYRange(len(some) + 0.4 - max(len(some), _ROOM), len(some) + 0.6, padding=0)
