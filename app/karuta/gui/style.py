"""Fusion with more air: how high controls and rows are at least; paints nothing and knows no colour."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from karuta.gui.theme import GRID

Contents = QStyle.ContentsType

# What Fusion makes as high as its letters is hard to hit and hard to read in a long list.
_LEAST_HEIGHT = {
    Contents.CT_PushButton: 4 * GRID - 2,
    Contents.CT_LineEdit: 4 * GRID - 2,
    Contents.CT_ComboBox: 4 * GRID - 2,
    Contents.CT_ItemViewItem: 3 * GRID + 2,
    Contents.CT_HeaderSection: 3 * GRID + 2,
    Contents.CT_MenuItem: 3 * GRID + 2,
    Contents.CT_MenuBarItem: 3 * GRID + 4,
    Contents.CT_CheckBox: 3 * GRID,
}
_MORE_WIDTH = {Contents.CT_PushButton: GRID, Contents.CT_HeaderSection: GRID}


class Airy(QProxyStyle):
    """Only sizes, which are asked for when something is laid out: Python in every paint would cost."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def sizeFromContents(  # noqa: N802
        self, type: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        wanted = super().sizeFromContents(type, option, size, widget)  # type: ignore[arg-type]
        least = _LEAST_HEIGHT.get(type, 0)
        if type == Contents.CT_MenuItem and wanted.height() < 2 * GRID:
            return wanted  # a line between items
        return QSize(wanted.width() + _MORE_WIDTH.get(type, 0), max(least, wanted.height()))
