"""The list of the queue, as rows or as a grid: keys, mouse and marks, the same in both, and how a photo is painted."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmapCache,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from karuta.domain.label import NO_REMARKS, Kind
from karuta.domain.queue import PhotoState, QueueRow
from karuta.gui.kit import paint, row_paint
from karuta.gui.kit.cell_view import CellView
from karuta.gui.kit.lists import Index, RowPainter
from karuta.gui.kit.theme import GRID, Role
from karuta.gui.queue.queue_model import QueueModel, also_words, remark_words

HEIGHT = 7 * GRID
_ICON = paint.SIGN


class QueueDelegate(RowPainter[QueueModel]):
    """Cells of one size, so that a queue of any length scrolls at once. `side`: of a grid's pictures; None: rows."""

    side: int | None = None

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
        row = None if self._model.hides_words else self._model.row(index.row())
        left, line = upper.left(), upper.height()
        lower = upper.translated(_ICON + GRID // 2, line).adjusted(0, 0, -_ICON - GRID // 2, 0)
        if row is not None and row.remarks != NO_REMARKS:
            upper.setRight(upper.right() - paint.remark_width(row.remarks))
            paint.remark_signs(painter, row.remarks, upper.translated(upper.width() + GRID // 2, 0), theme, self._icons)
        name = self._model.shown(index.row())
        is_done = row is not None and row.state is PhotoState.DONE
        paint.words(painter, name, upper, font, theme, role=Role.MUTED if is_done else Role.TEXT, middle=True)
        if self._model.hides_words:
            painter.restore()
            return
        icon, role = _sign(row)
        corner = QRectF(left, lower.center().y() - _ICON / 2 + 1, _ICON, _ICON)
        self._icons.draw(painter, icon, corner, theme.colour(role))
        text = self.tr("adding…") if row is None else self._model.state_words(row)
        if row is not None and row.skipped and not is_done:
            text = self.tr("{state} · skipped").format(state=text)
        if row is not None and (remark := remark_words(row)):
            text = f"{text} · {remark}"
        shot = self._model.shot_words(self._model.photo(index.row())) or (also_words(row) if row is not None else "")
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
        place = QRect(option.rect)
        if self.side is not None:
            row_paint.tile_ground(painter, option, place.adjusted(2, 2, -2, -2), self._theme, radius=4, width=2)
        elif row_paint.row_ground(painter, option, self._theme):
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), self._theme.colour(Role.ACCENT))

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
    if row.is_disputed or row.is_doubted:
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
    if row.ruled_out is not None:
        return "x", Role.DOUBT
    role = {"sure": Role.GOOD, "likely": Role.ACCENT, "unreadable": Role.BAD}.get(row.verdict.value, Role.DOUBT)
    return paint.VERDICT_ICONS[row.verdict], role


# A larger selection than this is dropped when the filter changes.
_MOST_SELECTED = 1000
# A list that leaves is veiled when it is read for longer than this.
_DIMMED_MS = 200
_VEIL = 150
_Flag = QItemSelectionModel.SelectionFlag
_UP_AND_DOWN = frozenset((Qt.Key.Key_Up, Qt.Key.Key_Down))
_LEFT_AND_RIGHT = frozenset((Qt.Key.Key_Left, Qt.Key.Key_Right))
# A large screen of finished pictures; Qt keeps 10 MB.
_FINISHED_KB = 40_000
_NOTCH = 120
"""A wheel's, in Qt's eighths of a degree."""


class QueueList(CellView):
    """When the list is reordered or filtered, the selection stays, and so does the chosen photo's position in the
    window.

    `moved`: a key or the mouse marked only this photo. There is one current photo: moving the mark moves the desk.
    `marks_dropped`: Esc, while several are marked. `resized`: Ctrl and the wheel ask for cells by so many steps larger.
    In a grid Up and Down move the mark by a line; beside a list they are commands of the window. Left and Right are so
    in both, unless the first photo stands at the right.
    While another list is awaited, rows take neither keys nor mouse: they are about to go.
    """

    moved = Signal(str)
    marks_dropped = Signal()
    resized = Signal(int)

    def __init__(self, model: QueueModel, delegate: QueueDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = model
        self._delegate = delegate
        self._turned = 0
        self._selected: list[str] = []
        self._current: str | None = None
        self._top: int | None = None
        self._is_leaving = False
        self._is_pressed = False
        self._dims = QTimer(self, singleShot=True, interval=_DIMMED_MS)
        self._dims.timeout.connect(self.viewport().update)
        for signal in (model.layoutAboutToBeChanged, model.modelAboutToBeReset):
            signal.connect(self._remember)
        self.setModel(model)
        # After `setModel`, so that the view hears of changes first.
        model.layoutChanged.connect(self._keep_place)
        model.modelReset.connect(self._bring_back)
        self.setItemDelegate(delegate)
        self.set_cells(least_width=0, height=HEIGHT)

    @property
    def marks_several(self) -> bool:
        return self.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection

    def mark_several(self, *, may: bool) -> None:
        """Whether several photos can be marked at once; of several that are, none stays so where they cannot."""
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if may else mode.SingleSelection)
        if not may and self.selected_count > 1:
            self.marks_dropped.emit()

    def show_grid(self, side: int | None) -> None:
        """As a grid of pictures of this many pixels, or as rows; the chosen photo stays in sight."""
        self._delegate.side = side
        if side is not None:
            QPixmapCache.setCacheLimit(max(QPixmapCache.cacheLimit(), _FINISHED_KB))
        cell = self._delegate.cell(self.font())
        self.set_cells(least_width=cell.width() if side else 0, height=cell.height())
        self.bring_to_middle(self.currentIndex())

    @property
    def is_grid(self) -> bool:
        return self._delegate.side is not None

    def await_other(self, awaited: bool) -> None:  # noqa: FBT001 - a signal says so
        """Another list was asked for, and this one stays on the screen until that one has been read; or it stands."""
        self._is_leaving = awaited
        # Painted at once, each letter of a text would flicker.
        self._dims.start() if awaited else self._dims.stop()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self._is_leaving and not self._dims.isActive():
            veil = self.palette().color(QPalette.ColorRole.Base)
            veil.setAlpha(_VEIL)
            painter = QPainter(self.viewport())
            painter.fillRect(event.rect(), veil)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A chosen row that was wholly in sight stays so when the list becomes lower."""
        index = self.currentIndex()
        place = self.visualRect(index)
        was_seen = index.isValid() and place.top() >= 0 and place.bottom() < event.oldSize().height()
        super().resizeEvent(event)
        if was_seen and not self.viewport().rect().contains(self.visualRect(index)):
            self.scrollTo(index)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.is_grid:
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            own = _UP_AND_DOWN | _LEFT_AND_RIGHT if self.isRightToLeft() else _UP_AND_DOWN
            if plain and event.key() in own:
                event.accept()
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if not (self.is_grid and event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            super().wheelEvent(event)
            return
        # A touch pad sends a notch in many parts.
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        if notches:
            self.resized.emit(notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._is_leaving:
            return
        if event.key() == Qt.Key.Key_Escape and self.selected_count > 1:
            self.marks_dropped.emit()
            return
        before = self._alone
        super().keyPressEvent(event)
        alone = self._alone
        if alone and alone != before:
            self.bring_to_middle(self.currentIndex())
            self.moved.emit(alone)

    @property
    def _alone(self) -> str | None:
        """The only marked photo. Not the current row, which is invisible if it is not marked."""
        marked = self.selected() if self.selected_count == 1 else []
        return marked[0] if marked else None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._is_pressed = not self._is_leaving
        if self._is_pressed:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._is_pressed or not event.buttons():
            super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if not self._is_leaving:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Not `clicked`: if the mouse is released elsewhere, the mark has moved all the same."""
        if not self._is_pressed:
            return
        self._is_pressed = False
        super().mouseReleaseEvent(event)
        if (alone := self._alone) and event.button() == Qt.MouseButton.LeftButton:
            self.moved.emit(alone)

    def bring_to_middle(self, index: QModelIndex) -> None:
        """A photo outside the middle third is centred, so that its neighbours are visible."""
        self.updateGeometries()
        height, middle = self.viewport().height(), self.visualRect(index).center().y()
        if not height / 3 <= middle <= 2 * height / 3:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    @property
    def selected_count(self) -> int:
        selection = self.selectionModel().selection()
        return sum(selection.at(place).height() for place in range(selection.count()))

    def selected(self) -> list[str]:
        """The marked photos, in the order of the list."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(place) for place in range(selection.count())]
        parts = sorted((part.top(), part.bottom()) for part in ranges)
        rows = (row for top, bottom in parts for row in range(top, bottom + 1))
        photos = map(self._queue.photo, rows)
        return [photo for photo in photos if photo]

    def in_sight(self) -> list[str]:
        """The photos that are visible, from the top."""
        rows = self.rows_at(self.viewport().rect())
        photos = map(self._queue.photo, rows)
        return [photo for photo in photos if photo]

    def _remember(self) -> None:
        index = self.currentIndex()
        self._current = self._queue.photo(index.row()) if index.isValid() else None
        place = self.visualRect(index)
        is_seen = index.isValid() and self.viewport().rect().intersects(place)
        self._top = place.top() if is_seen else None
        self._selected = self.selected() if self.selected_count <= _MOST_SELECTED else []

    def _keep_place(self) -> None:
        """The chosen photo stays at its position in the window; if it is not visible, the list does not move."""
        index = self._queue.index_of(self._current) if self._current else QModelIndex()
        if index.isValid() and self._top is not None:
            self.updateGeometries()  # otherwise the scroll bar still has the range of the previous list
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(index).top() - self._top)

    def _bring_back(self) -> None:
        selection = QItemSelection()
        for photo in self._selected:
            index = self._queue.index_of(photo)
            if index.isValid():
                selection.select(index, index)
        self.selectionModel().select(selection, _Flag.ClearAndSelect)
        index = self._queue.index_of(self._current) if self._current else QModelIndex()
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
            self._keep_place()
