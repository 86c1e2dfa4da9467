"""The price guide: what a card usually costs by the sales of a table, and by which sales. Changes no library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from karuta.domain.card import Card, CardKey
from karuta.domain.errors import CatalogueError
from karuta.domain.sentence import Sentence
from karuta.domain.shape import Plain
from karuta.listings.domain.prices import (
    FEWEST,
    PriceGroup,
    ReadSaleTitle,
    Sale,
    SkippedSale,
    UsualPrice,
    WantedPrice,
    wider,
)
from karuta.listings.services.prices.read_sales import (
    SaleReaders,
    condition_form,
    grade_form,
    printing_form,
    read_sales,
)
from karuta.listings.store.sales import GROUPS, Comparable, SalesTable
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue
from karuta.store.database import Closable

_SHOWN = 60


class SoldCards:
    """All cards of a catalogue by what a cell may call them. Reads the catalogue once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._by_id: dict[str, list[CardKey]] = {}
        self._by_code: dict[str, list[CardKey]] = {}
        for card in catalogue.known_cards():
            for name in (str(card.key), card.key.card_id):
                self._by_id.setdefault(name, []).append(card.key)
            for stored in card.codes.values():
                for code in stored if isinstance(stored, list) else [stored]:
                    for name in (_code(str(code)), _code(f"{card.key.game}:{code}")):
                        keys = self._by_code.setdefault(name, [])
                        if card.key not in keys:
                            keys.append(card.key)

    def find(self, text: str) -> CardKey | Sentence:
        """The card, or why there is none: a spreadsheet may have cut a passcode's zeros, or added `.0`."""
        name = text.strip()
        plain = name.removesuffix(".0")
        keys = self._by_id.get(name) or self._by_id.get(plain) or self._by_code.get(_code(plain), [])
        if not keys:
            return Sentence("the catalogue has no card {text}", text=name[:_SHOWN])
        if len(keys) > 1:
            named = " and ".join(map(str, keys[:2]))
            return Sentence("{text} is a card of several games; write {named}", text=name[:_SHOWN], named=named)
        return keys[0]


def _code(text: str) -> str:
    game, colon, code = text.rpartition(":")
    return f"{game}{colon}{code.lstrip('0') or '0'}"


SKIPPED_KEPT = 1000
BY = tuple(GROUPS)
"""Facts by which sales can be grouped."""


@dataclass
class SalesRead:
    """Outcome of reading sales. `skipped`: the first thousand rows that are none; `skips`: how many there are.

    `unclear`: how many have a date that can be read in two ways; `example`: the first of them.
    """

    sales: int = 0
    skips: int = 0
    skipped: list[SkippedSale] = field(default_factory=list)
    unclear: int = 0
    example: Sale | None = None

    def passed_on(self, rows: Iterable[Sale | SkippedSale]) -> Iterator[Sale]:
        for row in rows:
            if isinstance(row, SkippedSale):
                self.skips += 1
                if self.skips <= SKIPPED_KEPT:
                    self.skipped.append(row)
                continue
            if row.unclear:
                self.unclear += 1
                self.example = self.example or row
            yield row


class PriceGuide(Closable):
    """Sales, and what is usual by them. One thread. Every call raises `LibraryError` where the disk refuses."""

    def __init__(self) -> None:
        self._table = SalesTable()

    def close(self) -> None:
        self._table.close()

    def add(self, rows: Iterable[Sale | SkippedSale]) -> SalesRead:
        """Take in the sales among these rows, and count the others."""
        read = SalesRead()
        read.sales = self._table.add(read.passed_on(rows))
        return read

    def usual(self, query: WantedPrice) -> UsualPrice:
        """Say what is usual, by the narrowest comparables of which there are enough.

        Without a currency, that of most comparable sales; of most sales of the card where there are none.
        """
        currency = next(iter(self.currencies(query)), "") if query.currency is None else query.currency
        used, widened = replace(query, currency=currency), []
        group = self._table.group(used)
        while group.n < FEWEST and (step := wider(used)) is not None:
            name, used = step
            widened.append(name)
            group = self._table.group(used)
        return UsualPrice(query, currency, group, tuple(widened), used)

    def currencies(self, query: WantedPrice) -> dict[str, int]:
        """The sales in each currency, the most frequent first: of the narrowest comparables of which there are any."""
        currencies = self._table.currencies(query)
        while not currencies and (step := wider(query)) is not None:
            query = step[1]
            currencies = self._table.currencies(query)
        return currencies

    def has_sales(self, query: WantedPrice) -> bool:
        """Whether there are comparable sales, in whatever currency, without widening."""
        return bool(self._table.currencies(query))

    def groups(self, usual: UsualPrice, by: str) -> dict[str, PriceGroup]:
        """The comparables that were used, a group for each value of one of `BY`; empty: it is not said."""
        return self._table.groups(usual.used, by)

    def comparables(self, usual: UsualPrice, *, most: int = 100) -> list[Comparable]:
        """The sales that were used and those that were set aside, the newest first."""
        return self._table.comparables(usual.used, most=most)


