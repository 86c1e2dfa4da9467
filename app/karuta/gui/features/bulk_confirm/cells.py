"""The cells of the grid: undecided sightings, each beside what one key would say of it, and how a cell is painted."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem

from karuta.domain.card import CardKey
from karuta.domain.label import ChosenCard
from karuta.domain.match import Verdict
from karuta.domain.queue import OpenCard, Pair
from karuta.gui.kit import paint, row_paint
from karuta.gui.kit.lists import Index, RowModel, RowPainter
from karuta.gui.kit.theme import GRID, Role
from karuta.gui.kit.translate import comma_list, likely_words, verdict_word
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.jobs.lane import Urgency

Cell = Pair | OpenCard
Claim = tuple[str, str, CardKey | None]
"""A photo, its sighting, and the card that it may be: another match of the same sighting is another question."""


def claim_of(cell: Cell) -> Claim:
    return cell.photo_sha256, cell.sighting_id, cell.match.card if isinstance(cell, Pair) else None


class CellModel(RowModel):
    """Pictures and facts are requested when a cell is drawn. Of an `OpenCard` `words` are said, or this `card`."""

    rows: tuple[Cell, ...] = ()
    words = ""
    card: ChosenCard | None = None

    def __init__(self, cards: FetchedCards, pictures: Pictures, *, parent: QObject) -> None:
        super().__init__(parent)
        self._cards = cards
        self._pictures = pictures
        # What is not to be said: because a person struck it out, or has just asked for it, or because of its verdict.
        self._struck: set[Claim] = set()
        self._asked: set[Claim] = set()
        self._left_out: set[Claim] = set()
        # Struck out by somebody else, and taken in here.
        self._taken_in: set[Claim] = set()
        self._to_fetch: dict[CardKey, None] = {}
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._ask)

    def shown(self, place: int) -> str:
        cell = self.rows[place]
        if isinstance(cell, Pair):
            return self._cards.name(cell.match.card, cell.match.name)
        return self._cards.name(self.card.key, self.card.name) if self.card is not None else self.words

    def looks(self, place: int) -> Hashable:
        index = self.index(place)
        return self.shown(place), self.crop(index) is None, self.artwork(index) is None

    def spoken(self, place: int) -> str:
        cell, parts = self.rows[place], [self.shown(place)]
        if isinstance(cell, Pair):
            parts += [likely_words(cell.match), verdict_word(cell.verdict)]
        parts.append(self.photo_words(cell))
        parts += [self.tr("struck out")] if self.is_struck(place) else []
        parts += [self.tr("left out")] if self.is_left_out(place) else []
        return comma_list(parts)

    def tip(self, place: int) -> str:
        return f"{self.shown(place)}\n{self.photo_words(self.rows[place])}"

    def photo_words(self, cell: Cell) -> str:
        if isinstance(cell, Pair) or cell.number is None:
            return cell.photo_name
        return self.tr("{photo}, card {number}").format(photo=cell.photo_name, number=cell.number)

    def is_struck(self, place: int) -> bool:
        """A person struck it out, and that is kept."""
        return claim_of(self.rows[place]) in self._struck

    def is_left_out(self, place: int) -> bool:
        """By its verdict, or here alone."""
        return claim_of(self.rows[place]) in self._left_out

    def put(self, cells: Sequence[Cell], chosen: Collection[Verdict]) -> None:
        """`chosen`: what has another verdict, or cannot be told from other cards, is left out until a person takes it
        in.
        """
        pairs = [cell for cell in cells if isinstance(cell, Pair)]
        self._struck = {claim_of(pair) for pair in pairs if pair.is_ruled_out} - self._taken_in
        doubted = {claim_of(pair) for pair in pairs if pair.verdict not in chosen or pair.match.one_of}
        self._left_out = doubted - self._struck
        self.put_rows(tuple(cells))

    def drop(self, cells: Iterable[Cell]) -> None:
        """These are decided."""
        gone = {claim_of(cell) for cell in cells}
        self.put_rows(tuple(cell for cell in self.rows if claim_of(cell) not in gone))

    def strike(self, place: int) -> Pair | None:
        """Strike this one out, or take it in. A pair for which that has to be kept first: `set_struck` says it is."""
        cell, claim = self.rows[place], claim_of(self.rows[place])
        if isinstance(cell, Pair) and claim not in self._left_out:
            is_new = claim not in self._asked
            self._asked.add(claim)
            return cell if is_new else None
        self._left_out ^= {claim}
        self.dataChanged.emit(self.index(place), self.index(place))
        return None

    def set_struck(self, pair: Pair, *, out: bool) -> None:
        """Whether it is struck out is kept now."""
        claim = claim_of(pair)
        self._asked.discard(claim)
        (self._struck if out else self._taken_in).add(claim)
        (self._taken_in if out else self._struck).discard(claim)
        self.redraw()

    def kept(self, places: Iterable[int]) -> list[Cell]:
        """Those of these rows that are neither struck out, nor about to be, nor left out."""
        out = self._struck | self._asked | self._left_out
        return [self.rows[place] for place in places if claim_of(self.rows[place]) not in out]

    def out(self) -> tuple[int, int]:
        """How many are left out, and struck out."""
        claims = [claim_of(cell) for cell in self.rows]
        return sum(claim in self._left_out for claim in claims), sum(claim in self._struck for claim in claims)

    def crop(self, index: Index) -> QPixmap | None:
        """The sighting; of a photo without one the photo."""
        cell = self.rows[index.row()]
        if cell.crop_sha256 is None:
            return self._pictures.thumbnail(cell.photo_sha256, None)
        return self._pictures.crop(cell.crop_sha256, urgency=Urgency.LATER)

    def has_artwork(self, place: int) -> bool:
        return isinstance(self.rows[place], Pair) or self.card is not None

    def artwork(self, index: Index) -> QPixmap | None:
        """The artwork that the match names, else the card's first one."""
        return self._pictures.artwork(self._artwork_path(index), urgency=Urgency.LATER)

    def _card_of(self, cell: Cell) -> CardKey | None:
        if isinstance(cell, Pair):
            return cell.match.card
        return self.card.key if self.card is not None else None

    def _artwork_path(self, index: Index) -> Path | None:
        cell = self.rows[index.row()]
        card = self._card_of(cell)
        if card is None:
            return None
        if self._cards[card] is None:
            self._to_fetch[card] = None
            if not self._timer.isActive():
                self._timer.start()
            return None
        return self._cards.picture(card, cell.match.picture_sha256 if isinstance(cell, Pair) else "")

    def has_come(self, places: Iterable[int]) -> bool:
        """Whether no picture of these rows is on its way."""
        return all(
            self.crop(index) is not None and self._has_artwork_come(index)
            for index in (self.index(place) for place in places)
        )

    def _has_artwork_come(self, index: Index) -> bool:
        """A card has none only once the catalogue has said so."""
        if self._artwork_path(index) is not None:
            return self.artwork(index) is not None
        card = self._card_of(self.rows[index.row()])
        return card is None or self._cards.is_answered(card)

    def _ask(self) -> None:
        cards, self._to_fetch = self._to_fetch, {}
        self._cards.want(cards)


