"""Lists as the window shows them: texts in columns, rows of a model, a strip of pictures. Knows none of their words."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence, Sized
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from karuta.gui.kit.theme import GRID, Icons, Theme

Index = QModelIndex | QPersistentModelIndex
Model = TypeVar("Model", bound=QAbstractListModel)
_KEY = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Columns(QTreeWidget):
    """One row at a time is marked. Columns are as wide as their texts, and one takes the room that is left.

    `wide`: that one, if not the last. `numbers`: columns whose texts stand at the right.
    """

    def __init__(
        self, name: str, heads: Sequence[str], parent: QWidget, *, wide: int | None = None, numbers: Sequence[int] = ()
    ) -> None:
        """`name`: for those who do not see."""
        super().__init__(parent)
        self._numbers = numbers
        self.setAccessibleName(name)
        self.setHeaderLabels(list(heads))
        self.setRootIsDecorated(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        for number in numbers:
            self.headerItem().setTextAlignment(number, _RIGHT)
        header, last = self.header(), len(heads) - 1
        header.setStretchLastSection(wide is None)
        for at in range(len(heads)):
            if at == wide:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            elif wide is not None or at < last:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)

    def add(self, cells: Sequence[str], *, key: str = "") -> QTreeWidgetItem:
        """A row, the last one. `key`: by which it is found again."""
        item = QTreeWidgetItem(list(cells))
        item.setData(0, _KEY, key)
        for number in self._numbers:
            item.setTextAlignment(number, _RIGHT)
        self.addTopLevelItem(item)
        return item

    def fill(self, rows: Sequence[Sequence[str]]) -> None:
        """These in place of all others."""
        self.clear()
        for cells in rows:
            self.add(cells)

    @property
    def items(self) -> list[QTreeWidgetItem]:
        return [item for row in range(self.topLevelItemCount()) if (item := self.topLevelItem(row)) is not None]

    @property
    def current_key(self) -> str | None:
        item = self.currentItem()
        return None if item is None else str(item.data(0, _KEY))

    def choose(self, key: str | None) -> None:
        """Mark the row with this key, if there is one."""
        for item in self.items:
            if key is not None and item.data(0, _KEY) == key:
                self.setCurrentItem(item)

    def choose_first(self) -> None:
        if self.topLevelItemCount():
            self.setCurrentItem(self.items[0])


_SAID: dict[int, str] = {
    Qt.ItemDataRole.DisplayRole: "shown",
    Qt.ItemDataRole.AccessibleTextRole: "spoken",
    Qt.ItemDataRole.ToolTipRole: "tip",
    Qt.ItemDataRole.DecorationRole: "icon",
}


class RowModel(QAbstractListModel):
    """`rows`, one below the other. A derived class says each for Qt; a painter asks the class itself."""

    rows: Sized = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        valid = self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid)
        return self.told(index.row(), role) if valid else None

    def told(self, place: int, role: int) -> Any:
        says = _SAID.get(role)
        return getattr(self, says)(place) if says else None

    def shown(self, place: int) -> str:
        raise NotImplementedError

    def spoken(self, place: int) -> str:
        """For those who do not see."""
        return self.shown(place)

    def tip(self, place: int) -> str:
        return ""

    def icon(self, place: int) -> QPixmap | None:
        return None

    def looks(self, place: int) -> Hashable:
        """What may come later of what is seen of a row: its words, and whether its pictures are there."""
        return self.shown(place)

    def put_rows(self, rows: Sized) -> None:
        """These in place of all others."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def redraw(self) -> None:
        """Tell that more is known of the rows; a view draws only what is in sight."""
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))


class RowPainter(QStyledItemDelegate, Generic[Model]):
    """Paints the rows of a model, each as it says."""

    def __init__(self, model: Model, theme: Theme, icons: Icons | None = None) -> None:
        super().__init__(model)
        self._model, self._theme = model, theme
        if icons is not None:
            self._icons = icons


# A file's name is told from another by less than this.
_WORDS = 16 * GRID


@dataclass(frozen=True)
class StripPicture:
    """`id`: what `chosen` says. `picture`: asked again until it has come."""

    id: str
    words: str
    picture: Callable[[], QPixmap | None]


class PictureStrip(QListWidget):
    """`chosen`: the id of a picture that was clicked, or on which Return was pressed."""

    chosen = Signal(str)

    def __init__(self, face: QSize, parent: QWidget, *, has_words: bool = True) -> None:
        """Without words they are in the tool tips alone."""
        super().__init__(parent)
        self._face, self._has_words = face, has_words
        self._waiting: dict[int, StripPicture] = {}
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(face)
        wide = max(face.width() + 2 * GRID, _WORDS * has_words)
        self.setGridSize(QSize(wide, face.height() + (3 * GRID if has_words else GRID)))
        self.setFixedHeight(face.height() + (6 * GRID if has_words else 3 * GRID))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.itemClicked.connect(lambda item: self.chosen.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.itemActivated.connect(lambda item: self.chosen.emit(item.data(Qt.ItemDataRole.UserRole)))

    def show_pictures(self, shown: Sequence[StripPicture]) -> None:
        self.clear()
        empty = QPixmap(self._face)
        empty.fill(Qt.GlobalColor.transparent)
        self._waiting = dict(enumerate(shown))
        for picture in shown:
            item = QListWidgetItem(QIcon(empty), picture.words if self._has_words else "", self)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, picture.words)
            item.setData(Qt.ItemDataRole.UserRole, picture.id)
            item.setToolTip(picture.words)
        self.draw()

    @property
    def has_come(self) -> bool:
        """Whether no picture that can be seen is on its way."""
        whole = self.viewport().rect()
        return not any(self.visualItemRect(self.item(row)).intersects(whole) for row in self._waiting)

    def draw(self) -> None:
        """Draw those that have come since."""
        for row, strip_picture in list(self._waiting.items()):
            pixmap = strip_picture.picture()
            if pixmap is None:
                continue
            del self._waiting[row]
            if not pixmap.isNull():
                fits = pixmap.scaled(
                    self._face, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
                self.item(row).setIcon(QIcon(fits))
