"""Has photos compared with each other in a lane of their own, and knows which are one shot. Marks and hides nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Generator, Iterable, Sequence

from PySide6.QtCore import QObject, QTimer

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, Known
from karuta.domain.photo import Shots
from karuta.gui.kit.failures import report_to
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.lookups.same_shots import Pair, ShotBook

log = logging.getLogger(__name__)

# Photos that are looked up one after another are handed in together.
_GATHERED_MS = 300


class SameShots(QObject):
    """Which photos are one shot."""

    def __init__(
        self, session: Session, *, changed: Callable[[Shots, Iterable[str]], object], failed: Callable[[str], object]
    ) -> None:
        """`changed`: hears of photos that have copies now. `failed`, once: nothing can be compared."""
        super().__init__(session)
        self._changed, self._say = changed, failed
        self._session = session
        self.shots = Shots()
        self._waiting: dict[str, None] = {}
        self._jobs = 0
        self._gave_up = False
        self._timer = QTimer(self, singleShot=True, interval=_GATHERED_MS)
        self._timer.timeout.connect(self._compare)

    @property
    def is_idle(self) -> bool:
        return not self._waiting and not self._jobs

    def start(self, photos: Iterable[str]) -> None:
        """Announces at once what is known of the library's photos, and the rest later."""
        self._submit(lambda book, token: _stored_pairs(book))
        self.want(photos)

    def want(self, photos: Iterable[str]) -> None:
        """Compare these. Those already compared, and those not looked up yet, are skipped."""
        if self._gave_up:
            return
        self._waiting.update(dict.fromkeys(photos))
        if self._waiting and not self._timer.isActive():
            self._timer.start()

    def of(self, photos: Iterable[str]) -> dict[str, Collection[str]]:
        """Photo -> all photos of its shot, if there are others."""
        copies: dict[str, Collection[str]] = {photo: self.shots[photo] for photo in photos}
        return {photo: shot for photo, shot in copies.items() if len(shot) > 1}

    def _compare(self) -> None:
        photos, self._waiting = list(self._waiting), {}
        self._submit(lambda book, token: book.compare(photos, token))

    def _submit(self, work: Callable[[ShotBook, CancelToken], Generator[list[Pair], None, None]]) -> None:
        self._jobs += 1
        self._session.shots_lane.submit_steps(
            work, each=self._told, done=lambda _: self._over(), failed=self._failed, urgency=Urgency.LATER
        )

    def _told(self, pairs: Sequence[Pair]) -> None:
        if pairs:
            self.shots.tell(pairs)
            self._changed(self.shots, {photo for pair in pairs for copy in pair for photo in self.shots[copy]})

    def _over(self) -> None:
        self._jobs -= 1

    def _failed(self, error: Known) -> None:
        self._over()
        if isinstance(error, Cancelled) or self._gave_up:
            return
        log.warning("photos are not compared: %s", error)
        self._gave_up = True
        self._waiting.clear()
        report_to(self._say)(error)


def _stored_pairs(book: ShotBook) -> Generator[list[Pair], None, None]:
    yield book.pairs()
