"""Arranges the list: which photos of the queue are in it, in which order. Draws nothing and decides nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from karuta import clock
from karuta.domain.cancel import CancelToken
from karuta.domain.card import CardKey
from karuta.domain.catalogue import FoundCard
from karuta.domain.errors import KarutaError, Known
from karuta.domain.queue import (
    EVERYTHING,
    NAMES_THE_ANNOTATOR,
    CountedFilter,
    KeptQuery,
    QueueFilter,
    QueueOrder,
    QueueRow,
    QueueView,
)
from karuta.domain.queue_words import Query, QueryKey, read, written
from karuta.gui.kit.failures import ignore_expected, report_to
from karuta.gui.kit.notice import Trouble
from karuta.gui.library.session import Session
from karuta.gui.queue import queues
from karuta.gui.queue.drawn_round import Drawn, DrawnRound
from karuta.gui.queue.list_ahead import Ahead, AwaitedList
from karuta.gui.queue.queue_keys import KnownKeys, Order
from karuta.gui.queue.queue_model import QueueModel
from karuta.gui.queue.queues import Queue, kept_rows, queue_of
from karuta.gui.queue.unknown_groups import UnknownGroups
from karuta.jobs.lane import Job, Urgency
from karuta.paths import LibraryFolder
from karuta.services.labels.open_labels import LabelFile
from karuta.services.lookups.read_queue import (
    count_photos,
    counted_values,
    keep_queue_view,
    kept_queries,
    queue_in_portions,
    read_queue_view,
)

# While photos are looked up or imported, the list is rebuilt at most this often.
_SOON_MS = 1500
# One letter is in half of all names of cards.
_SHORTEST_NAME = 2
_NAMES = 30
# Roughly the time for switching 100,000 photos to another filter or order.
_SWITCHED_SECONDS = 0.3


@dataclass(frozen=True)
class _Listed:
    """Photos in list order; without `order` only the first of them."""

    photos: list[str]
    order: Order | None = None


class QueueArrangement(QObject):
    """`changed`: another filter or order was chosen. `narrowed`: the list that a person asked for is shown.

    `shown`: the list was read again, for whatever reason.
    `awaited`: whether another list was asked for than the one that is shown.
    """

    changed = Signal()
    narrowed = Signal()
    shown = Signal()

    def __init__(
        self, session: Session, queue: QueueModel, on_desk: Callable[[], str | None], *, trouble: Trouble
    ) -> None:
        """`trouble`: it could not be read."""
        super().__init__(session)
        self._trouble = trouble
        self._session = session
        self._queue = queue
        self._on_desk = on_desk
        self.filter = EVERYTHING
        self.order = QueueOrder.STACK
        # The view that the next start opens, while photos are listed that nobody keeps.
        self._lasting = QueueView()
        self.kept: list[KeptQuery] = []
        self.is_shown = False
        self._shown_for = EVERYTHING
        self._strays: set[str] = set()
        # Of each queue that was left, the photo on the desk then; and that of the queue that was chosen just now.
        self._places: dict[str, str] = {}
        self._goes_to: str | None = None
        # As a person sorts the queues that have no order of their own.
        self._usual = QueueOrder.STACK
        # In a queue whose cards are drawn.
        self.round: DrawnRound | None = None
        self.groups = UnknownGroups(session)
        self.groups.changed.connect(self._grouped)
        # Queues of other items than the library's photos, and the one of these in which a person is.
        self.joined: tuple[Queue, ...] = ()
        self._other: Queue | None = None
        self.awaited = AwaitedList(self)
        self._timer = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._timer.timeout.connect(self.reload)

    @property
    def is_narrowed(self) -> bool:
        return self.filter != EVERYTHING

    @property
    def queues(self) -> tuple[Queue, ...]:
        return (*queues.QUEUES, *self.joined)

    @property
    def queue(self) -> Queue:
        if self._other is not None:
            return self._other
        row = queue_of(self.filter)
        if row.filter == self.filter:
            return row
        now = replace(self.filter, cards=frozenset(), of_card=frozenset()), self.order
        return next(
            (
                kept_row
                for kept_row in self.kept_rows
                if (self._as_this_annotator(kept_row.filter), kept_row.order) == now
            ),
            row,
        )

    @property
    def kept_rows(self) -> Sequence[Queue]:
        return kept_rows(tuple(self.kept), clock.on_the_wall().date())

    @property
    def left(self) -> int:
        """How many photos of the list belong to the queue still; of a sample, how many of its cards."""
        if (items := self.queue.items) is not None:
            return items.count.items - items.count.done
        if self.round is not None:
            return len(self.round.waiting)
        return self._queue.rowCount() - len(self._strays)

    @property
    def is_empty(self) -> bool:
        """Whether the filter leaves nothing of the list."""
        return self.is_narrowed and self.is_shown and not self._queue.rowCount()

    def start(self, tell: Callable[[str | None], None]) -> None:
        """In the view in which this library's queue was left; `tell` hears of the photo that was on the desk, once
        that is known and the list is being read.
        """

        def show(view: QueueView) -> None:
            def begin(queue_filter: QueueFilter) -> None:
                self.filter, self.order = self._as_this_annotator(queue_filter), view.order
                self._places = dict(view.places)
                self._group()
                self.changed.emit()
                tell(view.photo)

            if view.filter.text or view.filter.card:
                # By a key of its own: no text that is typed meanwhile may take its place.
                self._find_cards(view.filter, begin, "begin")
            else:
                begin(view.filter)

        self.change_kept(kept_queries)
        self._session.files_lane.submit(
            lambda library, token: read_queue_view(library), done=show, failed=ignore_expected(lambda: tell(None))
        )

    def leave(self) -> None:
        """Keep the view for the next start, with the photo that is on the desk."""
        photo = self._on_desk()
        if photo is not None or self._other is not None:
            self._keep(photo)

    def _keep(self, photo: str | None = None) -> None:
        if self._session.read_only is not None:
            return
        is_lasting = self.queue.draws is None and self._other is None
        lasting = QueueView(self.filter, self.order, photo) if is_lasting else self._lasting
        rows = {row.id for row in (*queues.QUEUES, *self.kept_rows)}
        view = replace(lasting, places={row: place for row, place in self._places.items() if row in rows})
        self._session.files_lane.submit(
            lambda library, token: keep_queue_view(library, view),
            failed=self._trouble.hear,
            key="queue view",
            keep=True,
        )

    def choose(self, *, queue_filter: QueueFilter | None = None, order: QueueOrder | None = None) -> None:
        """Another filter or order; the list is switched once it was read. The same one again is asked for, too."""
        self.awaited.wishes += 1
        self._come_to(self.awaited.spell(), queue_filter=queue_filter, order=order)

    def _come_to(self, text: int, *, queue_filter: QueueFilter | None, order: QueueOrder | None) -> None:
        """No text that was written before this one counts any more."""
        is_other = self._switch(queue_filter=queue_filter, order=order)
        self.awaited.spelt(text)
        if not is_other and not self.awaited.is_awaited:
            self.narrowed.emit()

    def _switch(
        self, *, queue_filter: QueueFilter | None = None, order: QueueOrder | None = None, other: Queue | None = None
    ) -> bool:
        """Whether another list is read now. `other`: the queue of other items in which a person is then."""
        before, left, on_desk = (self.filter, self.order, self._other), self.queue, self._on_desk()
        lasts = left.draws is None and left.items is None
        lasting = QueueView(self.filter, self.order, on_desk) if lasts else self._lasting
        self._other = other
        self.filter = self._as_this_annotator(self.filter if queue_filter is None else queue_filter)
        self.order = self.order if order is None else order
        if (self.filter, self.order, self._other) == before:
            return False
        self._lasting = lasting
        if self.queue.id != left.id:
            self._places |= {left.id: on_desk} if on_desk is not None else {}
            self._goes_to = self._places.get(self.queue.id)
            self.round = self.round if self.filter.lot else None
            self._group()
        if other is not None:
            # The photos' list stands as it was left.
            self.changed.emit()
            return False
        self._session.step_back(_SWITCHED_SECONDS)
        self.awaited.read()
        self.changed.emit()
        self.reload()
        self._keep()
        return True

    def choose_queue(self, queue: Queue) -> None:
        """Another queue; batch, text and game stay. Where one stood in it comes on the desk, if that waits still."""
        if self.queue.order is None:
            self._usual = self.order
        if queue.items is not None:
            self._switch(other=queue)
        elif queue.query:
            self.awaited.wishes += 1
            self.choose_words(queue.query)
        elif queue.draws is None:
            self.choose(queue_filter=queue.narrowed(self.filter), order=queue.order or self._usual)
        elif self.round is None or not self.round.waiting or self.filter.lot != queue.filter.lot:
            self._draw(queue, queue.draws)
        elif self._other is not None:
            self.choose()

    def _group(self) -> None:
        if self.queue.has_groups:
            self.groups.ask()

    def _grouped(self) -> None:
        if self.queue.has_groups:
            self.reload()

    def _draw(self, queue: Queue, draws: Callable[[LabelFile, str], Drawn]) -> None:
        """Nothing is there until the sample has come."""
        annotator, awaited = self.annotator, DrawnRound({})
        self.round = awaited
        self.choose(queue_filter=queue.filter, order=queue.order)
        number = self.awaited.spell()

        def came(drawn: Drawn) -> None:
            if self.round is awaited:
                self.round = come = DrawnRound(drawn, lambda: self._round_moved(come))
                self._switch(queue_filter=replace(self.filter, drawn=come.photos))
                self.changed.emit()
            self.awaited.spelt(number)

        self._session.store_lane.submit(
            lambda file, token: draws(file, annotator),
            done=came,
            failed=self._trouble.hear,
            key="sample",
            urgency=Urgency.NOW,
        )

    def _round_moved(self, moved: DrawnRound) -> None:
        """Of a photo in which nothing waits any more the row goes, once it has left the desk.

        An answer may be stored once that queue was left.
        """
        if moved is not self.round:
            return
        photos = frozenset(photo for photo, _ in moved.waiting)
        gone = (self.filter.drawn or frozenset()) - photos
        self.filter = self._shown_for = replace(self.filter, drawn=photos)
        self._strays = (self._strays | gone) - photos
        if not all(self._queue.index_of(photo).isValid() for photo in photos):
            self.reload_soon()
        self.changed.emit()

    def place_in_queue(self) -> str | None:
        """Where one stood in the queue that was chosen just now; asked once."""
        place, self._goes_to = self._goes_to, None
        return place

    def choose_words(self, text: str) -> Query:
        """What the words of the search box ask for, once their cards are known; what is read in them, at once."""
        query = read(text, today=clock.on_the_wall().date())
        number = self.awaited.spell()

        def show(queue_filter: QueueFilter) -> None:
            if self.awaited.is_newest(number):
                # What was drawn has no words: it stays where they say nothing else than before.
                asked, before = (query.filter, query.order), (self.filter, self.order)
                if written(*asked, language="en") == written(*before, language="en"):
                    queue_filter = replace(queue_filter, drawn=self.filter.drawn, lot=self.filter.lot)
                self._come_to(number, queue_filter=queue_filter, order=query.order)

        self._find_cards(query.filter, show)
        return query

    def _find_cards(self, queue_filter: QueueFilter, tell: Callable[[QueueFilter], object], key: str = "filter") -> Job:
        """The filter with the cards that its text and its `card` may mean."""
        names = (queue_filter.text, queue_filter.card)

        def fill(cards: Sequence[frozenset[CardKey]]) -> None:
            tell(replace(queue_filter, cards=cards[0], of_card=cards[1]))

        return self._session.search_lane.submit(
            lambda search, token: [
                search.called(name) if len(name) >= _SHORTEST_NAME else frozenset() for name in names
            ],
            done=fill,
            failed=ignore_expected(lambda: fill([frozenset(), frozenset()])),  # the photos' own names will do
            key=key,
            urgency=Urgency.NOW,
        )

    def find_names(self, text: str, tell: Callable[[Sequence[FoundCard]], None]) -> Job:
        """Cards of the catalogue that this text may be the name of."""
        return self._session.search_lane.submit(
            lambda search, token: search.find(text, limit=_NAMES),
            done=tell,
            failed=ignore_expected(),  # the text itself can be asked for
            key="names",
            urgency=Urgency.SOON,
        )

    def change_kept(
        self,
        change: Callable[[LibraryFolder], list[KeptQuery]],
        done: Callable[[], object] = lambda: None,
        refused: Callable[[str], object] = lambda why: None,
    ) -> None:
        """Keep another query, or remove one, or read them; `refused` hears why not."""

        def changed(kept: list[KeptQuery]) -> None:
            self.kept = kept
            self.changed.emit()
            done()

        self._session.files_lane.submit(
            lambda library, token: change(library), done=changed, failed=report_to(refused), keep=True
        )

    def show_all(self) -> None:
        self.choose(queue_filter=EVERYTHING)

    def step_out(self) -> None:
        """A photo that is none of this queue's comes on the desk: to a queue that may have it."""
        if self._other is None:
            self.show_all()
        else:
            self.choose()
            self._goes_to = None

    def annotator_changed(self) -> None:
        """Settings were saved. Where somebody else labels here now, what is theirs is another list."""
        self._switch(other=self._other)

    def _as_this_annotator(self, queue_filter: QueueFilter) -> QueueFilter:
        return replace(queue_filter, annotator=self.annotator if queue_filter.traits & NAMES_THE_ANNOTATOR else "")

    @property
    def annotator(self) -> str:
        """Who labels here; empty where the name is none."""
        try:
            return self._session.origin.annotator
        except KarutaError:  # whoever decides is told; nothing is anybody's until then
            return ""

    def ahead(self) -> Ahead:
        """The photos after the one on the desk, in the list as shown."""
        waiting = self.round.waiting if self.round is not None else None
        return Ahead(self._queue.following(self._on_desk()), self.filter, self.order, waiting)

    def reload(self, done: Callable[[], None] | None = None) -> None:
        queue_filter, order, shown_keys = self.filter, self.order, self._queue.keys_shown
        is_grouped = self.queue.has_groups and order is QueueOrder.STACK
        places = self.groups.places if is_grouped else {}
        self._timer.stop()

        read = _Listed([])

        def each(listed: _Listed) -> None:
            nonlocal read
            read = listed
            # The first page of a long queue is there while the rest is read.
            if listed.order is None and not self._queue.rowCount():
                self._queue.set_photos(listed.photos)

        def over(_: None) -> None:
            was_asked_for, self._shown_for = self.awaited.is_read or self._shown_for != queue_filter, queue_filter
            # With what follows: no key comes between the new list and the desk that goes after it.
            self._put(read, keeps_desk=not was_asked_for)
            self.is_shown = True
            if (queue_filter, order) == (self.filter, self.order):
                self.awaited.stands()
            self._trouble.over()
            self.shown.emit()
            if was_asked_for:
                self.narrowed.emit()
            if done is not None:
                done()

        def failed(error: Known) -> None:
            self.awaited.stands()
            self._trouble.hear(error)

        self._session.store_lane.submit_steps(
            lambda file, token: _listed(file, token, QueueView(queue_filter, order), shown_keys, places),
            each=each,
            done=over,
            failed=failed,
            key="order",
            urgency=Urgency.SOON,
            yields=True,
        )

    def _put(self, read: _Listed, *, keeps_desk: bool) -> None:
        """`keeps_desk`: the photo on the desk stays in the list, at its place, until it leaves the desk."""
        self._strays.clear()
        on_desk = self._on_desk()
        at = self._queue.index_of(on_desk or "").row() if keeps_desk else -1
        if on_desk and at >= 0 and read.order is not None and on_desk not in read.order.places:
            read = _Listed([*read.photos[:at], on_desk, *read.photos[at:]])
            self._strays.add(on_desk)
        self._queue.set_photos(read.photos, read.order)

    def ask_values(self, key: QueryKey, each: Callable[[list[CountedFilter]], None]) -> Job:
        """What a word with this key can ask for in the chosen batch and listing, counted; a key goes first."""
        in_place = QueueFilter(
            batch=self.filter.batch, listing=self.filter.listing, game=self.filter.game, annotator=self.annotator
        )
        return self._session.store_lane.submit_steps(
            lambda file, token: counted_values(file, key, queue_filter=in_place),
            each=each,
            failed=self._trouble.hear,
            key="values",
            urgency=Urgency.SOON,
            yields=True,
        )

    def count_queue(self, queue: Queue, tell: Callable[[int], None]) -> Callable[[], None]:
        """How many photos the queue would have now; a key goes first. Call the answer to hear nothing any more."""
        draws, annotator, jobs = queue.draws, self.annotator, list[Job]()

        def count(queue_filter: QueueFilter) -> None:
            counted = self._session.store_lane.submit(
                lambda file, token: (
                    len(draws(file, annotator)) if draws else count_photos(file, queue_filter=queue_filter)
                ),
                done=tell,
                failed=ignore_expected(),  # the menu does without its number
                key=f"count {queue.id}",
                urgency=Urgency.SOON,
                yields=True,
            )
            jobs.append(counted)

        narrowed = self._as_this_annotator(queue.narrowed(replace(self.filter, drawn=None, lot="")))
        if queue.query:
            jobs.append(self._find_cards(narrowed, count, f"count {queue.id}"))
        else:
            count(narrowed)

        def drop() -> None:
            for job in jobs:
                job.drop()

        return drop

    def reload_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def looked(self) -> None:
        """A lookup may have moved a photo in the list."""
        if self.order is not QueueOrder.STACK:
            self.reload_soon()

    def settle(self, rows: Iterable[QueueRow]) -> None:
        """These photos have changed: those that no longer match the filter leave, others come in."""
        # The list in view is not this filter's then, and the one that is being read may be older than these rows.
        is_read = self.awaited.is_read
        for row in rows:
            photo, belongs = row.photo_sha256, self.filter.takes(row)
            if not is_read and self._queue.index_of(photo).isValid():
                (self._strays.discard if belongs else self._strays.add)(photo)
            elif is_read or belongs:
                self.reload_soon()
        self.tidy()

    def tidy(self) -> None:
        """Remove what does not belong here; the photo on the desk keeps its place until it leaves the desk."""
        leaving = self._strays - {self._on_desk()}
        self._strays -= leaving
        self._queue.drop(leaving)


def _listed(
    file: LabelFile, token: CancelToken, view: QueueView, known_keys: KnownKeys, places: Mapping[str, int]
) -> Generator[_Listed, None, None]:
    """`places`: of photos that stand in an order of their own, before all others."""
    names: dict[str, None] = {}
    for portion in queue_in_portions(file, queue_filter=view.filter, order=view.order):
        token.check()
        is_first = not names
        # Not in one step: 100,000 at once would hold up the window even from here. Both lists share the same hash
        # objects, so dropping a list does not free 100,000 texts.
        for photo in portion:
            names[sys.intern(photo)] = None
        yield _Listed(portion if is_first else [])
    photos = sorted(names, key=lambda photo: places.get(photo, len(places))) if places else list(names)
    yield _Listed(photos, Order.of(photos, known_keys))
