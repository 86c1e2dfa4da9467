"""Sightings beside their likeliest cards: the list, how one is painted, which came into sight; and a dialog of many."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QPushButton, QStyleOptionViewItem

from karuta.domain.card import CardKey
from karuta.domain.match import Verdict
from karuta.domain.queue import DecidedTogether, Pair
from karuta.gui.features.bulk_confirm.bulk import Bulk
from karuta.gui.features.feature import Page, WindowParts
from karuta.gui.kit import paint, row_paint
from karuta.gui.kit.held_keys import Deliberate
from karuta.gui.kit.lists import Index, RowModel, RowPainter, lay_in_tiles
from karuta.gui.kit.search_field import ENTER
from karuta.gui.kit.seen import rows_in_sight
from karuta.gui.kit.theme import GRID, Role
from karuta.gui.kit.translate import comma_list, likely_words, verdict_word
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.jobs.lane import Urgency


class PairModel(RowModel):
    """Pictures and facts are requested when a pair is drawn.

    `asked`: a pair that a person wants struck out (True) or taken in; `set_struck` says how it is then.
    """

    rows: tuple[Pair, ...] = ()
    asked = Signal(object, bool)

    def __init__(self, cards: FetchedCards, pictures: Pictures, *, parent: QObject) -> None:
        super().__init__(parent)
        self._cards = cards
        self._pictures = pictures
        # What is not to be confirmed: because a person said so, or has just asked for it, or because of its verdict.
        self._struck: set[tuple[str, CardKey]] = set()
        self._asked: set[tuple[str, CardKey]] = set()
        # Struck out by somebody else, and taken in on this wall.
        self._taken_in: set[tuple[str, CardKey]] = set()
        self._doubted: set[int] = set()
        self._wanted: dict[CardKey, None] = {}
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._ask)

    def shown(self, place: int) -> str:
        return self.name(self.rows[place])

    def looks(self, place: int) -> Hashable:
        index = self.index(place)
        return self.shown(place), self.crop(index) is None, self.artwork(index) is None

    def spoken(self, place: int) -> str:
        pair = self.rows[place]
        parts = [self.name(pair), likely_words(pair.match), verdict_word(pair.verdict), pair.photo_name]
        parts += [self.tr("struck out")] if self.is_struck(place) else []
        parts += [self.tr("left out")] if self.is_doubted(place) else []
        return comma_list(parts)

    def tip(self, place: int) -> str:
        return f"{self.shown(place)}\n{self.rows[place].photo_name}"

    def is_struck(self, place: int) -> bool:
        """A person struck it out, and that is kept."""
        return _claim(self.rows[place]) in self._struck

    def is_doubted(self, place: int) -> bool:
        """It is left out because of its verdict."""
        return place in self._doubted

    def name(self, pair: Pair) -> str:
        """The card's name that comes first."""
        return self._cards.name(pair.match.card, pair.match.name)

    def set_pairs(self, pairs: Sequence[Pair], chosen: Collection[Verdict]) -> None:
        """`chosen`: what has another verdict, or cannot be told from other cards, is left out until a person takes it
        in.
        """
        self._struck = {_claim(pair) for pair in pairs if pair.is_ruled_out} - self._taken_in
        self._doubted = {
            row
            for row, pair in enumerate(pairs)
            if (pair.verdict not in chosen or pair.match.one_of) and _claim(pair) not in self._struck
        }
        self.put_rows(tuple(pairs))

    def strike(self, row: int) -> None:
        """Have this one struck out, or take it in."""
        claim = _claim(self.rows[row])
        if row in self._doubted:
            self._doubted.discard(row)
            self.dataChanged.emit(self.index(row), self.index(row))
        elif claim not in self._asked:
            self._asked.add(claim)
            self.asked.emit(self.rows[row], claim not in self._struck)

    def set_struck(self, pair: Pair, out: bool) -> None:  # noqa: FBT001 - it comes with a signal
        """Whether it is struck out is kept now."""
        claim = _claim(pair)
        self._asked.discard(claim)
        (self._struck if out else self._taken_in).add(claim)
        (self._taken_in if out else self._struck).discard(claim)
        self.redraw()

    @property
    def kept(self) -> list[Pair]:
        """Pairs that are neither struck out, nor about to be, nor left out."""
        kept = [pair for row, pair in enumerate(self.rows) if row not in self._doubted]
        return [pair for pair in kept if _claim(pair) not in self._struck | self._asked]

    @property
    def struck_here(self) -> int:
        return sum(_claim(pair) in self._struck for pair in self.rows)

    @property
    def doubted(self) -> int:
        return len(self._doubted)

    def crop(self, index: Index) -> QPixmap | None:
        return self._pictures.crop(self.rows[index.row()].crop_sha256, urgency=Urgency.LATER)

    def artwork(self, index: Index) -> QPixmap | None:
        """The artwork that the match names, else the card's first one."""
        match = self.rows[index.row()].match
        if self._cards[match.card] is None:
            self._wanted[match.card] = None
            if not self._timer.isActive():
                self._timer.start()
            return None
        path = self._cards.picture(match.card, match.picture_sha256)
        return self._pictures.artwork(path, urgency=Urgency.LATER)

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, {}
        self._cards.want(wanted)


