"""The queue as a list: photos in order, how far each is, and photos being imported. Fetches the rows in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QTimer, Signal
from PySide6.QtGui import QPixmap

from karuta.domain.card import CardKey
from karuta.domain.photo import Arrival, KeptPhoto, Refused, Shots, in_list_order, next_of_shot
from karuta.domain.queue import PhotoState, QueueRow
from karuta.gui.kit.lists import Index, RowModel
from karuta.gui.kit.prose import tip_text
from karuta.gui.kit.translate import comma_list, kind_words, verdict_word
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.gui.queue.queue_keys import Key, KnownKeys, Order, QueueKeys

CardName = Callable[[CardKey, str], str]
"""A card's name in the language of the window; given is the name as a label has it."""


def state_words(row: QueueRow, name_of: CardName) -> str:
    translate = QCoreApplication.translate
    if row.state is PhotoState.WAITING:
        return translate("QueueWords", "waiting for lookup")
    if row.whole_photo is not None:
        return kind_words(row.whole_photo)
    if row.state is PhotoState.FAILED:
        return translate("QueueWords", "cannot be opened")
    if row.state is PhotoState.DONE:
        return _label_words(row, name_of)
    if not row.sightings:
        return translate("QueueWords", "no card found")
    verdict = verdict_word(row.verdict) if row.verdict else ""
    if row.ruled_out is not None:
        match = row.ruled_out.match
        verdict = translate("QueueWords", "ruled out: {card}").format(card=name_of(match.card, match.name))
    if row.sightings > 1:
        text = translate("QueueWords", "{verdict} · {decided} of {all}")
        return text.format(verdict=verdict, decided=row.decided, all=row.sightings)
    return verdict


def remark_words(row: QueueRow) -> str:
    """Words for what is worth a second look about a label of this photo, or that it is no person's; else empty."""
    if row.is_disputed:
        return QCoreApplication.translate("QueueWords", "disputed")
    if row.is_doubted:
        return QCoreApplication.translate("QueueWords", "against the evidence")
    return QCoreApplication.translate("QueueWords", "by Karuta") if row.is_by_machine else ""


def noted_words(row: QueueRow) -> str:
    """That the photo is flagged, and what its note says; else empty."""
    flagged = QCoreApplication.translate("QueueWords", "flagged") if row.remarks.is_flagged else ""
    return comma_list(part for part in (flagged, row.remarks.note) if part)


def also_words(row: QueueRow) -> str:
    """That the same picture is in several listings; else empty."""
    places = {(row.batch, row.listing), *((place.batch, place.listing) for place in row.also)}
    # A file that was dropped or watched alone stands in none.
    count = len(places - {(None, None)})
    return QCoreApplication.translate("QueueWords", "{count} listings").format(count=count) if count > 1 else ""


def _label_words(row: QueueRow, name_of: CardName) -> str:
    """The card that it shows, or what else was decided; of several the first, and how many more."""
    translate = QCoreApplication.translate
    names = [name_of(label.card, label.name) if label.card else kind_words(label.kind) for label in row.labels]
    if not names:
        return translate("QueueWords", "decided")
    if len(names) == 1:
        return names[0]
    if len(set(names)) == 1:
        return f"{len(names)} × {names[0]}"
    return translate("QueueWords", "{name} and {count} more").format(name=names[0], count=len(names) - 1)


# Visible rows are kept, but not those of a whole evening of scrolling.
_ROWS_KEPT = 4000
_AGAIN_MS = 20


