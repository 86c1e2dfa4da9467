"""Reads for the desk in the store lane: a photo, the next one, the one after a decision, those to come.

What those to come will show is fetched while a person looks at this one, and what is printed on this one is read in a
lane of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from karuta.domain.card import CardKey
from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.doubt import LabelDoubt
from karuta.domain.journal import Action, LostRedo
from karuta.domain.label import NO_REMARKS, WHOLE_PHOTO, Points
from karuta.domain.match import Match
from karuta.domain.printing.answer import BatchSet
from karuta.domain.recheck import drawn_by_lot
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.lookup_queue import LookupQueue
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session
from karuta.gui.queue.drawn_round import DrawnRound
from karuta.gui.queue.list_ahead import Ahead
from karuta.jobs.lane import Urgency
from karuta.services.labels.open_labels import LabelFile
from karuta.services.labels.refusals import Refusals, decided_upon, refused_before
from karuta.services.lookups.locate_photos import current_place
from karuta.services.lookups.read_desk_print import DeskPrint, is_read_at_desk
from karuta.services.lookups.read_queue import PhotoMark, desk, first_open, open_among, photo_mark, read_batch_set

_AHEAD = 2
translate = QCoreApplication.translate


@dataclass(frozen=True)
class OnDesk:
    """A photo with its file's present place, None if it has to be located.

    `refused`: by sighting, the cards that were refused for it, and by whom. `decided_upon`: by decided sighting, the
    cards in the order in which they were shown then. `batch`: the set of its batch, as far as that was known when the
    photo came. `is_kept`: False of a photo that is no library's, about which no label can be said.
    `marks`: other places in it that are outlined.
    """

    photo: DeskPhoto
    place: Path | None
    refused: Mapping[str, Refusals] = field(default_factory=dict)
    decided_upon: Mapping[str, tuple[CardKey, ...]] = field(default_factory=dict)
    batch: BatchSet | None = None
    is_kept: bool = True
    marks: tuple[Points, ...] = ()


@dataclass(frozen=True)
class DeskStep:
    """The result of a stored action. `shown`: what the desk shows now, None if nothing changes.

    `stays`: the photo on the desk and its sighting stay, as a person wants. `sighting`: the one to show, if not the
    next undecided one. `doubt`: what contradicts the confirmation. `lost`: what no redo brings back any more.
    """

    action: Action
    shown: OnDesk | None
    all_decided: bool = False
    stays: bool = False
    sighting: str | None = None
    doubt: LabelDoubt | None = None
    lost: LostRedo | None = None


def read_photo(file: LabelFile, photo: str) -> OnDesk | None:
    read = desk(file, photo)
    if read is None:
        return None
    return OnDesk(read, current_place(file, read.photo), refused_before(file, read), decided_upon(file, read))


def drawn_only(read: OnDesk, drawn: DrawnRound, *, is_blind: bool) -> OnDesk:
    """With only those cards that were drawn and wait still. `is_blind`: and nothing of what was said of them, or of
    what the photo is called.
    """
    photo = read.photo
    waiting = [
        sighting
        for sighting in photo.sightings
        if (photo.photo.sha256, sighting.sighting_id) in drawn.waiting
        and sighting.matches
        and sighting.label is not None
    ]
    if not is_blind:
        return replace(read, photo=replace(photo, sightings=tuple(waiting)))
    shown = [
        replace(
            sighting,
            label=None,
            answers=(),
            back=None,
            card_like=None,
            matches=drawn_by_lot(sighting.matches, f"{drawn.seed}:{sighting.sighting_id}"),
        )
        for sighting in waiting
    ]
    anonymous = replace(photo.photo, name=translate("Blind", "This photo"), path=None, batch=None, listing=None)
    bare = replace(
        photo, photo=anonymous, sightings=tuple(shown), whole_photo=None, answers=(), also=(), remarks=NO_REMARKS
    )
    return OnDesk(bare, read.place)


@dataclass(frozen=True)
class _Read:
    """A photo as it was read, and the state of the label file then."""

    mark: PhotoMark
    read: OnDesk


class DeskReader:
    """Reads for one desk, only in the store lane.

    A photo is read once: what was read ahead is shown, and shown again, unless something has been written about the
    photo since.
    """

    def __init__(self) -> None:
        self._ahead: dict[str, _Read] = {}
        self._newest: dict[str, _Read] = {}

    def photo(self, file: LabelFile, photo: str) -> OnDesk | None:
        read = self._read(file, photo)
        self._newest = {photo: read} if read else {}
        return replace(read.read, batch=read_batch_set(file, read.read.photo.photo)) if read else None

    def next_photo(
        self, file: LabelFile, ahead: Ahead, *, or_first: bool = False, rather: str | None = None
    ) -> OnDesk | None:
        """The next photo of the list that waits for a person, `rather` this one; in a list of decided photos, the next.

        `or_first`: the first one where none waits.
        """
        photos = ahead.photos if rather is None else [rather, *ahead.photos]
        photos_open = open_among(file, photos, queue_filter=ahead.filter)
        if not photos_open and ahead.filter.asks_for_open:
            # The list may be on its way, or lack what was just added.
            first = first_open(file, queue_filter=ahead.filter, order=ahead.order)
            photos_open = [first] if first else list(ahead.photos[:1]) if or_first else []
        return self.photo(file, photos_open[0]) if photos_open else None

    def first_of(self, file: LabelFile, photos: Sequence[str], ahead: Ahead) -> OnDesk | None:
        """The first of these photos that waits for a person; else another one that does; else the first of these."""
        photos_open = open_among(file, photos)
        return (
            self.photo(file, photos_open[0])
            if photos_open
            else self.next_photo(file, ahead) or self.photo(file, photos[0])
        )

    def after_decision(
        self, file: LabelFile, action: Action, photo: str | None, ahead: Ahead, *, advance: bool = True
    ) -> DeskStep:
        """The photo's next undecided sighting, else the next undecided photo, else it stays; it also stays unless
        `advance`.
        """
        if photo is None or photo not in action.photos:
            return DeskStep(action, None)
        same = self.photo(file, photo)
        if same is not None and not advance:
            return DeskStep(action, same, stays=True)
        if same is not None and ahead.asks(same.photo):
            return DeskStep(action, same)
        following = self.next_photo(file, ahead)
        if following is None and ahead.waiting is not None:
            return DeskStep(action, None, all_decided=True)
        return DeskStep(action, following) if following else DeskStep(action, same, all_decided=True)

    def upcoming(self, file: LabelFile, ahead: Ahead) -> list[OnDesk]:
        """The photos that come next, so that they and their pictures are loaded in advance."""
        read_ahead: dict[str, _Read] = {}
        for photo in open_among(file, ahead.photos, count=_AHEAD, queue_filter=ahead.filter):
            if (read := self._read(file, photo)) is not None:
                read_ahead[photo] = read
        self._ahead = read_ahead
        return [item.read for item in read_ahead.values()]

    def _read(self, file: LabelFile, photo: str) -> _Read | None:
        """Take what was read before if it is still valid, else read now."""
        # Read first: anything written during the read makes it outdated.
        mark = photo_mark(file, photo)
        for kept in (self._newest.get(photo), self._ahead.get(photo)):
            if kept is not None and kept.mark == mark:
                # Its file may have gone or come meanwhile, which no label file records.
                return _Read(mark, replace(kept.read, place=current_place(file, kept.read.photo.photo)))
        read = read_photo(file, photo)
        return None if read is None else _Read(mark, read)


def is_decided(sighting: LiveSighting) -> bool:
    return sighting.is_decided


def place_to_show(photo: DeskPhoto, before: str | None, *, asks: Sequence[int] | None) -> int:
    """The sighting to show: the one of `before`; where a queue asks about some, the next one of these.

    The place after the last sighting, or `WHOLE_PHOTO`, is the photo itself.
    """
    ids = [*(sighting.sighting_id for sighting in photo.sightings), WHOLE_PHOTO]
    at = ids.index(before) if before in ids else 0
    return next((place for place in (*range(at, len(ids)), *range(at)) if place in (asks or ())), at)


class Prefetch:
    """Their lookups first, then their photos, crops and the artworks of their matches."""

    def __init__(self, look_ahead: LookupQueue, cards: FetchedCards, pictures: Pictures) -> None:
        self._look_ahead = look_ahead
        self._cards = cards
        self._pictures = pictures
        self._next_matches: tuple[Match, ...] = ()
        cards.known.connect(self._fetch_artworks)

    def prepare(self, photos: Sequence[OnDesk]) -> None:
        self._look_ahead.prefer([photo.photo.photo.sha256 for photo in photos])
        for photo in photos:
            if photo.place is not None:
                self._pictures.photo(photo.photo.photo.sha256, photo.place, urgency=Urgency.AHEAD)
            first = photo.photo.sightings[0] if photo.photo.sightings else None
            if first is not None:
                self._next_matches = first.matches
                self._cards.want((match.card for match in first.matches), urgency=Urgency.AHEAD)
                self._fetch_artworks()
                self._pictures.crop(first.crop_sha256, urgency=Urgency.AHEAD)

    def _fetch_artworks(self) -> None:
        """The artworks of the next photos' matches, as far as their files are known."""
        for match in self._next_matches:
            self._pictures.artwork(self._cards.picture(match.card, match.picture_sha256), urgency=Urgency.AHEAD)


