"""One or more lines over the steps of a training, with their last values as text. Computes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from karuta.gui.kit.theme import GRID, Role, Theme

Points = Sequence[tuple[float, float]]
_LINES = (Role.ACCENT, Role.GOOD, Role.DOUBT)
# Where the words of a line begin, behind its colour.
_LEGEND = 3 * GRID


@dataclass(frozen=True)
class CurveLine:
    """`points`: (step, value), in the order of steps. `last`: how the newest value is written."""

    title: str
    points: Points
    last: str


class CurvePlot(QWidget):
    """`write`: formats the values at the bottom and at the top of the frame. `most`: the largest possible value."""

    def __init__(
        self,
        title: str,
        theme: Theme,
        *,
        write: Callable[[float], str],
        most: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = title
        self._write = write
        self._most = most
        self._theme = theme
        self._lines: Sequence[CurveLine] = ()
        self._steps = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(64 * GRID, 18 * GRID)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        width = self.fontMetrics().horizontalAdvance
        legend = max((width(line.title) + width(line.last) + _LEGEND + 2 * GRID for line in self._lines), default=0)
        return QSize(max(40 * GRID, legend), 14 * GRID)

    def show_lines(self, lines: Sequence[CurveLine], *, steps: int) -> None:
        self._lines, self._steps = lines, max(1, steps)
        words = "; ".join(f"{line.title}: {line.last}" for line in lines)
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        head = metrics.height() + GRID // 2
        legend = (metrics.height() + 2) * len(self._lines)
        field = QRectF(0.5, head + 0.5, self.width() - 1, self.height() - head - legend - GRID)
        painter.setPen(QPen(self._theme.colour(Role.LINE), 1))
        painter.setBrush(self._theme.colour(Role.SURFACE))
        painter.drawRect(field)
        low, high = self._range()
        painter.setPen(self._theme.colour(Role.MUTED))
        has_points = any(line.points for line in self._lines)
        span = f"{self._write(low)} – {self._write(high)}" if has_points else ""
        self._write_row(painter, QRectF(0, 0, self.width(), head), self._title, span)
        for number, line in enumerate(self._lines):
            colour = self._theme.colour(_LINES[number % len(_LINES)])
            painter.setPen(QPen(colour, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            places = [self._place(field, step, value, low, high) for step, value in line.points]
            if len(places) > 1:
                painter.drawPolyline(places)
            elif places:
                painter.drawEllipse(places[0], 2, 2)
            top = field.bottom() + GRID // 2 + number * (metrics.height() + 2)
            row = QRectF(0, top, self.width(), metrics.height())
            painter.drawLine(QPointF(0, row.center().y()), QPointF(2 * GRID, row.center().y()))
            painter.setPen(self._theme.colour(Role.TEXT))
            self._write_row(painter, row.adjusted(_LEGEND, 0, 0, 0), line.title, line.last)
        painter.end()

    def _write_row(self, painter: QPainter, row: QRectF, title: str, value: str) -> None:
        """The value stands whole at the right; a title that has too little room beside it ends in dots."""
        painter.drawText(row, Qt.AlignmentFlag.AlignRight, value)
        metrics = self.fontMetrics()
        room = int(row.width()) - (metrics.horizontalAdvance(value) + GRID if value else 0)
        words = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft, words)

    def _range(self) -> tuple[float, float]:
        values = [value for line in self._lines for _, value in line.points]
        if not values:
            return 0.0, 1.0
        low, high = min(values), max(values)
        room = max(0.1 * (high - low), 0.01)
        # No value drawn here is ever negative.
        return max(0.0, low - room), high + room if self._most is None else min(self._most, high + room)

    def _place(self, field: QRectF, step: float, value: float, low: float, high: float) -> QPointF:
        across = step / self._steps
        up = (value - low) / (high - low)
        return QPointF(field.left() + across * field.width(), field.bottom() - up * field.height())
