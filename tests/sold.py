"""Tables of sales for tests, and a guide that has read one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from karuta.domain.card import CardKey
from karuta.domain.sentence import Sentence
from karuta.listings.domain.prices import ReadSaleTitle, Sale, SkippedSale
from karuta.listings.services.prices.read_sales import SaleReaders, read_sales

GAME = "ohajiki"
CARD = CardKey(GAME, "1")


def any_card(text: str) -> CardKey | Sentence:
    """Every id is that of a card, but `?`."""
    return Sentence("no card {text}", text=text) if text == "?" else CardKey(GAME, text)


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(
    path: Path, content: str | bytes, *, read_title: ReadSaleTitle | None = None, currency: str = ""
) -> tuple[list[Sale], list[SkippedSale]]:
    """The sales of a file with this content, and what is none."""
    rows = list(read_sales(written(path, content), SaleReaders(any_card, read_title, currency)))
    return [row for row in rows if isinstance(row, Sale)], [row for row in rows if isinstance(row, SkippedSale)]


def sale(line: int, price: float, **more: str) -> Sale:
    return Sale(line=line, card=CARD, price=price, **{"currency": "USD", **more})


def sales(prices: Iterable[float], *, start: int = 2, **more: str) -> list[Sale]:
    return [sale(line, price, **more) for line, price in enumerate(prices, start=start)]
