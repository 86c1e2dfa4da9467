"""Finds any card of the catalogue by name, reading, passcode or set code, while a person types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from karuta.domain.catalogue import FoundCard
from karuta.domain.errors import Known
from karuta.domain.label import ChosenCard
from karuta.gui.features.cards.found_card_delegate import FoundCardDelegate
from karuta.gui.features.cards.found_card_model import FoundCardModel
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Urgency

LIMIT = 40
_PAUSE_MS = 60
_LIST_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class SearchDialog(QDialog):
    """`chosen`: the card that a person took."""

    chosen = Signal(object)

    def __init__(self, session: Session, pictures: Pictures, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(self.tr("Find a card"))
        self.model = FoundCardModel(session.library, pictures, self)
        self.text = QLineEdit(self)
        self.text.setPlaceholderText(self.tr("Name, reading, passcode or set code"))
        self.text.setAccessibleName(self.tr("Card to find"))
        self.text.setClearButtonEnabled(True)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(FoundCardDelegate(self.model, theme))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("Cards found"))
        self.list.clicked.connect(lambda index: self._take(index.row()))
        self.note = QLabel(self.tr("Enter selects · Esc goes back"), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.text)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.note)
        self.resize(64 * GRID, 68 * GRID)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self.text.textChanged.connect(lambda _: self._timer.start())
        self.text.installEventFilter(self)
        self._searched = ""
        self._take_when_found = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The list follows Up and Down while the text has the keys."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _LIST_KEYS:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        """What is marked belongs to what is typed; an Enter before the answer waits for it."""
        if self._searched == self.text.text().strip():
            self._take(self.list.currentIndex().row())
        else:
            self._take_when_found = True
            self._search()

    def _search(self) -> None:
        self._timer.stop()
        text = self.text.text().strip()
        if not text:
            self._found(text, ())
            return
        self._session.search_lane.submit(
            lambda search, token: search.find(text, limit=LIMIT),
            done=while_alive(self, lambda cards: self._found(text, cards)),
            failed=lambda error: self._not_found(text, error),
            key="search",
            urgency=Urgency.NOW,
        )

    def _found(self, text: str, cards: tuple[FoundCard, ...]) -> None:
        self._searched = text
        self.model.set_cards(cards)
        if cards:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.model.index(0), flag)
            self.note.setText(self.tr("Enter selects · Esc goes back"))
        elif text:
            self.note.setText(self.tr("No card matches “{text}”; try part of its name").format(text=text))
        if self._take_when_found:
            self._take_when_found = False
            self._take(0)

    def _not_found(self, text: str, error: Known) -> None:
        self._searched = text
        self._take_when_found = False
        self.note.setText(sentence(error))

    def _take(self, place: int) -> None:
        card: ChosenCard | None = self.model.chosen(place)
        if card is not None:
            self.chosen.emit(card)
            self.accept()
