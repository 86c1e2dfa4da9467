"""Fusion with more space and drawn flat, in the theme's colours: buttons, check boxes, tabs, bars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionFrame,
    QStyleOptionHeader,
    QStyleOptionProgressBar,
    QStyleOptionSlider,
    QStyleOptionTab,
    QWidget,
)

from karuta.gui.kit import fitted, paint
from karuta.gui.kit.prose import keep_plain
from karuta.gui.kit.theme import GRID, Role, Theme

Primitive = QStyle.PrimitiveElement
Control = QStyle.ControlElement
State = QStyle.StateFlag
Draw = Callable[[Theme, QStyleOption, QPainter], None]

_RADIUS = 4.0


def _inside(rect: QRect) -> QRectF:
    """A line of one pixel placed on whole pixels."""
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)


def _panel(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    state = option.state
    enabled = bool(state & State.State_Enabled)
    pressed = bool(state & (State.State_Sunken | State.State_On))
    hovered = enabled and bool(state & State.State_MouseOver)
    ground = Role.CHOSEN if pressed else Role.HOVER if hovered else Role.SURFACE
    line = Role.EDGE if enabled else Role.LINE
    fill = theme.colour(ground) if enabled else None
    paint.box(painter, _inside(option.rect), _RADIUS, fill=fill, line=theme.colour(line))
    if state & State.State_HasFocus:
        paint.focus_ring(painter, option.rect, theme)


def _button(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    shown = State.State_MouseOver | State.State_On | State.State_HasFocus
    if _has(option, QStyleOptionButton.ButtonFeature.Flat) and not option.state & shown:
        return
    if _is_primary(option):
        _filled(theme, option, painter)
    else:
        _panel(theme, option, painter)


def _on_its_ground(theme: Theme, option: QStyleOptionButton) -> None:
    """Words and icon of a button as its ground asks for."""
    if _is_primary(option):
        option.palette.setColor(QPalette.ColorRole.ButtonText, theme.colour(Role.ON_ACCENT))
        if not option.icon.isNull():
            option.icon = QIcon(option.icon.pixmap(option.iconSize, QIcon.Mode.Selected))


def _has(option: QStyleOption, feature: QStyleOptionButton.ButtonFeature) -> bool:
    return isinstance(option, QStyleOptionButton) and bool(option.features & feature)


def _is_primary(option: QStyleOption) -> bool:
    """Whether it is the button that Enter presses, and can be pressed."""
    return _has(option, QStyleOptionButton.ButtonFeature.DefaultButton) and bool(option.state & State.State_Enabled)


def _filled(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    """In the accent's colour; the ring of who has the keys lies around it, with a gap."""
    under_hand = bool(option.state & (State.State_Sunken | State.State_On | State.State_MouseOver))
    gap = 3 if option.state & State.State_HasFocus else 0
    place = QRectF(option.rect).adjusted(gap, gap, -gap, -gap)
    paint.box(painter, place, _RADIUS - gap / 2, fill=theme.colour(Role.ACCENT, alpha=0.85 if under_hand else 1.0))
    if gap:
        paint.focus_ring(painter, option.rect, theme)


