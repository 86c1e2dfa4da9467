"""A scroll bar without arrows: where its parts are, and its handle in the theme's colours."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOption, QStyleOptionSlider

from karuta.gui.kit.theme import GRID, Role, Theme

Part = QStyle.SubControl
State = QStyle.StateFlag

_SHORTEST_HANDLE = 4 * GRID
# The opacity of the handle, at rest and under the mouse.
_RESTING, _TOUCHED = 0.55, 0.9


def draw_handle(theme: Theme, option: QStyleOption, painter: QPainter, place: QRect) -> None:
    touched = bool(option.state & (State.State_MouseOver | State.State_Sunken))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(Role.FAINT, alpha=_TOUCHED if touched else _RESTING))
    inner = (
        QRectF(place).adjusted(3, 2, -3, -2)
        if place.height() >= place.width()
        else QRectF(place).adjusted(2, 3, -2, -3)
    )
    painter.drawRoundedRect(inner, 3, 3)


def part_of_bar(option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
    """A handle in a groove of the full length."""
    rect, upright = option.rect, option.orientation == Qt.Orientation.Vertical
    length = rect.height() if upright else rect.width()
    span = option.maximum - option.minimum
    handle = length
    if span > 0:
        handle = max(min(_SHORTEST_HANDLE, length), length * option.pageStep // (span + max(1, option.pageStep)))
    first = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - handle, option.upsideDown
    )

    def along(begin: int, end: int) -> QRect:
        if upright:
            return QRect(rect.x(), rect.y() + begin, rect.width(), end - begin)
        return QRect(rect.x() + begin, rect.y(), end - begin, rect.height())

    if part == Part.SC_ScrollBarSlider:
        return along(first, first + handle)
    if part == Part.SC_ScrollBarSubPage:
        return along(0, first)
    if part == Part.SC_ScrollBarAddPage:
        return along(first + handle, length)
    return rect if part == Part.SC_ScrollBarGroove else QRect()
