"""A photo with the outlines of its cards, fitted into a place, for viewing from a distance. Ignores the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF

from karuta.domain.label import Points
from karuta.gui.kit.theme import Role, Theme
from karuta.gui.kit.viewport import Viewport

_LINE = 1 / 160
"""Of the place's height: seen from two metres, and still not over the card's frame."""


def draw_outlined(
    painter: QPainter,
    image: QImage,
    place: QRectF,
    theme: Theme,
    *,
    size: tuple[int, int],
    corners: Sequence[Points] = (),
    current: int = 0,
) -> None:
    """`size`: of the full photo, whose pixels the corners use; the current card's top edge is thick."""
    view = Viewport.showing(QRectF(0, 0, *size), place.size(), margin=0)
    painter.save()
    painter.translate(place.topLeft())
    target = view.transform.mapRect(QRectF(0, 0, *size))
    # Halved first if it is much larger: one smooth step would flicker in fine print.
    wanted = round(target.width() * painter.device().devicePixelRatio())
    drawn = image
    if image.width() > 2 * wanted > 0:
        drawn = image.scaledToWidth(wanted, Qt.TransformationMode.SmoothTransformation)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(target, drawn)
    line = max(2.0, place.height() * _LINE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for at in sorted(range(len(corners)), key=lambda one: one == current):
        points = [view.transform.map(QPointF(x, y)) for x, y in corners[at]]
        is_current = at == current
        colour = theme.colour(Role.ACCENT if is_current else Role.OUTLINE)
        width = line if is_current else line / 2
        # A dark line under the bright one: visible on white cloth and on black sleeves alike.
        for role, wide in ((theme.colour(Role.SHADE, alpha=0.45), 2 * width), (colour, width)):
            painter.setPen(QPen(role, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            painter.drawPolygon(QPolygonF(points))
        if is_current:
            painter.setPen(QPen(colour, 2 * width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(points[0], points[1])
    painter.restore()
