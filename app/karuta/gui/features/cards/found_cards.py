"""Cards that a search found: the list of them, and how one is painted. Searches nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from karuta.domain.catalogue import FoundCard
from karuta.domain.label import ChosenCard
from karuta.gui.kit import row_paint
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import comma_list, example_code, in_order
from karuta.gui.library.pictures import Pictures
from karuta.paths import LibraryFolder

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
