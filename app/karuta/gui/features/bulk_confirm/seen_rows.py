"""Which rows of a list have come into sight, so that a key can page through it before it decides about all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from karuta.gui.kit.held_keys import Deliberate
from karuta.gui.kit.theme import GRID

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class SeenRows(QObject):
    """Of one list of equal cells. Enter in the list is `entered`, with whether Ctrl was held."""

    changed = Signal()
    entered = Signal(bool)

    def __init__(self, view: QListView, deliberate: Deliberate) -> None:
        super().__init__(view)
        self._view, self._deliberate = view, deliberate
        self._seen: set[int] = set()
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(0)
        self._looking.timeout.connect(self._look)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(lambda _: self._looking.start())
        deliberate.watch(view.viewport())

    @property
    def unseen(self) -> int:
        """How many rows nobody has seen."""
        return self._view.model().rowCount() - len(self._seen)

    def anew(self) -> None:
        """The rows are others, shown from the first on."""
        self._seen.clear()
        self._deliberate.anew()
        self._view.scrollToTop()
        self._looking.start()

    def next_page(self) -> bool:
        """Show the first row that nobody has seen; False where there is none. The key that did it does nothing more."""
        rows = range(self._view.model().rowCount())
        unseen = next((row for row in rows if row not in self._seen), None)
        if unseen is None:
            return False
        index = self._view.model().index(unseen, 0)
        self._view.setCurrentIndex(index)
        self._view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
        self._deliberate.anew()
        self._deliberate.keys.spend(self._deliberate.keys.key)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._looking.start()
        key = event if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress else None
        if watched is self._view and key is not None and key.key() in _ENTER:
            self.entered.emit(bool(key.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return True
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        model, area = self._view.model(), self._view.viewport().rect()
        if not model.rowCount():
            return
        first = self._view.indexAt(area.topLeft() + QPoint(GRID, GRID))
        for row in range(max(0, first.row()), model.rowCount()):
            place = self._view.visualRect(model.index(row, 0))
            if place.top() > area.bottom():
                break
            if area.contains(place.center()):
                self._seen.add(row)
        self.changed.emit()
