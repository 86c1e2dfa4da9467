"""The list of cards: a view that stays fluid with 100,000 rows, what a row holds and how it is painted."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from karuta.domain.card import CardKey
from karuta.domain.catalogue import FoundCard, ListedCards
from karuta.gui.features.card_rows import CardRowPainter, CardRows
from karuta.gui.kit.cell_view import CellView
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.theme import GRID, Theme
from karuta.gui.kit.translate import comma_list, example_code, names_of
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.services.catalogue.search_cards import listed_cards

# Rows that were looked at are kept, but not those of a whole evening of scrolling.
_ROWS_KEPT = 2000
# While somebody scrolls, what went by is not fetched any more.
_AT_ONCE = 40


class CardListModel(CardRows):
    """Rows come in the catalogue's lane, pictures in theirs; what is there is given at once.

    `came`: more is there of what was asked for, and a view may draw what is in sight anew.
    """

    came = Signal()
    rows = ListedCards()

    def __init__(self, session: Session, pictures: Pictures, parent: QObject) -> None:
        super().__init__(session.library, pictures.face, parent)
        self._session = session
        self._rows: dict[CardKey, FoundCard | None] = {}
        self._to_fetch: dict[CardKey, None] = {}
        self._asked: set[CardKey] = set()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._fetch)
        pictures.small_ready.connect(self.came)

    # Qt's side

    def row(self, place: int) -> FoundCard | None:
        """None until it was fetched."""
        return self._row(self.rows[place])

    def shown(self, place: int) -> str:
        row = self.row(place)
        return names_of(row)[0] if row else self.rows[place].card_id

    def spoken(self, place: int) -> str:
        row = self.row(place)
        if row is None:
            return self.rows[place].card_id
        without = "" if row.artwork else self.tr("no picture")
        return comma_list(part for part in (*names_of(row), row.kind, row.set_code, without) if part)

    def code(self, card: FoundCard) -> str:
        return example_code(card.set_code) or card.card.card_id

    def right(self, card: FoundCard) -> str:
        return card.kind

    # The page's side

    @property
    def is_idle(self) -> bool:
        return not self._to_fetch and not self._asked

    def set_cards(self, cards: ListedCards) -> None:
        self.put_rows(cards)

    def forget(self) -> None:
        """The catalogue has changed: rows are fetched anew."""
        self._rows.clear()

    def place_of(self, key: CardKey) -> int | None:
        return self.rows.place_of(key)

    # Inside

    def _row(self, key: CardKey) -> FoundCard | None:
        row = self._rows.get(key)
        if row is None and key not in self._rows and key not in self._asked:
            self._to_fetch[key] = None
            if not self._timer.isActive():
                self._timer.start()
        return row

    def _fetch(self) -> None:
        if self._asked:
            return  # the answer asks on
        cards = list(self._to_fetch)[-_AT_ONCE:]
        self._to_fetch.clear()
        if not cards:
            return
        self._asked.update(cards)
        self._session.cards_lane.submit(
            lambda library, token: listed_cards(library, cards),
            done=while_alive(self, lambda rows: self._came(cards, rows)),
            # The page says what is wrong with the catalogue.
            failed=while_alive(self, ignore_expected(lambda: self._came(cards, ()))),
            urgency=Urgency.NOW,
        )

    def _came(self, asked: Iterable[CardKey], rows: Iterable[FoundCard]) -> None:
        self._asked.clear()
        for key in asked:
            self._rows[key] = None  # one that left the catalogue is asked for once
        for row in rows:
            self._rows[row.card] = row
        for key in list(self._rows)[: len(self._rows) - _ROWS_KEPT] if len(self._rows) > 2 * _ROWS_KEPT else ():
            del self._rows[key]
        self.came.emit()
        if self._to_fetch:
            self._timer.start()


_HEIGHT = 8 * GRID


class CardListView(CellView):
    def __init__(self, model: CardListModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(CardRowPainter(model, theme))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.set_cells(least_width=0, height=_HEIGHT)
        model.came.connect(self.viewport().update)
