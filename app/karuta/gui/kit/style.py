"""Fusion with more space: sizes of controls, and who draws the flat ones. Draws none itself."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionProgressBar,
    QStyleOptionSlider,
    QWidget,
)

from karuta.gui.kit import fitted
from karuta.gui.kit.flat_controls import CONTROLS, PRIMITIVES, Draw, draw_choice, draw_handle, part_of_bar
from karuta.gui.kit.prose import keep_plain
from karuta.gui.kit.theme import GRID, Theme

Contents = QStyle.ContentsType
Complex = QStyle.ComplexControl
Part = QStyle.SubControl

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
_MORE_WIDTH = {Contents.CT_PushButton: GRID, Contents.CT_HeaderSection: 2 * GRID, Contents.CT_TabBarTab: GRID}
# At 200 % of 1920 x 1080 the menu File has room if its rows are as high as their letters.
_LOW_SCREEN = 75 * GRID
_BAR = 12
# Fusion's own margin of two pixels plus the grid's eight, so that a column's header stands above its words.
_HEAD_MARGIN = GRID - 2


class FlatStyle(QProxyStyle):
    """What it does not draw itself goes to Fusion. Long lists paint their own rows, because Python is slow here."""

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
        wanted = super().sizeFromContents(type, option, size, widget)  # type: ignore[arg-type]
        least = _LEAST_HEIGHT.get(type, 0)
        if type == Contents.CT_MenuItem and wanted.height() < 2 * GRID:
            return wanted  # a line between items
        if type == Contents.CT_MenuItem and widget is not None and fitted.room(widget).height() < _LOW_SCREEN:
            least = 0
        return QSize(wanted.width() + _MORE_WIDTH.get(type, 0), max(least, wanted.height()))

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
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
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
        if draw is None or (isinstance(option, QStyleOptionProgressBar) and option.maximum <= option.minimum):
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
