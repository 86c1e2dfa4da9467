"""Cards of the catalogue as rows of a list: what each says, and how it is painted. Finds and reads none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem

from karuta.domain.catalogue import FoundCard
from karuta.gui.kit import row_paint
from karuta.gui.kit.lists import Index, RowModel, RowPainter
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import names_of
from karuta.paths import LibraryFolder


class CardRows(RowModel):
    """`face`: a picture in the size of a row, None until it has come. A derived class says which card a row has."""

    def __init__(
        self, library: LibraryFolder, face: Callable[[Path], QPixmap | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._face = library, face

    def row(self, place: int) -> FoundCard | None:
        """None until it was read."""
        raise NotImplementedError

    def code(self, card: FoundCard) -> str:
        """The line below its names."""
        raise NotImplementedError

    def right(self, card: FoundCard) -> str:
        """What stands at the right of its names."""
        raise NotImplementedError

    def face(self, card: FoundCard | None) -> QPixmap | None:
        if card is None or card.artwork is None:
            return None
        return self._face(self._library.artwork_file(card.artwork.artwork.picture_sha256, card.artwork.suffix))


class CardRowPainter(RowPainter[CardRows]):
    """Without key and score; a quiet shape until the row has come."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(24 * GRID, 8 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card, place = self._model.row(index.row()), QRect(option.rect)
        painter.save()
        row_paint.row_ground(painter, option, self._theme)
        inner = place.adjusted(GRID, GRID // 2, -GRID, -GRID // 2)
        if card is None:
            row_paint.card_face(painter, None, row_paint.face_place(inner), self._theme)
        else:
            first, second = names_of(card)
            row_paint.card_row(
                painter,
                inner,
                option.font,
                self._theme,
                face=self._model.face(card),
                name=first,
                second=second,
                third=self._model.code(card),
                right=self._model.right(card),
            )
        painter.restore()
