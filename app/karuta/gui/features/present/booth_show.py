"""The photo and card on the large screen, and what was answered. Stores nothing and labels nothing.

A person browses the photos or drops their own. After a minute without input, the demo's photos are shown in turn until
somebody acts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Known
from karuta.gui.features.present.photo_looks import PhotoAnswer, PhotoLooks
from karuta.gui.intake.dropped import PictureBytes
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.library.pictures import as_image
from karuta.gui.library.session import Session
from karuta.jobs.lane import Job, Urgency
from karuta.paths import LibraryFolder
from karuta.services.lookups.add_photos import arrivals
from karuta.services.lookups.set_aside import ShownPhoto, photo_pixels

ALONE_MS = 60_000
"""So long nobody has touched anything: the demo's photos go round."""
CARD_MS = 7000
EACH_MS = 3500
"""A photo's one card, and each of several."""

_LONGEST = 2048
_IMAGES_KEPT = 4
_MOST_DROPPED = 500


@dataclass(frozen=True, eq=False)
class BoothImage:
    """`memory`: the pixels that `image` refers to. `size`: of the full photo, (width, height)."""

    image: QImage
    memory: object
    size: tuple[int, int]


@dataclass(frozen=True)
class Walk:
    """Photos, which of them is shown, and which of its cards."""

    photos: tuple[Path, ...]
    at: int = 0
    card: int = 0

    @property
    def photo(self) -> Path | None:
        return self.photos[self.at] if self.photos else None

    def stepped(self, by: int, *, cards: int) -> Walk:
        """To the next card of the photo, else to the next photo, cyclically."""
        card = self.card + by
        if 0 <= card < cards:
            return replace(self, card=card)
        return replace(self, at=(self.at + by) % max(1, len(self.photos)), card=0)


