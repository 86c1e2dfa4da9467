"""Plots of sales over time and of supply and demand, in the window's colours. Counts nothing."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from karuta.domain.card import CardKey
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.listings.domain.popularity import Popularity
from karuta.listings.services.check.listing_prices import PriceEvidence, price_axes, price_svg

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
_WORDS = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
_BELOW = int(Qt.AlignmentFlag.AlignHCenter)
_BESIDE = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ROLES = {"band": Role.CHOSEN, "line": Role.ACCENT, "aside": Role.DOUBT, "own": Role.BAD, "text": Role.MUTED}


def plot_renderer(plot: str) -> QSvgRenderer:
    """Of a plot in a page: there it needs no namespace; alone it is none without."""
    return QSvgRenderer(QByteArray(plot.replace("<svg", "<svg" + _NAMESPACE, 1).encode()))


class PricePlot(QWidget):
    """The plot of an evidence sheet, as large as its place."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._evidence: PriceEvidence | None = None
        self.setAccessibleName(self.tr("Sales over time"))

    def show_price(self, evidence: PriceEvidence | None) -> None:
        self._evidence = evidence
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        del event
        if self._evidence is None:
            return
        painter, axes = QPainter(self), price_axes(self._evidence, width=self.width(), height=self.height())
        if axes is None:
            painter.setPen(self._theme.colour(Role.MUTED))
            painter.drawText(self.rect(), _WORDS, self.tr("None of these sales has a date."))
            return
        colours = {name: self._theme.colour(role).name() for name, role in _ROLES.items()}
        plot = price_svg(self._evidence, axes, colours, label=self.accessibleName())
        plot_renderer(plot).render(painter, QRectF(self.rect()))


_LEAST = 10
_STEPS = 80
_DOT, _COMMON_DOT, _RING = 5.0, 9.0, 7.0


class DemandPlot(QWidget):
    """Listed to the right, looked for upwards, by their logarithms. Many cards share a place: a dot is a place.

    The line is where a card's share of both is the same.
    """

    def __init__(self, theme: Theme, title: str, *, empty: str, parent: QWidget) -> None:
        """`empty`: the text if there is nothing to plot."""
        super().__init__(parent)
        self._theme, self._empty = theme, empty
        self._popularity: Popularity | None = None
        self._place_of: dict[CardKey, tuple[int, int]] = {}
        self._places: set[tuple[int, int]] = set()
        self._common: set[tuple[int, int]] = set()
        self._most: tuple[int, ...] = (_LEAST, _LEAST)
        self._marked: CardKey | None = None
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(28 * GRID)

    def show_cards(self, popularity: Popularity, marked: CardKey | None = None) -> None:
        self._popularity = popularity
        self._place_of = {row.demand.card: (row.demand.listed, row.demand.looked_for) for row in popularity.rows}
        self._places = set(self._place_of.values())
        self._most = tuple(max([_LEAST, *(place[side] for place in self._places)]) for side in (0, 1))
        self._common = {self._place_of[row.demand.card] for row in popularity.rows if row.is_common}
        self.mark(marked)

    def mark(self, card: CardKey | None) -> None:
        """A ring around the place of the marked row."""
        self._marked = card
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        del event
        painter, colour = QPainter(self), self._theme.colour
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour(Role.SURFACE))
        painter.setPen(colour(Role.TEXT))
        painter.drawText(QRect(0, 0, self.width(), 4 * GRID), _WORDS, self.accessibleName())
        if self._popularity is None:
            return  # nothing is known yet
        listed, looked_for = self._popularity.listed.total, self._popularity.looked_for.total
        if not listed and not looked_for:
            painter.setPen(colour(Role.MUTED))
            painter.drawText(self.rect(), _WORDS, self._empty)
            return
        most = self._most
        inside = QRectF(self.rect().adjusted(8 * GRID, 5 * GRID, -2 * GRID, -4 * GRID))

        def point(across: float, up: float) -> QPointF:
            x, y = math.log10(across + 1) / math.log10(most[0] + 1), math.log10(up + 1) / math.log10(most[1] + 1)
            return QPointF(inside.left() + x * inside.width(), inside.bottom() - y * inside.height())

        self._draw_axes(painter, inside, point)
        if listed and looked_for:
            steps = (10 ** (math.log10(most[0] + 1) * step / _STEPS) - 1 for step in range(_STEPS + 1))
            line = [point(across, across * looked_for / listed) for across in steps]
            painter.setPen(QPen(colour(Role.LINE), 1.5, Qt.PenStyle.DashLine))
            painter.drawPolyline(QPolygonF([end for end in line if end.y() >= inside.top()]))
        for some, role, size in ((self._places, Role.MUTED, _DOT), (self._common, Role.DOUBT, _COMMON_DOT)):
            painter.setPen(QPen(colour(role), size, c=Qt.PenCapStyle.RoundCap))
            painter.drawPoints(QPolygonF([point(*place) for place in some]))
        marked = self._place_of.get(self._marked) if self._marked is not None else None
        if marked is not None:
            painter.setPen(QPen(colour(Role.ACCENT), 2.0))
            painter.drawEllipse(point(*marked), _RING, _RING)

    def _draw_axes(self, painter: QPainter, inside: QRectF, point: Callable[[float, float], QPointF]) -> None:
        """Zero, and each power of ten."""
        painter.setPen(self._theme.colour(Role.LINE))
        painter.drawPolyline(QPolygonF([inside.topLeft(), inside.bottomLeft(), inside.bottomRight()]))
        painter.setPen(self._theme.colour(Role.MUTED))
        for side in (0, 1):
            for count in (0, *(10**power for power in range(len(str(self._most[side]))))):
                at = point(count, 0) if side == 0 else point(0, count)
                below = QRectF(at.x() - 4 * GRID, at.y() + GRID / 2, 8 * GRID, 3 * GRID)
                beside = QRectF(0, at.y() - GRID, at.x() - GRID, 2 * GRID)
                words, where = (below, _BELOW) if side == 0 else (beside, _BESIDE)
                painter.drawText(words, where, f"{count:,}")
