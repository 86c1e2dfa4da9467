"""Pairs of artworks that look alike, a new one and an existing one, for a list. Loads no picture itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from karuta.gui.kit.theme import GRID
from karuta.gui.library.pictures import Pictures
from karuta.services.catalogue.new_pictures import Collision

Index = QModelIndex | QPersistentModelIndex
_FACE = QSize(11 * GRID, 16 * GRID)
PAIR = QSize(2 * _FACE.width() + GRID, _FACE.height())
"""Of two pictures beside each other."""


class CollisionModel(QAbstractListModel):
    """The most alike first."""

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._collisions: tuple[Collision, ...] = ()
        pictures.small_ready.connect(self._changed)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._collisions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        one = self._collisions[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            text = self.tr("New: {file} of card {card}\nThere: {name} ({other}, {pack})\nAlike: {percent} %")
            return text.format(
                file=one.file,
                card=one.card.card_id,
                name=one.other.name,
                other=one.other.card.card_id,
                pack=one.other.pack,
                percent=round(100 * one.likeness),
            )
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pair(one)
        return None

    def set_collisions(self, collisions: Sequence[Collision]) -> None:
        self.beginResetModel()
        self._collisions = tuple(sorted(collisions, key=lambda one: -one.likeness))
        self.endResetModel()

    def _pair(self, one: Collision) -> QPixmap:
        both = QPixmap(PAIR)
        both.fill(Qt.GlobalColor.transparent)
        painter = QPainter(both)
        for at, path in enumerate((one.path, one.there)):
            picture = self._pictures.artwork(path)
            if picture is not None and not picture.isNull():
                shown = picture.scaled(
                    _FACE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
                left = at * (_FACE.width() + GRID) + (_FACE.width() - shown.width()) // 2
                painter.drawPixmap(left, (_FACE.height() - shown.height()) // 2, shown)
        painter.end()
        return both

    def _changed(self) -> None:
        if self._collisions:
            self.dataChanged.emit(self.index(0), self.index(len(self._collisions) - 1))