class BoothShow(QObject):
    """`changed`: something else is shown."""

    changed = Signal()

    def __init__(self, session: Session, demo: Sequence[Path], looks: PhotoLooks) -> None:
        super().__init__(session)
        self._session = session
        self._demo = tuple(demo)
        self._looks = looks
        self._walk = Walk(self._demo)
        self._person: Walk | None = None
        self._images: dict[Path, BoothImage] = {}
        self._jobs: dict[Path, Job] = {}
        self._is_over = False
        self._scratch = TemporaryDirectory(prefix="karuta-booth-", ignore_cleanup_errors=True)
        self._alone = self._timer(ALONE_MS, self._begin_loop)
        self._dwell = self._timer(CARD_MS, lambda: self._go(1))
        self._alone.start()
        looks.came.connect(self._came)

    def _timer(self, ms: int, do: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=ms)
        timer.timeout.connect(do)
        return timer

    # What is to be seen

    @property
    def is_looping(self) -> bool:
        return self._person is not None

    @property
    def photo(self) -> Path | None:
        return self._walk.photo

    @property
    def image(self) -> BoothImage | None:
        return self._images.get(self.photo) if self.photo else None

    @property
    def answer(self) -> PhotoAnswer | None:
        return self._looks.answer(self.photo)

    @property
    def awaits_cards(self) -> bool:
        return self._looks.awaits_cards

    @property
    def place(self) -> int:
        """The number of the photo's card, from 0."""
        cards = self.answer.cards if self.answer else ()
        return min(self._walk.card, max(0, len(cards) - 1))

    # What a person does

    def touched(self) -> bool:
        """Somebody is there. Returns whether that only ended the loop, and should do nothing else."""
        self._alone.start()
        if self._person is None:
            return False
        self._walk, self._person = self._person, None
        self._dwell.stop()
        self._show()
        return True

    def step(self, by: int) -> None:
        self._go(by)

    def show_photos(self, photos: Sequence[Path]) -> None:
        """A person's own photos, replacing what they looked at."""
        self.touched()
        self._walk = Walk(tuple(photos))
        # They may have been saved again since.
        self._looks.anew(photos)
        for photo in photos:
            self._images.pop(photo, None)
        self._show()

    def show_dropped(self, paths: Sequence[Path]) -> None:
        """Files and folders."""
        self.touched()
        self._session.files_lane.submit(
            lambda library, token: list(_pictures(paths, library, token)),
            done=self.show_photos,
            failed=self._not_listed,
            key="booth drop",
        )

    def show_made(self, made: Callable[[], PictureBytes]) -> None:
        """A picture without a file, from another program's window; it is gone when booth mode ends."""
        self.touched()
        place = Path(self._scratch.name) / f"{len(list(Path(self._scratch.name).iterdir()))}"

        def kept() -> list[Path]:
            picture = made()
            path = place.with_suffix(picture.suffix)
            path.write_bytes(picture.data)
            return [path]

        self._session.files_lane.submit(
            lambda library, token: kept(), done=self.show_photos, failed=self._not_listed, key="booth drop"
        )

    def stop(self) -> None:
        """Booth mode ends."""
        self._is_over = True
        self._drop_jobs(but=())
        self._alone.stop()
        self._dwell.stop()
        self._images.clear()
        self._scratch.cleanup()

    def cards_came(self) -> None:
        self._looks.cards_came()
        self._show()

    # Inside

    def _begin_loop(self) -> None:
        if self._demo:
            self._person = self._walk
            self._walk = Walk(self._demo)
            self._show()

    def _go(self, by: int) -> None:
        cards = len(self.answer.cards) if self.answer else 0
        self._walk = self._walk.stepped(by, cards=cards)
        self._show()

    def _show(self) -> None:
        photo = self.photo
        if self._is_over:
            return
        if photo is not None:
            following = self._walk.stepped(1, cards=0).photo
            self._drop_jobs(but=(photo, following))
            self._want(photo, Urgency.NOW)
            if following is not None and following != photo:
                self._want(following, Urgency.LATER)
        self._wait_for_next()
        self.changed.emit()

    def _wait_for_next(self) -> None:
        """In the loop each card stays for a while, counted from when it appears."""
        answer = self.answer
        if self.is_looping and answer is not None and (self.image is not None or answer.fault):
            self._dwell.start(EACH_MS if len(answer.cards) > 1 else CARD_MS)

    def _want(self, photo: Path, urgency: Urgency) -> None:
        self._looks.want(photo, urgency)
        job = self._jobs.get(photo)
        if photo in self._images or (job is not None and job.urgency <= urgency):
            return
        if job is not None:
            job.drop()
        self._jobs[photo] = self._session.pictures_lane.submit(
            lambda _, token: photo_pixels(photo, longest=_LONGEST),
            done=lambda shown: self._seen(photo, shown),
            # Why is said by the look.
            failed=ignored_if_known(lambda: self._jobs.pop(photo, None)),
            urgency=urgency,
        )

    def _drop_jobs(self, *, but: Collection[Path | None]) -> None:
        """Photos that were skipped quickly are not waited for."""
        self._looks.drop(but=but)
        for photo in [job for job in self._jobs if job not in but]:
            self._jobs.pop(photo).drop()

    def _seen(self, photo: Path, shown: ShownPhoto) -> None:
        if self._is_over:
            return
        self._jobs.pop(photo, None)
        image, memory = as_image(shown.pixels)
        self._images[photo] = BoothImage(image, memory, shown.size)
        others = [booth_image for booth_image in self._images if booth_image != self.photo]
        for old in others[: max(0, len(self._images) - _IMAGES_KEPT)]:
            del self._images[old]
        self._came(photo)

    def _not_listed(self, error: Known) -> None:
        self._walk = Walk(())
        self.changed.emit()

    def _came(self, photo: Path) -> None:
        if photo == self.photo and not self._is_over:
            self._wait_for_next()
            self.changed.emit()


def _pictures(paths: Sequence[Path], library: LibraryFolder, token: CancelToken) -> Iterator[Path]:
    for count, arrival in enumerate(arrivals(paths, library)):
        token.check()
        if count >= _MOST_DROPPED:
            return
        yield arrival.path