def _tool(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    state = option.state
    if state & (State.State_On | State.State_Sunken):
        ground = Role.CHOSEN
    elif state & State.State_MouseOver and state & State.State_Enabled:
        ground = Role.HOVER
    else:
        return
    paint.box(painter, option.rect, _RADIUS, fill=theme.colour(ground))


def _indicator(theme: Theme, option: QStyleOption, painter: QPainter, *, round: bool) -> None:
    state = option.state
    enabled = bool(state & State.State_Enabled)
    on = bool(state & State.State_On)
    side = min(option.rect.width(), option.rect.height()) - 1
    place = QRectF(option.rect.x() + 0.5, option.rect.center().y() - side / 2 + 0.5, side, side)
    edge = Role.ACCENT if on or state & State.State_HasFocus else Role.MUTED
    painter.setPen(QPen(theme.colour(edge if enabled else Role.FAINT), 1))
    ground = theme.colour(Role.ACCENT if enabled else Role.FAINT) if on else theme.colour(Role.SURFACE)
    painter.setBrush(ground if enabled or on else Qt.BrushStyle.NoBrush)
    if round:
        painter.drawEllipse(place)
    else:
        painter.drawRoundedRect(place, 3, 3)
    if not on:
        return
    mark = theme.colour(Role.ON_ACCENT)
    if round:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mark)
        painter.drawEllipse(place.center(), side / 5, side / 5)
        return
    painter.setPen(QPen(mark, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    left, top = place.left(), place.top()
    corners = ((0.24, 0.53), (0.43, 0.71), (0.77, 0.31))
    painter.drawPolyline([QPointF(left + x * side, top + y * side) for x, y in corners])


def _check(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    _indicator(theme, option, painter, round=False)


def _radio(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    _indicator(theme, option, painter, round=True)


def _focus(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    """Mark the control that has the focus; a focused row of a list is marked as a whole."""
    if not option.state & (State.State_Selected | State.State_Item):
        paint.focus_ring(painter, option.rect, theme)


def _field(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    """A text field. One without a frame lies in another control, which draws the frame."""
    enabled = bool(option.state & State.State_Enabled)
    if not isinstance(option, QStyleOptionFrame) or option.lineWidth <= 0:
        painter.fillRect(option.rect, theme.colour(Role.SURFACE))
        return
    line = Role.ACCENT if option.state & State.State_HasFocus else Role.EDGE if enabled else Role.LINE
    fill = theme.colour(Role.SURFACE) if enabled else None
    paint.box(painter, _inside(option.rect), _RADIUS, fill=fill, line=theme.colour(line))
    if option.state & State.State_HasFocus:
        paint.focus_ring(painter, option.rect, theme)


def draw_choice(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    _panel(theme, option, painter)
    middle = QPointF(option.rect.right() - 1.5 * GRID, option.rect.center().y() + 1)
    colour = theme.colour(Role.MUTED if option.state & State.State_Enabled else Role.FAINT)
    painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline([middle + QPointF(-4, -2), middle + QPointF(0, 2), middle + QPointF(4, -2)])


def _head(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    painter.fillRect(option.rect, theme.colour(Role.SURFACE))
    if isinstance(option, QStyleOptionHeader) and option.orientation == Qt.Orientation.Horizontal:
        painter.fillRect(option.rect.adjusted(0, option.rect.height() - 1, 0, 0), theme.colour(Role.LINE))


def _tab(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    rect = option.rect
    chosen = bool(option.state & State.State_Selected)
    if chosen or (isinstance(option, QStyleOptionTab) and option.state & State.State_MouseOver):
        painter.fillRect(rect.adjusted(0, rect.height() - 2, 0, 0), theme.colour(Role.ACCENT if chosen else Role.LINE))


def _groove(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    paint.box(painter, _thin(option.rect), 3, fill=theme.colour(Role.LINE))


def _filled_part(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    assert isinstance(option, QStyleOptionProgressBar)
    share = (option.progress - option.minimum) / (option.maximum - option.minimum)
    place = _thin(option.rect)
    if share > 0:
        place.setWidth(place.width() * min(1.0, share))
        paint.box(painter, place, 3, fill=theme.colour(Role.ACCENT))


def _thin(rect: QRect) -> QRectF:
    return QRectF(rect.left(), rect.center().y() - 2, rect.width(), 6)


def _nothing(theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    del theme, option, painter


PRIMITIVES: dict[QStyle.PrimitiveElement, Draw] = {
    Primitive.PE_PanelButtonCommand: _button,
    Primitive.PE_PanelButtonTool: _tool,
    Primitive.PE_IndicatorCheckBox: _check,
    Primitive.PE_IndicatorRadioButton: _radio,
    Primitive.PE_PanelLineEdit: _field,
    Primitive.PE_FrameFocusRect: _focus,
    Primitive.PE_FrameTabWidget: _nothing,
    Primitive.PE_FrameTabBarBase: _nothing,
}
CONTROLS: dict[QStyle.ControlElement, Draw] = {
    Control.CE_HeaderSection: _head,
    Control.CE_HeaderEmptyArea: _head,
    Control.CE_TabBarTabShape: _tab,
    Control.CE_ProgressBarGroove: _groove,
    Control.CE_ProgressBarContents: _filled_part,
    Control.CE_ProgressBarLabel: _nothing,
}


Part = QStyle.SubControl

_SHORTEST_HANDLE = 4 * GRID
# The opacity of the handle, at rest and under the mouse.
_RESTING, _TOUCHED = 0.55, 0.9


def draw_handle(theme: Theme, option: QStyleOption, painter: QPainter, place: QRect) -> None:
    touched = bool(option.state & (State.State_MouseOver | State.State_Sunken))
    x, y = (3, 2) if place.height() >= place.width() else (2, 3)
    fill = theme.colour(Role.FAINT, alpha=_TOUCHED if touched else _RESTING)
    paint.box(painter, QRectF(place).adjusted(x, y, -x, -y), 3, fill=fill)


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


Contents = QStyle.ContentsType
Complex = QStyle.ComplexControl

# Fusion makes these as high as their letters, which is hard to hit and hard to read in a long list.
_LEAST_HEIGHT = {
    Contents.CT_PushButton: 4 * GRID - 2,
    Contents.CT_LineEdit: 4 * GRID - 2,
    Contents.CT_ComboBox: 4 * GRID - 2,
    Contents.CT_ItemViewItem: 3 * GRID + 2,
    Contents.CT_HeaderSection: 3 * GRID + 2,
    Contents.CT_MenuItem: 3 * GRID + 2,
    Contents.CT_MenuBarItem: 3 * GRID + 4,
    Contents.CT_CheckBox: 3 * GRID,
    Contents.CT_TabBarTab: 4 * GRID,
}
# Of a field to choose from, Qt leaves out the room that the arrow takes.
_MORE_WIDTH = {
    Contents.CT_PushButton: GRID,
    Contents.CT_ComboBox: 2 * GRID,
    Contents.CT_HeaderSection: 2 * GRID,
    Contents.CT_TabBarTab: GRID,
}
# At 200 % of 1920 x 1080 the menu File has room if its rows are as high as their letters.
_LOW_SCREEN = 75 * GRID
_BAR = 12
# Fusion's own margin of two pixels plus the grid's eight, so that a column's header stands above its words.
_HEAD_MARGIN = GRID - 2


class FlatStyle(QProxyStyle):
    """Leaves to Fusion what it does not draw itself. Long lists paint their own rows, because Python is slow here."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("Fusion")
        self._theme = theme

    def polish(self, what: Any) -> Any:
        """Plain text in all widgets, and room before the words in a field: Qt begins them two pixels from its edge."""
        if isinstance(what, QWidget):
            keep_plain(what)
        if isinstance(what, QLineEdit):
            what.setTextMargins(GRID // 2, 0, GRID // 2, 0)
        return super().polish(what)

    def sizeFromContents(  # noqa: N802
        self, type: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        contents = super().sizeFromContents(type, option, size, widget)  # type: ignore[arg-type]
        least = _LEAST_HEIGHT.get(type, 0)
        if type == Contents.CT_MenuItem and contents.height() < 2 * GRID:
            return contents  # a line between items
        if type == Contents.CT_MenuItem and widget is not None and fitted.room(widget).height() < _LOW_SCREEN:
            least = 0
        return QSize(contents.width() + _MORE_WIDTH.get(type, 0), max(least, contents.height()))

    def pixelMetric(  # noqa: N802
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric == QStyle.PixelMetric.PM_ScrollBarExtent:
            return _BAR
        if metric == QStyle.PixelMetric.PM_FocusFrameHMargin and isinstance(widget, QAbstractItemView):
            return GRID - 1  # and one more: where the words of a row begin
        return super().pixelMetric(metric, option, widget)

    def styleHint(  # noqa: N802
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_Menu_Scrollable:
            return True  # instead of a second column, wider than the screen
        return super().styleHint(hint, option, widget, returned)

    def drawPrimitive(  # noqa: N802
        self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        draw = PRIMITIVES.get(element)
        if draw is None:
            super().drawPrimitive(element, option, painter, widget)
        else:
            _smoothly(draw, self._theme, option, painter)

    def drawControl(  # noqa: N802
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        draw = CONTROLS.get(element)
        if element == QStyle.ControlElement.CE_HeaderLabel:
            option.rect = option.rect.adjusted(_HEAD_MARGIN, 0, -_HEAD_MARGIN, 0)
        if element == QStyle.ControlElement.CE_PushButtonLabel and isinstance(option, QStyleOptionButton):
            _on_its_ground(self._theme, option)
        if element == Control.CE_PushButtonBevel and _has(option, QStyleOptionButton.ButtonFeature.Flat):
            _smoothly(_button, self._theme, option, painter)  # Qt asks for a flat one's ground only under the mouse
        elif draw is None or (isinstance(option, QStyleOptionProgressBar) and option.maximum <= option.minimum):
            super().drawControl(element, option, painter, widget)
        else:
            _smoothly(draw, self._theme, option, painter)

    def drawComplexControl(  # noqa: N802
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control == Complex.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            handle = part_of_bar(option, Part.SC_ScrollBarSlider)
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Base))
            _smoothly(
                lambda theme, option, painter: draw_handle(theme, option, painter, handle), self._theme, option, painter
            )
        elif control == Complex.CC_ComboBox and isinstance(option, QStyleOptionComboBox) and not option.editable:
            _smoothly(draw_choice, self._theme, option, painter)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def subControlRect(  # noqa: N802
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        if control != Complex.CC_ScrollBar or not isinstance(option, QStyleOptionSlider):
            return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]
        return part_of_bar(option, part)


def _smoothly(draw: Draw, theme: Theme, option: QStyleOption, painter: QPainter) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(theme, option, painter)
    painter.restore()
