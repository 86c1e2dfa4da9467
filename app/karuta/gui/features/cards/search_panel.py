"""Finds any card of the catalogue while a person types: a panel, and a dialog with it. Labels nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QPixmap, QShowEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from karuta.domain.catalogue import FoundCard
from karuta.domain.errors import Known
from karuta.domain.label import ChosenCard
from karuta.domain.sentence import Sentence
from karuta.gui.kit import row_paint
from karuta.gui.kit.dialog import Dialog
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.lay import column
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.retranslating import Retranslating
from karuta.gui.kit.search_field import SearchField
from karuta.gui.kit.seen import Seen
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import comma_list, example_code, in_order, words_of
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.catalogue.search_cards import CardSearch
from karuta.services.labels.open_labels import recent_cards

Index = QModelIndex | QPersistentModelIndex


class FoundRole(IntEnum):
    """`CARD`: the `FoundCard`."""

    CARD = Qt.ItemDataRole.UserRole + 1


class FoundCardModel(QAbstractListModel):
    """The best first."""

    def __init__(self, library: LibraryFolder, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._pictures = pictures
        self._cards: tuple[FoundCard, ...] = ()
        pictures.small_ready.connect(self._changed)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        card = self._cards[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return in_order(card.name, card.names.get("ja", ""))[0]
        if role == FoundRole.CARD:
            return card
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (*in_order(card.name, card.names.get("ja", "")), card.matched.text, code_words(card))
            return comma_list(dict.fromkeys(part for part in parts if part))
        return None

    def set_cards(self, cards: Sequence[FoundCard]) -> None:
        self.beginResetModel()
        self._cards = tuple(cards)
        self.endResetModel()

    def chosen(self, place: int) -> ChosenCard | None:
        """The card at this place; with the printing if its set code was searched for."""
        if not 0 <= place < len(self._cards):
            return None
        found = self._cards[place]
        printing = found.matched.text if found.matched.field == "set_code" else None
        return ChosenCard(found.card, found.name, printing)

    def artwork(self, index: Index) -> QPixmap | None:
        artwork = self._cards[index.row()].artwork
        if artwork is None:
            return None
        return self._pictures.artwork(self._library.artwork_file(artwork.artwork.picture_sha256, artwork.suffix))

    def _changed(self) -> None:
        if self._cards:
            self.dataChanged.emit(self.index(0), self.index(len(self._cards) - 1))


def code_words(card: FoundCard) -> str:
    """The set code that was searched for, else one of the card's as an example."""
    return card.matched.text if card.matched.field == "set_code" else example_code(card.set_code)


