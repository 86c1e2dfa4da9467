"""A few pictures in a row, each with a word below it, such as a card's artworks; loads none itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QListWidget, QListWidgetItem, QWidget

from karuta.gui.kit.theme import GRID

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
        for one in shown:
            item = QListWidgetItem(QIcon(empty), one.words if self._has_words else "", self)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, one.words)
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            item.setToolTip(one.words)
        self.draw()

    @property
    def has_come(self) -> bool:
        """Whether no picture that can be seen is on its way."""
        whole = self.viewport().rect()
        return not any(self.visualItemRect(self.item(row)).intersects(whole) for row in self._waiting)

    def draw(self) -> None:
        """Those that have come since."""
        for row, one in list(self._waiting.items()):
            picture = one.picture()
            if picture is None:
                continue
            del self._waiting[row]
            if not picture.isNull():
                fits = picture.scaled(
                    self._face, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
                self.item(row).setIcon(QIcon(fits))
