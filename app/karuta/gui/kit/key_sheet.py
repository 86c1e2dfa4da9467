"""Keys as caps beside what each does, in columns that scroll where there is no room. Knows no command."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from karuta.gui.kit import fitted, paint
from karuta.gui.kit.fitted import ScrollPage
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import comma_list

# Of its dialog, with the frame of the window: margins and scroll bar, title and buttons.
_BESIDE = 10 * GRID
_ABOVE_AND_BELOW = 20 * GRID

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
    """Lines of keys, from top to bottom in two columns; one if two are too wide for the screen, three if too high."""

    def __init__(self, lines: Sequence[KeyLine], theme: Theme, parent: QWidget) -> None:
        most = fitted.room(parent).size() - QSize(_BESIDE, _ABOVE_AND_BELOW)
        sheet = _sheet(lines, theme, columns=1)
        for columns in (2, 3):
            wider = _sheet(lines, theme, columns=columns)
            if wider.sizeHint().width() > most.width() or (columns > 2 and sheet.sizeHint().height() <= most.height()):
                break
            sheet = wider
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
    for between in range(2, 3 * columns - 1, 3):
        grid.setColumnMinimumWidth(between, 3 * GRID)
    return sheet
