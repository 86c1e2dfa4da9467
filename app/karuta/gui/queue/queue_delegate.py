"""Paints a photo of the queue: thumbnail, name, state."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from karuta.domain.label import NO_REMARKS, Kind
from karuta.domain.queue import PhotoState, QueueRow
from karuta.gui.kit import paint
from karuta.gui.kit.icons import Icons
from karuta.gui.kit.theme import GRID, Role, Theme
from karuta.gui.queue.queue_model import QueueModel, QueueRole
from karuta.gui.queue.queue_words import also_words, remark_words

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 7 * GRID
_ICON = paint.SIGN


class QueueDelegate(QStyledItemDelegate):
    """Rows of one height, so that a list of any length scrolls at once."""

    def __init__(self, model: QueueModel, theme: Theme, icons: Icons) -> None:
        super().__init__(model)
        self._model = model
        self._theme = theme
        self._icons = icons

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(20 * GRID, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        place: QRect = option.rect
        state: QStyle.StateFlag = option.state
        font = option.font
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme.colour(Role.CHOSEN))
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), theme.colour(Role.ACCENT))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, theme.colour(Role.HOVER))
        inner = place.adjusted(GRID + GRID // 2, GRID // 2, -GRID, -GRID // 2)
        side = inner.height()
        thumbnail = QRect(inner.left(), inner.top(), side, side)
        paint.picture(painter, self._model.thumbnail(index), thumbnail, theme, radius=3)
        row: QueueRow | None = index.data(QueueRole.ROW)
        left = thumbnail.right() + GRID
        line = QFontMetrics(font).height() + 2
        upper = QRect(left, inner.center().y() - line, inner.right() - left, line)
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
            wide = QFontMetrics(font).horizontalAdvance(shot)
            there = QRect(lower.right() - wide, lower.top(), wide + 1, lower.height())
            lower.setRight(there.left() - _ICON - GRID)
            corner = QRectF(there.left() - _ICON - GRID // 2, lower.center().y() - _ICON / 2 + 1, _ICON, _ICON)
            self._icons.draw(painter, "copy", corner, theme.colour(Role.MUTED))
            paint.words(painter, shot, there, font, theme, role=Role.MUTED)
        paint.words(painter, text, lower, font, theme, role=Role.MUTED)
        painter.restore()


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
