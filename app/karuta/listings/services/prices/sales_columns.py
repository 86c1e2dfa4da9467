"""Which column of a table of sales holds what, by its name. Reads no row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.errors import KarutaError
from karuta.listings.services.prices.table_header import header_of

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


class SalesError(KarutaError):
    """A file of sales that cannot be used. The sentence names the file."""


@dataclass(frozen=True)
class SalesLayout:
    """`header`: the line that names the columns. `places`: field -> its column, from 0. `width`: how many columns."""

    encoding: str
    delimiter: str
    header: int
    places: dict[str, int]
    width: int

    def cell(self, cells: Sequence[str], field: str) -> str:
        """Empty where the table has no such column, or the row ends before it."""
        place = self.places.get(field, len(cells))
        return cells[place] if place < len(cells) else ""


def layout_of(path: Path) -> SalesLayout:
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
    return SalesLayout(header.encoding, header.delimiter, header.line, places, len(header.names))
