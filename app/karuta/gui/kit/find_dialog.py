"""Finds one of many rows by parts of its words: a batch, a command. Changes nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QWidget

from karuta.gui.kit.dialog import FULL, Dialog

LIMIT = 300
_LIST_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


@dataclass(frozen=True)
class FindRow:
    """`shown`: as it stands in the list. `words`: what it is found by."""

    shown: str
    words: str


class FindDialog(Dialog):
    """`chosen`: the place of a row in `rows`, once the dialog is closed. `name`: what is looked for."""

    chosen = Signal(int)

    def __init__(self, rows: Sequence[FindRow], *, title: str, name: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._rows = rows
        self._found: list[int] = []
        self.text = QLineEdit(self)
        self.text.setPlaceholderText(self.tr("Part of its name"))
        self.text.setAccessibleName(name)
        self.text.setClearButtonEnabled(True)
        self._model = QStringListModel(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(title)
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.note = QLabel(self)
        self.lay(self.text, (self.list, 1), self.note, spacing=1, margins=FULL, size=(56, 60))
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
                if not event.isAutoRepeat():
                    self._take(self.list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        parts = self.text.text().casefold().split()
        found = (at for at, row in enumerate(self._rows) if all(part in row.words.casefold() for part in parts))
        self._found = list(found)[:LIMIT]
        self._model.setStringList([self._rows[at].shown for at in self._found])
        if self._found:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self._model.index(0), flag)
            self.note.setText(self.tr("Enter selects · Esc goes back"))
        else:
            self.note.setText(self.tr("Nothing has these words"))

    def _take(self, place: int) -> None:
        if 0 <= place < len(self._found):
            chosen = self._found[place]
            self.accept()
            self.chosen.emit(chosen)
