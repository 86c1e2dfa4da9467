"""Below the matches: which printing of the marked card it is, with the code's place in the photo, magnified.

It has its place from the first card whose print can be read, so nothing moves when an answer comes. Decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from karuta.gui.kit import paint
from karuta.gui.kit.theme import GRID, Role, Theme

_HEIGHT = 14 * GRID
_EDGE = GRID + GRID // 2
_CUTOUT = QSize(17 * GRID, 4 * GRID + 2)
_LINE = 5 * GRID // 2 + 1
_CAP_HEIGHT = 18


@dataclass(frozen=True)
class CodeCell:
    """`key`: what confirms the card with this printing. `share`: how probable it is, in words."""

    key: str
    code: str
    share: str


@dataclass(frozen=True)
class PrintWords:
    """What the strip says. `title`: the verdict; `note`: what stands below it; `only_card`: the last cell's words."""

    title: str = ""
    role: Role = Role.MUTED
    note: str = ""
    cells: tuple[CodeCell, ...] = ()
    only_card: CodeCell | None = None


NOTHING_SAID = PrintWords()


class PrintStrip(QWidget):
    """`taken`: the place of a code that was double-clicked, from 0. `painted`: it is on the screen as it is."""

    taken = Signal(int)
    painted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = NOTHING_SAID
        self._cutout: QPixmap | None = None
        self._cells: list[QRect] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.hide()

    @property
    def words(self) -> PrintWords:
        return self._words

    @property
    def cutout(self) -> QPixmap | None:
        return self._cutout

    def place_of(self, at: int) -> QRect:
        """Where the printing with this place stands, once it was painted."""
        return self._cells[at]

    def say(self, words: PrintWords, cutout: QPixmap | None) -> None:
        self._words, self._cutout = words, cutout
        said = (words.title, words.note, *(f"{one.key} {one.code} {one.share}" for one in words.cells))
        self.setAccessibleName(". ".join(part for part in said if part))
        self.setToolTip("\n".join(part for part in (words.title, words.note) if part))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        for place, cell in enumerate(self._cells[: len(self._words.cells)]):
            if cell.contains(event.position().toPoint()) and event.button() == Qt.MouseButton.LeftButton:
                self.taken.emit(place)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        theme = self._theme
        painter.setPen(theme.colour(Role.LINE))
        painter.drawLine(0, 0, self.width(), 0)
        left, right, top = _EDGE, self.width() - _EDGE, GRID
        said_from = left
        if self._cutout is not None and not self._cutout.isNull():
            place = QRect(left, top, _CUTOUT.width(), _CUTOUT.height())
            paint.picture(painter, self._cutout, place, theme, radius=2.5)
            said_from = place.right() + _EDGE
        line = self.fontMetrics().lineSpacing()
        upper = QRect(said_from, top - 1, right - said_from, line + 2)
        paint.words(painter, self._words.title, upper, theme.strong(self.font()), theme, role=self._words.role)
        under = top + _CUTOUT.height() + GRID - 2
        if self.fontMetrics().horizontalAdvance(self._words.note) <= upper.width():
            note = QRect(said_from, upper.bottom(), upper.width(), line)
            paint.words(painter, self._words.note, note, self.font(), theme, role=Role.MUTED)
        else:
            # Two lines of its own; then only so many printings are below it as there is room for.
            note = QRect(left, under - 4, right - left, 2 * line + GRID)
            paint.lines(painter, self._words.note, note, self.font(), theme, role=Role.MUTED)
            under = note.bottom() - 3
        self._cells = self._places(left, under, right)
        self._paint_cells(painter)
        painter.end()
        self.painted.emit()

    def _places(self, left: int, top: int, right: int) -> list[QRect]:
        """Two columns, and as many rows as there is room for."""
        wide = (right - left - GRID) // 2
        rows = max(0, (self.height() - top) // _LINE)
        return [
            QRect(left + column * (wide + GRID), top + row * _LINE, wide, _LINE - 2)
            for row in range(rows)
            for column in range(2)
        ]

    def _paint_cells(self, painter: QPainter) -> None:
        """The last place is that of the card alone; what would stand behind it has no room."""
        only = [self._words.only_card] if self._words.only_card else []
        cells = self._words.cells[: max(0, len(self._cells) - len(only))]
        for at, (place, cell) in enumerate(zip(self._cells, (*cells, *only), strict=False)):
            self._cell(painter, place, cell, strong=at == 0)

    def _cell(self, painter: QPainter, place: QRect, cell: CodeCell, *, strong: bool) -> None:
        theme, metrics = self._theme, self.fontMetrics()
        wide = max(_CAP_HEIGHT + 4, metrics.horizontalAdvance(cell.key) + GRID) if cell.key else 0
        if cell.key:
            painter.setFont(self.font())
            cap = QRect(place.left(), place.center().y() - _CAP_HEIGHT // 2, wide, _CAP_HEIGHT)
            # Not in the accent's colour: that is the key of the marked match, and Return's.
            paint.key_cap(painter, cell.key, cap, theme, strong=False)
        text = QRect(place.left() + wide + (GRID - 2) * bool(wide), place.top(), 0, place.height())
        text.setRight(place.right())
        share = metrics.horizontalAdvance(cell.share)
        right = QRect(text.right() - share, text.top(), share + 1, text.height())
        if cell.share:
            paint.words(painter, cell.share, right, self.font(), theme, role=Role.MUTED)
            text.setRight(right.left() - GRID // 2)
        font = theme.strong(self.font()) if strong else self.font()
        paint.words(painter, cell.code, text, font, theme, role=Role.TEXT if cell.share else Role.MUTED, middle=True)
