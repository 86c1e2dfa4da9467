"""Finds one of very many batches and listings by a part of its name. Changes nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from karuta.domain.queue import BatchSummary
from karuta.gui.kit.theme import GRID

LIMIT = 300
_LIST_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class BatchDialog(QDialog):
    """`chosen`: a `BatchSummary`; for a whole batch its listing is None."""

    chosen = Signal(object)

    def __init__(self, places: Sequence[BatchSummary], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find a batch or listing"))
        self._places = _with_whole_batches(places)
        self._found: list[BatchSummary] = []
        self.text = QLineEdit(self)
        self.text.setPlaceholderText(self.tr("Part of its name"))
        self.text.setAccessibleName(self.tr("Batch or listing to find"))
        self.text.setClearButtonEnabled(True)
        self._model = QStringListModel(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("Batches and listings found"))
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.note = QLabel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.text)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.note)
        self.resize(56 * GRID, 60 * GRID)
        self.text.textChanged.connect(lambda _: self._search())
        self.text.installEventFilter(self)
        self._search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The list follows Up and Down while the text field has the focus."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _LIST_KEYS:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        part = self.text.text().strip().casefold()
        found = [place for place in self._places if part in _words(place).casefold()]
        self._found = found[:LIMIT]
        self._model.setStringList([f"{_words(place)}   {place.photos:,}" for place in self._found])
        if self._found:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self._model.index(0), flag)
            self.note.setText(self.tr("Enter selects · Esc goes back"))
        else:
            self.note.setText(self.tr("No batch or listing matches"))

    def _take(self, place: int) -> None:
        if 0 <= place < len(self._found):
            self.chosen.emit(self._found[place])
            self.accept()


def _words(place: BatchSummary) -> str:
    return " › ".join(part for part in (place.batch, place.listing) if part)


def _with_whole_batches(places: Sequence[BatchSummary]) -> list[BatchSummary]:
    """Each batch with all its photos, then its listings."""
    whole: dict[str, list[BatchSummary]] = {}
    for place in places:
        if place.batch is not None:
            whole.setdefault(place.batch, []).append(place)
    result: list[BatchSummary] = []
    for batch, parts in whole.items():
        photos, done = sum(part.photos for part in parts), sum(part.done for part in parts)
        result.append(BatchSummary(batch, None, photos, done))
        result += [part for part in parts if part.listing is not None]
    return result