class QueueRows(QObject):
    """`fetch`: the photos whose rows are to be fetched; `set` supplies them."""

    def __init__(self, parent: QObject, fetch: Callable[[list[str]], object]) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._rows: dict[str, QueueRow] = {}
        self._to_fetch: dict[str, None] = {}
        self._asked: set[str] = set()
        # Drawn while it was asked for: a photo that had left the list then may be back.
        self._drawn_meanwhile: set[str] = set()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._ask)

    def row(self, photo: str) -> QueueRow | None:
        """None if it is not there yet; then it is requested."""
        row = self._rows.get(photo)
        if row is None:
            self._want(photo)
        return row

    @property
    def fetched(self) -> frozenset[str]:
        """Photos whose rows have been visible."""
        return frozenset(self._rows) | self._asked

    def refresh(self, photos: Iterable[str]) -> None:
        """Fetch these rows again, if they have been visible."""
        for photo in photos:
            if photo in self._rows or photo in self._asked:
                self._want(photo)

    def set(self, asked: Iterable[str], rows: Sequence[QueueRow]) -> None:
        """The newest rows; one that is missing is requested again if it was drawn meanwhile, else when it is drawn."""
        told = set(asked)
        self._asked -= told
        missing = (self._drawn_meanwhile & told) - {row.photo_sha256 for row in rows} - self._rows.keys()
        self._drawn_meanwhile -= told
        for photo in missing:
            self._want(photo)
        for row in rows:
            self._rows.pop(row.photo_sha256, None)
            self._rows[row.photo_sha256] = row
        for photo in list(self._rows)[: len(self._rows) - _ROWS_KEPT] if len(self._rows) > 2 * _ROWS_KEPT else ():
            del self._rows[photo]

    def _want(self, photo: str) -> None:
        self._to_fetch[photo] = None
        if not self._timer.isActive():
            self._timer.start()

    def _ask(self) -> None:
        photos = [photo for photo in self._to_fetch if photo not in self._asked]
        again = {photo: None for photo in self._to_fetch if photo in self._asked and photo in self._rows}
        self._drawn_meanwhile.update(self._to_fetch.keys() & self._asked)
        self._to_fetch = again
        if photos:
            self._asked.update(photos)
            self._fetch(photos)
        if again:
            self._timer.start(_AGAIN_MS)


# Removing more runs than this one by one would hold the window up.
_MANY = 20


