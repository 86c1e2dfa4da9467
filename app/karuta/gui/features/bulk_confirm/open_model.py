"""What is undecided in some photos, as a list of pictures with names. Decides nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon

from karuta.domain.bulk import OpenCard
from karuta.gui.library.pictures import Pictures
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.lookups.read_queue import crop_path

Index = QModelIndex | QPersistentModelIndex


class OpenModel(QAbstractListModel):
    """Pictures are requested when they are drawn: a sighting's crop, else its photo's thumbnail."""

    def __init__(self, library: LibraryFolder, pictures: Pictures, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._pictures = pictures
        self.cards: tuple[OpenCard, ...] = ()
        # How large each is drawn: a view asks before the pictures have come.
        self.cell: QSize | None = None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        card = self.cards[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            if card.number is None:
                return card.photo_name
            return self.tr("{photo}, card {number}").format(photo=card.photo_name, number=card.number)
        if role == Qt.ItemDataRole.SizeHintRole:
            return self.cell
        return self._picture(card) if role == Qt.ItemDataRole.DecorationRole else None

    def set_cards(self, cards: tuple[OpenCard, ...]) -> None:
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def _picture(self, card: OpenCard) -> QIcon | None:
        """As an icon, which is shown in full; of a larger pixmap a list would show only the middle."""
        path = crop_path(self._library, card.crop_sha256) if card.crop_sha256 else None
        if path is not None:
            pixmap = self._pictures.artwork(path, urgency=Urgency.LATER)
        else:
            pixmap = self._pictures.thumbnail(card.photo_sha256, None)
        return None if pixmap is None else QIcon(pixmap)
