"""The table of queues, one row each: which photos, in which order, what stands beside them and what keys take there.

Reads and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from karuta.domain.desk import DeskPhoto
from karuta.domain.label import Kind
from karuta.domain.match import Verdict
from karuta.domain.queue import EVERYTHING, UNDECIDED, KeptQuery, PhotoState, QueueFilter, QueueOrder, Trait
from karuta.domain.queue_words import read
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP
from karuta.gui.queue.drawn_round import Drawn, model_changes
from karuta.gui.queue.items import Items
from karuta.services.labels.open_labels import LabelFile
from karuta.services.labels.second_look import second_looks


def undecided(photo: DeskPhoto) -> Sequence[int]:
    """The places of its sightings that nobody has decided about."""
    return [place for place, sighting in enumerate(photo.sightings) if not sighting.is_decided]


def unknown(photo: DeskPhoto) -> Sequence[int]:
    """The places of cards that nobody has decided and that are not in the catalogue, or may be in it by now."""
    return [
        place
        for place, sighting in enumerate(photo.sightings)
        if sighting.is_known_now
        or (sighting.verdict is Verdict.UNKNOWN and not (sighting.is_decided or sighting.back or sighting.is_nothing))
    ]


def uncatalogued(photo: DeskPhoto) -> Sequence[int]:
    """The same, and those that are labelled so."""
    labels = [sighting.label for sighting in photo.sightings]
    unknown_places = [place for place, label in enumerate(labels) if label is not None and label.kind is Kind.UNKNOWN]
    return sorted({*unknown(photo), *unknown_places})


def disputed(photo: DeskPhoto) -> Sequence[int]:
    """The places of what people disagree about; the one after the last sighting is the photo itself."""
    labels = (*(sighting.label for sighting in photo.sightings), photo.whole_photo)
    return [place for place, label in enumerate(labels) if label is not None and label.is_disputed]


_NARROWS = ("batch", "listing", "text", "cards", "game", "annotator", "by", "card", "of_card", "since")
ROUND = 20
"""So many labels are looked at anew in one blind review."""
# They tell what was said of a photo, or change what is there to be looked at.
_NO_GRID = frozenset(("wall", "confirm-page", "grid", "larger", "smaller"))
_TELLING = tuple(
    """
    history flag note relabel corners draw turn remove newer-list reveal look-again wall confirm-page unknowns
    add-unknown next-of-shot select-shot grid larger smaller look-only
""".split()
)


@dataclass(frozen=True)
class Queue:
    """`filter`: its photos. `order`: None: as they were sorted last. `asks`: the places in a photo that it asks about;
    `about`: where none of them waits, those that it is about.

    `draws`: its cards are drawn once for whoever labels here, with what models say of each. `is_blind`: no label, name,
    verdict or percentage is shown, and the matches stand in an order drawn by lot.

    `has_sides`: beside a card that people disagree about, or models, stands what each of them says; else its matches
    stand there. `has_groups`: its photos stand in groups of what is likely one card.
    `enter_needs_mark`: Enter takes only what a person marked. `enter`: what it says of these cards while nothing is
    marked, whatever the verdict is: to confirm is to confirm the label. `has_grid`: it is shown as a grid too, and
    several of its photos can be marked at once. `off`: commands that do nothing in it. `query`: the words of the search
    box that are kept under its name; it is none of the table's, then. `items`: what it is of, where it is of no photos
    of the library; it stands in no filter, then.
    """

    id: str
    name: str
    filter: QueueFilter = EVERYTHING
    order: QueueOrder | None = None
    asks: Callable[[DeskPhoto], Sequence[int]] = undecided
    about: Callable[[DeskPhoto], Sequence[int]] = lambda photo: ()
    has_sides: bool = False
    has_groups: bool = False
    enter_needs_mark: bool = False
    enter: Kind | None = None
    has_grid: bool = True
    draws: Callable[[LabelFile, str], Drawn] | None = None
    is_blind: bool = False
    off: frozenset[str] = frozenset()
    query: str = ""
    items: Items | None = None

    @property
    def words(self) -> str:
        return self.name if self.query else QCoreApplication.translate("Queues", self.name)

    @property
    def manner(self) -> tuple[object, ...]:
        """What a key means on its desk: where two differ, nothing on the one desk is the other's."""
        return self.has_sides, self.enter_needs_mark, self.enter, self.is_blind, self.items

    def places(self, photo: DeskPhoto) -> Sequence[int]:
        """Where to look in a photo."""
        return self.asks(photo) or self.about(photo)

    def narrowed(self, like: QueueFilter) -> QueueFilter:
        """Its photos in the batch, of the game and with the text that `like` asks for; a kept query stays as it is."""
        if self.query:
            return self.filter
        names = (*_NARROWS, "drawn") if self.draws is not None and like.lot == self.filter.lot else _NARROWS
        return replace(self.filter, **{name: getattr(like, name) for name in names})


