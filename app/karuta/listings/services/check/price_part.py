"""A listing's price as a part of its evidence sheet: in words, as a plot, and the sales row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from karuta.domain.sentence import Sentence
from karuta.listings.domain.check.words import value_sentence
from karuta.listings.services.check.price_evidence import PriceEvidence, money, price_sentences
from karuta.listings.services.check.price_plot import price_plot
from karuta.listings.store.sales import Comparable
from karuta.services.evaluation.report_markup import Html, tag

ROWS = 20
_HEADS = (Sentence("Day"), Sentence("Price"), Sentence("Printing"), Sentence("Condition"), Sentence("Sale"))
_ASIDE = Sentence("set aside")


def price_part(found: PriceEvidence, *, say: Callable[[str], str], with_titles: bool = False) -> Iterator[Html]:
    """Nothing where there is no comparable sale at all. Without `with_titles` a sale is its line in the table."""
    if not found.sales:
        return
    yield tag("h2", say(Sentence("Price")))
    currency = found.usual.currency
    if found.price is not None:
        own = Sentence("The listing asks {price} {currency}.", price=money(found.price), currency=currency)
        yield tag("p", say(own))
    yield tag("p", " ".join(say(one) for one in price_sentences(found)))
    plot = price_plot(found, words=say(Sentence("Sales over time")))
    if plot is not None:
        yield tag("p", plot)
        legend = Sentence("Line: this listing. Band: the middle half. Dots: sales; hollow ones were set aside.")
        yield tag("p", say(legend), class_="small")
    rows = [_cells(one, say, with_titles=with_titles) for one in found.sales[:ROWS]]
    # A narrow sheet has no room for what none of them says.
    said = [place for place in range(len(_HEADS)) if any(row[place] for row in rows)]
    heads = tag("tr", *(tag("th", say(_HEADS[place])) for place in said))
    yield tag("table", heads, *(tag("tr", *(tag("td", row[place]) for place in said)) for row in rows))
    if len(found.sales) > ROWS:
        more = Sentence("And {count} older ones.", count=len(found.sales) - ROWS)
        yield tag("p", say(more), class_="small")


def sale_cells(one: Comparable, say: Callable[[str], str]) -> tuple[str, str, str, str, str]:
    """Day, price, printing, condition or grade, and which sale it is."""
    sale = one.sale
    price = f"{money(sale.price)} {sale.currency}".rstrip()
    condition = say(value_sentence("condition", sale.condition or None))
    where = sale.title or sale.listing_id or say(Sentence("line {line}", line=sale.line))
    aside = f" ({say(_ASIDE)})" if one.side else ""
    return sale.day, price + aside, sale.printing, " ".join(part for part in (condition, sale.grade) if part), where


def _cells(one: Comparable, say: Callable[[str], str], *, with_titles: bool) -> tuple[str, ...]:
    named = one if with_titles else replace(one, sale=replace(one.sale, title="", listing_id=""))
    return sale_cells(named, say)
