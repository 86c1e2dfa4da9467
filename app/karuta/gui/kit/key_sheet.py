"""Keys as caps beside what each does, in columns that scroll where there is no room. Knows no command."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.fitted import ScrollPage, room
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import comma_list

# What stands beside the sheet in its dialog.
_AROUND = 10 * GRID

KeyLine = tuple[tuple[str, ...], str]
"""Keys as a person reads them, and what they do."""


class KeyCaps(QWidget):
    """Keys drawn side by side."""

    def __init__(self, keys: tuple[str, ...], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys = keys
        self._theme = theme
        metrics = self.fontMetrics()
        self._widths = [max(24, metrics.horizontalAdvance(key) + 2 * GRID) for key in keys]
        self.setFixedSize(sum(self._widths) + GRID // 2 * len(keys), 24)
        self.setAccessibleName(comma_list(keys))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        left = 0
        for key, width in zip(self._keys, self._widths, strict=True):
            place = self.rect().adjusted(left, 1, 0, -1)
            place.setWidth(width)
            paint.key_cap(painter, key, place, self._theme, strong=False)
            left += width + GRID // 2


class KeySheet(ScrollPage):
    """Lines of keys, from top to bottom in two columns; in one where two are wider than the screen."""

    def __init__(self, lines: Sequence[KeyLine], theme: Theme, parent: QWidget) -> None:
        sheet = _sheet(lines, theme, columns=2)
        if sheet.sizeHint().width() > room(parent).width() - _AROUND:
            sheet = _sheet(lines, theme, columns=1)
        super().__init__(sheet, parent)


def _sheet(lines: Sequence[KeyLine], theme: Theme, *, columns: int) -> QWidget:
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setContentsMargins(0, 0, GRID, 0)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 4)
    height = -(-len(lines) // columns)
    for at, (keys, text) in enumerate(lines):
        row, column = at % height, at // height
        grid.addWidget(KeyCaps(keys, theme, sheet), row, 3 * column, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(Prose(text, sheet), row, 3 * column + 1)
        grid.setColumnStretch(3 * column + 1, 1)
    grid.setColumnMinimumWidth(2, 3 * GRID)
    return sheet
