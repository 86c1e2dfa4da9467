"""The queue as a list: photos in order, and photos on their way in; rows are fetched when somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap

from karuta.domain.photo import Arrival, Refused
from karuta.domain.queue import PhotoState, QueueRow
from karuta.domain.shots import Shots, in_list_order, next_of_shot
from karuta.gui.intake import Kept
from karuta.gui.models.queue_keys import KnownKeys, Order
from karuta.gui.pictures import Pictures
from karuta.gui.translate import kind_words, verdict_word

Index = QModelIndex | QPersistentModelIndex

# Removing so many stretches of rows one by one would hold the window up.
_MANY = 20
# Rows that were looked at are kept, but not those of a whole evening of scrolling.
_ROWS_KEPT = 4000


class QueueRole(IntEnum):
    """`ROW`: the `QueueRow`, None until it was fetched. `PHOTO`: its hash, None while it is on its way in."""

    ROW = Qt.ItemDataRole.UserRole + 1
    PHOTO = Qt.ItemDataRole.UserRole + 2


class QueueModel(QAbstractListModel):
    """Keys: a photo's hash, or the path of one that is on its way in."""

    wanted = Signal(object)

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._keys: list[str | Path] = []
        self._arriving = 0
        # Where each key stands; None after rows went, until somebody asks.
        self._known_places: dict[str | Path, int] | None = {}
        # Grows whenever a key comes or goes.
        self._revision = 0
        self._rows: dict[str, QueueRow] = {}
        self._paths: dict[str, Path] = {}
        self._wanted: dict[str, None] = {}
        self._asked: set[str] = set()
        self._shots = Shots()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask)

    # Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        key = self._keys[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._name(key)
        if role == QueueRole.PHOTO:
            return key if isinstance(key, str) else None
        if role == QueueRole.ROW:
            return self._row(key) if isinstance(key, str) else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._accessible(key)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(key) if isinstance(key, Path) else self._name(key)
        return None

    def thumbnail(self, index: Index) -> QPixmap | None:
        key = self._keys[index.row()]
        if isinstance(key, Path):
            return None
        return self._pictures.thumbnail(key, self._paths.get(key))

    # The window's side

    @property
    def photos(self) -> list[str]:
        return [key for key in self._keys if isinstance(key, str)]

    @property
    def arriving(self) -> int:
        return self._arriving

    def following(self, photo: str | None) -> list[str]:
        """The photos after this one, and behind them those before it; all where it is not in the list."""
        place = self._places.get(photo) if photo else None
        keys = self._keys if place is None else self._keys[place + 1 :] + self._keys[:place]
        return [key for key in keys if isinstance(key, str)] if self._arriving else list(keys)  # type: ignore[arg-type]

    def index_of(self, photo: str) -> QModelIndex:
        place = self._places.get(photo)
        return QModelIndex() if place is None else self.index(place)

    def neighbour(self, photo: str | None, step: int) -> str | None:
        """The photo so many places further, None at the end."""
        place = self._places.get(photo) if photo else None
        if place is None:
            place = -1 if step > 0 else len(self._keys)
        place += step
        while 0 <= place < len(self._keys):
            key = self._keys[place]
            if isinstance(key, str):
                return key
            place += 1 if step > 0 else -1
        return None

    @property
    def known(self) -> KnownKeys:
        """Which photos are in the list now, for `Order.of`."""
        return KnownKeys(self._revision, self._places)

    def set_photos(self, photos: Sequence[str], order: Order | None = None) -> None:
        """The photos in their order; those on their way in stay behind them.

        `order`: what was worked out about them elsewhere, so that a long list is switched at once.
        """
        known = len(self._keys)
        keys: list[str | Path] = list(photos)
        if self._arriving:
            keys += [key for key in self._keys if isinstance(key, Path)]
            order = None
        if order is not None and order.same_as == self._revision:
            if keys != self._keys:
                self._reorder(keys, order.places)
            return
        if len(keys) >= known and keys[:known] == self._keys:
            self._append(keys[known:], None if order is None or known else order.places)
            return
        places = order.places if order else {key: at for at, key in enumerate(keys)}
        if len(places) == known and places.keys() == self._places.keys():
            self._reorder(keys, places)
            return
        self.beginResetModel()
        self._put(keys, places)
        self.endResetModel()

    def drop(self, photos: Iterable[str]) -> None:
        """Take these photos out of the list."""
        self._drop(photos)

    def list_arrivals(self, arrivals: Iterable[Arrival]) -> None:
        self._append([one.path for one in arrivals if one.path not in self._places])

    def arrived(self, kept: Sequence[Kept]) -> None:
        """Photos that are in the library now; each takes the place of the file that brought it."""
        doubled: list[str | Path] = []
        fresh: list[str | Path] = []
        for one in kept:
            photo = one.added.photo.sha256
            self._paths[photo] = one.path
            if photo in self._places:
                doubled.append(one.path)
                self.refresh([photo])
            elif one.path in self._places:
                self._replace(one.path, photo)
            else:
                fresh.append(photo)
        self._drop(doubled)
        self._append(fresh)

    def refuse(self, refused: Iterable[Refused]) -> None:
        self._drop([one.path for one in refused])

    def give_up_arrivals(self) -> None:
        self._drop([key for key in self._keys if isinstance(key, Path)])

    def refresh(self, photos: Iterable[str]) -> None:
        """Fetch these rows anew, where somebody has seen them."""
        for photo in photos:
            if photo in self._rows or photo in self._asked:
                self._want(photo)

    def set_rows(self, asked: Iterable[str], rows: Sequence[QueueRow]) -> None:
        self._asked.difference_update(asked)
        places = []
        for row in rows:
            self._rows.pop(row.photo_sha256, None)
            self._rows[row.photo_sha256] = row
            self._pictures.forget_thumbnail(row.photo_sha256)
            if (place := self._places.get(row.photo_sha256)) is not None:
                places.append(place)
        for photo in list(self._rows)[: len(self._rows) - _ROWS_KEPT] if len(self._rows) > 2 * _ROWS_KEPT else ():
            del self._rows[photo]
        for place in places:
            self.dataChanged.emit(self.index(place), self.index(place))

    def set_shots(self, shots: Shots, changed: Iterable[str]) -> None:
        """Which photos are one shot; those that changed are drawn anew."""
        self._shots = shots
        for photo in changed:
            if (place := self._places.get(photo)) is not None:
                self.dataChanged.emit(self.index(place), self.index(place))

    def of_shot(self, photo: str | None) -> list[str]:
        """This photo and those in the list that are the same shot, as they stand there."""
        return in_list_order(self._shots[photo], self._places) if photo else []

    def next_of_shot(self, photo: str | None) -> str | None:
        return next_of_shot(self._shots[photo], photo, self._places) if photo else None

    def shot_words(self, photo: str | None) -> str:
        """That the same shot is in the list several times, and which of them this one is; else empty."""
        copies = self.of_shot(photo)
        if photo not in copies or len(copies) < 2:
            return ""
        return self.tr("same shot {number}/{count}").format(number=copies.index(photo) + 1, count=len(copies))

    def set_path(self, photo: str, path: Path) -> None:
        self._paths[photo] = path
        self._pictures.forget_thumbnail(photo)

    # Inside

    def _name(self, key: str | Path) -> str:
        if isinstance(key, Path):
            return key.name
        row = self._row(key)
        return row.name if row else ""

    def _row(self, photo: str) -> QueueRow | None:
        row = self._rows.get(photo)
        if row is None:
            self._want(photo)
        return row

    def _accessible(self, key: str | Path) -> str:
        row = self._row(key) if isinstance(key, str) else None
        if row is None:
            return self.tr("{name}, on its way in").format(name=self._name(key))
        shot = self.shot_words(row.photo_sha256)
        return f"{row.name}, {self.state_words(row)}{f', {shot}' if shot else ''}"

    def state_words(self, row: QueueRow) -> str:
        """How far a photo is, in words."""
        if row.state is PhotoState.WAITING:
            return self.tr("to be looked up")
        if row.whole_photo is not None:
            return kind_words(row.whole_photo)
        if row.state is PhotoState.FAILED:
            return self.tr("cannot be read")
        if row.state is PhotoState.DONE:
            return self.tr("decided")
        if not row.sightings:
            return self.tr("no card found")
        verdict = verdict_word(row.verdict) if row.verdict else ""
        if row.sightings > 1:
            return self.tr("{verdict} · {decided} of {all}").format(
                verdict=verdict, decided=row.decided, all=row.sightings
            )
        return verdict

    def _want(self, photo: str) -> None:
        self._wanted[photo] = None
        if not self._timer.isActive():
            self._timer.start()

    def _ask(self) -> None:
        photos = [photo for photo in self._wanted if photo not in self._asked]
        again = {photo: None for photo in self._wanted if photo in self._asked and photo in self._rows}
        self._wanted = again
        if photos:
            self._asked.update(photos)
            self.wanted.emit(photos)
        if again:
            self._timer.start(20)

    @property
    def _places(self) -> dict[str | Path, int]:
        if self._known_places is None:
            self._known_places = {key: place for place, key in enumerate(self._keys)}
        return self._known_places

    def _put(self, keys: list[str | Path], places: dict[str | Path, int] | None) -> None:
        self._keys, self._known_places = keys, places
        self._revision += 1
        self._arriving = sum(isinstance(key, Path) for key in keys) if self._arriving else 0

    def _reorder(self, keys: list[str | Path], places: dict[str | Path, int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        old = [self._keys[index.row()] for index in before]
        self._put(keys, places)
        self.changePersistentIndexList(before, [self.index(places[key]) for key in old])
        self.layoutChanged.emit()

    def _append(self, keys: Sequence[str | Path], places: dict[str | Path, int] | None = None) -> None:
        """`places`: where they stand, where they are all there are."""
        new: list[str | Path] = list(keys) if places is not None else list(dict.fromkeys(keys))
        if new:
            first = len(self._keys)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._revision += 1
            if places is not None:
                self._known_places = places
            else:
                self._places.update((key, first + at) for at, key in enumerate(new))
                self._arriving += sum(isinstance(key, Path) for key in new)
            self._keys.extend(new)
            self.endInsertRows()

    def _replace(self, path: Path, photo: str) -> None:
        self._revision += 1
        place = self._places.pop(path)
        self._keys[place] = photo
        self._places[photo] = place
        self._arriving -= 1
        self.dataChanged.emit(self.index(place), self.index(place))

    def _drop(self, keys: Iterable[str | Path]) -> None:
        places = sorted({self._places[key] for key in keys if key in self._places}, reverse=True)
        # Stretches of neighbours, the last first: (first place, place after the last).
        stretches: list[tuple[int, int]] = []
        for place in places:
            if stretches and stretches[-1][0] == place + 1:
                stretches[-1] = (place, stretches[-1][1])
            else:
                stretches.append((place, place + 1))
        if len(stretches) > _MANY:
            gone = set(places)
            self.beginResetModel()
            self._put([key for place, key in enumerate(self._keys) if place not in gone], None)
            self.endResetModel()
            return
        for first, after in stretches:
            self.beginRemoveRows(QModelIndex(), first, after - 1)
            self._arriving -= sum(isinstance(key, Path) for key in self._keys[first:after])
            del self._keys[first:after]
            self._known_places = None
            self._revision += 1
            self.endRemoveRows()