_KEPT = 64


@dataclass(frozen=True)
class _Asked:
    """The subject of an answer: other corners or another list are another question."""

    photo: str
    corners: Points
    cards: tuple[CardKey, ...]


class PrintAsked(QObject):
    """`known`: there is another answer."""

    known = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._answers: OrderedDict[_Asked, DeskPrint | None] = OrderedDict()
        # By another catalogue: shown until it is read again.
        self._former: dict[_Asked, DeskPrint | None] = {}
        self._waiting: _Asked | None = None

    @property
    def is_idle(self) -> bool:
        return self._waiting is None

    def of(self, on_desk: OnDesk | None, sighting: LiveSighting | None) -> DeskPrint | None:
        """None while it is not known, and where nothing can be read."""
        asked = _asked(on_desk, sighting)
        if asked is None:
            return None
        return self._answers[asked] if asked in self._answers else self._former.get(asked)

    def is_known(self, on_desk: OnDesk | None, sighting: LiveSighting | None) -> bool:
        """Whether it was read, or cannot be."""
        asked = _asked(on_desk, sighting)
        return asked is None or asked in self._answers

    def ask(self, on_desk: OnDesk | None, sighting: LiveSighting | None) -> None:
        """Have it read, unless it is known: an answer stands, whatever its batch says later. What was asked before and
        has not begun is not read any more.
        """
        asked = _asked(on_desk, sighting)
        if asked is None or asked in self._answers or asked == self._waiting:
            return
        assert on_desk is not None and sighting is not None
        place, size = on_desk.place, on_desk.photo.size
        if place is None or size is None:
            return
        batch = on_desk.batch if self._session.settings.batch_set else None
        self._waiting = asked
        self._session.prints_lane.submit(
            lambda reader, token: reader.within(reader.read(place, size, sighting), batch),
            done=lambda print_read: self._came(asked, print_read),
            failed=ignore_expected(lambda: self._came(asked, None)),  # the card is recognised without it
            key="print",
            urgency=Urgency.LATER,
        )

    def forget(self) -> None:
        """The catalogue has changed."""
        self._former = dict(self._answers)
        self._answers.clear()
        self._waiting = None
        self._session.prints_lane.reopen()
        self.known.emit()

    def _came(self, asked: _Asked, print_read: DeskPrint | None) -> None:
        if self._waiting == asked:
            self._waiting = None
        self._answers[asked] = print_read
        while len(self._answers) > _KEPT:
            self._answers.popitem(last=False)
        self.known.emit()


def _asked(on_desk: OnDesk | None, sighting: LiveSighting | None) -> _Asked | None:
    if on_desk is None or sighting is None or not is_read_at_desk(sighting):
        return None
    return _Asked(on_desk.photo.photo.sha256, sighting.corners, tuple(match.card for match in sighting.matches))
