"""For the random hand: eyes that know only what the widgets have painted, at the moment they painted it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject

from karuta.domain.card import CardKey
from karuta.domain.label import Kind
from karuta.domain.match import Verdict
from karuta.domain.queue import OpenCard, Pair
from karuta.gui.features.bulk_confirm.grid import Grid
from karuta.gui.kit.paint import VERDICT_ICONS
from karuta.gui.kit.translate import kind_words
from karuta.listings.gui.check.listing_items import ListingItems
from tests.random_photos import BARE, SIZE, Photos
from tests.window import Hand


@dataclass(frozen=True)
class Picture:
    """What the window painted last. `place`: of the thick outline. `chosen`: the row that is marked among the matches.

    `verdict`: by its sign. `is_marking`: a person moved that mark, and it was not painted since. `row`: the photo that
    is marked in the list, where one alone is; `marked`: all that are. `in_sight`: the rows of matches that can be seen.
    `ruled_out`: the matches beside which that is said. `listed`: the photos of the list.
    """

    photo: int | None = None
    place: int | None = None
    matches: tuple[str, ...] = ()
    chosen: int = -1
    verdict: str = ""
    is_marking: bool = False
    row: int | None = None
    marked: tuple[int, ...] = ()
    in_sight: frozenset[int] = frozenset()
    ruled_out: frozenset[str] = frozenset()
    listed: frozenset[int] = frozenset()


class Eye(QObject):
    """Looks whenever the window paints. `since`: when what is on the desk was painted first."""

    def __init__(self, hand: Hand, photos: Photos, clock: Callable[[], float]) -> None:
        super().__init__(hand.window)
        self._window, self._photos, self._clock = hand.window, photos, clock
        self._photo: tuple[int | None, int | None] = (None, None)
        self._list: tuple[tuple[str, ...], int] = ((), -1)
        self._in_sight: frozenset[int] = frozenset()
        self._ruled_out: frozenset[str] = frozenset()
        self._listed: frozenset[int] = frozenset()
        self._verdict, self._is_marking = "", False
        self._queue: tuple[int | None, tuple[int, ...]] = (None, ())
        self.since = clock()
        self.last = ""
        self._views: dict[QObject, Callable[[], None]] = {
            self._window.desk_panel.view: self._look_at_photo,
            self._window.match_panel.list.viewport(): self._look_at_matches,
            self._window.match_panel.head: self._look_at_verdict,
            self._window.queue_panel.list.viewport(): self._look_at_queue,
        }
        for view in self._views:
            view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            self._views[watched]()
        return False

    @property
    def picture(self) -> Picture:
        return Picture(
            *self._photo,
            *self._list,
            self._verdict,
            self._is_marking,
            *self._queue,
            self._in_sight,
            self._ruled_out,
            self._listed,
        )

    def _look_at_photo(self) -> None:
        view, before = self._window.desk_panel.view, self._photo
        image = view._image
        shown = None
        if image is not None and image.size().width() == SIZE[0]:
            colour = image.pixelColor(*BARE)
            shown = colour.red() + 250 * colour.green() if colour.blue() == 90 else None
        corners = view.current_corners
        self._photo = (shown, None if corners is None else int(corners[0][0] > SIZE[0] / 2))
        self._changed(before, self._photo)

    def _look_at_matches(self) -> None:
        view, before = self._window.match_panel.list, self._list[0]
        whole = view.viewport().rect()
        model = view.model()
        names = tuple(model.index(row, 0).data() for row in range(model.rowCount()))
        self._list = (names, self._window.match_panel.chosen)
        notes = (model.note(row) for row in range(model.rowCount()))
        self._ruled_out = frozenset(name for name, note in zip(names, notes, strict=True) if note == "ruled out")
        rows = [(row, view.visualRect(model.index(row, 0))) for row in range(model.rowCount())]
        self._in_sight = frozenset(row for row, rect in rows if rect.intersected(whole).height() > rect.height() // 2)
        self._is_marking = False
        self._changed(before, names)

    def follow_own_mark(self) -> None:
        """Whoever has just marked a match knows it before it is painted."""
        self._is_marking = True

    def follow_own_row(self) -> None:
        """The same of the photo in the list."""
        self._look_at_queue()

    def _look_at_verdict(self) -> None:
        head = self._window.match_panel.head
        # Among unknown cards Enter says so, whatever the verdict is.
        says_unknown = f": {kind_words(Kind.UNKNOWN)}" in head.words[1]
        self._verdict = VERDICT_ICONS[Verdict.UNKNOWN] if says_unknown else head._icon

    def _look_at_queue(self) -> None:
        view = self._window.queue_panel.list
        shas = view.selected()
        marked = tuple(self._photos.numbers[sha] for sha in shas if sha in self._photos.numbers)
        row = marked[0] if len(marked) == 1 else None
        self._queue = (row, marked)
        listed = self._window.queue_panel.list.model().photos  # type: ignore[union-attr]
        self._listed = frozenset(self._photos.numbers[sha] for sha in listed if sha in self._photos.numbers)

    def _changed(self, before: object, now: object) -> None:
        if before != now:
            self.since = self._clock()
            self.last = f"{before} became {now} at {self.since:.3f}"


class GridEye(QObject):
    """Which cells of the grid were painted last, whole, and since when. `struck`: which card which sighting is painted
    not to be.
    """

    def __init__(self, grid: Grid, struck: set[tuple[str, CardKey]], clock: Callable[[], float]) -> None:
        super().__init__(grid)
        self._grid, self._clock = grid, clock
        self._struck = struck
        self.seen: frozenset[tuple[Any, ...]] = frozenset()
        self.since = clock()
        grid.list.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            rows = self._in_sight()
            seen = frozenset(shown_in(self._grid.model.rows[row]) for row in rows)
            if seen != self.seen:
                self.seen, self.since = seen, self._clock()
            for row in rows:
                self._remember(row)
        return False

    def follow_own_strike(self) -> set[tuple[str, CardKey]]:
        """Whoever has just struck a pair out, or taken it back, knows it before it is painted. Returns its claim."""
        for row in self._in_sight():
            self._remember(row)
        rows, row = self._grid.model.rows, self._grid.list.currentIndex().row()
        pairs = [pair for pair in rows[row : row + 1] if isinstance(pair, Pair) and row >= 0]
        return {(pair.sighting_id, pair.match.card) for pair in pairs}

    def _in_sight(self) -> list[int]:
        view, area, model = self._grid.list, self._grid.list.viewport().rect(), self._grid.model
        cells = [view.visualRect(model.index(row)).adjusted(0, 2, 0, -2) for row in range(model.rowCount())]
        return [row for row, cell in enumerate(cells) if area.contains(cell)]

    def _remember(self, row: int) -> None:
        """Whether it is struck out."""
        model, pair = self._grid.model, self._grid.model.rows[row]
        if isinstance(pair, Pair):
            claim = {(pair.sighting_id, pair.match.card)}
            self._struck.difference_update(claim)
            self._struck.update(claim if model.is_struck(row) else ())


class FoundEye(QObject):
    """What the search has painted as marked, and since when."""

    def __init__(self, hand: Hand, clock: Callable[[], float]) -> None:
        super().__init__(hand.window)
        self._list, self._clock = hand.composition.search.panel.list, clock
        self.marked, self.since = "", clock()
        self._names: list[str] = []
        self._list.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            self.look()
        return False

    def look(self) -> None:
        names = [str(self._list.model().index(row, 0).data()) for row in range(self._list.model().rowCount())]
        if names != self._names:
            self._names, self.since = names, self._clock()
        self.follow_own_mark()

    def follow_own_mark(self) -> None:
        """Whoever has just marked a card knows it before it is painted."""
        self.marked = str(self._list.currentIndex().data() or "").split("\n")[0]


class ListingEye(QObject):
    """What the queue of listings has painted: the listing's name above the photo, what is named as a label, what Enter
    stores; and since when.
    """

    def __init__(self, hand: Hand, items: ListingItems, clock: Callable[[], float]) -> None:
        super().__init__(items)
        self._clock = clock
        desk, panel = hand.window.desk_panel, items.panel
        self._says: dict[QObject, Callable[[], str]] = {
            desk._name: lambda: desk._name.text,
            panel.evidence.name: panel.evidence.name.text,
            panel.head: lambda: panel.head.words[1],
        }
        self._seen = dict.fromkeys(self._says, "")
        self.since = clock()
        for part in self._says:
            part.installEventFilter(self)

    @property
    def shown(self) -> tuple[str, str, str]:
        name, label, agree = self._seen.values()
        return name, label, agree

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and self._seen[watched] != (words := self._says[watched]()):
            self._seen[watched], self.since = words, self._clock()
        return False


def shown_in(one: Pair | OpenCard) -> tuple[Any, ...]:
    card = (one.match.card,) if isinstance(one, Pair) else ()
    return (one.photo_sha256, one.sighting_id, *card)
