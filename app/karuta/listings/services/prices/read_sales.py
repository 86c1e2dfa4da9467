"""Reads a table of sales (`card_id` or `title`, `price`, `currency`, `date`, ...). Writes nothing.

A row that is no sale is told with its line and why, and the others count.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.errors import KarutaError, reason_of
from karuta.domain.file_names import unguarded
from karuta.domain.sentence import Sentence
from karuta.listings.domain.prices import (
    DayOrder,
    FindSoldCard,
    ReadSaleTitle,
    Sale,
    SaleTitle,
    SkippedSale,
    agreed,
    day_order,
    decimal_mark,
    read_currency,
    read_day,
    read_price,
)
from karuta.listings.domain.titles.read_title import TitleReader
from karuta.listings.domain.titles.reading import TitleReading
from karuta.listings.domain.titles.title_cards import CLEAR
from karuta.listings.services.check.read_titles import open_title_reader
from karuta.paths import LibraryFolder
from karuta.tables import TableHeader, TableRow, header_of

# Field -> the names that a column of it may have, the surest first. In small letters, words joined by `_`.
COLUMNS: dict[str, tuple[str, ...]] = {
    "card_id": ("card_id", "cardid", "card", "カードid"),
    "game": ("game", "ゲーム"),
    "title": ("title", "listing_title", "item_title", "タイトル", "商品名"),
    "printing": ("printing", "set_code", "setcode", "code", "型番"),
    "condition": ("condition", "状態", "商品の状態"),
    "grade": ("grade", "鑑定"),
    "price": ("price", "sold_price", "sale_price", "amount", "価格", "販売価格", "落札価格", "値段"),
    "currency": ("currency", "通貨"),
    "date": ("date", "sold_date", "sale_date", "sold_at", "sold", "day", "日付", "販売日", "落札日"),
    "listing_id": ("listing_id", "item_id", "id"),
}
_KNOWN = frozenset(name for names in COLUMNS.values() for name in names)
_LONGEST = 1000
_SHOWN = 60


class SalesError(KarutaError):
    """A file of sales that cannot be used. The sentence names the file."""


@dataclass(frozen=True)
class SaleReaders:
    """`find_card`: by what a card's column says. `read_title`: for rows that name none. `currency`: of a file without.

    Without `read_title`, a row that has a title alone is skipped.
    """

    find_card: FindSoldCard
    read_title: ReadSaleTitle | None = None
    currency: str = ""


@dataclass(frozen=True)
class _Layout:
    """Which column of a table holds what, by its name. `places`: field -> its column, from 0."""

    header: TableHeader
    places: dict[str, int]

    def cell(self, cells: Sequence[str], field: str) -> str:
        """Empty where the table has no such column, or the row ends before it."""
        place = self.places.get(field, len(cells))
        return cells[place] if place < len(cells) else ""


@dataclass(frozen=True)
class _Habits:
    """How a file writes what can be read in two ways, as its other cells show."""

    mark: str
    order: DayOrder


def read_sales(path: Path, readers: SaleReaders) -> Iterator[Sale | SkippedSale]:
    """Every row of the file. Raises `SalesError`, one sentence, for a file that cannot be read as sales at all."""
    if path.is_dir():
        raise SalesError("{path} is a folder; name the table of sales in it.", path=path)
    if not path.is_file():
        raise SalesError("There is no table of sales {path}; check the name.", path=path)
    try:
        layout = _layout_of(path)
        habits = _habits(layout)
        for row in layout.header.rows():
            yield _sale(row, layout, habits, readers)
    except OSError as error:
        raise SalesError(
            "The sales in {path} cannot be read ({reason}); fix that and try again.", path=path, reason=reason_of(error)
        ) from error


def _layout_of(path: Path) -> _Layout:
    """Raises `SalesError` for a table without a price, or without a card and a title; `OSError`."""
    header = header_of(path, _KNOWN)
    if header is None:
        raise SalesError("{path} is empty; its first line names the columns: card_id,price,currency,date.", path=path)
    twice = header.twice(COLUMNS)
    if twice is not None:
        raise SalesError("{path} has the column {name} twice; rename one of them.", path=path, name=twice)
    places = header.places(COLUMNS)
    if "price" not in places:
        raise SalesError(
            "The first line of {path} names no column for the price; it should be like card_id,price,currency,date.",
            path=path,
        )
    if not places.keys() & {"card_id", "title"}:
        raise SalesError(
            "The first line of {path} names no column for the card; it should be like card_id,price,currency,date or "
            "title,price,currency,date.",
            path=path,
        )
    return _Layout(header, places)


def _habits(layout: _Layout) -> _Habits:
    marks: set[str] = set()
    orders: set[DayOrder] = set()
    for row in layout.header.rows():
        marks.add(decimal_mark([layout.cell(row.cells, "price")]))
        orders.add(day_order([layout.cell(row.cells, "date")]))
    marks.discard("")
    orders.discard(DayOrder.UNKNOWN)
    return _Habits(
        mark=marks.pop() if len(marks) == 1 else "",
        order=orders.pop() if len(orders) == 1 else DayOrder.UNKNOWN,
    )


def _sale(row: TableRow, layout: _Layout, habits: _Habits, readers: SaleReaders) -> Sale | SkippedSale:
    if row.fault is not None:
        return SkippedSale(row.line, row.fault)
    width = len(layout.header.names)
    if any(row.cells[width:]):
        reason = Sentence(
            "it has {count} cells for {columns} columns; put a text with {delimiter} in quotes",
            count=len(row.cells),
            columns=width,
            delimiter=Sentence("a tab") if layout.header.delimiter == "\t" else layout.header.delimiter,
        )
        return SkippedSale(row.line, reason)
    read = _Row(row, layout).read(habits, readers)
    return read if isinstance(read, Sale) else SkippedSale(row.line, read)


class _Row:
    """One row's cells by their fields."""

    def __init__(self, row: TableRow, layout: _Layout) -> None:
        self._line = row.line
        self._says_currency = "currency" in layout.places
        self._cells = {field: layout.cell(row.cells, field)[:_LONGEST] for field in layout.places}

    def _text(self, field: str) -> str:
        return unguarded(self._cells.get(field, "")).strip()

    def read(self, habits: _Habits, readers: SaleReaders) -> Sale | Sentence:
        money = self._money(habits, readers)
        if isinstance(money, Sentence):
            return money
        amount, currency = money
        day = read_day(self._text("date"), habits.order)
        if isinstance(day, Sentence):
            return day
        said = self._said(readers)
        if isinstance(said, Sentence):
            return said
        if said.refused is not None:
            return said.refused
        if said.card is None:
            return Sentence("its title names no card for sure: {title}", title=self._text("title")[:_SHOWN])
        return Sale(
            line=self._line,
            card=said.card,
            price=amount,
            currency=currency,
            printing=printing_form(said.printing),
            condition=condition_form(said.condition),
            grade=grade_form(said.grade),
            day=day or "",
            title=self._text("title"),
            listing_id=self._text("listing_id"),
            unclear=self._text("date")[:_SHOWN] if day is None else "",
        )

    def _money(self, habits: _Habits, readers: SaleReaders) -> tuple[float, str] | Sentence:
        cell = self._text("currency")
        currency = read_currency(cell) if self._says_currency else ""
        if currency is None:
            return Sentence("{cell} is not a currency", cell=cell[:_SHOWN])
        price = read_price(self._text("price"), mark=habits.mark, currency=currency or readers.currency)
        if isinstance(price, Sentence):
            return price
        code = agreed(price, currency)
        if isinstance(code, Sentence):
            return code
        if not code and self._says_currency:
            return Sentence("it has no currency")
        return price.amount, code or readers.currency

    def _said(self, readers: SaleReaders) -> SaleTitle | Sentence:
        """What the columns say; a title is read for rows alone that have no card."""
        own = SaleTitle(None, self._text("printing"), self._text("condition"), self._text("grade"))
        card, game, title = self._text("card_id"), self._text("game"), self._text("title")
        if card:
            found = readers.find_card(f"{game}:{card}" if game else card)
            if isinstance(found, Sentence):
                return found
            return SaleTitle(found, own.printing, own.condition, own.grade)
        if not title:
            return Sentence("it names no card")
        if readers.read_title is None:
            return Sentence("it has a title alone, and titles are not read here; give its card_id")
        read = readers.read_title(title)
        return SaleTitle(
            read.card,
            own.printing or read.printing,
            own.condition or read.condition,
            own.grade or read.grade,
            read.refused,
        )


