"""A listing's comparable sales row by row, as its evidence sheet and the Check page show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from karuta.domain.sentence import Sentence
from karuta.listings.domain.check.words import value_sentence
from karuta.listings.services.check.price_evidence import PriceEvidence, money
from karuta.listings.store.sales import Comparable

ROWS = 20
_HEADS = (Sentence("Day"), Sentence("Price"), Sentence("Printing"), Sentence("Condition"), Sentence("Sale"))
_ASIDE = Sentence("set aside")


@dataclass(frozen=True)
class SaleTable:
    """The newest sales; `left_out`: how many older ones there are. A column that none of them fills is left out."""

    heads: tuple[Sentence, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int


def sale_table(found: PriceEvidence, say: Callable[[str], str], *, with_titles: bool) -> SaleTable:
    """Without `with_titles` a sale is its line in the table."""
    sales = found.sales[:ROWS]
    if not with_titles:
        sales = tuple(replace(one, sale=replace(one.sale, title="", listing_id="")) for one in sales)
    rows = [sale_cells(one, say) for one in sales]
    said = [place for place in range(len(_HEADS)) if any(row[place] for row in rows)]
    return SaleTable(
        heads=tuple(_HEADS[place] for place in said),
        rows=tuple(tuple(row[place] for place in said) for row in rows),
        left_out=max(0, len(found.sales) - ROWS),
    )


def sale_cells(one: Comparable, say: Callable[[str], str]) -> tuple[str, str, str, str, str]:
    """Day, price, printing, condition or grade, and which sale it is."""
    sale = one.sale
    price = f"{money(sale.price)} {sale.currency}".rstrip()
    condition = say(value_sentence("condition", sale.condition or None))
    where = sale.title or sale.listing_id or say(Sentence("line {line}", line=sale.line))
    aside = f" ({say(_ASIDE)})" if one.side else ""
    return sale.day, price + aside, sale.printing, " ".join(part for part in (condition, sale.grade) if part), where