class QueueModel(RowModel):
    """`rows_wanted`: rows to be fetched; `set_rows` supplies them."""

    rows_wanted = Signal(object)

    def __init__(self, pictures: Pictures, card_facts: FetchedCards, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._card_facts = card_facts
        card_facts.known.connect(self.redraw)
        self.rows = self._keys = QueueKeys()
        self._rows = QueueRows(self, self.rows_wanted.emit)
        self._paths: dict[str, Path] = {}
        self._shots = Shots()
        self.hides_words = False

    # Qt's side

    def hide_words(self, *, hidden: bool) -> None:
        """Whether nothing is said of a photo, neither its name nor what is known of it: its picture alone is shown."""
        if hidden is not self.hides_words:
            self.hides_words = hidden
            self.redraw()

    def shown(self, place: int) -> str:
        if self.hides_words:
            return self.tr("Photo {number}").format(number=f"{place + 1:,}")
        key = self._keys[place]
        return key.name if isinstance(key, Path) else row.name if (row := self._rows.row(key)) else ""

    def photo(self, place: int) -> str | None:
        """Its hash, None while it is being imported."""
        key = self._keys[place]
        return key if isinstance(key, str) else None

    def row(self, place: int) -> QueueRow | None:
        """None until it was fetched."""
        photo = self.photo(place)
        return self._rows.row(photo) if photo else None

    def spoken(self, place: int) -> str:
        row = self.row(place)
        if self.hides_words:
            return self.shown(place)
        if row is None:
            return self.tr("{name}, being added").format(name=self.shown(place))
        shot = self.shot_words(row.photo_sha256)
        parts = (row.name, self.state_words(row), remark_words(row), noted_words(row), also_words(row), shot)
        return comma_list(part for part in parts if part)

    def tip(self, place: int) -> str:
        key, row = self._keys[place], self.row(place)
        if self.hides_words:
            return ""
        if isinstance(key, Path):
            return str(key)
        return "\n".join(part for part in (row.name, tip_text(noted_words(row))) if part) if row else ""

    def state_words(self, row: QueueRow) -> str:
        """How far a photo is; for a decided one the card's name."""
        return state_words(row, self._card_facts.name)

    def thumbnail(self, index: Index, *, side: int) -> QPixmap | None:
        """`side`: as many pixels of the screen as it takes at most."""
        key = self._keys[index.row()]
        if isinstance(key, Path):
            return None
        return self._pictures.thumbnail(key, self._paths.get(key), side=side)

    # The window's side

    @property
    def photos(self) -> list[str]:
        return self._keys.photos

    @property
    def arriving(self) -> int:
        return self._keys.arriving

    def following(self, photo: str | None) -> list[str]:
        """The photos after this one, then those before it; all photos if it is not in the list."""
        return self._keys.following(photo)

    def index_of(self, photo: str) -> QModelIndex:
        place = self._places.get(photo)
        return QModelIndex() if place is None else self.index(place)

    def neighbour(self, photo: str | None, step: int) -> str | None:
        """The photo this many places further, None beyond the end."""
        return self._keys.neighbour(photo, step)

    @property
    def keys_shown(self) -> KnownKeys:
        """The photos in the list now, for `Order.of`."""
        return KnownKeys(self._keys.revision, self._places)

    def set_photos(self, photos: Sequence[str], order: Order | None = None) -> None:
        """The photos in their order; those being imported stay behind them.

        `order`: their positions, computed elsewhere, so that a long list is switched at once.
        """
        before = len(self._keys)
        keys: list[Key] = list(photos)
        if self._keys.arriving:
            keys += self._keys.on_their_way
            order = None
        if order is not None and order.same_as == self._keys.revision:
            if not self._keys.begins(keys):
                self._reorder(keys, order.places)
            return
        if self._keys.begins(keys):
            self._append(keys[before:], None if order is None or before else order.places)
            return
        places = order.places if order else {key: at for at, key in enumerate(keys)}
        if len(places) == before and places.keys() == self._places.keys():
            self._reorder(keys, places)
            return
        self._reset(keys, places)

    def drop(self, photos: Iterable[str]) -> None:
        """Remove these photos from the list."""
        self._drop(photos)

    def list_arrivals(self, arrivals: Iterable[Arrival]) -> None:
        self._append([arrival.path for arrival in arrivals if arrival.path not in self._places])

    def arrived(self, kept: Sequence[KeptPhoto]) -> None:
        """Photos that are in the library now; each takes the place of its file."""
        doubled: list[Key] = []
        fresh: list[Key] = []
        for kept_photo in kept:
            photo = kept_photo.added.photo.sha256
            self._paths[photo] = kept_photo.path
            if photo in self._places:
                doubled.append(kept_photo.path)
                self._rows.refresh([photo])
            elif kept_photo.path in self._places:
                self._tell(self._keys.replace(kept_photo.path, photo))
            else:
                fresh.append(photo)
        self._drop(doubled)
        self._append(fresh)

    def refuse(self, refused: Iterable[Refused]) -> None:
        self._drop([refusal.path for refusal in refused])

    def give_up_arrivals(self) -> None:
        self._drop(self._keys.on_their_way)

    @property
    def fetched(self) -> frozenset[str]:
        """Photos whose rows have been visible."""
        return self._rows.fetched

    def refresh(self, photos: Iterable[str]) -> None:
        """Fetch these rows again, if they have been visible."""
        self._rows.refresh(photos)

    def set_rows(self, asked: Iterable[str], rows: Sequence[QueueRow]) -> None:
        self._rows.set(asked, rows)
        for row in rows:
            self._pictures.forget_thumbnail(row.photo_sha256)
        self._redraw(row.photo_sha256 for row in rows)

    def set_shots(self, shots: Shots, changed: Iterable[str]) -> None:
        """Take which photos are one shot; changed ones are drawn again."""
        self._shots = shots
        self._redraw(changed)

    def of_shot(self, photo: str | None) -> list[str]:
        """This photo and those in the list that are the same shot, in list order."""
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

    @property
    def _places(self) -> dict[Key, int]:
        return self._keys.places

    def _redraw(self, photos: Iterable[str]) -> None:
        for place in [self._places[photo] for photo in photos if photo in self._places]:
            self._tell(place)

    def _tell(self, place: int) -> None:
        self.dataChanged.emit(self.index(place), self.index(place))

    def _reset(self, keys: list[Key], places: dict[Key, int] | None) -> None:
        self.beginResetModel()
        self._keys.put(keys, places)
        self.endResetModel()

    def _reorder(self, keys: list[Key], places: dict[Key, int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        old = [self._keys[index.row()] for index in before]
        self._keys.put(keys, places)
        self.changePersistentIndexList(before, [self.index(places[key]) for key in old])
        self.layoutChanged.emit()

    def _append(self, keys: Sequence[Key], places: dict[Key, int] | None = None) -> None:
        """`places`: their positions, if they are the whole list."""
        new = list(keys) if places is not None else list(dict.fromkeys(keys))
        if new:
            first = len(self._keys)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._keys.append(new, places)
            self.endInsertRows()

    def _drop(self, keys: Iterable[Key]) -> None:
        stretches = self._keys.stretches(keys)
        if len(stretches) > _MANY:
            self._reset(self._keys.without(stretches), None)
            return
        for first, after in stretches:
            self.beginRemoveRows(QModelIndex(), first, after - 1)
            self._keys.remove(first, after)
            self.endRemoveRows()