class FoundCardDelegate(QStyledItemDelegate):
    """The same look without key and score; shows what matched if it was not the name."""

    def __init__(self, model: FoundCardModel, theme: Theme) -> None:
        super().__init__(model)
        self._model = model
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(24 * GRID, 8 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: FoundCard = index.data(FoundRole.CARD)
        place: QRect = option.rect
        row_paint.row_ground(painter, option, self._theme)
        painter.save()
        inner = place.adjusted(GRID + GRID // 2, GRID // 2, -GRID - GRID // 2, -GRID // 2)
        face = QRect(inner.left(), inner.top(), round(inner.height() * row_paint.CARD_SHAPE), inner.height())
        row_paint.card_face(painter, self._model.artwork(index), face, self._theme)
        text = QRect(face.right() + GRID + GRID // 2, inner.top(), 0, inner.height())
        text.setRight(inner.right())
        first, second = in_order(card.name, card.names.get("ja", ""))
        is_shown = card.matched.field == "set_code" or card.matched.text in (first, second)
        met = "" if is_shown else card.matched.text
        row_paint.card_lines(
            painter,
            text,
            option.font,
            self._theme,
            name=first,
            second=second,
            third=code_words(card),
            right=met,
        )
        painter.restore()


LIMIT = 40
RECENT = 12
_PAUSE_MS = 60
_LIST_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class SearchPanel(Retranslating, QWidget):
    """`chosen`: the card that a person took (`ChosenCard`). `left`: Esc. `too_quick`: it could not be seen yet."""

    chosen = Signal(object)
    left = Signal()
    too_quick = Signal()

    def __init__(self, session: Session, pictures: Pictures, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.model = FoundCardModel(session.library, pictures, self)
        self.text = SearchField(self)
        self.text.entered.connect(self._enter)
        self.text.left.connect(self.left)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(FoundCardDelegate(self.model, theme))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._clicked)
        self.note = Prose(parent=self)
        self._seen = Seen([self.list.viewport()])
        self.setLayout(column(self.text, (self.list, 1), self.note, margins=(1, 1, 1, 1)))
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self.text.textChanged.connect(lambda _: self._typed())
        self.text.installEventFilter(self)
        self._labels = True
        self._answered: str | None = None
        self._troubles: tuple[Sentence, ...] = ()
        self.built()

    def retranslate(self) -> None:
        self.text.setPlaceholderText(self.tr("Name, nickname, passcode or set code"))
        self.text.setAccessibleName(self.tr("Card to find"))
        self.list.setAccessibleName(self.tr("Cards found"))
        self._say()

    def begin(self, *, anew: bool, labels: bool = True) -> None:
        """Take the keys; `anew`: for another question than the last time, so without what was typed for that one.

        `labels`: there is something that the card can be a label of.
        """
        self._labels = labels
        if anew:
            self.text.clear()
            self.model.set_cards(())
            self._answered = None
        self.text.setFocus()
        self.text.selectAll()
        if self._answered is None:
            self._search()
        self._say()
        # The first typing error would otherwise wait for the names to be read.
        self._session.search_lane.submit(
            lambda search, token: search.prepare(),
            done=while_alive(self, self._prepared),
            failed=ignored_if_known(),  # the search itself reports what is wrong
            key="prepare",
            urgency=Urgency.AHEAD,
        )

    def see_anew(self) -> None:
        """What stands here is about another card now: a key that was on its way is not."""
        self._seen.anew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The list follows Up and Down while the text field has the focus."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _LIST_KEYS:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        """It takes what is marked and was visible; before the answer to the typed text it only hurries that."""
        if self._answered != self.text.text().strip():
            self._search()
            self.too_quick.emit()
        else:
            self._take(self.list.currentIndex())

    def _clicked(self, index: QModelIndex) -> None:
        self._take(index)

    def _take(self, index: QModelIndex) -> None:
        card: ChosenCard | None = self.model.chosen(index.row())
        if card is None or not self._labels:
            return
        if self._seen.is_ripe:
            self.chosen.emit(card)
        else:
            self.too_quick.emit()

    def _typed(self) -> None:
        self._timer.start()
        self._say()

    def _search(self) -> None:
        self._timer.stop()
        text = self.text.text().strip()
        if not text:
            self._session.store_lane.submit(
                lambda file, token: recent_cards(file, RECENT),
                done=while_alive(self, lambda keys: self._ask(text, lambda search: search.shown(keys))),
                failed=lambda error: self._not_found(text, error),
                key="recent cards",
                urgency=Urgency.NOW,
            )
        else:
            self._ask(text, lambda search: search.find(text, limit=LIMIT))

    def _ask(self, text: str, find: Callable[[CardSearch], Sequence[FoundCard]]) -> None:
        self._session.search_lane.submit(
            lambda search, token: find(search),
            done=while_alive(self, lambda cards: self._found(text, cards)),
            failed=lambda error: self._not_found(text, error),
            key="search",
            urgency=Urgency.NOW,
        )

    def _found(self, text: str, cards: Sequence[FoundCard]) -> None:
        if text != self.text.text().strip():
            return
        self._answered = text
        self._seen.anew()
        self.model.set_cards(cards)
        self.list.viewport().update()
        # Nothing was searched for: Enter takes only what a person marked.
        if cards and text:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.list.selectionModel().setCurrentIndex(self.model.index(0), flag)
        self._say()

    def _prepared(self, troubles: tuple[Sentence, ...]) -> None:
        self._troubles = troubles
        self._say()

    def _say(self) -> None:
        text = self._answered
        if self.text.text().strip() != (text or "") and not self.model.rowCount():
            # The first typing error waits until all names are read.
            self.note.setText(self.tr("Searching…"))
        elif text and not self.model.rowCount():
            self.note.setText(self.tr("No card matches “{text}”; try part of its name").format(text=text))
        elif self._troubles:
            self.note.setText(words_of(self._troubles[0]))
        elif not self._labels:
            self.note.setText(self.tr("No photo on the desk, so there is nothing to label · Esc goes back"))
        elif text == "" and self.model.rowCount():
            self.note.setText(self.tr("Recently confirmed · ↓ chooses · Enter selects · Esc goes back"))
        else:
            self.note.setText(self.tr("Enter selects · Esc goes back"))

    def _not_found(self, text: str, error: Known) -> None:
        self._answered = text
        self.model.set_cards(())
        self.note.setText(sentence(error))


class SearchDialog(Dialog):
    """`chosen`: the card that a person took."""

    chosen = Signal(object)

    def __init__(self, session: Session, pictures: Pictures, theme: Theme, parent: QWidget) -> None:
        super().__init__(self.tr("Find a card"), parent)
        self.panel = SearchPanel(session, pictures, theme, self)
        self.panel.chosen.connect(self._take)
        self.panel.left.connect(self.reject)
        self.lay(self.panel, margins=(1, 1, 1, 1), size=(64, 68))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.panel.begin(anew=True)

    def _take(self, card: ChosenCard) -> None:
        self.chosen.emit(card)
        self.accept()
