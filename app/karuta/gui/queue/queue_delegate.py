"""Paints a photo of the queue, as a row or as a cell of a grid: thumbnail, name, state."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from karuta.domain.label import NO_REMARKS, Kind
from karuta.domain.queue import PhotoState, QueueRow
from karuta.gui.kit import paint
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.queue.queue_model import QueueModel, QueueRole, also_words, remark_words

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 7 * GRID
_ICON = paint.SIGN


class QueueDelegate(QStyledItemDelegate):
    """Cells of one size, so that a queue of any length scrolls at once. `side`: of a grid's pictures; None: rows."""

    def __init__(self, model: QueueModel, theme: Theme, icons: Icons) -> None:
        super().__init__(model)
        self._model = model
        self._theme = theme
        self._icons = icons
        self.side: int | None = None

    def cell(self, font: QFont) -> QSize:
        if self.side is None:
            return QSize(20 * GRID, HEIGHT)
        return QSize(self.side + 2 * GRID, self.side + 2 * _line(font) + 3 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, font = self._theme, option.font
        painter.save()
        self._ground(painter, option)
        thumbnail, upper = self._places(option.rect, font)
        ratio = painter.device().devicePixelRatio()
        pixmap = self._model.thumbnail(index, side=round(thumbnail.width() * ratio))
        paint.picture(painter, pixmap, thumbnail, theme, radius=3)
        row: QueueRow | None = index.data(QueueRole.ROW)
        left, line = upper.left(), upper.height()
        lower = upper.translated(_ICON + GRID // 2, line).adjusted(0, 0, -_ICON - GRID // 2, 0)
        if row is not None and row.remarks != NO_REMARKS:
            upper.setRight(upper.right() - paint.remark_width(row.remarks))
            paint.remark_signs(painter, row.remarks, upper.translated(upper.width() + GRID // 2, 0), theme, self._icons)
        name = index.data(Qt.ItemDataRole.DisplayRole)
        done = row is not None and row.state is PhotoState.DONE
        paint.words(painter, name, upper, font, theme, role=Role.MUTED if done else Role.TEXT, middle=True)
        icon, role = _sign(row)
        corner = QRectF(left, lower.center().y() - _ICON / 2 + 1, _ICON, _ICON)
        self._icons.draw(painter, icon, corner, theme.colour(role))
        text = self.tr("adding…") if row is None else self._model.state_words(row)
        if row is not None and row.skipped and not done:
            text = self.tr("{state} · skipped").format(state=text)
        if row is not None and (remark := remark_words(row)):
            text = f"{text} · {remark}"
        shot = self._model.shot_words(index.data(QueueRole.PHOTO)) or (also_words(row) if row is not None else "")
        if shot:
            # A narrow cell has room for its sign alone.
            wide = QFontMetrics(font).horizontalAdvance(shot) if self.side is None else 0
            there = QRect(lower.right() - wide, lower.top(), wide + 1, lower.height())
            lower.setRight(there.left() - _ICON - GRID)
            corner = QRectF(there.left() - _ICON - GRID // 2, lower.center().y() - _ICON / 2 + 1, _ICON, _ICON)
            self._icons.draw(painter, "copy", corner, theme.colour(Role.MUTED))
            paint.words(painter, shot if wide else "", there, font, theme, role=Role.MUTED)
        paint.words(painter, text, lower, font, theme, role=Role.MUTED)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme, place, state = self._theme, QRect(option.rect), option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if not chosen and not state & QStyle.StateFlag.State_MouseOver:
            return
        if self.side is not None:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour(Role.ACCENT), 2) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(Role.CHOSEN if chosen else Role.HOVER))
            painter.drawRoundedRect(QRectF(place).adjusted(2, 2, -2, -2), 4, 4)
            painter.restore()
            return
        painter.fillRect(place, theme.colour(Role.CHOSEN if chosen else Role.HOVER))
        if chosen:
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), theme.colour(Role.ACCENT))

    def _places(self, place: QRect, font: QFont) -> tuple[QRect, QRect]:
        """Of the thumbnail and of the first line of words, which the second follows."""
        line = _line(font)
        if self.side is not None:
            thumbnail = QRect(place.center().x() - self.side // 2, place.top() + GRID, self.side, self.side)
            words = QRect(place.left() + GRID, thumbnail.bottom() + GRID // 2, place.width() - 2 * GRID, line)
            return thumbnail, words
        inner = place.adjusted(GRID + GRID // 2, GRID // 2, -GRID, -GRID // 2)
        thumbnail = QRect(inner.left(), inner.top(), inner.height(), inner.height())
        left = thumbnail.right() + GRID
        return thumbnail, QRect(left, inner.center().y() - line, inner.right() - left, line)


def _line(font: QFont) -> int:
    return QFontMetrics(font).height() + 2


def _sign(row: QueueRow | None) -> tuple[str, Role]:
    """The icon of a state; states differ in shape as well as in colour."""
    if row is None:
        return "circle-dashed", Role.FAINT
    if row.is_doubted:
        return "triangle-alert", Role.DOUBT
    if row.whole_photo is Kind.NO_CARD:
        return "ban", Role.MUTED
    if row.state is PhotoState.DONE:
        return ("sparkles", Role.ACCENT) if row.is_by_machine else ("check", Role.GOOD)
    if row.state is PhotoState.FAILED:
        return "file-x", Role.BAD
    if row.state is PhotoState.WAITING:
        return "clock", Role.FAINT
    if row.verdict is None:
        return "circle", Role.MUTED
    role = {"sure": Role.GOOD, "likely": Role.ACCENT, "unreadable": Role.BAD}.get(row.verdict.value, Role.DOUBT)
    return paint.VERDICT_ICONS[row.verdict], role
