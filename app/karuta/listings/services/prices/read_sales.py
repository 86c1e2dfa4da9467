"""Reads a table of sales (`card_id` or `title`, `price`, `currency`, `date`, ...). Writes nothing.

A row that is no sale is told with its line and why, and the others count.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
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
from karuta.listings.domain.titles.reading import TitleReading
from karuta.listings.domain.titles.title_cards import CLEAR
from karuta.listings.services.check.read_titles import Titles
from karuta.paths import LibraryFolder
from karuta.tables import TableRow, header_of

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


def read_sales(path: Path, readers: SaleReaders) -> Iterator[Sale | SkippedSale]:
    """Every row of the file. Raises `SalesError`, one sentence, for a file that cannot be read as sales at all."""
    if path.is_dir():
        raise SalesError("{path} is a folder; name the table of sales in it.", path=path)
    if not path.is_file():
        raise SalesError("There is no table of sales {path}; check the name.", path=path)
    try:
        sales = _Sales(path, readers)
        yield from map(sales.read, sales.header.rows())
    except OSError as error:
        raise SalesError(
            "The sales in {path} cannot be read ({reason}); fix that and try again.", path=path, reason=reason_of(error)
        ) from error


class _Sales:
    """A table of sales: which column holds what, and how it writes what can be read in two ways.

    Raises `SalesError` for a table without a price, or without a card and a title; `OSError`.
    """

    def __init__(self, path: Path, readers: SaleReaders) -> None:
        header = header_of(path, _KNOWN)
        if header is None:
            raise SalesError(
                "{path} is empty; its first line names the columns: card_id,price,currency,date.", path=path
            )
        twice, places = header.twice(COLUMNS), header.places(COLUMNS)
        if twice is not None:
            raise SalesError("{path} has the column {name} twice; rename one of them.", path=path, name=twice)
        if "price" not in places:
            raise SalesError(
                "The first line of {path} names no column for the price; it should be like "
                "card_id,price,currency,date.",
                path=path,
            )
        if not places.keys() & {"card_id", "title"}:
            raise SalesError(
                "The first line of {path} names no column for the card; it should be like card_id,price,currency,date "
                "or title,price,currency,date.",
                path=path,
            )
        self.header, self._places, self._readers = header, places, readers
        marks: set[str] = set()
        orders: set[DayOrder] = set()
        for row in header.rows():
            cells = self._cells(row)
            marks.add(decimal_mark([cells.get("price", "")]))
            orders.add(day_order([cells.get("date", "")]))
        self._mark = marks.pop() if len(marks := marks - {""}) == 1 else ""
        self._order = orders.pop() if len(orders := orders - {DayOrder.UNKNOWN}) == 1 else DayOrder.UNKNOWN

    def read(self, row: TableRow) -> Sale | SkippedSale:
        width = len(self.header.names)
        if row.fault is None and any(row.cells[width:]):
            delimiter = self.header.delimiter
            reason = Sentence(
                "it has {count} cells for {columns} columns; put a text with {delimiter} in quotes",
                count=len(row.cells),
                columns=width,
                delimiter=Sentence("a tab") if delimiter == "\t" else delimiter,
            )
            return SkippedSale(row.line, reason)
        cells = {field: unguarded(cell[:_LONGEST]).strip() for field, cell in self._cells(row).items()}
        read = row.fault or self._sale(row.line, defaultdict(str, cells))
        return read if isinstance(read, Sale) else SkippedSale(row.line, read)

    # Inside

    def _cells(self, row: TableRow) -> dict[str, str]:
        return {field: row.cells[at] for field, at in self._places.items() if at < len(row.cells)}

    def _sale(self, line: int, cells: Mapping[str, str]) -> Sale | Sentence:
        money = self._money(cells)
        if isinstance(money, Sentence):
            return money
        day = read_day(cells["date"], self._order)
        if isinstance(day, Sentence):
            return day
        sold = self._sold(cells)
        if isinstance(sold, Sentence):
            return sold
        if sold.refused is not None:
            return sold.refused
        if sold.card is None:
            return Sentence("its title names no card for sure: {title}", title=cells["title"][:_SHOWN])
        return Sale(
            line,
            sold.card,
            *money,
            printing=printing_form(sold.printing),
            condition=condition_form(sold.condition),
            grade=grade_form(sold.grade),
            day=day or "",
            title=cells["title"],
            listing_id=cells["listing_id"],
            unclear=cells["date"][:_SHOWN] if day is None else "",
        )

    def _money(self, cells: Mapping[str, str]) -> tuple[float, str] | Sentence:
        cell, usual = cells["currency"], self._readers.currency
        currency = read_currency(cell) if "currency" in self._places else ""
        if currency is None:
            return Sentence("{cell} is not a currency", cell=cell[:_SHOWN])
        price = read_price(cells["price"], mark=self._mark, currency=currency or usual)
        code = price if isinstance(price, Sentence) else agreed(price, currency)
        if isinstance(price, Sentence) or isinstance(code, Sentence):
            return Sentence(code)
        if not code and "currency" in self._places:
            return Sentence("it has no currency")
        return price.amount, code or usual

    def _sold(self, cells: Mapping[str, str]) -> SaleTitle | Sentence:
        """Read the columns; a title is read for rows alone that have no card."""
        card, game, title, readers = cells["card_id"], cells["game"], cells["title"], self._readers
        if card:
            key = readers.find_card(f"{game}:{card}" if game else card)
            if isinstance(key, Sentence):
                return key
            read = SaleTitle(key)
        elif not title:
            return Sentence("it names no card")
        elif readers.read_title is None:
            return Sentence("it has a title alone, and titles are not read here; give its card_id")
        else:
            read = readers.read_title(title)
        printing, condition = cells["printing"] or read.printing, cells["condition"] or read.condition
        return SaleTitle(read.card, printing, condition, cells["grade"] or read.grade, read.refused)


def printing_form(text: str) -> str:
    """A set code as sales are compared by it."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def condition_form(text: str) -> str:
    """`Near Mint` and `near_mint` are one condition; what is no English word stays as it is."""
    words = unicodedata.normalize("NFKC", text).casefold().replace("-", " ").replace("_", " ").split()
    form = "_".join(words)
    return CONDITIONS.get(form, form)


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


def sale_titles(library: LibraryFolder, resources: Path) -> ReadSaleTitle:
    """Read titles of sales with a library's catalogue. What is given raises `LibraryError` without a usable one."""
    titles = Titles(library, resources)
    return lambda title: sale_title(titles.read(title))


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