def _claim(pair: Pair) -> tuple[str, CardKey]:
    """Another match of the same sighting is another question."""
    return pair.sighting_id, pair.match.card


CARD = QSize(14 * GRID, 20 * GRID)
_ICON = 14
_PALE = 0.25
_DOUBTFUL = 0.6


class PairDelegate(RowPainter[PairModel]):
    """Tiles of one size."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        lines = 2 * (QFontMetrics(option.font).height() + 2)
        return QSize(2 * CARD.width() + 4 * GRID, CARD.height() + lines + 3 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, font = self._theme, option.font
        pair, row = self._model.rows[index.row()], index.row()
        struck, doubted = self._model.is_struck(row), self._model.is_doubted(row)
        place: QRect = option.rect.adjusted(GRID // 2, GRID // 2, -GRID // 2, -GRID // 2)
        painter.save()
        row_paint.tile_ground(painter, option, place.adjusted(1, 1, -1, -1), theme, radius=6, width=1.5)
        inner = place.adjusted(GRID, GRID, -GRID, -GRID)
        left = QRect(inner.topLeft(), CARD)
        right = left.translated(CARD.width() + GRID, 0)
        painter.setOpacity(_PALE if struck else _DOUBTFUL if doubted else 1.0)
        radius = paint.CARD_RADIUS * CARD.width()
        paint.picture(painter, self._model.crop(index), left, theme, radius=radius)
        paint.picture(painter, self._model.artwork(index), right, theme, radius=radius)
        painter.setOpacity(1.0)
        if struck:
            both = left.united(right)
            cross = QRectF(0, 0, 6 * GRID, 6 * GRID)
            cross.moveCenter(QRectF(both).center())
            self._icons.draw(painter, "x", cross, theme.colour(Role.BAD))
        height = QFontMetrics(font).height() + 2
        line = QRect(inner.left(), left.bottom() + GRID // 2, inner.width(), height)
        role = Role.MUTED if struck or doubted else Role.TEXT
        paint.words(painter, self._model.name(pair), line, theme.strong(font), theme, role=role)
        line.translate(0, height)
        words = verdict_word(pair.verdict)
        if doubted:
            words = self.tr("{verdict}, left out").format(verdict=words)
        self._second(painter, pair, line, option, words=self.tr("struck out") if struck else words, struck=struck)
        painter.restore()

    def _second(
        self, painter: QPainter, pair: Pair, line: QRect, option: QStyleOptionViewItem, *, words: str, struck: bool
    ) -> None:
        theme = self._theme
        corner = QRectF(line.left(), line.center().y() - _ICON / 2 + 1, _ICON, _ICON)
        colour = theme.colour(Role.BAD) if struck else theme.verdict(pair.verdict)
        self._icons.draw(painter, "x" if struck else paint.VERDICT_ICONS[pair.verdict], corner, colour)
        text = line.adjusted(_ICON + GRID // 2, 0, 0, 0)
        paint.words(painter, f"{words} · {pair.photo_name}", text, option.font, theme, role=Role.MUTED, middle=True)


class SeenRows(QObject):
    """Of one list of equal cells. Enter in the list is `entered`, with whether Ctrl was held."""

    changed = Signal()
    entered = Signal(bool)

    def __init__(self, view: QListView, deliberate: Deliberate) -> None:
        super().__init__(view)
        self._view, self._deliberate = view, deliberate
        self._seen: set[int] = set()
        self._looking = QTimer(self, singleShot=True, interval=0)
        self._looking.timeout.connect(self._look)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(lambda _: self._looking.start())
        deliberate.watch(view.viewport())
        deliberate.follow_rows(view)

    @property
    def unseen(self) -> int:
        """How many rows nobody has seen."""
        return self._view.model().rowCount() - len(self._seen)

    def anew(self) -> None:
        """The rows are others, shown from the first on."""
        self._seen.clear()
        self._deliberate.anew()
        self._view.scrollToTop()
        self._looking.start()

    def next_page(self) -> bool:
        """Show the first row that nobody has seen; False where there is none. The key that did it does nothing more."""
        rows = range(self._view.model().rowCount())
        unseen = next((row for row in rows if row not in self._seen), None)
        if unseen is None:
            return False
        index = self._view.model().index(unseen, 0)
        self._view.setCurrentIndex(index)
        self._view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
        self._deliberate.anew()
        self._deliberate.keys.spend(self._deliberate.keys.key)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._looking.start()
        key = event if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress else None
        if watched is self._view and key is not None and key.key() in ENTER:
            self.entered.emit(bool(key.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return True
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        model, area = self._view.model(), self._view.viewport().rect()
        if not model.rowCount():
            return
        for row in rows_in_sight(self._view):
            if area.contains(self._view.visualRect(model.index(row, 0)).center()):
                self._seen.add(row)
        self.changed.emit()


class ManyDialog(Page):
    """Many in tiles that one key decides about, page by page. Esc while it is being stored stops that: then nothing is
    stored, and the dialog stays.
    """

    def __init__(self, title: str, parts: WindowParts, bulk: Bulk) -> None:
        super().__init__(title, parts)
        self._bulk = bulk
        self._deliberate = Deliberate(parts.held_keys)
        self.list = QListView(self)
        self.note = QLabel(self)
        self.button = QPushButton(self, default=True)

    def _watch(self, model: RowModel, name: str) -> None:
        """Its rows in the list, from now on. `name`: for those who do not see."""
        bulk, view = self._bulk, self.list
        view.setModel(model)
        lay_in_tiles(view)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName(name)
        self._rows = SeenRows(view, self._deliberate)
        self._rows.entered.connect(self._enter)
        self._rows.changed.connect(self._say)
        self.button.clicked.connect(self._press)
        bulk.stored.connect(self._stored)
        bulk.failed.connect(self.say)
        bulk.stopped.connect(self._stopped)
        self._parts.pictures.small_ready.connect(model.redraw)

    def reject(self) -> None:
        if self._bulk.is_storing:
            self._bulk.stop()
        else:
            super().reject()

    def _stopped(self) -> None:
        self.say(self.tr("Stopped; nothing was saved."))

    def _press(self) -> None:
        """The button says what it does: it stops what is being stored, or does what Enter does."""
        if self._bulk.is_storing:
            self._bulk.stop()
        else:
            self._enter(False)  # noqa: FBT003

    def _enter(self, at_once: bool) -> None:  # noqa: FBT001 - it comes with a signal
        raise NotImplementedError

    def _say(self) -> None:
        raise NotImplementedError

    def _stored(self, decided: DecidedTogether) -> None:
        raise NotImplementedError
