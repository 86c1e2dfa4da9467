"""`karuta price`: what a card usually sells for, by a table of sales."""

from __future__ import annotations

from pathlib import Path

import click

from karuta.cli import output
from karuta.cli.root import Invocation
from karuta.cli.table_path import TablePath
from karuta.listings.cli import price_text
from karuta.listings.domain.prices import read_currency
from karuta.listings.services.prices.price_guide import BY, PriceQuestion, ask_price
from karuta.listings.services.prices.read_sales import SaleTitles

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


@click.command(short_help="Say what a card usually sells for.")
@click.argument("card_id", metavar="CARD_ID")
@click.option("--printing", metavar="CODE", help="Only sales of the printing with this set code.")
@click.option("--condition", metavar="C", help="Only sales in this condition: mint, near_mint, good, played, damaged.")
@click.option("--grade", metavar="G", help="Only sales with this grade, such as PSA 10; none: ungraded ones.")
@click.option("--currency", metavar="CODE", callback=_currency, help="In this currency (else that of most sales).")
@click.option("--sales", metavar="FILE", type=TablePath(), help="The table of sales to read.")
@click.option("--by", multiple=True, type=click.Choice(BY), help="Also by printing, condition, grade or month.")
@click.option("--rows", is_flag=True, help="Also list the sales themselves.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def price(
    context: click.Context,
    /,
    *,
    card_id: str,
    printing: str | None,
    condition: str | None,
    grade: str | None,
    currency: str | None,
    sales: Path | None,
    by: tuple[str, ...],
    rows: bool,
    as_json: bool,
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
    invocation: Invocation = context.obj
    answer = ask_price(
        invocation.library,
        PriceQuestion(
            card_id,
            printing=printing,
            condition=condition,
            grade="" if grade == _NO_GRADE else grade,
            currency=currency,
            sales=sales,
            by=tuple(dict.fromkeys(by)),
            rows=_MOST_ROWS if rows else 0,
        ),
        read_title=SaleTitles(invocation.library, invocation.resources),
    )
    for text in price_text.remarks(answer, invocation.library):
        output.say(text)
    if as_json:
        output.json_line(price_text.as_json(answer, with_rows=rows))
        return 0
    for text in price_text.told(answer):
        output.line(text)
    return 0
