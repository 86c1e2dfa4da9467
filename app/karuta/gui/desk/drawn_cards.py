"""The cards of a photo as they are drawn over it: outline and number. Decides nothing and keeps no pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPolygonF

from karuta.domain.label import Points
from karuta.gui.kit import paint
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.viewport import Viewport

# Of a number's box, in pixels of the widget.
_HIGH = 22


@dataclass(frozen=True)
class DrawnCards:
    """`by_machine`: what is decided, but by no person; `disputed`: by people who disagree."""

    corners: tuple[Points, ...] = ()
    decided: tuple[bool, ...] = ()
    by_machine: tuple[bool, ...] = ()
    disputed: tuple[bool, ...] = ()
    current: int = 0

    @property
    def current_corners(self) -> Points | None:
        return self.corners[self.current] if self.current < len(self.corners) else None

    def at(self, point: QPointF) -> int | None:
        """The first card, but for the current one, that has this point of the photo in it."""
        for place, corners in enumerate(self.corners):
            polygon = QPolygonF([QPointF(x, y) for x, y in corners])
            if polygon.containsPoint(point, Qt.FillRule.OddEvenFill) and place != self.current:
                return place
        return None

    def is_decided(self, place: int) -> bool:
        return place < len(self.decided) and self.decided[place]

    def number(self, place: int) -> str:
        """A single card gets none until it is decided. A check is people's; a machine's is a word about itself."""
        if not self.is_decided(place):
            return "" if len(self.corners) == 1 else str(place + 1)
        if place < len(self.disputed) and self.disputed[place]:
            return f"{place + 1} ?"
        return f"{place + 1} K" if place < len(self.by_machine) and self.by_machine[place] else f"{place + 1} ✓"


@dataclass(frozen=True)
class CardPainter:
    """`area`: of the widget, in its own coordinates."""

    painter: QPainter
    cards: DrawnCards
    view: Viewport
    theme: Theme
    font: QFont
    area: QRectF

    def outlines(self, *, without_current: bool) -> None:
        """The current one last, above the others."""
        current = self.cards.current
        for place in sorted(range(len(self.cards.corners)), key=lambda at: at == current):
            if not (place == current and without_current):
                self._outline(place)

    def marks(self, places: Sequence[Points]) -> None:
        """Other places of the photo, outlined as cards are but in another colour."""
        for corners in places:
            paint.outline(self.painter, self._mapped(corners), self.theme, role=Role.DOUBT, width=1.5, shade=3)

    def number(self, place: int) -> None:
        text = self.cards.number(place)
        if not text:
            return
        painter, theme, current = self.painter, self.theme, place == self.cards.current
        font, box = theme.strong(self.font), self.badge(place)
        paint.box(painter, box, 11, fill=theme.colour(Role.ACCENT if current else Role.SURFACE))
        painter.setPen(theme.colour(Role.ON_ACCENT if current else Role.TEXT))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def badge(self, place: int) -> QRectF:
        """The place of its number: inside the card, at its first corner. On the corner it would meet a neighbour's that
        lies the other way up. Where a strip with a name was found alone, before it: inside it would hide a letter.
        """
        wide = max(_HIGH, QFontMetrics(self.theme.strong(self.font)).horizontalAdvance(self.cards.number(place)) + GRID)
        points = self._points(place)
        top, side = QLineF(points[0], points[1]), QLineF(points[0], points[3])
        box = QRectF(0, 0, wide, _HIGH)
        if side.length() < 2 * _HIGH and top.length() > 2 * side.length():
            before = (points[0] - points[1]) / top.length()
            away = (abs(before.x()) * wide + abs(before.y()) * _HIGH + GRID) / 2
            box.moveCenter(side.center() + before * away)
        else:
            corner, middle = points[0], QPolygonF(points).boundingRect().center()
            inward = QPointF(_towards(corner.x(), middle.x(), wide / 2), _towards(corner.y(), middle.y(), _HIGH / 2))
            box.moveCenter(corner + inward)
        box.moveLeft(min(max(box.left(), 4), self.area.width() - wide - 4))
        box.moveTop(min(max(box.top(), 4), self.area.height() - _HIGH - 4))
        return box

    def _points(self, place: int) -> list[QPointF]:
        return self._mapped(self.cards.corners[place])

    def _mapped(self, corners: Points) -> list[QPointF]:
        return [self.view.transform.map(QPointF(x, y)) for x, y in corners]

    def _outline(self, place: int) -> None:
        points = self._points(place)
        if place == self.cards.current:
            paint.outline(self.painter, points, self.theme, width=2.5, shade=4.5, top=5)
        else:
            paint.outline(self.painter, points, self.theme, role=Role.OUTLINE, width=1.5, shade=3)
        self.number(place)


def _towards(start: float, target: float, most: float) -> float:
    return max(-most, min(most, target - start))
