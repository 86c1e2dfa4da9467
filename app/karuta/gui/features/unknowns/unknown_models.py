"""Groups of unknown cards, the cards of one group, and those that may be known now, as lists; decide nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon

from karuta.domain.unknowns import KnownNow, UnknownCard, UnknownGroup
from karuta.gui.kit.translate import likely_words
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.lookups.read_queue import crop_path

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class _CropModel(QAbstractListModel, Generic[Row]):
    """Pictures are asked for when they are drawn, so a list of any length is there at once."""

    def __init__(self, library: LibraryFolder, pictures: Pictures, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._pictures = pictures
        self.rows: tuple[Row, ...] = ()
        # A cell's; a list whose cells are alike measures the first one, whose picture may not have come yet.
        self.cell: QSize | None = None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        row = self.rows[index.row()]
        if role in _WORDS:
            return self.words(row)
        if role == Qt.ItemDataRole.SizeHintRole:
            return self.cell
        return self._picture(self.card(row)) if role == Qt.ItemDataRole.DecorationRole else None

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def words(self, row: Row) -> str:
        raise NotImplementedError

    def card(self, row: Row) -> UnknownCard:
        raise NotImplementedError

    def _picture(self, card: UnknownCard) -> QIcon | None:
        path = crop_path(self._library, card.crop_sha256) if card.crop_sha256 else None
        if path is not None:
            pixmap = self._pictures.artwork(path, urgency=Urgency.LATER)
        else:
            pixmap = self._pictures.thumbnail(card.photo_sha256, None)
        return None if pixmap is None else QIcon(pixmap)


class GroupModel(_CropModel[UnknownGroup]):
    """A group is its first card's picture, its name where it has one, and how many cards it has."""

    def words(self, row: UnknownGroup) -> str:
        count = f"× {len(row.cards):,}"
        return f"{row.name} {count}" if row.name else count

    def card(self, row: UnknownGroup) -> UnknownCard:
        return row.cards[0]

    def put(self, row: int, group: UnknownGroup) -> None:
        """The same group with another name."""
        self.rows = (*self.rows[:row], group, *self.rows[row + 1 :])
        self.dataChanged.emit(self.index(row), self.index(row))


class CardModel(_CropModel[UnknownCard]):
    """The cards of one group, by the names of their photos."""

    def words(self, row: UnknownCard) -> str:
        return row.photo_name

    def card(self, row: UnknownCard) -> UnknownCard:
        return row


class KnownModel(_CropModel[KnownNow]):
    """Each with the card that answers for it now, by the name that stands first in the window's language."""

    def __init__(self, library: LibraryFolder, pictures: Pictures, card_facts: FetchedCards, parent: QObject) -> None:
        super().__init__(library, pictures, parent)
        self._card_facts = card_facts

    def words(self, row: KnownNow) -> str:
        name = self._card_facts.name(row.match.card, row.match.name)
        return f"{name} · {likely_words(row.match)}\n{row.card.photo_name}"

    def card(self, row: KnownNow) -> UnknownCard:
        return row.card
