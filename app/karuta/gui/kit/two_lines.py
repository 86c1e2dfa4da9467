"""Rows of one or two lines of text: a sign or a key, a name, a verdict at the right, more below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyleOptionViewItem

from karuta.gui.kit import paint
from karuta.gui.kit.lists import Index, RowModel, RowPainter
from karuta.gui.kit.row_paint import row_ground
from karuta.gui.kit.theme import GRID, Icons, Role, Theme

LINE = 5 * GRID // 2
_MARK, _ICON = 18, 14


@dataclass(frozen=True)
class TwoLines:
    """`icon` in the colour of `sign`, or `key`, stands before the name. `verdict`: at its right, in the colour `role`.

    `below`: the second line, or none. `is_quiet`: there is nothing to do about it.
    """

    name: str
    below: str = ""
    icon: str = ""
    sign: Role = Role.FAINT
    key: str = ""
    verdict: str = ""
    role: Role = Role.MUTED
    tip: str = ""
    is_quiet: bool = False


class LineModel(RowModel):
    """A derived class says the lines of each row."""

    def lines(self, place: int) -> TwoLines:
        raise NotImplementedError

    def shown(self, place: int) -> str:
        return self.lines(place).name

    def spoken(self, place: int) -> str:
        lines = self.lines(place)
        return ". ".join(part for part in (lines.name, lines.verdict, lines.below) if part)

    def tip(self, place: int) -> str:
        lines = self.lines(place)
        return lines.tip or f"{lines.name}\n{lines.below}"


class LinePainter(RowPainter[LineModel]):
    """The verdict keeps its colour in a chosen row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(20 * GRID, LINE * (2 if self._model.lines(index.row()).below else 1) + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        lines, theme, font = self._model.lines(index.row()), self._theme, option.font
        painter.save()
        row_ground(painter, option, theme)
        inner: QRect = option.rect.adjusted(GRID // 2, 1, -GRID // 2, -1)
        upper = QRect(inner.left(), inner.top(), inner.width(), LINE)
        if lines.key:
            cap = QRect(upper.left(), upper.center().y() - _MARK // 2, _MARK, _MARK)
            painter.setFont(font)
            paint.key_cap(painter, lines.key, cap, theme, strong=False)
        if lines.icon:
            place = QRectF(upper.left() + 2, upper.center().y() - _ICON / 2 + 1, _ICON, _ICON)
            self._icons.draw(painter, lines.icon, place, theme.colour(lines.sign))
        upper.setLeft(upper.left() + _MARK + GRID)
        below = upper.translated(0, LINE)
        wide = QFontMetrics(font).horizontalAdvance(lines.verdict)
        last = QRect(upper.right() - wide, upper.top(), wide + 1, upper.height())
        paint.words(painter, lines.verdict, last, font, theme, role=lines.role)
        upper.setRight(last.left() - GRID)
        paint.words(painter, lines.name, upper, font, theme, role=Role.MUTED if lines.is_quiet else Role.TEXT)
        paint.words(painter, lines.below, below, font, theme, role=Role.MUTED)
        painter.restore()


class LineList(QListView):
    """`name`: for those who do not see."""

    def __init__(self, model: LineModel, name: str, theme: Theme, icons: Icons | None = None) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(LinePainter(model, theme, icons))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
