"""A list of things that each have a sighting's picture: how it is read and drawn. Knows none of what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QIcon

from karuta.gui.kit.lists import RowModel
from karuta.gui.library.pictures import Pictures
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.lookups.read_queue import crop_path

Row = TypeVar("Row")
_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class Cropped(Protocol):
    """A sighting, or a whole photo (`crop_sha256` None)."""

    @property
    def photo_sha256(self) -> str: ...

    @property
    def crop_sha256(self) -> str | None: ...


class CropModel(RowModel, Generic[Row]):
    """Pictures are requested when they are drawn, so a list of any length is there at once.

    A kind of list says what its rows are called and whose picture they have. Qt's classes cannot be abstract ones.
    """

    rows: tuple[Row, ...] = ()

    def __init__(self, library: LibraryFolder, pictures: Pictures, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._pictures = pictures
        # A cell's; a list whose cells are alike measures the first one, whose picture may not have come yet.
        self.cell: QSize | None = None

    def told(self, place: int, role: int) -> Any:
        row = self.rows[place]
        if role in _WORDS:
            return self.words(row)
        if role == Qt.ItemDataRole.SizeHintRole:
            return self.cell
        return self._picture(self.card(row)) if role == Qt.ItemDataRole.DecorationRole else None

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.put_rows(tuple(rows))

    def words(self, row: Row) -> str:
        """What is written below the picture."""
        raise NotImplementedError

    def card(self, row: Row) -> Cropped:
        """Whose picture is drawn."""
        raise NotImplementedError

    def _picture(self, card: Cropped) -> QIcon | None:
        """As an icon, which is shown in full; of a larger pixmap a list would show only the middle."""
        path = crop_path(self._library, card.crop_sha256) if card.crop_sha256 else None
        if path is not None:
            pixmap = self._pictures.artwork(path, urgency=Urgency.LATER)
        else:
            pixmap = self._pictures.thumbnail(card.photo_sha256, None)
        return None if pixmap is None else QIcon(pixmap)
