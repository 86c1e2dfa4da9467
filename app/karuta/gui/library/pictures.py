"""Pictures for display, decoded in their own lane and kept. Uses no engine.

Photos that ended the program when it opened them are not opened until a person wants that."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, KarutaError, Known
from karuta.domain.label import Points
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Job, Urgency
from karuta.paths import LibraryFolder
from karuta.services.catalogue.catalogue_pictures import flat_sighting, flat_strip
from karuta.services.lookups.read_queue import crop_path
from karuta.services.lookups.set_aside import opening, photo_pixels, photo_thumbnail, photos_set_aside, take_up_again


class AsidePhotos(QObject):
    """`taken_up`: a photo is opened from now on like any other."""

    taken_up = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._library = session.library
        self._photos = set(photos_set_aside(session.library))

    def holds(self, photo: str | None) -> bool:
        return photo in self._photos

    def words(self, name: str) -> str:
        """Why such a photo is not shown."""
        return self.tr("Karuta closed unexpectedly while opening {name}, so the photo was set aside.").format(name=name)

    def take_up(self, photo: str) -> None:
        if photo in self._photos:
            self._photos.discard(photo)
            take_up_again(self._library, photo)
        self.taken_up.emit(photo)


# A photo on the desk, and the two before and after it: 12 MB each.
PHOTOS_KEPT = 4
# At full size, one may take 200 MB.
PHOTO_BYTES_KEPT = 256_000_000
PHOTO_LONGEST = 2048
# More than any page shows on the largest screen: else each that comes would put out another in sight.
SMALL_KEPT = 1500
SMALL_BYTES_KEPT = 256_000_000
# Twice as wide as a row draws it at most: it would be scaled down smoothly at each painting otherwise.
FACE_LONGEST = 112
# The size for rows, and the one of the files, which large cells of a grid are drawn from.
THUMBNAIL_LONGEST, THUMBNAIL_LARGE = 128, 256
# While somebody scrolls, the newest are fetched first, and what scrolled by is dropped.
_WAITING_MOST = 96
_UNDER_WAY_MOST = 2
# Of those asked for at once so many are one job: more would keep the photo on the desk waiting.
_AT_ONCE = 6

Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class PhotoImage:
    """A decoded photo. `size` is its full (width, height); `pixels` is the memory that `image` refers to.

    `is_full`: it has all available pixels, or as many as are ever shown of so large a photo.
    """

    image: QImage
    size: tuple[int, int]
    pixels: NDArray[np.uint8]
    is_full: bool


class _Kept(Generic[Value]):
    """The last few that were requested, of so many bytes in all at most, but at least one."""

    def __init__(self, most: int, *, most_bytes: int, size: Callable[[Value], int]) -> None:
        self._most, self._most_bytes, self._size = most, most_bytes, size
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> Value | None:
        if key in self._values:
            self._values.move_to_end(key)
        return self._values.get(key)

    def put(self, key: Hashable, value: Value) -> None:
        self.drop(key)
        self._values[key] = value
        self._bytes += self._size(value)
        while len(self._values) > 1 and (len(self._values) > self._most or self._bytes > self._most_bytes):
            self.drop(next(iter(self._values)))

    def drop(self, key: Hashable) -> None:
        if key in self._values:
            self._bytes -= self._size(self._values.pop(key))


class Pictures(QObject):
    """Returns at once what is there, and announces what was requested when it comes.

    `photo_stopped`: a person did not want to wait for it.
    """

    small_ready = Signal()
    photo_ready = Signal(str)
    photo_failed = Signal(str, str)
    photo_stopped = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._photos: _Kept[PhotoImage] = _Kept(
            PHOTOS_KEPT, most_bytes=PHOTO_BYTES_KEPT, size=lambda photo: photo.pixels.nbytes
        )
        self._kept: _Kept[QPixmap] = _Kept(
            SMALL_KEPT, most_bytes=SMALL_BYTES_KEPT, size=lambda shown: shown.width() * shown.height() * 4
        )
        self._asked: set[Hashable] = set()
        self._decoding: dict[Hashable, Job] = {}
        self._waiting: OrderedDict[Hashable, _Small] = OrderedDict()
        self._under_way = 0
        # What was asked for since the window last had its turn.
        self._gathered: dict[Urgency, list[_Small]] = {}
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._fetch_gathered)

    @property
    def is_idle(self) -> bool:
        return not self._asked

    def artwork(self, path: Path | None, *, urgency: Urgency = Urgency.SOON) -> QPixmap | None:
        """A small picture file; None until it has come or if there is no file, empty if it cannot be read."""
        if path is None:
            return None
        return self._small(path, lambda _: _small_image(path, None), urgency)

    def crop(self, sha256: str | None, *, urgency: Urgency = Urgency.SOON) -> QPixmap | None:
        """A sighting as the lookup cut it; None too if its file is not there."""
        return self.artwork(crop_path(self._session.library, sha256) if sha256 else None, urgency=urgency)

    def face(self, path: Path) -> QPixmap | None:
        """An artwork as small as a row of a long list shows it; what went by is not fetched any more."""
        return self._small(("face", path), lambda _: _small_image(path, FACE_LONGEST), Urgency.LATER)

    def flat_sighting(self, photo: str, path: Path, corners: Points) -> QPixmap | None:
        """A sighting cut flat from its photo, finer than its crop."""

        def load(library: LibraryFolder) -> QImage:
            with opening(library, photo, path):
                return as_image(flat_sighting(path, corners))[0].copy()

        return self._small(("sighting", photo, corners), load, Urgency.NOW)

    def flat_strip(self, photo: str, path: Path, corners: Points) -> QPixmap | None:
        """A line of small print cut flat from its photo."""

        def load(library: LibraryFolder) -> QImage:
            with opening(library, photo, path):
                return as_image(flat_strip(path, corners))[0].copy()

        return self._small(("strip", photo, corners), load, Urgency.NOW)

    def thumbnail(self, photo: str, path: Path | None, *, side: int = THUMBNAIL_LONGEST) -> QPixmap | None:
        """A photo's thumbnail, made if it is missing, with the pixels for a square of this side."""
        longest = THUMBNAIL_LONGEST if side <= THUMBNAIL_LONGEST else THUMBNAIL_LARGE

        def load(library: LibraryFolder) -> QImage:
            kept = photo_thumbnail(library, photo, path)
            return QImage() if kept is None else _small_image(kept, longest)

        return self._small((photo, longest), load, Urgency.LATER)

    def forget_thumbnail(self, photo: str) -> None:
        """Ask again next time: the photo was found again, or looked up."""
        for key in ((photo, THUMBNAIL_LONGEST), (photo, THUMBNAIL_LARGE)):
            pixmap = self._kept.get(key)
            if pixmap is not None and pixmap.isNull():
                self._kept.drop(key)

    def photo(self, photo: str, path: Path, *, urgency: Urgency, full: bool = False) -> PhotoImage | None:
        """A photo for the desk; requested if it is not there. `full`: at full size."""
        kept = self._photos.get(photo)
        if kept is not None and (kept.is_full or not full):
            return kept
        key = ("photo", photo, full)
        if key not in self._asked or urgency is Urgency.NOW:
            self._asked.add(key)
            self._decoding[key] = self._session.pictures_lane.submit(
                lambda library, token: _photo_image(library, photo, path, None if full else PHOTO_LONGEST, token),
                done=lambda image: self._photo_came(key, photo, image),
                failed=lambda error: self._photo_did_not_come(key, photo, error),
                key=key,
                urgency=urgency,
            )
        return kept

    def is_decoding(self, photo: str) -> bool:
        return any(("photo", photo, full) in self._decoding for full in (False, True))

    def stop(self, photo: str) -> None:
        """Stop decoding a photo for the desk, as soon as its decoder reads on."""
        for full in (False, True):
            job = self._decoding.get(("photo", photo, full))
            if job is not None:
                job.stop()

    def _photo_came(self, key: Hashable, photo: str, image: PhotoImage) -> None:
        self._asked.discard(key)
        self._decoding.pop(key, None)
        self._photos.put(photo, image)
        self.photo_ready.emit(photo)

    def _photo_did_not_come(self, key: Hashable, photo: str, error: Known) -> None:
        self._asked.discard(key)
        self._decoding.pop(key, None)
        if isinstance(error, Cancelled):
            self.photo_stopped.emit(photo)
        else:
            self.photo_failed.emit(photo, sentence(error))

    def _small(self, key: Hashable, load: Callable[[LibraryFolder], QImage], urgency: Urgency) -> QPixmap | None:
        pixmap = self._kept.get(key)
        if pixmap is None and key not in self._asked:
            self._asked.add(key)
            small = _Small(key, load)
            if urgency is Urgency.LATER:
                self._waiting[key] = small
                if len(self._waiting) > _WAITING_MOST:
                    self._asked.discard(self._waiting.popitem(last=False)[0])
                self._pump()
            else:
                self._gathered.setdefault(urgency, []).append(small)
                self._turn.start()
        elif key in self._waiting:
            self._waiting.move_to_end(key)
        return pixmap

    def _pump(self) -> None:
        while self._waiting and self._under_way < _UNDER_WAY_MOST:
            self._fetch([self._waiting.popitem(last=True)[1]], Urgency.LATER)

    def _fetch_gathered(self) -> None:
        gathered, self._gathered = self._gathered, {}
        for urgency, asked in gathered.items():
            for at in range(0, len(asked), _AT_ONCE):
                self._fetch(asked[at : at + _AT_ONCE], urgency)

    def _fetch(self, asked: Sequence[_Small], urgency: Urgency) -> None:
        self._under_way += len(asked)
        self._session.pictures_lane.submit(
            lambda library, token: [small.image(library) for small in asked],
            done=lambda images: self._small_came(asked, images),
            failed=ignore_expected(lambda: self._small_came(asked, [QImage()] * len(asked))),  # places stay empty
            urgency=urgency,
        )

    def _small_came(self, asked: Sequence[_Small], images: Sequence[QImage]) -> None:
        self._under_way -= len(asked)
        for small, image in zip(asked, images, strict=True):
            self._asked.discard(small.key)
            self._kept.put(small.key, QPixmap() if image.isNull() else QPixmap.fromImage(image))
        self._pump()
        self.small_ready.emit()