ALL = Queue("all", QT_TRANSLATE_NOOP("Queues", "All photos"))
QUEUES: tuple[Queue, ...] = (
    Queue("to-do", QT_TRANSLATE_NOOP("Queues", "To do"), QueueFilter(states=UNDECIDED)),
    Queue("unsure", QT_TRANSLATE_NOOP("Queues", "Unsure, doubted"), QueueFilter(traits=frozenset({Trait.UNSURE}))),
    Queue(
        "disagreements",
        QT_TRANSLATE_NOOP("Queues", "Disagreements"),
        QueueFilter(traits=frozenset({Trait.DISPUTED})),
        QueueOrder.STACK,
        asks=disputed,
        has_sides=True,
        enter_needs_mark=True,
        has_grid=False,
        off=_NO_GRID,
    ),
    Queue(
        "blind",
        QT_TRANSLATE_NOOP("Queues", "Blind review"),
        QueueFilter(drawn=frozenset(), lot="blind"),
        QueueOrder.STACK,
        enter_needs_mark=True,
        has_grid=False,
        draws=lambda file, annotator: dict.fromkeys(second_looks(file, annotator, count=ROUND), ()),
        is_blind=True,
        off=frozenset(_TELLING),
    ),
    Queue(
        "unknown",
        QT_TRANSLATE_NOOP("Queues", "Unknown cards"),
        QueueFilter(traits=frozenset({Trait.UNCATALOGUED})),
        QueueOrder.STACK,
        asks=unknown,
        about=uncatalogued,
        has_groups=True,
        enter=Kind.UNKNOWN,
    ),
    Queue(
        "changes",
        QT_TRANSLATE_NOOP("Queues", "Model's changes"),
        QueueFilter(drawn=frozenset(), lot="changes"),
        QueueOrder.STACK,
        asks=lambda photo: range(len(photo.sightings)),
        has_sides=True,
        enter=Kind.CONFIRM,
        has_grid=False,
        draws=lambda file, annotator: model_changes(file),
        off=_NO_GRID,
    ),
    Queue("machine", QT_TRANSLATE_NOOP("Queues", "Machine's labels"), QueueFilter(traits=frozenset({Trait.MACHINE}))),
    Queue("decided", QT_TRANSLATE_NOOP("Queues", "Decided"), QueueFilter(states=frozenset({PhotoState.DONE}))),
    ALL,
)


def queue_of(queue_filter: QueueFilter) -> Queue:
    """The queue that a filter is of: its own, narrowed or not; else all photos."""
    return next((queue for queue in QUEUES if queue.narrowed(queue_filter) == queue_filter), ALL)


@lru_cache(maxsize=1)
def kept_rows(kept: Sequence[KeptQuery], today: date) -> tuple[Queue, ...]:
    """A row for each kept query, with all that the queue has which its filter is of."""
    asked = [(kept_query, read(kept_query.words, today=today)) for kept_query in kept]
    return tuple(
        replace(
            queue_of(query.filter),
            id=f"kept {kept_query.name}",
            name=kept_query.name,
            query=kept_query.words,
            filter=query.filter,
            order=query.order,
        )
        for kept_query, query in asked
    )


def queue_named(id: str) -> Queue:
    return next(queue for queue in QUEUES if queue.id == id)
