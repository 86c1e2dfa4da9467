"""The loupe while a corner is dragged: a magnified view beside the pointer and never under it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QPolygonF

from karuta.domain.label import Points
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.kit.viewport import Viewport

MAGNIFIED = 4.0
_RADIUS = 8 * GRID
# From the pointer to the nearest edge of the loupe.
_APART = 3 * GRID
_CROSS = 6.0


def loupe_place(pointer: QPointF, away_from: QPointF, area: QRectF) -> QRectF:
    """Its place: diagonally beside the pointer, on the side away from the card, fully within the area.

    If there is no room on that side, the next side is tried.
    """
    across = -1 if pointer.x() < away_from.x() else 1
    down = -1 if pointer.y() < away_from.y() else 1
    reach = _RADIUS + _APART
    sides = ((across, down), (-across, down), (across, -down), (-across, -down))
    places = [
        QRectF(pointer.x() + x * reach - _RADIUS, pointer.y() + y * reach - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
        for x, y in sides
    ]
    return next((place for place in places if area.contains(place)), places[-1])


def draw_loupe(
    painter: QPainter,
    image: QImage,
    size: tuple[int, int],
    *,
    view: Viewport,
    outline: Points,
    corner: int,
    pointer: QPointF,
    area: QRectF,
    theme: Theme,
) -> None:
    """`size`: of the full photo, (width, height); the outline is in its pixels."""
    at = QPointF(*outline[corner])
    middle = QPolygonF([view.transform.map(QPointF(*point)) for point in outline]).boundingRect().center()
    place = loupe_place(pointer, middle, area)
    near = replace(view, scale=MAGNIFIED * view.scale, left=0.0, top=0.0)
    shift = place.center() - near.transform.map(at)
    near = near.panned(shift)
    circle = QPainterPath()
    circle.addEllipse(place)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(circle, theme.colour(Role.CANVAS))
    painter.setClipPath(circle)
    _draw_part(painter, image, size, near, place)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for role, width in ((Role.SHADE, 3.0), (Role.ACCENT, 1.5)):
        painter.setPen(QPen(theme.colour(role, alpha=0.45 if role is Role.SHADE else 1.0), width))
        painter.drawPolygon(QPolygonF([near.transform.map(QPointF(*point)) for point in outline]))
    painter.setPen(QPen(theme.colour(Role.ON_ACCENT), 1))
    centre = place.center()
    painter.drawLine(centre - QPointF(_CROSS, 0), centre + QPointF(_CROSS, 0))
    painter.drawLine(centre - QPointF(0, _CROSS), centre + QPointF(0, _CROSS))
    painter.setClipping(False)
    painter.setPen(QPen(theme.colour(Role.ACCENT), 2))
    painter.drawEllipse(place)
    painter.restore()


def _draw_part(painter: QPainter, image: QImage, size: tuple[int, int], near: Viewport, place: QRectF) -> None:
    """Only the visible pixels: magnifying all of a large photo at every move would be slow."""
    whole = QRectF(0, 0, *size)
    seen = near.transform.inverted()[0].mapRect(place).intersected(whole)
    if seen.isEmpty():
        return
    across, down = image.width() / size[0], image.height() / size[1]
    source = QRectF(seen.left() * across, seen.top() * down, seen.width() * across, seen.height() * down)
    painter.save()
    painter.setTransform(near.transform, combine=True)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(seen, image, source)
    painter.restore()
