"""Photos on their way into the library, and which of them comes on the desk by itself. Reads no file.

A person may be ahead of them: the photo that they asked for comes on the desk when it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from karuta.domain.photo import Arrival, KeptPhoto, Refused
from karuta.gui.desk.desk import Desk
from karuta.gui.desk.reading import is_decided
from karuta.gui.intake.importer import Heard, Importer
from karuta.gui.kit.dropped import PictureBytes
from karuta.gui.kit.notice import Trouble
from karuta.gui.library.session import Session
from karuta.gui.queue.queue_model import QueueModel


@dataclass(frozen=True)
class DropTaken:
    """The result of a drop: how many photos were new, and which (by hash) were here before."""

    new: int
    were_here: tuple[str, ...]


class Intake(QObject):
    """`kept`: a list of `KeptPhoto`, which stand in the queue now. `refused`: all so far that are no pictures.

    `changed`: more or fewer are on their way. `given`: a person gives some. `cards_given`: what was dropped is cards
    (`GivenCards`), which are added elsewhere.
    """

    kept = Signal(object)
    refused = Signal(object)
    changed = Signal()
    given = Signal()
    cards_given = Signal(object)

    def __init__(
        self,
        session: Session,
        queue: QueueModel,
        desk: Desk,
        *,
        is_all_done: Callable[[], bool],
        taken: Callable[[DropTaken], object],
        shown: Callable[[str], object],
        trouble: Trouble,
    ) -> None:
        """`taken`: told when all that a person gave is in the library. `shown`: hears the name of a photo that came on
        the desk although nobody asked for it. `trouble`: photos could not be taken in.
        """
        super().__init__(session)
        self.importer = Importer(
            session,
            Heard(
                listed=self._listed,
                kept=self._kept,
                refused=self._refuse,
                failed=self._failed,
                over=self._over,
                cards_given=self.cards_given.emit,
            ),
        )
        self._taken, self._shown, self._trouble = taken, shown, trouble
        self._queue = queue
        self._desk = desk
        self._is_all_done = is_all_done
        self._first_wanted = False
        # Whoever drops a photo that is here wants to know where; whoever names it at the start sees it.
        self._tells = True
        # A single named photo comes on the desk whatever its state.
        self._named = False
        # Those that came so far, while one that nobody has decided is looked for.
        self._first_ones: list[str] = []
        self._step_wanted = False
        self._next_open_wanted = False
        self._nothing_left = False
        self._from_watched: set[Path] = set()
        self._arrived: KeptPhoto | None = None
        self._new = 0
        self._already_here: dict[str, None] = {}
        self.is_undisturbed: Callable[[], bool] = lambda: True
        desk.photo_shown.connect(self._photo_shown)
        desk.nothing_open.connect(self._nothing_open)

    @property
    def awaits_more(self) -> bool:
        """Whether photos that are not in the library yet may be the next ones to decide."""
        return self._queue.arriving > 0 or not self.importer.is_idle

    def add(self, paths: Sequence[Path], *, show_first: bool | None = None) -> None:
        """Dropped, opened or named. The first comes on the desk if that is free."""
        self._first_wanted = self._desk_is_free if show_first is None else show_first
        self._named = bool(show_first) and len(paths) == 1
        self._tells = show_first is None
        self._begin()
        self.importer.add(paths)

    def add_dropped(self, paths: Sequence[Path]) -> None:
        """As `add`, but what is cards is told of instead."""
        self._first_wanted = self._desk_is_free
        self._named = False
        self._tells = True
        self._begin()
        self.importer.add_dropped(paths)

    def add_picture(self, made: Callable[[], PictureBytes]) -> None:
        """A picture that was pasted or dropped without a file."""
        self._first_wanted = self._desk_is_free
        self._begin()
        self.importer.add_picture(made)

    def _begin(self) -> None:
        self._trouble.over()
        self.given.emit()

    def add_arrivals(self, arrivals: list[Arrival]) -> None:
        """Pictures that appeared in the watched folder: they change nothing while a person works."""
        self._from_watched.update(arrival.path for arrival in arrivals)
        self.importer.add_arrivals(arrivals)

    def show_arrived(self) -> None:
        """A photo from the watched folder comes on the desk, and a message says so.

        On an empty desk at once; on one where everything is decided once the person pauses.
        """
        arrived, is_empty = self._arrived, self._desk.photo is None
        may_be = is_empty or (self.is_undisturbed() and (self._desk_is_free or self._is_decided))
        if arrived is not None and may_be:
            self._arrived = None
            self._desk.put(arrived.added.photo.sha256, on_purpose=False)
            self._shown(arrived.added.photo.name)

    def step(self, by: int) -> None:
        """Move along the queue."""
        photo = self._queue.neighbour(self._desk.photo_id, by)
        # The next one may still be importing: it comes on the desk when it is there.
        self._step_wanted = photo is None and by > 0 and self._queue.arriving > 0
        if photo is not None:
            self._desk.put(photo)
        elif self._desk.photo_id is not None and not self._step_wanted and not self._desk.is_opened:
            # At the end of the list, moving on leads to the photo that is coming in.
            self._desk.put(self._desk.photo_id)

    def stay(self) -> None:
        """Somebody undid something, and the desk shows that, or asked for another list: new photos wait in it."""
        self._first_wanted = self._step_wanted = self._next_open_wanted = self._nothing_left = False
        self._first_ones = []

    @property
    def _desk_is_free(self) -> bool:
        """Also right after the last decision, which is not counted yet; but not after an undo."""
        decided_last = self._nothing_left and self._desk.label is not None
        return self._desk.photo is None or decided_last or self._is_all_done()

    @property
    def _is_decided(self) -> bool:
        photo = self._desk.photo
        cards = photo.sightings if photo else ()
        return all(is_decided(card) for card in cards) and self._desk.label is not None

    def _photo_shown(self) -> None:
        """A person was quicker: photos that they have seen need not be shown to them."""
        if self._desk.label is None:
            self._first_ones = []
        if self._arrived is not None and self._arrived.added.photo.sha256 == self._desk.photo_id:
            self._arrived = None

    def _listed(self, arrivals: list[Arrival]) -> None:
        self._queue.list_arrivals(arrivals)
        self.changed.emit()

    def _kept(self, kept: list[KeptPhoto]) -> None:
        self._queue.arrived(kept)
        self._nothing_left = False
        if self._first_wanted:
            self._first_wanted = False
            self._first_ones = []
            self._put_one_of([photo.added.photo.sha256 for photo in kept])
        elif self._first_ones and not self._desk.is_opened:
            self._put_one_of([photo.added.photo.sha256 for photo in kept])
        elif self._step_wanted:
            self.step(1)
        elif self._next_open_wanted:
            self._next_open_wanted = False
            self._desk.put_next_open()
        self.kept.emit(kept)
        self._count([photo for photo in kept if photo.path not in self._from_watched])
        watched = next((photo for photo in kept if photo.path in self._from_watched), None)
        self._from_watched.difference_update(photo.path for photo in kept)
        if watched is not None and self._arrived is None:
            self._arrived = watched
            self.show_arrived()

    def _count(self, kept: list[KeptPhoto]) -> None:
        self._new += sum(photo.added.is_new for photo in kept)
        self._already_here.update((photo.added.photo.sha256, None) for photo in kept if not photo.added.is_new)

    def _over(self) -> None:
        taken = DropTaken(self._new, tuple(self._already_here) if self._tells else ())
        self._new, self._already_here = 0, {}
        if taken.new or taken.were_here:
            self._taken(taken)

    def _put_one_of(self, photos: Sequence[str]) -> None:
        if self._named and len(photos) == 1:
            self._desk.put(photos[0])
        else:
            self._first_ones += photos
            self._desk.put_one_of(self._first_ones)
        self._named = False

    def _refuse(self, refused: list[Refused]) -> None:
        self._queue.refuse(refused)
        self.refused.emit(refused)
        self.changed.emit()
        if self._next_open_wanted and not self._queue.arriving:
            self._desk.put_next_open()

    def _failed(self, reason: str) -> None:
        self._queue.give_up_arrivals()
        self._trouble.say(reason)

    def _nothing_open(self) -> None:
        """Somebody was quicker than the folder being imported: its next photo comes on the desk by itself."""
        self._nothing_left = True
        self._next_open_wanted = self.awaits_more
