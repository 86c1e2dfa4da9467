"""The list of the queue, as rows or as a grid: keys, mouse and marks, the same in both. Paints nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmapCache,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from karuta.gui.queue.cell_view import CellView
from karuta.gui.queue.queue_delegate import HEIGHT, QueueDelegate
from karuta.gui.queue.queue_model import QueueModel, QueueRole

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
    `let_go`: Esc, while several are marked. `resized`: Ctrl and the wheel ask for cells by so many steps larger.
    In a grid Up and Down move the mark by a line; beside a list they are commands of the window. Left and Right are so
    in both, unless the first photo stands at the right.
    While another list is awaited, rows take neither keys nor mouse: they are about to go.
    """

    moved = Signal(str)
    let_go = Signal()
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

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Qt would ask each of 100,000 rows for its name."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Home and End go to the ends of the list, not of a row."""
        if self._is_leaving:
            return
        if event.key() == Qt.Key.Key_Escape and self.selected_count > 1:
            self.let_go.emit()
            return
        before = self._alone
        self._take(event)
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

    def _take(self, event: QKeyEvent) -> None:
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self._queue.rowCount() - 1}
        if event.key() in ends and not event.modifiers():
            index = self._queue.index(ends[Qt.Key(event.key())])
            self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
        else:
            super().keyPressEvent(event)

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
        photos = (self._queue.index(row).data(QueueRole.PHOTO) for row in rows)
        return [photo for photo in photos if photo]

    def in_sight(self) -> list[str]:
        """The photos that are visible, from the top."""
        rows = self.rows_at(self.viewport().rect())
        photos = (self._queue.index(row).data(QueueRole.PHOTO) for row in rows)
        return [photo for photo in photos if photo]

    def _remember(self) -> None:
        index = self.currentIndex()
        self._current = index.data(QueueRole.PHOTO) if index.isValid() else None
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
