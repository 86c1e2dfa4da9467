"""Answers what one card usually sells for, by a person's table of sales. Changes no library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from karuta.domain.card import Card
from karuta.domain.errors import CatalogueError
from karuta.listings.domain.prices.usual import PriceGroup, ReadSaleTitle, UsualPrice, WantedPrice
from karuta.listings.services.prices.price_guide import PriceGuide, SalesRead, read_into, sales_of
from karuta.listings.services.prices.read_sales import condition_form, grade_form, printing_form
from karuta.listings.store.sales import Comparable
from karuta.paths import LibraryFolder
from karuta.store.cards import Catalogue


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
        wanted = WantedPrice(
            card.key,
            printing=question.printing and printing_form(question.printing),
            condition=question.condition and condition_form(question.condition),
            grade=None if question.grade is None else grade_form(question.grade),
            currency=question.currency,
        )
        _check_printing(card, wanted, guide)
        usual = guide.usual(wanted)
        return PriceAnswer(
            card=card,
            usual=usual,
            table=table,
            read=read,
            currencies=guide.currencies(usual.used),
            groups={by: guide.groups(usual, by) for by in question.by},
            comparables=guide.comparables(usual, most=question.rows) if question.rows else (),
        )


def _check_printing(card: Card, wanted: WantedPrice, guide: PriceGuide) -> None:
    """A set code that neither the catalogue knows of this card nor any sale has was mistyped."""
    known = {printing_form(one.set_code) for one in card.printings}
    if wanted.printing and known and wanted.printing not in known and not guide.has_sales(wanted):
        raise CatalogueError(
            "{name} ({card}) has no printing {code}; `karuta catalogue show {card}` lists them.",
            name=card.name,
            card=str(card.key),
            code=wanted.printing,
        )