def figures(group: PriceGroup) -> dict[str, Any]:
    """A group's figures: how many sales, the quartiles, and how many were set aside."""
    quartiles = {"median": group.median, "low": group.low, "high": group.high}
    return {"n": group.n, **quartiles, "outliers": group.outliers}


def sale_json(sale: Sale) -> dict[str, Any]:
    details = {name: getattr(sale, name) or None for name in ("printing", "condition", "grade")}
    beside = {"date": sale.day or None, "listing_id": sale.listing_id or None, "title": sale.title or None}
    return {"line": sale.line, "price": sale.price, **details, **beside}


def money(price: float, currency: str = "") -> str:
    cents = 0 if price >= 1000 or price == round(price) else 2
    return f"{price:,.{cents}f} {currency}".rstrip()


def sales_of(library: LibraryFolder, sales: Path | None) -> Path | None:
    """The table to read: the one that is named, else the person's own in the library; None where there is none."""
    if sales is not None:
        return sales
    return library.sales_csv if library.sales_csv.exists() else None


def read_into(
    guide: PriceGuide,
    sales: Path,
    catalogue: Catalogue,
    *,
    read_title: ReadSaleTitle | None = None,
    currency: str | None = None,
) -> SalesRead:
    """Read a table into the guide. `currency`: that of a table which names none. Raises `SalesError`."""
    readers = SaleReaders(SoldCards(catalogue).find, read_title, currency or "")
    return guide.add(read_sales(sales, readers))


@dataclass(frozen=True)
class PriceQuestion:
    """`sales`: a table, else the library's own. `by`: what to group by. `rows`: how many sales to list.

    A grade that is empty means ungraded sales; None stands for any, everywhere.
    """

    card_id: str
    printing: str | None = None
    condition: str | None = None
    grade: str | None = None
    currency: str | None = None
    sales: Path | None = None
    by: Sequence[str] = ()
    rows: int = 0


@dataclass(frozen=True)
class PriceAnswer:
    """`table`: what was read, None where there is none. `currencies`: how many of the card's sales are in each."""

    card: Card
    usual: UsualPrice
    table: Path | None
    read: SalesRead
    currencies: Mapping[str, int]
    groups: Mapping[str, Mapping[str, PriceGroup]] = field(default_factory=dict)
    comparables: Sequence[Comparable] = ()


def ask_price(library: LibraryFolder, question: PriceQuestion, *, read_title: ReadSaleTitle | None) -> PriceAnswer:
    """Raises `CatalogueError` for an unknown card or printing, `SalesError` for a table that cannot be read."""
    with PriceGuide() as guide:
        with Catalogue.open_reading(library.catalogue_db) as catalogue:
            card = catalogue.card(catalogue.find(question.card_id))
            table = sales_of(library, question.sales)
            read = SalesRead()
            if table is not None:
                read = read_into(guide, table, catalogue, read_title=read_title, currency=question.currency)
        query = WantedPrice(
            card.key,
            printing=question.printing and printing_form(question.printing),
            condition=question.condition and condition_form(question.condition),
            grade=None if question.grade is None else grade_form(question.grade),
            currency=question.currency,
        )
        _check_printing(card, query, guide)
        usual = guide.usual(query)
        return PriceAnswer(
            card=card,
            usual=usual,
            table=table,
            read=read,
            currencies=guide.currencies(usual.used),
            groups={by: guide.groups(usual, by) for by in question.by},
            comparables=guide.comparables(usual, most=question.rows) if question.rows else (),
        )


@dataclass(frozen=True)
class PriceResult(Plain):
    """What a card usually sells for: the median and the middle half; None where fewer than five sales are known.

    `n`: how many count, `outliers`: how many were set aside. `widened`: which sales count that were not asked for.
    """

    card_id: str
    printing: str | None
    currency: str | None
    n: int
    median: float | None
    low: float | None
    high: float | None
    outliers: int
    widened: tuple[str, ...]


def price_result(answer: PriceAnswer) -> PriceResult:
    """The object of `karuta price --json`, without what is told only where it was asked for."""
    usual = answer.usual
    return PriceResult(
        card_id=answer.card.key.card_id,
        printing=usual.wanted.printing or None,
        currency=usual.currency or None,
        **figures(usual.group),
        widened=usual.widened,
    )


def _check_printing(card: Card, query: WantedPrice, guide: PriceGuide) -> None:
    """A set code that neither the catalogue knows of this card nor any sale has was mistyped."""
    codes = {printing_form(printing.set_code) for printing in card.printings}
    if query.printing and codes and query.printing not in codes and not guide.has_sales(query):
        raise CatalogueError(
            "{name} ({card}) has no printing {code}; `karuta catalogue show {card}` lists them.",
            name=card.name,
            card=str(card.key),
            code=query.printing,
        )
