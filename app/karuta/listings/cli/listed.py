"""`karuta listed`: how often cards are listed against how often they are looked for, and what to show first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from karuta.cli import output
from karuta.cli.output import PacedLine
from karuta.cli.root import Invocation
from karuta.cli.table_path import TablePath, map_option, raw_option
from karuta.domain.cancel import CancelToken
from karuta.domain.sentence import counted
from karuta.listings.domain.popularity import (
    TEN,
    DemandCounts,
    ListedBy,
    PackDemand,
    Popularity,
    ShownFirst,
    SoughtBy,
    Spread,
    popularity_of,
)
from karuta.listings.services.popularity.count_demand import NAMED, DemandTables, count_demand
from karuta.listings.services.popularity.demand_files import popularity_json, read_first_rules, write_popularity
from karuta.paths import check_target

_ROWS = 20
_LISTED = {ListedBy.TABLES: "listings in the tables", ListedBy.CHECKED: "the library's checked listings"}
_SOUGHT = {
    SoughtBy.SEARCHES: "searches in the table",
    SoughtBy.LABELS: "labels",
    SoughtBy.BELOW_FIRST: "labels whose card was not the first match",
}
# What a person may ask for without a table.
_BY = {"labels": SoughtBy.LABELS, "below-first": SoughtBy.BELOW_FIRST}


@click.command(short_help="Say which cards are listed, and which are looked for.")
@click.argument("listings", metavar="[LISTINGS.csv]...", nargs=-1, type=TablePath())
@click.option("--searches", metavar="FILE", type=TablePath(), help="A table of what people looked for.")
@map_option("named", metavar="COLUMN=NAME", says="What a table calls a column.", fields=NAMED)
@click.option("--by", type=click.Choice(tuple(_BY)), help="Looked for, by the library's labels instead of a table.")
@click.option("--rows", type=click.IntRange(min=0), default=_ROWS, show_default=True, help="So many cards; 0: all.")
@click.option("--packs", is_flag=True, help="List packs instead of cards.")
@click.option("--out", metavar="FILE.csv", type=click.Path(path_type=Path), help="Write all cards into a table.")
@click.option("--force", is_flag=True, help="Replace a table that is there.")
@raw_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def listed(
    invocation: Invocation,
    /,
    *,
    listings: tuple[Path, ...],
    searches: Path | None,
    named: Mapping[str, str],
    by: str | None,
    rows: int,
    packs: bool,
    out: Path | None,
    force: bool,
    raw: bool,
    as_json: bool,
) -> int:
    """Say how often each card is listed, how often it is looked for, and which cards should be shown first.

    LISTINGS.csv are tables of listings (title or card_id) or reports of `karuta check`; without one the library's own
    checked listings count. --searches is a table of queries (query or card_id, and count); without one the library's
    labels count. Sorts of counts are never mixed, and it says which were counted.

    --map title=headline says what a table calls a column. Every row counts, whatever its date: keep the rows of the
    days that you mean.

    What is first is chosen by rules: shown-first.csv in the library, else those that ship with Karuta. A cap keeps the
    ten commonest cards from filling the first rows. Changes nothing.

    \b
    karuta listed listings.csv --searches queries.csv --out tail.csv
    """
    if searches is not None and by is not None:
        raise click.UsageError("--searches and --by cannot be used together.")
    if out is not None:
        check_target(out, force=force, reads=(*listings, searches))
    rules = read_first_rules(invocation.library, invocation.resources)
    for trouble in rules.troubles:
        output.say(trouble)
    counts = count_demand(
        invocation.library,
        invocation.resources,
        DemandTables(listings, searches, named),
        cancel=CancelToken(),
        tell=PacedLine("rows"),
    )
    demand = popularity_of(counts, rules, sought_by=None if by is None else _BY[by])
    for text in _remarks(counts):
        output.say(text)
    if out is not None:
        write_popularity(demand, out, force=force, raw=raw, reads=(*listings, searches))
    return output.answer(
        popularity_json(demand, rows=rows or None), _told(demand, rows=rows or None, packs=packs), as_json=as_json
    )


def _remarks(counts: DemandCounts) -> Iterator[str]:
    for tally in (tally for tally in counts.tallies.values() if tally.skips):
        yield f"{counted(tally.skips, 'row')} {'counts' if tally.skips == 1 else 'count'} for no card:"
        lines = (f"{row.file} line {row.line}: {row.reason}" for row in tally.skipped)
        yield from output.first_few(lines, tally.skips)


def _told(demand: Popularity, *, rows: int | None, packs: bool) -> Iterator[str]:
    yield f"listed: {_LISTED[demand.listed_by]} ({demand.listings:,}); {_spread(demand.listed)}"
    yield f"looked for: {_SOUGHT[demand.sought_by]} ({demand.looked_for.total:,}); {_spread(demand.looked_for)}"
    yield f"neither listed nor looked for: {demand.untouched:,} of {counted(len(demand.rows), 'card')}"
    yield ""
    if packs:
        yield "listed  looked for  cards  never listed  never looked for  pack"
        yield from (_pack(pack) for pack in demand.packs)
        return
    yield f"shown first, at most {demand.rules.cap.most} of any {demand.rules.cap.of} rows of the ten commonest:"
    yield "listed  looked for  card"
    yield from (_row(row) for row in demand.rows[:rows])


def _spread(spread: Spread) -> str:
    if not spread.total:
        return "none"
    share = 100 * spread.ten / spread.total
    return (
        f"the {TEN} commonest cards make up {share:.0f} % of these, and half are reached with "
        f"{counted(spread.half, 'card')}; cards that appear once: {spread.once:,}, never: {spread.never:,}"
    )


def _row(row: ShownFirst) -> str:
    demand = row.demand
    held = ", moved down by the cap" if row.is_held else ""
    return f"{demand.listed:>6,}  {demand.looked_for:>10,}  {demand.name}  ({demand.card})  {row.rule}{held}"


def _pack(pack: PackDemand) -> str:
    return (
        f"{pack.listed:>6,}  {pack.looked_for:>10,}  {pack.cards:>5,}  {pack.never_listed:>12,}  "
        f"{pack.never_looked_for:>16,}  {pack.name or '(no pack)'}"
    )
