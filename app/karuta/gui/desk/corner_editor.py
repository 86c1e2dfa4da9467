"""Editing corners by hand: dragged beside a loupe, clicked, nudged by keys, turned. They are stored elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPolygonF

from karuta.domain.desk import Point, around, box, first_card, is_card, moved, rotated, turned
from karuta.domain.label import Points
from karuta.gui.kit import paint
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
    magnified = [near.transform.map(QPointF(*point)) for point in outline]
    paint.outline(painter, magnified, theme, width=1.5, shade=3)
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


REACH = 12.0
"""So near to a corner, in screen pixels, the mouse takes it."""
_CLICK = 6.0
_STEP, _LARGE = 1.0, 10.0
_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


class Mode(StrEnum):
    """`DRAG`: one corner by the mouse, applied when it is released. `ADJUST`: until Enter. `DRAW`: a new sighting."""

    OFF = "off"
    DRAG = "drag"
    ADJUST = "adjust"
    DRAW = "draw"


class CornerEditor(QObject):
    """`applied`: these corners, and whether they are a new sighting. All points are in the photo's own pixels."""

    changed = Signal()
    applied = Signal(object, bool)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = (1, 1)
        self._start: Points | None = None
        self._clicked: list[tuple[float, float]] = []
        self._pressed: tuple[float, float] | None = None
        self._held = False
        self.mode = Mode.OFF
        self.draft: Points | None = None
        self.is_new = False
        self.place = 0
        # In degrees. If the view is turned, drawing and moving follow the turned view.
        self.turn_of_view = 0.0

    # Beginning and leaving

    @property
    def takes_keys(self) -> bool:
        return self.mode in (Mode.ADJUST, Mode.DRAW)

    @property
    def held(self) -> tuple[Points, int] | None:
        """The corners, and the place of the one that the mouse drags; None if it drags none."""
        return (self.draft, self.place) if self._held and self.draft is not None else None

    def begin(self, corners: Points) -> None:
        """Adjust the corners of an existing sighting."""
        self._set(Mode.ADJUST, corners, is_new=False)

    def begin_new(self, size: tuple[int, int]) -> None:
        """Draw a new one; `size` is the photo's (width, height)."""
        self._size = size
        self._set(Mode.DRAW, None, is_new=True)

    def restore(self, corners: Points, is_new: bool) -> None:  # noqa: FBT001 - a slot
        """Corners that could not be saved can be edited again."""
        self._set(Mode.ADJUST, corners, is_new=is_new)
        self._start = None

    def leave(self) -> None:
        """Leave without a change."""
        if self.mode is not Mode.OFF:
            self._set(Mode.OFF, None, is_new=False)

    def apply(self) -> None:
        if self.draft is None or not is_card(self.draft):
            return
        draft, is_new, same = self.draft, self.is_new, self.draft == self._start
        self._set(Mode.OFF, None, is_new=False)
        if is_new or not same:
            self.applied.emit(draft, is_new)

    def turn(self) -> None:
        """Turn the card in the draft by a quarter."""
        if self.draft is not None:
            self.draft = turned(self.draft)
            self.place = (self.place + 1) % 4
            self.changed.emit()

    def _set(self, mode: Mode, draft: Points | None, *, is_new: bool) -> None:
        self.mode, self.draft, self._start, self.is_new = mode, draft, draft, is_new
        self.place, self._held, self._pressed = 0, False, None
        self._clicked.clear()
        self.changed.emit()

    # The mouse

    def press(self, point: QPointF, corners: Points | None, *, reach: float) -> bool:
        """Whether the mouse has taken something: a corner of the draft or of `corners`, or the place for a new one."""
        at = (point.x(), point.y())
        if self.mode is Mode.DRAW:
            self._pressed = at
            return True
        held = self.draft if self.mode is Mode.ADJUST else corners
        place = _near(held, at, reach) if held else None
        if held is None or place is None:
            return False
        if self.mode is not Mode.ADJUST:
            self._set(Mode.DRAG, held, is_new=False)
        self.place, self._held = place, True
        self.changed.emit()
        return True

    def move(self, point: QPointF, *, reach: float) -> bool:
        at = (point.x(), point.y())
        if self._held and self.draft is not None:
            corner = self.draft[self.place]
            self.draft = moved(self.draft, self.place, (at[0] - corner[0], at[1] - corner[1]))
        elif self._pressed is not None and _apart(self._pressed, at) > reach * _CLICK / REACH:
            self.draft = self._as_seen(box, [self._pressed, at])
        else:
            return self._pressed is not None
        self.changed.emit()
        return True

    def release(self) -> bool:
        if self._held:
            self._held = False
            if self.mode is Mode.DRAG:
                self.apply()
            return True
        if self._pressed is None:
            return False
        if self.draft is None:
            self._click(self._pressed)
        elif is_card(self.draft):
            self.mode = Mode.ADJUST
        else:
            self.draft = None
        self._pressed = None
        self.changed.emit()
        return True

    def _click(self, at: tuple[float, float]) -> None:
        self._clicked.append(at)
        if len(self._clicked) < 4:
            return
        corners = self._as_seen(lambda *points: around(points), self._clicked)
        self._clicked.clear()
        if is_card(corners):
            self.draft, self.mode = corners, Mode.ADJUST

    def _as_seen(self, drawn: Callable[..., Points], points: Sequence[Point]) -> Points:
        """Corners that are upright in the turned view, in the photo's own pixels."""
        seen = drawn(*(rotated(point, self.turn_of_view) for point in points))
        first, second, third, fourth = (rotated(point, -self.turn_of_view) for point in seen)
        return first, second, third, fourth

    # Keys

    def key(self, key: int, *, large: bool) -> None:
        """A key while a draft is adjusted or drawn; keys without a meaning here do nothing."""
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif self.mode is Mode.DRAW and (key in _ARROWS or key == Qt.Key.Key_Tab):
            self.draft, self.mode = first_card(self._size), Mode.ADJUST
            self.changed.emit()
        elif self.draft is not None:
            self._key_on_draft(self.draft, key, large=large)

    def _key_on_draft(self, draft: Points, key: int, *, large: bool) -> None:
        if key in _ARROWS:
            step = _LARGE if large else _STEP
            across, down = rotated(_ARROWS[Qt.Key(key)], -self.turn_of_view)
            self.draft = moved(draft, self.place, (step * across, step * down))
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.place = (self.place + (3 if key == Qt.Key.Key_Backtab else 1)) % 4
        self.changed.emit()

    # Painting

    @property
    def hint(self) -> str:
        if self.mode is Mode.DRAW:
            return self.tr("Drag a box or click the four corners · arrow keys place a card · Esc cancels")
        if self.mode is Mode.ADJUST:
            return self.tr(
                "Drag a corner · Tab: next · arrows: move, Shift: further · T: rotate · Enter: apply · Esc: cancel"
            )
        return ""

    def paint(self, painter: QPainter, view: Viewport, *, corners: Points | None, area: QRectF) -> None:
        """Paints handles at the draft's corners, or small ones at `corners`, the clicked points, and the hint."""
        if self.mode is Mode.OFF:
            for corner in corners or ():
                self._handle(painter, view.transform.map(QPointF(*corner)), 4.0, strong=False)
            return
        for clicked in self._clicked:
            self._handle(painter, view.transform.map(QPointF(*clicked)), 6.0, strong=True)
        if self.draft is not None:
            self._outline(painter, [view.transform.map(QPointF(*corner)) for corner in self.draft])
        if self.hint:
            self._say(painter, area)

    def _outline(self, painter: QPainter, points: Sequence[QPointF]) -> None:
        paint.outline(painter, points, self._theme, width=2, shade=4, top=5)
        for place, point in enumerate(points):
            self._handle(painter, point, 8.0 if place == self.place else 6.0, strong=place == self.place)

    def _handle(self, painter: QPainter, point: QPointF, radius: float, *, strong: bool) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.colour(Role.ON_ACCENT if strong else Role.ACCENT), 1.5))
        painter.setBrush(theme.colour(Role.ACCENT if strong else Role.SURFACE))
        painter.drawEllipse(point, radius, radius)

    def _say(self, painter: QPainter, area: QRectF) -> None:
        theme, font = self._theme, QFont(painter.font())
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        most = QRectF(0, 0, area.width() - 6 * GRID, area.height())
        place = QRectF(QFontMetrics(font).boundingRect(most.toRect(), flags, self.hint))
        place.adjust(-1.5 * GRID, -GRID, 1.5 * GRID, GRID)
        place.moveCenter(QPointF(area.center().x(), area.bottom() - GRID - place.height() / 2))
        paint.box(painter, place, GRID, fill=theme.colour(Role.SURFACE, alpha=0.94))
        painter.setPen(theme.colour(Role.TEXT))
        painter.drawText(place, flags, self.hint)


def _near(corners: Points, at: tuple[float, float], reach: float) -> int | None:
    """The nearest corner within reach."""
    place = min(range(4), key=lambda corner: _apart(corners[corner], at))
    return place if _apart(corners[place], at) <= reach else None


def _apart(point: tuple[float, float], other_point: tuple[float, float]) -> float:
    return float(((point[0] - other_point[0]) ** 2 + (point[1] - other_point[1]) ** 2) ** 0.5)
