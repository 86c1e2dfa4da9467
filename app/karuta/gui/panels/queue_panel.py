"""The queue at the window's side: the list of photos and how far the work is; walks nowhere by itself."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QListView, QVBoxLayout, QWidget

from karuta.domain.queue import QueueCounts
from karuta.gui.delegates.queue_delegate import QueueDelegate
from karuta.gui.icons import Icons
from karuta.gui.models.queue_model import QueueModel, QueueRole
from karuta.gui.theme import GRID, Theme
from karuta.gui.worded import Worded


class QueuePanel(Worded, QWidget):
    """`picked`: a photo that a person chose in the list."""

    picked = Signal(str)

    def __init__(self, model: QueueModel, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._title = QLabel(self)
        self._title.setFont(theme.large(self.font()))
        self._counts = QLabel(self)
        self._counts.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.list = QListView(self)
        self.list.setModel(model)
        self.list.setItemDelegate(QueueDelegate(model, theme, icons))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(GRID + GRID // 2, GRID, GRID, GRID)
        head.setSpacing(GRID // 2)
        head.addWidget(self._title)
        head.addWidget(self._counts)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        self.setMinimumWidth(24 * GRID)
        self._said: tuple[QueueCounts | None, int] = (None, 0)
        self.built()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Queue"))
        self.list.setAccessibleName(self.tr("Photos in the queue"))
        self.set_counts(*self._said)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(34 * GRID, 80 * GRID)

    def set_counts(self, counts: QueueCounts | None, arriving: int) -> None:
        self._said = (counts, arriving)
        if counts is None or not counts.photos:
            text = self.tr("{count} on their way in").format(count=arriving) if arriving else ""
        else:
            text = self.tr("{decided} decided · {left} left").format(decided=counts.decided, left=counts.undecided)
            if arriving:
                text = self.tr("{text} · {count} on their way in").format(text=text, count=arriving)
        self._counts.setText(text)

    def show_photo(self, photo: str | None) -> None:
        """Mark the photo on the desk; a selection of several that holds it stays."""
        index = self._model.index_of(photo) if photo else QModelIndex()
        selection = self.list.selectionModel()
        if not index.isValid():
            selection.clearSelection()
            return
        if not selection.isSelected(index):
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.list.scrollTo(index)

    def select(self, photos: Iterable[str]) -> None:
        """Mark these photos, so that what is done to the marked ones is done to all of them."""
        selection = self.list.selectionModel()
        selection.clearSelection()
        for photo in photos:
            index = self._model.index_of(photo)
            if index.isValid():
                selection.select(index, QItemSelectionModel.SelectionFlag.Select)

    @property
    def selected(self) -> list[str]:
        """The photos that are marked, in the order of the list."""
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        photos = [self._model.index(row).data(QueueRole.PHOTO) for row in rows]
        return [photo for photo in photos if photo]

    def _clicked(self, index: QModelIndex) -> None:
        photo = index.data(QueueRole.PHOTO)
        if photo and len(self.list.selectedIndexes()) == 1:
            self.picked.emit(photo)
