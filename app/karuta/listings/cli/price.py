"""`karuta price`: what a card usually sells for, by a table of sales, as JSON and as lines for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.table_path import TablePath
from karuta.domain.sentence import counted
from karuta.listings.domain.inventory import CONDITIONS
from karuta.listings.domain.prices import FEWEST, PriceGroup, UsualPrice, read_currency
from karuta.listings.services.prices.price_guide import (
    BY,
    PriceAnswer,
    PriceQuestion,
    ask_price,
    figures,
    money,
    price_result,
    sale_json,
)
from karuta.listings.services.prices.read_sales import condition_form, sale_titles
from karuta.paths import LibraryFolder

_SIDES = {-1: "low", 0: None, 1: "high"}
# The steps of `listings/domain/prices`, as a person reads them.
_WIDENED = {
    "other_conditions": "sales in other conditions count too",
    "other_printings": "sales of its other printings count too",
}


def price_json(answer: PriceAnswer, *, with_rows: bool) -> dict[str, Any]:
    """The object of `karuta price --json`; `by` and `rows` stand in it only where they were asked for."""
    values = price_result(answer).to_dict()
    if answer.groups:
        values["by"] = {
            by: [{by: value or None, **figures(group)} for value, group in groups.items()]
            for by, groups in answer.groups.items()
        }
    if with_rows:
        values["rows"] = [
            {**sale_json(comparable.sale), "outlier": _SIDES[comparable.side]} for comparable in answer.comparables
        ]
    return values


def price_remarks(answer: PriceAnswer, library: LibraryFolder) -> Iterator[str]:
    """Say what a person should know besides: no table, rows that were skipped, sales in other currencies."""
    if answer.table is None:
        yield f"There are no sales yet; name a table with --sales, or put one at {library.sales_csv}."
        return
    if answer.read.skips:
        yield f"{counted(answer.read.skips, 'row')} of {answer.table} {_is(answer.read.skips)} skipped:"
        lines = (f"line {sale.line}: {sale.reason}" for sale in answer.read.skipped)
        yield from output.first_few(lines, answer.read.skips)
    example = answer.read.example
    if example is not None:
        unclear = answer.read.unclear
        yield (
            f"{counted(unclear, 'sale')} can be of two days (line {example.line}: {example.unclear}) and "
            f"{'stands' if unclear == 1 else 'stand'} in no month; write dates as 2026-11-25."
        )
    others = {code: count for code, count in answer.currencies.items() if code != answer.usual.currency}
    if others:
        amounts = ", ".join(f"{count:,} in {code or 'no currency'}" for code, count in others.items())
        yield f"Sales in other currencies are not counted: {amounts}. --currency chooses one of them."


def price_lines(answer: PriceAnswer) -> Iterator[str]:
    usual = answer.usual
    yield f"{answer.card.name}  ({answer.card.key}){_narrowed(usual)}"
    yield f"  {_group(usual.group, usual.currency)}"
    for line in _set_aside(usual.group, usual.currency):
        yield f"  {line}"
    for step in usual.widened:
        yield f"  There were fewer than {FEWEST} sales, so {_WIDENED[step]}."
    for by, groups in answer.groups.items():
        yield f"  by {by}"
        width = max((len(value or "not said") for value in groups), default=0)
        for value, group in groups.items():
            yield f"    {value or 'not said':<{width}}  {_group(group, usual.currency)}{_aside(group)}"
    for comparable in answer.comparables:
        sale = comparable.sale
        columns = [f"line {sale.line}", money(sale.price, sale.currency), sale.day, sale.printing, sale.condition]
        aside = "set aside" if comparable.side else ""
        yield "  " + "  ".join(part for part in (*columns, sale.grade, sale.listing_id, sale.title, aside) if part)


def _narrowed(usual: UsualPrice) -> str:
    query = usual.wanted
    grade = "ungraded" if query.grade == "" else query.grade
    parts = [part for part in (query.printing, query.condition, grade) if part]
    return f"  {', '.join(parts)}" if parts else ""


def _group(group: PriceGroup, currency: str) -> str:
    if group.median is None or group.low is None or group.high is None:
        return f"{counted(group.n, 'sale')}: too few to say what is usual"
    between = f"{money(group.low)} to {money(group.high, currency)}"
    return f"median {money(group.median, currency)}, half of all {between} ({counted(group.n, 'sale')})"


def _set_aside(group: PriceGroup, currency: str) -> Iterator[str]:
    for count, side, fence in ((group.below, "below", group.floor), (group.above, "above", group.ceiling)):
        if count:
            at = "" if fence is None else f" {money(fence, currency)}"
            yield f"set aside as far off the others: {counted(count, 'sale')} {side}{at}"


def _aside(group: PriceGroup) -> str:
    return f", {group.outliers:,} set aside" if group.outliers else ""


def _is(count: int) -> str:
    return "was" if count == 1 else "were"


_MOST_ROWS = 1000
_NO_GRADE = "none"


def _currency(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    del context, parameter
    if value is None:
        return None
    code = read_currency(value)
    if not code:
        raise click.BadParameter(f"{value} is not a currency; give a code such as USD or JPY.")
    return code


def _condition(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    del context, parameter
    if value is not None and condition_form(value) not in CONDITIONS:
        raise click.BadParameter(f"{value} is not a condition; give one of {', '.join(CONDITIONS)}.")
    return value


@click.command(short_help="Say what a card usually sells for.")
@click.argument("card_id", metavar="CARD_ID")
@click.option("--printing", metavar="CODE", help="Only sales of the printing with this set code.")
@click.option(
    "--condition",
    metavar="C",
    callback=_condition,
    help="Only sales in this condition: mint, near_mint, good, played, damaged.",
)
@click.option("--grade", metavar="G", help="Only sales with this grade, such as PSA 10; none: ungraded ones.")
@click.option("--currency", metavar="CODE", callback=_currency, help="In this currency (else that of most sales).")
@click.option("--sales", metavar="FILE", type=TablePath(), help="The table of sales to read.")
@click.option("--by", multiple=True, type=click.Choice(BY), help="Also by printing, condition, grade or month.")
@click.option("--rows", is_flag=True, help="Also list the sales themselves.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def price(
    invocation: Invocation, /, *, grade: str | None, by: tuple[str, ...], rows: bool, as_json: bool, **asked: Any
) -> int:
    """Say what the card CARD_ID (`game:card_id`, or bare) usually sells for: the median, and the middle half of prices.

    The sales are those of --sales, else of sales.csv in the library. It is a table whose first line names its columns:

    \b
      card_id,price,currency,date              or title in place of card_id
      printing,condition,grade,game,listing_id may stand beside them

    A title is read like `karuta title` does; lots, copies and titles that name no card for sure are skipped.

    Commas, semicolons or tabs, decimal points or commas, currency signs and the usual dates are all read. A row that
    cannot be used is skipped and counted. Currencies are never mixed. Prices far off the others (Tukey's fences on
    their logarithms, and at least 2.5 times) are set aside and counted. With fewer than five sales, those in other
    conditions count too, then those of other printings; it says so. Changes nothing.

    \b
    karuta price 89631139 --sales sold.csv
    karuta price 89631139 --printing LOB-EN001 --sales sold.csv --by month
    """
    answer = ask_price(
        invocation.library,
        PriceQuestion(
            grade="" if grade == _NO_GRADE else grade,
            by=tuple(dict.fromkeys(by)),
            rows=_MOST_ROWS if rows else 0,
            **asked,
        ),
        read_title=sale_titles(invocation.library, invocation.resources),
    )
    for text in price_remarks(answer, invocation.library):
        output.say(text)
    return output.answer(price_json(answer, with_rows=rows), price_lines(answer), as_json=as_json)