_LEAST = QSize(11 * GRID, 16 * GRID)
_ICON = 14
_PALE = 0.25
_DOUBTFUL = 0.6


class CellPainter(RowPainter[CellModel]):
    """Cells of one size, with cards as large as they have room for."""

    def least(self, font: QFont) -> QSize:
        return QSize(2 * _LEAST.width() + 4 * GRID, _LEAST.height() + 2 * _line(font) + 4 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, font, row = self._theme, option.font, index.row()
        struck, left_out = self._model.is_struck(row), self._model.is_left_out(row)
        place: QRect = option.rect.adjusted(GRID // 2, GRID // 2, -GRID // 2, -GRID // 2)
        painter.save()
        row_paint.tile_ground(painter, option, place.adjusted(1, 1, -1, -1), theme, radius=6, width=1.5)
        inner = place.adjusted(GRID, GRID, -GRID, -GRID)
        both = inner.adjusted(0, 0, 0, -2 * _line(font) - GRID // 2)
        painter.setOpacity(_PALE if struck else _DOUBTFUL if left_out else 1.0)
        pictures = [self._model.crop(index)]
        pictures += [self._model.artwork(index)] if self._model.has_artwork(row) else []
        for at, picture in enumerate(pictures):
            part = QRect(both.left() + at * (both.width() + GRID) // len(pictures), both.top(), 0, both.height())
            part.setWidth(both.width() // len(pictures) - GRID // 2)
            paint.picture(
                painter, picture, part, theme, radius=paint.CARD_RADIUS * part.height() * row_paint.CARD_SHAPE
            )
        painter.setOpacity(1.0)
        if struck:
            cross = QRectF(0, 0, 6 * GRID, 6 * GRID)
            cross.moveCenter(QRectF(both).center())
            self._icons.draw(painter, "x", cross, theme.colour(Role.BAD))
        line = QRect(inner.left(), inner.bottom() - 2 * _line(font), inner.width(), _line(font))
        role = Role.MUTED if struck or left_out else Role.TEXT
        paint.words(painter, self._model.shown(row), line, theme.strong(font), theme, role=role)
        line.translate(0, _line(font))
        self._second(painter, row, line, option, struck=struck, left_out=left_out)
        painter.restore()

    def _second(
        self, painter: QPainter, row: int, line: QRect, option: QStyleOptionViewItem, *, struck: bool, left_out: bool
    ) -> None:
        theme, cell = self._theme, self._model.rows[row]
        words, text = [self._model.photo_words(cell)], line
        words[:0] = [self.tr("struck out")] if struck else [self.tr("left out")] if left_out else []
        if isinstance(cell, Pair):
            words[:0] = [verdict_word(cell.verdict)] if not struck else []
            corner = QRectF(line.left(), line.center().y() - _ICON / 2 + 1, _ICON, _ICON)
            colour = theme.colour(Role.BAD) if struck else theme.verdict(cell.verdict)
            self._icons.draw(painter, "x" if struck else paint.VERDICT_ICONS[cell.verdict], corner, colour)
            text = line.adjusted(_ICON + GRID // 2, 0, 0, 0)
        paint.words(painter, " · ".join(words), text, option.font, theme, role=Role.MUTED, middle=True)


def _line(font: QFont) -> int:
    return QFontMetrics(font).height() + 2


STRIKE_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_X, Qt.Key.Key_Delete})