def printing_form(text: str) -> str:
    """A set code as sales are compared by it."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def condition_form(text: str) -> str:
    """`Near Mint` and `near_mint` are one condition; what is no English word stays as it is."""
    words = unicodedata.normalize("NFKC", text).casefold().replace("-", " ").replace("_", " ").split()
    said = "_".join(words)
    return CONDITIONS.get(said, said)


def grade_form(text: str) -> str:
    """`psa10` and `PSA  10` are one grade."""
    words = unicodedata.normalize("NFKC", text).upper()
    parted = "".join(f" {b}" if a.isalpha() and b.isdigit() else b for a, b in zip(" " + words, words, strict=False))
    return " ".join(parted.split()).removesuffix(".0")


# What shops write for the five conditions.
CONDITIONS: dict[str, str] = {
    "m": "mint",
    "nm": "near_mint",
    "nm/m": "near_mint",
    "nm_mint": "near_mint",
    "ex": "good",
    "excellent": "good",
    "vg": "good",
    "gd": "good",
    "lp": "good",
    "lightly_played": "good",
    "light_played": "good",
    "mp": "played",
    "moderately_played": "played",
    "pl": "played",
    "hp": "played",
    "heavily_played": "played",
    "dmg": "damaged",
    "poor": "damaged",
    "po": "damaged",
}


_NOT_GENUINE = Sentence("its title sells no genuine card")
_SEVERAL = Sentence("its title sells several cards")


class SaleTitles:
    """Reads titles of sales; the reader is opened with the first of them, since most tables name card ids."""

    def __init__(self, library: LibraryFolder, resources: Path) -> None:
        self._library, self._resources = library, resources
        self._reader: TitleReader | None = None

    def __call__(self, title: str) -> SaleTitle:
        """Raises `LibraryError` without a usable catalogue."""
        if self._reader is None:
            self._reader = open_title_reader(self._library, self._resources)
        return sale_title(self._reader.read(title))


def sale_title(reading: TitleReading) -> SaleTitle:
    """The card of a title that clearly names one; lots and copies have no price of one card."""
    if reading.proxy:
        return SaleTitle(None, refused=_NOT_GENUINE)
    clear = [card for card in reading.cards if card.probability >= CLEAR]
    if reading.lot or (reading.quantity or 1) > 1 or len(clear) > 1:
        return SaleTitle(None, refused=_SEVERAL)
    if reading.disagree or not clear:
        return SaleTitle(None)
    code = reading.set_codes[0] if len(reading.set_codes) == 1 else ""
    return SaleTitle(clear[0].card, code, reading.condition or "", reading.grade or "")