@dataclass(frozen=True)
class _Small:
    """A small picture that was asked for."""

    key: Hashable
    load: Callable[[LibraryFolder], QImage]

    def image(self, library: LibraryFolder) -> QImage:
        """Empty if it cannot be read; those that are asked for with it come all the same. In the lane's thread."""
        try:
            return self.load(library)
        except (KarutaError, OSError):
            return QImage()


def _photo_image(library: LibraryFolder, photo: str, path: Path, longest: int | None, token: CancelToken) -> PhotoImage:
    with opening(library, photo, path):
        shown = photo_pixels(path, longest=longest, cancel=token)
    token.check()
    image, pixels = as_image(shown.pixels)
    return PhotoImage(image, shown.size, pixels, is_full=longest is None or image.width() >= shown.size[0])


def _small_image(path: Path, longest: int | None) -> QImage:
    image = as_image(photo_pixels(path, longest=longest).pixels)[0]
    return image.copy()


def as_image(pixels: NDArray[np.uint8]) -> tuple[QImage, NDArray[np.uint8]]:
    """(height, width, 3) uint8 RGB in the format that Qt draws fastest, and the memory that must outlive the image."""
    height, width = pixels.shape[:2]
    memory = np.empty((height, width, 4), dtype=np.uint8)
    memory[..., 0], memory[..., 1], memory[..., 2] = pixels[..., 2], pixels[..., 1], pixels[..., 0]
    memory[..., 3] = 255
    return QImage(memory.data, width, height, 4 * width, QImage.Format.Format_RGB32), memory
