"""Has waiting photos looked up, the one on the desk first. Keeps the engine busy, and its lane short.

Undecided photos whose look rests on another model, catalogue or reader than the present ones are found and come last.
Decisions stay as they are, and so does a label's evidence.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, Known, PictureError, is_known
from karuta.domain.label import Evidence, Points
from karuta.domain.queue import PhotoState, QueueFilter
from karuta.domain.recognition import Provenance
from karuta.domain.sentence import Sentence
from karuta.gui.kit.failures import ignore_expected, report_to
from karuta.gui.kit.notice import Trouble
from karuta.gui.kit.translate import words_of
from karuta.gui.library.session import Session, sentence
from karuta.jobs.lane import Job, Urgency
from karuta.services.library.open_library import OpenLibrary
from karuta.services.lookups.identify import not_looked_up
from karuta.services.lookups.look_up import MATCHES_KEPT, Look, LookupTarget, keep_look, look_again, target_of
from karuta.services.lookups.read_queue import needing_look, queue_ids, queue_rows
from karuta.services.lookups.set_aside import look_unless_aside

# One runs, one waits: the engine is never idle, and a photo that comes on the desk waits for at most one other.
_IN_THE_LANE = 2
_PLACES_AT_ONCE = 16
_STOPPED = Sentence("{name} took too long to open and was stopped; look it up again, or save it anew as a plain JPEG.")


class LookupQueue(QObject):
    """`looked`: a photo's look is on the disk. `trouble`: nothing can be looked up until `resume`.

    `turned`: now it can again (True), or cannot, for cards are still to come. `provenance`: what was last known to
    answer; where a look is kept that does not rest on it, all that are stale are found anew.
    """

    looked = Signal(str)
    missing = Signal(str)
    trouble = Signal(str)
    turned = Signal(bool)
    progress = Signal(int)

    def __init__(self, session: Session, *, warning: Trouble) -> None:
        """`warning`: what is wrong with the engine, which looks up all the same."""
        super().__init__(session)
        self._warning = warning
        self._session = session
        self.provenance: Provenance | None = None
        # The photos that a person sees, the one on the desk first.
        self.in_sight: Callable[[], Sequence[str]] = tuple
        # None until it is known where the photo is.
        self._waiting: OrderedDict[str, LookupTarget | None] = OrderedDict()
        self._stale: OrderedDict[str, LookupTarget | None] = OrderedDict()
        self._under_way: set[str] = set()
        self._jobs: dict[str, Job] = {}
        self._given_up: set[str] = set()
        # Why nothing is looked up.
        self.hindrance: Known | None = None
        self.is_waiting = False
        self._asking = False
        self._warned = False

    @property
    def is_idle(self) -> bool:
        return not self._waiting and not self._under_way and not self._stale

    @property
    def is_stopped(self) -> bool:
        return self.hindrance is not None

    def holds(self, photo: str) -> bool:
        """Whether a look at this photo is still to come."""
        return not self.is_stopped and (photo in self._waiting or photo in self._under_way)

    def awaits_newer(self, photo: str, looks: Iterable[Evidence]) -> bool:
        """Whether a look at this photo is still to come, or one of these rests on something else than what answers."""
        now = self.provenance
        seen = {Provenance(look.model_hash or "", look.artworks_hash or "", look.reader_hash) for look in looks}
        return self.holds(photo) or (now is not None and not seen <= {now})

    def start(self) -> None:
        """Every photo in the queue that was not looked up."""
        self._session.store_lane.submit(
            lambda file, token: queue_ids(file, queue_filter=QueueFilter(states=frozenset({PhotoState.WAITING}))),
            done=lambda photos: self.add((photo, None) for photo in photos),
            failed=report_to(self.trouble.emit),
            urgency=Urgency.AHEAD,
        )

    def add_stale(self, photos: Iterable[str]) -> None:
        """Photos with a stale look: after all others, with the lowest urgency, and visible ones first."""
        held = self._waiting.keys() | self._under_way
        self._stale.update((photo, None) for photo in photos if photo not in held and photo not in self._stale)
        self._pump()

    def find_stale(self) -> None:
        """All that do not rest on what answers now."""
        self._session.engine_lane.submit(
            lambda opened, token: opened.recogniser.provenance,
            done=self._find_stale,
            failed=ignore_expected(),  # whoever looks up reports what is wrong
            key="grounds",
            urgency=Urgency.LATER,
        )

    def _find_stale(self, provenance: Provenance) -> None:
        self.provenance = provenance
        self._session.store_lane.submit_steps(
            lambda file, token: needing_look(file, provenance),
            each=self.add_stale,
            failed=ignore_expected(),  # they are found at the next start
            key="stale",
            urgency=Urgency.LATER,
        )

    def open_engine(self) -> None:
        """While the window is drawn, not when the first photo is waited for."""
        self._session.engine_lane.submit(
            lambda opened, token: opened.warning,
            done=lambda warning: self._warning.say(words_of(warning)) if warning else None,
            failed=ignore_expected(),  # whoever looks up reports what is wrong
            urgency=Urgency.LATER,
        )

    def again(self, photos: Sequence[str]) -> None:
        """Photos that a person wants to have looked up again, decided or not: before all others, in this order."""
        for photo in reversed(photos):
            if photo not in self._under_way:
                self._stale.pop(photo, None)
                self._waiting[photo] = None
                self._waiting.move_to_end(photo, last=False)
        self._pump()

    def go_on(self) -> None:
        """Other photos are visible: another one is on the desk."""
        self._pump()

    def consider(self, photos: Sequence[str]) -> None:
        """Take those of these photos that were not looked up."""
        self._session.store_lane.submit(
            lambda file, token: [
                (row.photo_sha256, None) for row in queue_rows(file, photos) if row.state is PhotoState.WAITING
            ],
            done=self.add,
            failed=report_to(self.trouble.emit),
            urgency=Urgency.AHEAD,
        )

    def retry(self, photos: Sequence[str]) -> None:
        """Look those of these photos up that could not be opened, after all others."""
        self._session.store_lane.submit(
            lambda file, token: [
                row.photo_sha256 for row in queue_rows(file, photos) if row.state is PhotoState.FAILED
            ],
            done=self.add_stale,
            failed=ignore_expected(),  # they can be looked up again by hand
            urgency=Urgency.LATER,
        )

    def add(self, photos: Iterable[tuple[str, Path | None]]) -> None:
        for photo, path in photos:
            if photo not in self._under_way:
                self._waiting.setdefault(photo, LookupTarget(path) if path else None)
        self._pump()

    def prefer(self, photos: Sequence[str]) -> None:
        """Look these up first, in this order, if they wait; they come on the desk next."""
        for some in (self._waiting, self._stale):
            for photo in reversed(photos):
                if photo in some:
                    some.move_to_end(photo, last=False)

    def now(self, photo: str, path: Path) -> None:
        """The photo on the desk: before all others, even if it was looked up before."""
        if photo in self._under_way:
            return
        self._waiting.pop(photo, None)
        self._stale.pop(photo, None)
        if not self.is_stopped and not self.is_waiting:
            self._look(photo, LookupTarget(path), path, urgency=Urgency.NOW)
        else:
            self._waiting[photo] = LookupTarget(path)
            self._waiting.move_to_end(photo, last=False)

    def give_up(self, photo: str) -> None:
        """A person does not want to wait for this photo: it counts as one that is too slow to open."""
        job = self._jobs.get(photo)
        if job is not None:
            self._given_up.add(photo)
            job.stop()

    def wait(self) -> None:
        """The cards are still being made: photos wait until `resume`."""
        self.is_waiting = True
        self.turned.emit(False)  # noqa: FBT003 - a signal

    def resume(self) -> None:
        """The obstacle may be gone: open the engine again and go on."""
        self.is_waiting = False
        self.hindrance = None
        self._warned = False
        self._session.engine_lane.reopen()
        self._warning.over()
        self.turned.emit(True)  # noqa: FBT003 - a signal
        self._pump()

    def _pump(self) -> None:
        self._tell()
        if self.is_stopped or self.is_waiting:
            return
        self._put_the_desk_first()
        if not self._waiting and not self._under_way:
            self._take_a_stale_one()
        while self._waiting and len(self._under_way) < _IN_THE_LANE:
            photo, target = next(iter(self._waiting.items()))
            if target is None:
                self._ask(self._waiting)
                return
            del self._waiting[photo]
            self._go(photo, target, urgency=Urgency.AHEAD)

    def _put_the_desk_first(self) -> None:
        on_desk = next(iter(self.in_sight()), None)
        if on_desk is not None and on_desk in self._stale:
            self._waiting[on_desk] = self._stale.pop(on_desk)
            self._waiting.move_to_end(on_desk, last=False)

    def _take_a_stale_one(self) -> None:
        """One at a time, so that an arriving photo waits for at most one."""
        while self._stale:
            for photo in reversed(self.in_sight()):
                if photo in self._stale:
                    self._stale.move_to_end(photo, last=False)
            photo, target = next(iter(self._stale.items()))
            if target is None:
                self._ask(self._stale)
                return
            del self._stale[photo]
            if target.path is not None and not target.is_decided:
                self._go(photo, target, urgency=Urgency.LATER)
                return

    def _ask(self, photos: OrderedDict[str, LookupTarget | None]) -> None:
        """Asks where the next photos lie."""
        if self._asking:
            return
        self._asking = True
        some = list(itertools.islice((photo for photo, target in photos.items() if target is None), _PLACES_AT_ONCE))
        self._session.store_lane.submit(
            lambda file, token: {photo: target_of(file, photo) for photo in some},
            done=self._told_where,
            failed=self._not_located,
            urgency=Urgency.AHEAD if photos is self._waiting else Urgency.LATER,
        )

    def _told_where(self, targets: dict[str, LookupTarget]) -> None:
        self._asking = False
        for photo, target in targets.items():
            for photos in (self._waiting, self._stale):
                if photo in photos:
                    photos[photo] = target
        self._pump()

    def _not_located(self, error: Known) -> None:
        self._asking = False
        self._stop(error)

    def _go(self, photo: str, target: LookupTarget, *, urgency: Urgency) -> None:
        if target.path is None:
            self.missing.emit(photo)
        else:
            self._look(photo, target, target.path, urgency=urgency)

    def _look(self, photo: str, target: LookupTarget, path: Path, *, urgency: Urgency) -> None:
        self._given_up.discard(photo)
        self._under_way.add(photo)
        self._jobs[photo] = self._session.engine_lane.submit(
            lambda opened, token: (_look_at(opened, photo, path, target.corners, token), opened.warning),
            done=lambda answer: self._did_look(photo, target, *answer),
            failed=lambda error: self._did_not_look(photo, target, path, error),
            urgency=urgency,
        )

    def _did_look(self, photo: str, target: LookupTarget, look: Look, warning: Sentence | None) -> None:
        self._jobs.pop(photo, None)
        self._keep(photo, target, look, warning)

    def _did_not_look(self, photo: str, target: LookupTarget, path: Path, error: Known) -> None:
        self._jobs.pop(photo, None)
        if isinstance(error, Cancelled) and photo in self._given_up:
            self._keep(photo, target, Look(None, PictureError("too_slow", _STOPPED, name=path.name)), None)
        else:
            self._could_not(photo, target, error)

    def _keep(self, photo: str, target: LookupTarget, look: Look, warning: Sentence | None) -> None:
        if warning and not self._warned:
            self._warned = True
            self._warning.say(words_of(warning))
        self._session.store_lane.submit(
            lambda file, token: keep_look(file, photo, look),
            done=lambda _: self._kept(photo, look),
            failed=lambda error: self._could_not(photo, target, error),
            urgency=Urgency.SOON,
        )

    def _kept(self, photo: str, look: Look) -> None:
        self._under_way.discard(photo)
        self.looked.emit(photo)
        if None not in (look.provenance, self.provenance) and look.provenance != self.provenance:
            self.find_stale()
        self._pump()

    def _could_not(self, photo: str, target: LookupTarget, error: Known) -> None:
        self._under_way.discard(photo)
        self._waiting[photo] = target
        self._waiting.move_to_end(photo, last=False)
        if not isinstance(error, Cancelled):
            self._stop(error)

    def _stop(self, error: Known) -> None:
        if not self.is_stopped:
            self.hindrance = error
            self.trouble.emit(sentence(error))
        self._tell()

    def _tell(self) -> None:
        self.progress.emit(len(self._waiting) + len(self._under_way) + len(self._stale))


def _look_at(opened: OpenLibrary, photo: str, path: Path, corners: Sequence[Points], token: CancelToken) -> Look:
    """A bug in one photo's recognition is that photo's failure, and is in the log."""
    recogniser = opened.recogniser
    try:
        return look_unless_aside(
            opened.folder,
            photo,
            path,
            lambda: look_again(
                path,
                photo,
                corners,
                library=opened.folder,
                recognise=lambda file: recogniser.recognise(file, k=MATCHES_KEPT, cancel=token),
                recognise_corners=lambda file, drawn: recogniser.recognise_corners(file, drawn, k=MATCHES_KEPT),
            ),
        )
    except Exception as error:
        if is_known(error):
            raise
        return Look(None, not_looked_up(path, error))
